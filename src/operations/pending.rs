//! Journal entries that are in no ledger batch yet, and what the batches hold.

use super::pages::Pages;
use super::view::View;
use crate::domain::amount::Money;
use crate::domain::code::SiteCode;
use crate::domain::company::Policy;
use crate::domain::entry::{BatchedEntry, Entry, EntryLine, LedgerBatch, LedgerBatchLine};
use crate::domain::record::{Fault, Range, Record};
use crate::ledger::batch::{Posted, Summary};
use crate::ledger::export::Sealed;
use crate::ledger::trial_balance::TrialBalance;
use chrono::NaiveDate;
use std::collections::BTreeSet;

const PAGE: i64 = 1024;

/// Every pending entry, oldest first. The batches say how many there are, and the newest entries are looked at first.
pub fn pending(view: &dyn View) -> Result<Vec<Entry>, Fault> {
    let sealed: i64 = heads(view)?.iter().map(|head| head.entries).sum();
    let missing = usize::try_from(view.last(Entry::TABLE)? - sealed).unwrap_or(0);
    let mut found = Vec::new();
    let mut upto = view.last(Entry::TABLE)?;
    while found.len() < missing && 0 < upto {
        let from = (upto - PAGE).max(0);
        let page = Range::of::<Entry>(&[])
            .after(&from)
            .first(usize::try_from(upto - from).unwrap_or(0));
        for entry in view.list::<Entry>(&page)?.into_iter().rev() {
            if view.find::<BatchedEntry>(&[&entry.entry])?.is_none() {
                found.push(entry);
            }
        }
        upto = from;
    }
    found.reverse();
    Ok(found)
}

/// The pending entries of a posting day and site, with their lines.
pub fn pending_of(view: &dyn View, day: NaiveDate, site: &SiteCode) -> Result<Vec<Posted>, Fault> {
    let entries = view.list::<Entry>(&Range::of::<Entry>(&[&day, site]).by(1))?;
    let mut posted = Vec::new();
    for entry in entries {
        if view.find::<BatchedEntry>(&[&entry.entry])?.is_none() {
            posted.push(with_lines(view, entry)?);
        }
    }
    Ok(posted)
}

/// The posting days and sites that have pending entries.
pub fn pending_days(view: &dyn View) -> Result<BTreeSet<(NaiveDate, SiteCode)>, Fault> {
    Ok(pending(view)?
        .into_iter()
        .map(|entry| (entry.posting, entry.site))
        .collect())
}

/// An entry with its lines.
pub fn with_lines(view: &dyn View, entry: Entry) -> Result<Posted, Fault> {
    let lines = view.all::<EntryLine>(&[&entry.entry])?;
    Ok(Posted { entry, lines })
}

/// The heads of all ledger batches.
pub fn heads(view: &dyn View) -> Result<Vec<LedgerBatch>, Fault> {
    Pages::<LedgerBatch>::of(view).collect()
}

/// A ledger batch with its lines.
pub fn sealed(view: &dyn View, head: LedgerBatch) -> Result<Sealed, Fault> {
    let lines = view.all::<LedgerBatchLine>(&[&head.batch])?;
    Ok(Sealed { head, lines })
}

/// How ledger batches are summarised.
pub fn summary(view: &dyn View) -> Result<Summary, Fault> {
    let policy: Option<Policy> = view.find(&[&"summary".to_owned()])?;
    Ok(policy
        .and_then(|policy| policy.value.parse().ok())
        .unwrap_or(Summary::Day))
}

/// Which part of the journal a trial balance covers. Nothing named is everything.
#[derive(Clone, Debug, Default)]
pub struct Cover {
    /// Only this site.
    pub site: Option<SiteCode>,
    /// Only from this posting day on.
    pub since: Option<NaiveDate>,
    /// Only up to this posting day.
    pub until: Option<NaiveDate>,
}

impl Cover {
    fn holds(&self, day: NaiveDate, site: &SiteCode) -> bool {
        self.site.as_ref().is_none_or(|wanted| wanted == site)
            && self.since.is_none_or(|since| since <= day)
            && self.until.is_none_or(|until| day <= until)
    }
}

/// The balances of all accounts: what the ledger batches hold, and what is pending.
pub fn trial_balance(view: &dyn View, cover: &Cover) -> Result<TrialBalance, Fault> {
    let mut balance = TrialBalance::default();
    for head in heads(view)? {
        if cover.holds(head.day, &head.site) {
            for line in sealed(view, head)?.lines {
                balance.add(&line.account, line.debit, line.credit);
            }
        }
    }
    for entry in pending(view)? {
        if cover.holds(entry.posting, &entry.site) {
            for line in with_lines(view, entry)?.lines {
                balance.add_line(&line.account, line.amount);
            }
        }
    }
    Ok(balance)
}

/// Debits less credits of a list of lines.
pub fn net(lines: &[EntryLine]) -> Money {
    lines.iter().map(|line| line.amount).sum()
}
