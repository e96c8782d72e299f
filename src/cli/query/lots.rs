//! `lots`: expiry, holds and stock of every lot.

use super::Asked;
use crate::cli::failure::Failure;
use crate::cli::output::Printer;
use crate::domain::amount::{Qty, Total};
use crate::domain::catalog::Lot;
use crate::domain::code::ItemCode;
use crate::operations::on_hand::{OnHand, Shelves};
use crate::operations::pages::Pages;
use crate::operations::view::View;
use crate::store::StoreError;
use chrono::NaiveDate;
use serde::Serialize;

#[derive(Serialize)]
struct Row {
    item: String,
    lot: String,
    expiry: Option<NaiveDate>,
    hold: Option<String>,
    on_hand: Qty,
    allocated: Qty,
    available: Qty,
    value: Total,
}

/// Prints the lots that pass the filter; a range of days is of expiries. With a site or location, lots that have stock
/// there.
pub(super) fn rows(view: &dyn View, asked: &Asked, printer: &mut Printer) -> Result<(), Failure> {
    let filter = &asked.filter;
    let shelves = Shelves::of(view, asked.day()).map_err(StoreError::from)?;
    let mut stock = (ItemCode::default(), Vec::new());
    for lot in Pages::<Lot>::of(view) {
        let lot = lot.map_err(StoreError::from)?;
        let in_days = match lot.expiry {
            Some(expiry) => filter.day(expiry),
            None => filter.since.is_none() && filter.until.is_none(),
        };
        if !filter.item(&lot.item) || !filter.lot(&lot.lot) || !in_days {
            continue;
        }
        if stock.0 != lot.item {
            stock = (
                lot.item.clone(),
                shelves.of_item(view, &lot.item).map_err(StoreError::from)?,
            );
        }
        let here = |found: &&OnHand| {
            let balance = &found.balance;
            balance.lot == lot.lot && filter.site(&balance.site) && filter.location(&balance.location)
        };
        let here: Vec<&OnHand> = stock.1.iter().filter(here).collect();
        if here.is_empty() && (filter.site.is_some() || filter.location.is_some()) {
            continue;
        }
        printer.row(&Row {
            item: lot.item.to_string(),
            lot: lot.lot.to_string(),
            expiry: lot.expiry,
            hold: lot.hold,
            on_hand: here.iter().map(|found| found.balance.qty).sum(),
            allocated: here.iter().map(|found| found.balance.allocated).sum(),
            available: here.iter().map(|found| found.available).sum(),
            value: here.iter().map(|found| found.value).sum(),
        })?;
    }
    Ok(())
}
