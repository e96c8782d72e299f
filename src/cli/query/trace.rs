//! `trace`: a lot, back to its receipts and forward to its shipments.

use super::{Asked, stock};
use crate::cli::failure::Failure;
use crate::cli::filter::named;
use crate::cli::output::Printer;
use crate::domain::amount::Qty;
use crate::domain::catalog::Lot;
use crate::domain::code::LotCode;
use crate::domain::log::Logged;
use crate::domain::movement::{Movement, MovementKind, Shipment};
use crate::domain::order::{Order, OrderKind};
use crate::domain::record::{Fault, Range};
use crate::operations::on_hand::Shelves;
use crate::operations::pages::Pages;
use crate::operations::request::{Operation, Request};
use crate::operations::view::View;
use crate::store::StoreError;
use chrono::NaiveDate;
use serde::Serialize;

#[derive(Serialize)]
struct Trace {
    lot: String,
    item: String,
    expiry: Option<NaiveDate>,
    receipts: Vec<Receipt>,
    stock: Vec<stock::Row>,
    shipments: Vec<Shipped>,
    holds: Vec<Hold>,
}

#[derive(Serialize)]
struct Receipt {
    movement: i64,
    id: String,
    date: NaiveDate,
    qty: Qty,
    vendor: Option<String>,
    purchase_order: Option<String>,
    to: Option<String>,
    operator: Option<String>,
    reversed: bool,
}

#[derive(Serialize)]
struct Shipped {
    movement: i64,
    id: String,
    date: NaiveDate,
    qty: Qty,
    returned: Qty,
    customer: Option<String>,
    order: Option<String>,
    parcel: Option<String>,
    operator: Option<String>,
    reversed: bool,
}

#[derive(Serialize)]
struct Hold {
    why: String,
}

/// One row of a trace, for formats that know no lists.
#[derive(Serialize)]
struct Flat {
    item: String,
    lot: String,
    what: &'static str,
    date: Option<NaiveDate>,
    qty: Qty,
    party: Option<String>,
    document: Option<String>,
    place: Option<String>,
    id: Option<String>,
}

/// Prints the trace of a lot, for each item that has it.
pub(super) fn rows(view: &dyn View, asked: &Asked, printer: &mut Printer) -> Result<(), Failure> {
    let Some(lot) = &asked.filter.lot else {
        return Err(Failure::usage("expected --lot with the lot to trace, found none"));
    };
    let shelves = Shelves::of(view, asked.day()).map_err(StoreError::from)?;
    let mut found = false;
    for lot in lots(view, asked, lot)? {
        found = true;
        let trace = trace(view, &shelves, lot).map_err(StoreError::from)?;
        if printer.is_nested() {
            printer.row(&trace)?;
        } else {
            for row in flat(&trace) {
                printer.row(&row)?;
            }
        }
    }
    if found {
        Ok(())
    } else {
        Err(Failure::Refused(format!(
            "UNKNOWN_LOT: no item has the lot {lot}. Check the label."
        )))
    }
}

fn lots(view: &dyn View, asked: &Asked, lot: &LotCode) -> Result<Vec<Lot>, Failure> {
    if let Some(item) = &asked.filter.item {
        let known: Option<Lot> = view.find(&[item, lot]).map_err(StoreError::from)?;
        return Ok(known.into_iter().collect());
    }
    let all: Result<Vec<Lot>, Fault> = Pages::<Lot>::of(view).collect();
    Ok(all
        .map_err(StoreError::from)?
        .into_iter()
        .filter(|known| known.lot == *lot)
        .collect())
}

fn trace(view: &dyn View, shelves: &Shelves, lot: Lot) -> Result<Trace, Fault> {
    let mut movements = view.list::<Movement>(&Range::by(Movement::BY_STOCK, &[&lot.item]))?;
    movements.retain(|movement| movement.lot == lot.lot);
    movements.sort_by_key(|movement| movement.seq);
    let reversed = |seq: i64| movements.iter().any(|movement| movement.reverses == Some(seq));
    let (mut receipts, mut shipments) = (Vec::new(), Vec::new());
    for movement in movements.iter().filter(|movement| movement.reverses.is_none()) {
        match movement.kind {
            MovementKind::Receipt => receipts.push(receipt(view, movement, reversed(movement.seq))?),
            MovementKind::Shipment => shipments.push(shipped(view, movement, reversed(movement.seq))?),
            _ => {}
        }
    }
    let stock = shelves
        .of_item(view, &lot.item)?
        .into_iter()
        .filter(|found| found.balance.lot == lot.lot);
    Ok(Trace {
        lot: lot.lot.to_string(),
        item: lot.item.to_string(),
        expiry: lot.expiry,
        receipts,
        stock: stock.map(stock::Row::from).collect(),
        shipments,
        holds: lot.hold.into_iter().map(|why| Hold { why }).collect(),
    })
}

/// Returns the logged operation of a movement: its id and what was asked.
fn asked_for(view: &dyn View, movement: &Movement) -> Result<(String, Option<Operation>), Fault> {
    let logged: Option<Logged> = view.find(&[&movement.operation])?;
    let id = logged
        .as_ref()
        .map(|logged| logged.key.to_string())
        .unwrap_or_default();
    let request: Option<Request> = logged.and_then(|logged| serde_json::from_str(&logged.request).ok());
    Ok((id, request.map(|request| request.operation)))
}

fn party(view: &dyn View, kind: OrderKind, order: Option<&str>) -> Result<Option<String>, Fault> {
    let Some(order) = order else { return Ok(None) };
    let head: Option<Order> = view.find(&[&kind, &order.to_owned()])?;
    Ok(head.map(|head| head.party.to_string()))
}

fn receipt(view: &dyn View, movement: &Movement, reversed: bool) -> Result<Receipt, Fault> {
    let (id, operation) = asked_for(view, movement)?;
    let (named_vendor, order) = match operation {
        Some(Operation::Receive(asked)) => (asked.vendor, asked.order),
        _ => (None, None),
    };
    let purchase_order = order.map(|order| order.to_string());
    let vendor = match named_vendor {
        Some(vendor) => Some(vendor.to_string()),
        None => party(view, OrderKind::Purchase, purchase_order.as_deref())?,
    };
    Ok(Receipt {
        movement: movement.seq,
        id,
        date: movement.effective,
        qty: movement.qty,
        vendor,
        purchase_order,
        to: movement.to_location.as_ref().map(ToString::to_string),
        operator: named(&movement.operator),
        reversed,
    })
}

fn shipped(view: &dyn View, movement: &Movement, reversed: bool) -> Result<Shipped, Fault> {
    let (id, operation) = asked_for(view, movement)?;
    let shipment: Option<Shipment> = view.find(&[&movement.seq])?;
    let order = shipment.as_ref().and_then(|shipment| named(&shipment.order_no));
    let named_customer = match operation {
        Some(Operation::Ship(asked)) => asked.customer.map(|customer| customer.to_string()),
        _ => None,
    };
    let customer = match named_customer {
        Some(customer) => Some(customer),
        None => party(view, OrderKind::Sales, order.as_deref())?,
    };
    Ok(Shipped {
        movement: movement.seq,
        id,
        date: movement.effective,
        qty: movement.qty,
        returned: shipment.map_or(Qty::ZERO, |shipment| shipment.qty_back),
        customer,
        order,
        parcel: named(&movement.from_lpn),
        operator: named(&movement.operator),
        reversed,
    })
}

fn flat(trace: &Trace) -> Vec<Flat> {
    let base = |what| Flat {
        item: trace.item.clone(),
        lot: trace.lot.clone(),
        what,
        date: None,
        qty: Qty::ZERO,
        party: None,
        document: None,
        place: None,
        id: None,
    };
    let receipts = trace.receipts.iter().map(|row| Flat {
        date: Some(row.date),
        qty: row.qty,
        party: row.vendor.clone(),
        document: row.purchase_order.clone(),
        place: row.to.clone(),
        id: Some(row.id.clone()),
        ..base("receipt")
    });
    let stock = trace.stock.iter().map(|row| {
        let (qty, place) = row.where_it_is();
        Flat {
            qty,
            place: Some(place),
            ..base("stock")
        }
    });
    let shipments = trace.shipments.iter().map(|row| Flat {
        date: Some(row.date),
        qty: row.qty,
        party: row.customer.clone(),
        document: row.order.clone(),
        place: row.parcel.clone(),
        id: Some(row.id.clone()),
        ..base("shipment")
    });
    let holds = trace.holds.iter().map(|row| Flat {
        document: Some(row.why.clone()),
        ..base("hold")
    });
    receipts.chain(stock).chain(shipments).chain(holds).collect()
}
