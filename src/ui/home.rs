//! The home screen: anything may be scanned; the jobs are there for those who want to choose one.

use super::face::{Column, Face, Field, Row, RowRole, Table};
use crate::flows::home::State;
use crate::flows::machine::Machine;

/// Returns which jobs there are, and what was left at another terminal.
pub fn face(state: &State) -> Face {
    let mut face = Face::new("binledger", state.prompt());
    if let Some(left) = state.elsewhere() {
        face.fields = vec![
            Field::wanted("Left at", format!("{} since {}", left.terminal, left.since)),
            Field::optional("There", left.prompt.clone()),
        ];
    }
    let concerns = state.concerns();
    let restored = concerns.restored.as_ref();
    face.fields
        .extend(restored.map(|(_, at)| Field::wanted("Restored", at)));
    let unkept = concerns.unkept.as_ref();
    face.fields
        .extend(unkept.map(|since| Field::wanted("No backup", format!("since {since}"))));
    let rows = (1..).zip(state.jobs()).map(|(number, job)| {
        let number: i32 = number;
        Row::new(
            RowRole::Plain,
            [
                number.to_string(),
                job.label().to_owned(),
                job.shown_as().to_owned(),
            ],
        )
    });
    face.table = Some(Table {
        columns: vec![
            Column::right("#", 0),
            Column::left("Job", 0),
            Column::left("Starts with", 2),
        ],
        rows: rows.collect(),
        selected: None,
        offset: 0,
    });
    face
}
