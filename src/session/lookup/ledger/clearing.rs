//! The clearing accounts, and what of each is open and since when.

use super::{MOST, mark};
use crate::domain::record::Fault;
use crate::flows::ledger::{Column, Open, Page, Place, Row};
use crate::operations::open_items::{self, Explained};
use crate::operations::view::View;
use crate::operations::why::name_of;
use chrono::NaiveDate;

/// What a clearing account is called on the screen.
pub(super) const fn name(open: Open) -> &'static str {
    match open {
        Open::Grni => "Goods received not invoiced",
        Open::Transit => "Goods in transit",
        Open::Clearing => "Landed-cost clearing",
    }
}

/// The clearing accounts with their balances, and what of those is explained item by item.
pub(super) fn accounts(view: &dyn View) -> Result<Page, Fault> {
    let columns = [
        Column::text("Account", 0),
        Column::text("Name", 2),
        Column::number("Items", 3),
        Column::number("Balance", 0),
        Column::number("Open", 1),
        Column::text("State", 1),
    ];
    let mut page = Page::new("Ledger open items", &columns);
    for open in Open::ALL {
        for told in open_items::explained(view, *open)? {
            let Explained {
                account,
                balance,
                open: explained,
                count,
            } = told;
            let is_well = balance == explained;
            let state = if is_well { "explained" } else { "differs" };
            let cells = [
                account.to_string(),
                name_of(view, &account)?,
                count.to_string(),
                balance.to_string(),
                explained.to_string(),
                state.to_owned(),
            ];
            let row = Row::of(cells).marked(mark(is_well)).to(Place::Open(*open));
            page.rows.push(row.saying("Account", name(*open)));
        }
    }
    Ok(page)
}

/// What is open, oldest first.
pub(super) fn items(view: &dyn View, open: Open, today: NaiveDate) -> Result<Page, Fault> {
    let columns = [
        Column::number("Days", 0),
        Column::text("Since", 3),
        Column::text("What", 1),
        Column::number("Qty", 2),
        Column::number("Amount", 0),
    ];
    let mut page = Page::new(format!("Ledger {}", name(open)), &columns);
    for told in open_items::explained(view, open)? {
        let state = if told.balance == told.open {
            "all explained".to_owned()
        } else {
            format!("{} is not explained", told.balance - told.open)
        };
        page.dear(&told.account.to_string(), format!("{}, {state}", told.balance));
    }
    let items = open_items::of(view, open)?;
    page.fact("Items", items.len().to_string());
    for item in items.into_iter().take(MOST) {
        let days = (today - item.since).num_days().to_string();
        let cells = [
            days,
            item.since.to_string(),
            item.what.clone(),
            if item.qty.is_zero() {
                String::new()
            } else {
                item.qty.to_string()
            },
            item.amount.to_string(),
        ];
        let text = format!("{} since {}", item.what, item.since);
        let row = Row::of(cells).to(Place::Movement(item.movement));
        page.rows.push(row.saying("Item", text));
    }
    Ok(page)
}
