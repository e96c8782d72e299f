//! Ledger batches: chained, numbered, and the sum of exactly their entries.

use super::{Check, Finding};
use crate::domain::amount::Money;
use crate::domain::code::AccountCode;
use crate::domain::entry::{BatchedEntry, Entry, EntryLine, LedgerBatch, LedgerBatchLine};
use crate::domain::record::Fault;
use crate::ledger::batch::sealed_text;
use crate::operations::decide::chained;
use crate::operations::pages::Pages;
use crate::operations::view::View;
use std::collections::BTreeMap;

/// Debits, credits and lines of each account.
type Sums = BTreeMap<AccountCode, (Money, Money, i64)>;

/// What the entries of one batch add up to.
#[derive(Default)]
struct Behind {
    entries: i64,
    strangers: i64,
    sums: Sums,
}

/// Checks the chain of batches, and each against its entries.
pub(super) fn check(view: &dyn View, found: &mut Vec<Finding>) -> Result<(), Fault> {
    let mut chain = Check::of("the ledger batches' hash chain is unbroken, their numbers have no gaps");
    let mut whole = Check::of("every journal line is in exactly one ledger batch or pending");
    let mut behind = behind(view)?;
    let (mut before, mut hash) = (0, String::new());
    for head in Pages::<LedgerBatch>::of(view) {
        let head = head?;
        let batch = head.batch;
        let lines = view.all::<LedgerBatchLine>(&[&batch])?;
        let text = sealed_text(&head, &lines);
        let holds = batch == before + 1 && head.previous == hash && head.hash == chained(&hash, &text);
        chain.see(holds, || {
            format!("ledger batch {batch} does not follow {before} or does not match its hash")
        });
        let Behind {
            entries,
            strangers,
            sums,
        } = behind.remove(&batch).unwrap_or_default();
        let same = entries == head.entries && strangers == 0 && sums == sums_of(&lines);
        whole.see(same, || {
            format!("ledger batch {batch} is not the sum of its entries")
        });
        (before, hash) = (batch, head.hash);
    }
    for batch in behind.keys() {
        whole.see(false, || {
            format!("entries say that they are in ledger batch {batch}, which does not exist")
        });
    }
    found.extend([chain.finish(), whole.finish()]);
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

fn behind(view: &dyn View) -> Result<BTreeMap<i64, Behind>, Fault> {
    let mut behind: BTreeMap<i64, Behind> = BTreeMap::new();
    let mut entries = Pages::<Entry>::of(view);
    let mut lines = Pages::<EntryLine>::of(view).peekable();
    let heads: BTreeMap<i64, LedgerBatch> = Pages::<LedgerBatch>::of(view)
        .map(|head| head.map(|head| (head.batch, head)))
        .collect::<Result<_, _>>()?;
    for batched in Pages::<BatchedEntry>::of(view) {
        let BatchedEntry { entry, batch } = batched?;
        let of = behind.entry(batch).or_default();
        of.entries += 1;
        let own = entries
            .by_ref()
            .find(|known| known.as_ref().map_or(true, |known| known.entry == entry))
            .transpose()?;
        let fits = own
            .zip(heads.get(&batch))
            .is_some_and(|(own, head)| own.posting == head.day && own.site == head.site);
        of.strangers += i64::from(!fits);
        while let Some(line) = lines.next_if(|line| line.as_ref().map_or(true, |line| line.entry <= entry)) {
            let line = line?;
            if line.entry == entry {
                let sum = of.sums.entry(line.account).or_default();
                sum.0 += line.amount.max(Money::ZERO);
                sum.1 += (-line.amount).max(Money::ZERO);
                sum.2 += 1;
            }
        }
    }
    Ok(behind)
}
