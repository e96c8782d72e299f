//! Goods in hand as fields, for every job that has some.

use super::face::Field;
use crate::flows::hand::{Hand, Part};
use crate::flows::kept::words;
use crate::scan::assembly::Assembly;

/// Returns a field that is wanted, or has its value.
pub fn field(label: &str, value: Option<String>, wanted: bool) -> Field {
    match value {
        Some(value) if !wanted => Field::given(label, value),
        value => Field::wanted(label, value.unwrap_or_default()),
    }
}

/// Returns item, lot, expiry, serial number and quantity, as far as the item has them, and what is still missing.
pub fn fields(hand: &Hand, missing: &[Part]) -> Vec<Field> {
    let Some(item) = &hand.item else {
        return kept(hand.label());
    };
    let mut fields = vec![
        Field::given("Item", item.item.to_string()),
        Field::optional("Name", item.name.clone()),
    ];
    let parts = [
        ("Lot", hand.lot().map(|lot| lot.to_string())),
        (
            "Expiry",
            hand.expiry()
                .filter(|_| item.tracking.wants_expiry())
                .map(|day| day.to_string()),
        ),
        ("Serial", hand.serial().map(|serial| serial.to_string())),
    ];
    fields.extend(given(parts));
    fields.extend(still(missing));
    if !hand.qty.is_zero() {
        fields.push(Field::given("Quantity", format!("{} {}", hand.qty, item.uom)));
    }
    fields
}

/// Returns the parts of a label whose item is still missing; only the item is wanted where nothing was read.
pub fn kept(label: &Assembly) -> Vec<Field> {
    if label.is_empty() {
        return vec![Field::wanted("Item", "")];
    }
    let parts = [
        ("Plate", label.value(0).map(ToOwned::to_owned)),
        ("Lot", label.lot().map(ToOwned::to_owned)),
        ("Expiry", label.expiry().map(|day| day.to_string())),
        ("Serial", label.serial().map(ToOwned::to_owned)),
        ("Count", label.count().map(|count| count.to_string())),
        ("Weight", label.net_weight().map(|weight| weight.to_string())),
    ];
    given(parts).chain(still(&[Part::Item])).collect()
}

fn given<const N: usize>(parts: [(&'static str, Option<String>); N]) -> impl Iterator<Item = Field> {
    let known = parts
        .into_iter()
        .filter_map(|(label, value)| Some((label, value?)));
    known.map(|(label, value)| Field::given(label, value))
}

/// Returns what is still missing, as one field.
pub fn still(missing: &[Part]) -> Option<Field> {
    (!missing.is_empty()).then(|| Field::wanted("Missing", words(missing)))
}
