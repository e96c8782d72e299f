//! The screen of a receipt: what is in hand, what is still missing, and the order's open lines.

use super::face::{Column, Face, Field, Row, RowRole, Table};
use super::goods;
use crate::flows::goods::many;
use crate::flows::machine::Machine;
use crate::flows::receive::{Line, State, Step};

/// Returns what arrives and what is wanted of it.
pub fn face(state: &State) -> Face {
    let title = state
        .order()
        .map_or_else(|| "Receive".to_owned(), |order| format!("Receive {order}"));
    let mut face = Face::new(title, state.prompt());
    let wanted = state.wanted();
    if wanted == Step::Order {
        return face;
    }
    let missing = state.hand().lacks(true);
    face.big = state.hand().item.as_ref().map(|item| item.item.to_string());
    face.fields = goods::fields(state.hand(), &missing);
    if let Some(line) = state.line() {
        face.fields
            .push(Field::optional("Open", many(line.open(), &line.uom)));
    }
    if let Some(status) = state.status() {
        face.fields.push(Field::given("Status", status.to_string()));
    }
    if let Some(lpn) = state.lpn().filter(|_| state.hand().item.is_some()) {
        face.fields.push(Field::given("Plate", lpn.to_string()));
    }
    if wanted == Step::Place {
        face.fields.push(Field::wanted("Bin", ""));
    }
    if !state.vendor().is_empty() {
        face.fields.push(Field::optional("Vendor", state.vendor()));
    }
    if !state.lines().is_empty() {
        face.table = Some(lines(state));
    }
    face
}

fn lines(state: &State) -> Table {
    let current = state.line().map(|line| line.line);
    let row = |line: &Line| {
        let role = match () {
            () if current == Some(line.line) => RowRole::Current,
            () if line.open().is_zero() => RowRole::Done,
            () => RowRole::Plain,
        };
        let (open, ordered) = (line.open().to_string(), many(line.ordered, &line.uom));
        Row::new(role, [line.item.to_string(), line.name.clone(), open, ordered])
    };
    Table {
        columns: vec![
            Column::left("Item", 0),
            Column::left("Name", 3),
            Column::right("Open", 0),
            Column::right("Ordered", 1),
        ],
        rows: state.lines().iter().map(row).collect(),
        selected: None,
        offset: 0,
    }
}
