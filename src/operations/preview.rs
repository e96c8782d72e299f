//! The exact journal lines that a request would post, before it is posted: the same decision, not written.

use super::answer::Answer;
use super::change::Change;
use super::decide::answer_to;
use super::masters::{CHANGED, UNCHANGED};
use super::request::Request;
use super::view::View;
use super::why::name_of;
use crate::domain::amount::{Money, Total};
use crate::domain::catalog::Location;
use crate::domain::code::AccountCode;
use crate::domain::entry::{Entry, EntryLine, LedgerBatchLine};
use crate::domain::log::Logged;
use crate::domain::movement::Movement;
use crate::domain::record::Fault;
use crate::domain::refusal::Refusal;
use crate::ledger::batch::Posted;
use std::collections::BTreeMap;

/// What a request would write into the ledger.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Preview {
    /// The movements that it would make.
    pub movements: Vec<Movement>,
    /// The journal entries, with the numbers that they would have.
    pub entries: Vec<Posted>,
    /// The lines of the ledger batch that it would freeze.
    pub batch: Vec<LedgerBatchLine>,
    /// The bins that it would make or change.
    pub bins: Vec<Location>,
    /// What there would be to tell about it.
    pub note: Option<String>,
}

/// What would become of a request.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Foreseen {
    /// It would be applied and write this.
    Applied(Preview),
    /// It was applied before and would change nothing, or a rule refuses it.
    Answered(Box<Answer>),
}

/// What a request would make of a record.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Becomes<'f> {
    /// It is new.
    New,
    /// It was known and says something else: what it said before.
    Changed(&'f str),
    /// It stays as it is known.
    Known,
    /// A rule refuses it.
    Refused(&'f Refusal),
}

impl Foreseen {
    /// Returns what the request would make of the record that it is about.
    pub fn becomes(&self) -> Becomes<'_> {
        match self {
            Self::Applied(Preview { note: Some(note), .. }) if note.starts_with(CHANGED) => {
                Becomes::Changed(note)
            }
            Self::Applied(Preview { note: Some(note), .. }) if note == UNCHANGED => Becomes::Known,
            Self::Applied(_) => Becomes::New,
            Self::Answered(answer) => answer.refusal.as_ref().map_or(Becomes::Known, Becomes::Refused),
        }
    }
}

/// One side of one account in a preview.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Side {
    /// The account.
    pub account: AccountCode,
    /// Its name today.
    pub name: String,
    /// Debit positive, credit negative.
    pub amount: Total,
}

/// Returns what a request would post.
///
/// # Errors
/// Fails if the store can't be read.
pub fn preview(view: &dyn View, request: &Request) -> Result<Foreseen, Fault> {
    let (change, answer) = answer_to(view, request)?;
    foreseen(change.as_ref(), &answer)
}

/// Returns what is foreseen of a request by what was decided about it.
///
/// # Errors
/// A [`Fault`] if the change holds a damaged row.
pub fn foreseen(change: Option<&Change>, answer: &Answer) -> Result<Foreseen, Fault> {
    Ok(match change {
        Some(change) => Foreseen::Applied(of(change)?),
        None => Foreseen::Answered(Box::new(answer.clone())),
    })
}

/// Returns what a decided change writes into the ledger.
///
/// # Errors
/// A [`Fault`] if the change holds a damaged row.
pub fn of(change: &Change) -> Result<Preview, Fault> {
    let mut lines: BTreeMap<i64, Vec<EntryLine>> = BTreeMap::new();
    for line in change.of::<EntryLine>()? {
        lines.entry(line.entry).or_default().push(line);
    }
    let heads = change.of::<Entry>()?.into_iter();
    let entries = heads.map(|entry| Posted {
        lines: lines.remove(&entry.entry).unwrap_or_default(),
        entry,
    });
    Ok(Preview {
        entries: entries.collect(),
        movements: change.of()?,
        batch: change.of()?,
        bins: change.of()?,
        note: change.of::<Logged>()?.pop().and_then(|logged| logged.note),
    })
}

impl Preview {
    /// Returns the journal lines summed up, debits and credits of an account separately, in account order.
    ///
    /// # Errors
    /// Fails if the chart can't be read.
    pub fn sides(&self, view: &dyn View) -> Result<Vec<Side>, Fault> {
        let mut sums: BTreeMap<(&AccountCode, bool), Total> = BTreeMap::new();
        for line in self.entries.iter().flat_map(|posted| &posted.lines) {
            *sums
                .entry((&line.account, line.amount < Money::ZERO))
                .or_default() += line.amount;
        }
        let side = |((account, _), amount): ((&AccountCode, bool), Total)| {
            Ok(Side {
                name: name_of(view, account)?,
                account: account.clone(),
                amount,
            })
        };
        sums.into_iter().map(side).collect()
    }
}
