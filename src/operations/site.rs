//! The site of what names none.

use super::view::View;
use crate::domain::catalog::Site;
use crate::domain::code::SiteCode;
use crate::domain::company::{POLICIES, Policy};
use crate::domain::record::{Fault, Range};

/// The site that the policy `default_site` names, or the first where there is no such site; none in an empty store.
pub fn default_site(view: &dyn View) -> Result<SiteCode, Fault> {
    const KEY: &str = "default_site";
    let set: Option<Policy> = view.find(&[&KEY.to_owned()])?;
    let default = POLICIES
        .iter()
        .find(|policy| policy.0 == KEY)
        .map_or("", |policy| policy.1);
    let named = SiteCode::from(set.map_or_else(|| default.to_owned(), |policy| policy.value));
    let known: Option<Site> = view.find(&[&named])?;
    if let Some(site) = known {
        return Ok(site.site);
    }
    let first = view.list::<Site>(&Range::of::<Site>(&[]).first(1))?.pop();
    Ok(first.map(|site| site.site).unwrap_or_default())
}
