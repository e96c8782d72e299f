//! What the screens of putting away and moving share: what lies at the place the goods leave.

use super::face::{Column, Row, RowRole, Table};
use crate::flows::carry::Carry;

/// What lies there, the goods in hand marked.
pub(super) fn table(carry: &Carry) -> Option<Table> {
    if carry.content.is_empty() {
        return None;
    }
    let is_chosen = |held: &_| carry.hand.item.is_some() && carry.fitting().any(|fitting| fitting == held);
    let rows = carry.content.iter().map(|held| {
        let role = if is_chosen(held) {
            RowRole::Current
        } else {
            RowRole::Plain
        };
        let qty = format!("{} {}", held.qty, held.uom);
        Row::new(
            role,
            [
                held.named(),
                held.name.clone(),
                qty,
                held.status.to_string(),
                held.lpn.to_string(),
            ],
        )
    });
    Some(Table {
        columns: vec![
            Column::left("Goods", 0),
            Column::left("Name", 2),
            Column::right("There", 0),
            Column::left("Status", 3),
            Column::left("On", 4),
        ],
        selected: carry.content.iter().position(is_chosen),
        rows: rows.collect(),
        offset: 0,
    })
}
