//! A recall as a sheet of events that can be sorted: what food traceability rules ask for of receiving, transformation and
//! shipping, one event a row.

use super::goods::{self, Moved};
use super::with_whom;
use crate::domain::amount::Qty;
use crate::domain::catalog::{Item, Site};
use crate::domain::code::{ItemCode, LotCode, Serial, UomCode};
use crate::domain::hold::HeldGoods;
use crate::domain::movement::{Movement, MovementKind};
use crate::domain::record::Fault;
use crate::operations::view::View;
use crate::words;
use chrono::NaiveDate;
use serde::Serialize;

words! {
    /// The events that are tracked.
    pub enum EventKind {
        /// Goods came: from a vendor, or back from a customer.
        Receiving = "receiving",
        /// Goods were made, or used up for something else.
        Transformation = "transformation",
        /// Goods left for a customer or back to a vendor.
        Shipping = "shipping",
    }
}

/// One event of one lot.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Event {
    /// What happened.
    pub event: EventKind,
    /// When.
    pub date: NaiveDate,
    /// The lot, which is the traceability lot code; empty for pieces.
    pub lot: LotCode,
    /// The serial number; empty for lots.
    pub serial: Serial,
    /// The item.
    pub item: ItemCode,
    /// What it is called.
    pub product: String,
    /// How much.
    pub qty: Qty,
    /// Of which unit.
    pub uom: UomCode,
    /// Where it came from: a vendor, a customer or, of what was made or left, a site.
    pub from: String,
    /// Where it went: a customer, a vendor or a site.
    pub to: String,
    /// Of what was made or used up: whether it went in or came out.
    pub direction: String,
    /// The kind of the document: an order, or the operation.
    pub document_kind: String,
    /// The order or paper, else the id of the document.
    pub document: String,
}

/// Returns the events of the goods that words of holds are about, of what they were made of and of what was made of them,
/// in the order of days.
///
/// # Errors
/// A [`Fault`] if the store can't be read.
pub fn events(view: &dyn View, words: &[HeldGoods]) -> Result<Vec<Event>, Fault> {
    let mut moved = Moved::of(view);
    let named = goods::named(&mut moved, words)?;
    let mut found: Vec<(i64, Event)> = Vec::new();
    for (key, _) in goods::all(&mut moved, &named)? {
        let (_, lot, serial) = &key;
        if lot.is_empty() && serial.is_empty() {
            continue;
        }
        for it in moved.of_goods(&key)? {
            if let Some(event) = event(view, &it)? {
                found.push((it.seq, event));
            }
        }
    }
    found.sort_by_key(|(seq, event)| (event.date, *seq));
    Ok(found.into_iter().map(|(_, event)| event).collect())
}

/// Returns the event that a movement is; `None` if it is none.
fn event(view: &dyn View, it: &Movement) -> Result<Option<Event>, Fault> {
    let kind = match it.kind {
        MovementKind::Receipt | MovementKind::Return => EventKind::Receiving,
        MovementKind::Shipment | MovementKind::SupplierReturn => EventKind::Shipping,
        _ if goods::is_made(it) || goods::is_used(it) => EventKind::Transformation,
        _ => return Ok(None),
    };
    let (id, order, party) = with_whom(view, it)?;
    let site: Option<Site> = view.find(&[&it.site])?;
    let site = site.map_or_else(
        || it.site.to_string(),
        |site| format!("{} {}", site.site, site.name),
    );
    let other = party.map_or_else(String::new, |party| format!("{} {}", party.party, party.name));
    let item: Option<Item> = view.find(&[&it.item])?;
    let (product, uom) = item.map(|item| (item.name, item.uom)).unwrap_or_default();
    let (from, to) = match kind {
        EventKind::Receiving => (other, site),
        EventKind::Shipping => (site, other),
        EventKind::Transformation => (site.clone(), site),
    };
    let direction = match kind {
        EventKind::Transformation if goods::is_used(it) => "in",
        EventKind::Transformation => "out",
        _ => "",
    };
    let document_kind = match order.as_ref().map(|order| order.kind.word()) {
        Some(word) => format!("{word} order"),
        None => it.kind.word().replace('_', " "),
    };
    let document = order.map(|order| order.order_no.to_string());
    Ok(Some(Event {
        event: kind,
        date: it.effective,
        lot: it.lot.clone(),
        serial: it.serial.clone(),
        item: it.item.clone(),
        product,
        qty: it.qty,
        uom,
        from,
        to,
        direction: direction.to_owned(),
        document_kind,
        document: document.or_else(|| it.document.clone()).unwrap_or(id),
    }))
}
