//! Journal entries that are in no ledger batch yet, and what the batches hold.
//!
//! A reversed ledger batch and the one that reverses it stay where they are and add up to nothing; the entries of the
//! first are pending again, as if they had never been sealed, and go into the next batch of their day. So every line
//! is in exactly one ledger batch that stands or pending, and batches and pending entries add up to the journal.

use super::entities::Sites;
use super::pages::Pages;
use super::view::View;
use crate::domain::amount::Total;
use crate::domain::code::SiteCode;
use crate::domain::entry::{BatchedEntry, Entry, EntryLine, LedgerBatch, LedgerBatchLine};
use crate::domain::export::{Acknowledgement, Exported, ResealedEntry};
use crate::domain::log::Restoration;
use crate::domain::record::{Fault, Range, Record};
use crate::ledger::batch::{Posted, fitting, shares};
use crate::ledger::export::Sealed;
use crate::ledger::trial_balance::TrialBalance;
use chrono::NaiveDate;
use std::collections::{BTreeMap, BTreeSet};

const PAGE: i64 = 1024;

/// Which ledger batches were reversed, and by which.
#[derive(Clone, Debug, Default)]
pub struct Reversals(BTreeMap<i64, i64>);

impl Reversals {
    /// Returns the reversals in the store.
    pub fn of(view: &dyn View) -> Result<Self, Fault> {
        Ok(Self::among(&heads(view)?))
    }

    /// Returns the reversals among these ledger batches.
    pub fn among(heads: &[LedgerBatch]) -> Self {
        let reversed = |head: &LedgerBatch| head.reverses.map(|of| (of, head.batch));
        Self(heads.iter().filter_map(reversed).collect())
    }

    /// Returns the ledger batch that reverses this one, if any.
    pub fn by(&self, batch: i64) -> Option<i64> {
        self.0.get(&batch).copied()
    }

    /// Returns the standing ledger batch that an entry is in; `None` if it is pending.
    pub fn standing(&self, view: &dyn View, entry: i64) -> Result<Option<i64>, Fault> {
        let first: Option<BatchedEntry> = view.find(&[&entry])?;
        match first {
            Some(first) => self.standing_since(view, entry, first.batch),
            None => Ok(None),
        }
    }

    /// Returns the standing ledger batch of an entry that was first sealed in `batch`.
    fn standing_since(&self, view: &dyn View, entry: i64, batch: i64) -> Result<Option<i64>, Fault> {
        if self.by(batch).is_none() {
            return Ok(Some(batch));
        }
        let later = Range::of::<ResealedEntry>(&[&entry]).backwards().first(1);
        let later = view.list::<ResealedEntry>(&later)?.pop();
        Ok(later
            .map(|later| later.batch)
            .filter(|batch| self.by(*batch).is_none()))
    }

    /// Returns how many entries are in ledger batches that stand.
    fn sealed(&self, heads: &[LedgerBatch]) -> i64 {
        let stands = |head: &&LedgerBatch| head.reverses.is_none() && self.by(head.batch).is_none();
        heads.iter().filter(stands).map(|head| head.entries).sum()
    }
}

/// Returns the number of the next ledger batch: behind the newest, and behind all that may have been known before the
/// store was restored.
pub fn next_batch(view: &dyn View) -> Result<i64, Fault> {
    let restoration = view.last(Restoration::TABLE)?;
    let restored: Option<Restoration> = view.find(&[&restoration])?;
    let known = restored.map_or(0, |restored| restored.batch);
    Ok(view.last(LedgerBatch::TABLE)?.max(known) + 1)
}

/// Returns every pending entry, oldest first.
pub fn pending(view: &dyn View) -> Result<Vec<Entry>, Fault> {
    let mut found = Vec::new();
    each_pending(view, |entry| {
        found.push(entry);
        Ok(())
    })?;
    found.reverse();
    Ok(found)
}

/// Calls `see` with every pending entry, newest first: the batches say how many there are, and most lie at the end.
fn each_pending(view: &dyn View, mut see: impl FnMut(Entry) -> Result<(), Fault>) -> Result<(), Fault> {
    let heads = heads(view)?;
    let reversals = Reversals::among(&heads);
    let sealed = reversals.sealed(&heads);
    let missing = usize::try_from(view.last(Entry::TABLE)? - sealed).unwrap_or(0);
    let mut found = 0;
    let mut upto = view.last(Entry::TABLE)?;
    while found < missing && 0 < upto {
        let from = (upto - PAGE).max(0);
        let size = usize::try_from(upto - from).unwrap_or(0);
        let page = Range::of::<Entry>(&[]).after(&from).first(size);
        // Entries are numbered, so the batches of a whole page are among the same number of rows.
        let first = Range::of::<BatchedEntry>(&[]).after(&from).first(size);
        let first: BTreeMap<i64, i64> = view
            .list::<BatchedEntry>(&first)?
            .into_iter()
            .map(|first| (first.entry, first.batch))
            .collect();
        for entry in view.list::<Entry>(&page)?.into_iter().rev() {
            let stands = match first.get(&entry.entry) {
                Some(batch) => reversals.standing_since(view, entry.entry, *batch)?,
                None => None,
            };
            if stands.is_none() {
                found += 1;
                see(entry)?;
            }
        }
        upto = from;
    }
    Ok(())
}

/// Returns the pending entries of a posting day and site, with their lines.
pub fn pending_of(view: &dyn View, day: NaiveDate, site: &SiteCode) -> Result<Vec<Posted>, Fault> {
    let entries = view.list::<Entry>(&Range::by(Entry::BY_POSTING, &[&day, site]))?;
    // A batch that reverses one of the day is of the same day and site itself.
    let heads = view.list::<LedgerBatch>(&Range::by(LedgerBatch::BY_DAY, &[&day, site]))?;
    let reversals = Reversals::among(&heads);
    let mut posted = Vec::new();
    for entry in entries {
        if reversals.standing(view, entry.entry)?.is_none() {
            posted.push(with_lines(view, entry)?);
        }
    }
    Ok(posted)
}

/// Returns the posting days and sites that have pending entries.
pub fn pending_days(view: &dyn View) -> Result<BTreeSet<(NaiveDate, SiteCode)>, Fault> {
    Ok(pending(view)?
        .into_iter()
        .map(|entry| (entry.posting, entry.site))
        .collect())
}

/// Returns an entry with its lines.
pub fn with_lines(view: &dyn View, entry: Entry) -> Result<Posted, Fault> {
    let lines = view.all::<EntryLine>(&[&entry.entry])?;
    Ok(Posted { entry, lines })
}

/// Returns the heads of all ledger batches.
pub fn heads(view: &dyn View) -> Result<Vec<LedgerBatch>, Fault> {
    Pages::<LedgerBatch>::of(view).collect()
}

/// Returns a ledger batch with its lines.
pub fn sealed(view: &dyn View, head: LedgerBatch) -> Result<Sealed, Fault> {
    let lines = view.all::<LedgerBatchLine>(&[&head.batch])?;
    let shares = Vec::new();
    Ok(Sealed { head, lines, shares })
}

/// Returns the batch with its lines told apart by group and channel, from the entries behind it.
pub fn divided(view: &dyn View, batch: Sealed) -> Result<Sealed, Fault> {
    let Sealed { head, lines, .. } = batch;
    let mut posted = Vec::new();
    for number in entries_of(view, &head)? {
        let missing = || {
            Fault::new(format!(
                "entry {number} of ledger batch {} is missing",
                head.batch
            ))
        };
        let entry = view.find::<Entry>(&[&number])?.ok_or_else(missing)?;
        let mut own = with_lines(view, entry)?;
        if head.reverses.is_some() {
            own.lines.iter_mut().for_each(|line| line.amount = -line.amount);
        }
        posted.push(own);
    }
    let shares = shares(&posted, &lines);
    Ok(Sealed { head, lines, shares })
}

/// Returns the entries behind a ledger batch, in their order; for a reversing batch, those of the one it reverses.
pub fn entries_of(view: &dyn View, head: &LedgerBatch) -> Result<Vec<i64>, Fault> {
    let batch = head.reverses.unwrap_or(head.batch);
    let first = view.list::<BatchedEntry>(&Range::by(BatchedEntry::BY_BATCH, &[&batch]))?;
    let later = view.list::<ResealedEntry>(&Range::by(ResealedEntry::BY_BATCH, &[&batch]))?;
    let mut entries: Vec<i64> = first.into_iter().map(|first| first.entry).collect();
    entries.extend(later.into_iter().map(|later| later.entry));
    entries.sort_unstable();
    Ok(entries)
}

/// Returns whether a ledger batch was too full for all entries of its day; those posted since do not count.
pub fn is_full(view: &dyn View, head: &LedgerBatch) -> Result<bool, Fault> {
    let Some(left) = pending_of(view, head.day, &head.site)?.into_iter().next() else {
        return Ok(false);
    };
    let mut posted = Vec::new();
    for number in entries_of(view, head)? {
        let entry: Option<Entry> = view.find(&[&number])?;
        posted.extend(entry.map(|entry| with_lines(view, entry)).transpose()?);
    }
    let held = posted.len();
    posted.push(left);
    Ok(head.reverses.is_none() && fitting(&posted, view.policies()?.summary()?) <= held)
}

/// What happened to a ledger batch outside the store.
#[derive(Clone, Debug, Default)]
pub struct HandedOver {
    /// Its exports, by target.
    pub exports: Vec<Exported>,
    /// The references under which targets have taken it.
    pub acknowledgements: Vec<Acknowledgement>,
}

/// Returns the exports and acknowledgements of a ledger batch.
pub fn handed_over(view: &dyn View, batch: i64) -> Result<HandedOver, Fault> {
    Ok(HandedOver {
        exports: view.all(&[&batch])?,
        acknowledgements: view.all(&[&batch])?,
    })
}

/// Which part of the journal a trial balance covers; by default all of it.
#[derive(Clone, Debug, Default)]
pub struct Cover {
    /// Only these sites, such as those in the books of one legal entity.
    pub sites: Sites,
    /// Only this site.
    pub site: Option<SiteCode>,
    /// Only from this posting day on.
    pub since: Option<NaiveDate>,
    /// Only up to this posting day.
    pub until: Option<NaiveDate>,
}

impl Cover {
    /// Returns whether it covers a posting day at a site.
    pub fn holds(&self, day: NaiveDate, site: &SiteCode) -> bool {
        self.sites.has(site)
            && self.site.as_ref().is_none_or(|wanted| wanted == site)
            && self.since.is_none_or(|since| since <= day)
            && self.until.is_none_or(|until| day <= until)
    }
}

/// Returns the balances of all accounts: what the ledger batches hold, and what is pending.
pub fn trial_balance(view: &dyn View, cover: &Cover) -> Result<TrialBalance, Fault> {
    let mut balance = TrialBalance::default();
    for head in heads(view)? {
        if cover.holds(head.day, &head.site) {
            for line in sealed(view, head)?.lines {
                balance.add(&line.account, line.debit, line.credit);
            }
        }
    }
    each_pending(view, |entry| {
        if cover.holds(entry.posting, &entry.site) {
            for line in with_lines(view, entry)?.lines {
                balance.add_line(&line.account, line.amount);
            }
        }
        Ok(())
    })?;
    Ok(balance)
}

/// Returns debits less credits of a list of lines.
pub fn net(lines: &[EntryLine]) -> Total {
    lines.iter().map(|line| line.amount).sum()
}
