//! The sheet of a bin that waits for a counter, and who may open it or go on with it.

use crate::domain::code::{CountNo, LocationCode};
use crate::domain::count::{Count, CountAttempt, CountState};
use crate::domain::record::Range;
use crate::domain::refusal::Refusal;
use crate::operations::blindness::COUNTS;
use crate::operations::change::Halt;
use crate::operations::rules::books::Books;
use crate::operations::rules::tasks::{self, ago};

/// Returns the sheet that the operator is counting on.
pub(super) fn own_sheet(books: &Books<'_, '_>, number: &CountNo) -> Result<Count, Halt> {
    books.need(COUNTS)?;
    let count = sheet(books, number)?;
    if count.state != CountState::Counting {
        let (what, state) = (format!("Count {number}"), count.state.word().replace('_', " "));
        return Err(Refusal::WrongState {
            what,
            state,
            need: "Scan the bin to count it anew".into(),
        }
        .into());
    }
    let attempt: Option<CountAttempt> = books.view().find(&[number, &count.attempt])?;
    match attempt {
        Some(attempt) if attempt.operator != *books.operator() => Err(Refusal::Held {
            work: format!("count {number}"),
            owner: tasks::name_of(books, &attempt.operator)?,
            since: ago(Some(attempt.opened_at), books.request.at),
        }
        .into()),
        _ => Ok(count),
    }
}

pub(super) fn sheet(books: &Books<'_, '_>, number: &CountNo) -> Result<Count, Halt> {
    let count: Option<Count> = books.view().find(&[number])?;
    Ok(count.ok_or_else(|| Refusal::UnknownCount {
        count: number.to_string(),
    })?)
}

/// Returns the sheet of a bin that is being counted, waits for a recount or for a decision.
pub(in crate::operations::rules) fn open_sheet(
    books: &Books<'_, '_>,
    location: &LocationCode,
) -> Result<Option<Count>, Halt> {
    for state in CountState::OPEN {
        let range = Range::by(Count::BY_STATE, &[state, location]).first(1);
        if let Some(count) = books.view().list(&range)?.pop() {
            return Ok(Some(count));
        }
    }
    Ok(None)
}

/// Returns whether the operator may open the sheet for its next attempt, or go on with the attempt that is under way.
pub(in crate::operations::rules) fn may_open(books: &Books<'_, '_>, count: &Count) -> Result<bool, Halt> {
    match openable(books, count) {
        Ok(()) => Ok(true),
        Err(Halt::Refused(_)) => Ok(false),
        Err(fault) => Err(fault),
    }
}

/// Refuses an operator who may not open a sheet that waits: it is somebody else's, needs another counter or a decision.
pub(super) fn openable(books: &Books<'_, '_>, count: &Count) -> Result<(), Halt> {
    match count.state {
        CountState::Counting => return own_sheet(books, &count.count).map(drop),
        CountState::RecountWanted => return other_counter(books, count),
        _ => {}
    }
    let (what, state) = (
        format!("The count of {}", count.location),
        count.state.word().replace('_', " "),
    );
    Err(Refusal::WrongState {
        what,
        state,
        need: "A supervisor decides about it first".into(),
    }
    .into())
}

/// Refuses an operator who counted the sheet in any attempt.
pub(super) fn other_counter(books: &Books<'_, '_>, count: &Count) -> Result<(), Halt> {
    let attempts: Vec<CountAttempt> = books.view().all(&[&count.count])?;
    if attempts
        .iter()
        .any(|attempt| attempt.operator == *books.operator())
    {
        let badge = books.operator().to_string();
        return Err(Refusal::SameCounter {
            count: count.count.to_string(),
            badge,
        }
        .into());
    }
    Ok(())
}
