//! The screen of a work order: what is made, what is in hand, what is still to be issued.

use super::face::{Column, Face, Field, Row, RowRole, Table};
use super::goods;
use crate::flows::build::{Act, Line, State, Step, Work};
use crate::flows::goods::many;
use crate::flows::machine::Machine;

/// Returns the work order with its components, or those to choose from.
pub fn face(state: &State) -> Face {
    let title = state
        .order()
        .map_or_else(|| "Build".to_owned(), |order| format!("Build {order}"));
    let mut face = Face::new(title, state.prompt());
    let wanted = state.wanted();
    if wanted == Step::Order {
        let (open, selected) = state.open();
        face.table = list(open, selected);
        return face;
    }
    if let Some(item) = &state.hand().item {
        face.big = Some(item.item.to_string());
    }
    face.fields = goods::fields(state.hand(), &state.lacks());
    let act = match state.act() {
        Act::Return => Some("back into stock"),
        Act::Scrap => Some("spoilt"),
        Act::Work => None,
    };
    face.fields.extend(act.map(|act| Field::given("Becomes", act)));
    match wanted {
        Step::Place => face.fields.push(Field::wanted("Bin", "")),
        Step::Reason => face.fields.push(Field::wanted("Reason", "")),
        Step::Order | Step::Goods(_) => {}
    }
    let Some(work) = state.work() else { return face };
    let made = format!("{} of {}", work.made, many(work.qty, &work.uom));
    face.fields
        .push(Field::optional("Makes", format!("{} {}", work.item, work.name)));
    face.fields.push(Field::optional("Made", made));
    face.table = Some(lines(state, work));
    face
}

fn lines(state: &State, work: &Work) -> Table {
    let is_current = |line: &Line| state.line().is_some_and(|current| current.item == line.item);
    let row = |line: &Line| {
        let role = match () {
            () if is_current(line) => RowRole::Current,
            () if line.wanted.is_zero() => RowRole::Done,
            () => RowRole::Plain,
        };
        let first = line.first.as_ref().map(|(bin, _)| bin.to_string());
        Row::new(
            role,
            [
                line.item.to_string(),
                line.name.clone(),
                many(line.wanted, &line.uom),
                first.unwrap_or_default(),
                line.held.to_string(),
            ],
        )
    };
    Table {
        columns: vec![
            Column::left("Goods", 0),
            Column::left("Name", 3),
            Column::right("To issue", 0),
            Column::left("Bin", 1),
            Column::right("In process", 2),
        ],
        rows: work.lines.iter().map(row).collect(),
        selected: None,
        offset: 0,
    }
}

/// Returns the work orders to choose from.
fn list(open: &[Work], selected: usize) -> Option<Table> {
    let row = |(n, work): (usize, &Work)| {
        let role = if n == selected {
            RowRole::Current
        } else {
            RowRole::Plain
        };
        Row::new(
            role,
            [
                work.order.to_string(),
                work.item.to_string(),
                work.name.clone(),
                many(work.left(), &work.uom),
            ],
        )
    };
    (!open.is_empty()).then(|| Table {
        columns: vec![
            Column::left("Number", 0),
            Column::left("Makes", 1),
            Column::left("Name", 3),
            Column::right("To make", 0),
        ],
        rows: open.iter().enumerate().map(row).collect(),
        selected: Some(selected),
        offset: 0,
    })
}
