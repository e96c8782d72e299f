//! The operation log: numbered without gaps, chained by hashes, and the source of every movement and entry.

use super::{Check, Finding};
use crate::domain::entry::Entry;
use crate::domain::log::Logged;
use crate::domain::movement::Movement;
use crate::domain::record::{Fault, Record};
use crate::operations::decide::chained;
use crate::operations::pages::Pages;
use crate::operations::request::{Operation, Request};
use crate::operations::view::View;
use chrono::{Datelike, NaiveDate};
use std::collections::BTreeMap;

/// Year and month of posting periods that were closed, with the operation that did it.
pub(super) type Closings = BTreeMap<(i32, u32), i64>;

/// Year and month of a day.
pub(super) fn month(day: NaiveDate) -> (i32, u32) {
    (day.year(), day.month())
}

/// Checks the log; answers which operation closed which period.
pub(super) fn check(view: &dyn View, found: &mut Vec<Finding>) -> Result<Closings, Fault> {
    let mut numbers = Check::of("operations are numbered without gaps");
    let mut chain = Check::of("the operation log's hash chain is unbroken");
    let mut made = Check::of("every movement and entry was made by exactly one operation");
    let (mut before, mut hash) = (0, String::new());
    let (mut movements, mut entries) = (0, 0);
    let mut closings = Closings::new();
    for logged in Pages::<Logged>::of(view) {
        let logged = logged?;
        let seq = logged.seq;
        numbers.see(seq == before + 1, || format!("operation {seq} follows {before}"));
        chain.see(logged.hash == chained(&hash, &logged.request), || {
            format!("operation {seq} does not match its hash")
        });
        let follows = logged.movement.is_none_or(|first| first == movements + 1)
            && logged.entry.is_none_or(|first| first == entries + 1);
        made.see(follows, || {
            format!("operation {seq} claims movements or entries of another")
        });
        movements += logged.movements;
        entries += logged.entries;
        if logged.op == "close_period"
            && let Ok(Request {
                operation: Operation::ClosePeriod(asked),
                ..
            }) = serde_json::from_str(&logged.request)
        {
            let first = format!("{}-01", asked.period).parse::<NaiveDate>();
            closings.extend(first.map(|first| (month(first), seq)));
        }
        (before, hash) = (seq, logged.hash);
    }
    let last = (view.last(Movement::TABLE)?, view.last(Entry::TABLE)?);
    made.see((movements, entries) == last, || {
        format!(
            "the log made {movements} movements and {entries} entries, the store has {} and {}",
            last.0, last.1
        )
    });
    found.extend([numbers.finish(), chain.finish(), made.finish()]);
    Ok(closings)
}
