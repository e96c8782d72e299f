//! The screen of shipping: the dock, what left and what waits.

use super::face::{Column, Face, Field, Row, RowRole, Table};
use crate::flows::machine::Machine;
use crate::flows::ship::{State, Waiting};

/// Returns which parcels wait and how many left.
pub fn face(state: &State) -> Face {
    let title = state
        .dock()
        .map_or_else(|| "Ship".to_owned(), |dock| format!("Ship {dock}"));
    let mut face = Face::new(title, state.prompt());
    face.big = state.dock().map(ToString::to_string);
    face.fields = vec![
        match state.dock() {
            Some(dock) => Field::given("Dock", dock.to_string()),
            None => Field::wanted("Dock", ""),
        },
        Field::given("Shipped", state.shipped().len().to_string()),
        Field::given("Waiting", state.waiting().len().to_string()),
    ];
    let gone = |parcel: &_| {
        Row::new(
            RowRole::Done,
            [
                format!("{parcel}"),
                String::new(),
                String::new(),
                "shipped".into(),
            ],
        )
    };
    let rows: Vec<Row> = state
        .waiting()
        .iter()
        .map(waiting)
        .chain(state.shipped().iter().rev().map(gone))
        .collect();
    if !rows.is_empty() {
        face.table = Some(Table {
            columns: vec![
                Column::left("Parcel", 0),
                Column::left("Order", 1),
                Column::left("Customer", 2),
                Column::left("At", 3),
            ],
            rows,
            selected: None,
            offset: 0,
        });
    }
    face
}

fn waiting(waiting: &Waiting) -> Row {
    Row::plain([
        waiting.parcel.to_string(),
        waiting.order.to_string(),
        waiting.customer.clone(),
        waiting.location.to_string(),
    ])
}
