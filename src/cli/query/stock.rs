//! `stock`: what lies where.

use super::Asked;
use crate::cli::failure::Failure;
use crate::cli::filter::named;
use crate::cli::output::Printer;
use crate::domain::amount::{Money, Qty};
use crate::domain::code::ItemCode;
use crate::domain::stock::{Balance, Status};
use crate::operations::on_hand::{OnHand, Shelves};
use crate::operations::pages::Pages;
use crate::operations::view::View;
use crate::store::StoreError;
use chrono::NaiveDate;
use serde::Serialize;

/// One row of `stock`.
#[derive(Serialize)]
pub(super) struct Row {
    item: String,
    lot: Option<String>,
    expiry: Option<NaiveDate>,
    serial: Option<String>,
    site: String,
    location: String,
    status: Status,
    lpn: Option<String>,
    uom: String,
    on_hand: Qty,
    allocated: Qty,
    available: Qty,
    value: Money,
}

impl Row {
    /// Returns the quantity on hand, and its location.
    pub(super) fn where_it_is(&self) -> (Qty, String) {
        (self.on_hand, self.location.clone())
    }
}

impl From<OnHand> for Row {
    fn from(found: OnHand) -> Self {
        let balance = found.balance;
        Self {
            item: balance.item.to_string(),
            lot: named(&balance.lot),
            expiry: found.expiry,
            serial: named(&balance.serial),
            site: balance.site.to_string(),
            location: balance.location.to_string(),
            status: balance.status,
            lpn: named(&balance.lpn),
            uom: found.uom.to_string(),
            on_hand: balance.qty,
            allocated: balance.allocated,
            available: found.available,
            value: found.value,
        }
    }
}

/// Prints the stock that passes the filter.
pub(super) fn rows(view: &dyn View, asked: &Asked, printer: &mut Printer) -> Result<(), Failure> {
    let shelves = Shelves::of(view, asked.day()).map_err(StoreError::from)?;
    for item in items(view, asked)? {
        for found in shelves.of_item(view, &item).map_err(StoreError::from)? {
            if passes(asked, &found.balance) {
                printer.row(&Row::from(found))?;
            }
        }
    }
    Ok(())
}

/// Returns the items that have stock and may pass.
pub(super) fn items(view: &dyn View, asked: &Asked) -> Result<Vec<ItemCode>, Failure> {
    if let Some(item) = &asked.filter.item {
        return Ok(vec![item.clone()]);
    }
    let mut items: Vec<ItemCode> = Vec::new();
    for balance in Pages::<Balance>::of(view) {
        let balance = balance.map_err(StoreError::from)?;
        if passes(asked, &balance) && items.last() != Some(&balance.item) {
            items.push(balance.item);
        }
    }
    Ok(items)
}

fn passes(asked: &Asked, balance: &Balance) -> bool {
    let filter = &asked.filter;
    filter.item(&balance.item)
        && filter.lot(&balance.lot)
        && filter.site(&balance.site)
        && filter.location(&balance.location)
}
