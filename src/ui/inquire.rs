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

/// Returns the card's rows. A narrow screen keeps what a row is about and its last quantity, and drops the other columns
/// from behind.
fn table(card: &Card, line: usize) -> Option<Table> {
    if card.rows.is_empty() {
        return None;
    }
    let last = card.columns.iter().rposition(|title| title.starts_with('#'));
    let column = |(at, title): (usize, &String)| {
        let priority = u8::try_from(at).unwrap_or(u8::MAX).min(3);
        match title.strip_prefix('#') {
            Some(title) => Column::right(title, if last == Some(at) { 0 } else { priority }),
            None => Column::left(title.as_str(), priority),
        }
    };
    Some(Table {
        columns: card.columns.iter().enumerate().map(column).collect(),
        rows: card.rows.iter().map(|cells| Row::plain(cells.clone())).collect(),
        selected: Some(line.min(card.rows.len() - 1)),
        offset: 0,
    })
}
