//! What a code is that was read where a lot or a serial number is awaited.

use crate::domain::catalog::Lot;
use crate::domain::code::{ItemCode, LotCode, Serial};
use crate::domain::record::Fault;
use crate::operations::known;
use crate::operations::view::View;
use crate::scan::gtin::Sscc;

/// Returns what the books know a code as that stands where a lot of an item is awaited; `None` if the item has the lot.
pub(super) fn instead_of_lot(
    view: &dyn View,
    item: &ItemCode,
    code: &LotCode,
) -> Result<Option<String>, Fault> {
    let known = match view.find::<Lot>(&[item, code])? {
        Some(_) => None,
        None if is_of_a_plate(code.as_str()) => Some("the number of a licence plate".to_owned()),
        None => known::lot_aside(view, code.as_str(), None)?,
    };
    Ok(known.map(|known| format!("{code} is {known}")))
}

/// Returns what the books know a code as that stands where a serial number of an item is awaited; `None` if a piece of the
/// item has it.
pub(super) fn instead_of_serial(
    view: &dyn View,
    item: &ItemCode,
    code: &Serial,
) -> Result<Option<String>, Fault> {
    if known::is_piece(view, item, code)? {
        return Ok(None);
    }
    let known = known::otherwise(view, code.as_str(), None)?;
    Ok(known.map(|known| format!("{code} is {known}")))
}

/// Returns whether a code is the number of a logistic unit, alone or behind its identifier.
fn is_of_a_plate(code: &str) -> bool {
    let number = code.strip_prefix("(00)").unwrap_or(code);
    let behind = number.strip_prefix("00").filter(|rest| rest.len() == 18);
    Sscc::read(behind.unwrap_or(number).as_bytes()).is_some()
}
