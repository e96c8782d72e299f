//! Goods in hand as fields, for every job that has some.

use super::face::Field;
use crate::flows::hand::{Hand, Part};

/// A field that is wanted, or has its value.
pub fn field(label: &str, value: Option<String>, wanted: bool) -> Field {
    match value {
        Some(value) if !wanted => Field::given(label, value),
        value => Field::wanted(label, value.unwrap_or_default()),
    }
}

/// Item, lot, expiry, serial number and quantity, as far as the item has them; `missing` is wanted now.
pub fn fields(hand: &Hand, missing: Option<Part>) -> Vec<Field> {
    let Some(item) = &hand.item else {
        return vec![field("Item", None, true)];
    };
    let mut fields = vec![
        Field::given("Item", item.item.to_string()),
        Field::optional("Name", item.name.clone()),
    ];
    if item.tracking.wants_lot() {
        let lot = hand.lot.as_ref().map(ToString::to_string);
        fields.push(field("Lot", lot, missing == Some(Part::Lot)));
    }
    if item.tracking.wants_expiry() && (hand.expiry.is_some() || missing == Some(Part::Expiry)) {
        let expiry = hand.expiry.map(|day| day.to_string());
        fields.push(field("Expiry", expiry, missing == Some(Part::Expiry)));
    }
    if item.tracking.wants_serial() {
        let serial = hand.serial.as_ref().map(ToString::to_string);
        fields.push(field("Serial", serial, missing == Some(Part::Serial)));
    }
    if !hand.qty.is_zero() {
        fields.push(Field::given("Quantity", format!("{} {}", hand.qty, item.uom)));
    }
    fields
}
