//! The screen of receiving: the goods in hand over the order's lines.

use super::face::{Column, Face, Field, Row, RowRole, Table};
use super::goods;
use crate::flows::machine::Machine;
use crate::flows::receive::{Line, State, Step};

/// Shows what is in hand and what is still to come.
pub fn face(state: &State) -> Face {
    let title = state
        .order()
        .map_or_else(|| "Receive".to_owned(), |order| format!("Receive {order}"));
    let mut face = Face::new(title, state.prompt());
    let part = match state.wanted() {
        Step::Goods(part) => Some(part),
        Step::Order | Step::Place => None,
    };
    if state.wanted() == Step::Order {
        face.fields = vec![Field::wanted("Order", "")];
        return face;
    }
    let hand = state.hand();
    if let Some(item) = &hand.item {
        face.big = Some(format!("{} {}", hand.qty, item.uom));
    }
    face.fields = goods::fields(hand, part);
    if let Some(line) = state.line() {
        face.fields.push(Field::optional(
            "Open",
            format!("{} of {} {}", line.open(), line.ordered, line.uom),
        ));
    }
    face.fields.extend(
        state
            .status()
            .map(|status| Field::given("Status", status.to_string())),
    );
    face.fields
        .extend(state.lpn().map(|lpn| Field::given("On", lpn.to_string())));
    if state.wanted() == Step::Place {
        face.fields.push(Field::wanted("To", ""));
    }
    if !state.vendor().is_empty() {
        face.fields
            .push(Field::optional("From", state.vendor().to_owned()));
    }
    let current = state.line().map(|line| line.line);
    let rows: Vec<Row> = state.lines().iter().map(|line| row(line, current)).collect();
    if !rows.is_empty() {
        face.table = Some(Table {
            columns: vec![
                Column::left("Item", 0),
                Column::left("Name", 2),
                Column::right("Open", 0),
                Column::right("Ordered", 1),
                Column::left("", 3),
            ],
            selected: state.lines().iter().position(|line| Some(line.line) == current),
            rows,
            offset: 0,
        });
    }
    face
}

fn row(line: &Line, current: Option<i64>) -> Row {
    let role = match line.open().is_zero() {
        _ if Some(line.line) == current => RowRole::Current,
        true => RowRole::Done,
        false => RowRole::Plain,
    };
    let (open, ordered) = (line.open().to_string(), line.ordered.to_string());
    Row::new(
        role,
        [
            line.item.to_string(),
            line.name.clone(),
            open,
            ordered,
            line.uom.to_string(),
        ],
    )
}
