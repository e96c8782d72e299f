//! How goods and quantities are named to people.

use crate::domain::amount::Qty;
use crate::domain::blind::Stated;
use crate::domain::code::{ItemCode, LotCode, Serial, UomCode};

/// What to do where goods are kept by weight and their label states none.
pub const WEIGH: &str = "Type the quantity: its label has none";

/// Returns the name of goods for people: item, lot and serial number, without those that are empty.
pub fn name(item: &ItemCode, lot: &LotCode, serial: &Serial) -> String {
    let mut name = item.to_string();
    for part in [lot.as_str(), serial.as_str()] {
        if !part.is_empty() {
            name.push(' ');
            name.push_str(part);
        }
    }
    name
}

/// Returns a quantity with its unit, as in `12 EA`.
pub fn many(qty: Qty, uom: &UomCode) -> String {
    format!("{qty} {uom}")
}

/// Returns a quantity of the books with its unit, or that it is withheld.
pub fn stated(qty: Stated, uom: &UomCode) -> String {
    qty.known()
        .map_or_else(|| qty.to_string(), |known| many(known, uom))
}

/// Returns how much there is of a quantity that is wanted, as in `3 of 12 EA`.
pub fn many_of(have: Qty, wanted: Qty, uom: &UomCode) -> String {
    format!("{have} of {wanted} {uom}")
}

/// Returns a number of things in words: `1 line`, `3 lines`.
pub fn counted(number: usize, thing: &str) -> String {
    match number {
        1 => format!("1 {thing}"),
        several => format!("{several} {thing}s"),
    }
}
