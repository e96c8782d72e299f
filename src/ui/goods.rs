//! Fields that several screens share: the goods in hand.

use super::face::Field;
use crate::flows::hand::{Hand, Part};

/// The goods in hand, part by part; `wanted` is the part that the step waits for.
pub(super) fn fields(hand: &Hand, wanted: Option<Part>) -> Vec<Field> {
    let Some(item) = &hand.item else {
        let mut fields = vec![part("Item", None, wanted == Some(Part::Item))];
        fields.extend(hand.lot.as_ref().map(|lot| Field::given("Lot", lot.to_string())));
        return fields;
    };
    let mut fields = vec![
        Field::given("Item", item.item.to_string()),
        Field::optional("Name", item.name.clone()),
    ];
    if item.tracking.wants_lot() {
        fields.push(part(
            "Lot",
            hand.lot.as_ref().map(ToString::to_string),
            wanted == Some(Part::Lot),
        ));
    }
    if item.tracking.wants_expiry() && (hand.expiry.is_some() || wanted == Some(Part::Expiry)) {
        let expiry = hand.expiry.map(|expiry| expiry.to_string());
        fields.push(part("Expiry", expiry, wanted == Some(Part::Expiry)));
    }
    if item.tracking.wants_serial() {
        fields.push(part(
            "Serial",
            hand.serial.as_ref().map(ToString::to_string),
            wanted == Some(Part::Serial),
        ));
    }
    fields.push(Field::given("Qty", format!("{} {}", hand.qty, item.uom)));
    fields
}

fn part(label: &str, value: Option<String>, is_wanted: bool) -> Field {
    match value {
        Some(value) => Field::given(label, value),
        None if is_wanted => Field::wanted(label, ""),
        None => Field::optional(label, ""),
    }
}
