//! Posting days: what is unsealed, what keeps it from being sealed, and exactly what sealing would freeze.

use super::{MOST, entries, foresee, side};
use crate::domain::amount::{Money, Total};
use crate::domain::code::SiteCode;
use crate::domain::entry::{LedgerBatch, LedgerBatchLine};
use crate::domain::record::{Fault, Range};
use crate::flows::event::Context;
use crate::flows::question::ledger::{Act, Column, Mark, Only, Page, Place, Row};
use crate::operations::pending;
use crate::operations::unsealed::Unsealed;
use crate::operations::view::View;
use crate::operations::why::name_of;
use chrono::NaiveDate;

/// The number of recent ledger batches shown below the days.
const LATELY: usize = 12;

/// Returns every day and site with something pending, oldest first, and below them what was sealed lately.
pub(super) fn list(view: &dyn View) -> Result<Page, Fault> {
    let columns = [
        Column::text("Day", 0),
        Column::text("Site", 2),
        Column::number("Entries", 3),
        Column::number("Debit", 1),
        Column::number("Credit", 2),
        Column::text("State", 0),
    ];
    let mut page = Page::new("Ledger days", &columns);
    for (day, site) in pending::pending_days(view)?.into_iter().take(MOST) {
        let pending = Unsealed::of(view, day, &site)?;
        let (debit, credit) = pending.sides();
        let blocked = !pending.blocked.is_empty();
        let (mark, state) = if blocked {
            (Mark::Wrong, "blocked")
        } else {
            (Mark::Look, "to seal")
        };
        let cells = [
            day.to_string(),
            site.to_string(),
            pending.posted.len().to_string(),
            debit.to_string(),
            credit.to_string(),
            state.to_owned(),
        ];
        let row = Row::of(cells).marked(mark).to(Place::Day { day, site });
        page.rows.push(if blocked {
            row.saying("Blocked", pending.blocked.join(", "))
        } else {
            row
        });
    }
    let heads: Vec<LedgerBatch> = view.list(&Range::of::<LedgerBatch>(&[]).backwards().first(LATELY))?;
    for head in heads {
        let lines: Vec<LedgerBatchLine> = view.all(&[&head.batch])?;
        let sum = |of: fn(&LedgerBatchLine) -> Money| lines.iter().map(of).sum::<Total>().to_string();
        let cells = [
            head.day.to_string(),
            head.site.to_string(),
            head.entries.to_string(),
            sum(|line| line.debit),
            sum(|line| line.credit),
            format!("sealed {}", head.batch),
        ];
        page.rows
            .push(Row::of(cells).marked(Mark::Good).to(Place::Batch(head.batch)));
    }
    Ok(page)
}

/// Returns the lines that sealing a posting day and site now would freeze.
pub(super) fn day(
    view: &dyn View,
    day: NaiveDate,
    site: &SiteCode,
    context: &Context,
) -> Result<Page, Fault> {
    let columns = [
        Column::text("Account", 0),
        Column::text("Name", 4),
        Column::text("Rule", 3),
        Column::number("Debit", 0),
        Column::number("Credit", 0),
        Column::number("Moves", 5),
    ];
    let mut page = Page::new(format!("Ledger {day} {site}"), &columns);
    let act = Act::Seal {
        day,
        at: site.clone(),
    };
    let preview = foresee(view, &mut page, act, context)?;
    let pending = Unsealed::of(view, day, site)?;
    let (debit, credit) = pending.sides();
    page.fact("Pending", entries(pending.posted.len()));
    if let Some(line) = preview.batch.first() {
        page.fact("Becomes", format!("ledger batch {}", line.batch));
    }
    for why in &pending.blocked {
        page.dear("Blocked", why.clone());
    }
    if !pending.blocked.is_empty() {
        page.act = None;
    }
    for sum in &pending.sums {
        let name = name_of(view, &sum.account)?;
        let cells = [
            sum.account.to_string(),
            name.clone(),
            sum.rule.clone(),
            side(sum.debit),
            side(sum.credit),
            sum.movements.to_string(),
        ];
        let place = Place::Account {
            account: sum.account.clone(),
            only: Only::Day {
                day,
                site: site.clone(),
            },
        };
        let text = format!("{} {name}, {}", sum.account, sum.rule);
        page.rows.push(Row::of(cells).to(place).saying("Line", text));
    }
    let total = ["", "Sum", "", &debit.to_string(), &credit.to_string(), ""];
    page.rows.push(Row::of(total).marked(Mark::Sum));
    Ok(page)
}
