//! The site of whatever names none.

use super::view::View;
use crate::domain::catalog::Site;
use crate::domain::code::SiteCode;
use crate::domain::policy::Policies;
use crate::domain::record::{Fault, Range};

/// Returns the default site that the policies name, or the first one if there is no such site; none in an empty store.
///
/// # Errors
/// Fails if the store can't be read.
pub fn default_site(view: &dyn View, policies: &Policies) -> Result<SiteCode, Fault> {
    let named = policies.default_site()?;
    if !named.is_empty()
        && let Some(site) = view.find::<Site>(&[&named])?
    {
        return Ok(site.site);
    }
    let first = view.list::<Site>(&Range::of::<Site>(&[]).first(1))?.pop();
    Ok(first.map(|site| site.site).unwrap_or_default())
}
