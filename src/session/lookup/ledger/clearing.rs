//! The clearing accounts, with the open items of each and their age.

use super::{MOST, mark};
use crate::domain::record::Fault;
use crate::flows::question::ledger::{Column, Page, Place, Row};
use crate::operations::open_items::{self, Explained, OpenItem, OpenKind};
use crate::operations::view::View;
use crate::operations::why::name_of;
use chrono::NaiveDate;

/// Returns the name of a kind of open item on the screen.
const fn name(kind: OpenKind) -> &'static str {
    match kind {
        OpenKind::Grni | OpenKind::Bill => "Goods received not invoiced",
        OpenKind::InTransit => "Goods in transit",
        OpenKind::LandedCost => "Landed-cost clearing",
        OpenKind::Shipped => "Shipped, not invoiced",
    }
}

/// Returns the clearing accounts with their balances, and how much of each is explained by open items.
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
    for told in open_items::explained(view)? {
        let Explained {
            kind,
            account,
            balance,
            open,
            count,
        } = told;
        let is_well = balance == open;
        let state = if is_well { "explained" } else { "differs" };
        let cells = [
            account.to_string(),
            name_of(view, &account)?,
            count.to_string(),
            balance.to_string(),
            open.to_string(),
            state.to_owned(),
        ];
        let row = Row::of(cells).marked(mark(is_well)).to(Place::Open(kind));
        page.rows.push(row.saying("Account", name(kind)));
    }
    Ok(page)
}

/// Returns the open items of a kind, oldest first.
pub(super) fn items(view: &dyn View, kind: OpenKind, today: NaiveDate) -> Result<Page, Fault> {
    let columns = [
        Column::number("Days", 0),
        Column::text("Since", 3),
        Column::text("What", 1),
        Column::number("Qty", 2),
        Column::number("Amount", 0),
    ];
    let mut page = Page::new(format!("Ledger {}", name(kind)), &columns);
    let accounts = open_items::explained(view)?.into_iter();
    for told in accounts.filter(|told| told.kind == kind) {
        let state = if told.balance == told.open {
            "all explained".to_owned()
        } else {
            format!("{} is not explained", told.balance - told.open)
        };
        page.dear(&told.account.to_string(), format!("{}, {state}", told.balance));
    }
    let mut items = open_items::list(view)?;
    items.retain(|item| item.kind.whole() == kind && !item.account.is_empty());
    items.sort_by_key(|item| (item.since, item.movement));
    page.fact("Items", items.len().to_string());
    for item in items.into_iter().take(MOST) {
        let what = what(&item);
        let qty = item.qty.filter(|qty| !qty.is_zero());
        let qty = qty.map(|qty| qty.to_string()).unwrap_or_default();
        let cells = [
            (today - item.since).num_days().to_string(),
            item.since.to_string(),
            what.clone(),
            qty,
            item.amount().to_string(),
        ];
        let text = format!("{what} at {} since {}", item.site, item.since);
        let row = Row::of(cells).to(Place::Movement(item.movement));
        page.rows.push(row.saying("Item", text));
    }
    Ok(page)
}

/// Returns an open item in words: the goods, and whose they are.
fn what(item: &OpenItem) -> String {
    let bill = if item.kind == OpenKind::Bill { "bill" } else { "" };
    let order = match item.order_line {
        0 => item.order_no.to_string(),
        line => format!("{}/{line}", item.order_no),
    };
    let words = [
        bill,
        item.item.as_str(),
        item.lot.as_str(),
        item.vendor.as_str(),
        &order,
    ];
    let words: Vec<&str> = words.into_iter().filter(|word| !word.is_empty()).collect();
    words.join(" ")
}
