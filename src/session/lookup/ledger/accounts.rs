//! The trial balance, and the last lines of an account.

use super::{MOST, side};
use crate::domain::amount::Total;
use crate::domain::code::AccountCode;
use crate::domain::record::Fault;
use crate::flows::question::ledger::{Column, Mark, Only, Page, Place, Row};
use crate::operations::pending::{self, Cover};
use crate::operations::view::View;
use crate::operations::why::{self, name_of, sides};

/// Returns the debits, credits and balance of every account that was posted to.
pub(super) fn balance(view: &dyn View) -> Result<Page, Fault> {
    let columns = [
        Column::text("Account", 0),
        Column::text("Name", 1),
        Column::number("Debit", 3),
        Column::number("Credit", 2),
        Column::number("Balance", 0),
    ];
    let mut page = Page::new("Ledger trial balance", &columns);
    let balances = pending::trial_balance(view, &Cover::default())?;
    let (mut debits, mut credits) = (Total::ZERO, Total::ZERO);
    for (account, debit, credit) in balances.rows() {
        debits += debit;
        credits += credit;
        let name = name_of(view, account)?;
        let cells = [
            account.to_string(),
            name.clone(),
            side(debit),
            side(credit),
            (debit - credit).to_string(),
        ];
        let text = format!("{account} {name} {}", debit - credit);
        let place = Place::Account {
            account: account.clone(),
            only: Only::Every,
        };
        page.rows.push(Row::of(cells).to(place).saying("Account", text));
    }
    let difference = debits - credits;
    let total = [
        "",
        "Sum",
        &debits.to_string(),
        &credits.to_string(),
        &difference.to_string(),
    ];
    let is_even = if difference.is_zero() {
        Mark::Sum
    } else {
        Mark::Wrong
    };
    page.rows.push(Row::of(total).marked(is_even));
    Ok(page)
}

/// Returns the last lines of an account, latest first, with the sums of all of them.
pub(super) fn account(view: &dyn View, account: &AccountCode, only: &Only) -> Result<Page, Fault> {
    let (since, site, batch, of) = match only {
        Only::Every => (None, None, None, String::new()),
        Only::Day { day, site } => (Some(*day), Some(site.clone()), None, format!(" {day}")),
        Only::Batch(batch) => (None, None, Some(*batch), format!(" batch {batch}")),
    };
    let wanted = why::Page {
        site,
        since,
        until: since,
        batch,
        most: MOST,
    };
    let told = why::of_account(view, account, &wanted)?;
    let columns = [
        Column::text("Entry", 0),
        Column::text("Day", 2),
        Column::text("Rule", 4),
        Column::number("Debit", 1),
        Column::number("Credit", 1),
        Column::text("Document", 3),
        Column::text("Batch", 5),
    ];
    let mut page = Page::new(format!("Ledger {account}{of}"), &columns);
    page.big = Some(format!("{account}  {}", told.debit - told.credit));
    page.fact("Account", told.name);
    page.fact("Debit", told.debit.to_string());
    page.fact("Credit", told.credit.to_string());
    let shown = told.lines.len();
    page.fact(
        "Lines",
        if u64::try_from(shown).is_ok_and(|shown| shown < told.count) {
            format!("the last {shown} of {}", told.count)
        } else {
            told.count.to_string()
        },
    );
    for line in told.lines.iter().rev() {
        let (debit, credit) = sides(line.amount);
        let document = line.document.clone().unwrap_or_default();
        let cells = [
            format!("E{}", line.entry),
            line.posting.to_string(),
            line.rule.to_string(),
            side(debit),
            side(credit),
            document.clone(),
            line.batch.map_or_else(String::new, |batch| batch.to_string()),
        ];
        let text = format!("E{} {} {} {document}", line.entry, line.posting, line.rule);
        let row = Row::of(cells).to(Place::Entry(line.entry));
        page.rows.push(row.saying("Line", text.trim().to_owned()));
    }
    Ok(page)
}
