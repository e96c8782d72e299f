//! The screen of unlocking badges: the one that was scanned, and all that are locked.

use super::face::{Column, Face, Field, Row, Table};
use crate::flows::machine::Machine;
use crate::flows::unlock::{Locked, State};

/// Returns whose badges are locked, and which one is about to be unlocked.
pub fn face(state: &State) -> Face {
    let mut face = Face::new("Unlock", state.prompt());
    let chosen = state.chosen();
    face.big = chosen.map(|chosen| chosen.name.clone());
    face.fields = vec![
        match chosen {
            Some(chosen) => Field::given("Badge", chosen.badge.to_string()),
            None => Field::wanted("Badge", ""),
        },
        Field::given("Locked", state.locked().len().to_string()),
    ];
    if !state.locked().is_empty() {
        face.table = Some(Table {
            columns: vec![
                Column::left("Name", 0),
                Column::left("Badge", 1),
                Column::right("Wrong PINs", 2),
            ],
            rows: state.locked().iter().map(row).collect(),
            selected: None,
            offset: 0,
        });
    }
    face
}

fn row(locked: &Locked) -> Row {
    Row::plain([
        locked.name.clone(),
        locked.badge.to_string(),
        locked.failures.to_string(),
    ])
}
