//! The screen of inquiring: the card of a thing.

use super::face::{Column, Face, Field, Row, Table};
use crate::flows::inquire::State;
use crate::flows::machine::Machine;

/// Shows what is known of what was scanned.
pub fn face(state: &State) -> Face {
    let Some(card) = state.card() else {
        return Face::new("Inquire", state.prompt());
    };
    let mut face = Face::new("Inquire", state.prompt());
    face.big = Some(card.title.clone());
    face.fields = card
        .facts
        .iter()
        .map(|(name, value)| Field::optional(name.clone(), value.clone()))
        .collect();
    let column = |(place, title): (usize, &String)| {
        let priority = u8::try_from(place).unwrap_or(u8::MAX);
        match title.strip_prefix('#') {
            Some(number) => Column::right(number, 0),
            None => Column::left(title.clone(), priority),
        }
    };
    if !card.rows.is_empty() {
        face.table = Some(Table {
            columns: card.columns.iter().enumerate().map(column).collect(),
            rows: card
                .rows
                .iter()
                .map(|cells| Row::plain(cells.iter().cloned()))
                .collect(),
            selected: Some(state.line().min(card.rows.len() - 1)),
            offset: 0,
        });
    }
    face
}
