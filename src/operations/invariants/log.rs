//! The operation log: numbered without gaps, chained by hashes, and the source of every movement and entry.

use super::masters::Defined;
use super::{Check, Finding};
use crate::domain::entry::Entry;
use crate::domain::log::{Checkpoint, Logged};
use crate::domain::movement::Movement;
use crate::domain::record::{Fault, Record};
use crate::operations::log::{RULES, checkpoint_link, link};
use crate::operations::pages::Pages;
use crate::operations::request::{Operation, Request};
use crate::operations::view::View;
use chrono::{Datelike, NaiveDate};
use std::collections::BTreeMap;

/// The posting periods that were closed, by year and month, with the operation that closed each.
pub(super) type Closings = BTreeMap<(i32, u32), i64>;

/// Returns the year and month of a day.
pub(super) fn month(day: NaiveDate) -> (i32, u32) {
    (day.year(), day.month())
}

/// Checks the log; returns which operation closed which period.
pub(super) fn check(view: &dyn View, found: &mut Vec<Finding>) -> Result<Closings, Fault> {
    let mut numbers = Check::of("operations are numbered without gaps");
    let mut chain = Check::of("the operation log's hash chain is unbroken");
    let mut made = Check::of("every movement and entry was made by exactly one operation");
    let (mut before, mut hash) = (0, String::new());
    let (mut movements, mut entries) = (0, 0);
    let mut closings = Closings::new();
    let mut checkpoints = Checkpoints::of(view)?;
    let mut defined = Defined::new();
    let mut rules = 0;
    for logged in Pages::<Logged>::of(view) {
        let logged = logged?;
        let seq = logged.seq;
        numbers.see(seq == before + 1, || format!("operation {seq} follows {before}"));
        checkpoints.pass(&logged);
        defined.pass(&logged);
        let follows_rules = rules <= logged.rules && logged.rules <= RULES;
        chain.see(follows_rules && logged.hash == link(&hash, &logged), || {
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
        (before, hash, rules) = (seq, logged.hash, logged.rules);
    }
    let last = (view.last(Movement::TABLE)?, view.last(Entry::TABLE)?);
    made.see((movements, entries) == last, || {
        format!(
            "the log made {movements} movements and {entries} entries, the store has {} and {}",
            last.0, last.1
        )
    });
    found.extend([
        numbers.finish(),
        chain.finish(),
        made.finish(),
        checkpoints.finish(),
    ]);
    defined.finish(view, found)?;
    Ok(closings)
}

/// The checkpoints of upgrades, compared with the log that they cut.
struct Checkpoints {
    all: Vec<Checkpoint>,
    /// How many of them name the operation that the log has in their place.
    found: usize,
}

impl Checkpoints {
    fn of(view: &dyn View) -> Result<Self, Fault> {
        let all = view.all(&[])?;
        let found = all
            .iter()
            .filter(|it: &&Checkpoint| it.operation == 0 && it.log.is_empty())
            .count();
        Ok(Self { all, found })
    }

    /// Checks whether a checkpoint follows an operation.
    fn pass(&mut self, logged: &Logged) {
        let own = self.all.iter().filter(|it| it.operation == logged.seq);
        self.found += own.filter(|it| it.log == logged.hash).count();
    }

    fn finish(self) -> Finding {
        let mut check = Check::of("checkpoints are chained, and each follows an operation of the log");
        let (mut before, mut hash) = (0, String::new());
        for it in &self.all {
            let holds = it.checkpoint == before + 1 && it.hash == checkpoint_link(&hash, it);
            check.see(holds, || {
                format!("checkpoint {} does not match its hash", it.checkpoint)
            });
            (before, hash) = (it.checkpoint, it.hash.clone());
        }
        if self.found < self.all.len() {
            check.see(false, || {
                "a checkpoint follows an operation that is not in the log".to_owned()
            });
        }
        check.finish()
    }
}
