//! A recall: where goods came from, where they are, to whom they went and what came back, with a sum that closes.

mod events;
mod goods;

pub use self::events::{Event, events};
pub use self::goods::Role;

use self::goods::{Key, Moved};
use super::RowKind;
use super::known::Known;
use crate::domain::amount::Qty;
use crate::domain::catalog::{Party, PartyKind};
use crate::domain::code::{ItemCode, LotCode, Lpn, Serial};
use crate::domain::hold::HeldGoods;
use crate::domain::log::Logged;
use crate::domain::movement::{Movement, MovementKind, Shipment};
use crate::domain::order::{Order, OrderKind};
use crate::domain::record::{Fault, Range};
use crate::domain::stock::Balance;
use crate::domain::transfer::Transfer;
use crate::operations::request::{Operation, Request};
use crate::operations::view::View;
use chrono::NaiveDate;
use serde::Serialize;

/// Goods that came, left or are somewhere; or the sum for all of one lot or piece.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Row {
    /// One fact, or the total of the goods.
    pub kind: RowKind,
    /// What they are to the recall.
    pub role: Role,
    /// The item.
    pub item: ItemCode,
    /// What it is called.
    pub name: String,
    /// The lot; empty if it has none.
    pub lot: LotCode,
    /// The serial number; empty if it has none.
    pub serial: Serial,
    /// What happened, or `stock`, `in_transit`, `lost_in_transit`; empty for a total.
    pub what: String,
    /// The day.
    pub date: Option<NaiveDate>,
    /// Base units that came.
    pub qty_in: Qty,
    /// Base units that left.
    pub qty_out: Qty,
    /// Base units that are here or on their way.
    pub qty_here: Qty,
    /// Of what a customer got: base units that came back. Of a total: all of them.
    pub qty_back: Qty,
    /// Of a total: base units that nothing explains; the audit proves that there are none.
    pub qty_missing: Qty,
    /// The vendor or customer.
    pub party: Option<String>,
    /// What it is called.
    pub party_name: Option<String>,
    /// Where an order's goods went, where it says so.
    pub region: Option<String>,
    /// The order, or the paper.
    pub document: Option<String>,
    /// The tote, parcel or plate.
    pub lpn: Option<Lpn>,
    /// The location; the site of goods that are on their way.
    pub place: Option<String>,
    /// The id of the document.
    pub id: Option<String>,
}

/// Returns the rows of a recall of the goods that words of holds are about: for each lot or piece what came, what left
/// and what is here, then its total.
///
/// # Errors
/// A [`Fault`] if the store can't be read.
pub fn rows(view: &dyn View, words: &[HeldGoods]) -> Result<Vec<Row>, Fault> {
    let (known, mut moved) = (Known::of(view)?, Moved::of(view));
    let named = goods::named(&mut moved, words)?;
    let mut rows = Vec::new();
    for (key, role) in goods::all(&mut moved, &named)? {
        let blank = blank(&known, &key, role)?;
        if key.1.is_empty() && key.2.is_empty() {
            // What can't be told apart is named, and not followed.
            let what = "not_told_apart".to_owned();
            rows.push(Row { what, ..blank });
            continue;
        }
        let mut own = Vec::new();
        for it in moved.of_goods(&key)? {
            own.extend(happened(view, &it, &blank)?);
        }
        own.extend(here(view, &key, &blank)?);
        own.extend(on_the_way(view, &key, &blank)?);
        let total = total(&own, &blank);
        rows.append(&mut own);
        rows.push(total);
    }
    Ok(rows)
}

fn blank(known: &Known, (item, lot, serial): &Key, role: Role) -> Result<Row, Fault> {
    Ok(Row {
        kind: RowKind::Row,
        role,
        item: item.clone(),
        name: known.item(item)?.name.clone(),
        lot: lot.clone(),
        serial: serial.clone(),
        what: String::new(),
        date: None,
        qty_in: Qty::ZERO,
        qty_out: Qty::ZERO,
        qty_here: Qty::ZERO,
        qty_back: Qty::ZERO,
        qty_missing: Qty::ZERO,
        party: None,
        party_name: None,
        region: None,
        document: None,
        lpn: None,
        place: None,
        id: None,
    })
}

/// Returns the row of a movement with which goods came into the company or left it; `None` for one inside of it.
fn happened(view: &dyn View, it: &Movement, blank: &Row) -> Result<Option<Row>, Fault> {
    let gained = it.gained();
    if gained.is_zero() || matches!(it.kind, MovementKind::TransferOut | MovementKind::TransferIn) {
        return Ok(None);
    }
    let (id, order, party) = with_whom(view, it)?;
    let shipment: Option<Shipment> = match it.kind {
        MovementKind::Shipment => view.find(&[&it.seq])?,
        _ => None,
    };
    let place = it.to_location.as_ref().or(it.from_location.as_ref());
    let lpn = [&it.from_lpn, &it.to_lpn].into_iter().find(|lpn| !lpn.is_empty());
    Ok(Some(Row {
        what: it.kind.word().to_owned(),
        date: Some(it.effective),
        qty_in: gained.max(Qty::ZERO),
        qty_out: (-gained).max(Qty::ZERO),
        qty_back: shipment.map_or(Qty::ZERO, |shipment| shipment.qty_back),
        party: party.as_ref().map(|party| party.party.to_string()),
        party_name: party.map(|party| party.name),
        region: order
            .as_ref()
            .and_then(|order| order.region.as_ref().map(ToString::to_string)),
        document: order
            .map(|order| order.order_no.to_string())
            .or_else(|| it.document.clone()),
        lpn: lpn.cloned(),
        place: place.map(ToString::to_string),
        id: Some(id),
        ..blank.clone()
    }))
}

/// Returns the id of the document of a movement, its order, and with whom it was traded.
pub(super) fn with_whom(
    view: &dyn View,
    it: &Movement,
) -> Result<(String, Option<Order>, Option<Party>), Fault> {
    let logged: Option<Logged> = view.find(&[&it.operation])?;
    let id = logged.as_ref().map(|it| it.key.to_string()).unwrap_or_default();
    if let (MovementKind::Return, Some(origin)) = (it.kind, it.origin)
        && let Some(sold) = view.find::<Movement>(&[&origin])?
    {
        let (_, order, party) = with_whom(view, &sold)?;
        return Ok((id, order, party));
    }
    let request = logged.as_ref().map(Request::of).transpose()?;
    let (kind, order, party) = match request.map(|request| request.operation) {
        Some(Operation::Receive(asked)) => (OrderKind::Purchase, asked.order, asked.vendor),
        Some(Operation::Ship(asked)) => (OrderKind::Sales, None, asked.customer),
        _ => (OrderKind::Sales, None, None),
    };
    let shipment: Option<Shipment> = view.find(&[&it.seq])?;
    let order = order
        .or_else(|| shipment.map(|it| it.order_no))
        .filter(|order| !order.is_empty());
    let order: Option<Order> = match order {
        Some(order) => view.find(&[&kind, &order])?,
        None => None,
    };
    let party = party.or_else(|| order.as_ref().map(|order| order.party.clone()));
    let side = match kind {
        OrderKind::Purchase => PartyKind::Vendor,
        OrderKind::Sales => PartyKind::Customer,
    };
    let party = match party {
        Some(party) => view.find::<Party>(&[&side, &party])?,
        None => None,
    };
    Ok((id, order, party))
}

/// Returns where goods are now.
fn here(view: &dyn View, (item, lot, serial): &Key, blank: &Row) -> Result<Vec<Row>, Fault> {
    let there: Vec<Balance> = view.all(&[item, lot, serial])?;
    let mut rows = Vec::new();
    for it in there.into_iter().filter(|it| !it.qty.is_zero()) {
        rows.push(Row {
            what: "stock".into(),
            qty_here: it.qty,
            lpn: Some(it.lpn).filter(|lpn| !lpn.is_empty()),
            place: Some(it.location.to_string()),
            document: Some(it.status.to_string()),
            ..blank.clone()
        });
    }
    Ok(rows)
}

/// Returns what is between two sites, and what was lost there.
fn on_the_way(view: &dyn View, (item, lot, serial): &Key, blank: &Row) -> Result<Vec<Row>, Fault> {
    let mut rows = Vec::new();
    let range = Range::by(Movement::BY_STOCK, &[item]);
    let sent: Vec<Movement> = view.list(&range)?;
    let is_sent = |it: &&Movement| it.kind == MovementKind::TransferOut && it.reverses.is_none();
    for it in sent.iter().filter(is_sent) {
        let Some(transfer) = view.find::<Transfer>(&[&it.seq])? else {
            continue;
        };
        if (&transfer.lot, &transfer.serial) != (lot, serial) {
            continue;
        }
        let row = Row {
            date: Some(it.effective),
            place: Some(transfer.to_site.to_string()),
            ..blank.clone()
        };
        let open = transfer.open_qty();
        let lost = transfer.qty - transfer.qty_in - open;
        if !open.is_zero() {
            let (what, qty_here) = ("in_transit".into(), open);
            rows.push(Row {
                what,
                qty_here,
                ..row.clone()
            });
        }
        if !lost.is_zero() {
            let (what, qty_out) = ("lost_in_transit".into(), lost);
            rows.push(Row { what, qty_out, ..row });
        }
    }
    Ok(rows)
}

fn total(own: &[Row], blank: &Row) -> Row {
    let sum = |of: fn(&Row) -> Qty| own.iter().map(of).sum::<Qty>();
    let (qty_in, qty_out, qty_here) = (sum(|it| it.qty_in), sum(|it| it.qty_out), sum(|it| it.qty_here));
    Row {
        kind: RowKind::Total,
        qty_in,
        qty_out,
        qty_here,
        qty_back: sum(|it| it.qty_back),
        qty_missing: qty_in - qty_out - qty_here,
        ..blank.clone()
    }
}
