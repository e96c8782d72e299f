//! The screen of an inquiry: what is known of a thing.

use super::face::{Column, Face, Field, Row, Table};
use crate::flows::inquire::{Card, State};
use crate::flows::machine::Machine;

/// Returns what is known of what was scanned last.
pub fn face(state: &State) -> Face {
    let Some(card) = state.card() else {
        return Face::new("Inquire", state.prompt());
    };
    let mut face = Face::new(format!("Inquire {}", card.title), state.prompt());
    face.big = Some(card.title.clone());
    face.fields = card
        .facts
        .iter()
        .map(|(name, value)| Field::given(name, value))
        .collect();
    if !card.text.is_empty() {
        face.fields.insert(0, Field::optional("What", card.text.clone()));
    }
    face.table = table(card, state.line());
    face
}

/// Returns the card's rows; the second column of a narrow screen is dropped first.
fn table(card: &Card, line: usize) -> Option<Table> {
    if card.rows.is_empty() {
        return None;
    }
    let column = |(at, title): (u8, &String)| match title.strip_prefix('#') {
        Some(title) => Column::right(title, at.min(3) % 3),
        None => Column::left(title.as_str(), at.min(3)),
    };
    Some(Table {
        columns: (0..).zip(&card.columns).map(column).collect(),
        rows: card.rows.iter().map(|cells| Row::plain(cells.clone())).collect(),
        selected: Some(line.min(card.rows.len() - 1)),
        offset: 0,
    })
}
