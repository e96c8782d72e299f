//! `orders`: purchase and sales orders, line by line.

use super::Asked;
use crate::cli::failure::Failure;
use crate::cli::filter::named;
use crate::cli::output::Printer;
use crate::domain::amount::{Price, Qty};
use crate::domain::code::{ItemCode, LotCode};
use crate::domain::order::{Order, OrderKind, OrderLine, OrderState};
use crate::domain::record::Range;
use crate::operations::view::View;
use crate::store::StoreError;
use chrono::NaiveDate;
use serde::Serialize;

#[derive(Serialize)]
struct Row {
    kind: OrderKind,
    order: String,
    party: String,
    site: String,
    due: NaiveDate,
    priority: i64,
    channel: Option<String>,
    state: OrderState,
    line: i64,
    item: ItemCode,
    lot: Option<LotCode>,
    qty: Qty,
    price: Price,
    price_per: Qty,
    open: Qty,
    done: Qty,
    allocated: Qty,
    picked: Qty,
    packed: Qty,
    short: Qty,
}

/// Prints the lines that pass the filter; a range of days is of due days.
pub(super) fn rows(view: &dyn View, asked: &Asked, printer: &mut Printer) -> Result<(), Failure> {
    for kind in OrderKind::ALL {
        let orders = view
            .list::<Order>(&Range::of::<Order>(&[kind]))
            .map_err(StoreError::from)?;
        for order in orders {
            if !asked.filter.site(&order.site) || !asked.filter.day(order.due) {
                continue;
            }
            let lines = view
                .all::<OrderLine>(&[kind, &order.order_no])
                .map_err(StoreError::from)?;
            for line in lines.into_iter().filter(|line| asked.filter.item(&line.item)) {
                printer.row(&row(&order, line))?;
            }
        }
    }
    Ok(())
}

fn row(order: &Order, line: OrderLine) -> Row {
    Row {
        kind: order.kind,
        order: order.order_no.to_string(),
        party: order.party.to_string(),
        site: order.site.to_string(),
        due: order.due,
        priority: order.priority,
        channel: named(&order.channel),
        state: order.state,
        open: line.open(),
        line: line.line,
        item: line.item,
        lot: line.lot,
        qty: line.qty,
        price: line.price,
        price_per: line.price_per,
        done: line.done,
        allocated: line.allocated,
        picked: line.picked,
        packed: line.packed,
        short: line.short,
    }
}
