//! Goods on their way from one place to another, as fields and as the list of what lies there.

use super::face::{Column, Face, Field, Row, RowRole, Table};
use super::goods;
use crate::flows::carry::{Carry, Held};
use crate::flows::hand::Part;

/// Fills a face with where goods leave, what is in hand and what lies there.
pub fn fill(face: &mut Face, carry: &Carry, missing: &[Part], is_bound: bool) {
    if carry.from.is_none() {
        face.fields.push(Field::wanted("From", ""));
        return;
    }
    face.fields.push(Field::given("From", carry.place()));
    if is_bound && carry.hand.is_empty() {
        let plate = carry
            .lpn
            .as_ref()
            .map_or_else(|| "everything".to_owned(), ToString::to_string);
        face.fields.push(Field::given("Goods", plate));
    } else {
        face.fields.extend(goods::fields(&carry.hand, missing));
    }
    if let Some(status) = carry.status {
        face.fields.push(Field::given("Status", status.to_string()));
    }
    if !carry.content.is_empty() {
        face.table = Some(content(carry));
    }
}

fn content(carry: &Carry) -> Table {
    let in_hand = |held: &Held| carry.fitting().any(|fits| std::ptr::eq(fits, held));
    let row = |held: &Held| {
        let role = if in_hand(held) {
            RowRole::Current
        } else {
            RowRole::Plain
        };
        Row::new(
            role,
            [
                held.named(),
                held.status.to_string(),
                held.lpn.to_string(),
                held.qty.to_string(),
            ],
        )
    };
    Table {
        columns: vec![
            Column::left("Goods", 0),
            Column::left("Status", 2),
            Column::left("Plate", 3),
            Column::right("On hand", 0),
        ],
        rows: carry.content.iter().map(row).collect(),
        selected: None,
        offset: 0,
    }
}
