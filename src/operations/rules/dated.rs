//! Days that can be: nothing is dated further from today than a company allows.
//!
//! Who works on the floor has the day of the terminal's clock, which may be wrong: too far behind what was recorded last
//! it is refused. A document names its day. It may be late as far as the books are open and, where periods are closed, a
//! while before them, so that what integrations and imports bring in from long ago has its place; ahead it may be a day
//! or so, for other time zones.

use super::books::Books;
use crate::domain::refusal::Refusal;
use crate::domain::time::Time;
use crate::operations::change::Halt;
use crate::operations::log::{DATED, last as last_logged};
use crate::operations::request::{Operation, Requester};
use crate::operations::stamps::stamp;
use chrono::{Datelike, Days, Months, NaiveDate};

/// Refuses a day outside of the window, unless a controller approves the document by badge and PIN.
pub(super) fn within_window(books: &Books<'_, '_>) -> Result<(), Halt> {
    if !books.is_of(DATED) {
        return Ok(());
    }
    let (found, first, last) = (books.request.date, first(books)?, last(books)?);
    let is_early = first.is_some_and(|first| found < first);
    if !is_early && last.is_none_or(|last| found <= last) || books.is_approved_by_controller()? {
        return Ok(());
    }
    let need = match (first, last) {
        (Some(first), Some(last)) => format!("a day from {first} to {last}"),
        (Some(first), None) => format!("a day from {first} on"),
        (None, last) => format!("a day up to {}", last.unwrap_or(found)),
    };
    let remedy = if books.request.requester.is_document() {
        "Correct the date, or let a controller approve it with PIN"
    } else {
        "Set the clock of this terminal"
    };
    let remedy = remedy.to_owned();
    Err(Refusal::DateOutOfRange { need, found, remedy }.into())
}

/// Returns the first day that is not too long ago; `None` if none is.
fn first(books: &Books<'_, '_>) -> Result<Option<NaiveDate>, Halt> {
    let days = Days::new(books.policies()?.date_window_past()?.into());
    let from = match &books.request.requester {
        Requester::Nobody { .. } | Requester::Operator { .. } => {
            let newest = last_logged(books.view())?.as_ref().map(stamp).transpose()?;
            newest.map_or(books.request.date, Time::day)
        }
        Requester::Document { .. } => {
            let Some(open) = books.first_open_day()? else {
                return Ok(None);
            };
            open
        }
    };
    Ok(Some(from.checked_sub_days(days).unwrap_or(NaiveDate::MIN)))
}

/// Returns the last day that is not too far ahead; `None` on the floor, where each day is that of the terminal's clock.
/// Stock enters or leaves the ledger with the month that comes.
fn last(books: &Books<'_, '_>) -> Result<Option<NaiveDate>, Halt> {
    if !books.request.requester.is_document() {
        return Ok(None);
    }
    let (today, days) = (books.request.day_asked(), books.policies()?.date_window_future()?);
    let last = today
        .checked_add_days(Days::new(days.into()))
        .unwrap_or(NaiveDate::MAX);
    let next_month = today
        .with_day(1)
        .and_then(|day| day.checked_add_months(Months::new(1)));
    Ok(Some(match books.request.operation {
        Operation::Integrate(_) => last.max(next_month.unwrap_or(last)),
        _ => last,
    }))
}
