//! Ledger batches, their lines and the entries behind them.

use super::{MOST, entries as counted, side};
use crate::domain::amount::Total;
use crate::domain::entry::{Entry, LedgerBatch, LedgerBatchLine};
use crate::domain::record::{Fault, Range};
use crate::domain::user::User;
use crate::flows::question::ledger::{Column, Mark, Only, Page, Place, Row};
use crate::operations::pending::{self, HandedOver, Reversals};
use crate::operations::view::View;
use crate::operations::why::sides;

/// The characters of a hash that are shown, enough for people to tell batches apart.
const HASH: usize = 8;

/// Returns the last ledger batches, latest first.
pub(super) fn list(view: &dyn View) -> Result<Page, Fault> {
    let columns = [
        Column::number("Batch", 0),
        Column::text("Day", 0),
        Column::text("Site", 3),
        Column::number("Debit", 1),
        Column::number("Credit", 4),
        Column::text("Hash", 5),
        Column::text("State", 2),
    ];
    let mut page = Page::new("Ledger batches", &columns);
    let reversals = Reversals::of(view)?;
    let heads: Vec<LedgerBatch> = view.list(&Range::of::<LedgerBatch>(&[]).backwards().first(MOST))?;
    for head in heads {
        let lines: Vec<LedgerBatchLine> = view.all(&[&head.batch])?;
        let (debit, credit) = sums(&lines);
        let (state, mark) = state(view, &head, &reversals)?;
        let cells = [
            head.batch.to_string(),
            head.day.to_string(),
            head.site.to_string(),
            debit.to_string(),
            credit.to_string(),
            short(&head.hash),
            state,
        ];
        page.rows
            .push(Row::of(cells).marked(mark).to(Place::Batch(head.batch)));
    }
    Ok(page)
}

/// Returns the state of a ledger batch, both here and in the accounting system.
fn state(view: &dyn View, head: &LedgerBatch, reversals: &Reversals) -> Result<(String, Mark), Fault> {
    if let Some(other) = head.reverses {
        return Ok((format!("reverses {other}"), Mark::Plain));
    }
    if let Some(by) = reversals.by(head.batch) {
        return Ok((format!("reversed by {by}"), Mark::Look));
    }
    let HandedOver {
        exports,
        acknowledgements,
    } = pending::handed_over(view, head.batch)?;
    Ok(match (acknowledgements.last(), exports.last()) {
        (Some(taken), _) => (format!("taken as {}", taken.reference), Mark::Good),
        (None, Some(sent)) => (format!("exported for {}", sent.target), Mark::Plain),
        (None, None) => ("sealed".to_owned(), Mark::Plain),
    })
}

fn sums(lines: &[LedgerBatchLine]) -> (Total, Total) {
    let debit = lines.iter().map(|line| line.debit).sum();
    (debit, lines.iter().map(|line| line.credit).sum())
}

fn short(hash: &str) -> String {
    hash.get(..HASH).unwrap_or(hash).to_owned()
}

/// Returns a ledger batch with its lines, and the way to its entries.
pub(super) fn batch(view: &dyn View, number: i64) -> Result<Option<Page>, Fault> {
    let Some(head) = view.find::<LedgerBatch>(&[&number])? else {
        return Ok(None);
    };
    let columns = [
        Column::text("Account", 0),
        Column::text("Name", 3),
        Column::text("Rule", 2),
        Column::number("Debit", 0),
        Column::number("Credit", 0),
        Column::number("Lines", 4),
    ];
    let mut page = Page::new(format!("Ledger batch {number}"), &columns);
    let by: Option<User> = view.find(&[&head.sealed_by])?;
    let by = by.map_or_else(|| head.sealed_by.to_string(), |user| user.name);
    page.fact("Day", format!("{} at {}", head.day, head.site));
    page.fact("State", state(view, &head, &Reversals::of(view)?)?.0);
    page.fact("Sealed", format!("{} {by}", head.sealed_at.to_minute()));
    let before = if head.previous.is_empty() {
        "the first".to_owned()
    } else {
        format!("after {}", short(&head.previous))
    };
    page.fact("Hash", format!("{} {before}", short(&head.hash)));
    let lines = pending::sealed(view, head.clone())?.lines;
    let (debit, credit) = sums(&lines);
    for line in lines {
        let cells = [
            line.account.to_string(),
            line.name.clone(),
            line.rule.clone(),
            side(line.debit),
            side(line.credit),
            line.count.to_string(),
        ];
        let text = format!("{} {}, {}", line.account, line.name, line.rule);
        let place = Place::Account {
            account: line.account,
            only: Only::Batch(number),
        };
        page.rows.push(Row::of(cells).to(place).saying("Line", text));
    }
    let total = ["", "Sum", "", &debit.to_string(), &credit.to_string(), ""];
    page.rows.push(Row::of(total).marked(Mark::Sum));
    let all = ["all", "", &counted(head.entries), "", "", ""];
    page.rows.push(Row::of(all).to(Place::Entries(number)));
    Ok(Some(page))
}

/// Returns the entries behind a ledger batch, the last ones first.
pub(super) fn entries(view: &dyn View, batch: i64) -> Result<Option<Page>, Fault> {
    let columns = [
        Column::text("Entry", 0),
        Column::text("Rule", 1),
        Column::text("Document", 2),
        Column::number("Debit", 0),
    ];
    let mut page = Page::new(format!("Ledger batch {batch} entries"), &columns);
    let Some(head) = view.find::<LedgerBatch>(&[&batch])? else {
        return Ok(None);
    };
    for entry in pending::entries_of(view, &head)?.into_iter().rev().take(MOST) {
        let Some(head) = view.find::<Entry>(&[&entry])? else {
            continue;
        };
        let posted = pending::with_lines(view, head)?;
        let debit: Total = posted.lines.iter().map(|line| sides(line.amount).0).sum();
        let cells = [
            format!("E{entry}"),
            posted.entry.rule.to_string(),
            posted.entry.document.unwrap_or_default(),
            debit.to_string(),
        ];
        page.rows.push(Row::of(cells).to(Place::Entry(entry)));
    }
    Ok(Some(page))
}
