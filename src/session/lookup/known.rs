//! What a code is that no read means by itself, where the label of a tote or of a parcel is awaited.

use crate::domain::catalog::{Item, Lot, Party, PartyKind, Uom};
use crate::domain::code::{ItemCode, LotCode, OrderNo, PartyCode, Serial, UomCode};
use crate::domain::order::{Order, OrderKind};
use crate::domain::record::{Fault, Range};
use crate::domain::stock::Balance;
use crate::operations::view::View;
use crate::scan::gtin::Sscc;

/// The most items whose pieces are searched for a serial number.
const MOST_ITEMS: usize = 200;

/// Returns what the books know a code as, in a clause: a lot, a customer, a vendor, a unit, a piece in stock, the name of a
/// parcel of an order other than `own`; `None` if they don't know it.
pub(super) fn otherwise(view: &dyn View, code: &str, own: Option<&OrderNo>) -> Result<Option<String>, Fault> {
    match lot_of(view, code)? {
        Some(lot) => Ok(Some(lot)),
        None => but_no_lot(view, code, own),
    }
}

/// Returns what the books know a code as that stands where a lot of an item is awaited; `None` if the item has the lot.
pub(super) fn instead_of_lot(
    view: &dyn View,
    item: &ItemCode,
    code: &LotCode,
) -> Result<Option<String>, Fault> {
    match view.find::<Lot>(&[item, code])? {
        Some(_) => Ok(None),
        None if is_of_a_plate(code.as_str()) => Ok(Some(format!("{code} is the number of a licence plate"))),
        None => but_no_lot(view, code.as_str(), None),
    }
}

/// Returns what the books know a code as that stands where a serial number of an item is awaited; `None` if a piece of the
/// item has it.
pub(super) fn instead_of_serial(
    view: &dyn View,
    item: &ItemCode,
    code: &Serial,
) -> Result<Option<String>, Fault> {
    if is_piece(view, item, code.as_str())? {
        return Ok(None);
    }
    otherwise(view, code.as_str(), None)
}

/// Returns what a lot of this code is of; `None` if there is none.
pub(super) fn lot_of(view: &dyn View, code: &str) -> Result<Option<String>, Fault> {
    let lots = Range::by(Lot::BY_LOT, &[&LotCode::from(code)]).first(1);
    let lot = view.list::<Lot>(&lots)?.pop();
    Ok(lot.map(|lot| format!("{} is a lot of {}", lot.lot, lot.item)))
}

fn but_no_lot(view: &dyn View, code: &str, own: Option<&OrderNo>) -> Result<Option<String>, Fault> {
    for kind in [PartyKind::Customer, PartyKind::Vendor] {
        let party: Option<Party> = view.find(&[&kind, &PartyCode::from(code)])?;
        if let Some(party) = party {
            return Ok(Some(format!("{} is a {kind}", party.party)));
        }
    }
    if let Some(unit) = view.find::<Uom>(&[&UomCode::from(code)])? {
        return Ok(Some(format!("{} is a unit", unit.uom)));
    }
    if let Some(order) = parcel_of(view, code)?.filter(|order| Some(order) != own) {
        return Ok(Some(format!("{code} is the name of a parcel of {order}")));
    }
    let item = piece_of(view, code)?;
    Ok(item.map(|item| format!("{code} is a serial of {item}")))
}

/// Returns the sales order whose parcels get names such as `ORDER-P1`.
fn parcel_of(view: &dyn View, code: &str) -> Result<Option<OrderNo>, Fault> {
    let Some((order, number)) = code.rsplit_once("-P") else {
        return Ok(None);
    };
    if number.is_empty() || !number.bytes().all(|byte| byte.is_ascii_digit()) {
        return Ok(None);
    }
    let order: Option<Order> = view.find(&[&OrderKind::Sales, &OrderNo::from(order)])?;
    Ok(order.map(|order| order.order_no))
}

/// Returns the item of which a piece in stock has this serial number. No index leads from a serial number to its item,
/// so a company of very many items is not searched at a scan.
fn piece_of(view: &dyn View, code: &str) -> Result<Option<ItemCode>, Fault> {
    let items = view.list::<Item>(&Range::of::<Item>(&[]).first(MOST_ITEMS + 1))?;
    if MOST_ITEMS < items.len() {
        return Ok(None);
    }
    for item in items {
        if item.tracking.wants_serial() && is_piece(view, &item.item, code)? {
            return Ok(Some(item.item));
        }
    }
    Ok(None)
}

/// Returns whether a piece of an item with this serial number is in stock, wherever it lies.
pub(super) fn is_piece(view: &dyn View, item: &ItemCode, code: &str) -> Result<bool, Fault> {
    let of = Range::of::<Balance>(&[item, &LotCode::default(), &Serial::from(code)]).first(1);
    Ok(!view.list::<Balance>(&of)?.is_empty())
}

/// Returns whether a code is the number of a logistic unit, alone or behind its identifier.
fn is_of_a_plate(code: &str) -> bool {
    let number = code.strip_prefix("(00)").unwrap_or(code);
    let behind = number.strip_prefix("00").filter(|rest| rest.len() == 18);
    Sscc::read(behind.unwrap_or(number).as_bytes()).is_some()
}
