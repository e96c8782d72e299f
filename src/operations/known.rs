//! What the books know a code as besides what a scan of it means: a lot, a customer, a vendor, a unit, a piece in stock,
//! the name of a parcel. Such a code becomes no new tote, parcel or carton.

use super::view::View;
use crate::domain::catalog::{Lot, Party, PartyKind, Uom};
use crate::domain::code::{ItemCode, LotCode, OrderNo, PartyCode, Serial, UomCode};
use crate::domain::order::{Order, OrderKind};
use crate::domain::parcel;
use crate::domain::policy::Patterns;
use crate::domain::record::{Fault, Range};
use crate::domain::stock::Balance;

/// Returns what the books know a code as: `a lot of A`, `a customer`; `None` if they don't know it. The name of a parcel of
/// the order `own` is not looked for.
///
/// # Errors
/// A [`Fault`] if the store can't answer.
pub fn otherwise(view: &dyn View, code: &str, own: Option<&OrderNo>) -> Result<Option<String>, Fault> {
    if let Some(lot) = lot_of(view, code)? {
        return Ok(Some(lot));
    }
    lot_aside(view, code, own)
}

/// Returns what the books know a code as that stands where a new tote is awaited. One that fits the company's own pattern
/// of totes is one, whatever else is called so, unless goods are: those are near, and their labels are read by mistake.
///
/// # Errors
/// A [`Fault`] if the store can't answer.
pub fn instead_of_tote(view: &dyn View, code: &str, totes: &Patterns) -> Result<Option<String>, Fault> {
    if !totes.fit(code) {
        return otherwise(view, code, None);
    }
    goods(view, code)
}

/// Returns what the books know a code as that names goods: a lot, or a piece in stock.
///
/// # Errors
/// A [`Fault`] if the store can't answer.
pub fn goods(view: &dyn View, code: &str) -> Result<Option<String>, Fault> {
    if let Some(lot) = lot_of(view, code)? {
        return Ok(Some(lot));
    }
    piece_of(view, code)
}

/// Returns what the books know the kind of a carton as; a unit is none: both may be a `BOX`.
///
/// # Errors
/// A [`Fault`] if the store can't answer.
pub fn instead_of_carton(view: &dyn View, code: &str) -> Result<Option<String>, Fault> {
    if let Some(lot) = lot_of(view, code)? {
        return Ok(Some(lot));
    }
    if let Some(party) = party(view, code)? {
        return Ok(Some(party));
    }
    parcel_or_piece(view, code, None)
}

/// Returns what the books know a code as, lots aside.
///
/// # Errors
/// A [`Fault`] if the store can't answer.
pub fn lot_aside(view: &dyn View, code: &str, own: Option<&OrderNo>) -> Result<Option<String>, Fault> {
    if let Some(party) = party(view, code)? {
        return Ok(Some(party));
    }
    if view.find::<Uom>(&[&UomCode::from(code)])?.is_some() {
        return Ok(Some("a unit".to_owned()));
    }
    parcel_or_piece(view, code, own)
}

/// Returns whether a piece of an item with this serial number is in stock, wherever it lies.
///
/// # Errors
/// A [`Fault`] if the store can't answer.
pub fn is_piece(view: &dyn View, item: &ItemCode, serial: &Serial) -> Result<bool, Fault> {
    if serial.is_empty() {
        return Ok(false);
    }
    let pieces = Range::by(Balance::BY_SERIAL, &[serial, item]).first(1);
    Ok(!view.list::<Balance>(&pieces)?.is_empty())
}

/// Returns whether any item has a lot of this code.
///
/// # Errors
/// A [`Fault`] if the store can't answer.
pub(super) fn is_lot(view: &dyn View, lot: &LotCode) -> Result<bool, Fault> {
    let lots = Range::by(Lot::BY_LOT, &[lot]).first(1);
    Ok(!view.list::<Lot>(&lots)?.is_empty())
}

/// Returns what a lot of this code is of.
fn lot_of(view: &dyn View, code: &str) -> Result<Option<String>, Fault> {
    let lots = Range::by(Lot::BY_LOT, &[&LotCode::from(code)]).first(1);
    let lot = view.list::<Lot>(&lots)?.pop();
    Ok(lot.map(|lot| format!("a lot of {}", lot.item)))
}

pub(super) fn party(view: &dyn View, code: &str) -> Result<Option<String>, Fault> {
    for kind in [PartyKind::Customer, PartyKind::Vendor] {
        if view.find::<Party>(&[&kind, &PartyCode::from(code)])?.is_some() {
            return Ok(Some(format!("a {kind}")));
        }
    }
    Ok(None)
}

fn parcel_or_piece(view: &dyn View, code: &str, own: Option<&OrderNo>) -> Result<Option<String>, Fault> {
    if let Some(order) = parcel_of(view, code)?.filter(|order| Some(order) != own) {
        return Ok(Some(format!("the name of a parcel of {order}")));
    }
    piece_of(view, code)
}

/// Returns what a piece in stock with this serial number is of.
pub(super) fn piece_of(view: &dyn View, code: &str) -> Result<Option<String>, Fault> {
    if code.is_empty() {
        return Ok(None);
    }
    let pieces = Range::by(Balance::BY_SERIAL, &[&Serial::from(code)]).first(1);
    let piece = view.list::<Balance>(&pieces)?.pop();
    Ok(piece.map(|piece| format!("a serial of {}", piece.item)))
}

/// Returns the sales order whose parcels get names such as `ORDER-P1`.
fn parcel_of(view: &dyn View, code: &str) -> Result<Option<OrderNo>, Fault> {
    let Some(order) = parcel::order_in(code) else {
        return Ok(None);
    };
    let order: Option<Order> = view.find(&[&OrderKind::Sales, &OrderNo::from(order)])?;
    Ok(order.map(|order| order.order_no))
}
