//! The numbers of vendors' papers.

use super::{Check, Finding};
use crate::domain::log::{Logged, Reversal};
use crate::domain::purchase::VendorNumber;
use crate::domain::record::Fault;
use crate::operations::pages::Pages;
use crate::operations::request::Request;
use crate::operations::view::View;

/// Checks that each number is that of a paper which stands; that no two have the same is the key of the table.
pub(super) fn check(view: &dyn View) -> Result<Finding, Fault> {
    let mut numbered = Check::of("a vendor's number is that of one paper, which stands");
    for taken in Pages::<VendorNumber>::of(view) {
        let taken = taken?;
        let made: Option<Logged> = view.find(&[&taken.operation])?;
        let back: Option<Reversal> = view.find(&[&taken.operation])?;
        let asked = made.and_then(|made| serde_json::from_str::<Request>(&made.request).ok());
        let number = asked.and_then(|asked| asked.document).unwrap_or_default();
        let stands = back.is_none() && number.trim() == taken.number;
        numbered.see(stands, || {
            format!(
                "{}'s {} {} is not that of operation {}",
                taken.vendor, taken.paper, taken.number, taken.operation
            )
        });
    }
    Ok(numbered.finish())
}
