//! Which posting periods are closed: those that were, and all before them, for a balance that was closed would change with
//! what is posted in an earlier one.

use super::view::View;
use crate::domain::company::ClosedPeriod;
use crate::domain::record::{Fault, Range};

/// The closing that closed a period (`YYYY-MM`): its own, or that of a later one; nothing while it is open.
///
/// # Errors
/// Where the store can't be read.
pub fn closing(view: &dyn View, period: &str) -> Result<Option<ClosedPeriod>, Fault> {
    let last = Range::of::<ClosedPeriod>(&[]).backwards().first(1);
    let last: Option<ClosedPeriod> = view.list(&last)?.pop();
    match last.filter(|last| period <= last.period.as_str()) {
        Some(last) => Ok(view.find(&[&period.to_owned()])?.or(Some(last))),
        None => Ok(None),
    }
}
