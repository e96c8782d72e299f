//! Which posting periods are closed. Closing a period closes all earlier ones too, because posting to an earlier one
//! would change a balance that was closed.

use super::view::View;
use crate::domain::company::ClosedPeriod;
use crate::domain::record::{Fault, Range};

/// Returns the last period that was closed; the books are closed up to its end.
///
/// # Errors
/// Fails if the store can't be read.
pub fn last(view: &dyn View) -> Result<Option<ClosedPeriod>, Fault> {
    Ok(view
        .list(&Range::of::<ClosedPeriod>(&[]).backwards().first(1))?
        .pop())
}

/// Returns the closing that covers a period (`YYYY-MM`): its own or that of a later one; `None` while it is open.
///
/// # Errors
/// Fails if the store can't be read.
pub fn closing(view: &dyn View, period: &str) -> Result<Option<ClosedPeriod>, Fault> {
    match last(view)?.filter(|last| period <= last.period.as_str()) {
        Some(last) => Ok(view.find(&[&period.to_owned()])?.or(Some(last))),
        None => Ok(None),
    }
}
