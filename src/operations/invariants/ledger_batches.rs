//! Ledger batches: chained, numbered, and the sum of exactly their entries; a reversing one negates exactly one other.

use super::{Check, Finding};
use crate::domain::amount::{Money, Total};
use crate::domain::code::AccountCode;
use crate::domain::entry::{BatchedEntry, Entry, EntryLine, LedgerBatch, LedgerBatchLine};
use crate::domain::export::{Acknowledgement, Exported, ResealedEntry};
use crate::domain::log::Restoration;
use crate::domain::record::Fault;
use crate::ledger::batch::{negated, sealed_text};
use crate::operations::log::chained;
use crate::operations::pages::Pages;
use crate::operations::pending::Reversals;
use crate::operations::view::View;
use std::collections::BTreeMap;
use std::iter::Peekable;

/// Debits, credits and lines of each account.
type Sums = BTreeMap<AccountCode, (Total, Total, i64)>;

/// The heads of all ledger batches by number.
type Heads = BTreeMap<i64, LedgerBatch>;

/// What the entries of one batch add up to.
#[derive(Default)]
struct Behind {
    entries: i64,
    strangers: i64,
    sums: Sums,
}

/// Checks the chain of batches, and each batch against its entries.
pub(super) fn check(view: &dyn View, found: &mut Vec<Finding>) -> Result<(), Fault> {
    let mut chain = Check::of("the ledger batches' hash chain is unbroken, their numbers have no gaps");
    let mut whole = Check::of("every journal line is in exactly one ledger batch or pending");
    let heads: Heads = Pages::<LedgerBatch>::of(view)
        .map(|head| head.map(|head| (head.batch, head)))
        .collect::<Result<_, _>>()?;
    let restored = view.all::<Restoration>(&[])?;
    let mut behind = behind(view, &heads, &mut whole)?;
    let (mut before, mut hash) = (0, String::new());
    for head in heads.values() {
        let batch = head.batch;
        let lines = view.all::<LedgerBatchLine>(&[&batch])?;
        let text = sealed_text(head, &lines);
        let skips = |it: &Restoration| before <= it.batch && batch == it.batch + 1;
        let is_next = batch == before + 1 || restored.iter().any(skips);
        let holds = is_next && head.previous == hash && head.hash == chained(&hash, &text);
        chain.see(holds, || {
            format!("ledger batch {batch} does not follow {before} or does not match its hash")
        });
        (before, hash) = (batch, head.hash.clone());
        if head.reverses.is_some() {
            continue;
        }
        let Behind {
            entries,
            strangers,
            sums,
        } = behind.remove(&batch).unwrap_or_default();
        let same = entries == head.entries && strangers == 0 && sums == sums_of(&lines);
        whole.see(same, || {
            format!("ledger batch {batch} is not the sum of its entries")
        });
    }
    for batch in behind.keys() {
        whole.see(false, || {
            format!("entries say that they are in ledger batch {batch}, which holds none")
        });
    }
    let reversals = reversals(view, &heads)?;
    let handed_over = handed_over(view, &heads)?;
    found.extend([chain.finish(), whole.finish(), reversals, handed_over]);
    Ok(())
}

fn sums_of(lines: &[LedgerBatchLine]) -> Sums {
    let mut sums = Sums::new();
    for line in lines {
        let sum = sums.entry(line.account.clone()).or_default();
        *sum = (sum.0 + line.debit, sum.1 + line.credit, sum.2 + line.count);
    }
    sums
}

/// Checks that each reversing batch negates every line of exactly one earlier batch, and that no other one reverses it.
fn reversals(view: &dyn View, heads: &Heads) -> Result<Finding, Fault> {
    let mut check =
        Check::of("a reversing ledger batch negates exactly one other, and no batch is reversed twice");
    let mut seen = BTreeMap::new();
    for head in heads.values() {
        let (Some(of), batch) = (head.reverses, head.batch) else {
            continue;
        };
        let earlier = heads
            .get(&of)
            .filter(|known| of < batch && known.reverses.is_none());
        let same = earlier.is_some_and(|known| {
            (known.day, &known.site, &known.currency, known.entries)
                == (head.day, &head.site, &head.currency, head.entries)
        });
        let lines = view.all::<LedgerBatchLine>(&[&batch])?;
        let is_exact = lines == negated(batch, &view.all::<LedgerBatchLine>(&[&of])?);
        let is_first = seen.insert(of, batch).is_none();
        check.see(same && is_exact && is_first, || {
            format!("ledger batch {batch} is not the one negation of {of}")
        });
    }
    Ok(check.finish())
}

/// Checks that whatever was exported or acknowledged had been sealed before.
fn handed_over(view: &dyn View, heads: &Heads) -> Result<Finding, Fault> {
    let mut check = Check::of("every export and acknowledgement is of a ledger batch");
    let exports = Pages::<Exported>::of(view).map(|row| row.map(|row| row.batch));
    let taken = Pages::<Acknowledgement>::of(view).map(|row| row.map(|row| row.batch));
    for batch in exports.chain(taken) {
        let batch = batch?;
        check.see(heads.contains_key(&batch), || {
            format!("there is no ledger batch {batch}")
        });
    }
    Ok(check.finish())
}

/// Adds up the entries of every batch. An entry may be in a second one only if the first was reversed before.
fn behind(view: &dyn View, heads: &Heads, whole: &mut Check) -> Result<BTreeMap<i64, Behind>, Fault> {
    let all: Vec<LedgerBatch> = heads.values().cloned().collect();
    let reversals = Reversals::among(&all);
    let mut behind: BTreeMap<i64, Behind> = BTreeMap::new();
    let mut entries = Pages::<Entry>::of(view);
    let mut lines = Pages::<EntryLine>::of(view).peekable();
    let mut later = Pages::<ResealedEntry>::of(view).peekable();
    for batched in Pages::<BatchedEntry>::of(view) {
        let BatchedEntry { entry, batch } = batched?;
        let mut batches = vec![batch];
        while let Some(again) = later.next_if(|row| row.as_ref().map_or(true, |row| row.entry <= entry)) {
            let again = again?;
            let before = batches.last().copied().unwrap_or_default();
            let was_free = reversals.by(before).is_some_and(|by| by < again.batch);
            whole.see(again.entry == entry && was_free, || {
                format!(
                    "entry {} is in ledger batches {before} and {}",
                    again.entry, again.batch
                )
            });
            batches.push(again.batch);
        }
        let own = entries
            .by_ref()
            .find(|known| known.as_ref().map_or(true, |known| known.entry == entry))
            .transpose()?;
        let mut amounts = Vec::new();
        while let Some(line) = lines.next_if(|line| line.as_ref().map_or(true, |line| line.entry <= entry)) {
            let line = line?;
            if line.entry == entry {
                amounts.push((line.account, line.amount));
            }
        }
        for batch in batches {
            let of = behind.entry(batch).or_default();
            of.entries += 1;
            let head = heads.get(&batch);
            let fits = own
                .as_ref()
                .zip(head)
                .is_some_and(|(own, head)| own.posting == head.day && own.site == head.site);
            of.strangers += i64::from(!fits);
            for (account, amount) in &amounts {
                let sum = of.sums.entry(account.clone()).or_default();
                sum.0 += (*amount).max(Money::ZERO);
                sum.1 += (-*amount).max(Money::ZERO);
                sum.2 += 1;
            }
        }
    }
    see_stray(&mut later, whole)?;
    Ok(behind)
}

/// Reports entries that were sealed again although they had never been sealed.
fn see_stray(later: &mut Peekable<Pages<'_, ResealedEntry>>, whole: &mut Check) -> Result<(), Fault> {
    if let Some(stray) = later.next().transpose()? {
        whole.see(false, || {
            format!("entry {} was sealed again and never before", stray.entry)
        });
    }
    Ok(())
}
