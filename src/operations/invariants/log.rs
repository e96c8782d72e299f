//! The operation log: numbered without gaps, chained by hashes, and the source of every movement and entry.

use super::masters::Defined;
use super::{Check, Finding};
use crate::domain::catalog::Site;
use crate::domain::code::{EntityCode, SiteCode};
use crate::domain::entry::{Entry, LedgerBatch};
use crate::domain::log::{Checkpoint, Logged};
use crate::domain::movement::Movement;
use crate::domain::record::{Fault, Record};
use crate::operations::log::{RULES, checkpoint_link, link};
use crate::operations::pages::Pages;
use crate::operations::request::{ClosePeriod, Operation, Request};
use crate::operations::view::View;
use chrono::{Datelike, NaiveDate};
use std::collections::{BTreeMap, HashMap};

/// The posting periods that were closed, by year and month, with the operation that closed each.
#[derive(Debug, Default)]
pub(super) struct Closings {
    /// In all books.
    all: BTreeMap<(i32, u32), i64>,
    /// In the books of one legal entity.
    own: BTreeMap<(EntityCode, (i32, u32)), i64>,
    /// In whose books sites are, where any legal entity closed its own.
    whose: HashMap<SiteCode, EntityCode>,
}

impl Closings {
    /// Notes that an operation closed a period.
    fn add(&mut self, view: &dyn View, asked: &ClosePeriod, seq: i64) -> Result<(), Fault> {
        let Ok(first) = format!("{}-01", asked.period).parse::<NaiveDate>() else {
            return Ok(());
        };
        let Some(entity) = asked.entity.clone() else {
            self.all.insert(month(first), seq);
            return Ok(());
        };
        if self.own.is_empty() {
            let sites = view.all::<Site>(&[])?.into_iter();
            self.whose = sites.filter_map(|site| Some((site.site, site.entity?))).collect();
        }
        self.own.insert((entity, month(first)), seq);
        Ok(())
    }

    /// Returns whether an entry was posted into a period that was closed in its books.
    pub fn are_broken_by(&self, entry: &Entry) -> bool {
        let month = month(entry.posting);
        let own = self.whose.get(&entry.site);
        let own = own.and_then(|entity| self.own.get(&(entity.clone(), month)));
        let closed = self.all.get(&month).into_iter().chain(own);
        closed.min().is_some_and(|closed| *closed < entry.operation)
    }
}

/// Returns the year and month of a day.
pub(super) fn month(day: NaiveDate) -> (i32, u32) {
    (day.year(), day.month())
}

/// Checks the log; returns which operation closed which period.
pub(super) fn check(view: &dyn View, found: &mut Vec<Finding>) -> Result<Closings, Fault> {
    let mut walk = Walk::behind(0, String::new(), (0, 0));
    let mut closings = Closings::default();
    let mut checkpoints = Checkpoints::of(view)?;
    let mut citations = Citations::of(view)?;
    let mut defined = Defined::new();
    for logged in Pages::<Logged>::of(view) {
        let logged = logged?;
        let seq = logged.seq;
        checkpoints.pass(&logged);
        citations.pass(&logged);
        defined.pass(&logged);
        if logged.op == "close_period"
            && let Ok(Request {
                operation: Operation::ClosePeriod(asked),
                ..
            }) = serde_json::from_str(&logged.request)
        {
            closings.add(view, &asked, seq)?;
        }
        walk.pass(logged);
    }
    found.extend(walk.finish(view)?);
    found.extend([checkpoints.finish(), citations.finish()]);
    defined.finish(view, found)?;
    Ok(closings)
}

/// A walk along the log.
pub(super) struct Walk {
    numbers: Check,
    chain: Check,
    made: Check,
    before: i64,
    hash: String,
    rules: i64,
    movements: i64,
    entries: i64,
}

impl Walk {
    /// Begins after the operation with this number and hash, given how many movements and entries there were by then.
    pub(super) fn behind(before: i64, hash: String, (movements, entries): (i64, i64)) -> Self {
        Self {
            numbers: Check::of("operations are numbered without gaps"),
            chain: Check::of("the operation log's hash chain is unbroken"),
            made: Check::of("every movement and entry was made by exactly one operation"),
            before,
            hash,
            rules: 0,
            movements,
            entries,
        }
    }

    /// Checks the next operation.
    pub(super) fn pass(&mut self, logged: Logged) {
        let (seq, before) = (logged.seq, self.before);
        self.numbers
            .see(seq == before + 1, || format!("operation {seq} follows {before}"));
        let follows_rules = self.rules <= logged.rules && logged.rules <= RULES;
        let holds = follows_rules && logged.hash == link(&self.hash, &logged);
        self.chain
            .see(holds, || format!("operation {seq} does not match its hash"));
        let follows = logged.movement.is_none_or(|first| first == self.movements + 1)
            && logged.entry.is_none_or(|first| first == self.entries + 1);
        self.made.see(follows, || {
            format!("operation {seq} claims movements or entries of another")
        });
        self.movements += logged.movements;
        self.entries += logged.entries;
        (self.before, self.hash, self.rules) = (seq, logged.hash, logged.rules);
    }

    /// Compares what the log made with what is there.
    pub(super) fn finish(self, view: &dyn View) -> Result<[Finding; 3], Fault> {
        let Self {
            mut made,
            movements,
            entries,
            ..
        } = self;
        let last = (view.last(Movement::TABLE)?, view.last(Entry::TABLE)?);
        made.see((movements, entries) == last, || {
            format!(
                "the log made {movements} movements and {entries} entries, the store has {} and {}",
                last.0, last.1
            )
        });
        Ok([self.numbers.finish(), self.chain.finish(), made.finish()])
    }
}

/// What ledger batches say of the log, compared with it.
struct Citations {
    /// The batch, the operation and its hash, by that operation.
    open: BTreeMap<i64, Vec<(i64, String)>>,
    check: Check,
}

impl Citations {
    fn of(view: &dyn View) -> Result<Self, Fault> {
        let mut open: BTreeMap<i64, Vec<(i64, String)>> = BTreeMap::new();
        for batch in Pages::<LedgerBatch>::of(view) {
            let LedgerBatch {
                batch,
                operation,
                log,
                ..
            } = batch?;
            if let (Some(operation), Some(log)) = (operation, log) {
                open.entry(operation).or_default().push((batch, log));
            }
        }
        let check = Check::of("the log is the one behind which each ledger batch was sealed");
        Ok(Self { open, check })
    }

    fn pass(&mut self, logged: &Logged) {
        for (batch, log) in self.open.remove(&logged.seq).into_iter().flatten() {
            self.check.see(log == logged.hash, || {
                format!(
                    "ledger batch {batch} was sealed behind another operation {}",
                    logged.seq
                )
            });
        }
    }

    fn finish(mut self) -> Finding {
        for (batch, _) in self.open.into_values().flatten() {
            self.check.see(false, || {
                format!("ledger batch {batch} was sealed behind an operation that is not in the log")
            });
        }
        self.check.finish()
    }
}

/// Checks what upgrades noted of the stores that they found. What they found broken is reported for ever: nobody can
/// tell whether something altered before an upgrade was mended or made to look so.
pub(super) fn upgrades(view: &dyn View) -> Result<Finding, Fault> {
    let mut check = Check::of("each upgrade found the store sound");
    for it in view.all::<Checkpoint>(&[])? {
        let found = it.found.unwrap_or_default();
        check.see(found.is_empty(), || {
            format!(
                "behind operation {}, at upgrade {}: {found}",
                it.operation, it.checkpoint
            )
        });
    }
    Ok(check.finish())
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
