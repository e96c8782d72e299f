//! The screen of a transfer: which way, what is in hand, what left or is expected.

use super::face::{Column, Face, Field, Row, RowRole, Table};
use super::goods;
use crate::flows::goods::{many, stated};
use crate::flows::machine::Machine;
use crate::flows::naming::counted;
use crate::flows::transfer::{Line, Paper, State, Step, Way};

/// Returns what goes where, and what was sent or is still to come.
pub fn face(state: &State) -> Face {
    let number = state.number().unwrap_or_default();
    let title = format!("Transfer {number}");
    let mut face = Face::new(title.trim_end(), state.prompt());
    let Some(way) = state.way() else {
        let (papers, selected) = state.on_the_way();
        face.table = list(papers, selected);
        return face;
    };
    let site = state.other().to_string();
    face.fields = match way {
        Way::Out => vec![Field::given("To", site)],
        Way::In => vec![Field::optional("From", site)],
    };
    if let (Way::Out, Some(number)) = (way, state.number()) {
        let paper = format!("{number}, {}", counted(state.lines().len(), "line"));
        face.fields.push(Field::given("Paper", paper));
    }
    match state.wanted() {
        Step::From => face.fields.push(Field::wanted("Bin", "")),
        Step::Reason | Step::Approval => giving_up(&mut face, state),
        _ => in_hand(&mut face, state, way),
    }
    face.table = lines(state, way);
    face
}

fn in_hand(face: &mut Face, state: &State, way: Way) {
    let carry = state.carry();
    if way == Way::Out {
        face.fields.push(Field::given("Bin", carry.place()));
    }
    if let Some(item) = &carry.hand.item {
        face.big = Some(item.item.to_string());
    }
    let missing = if carry.is_empty() {
        Vec::new()
    } else {
        carry.lacks()
    };
    face.fields.extend(goods::fields(&carry.hand, &missing));
    if let (Some(item), Some(_)) = (&carry.hand.item, carry.fitting().next()) {
        let label = if way == Way::Out { "On hand" } else { "To come" };
        face.fields
            .push(Field::optional(label, stated(carry.there(), &item.uom)));
    }
    if let Some(status) = state.status() {
        face.fields.push(Field::given("Status", status.to_string()));
    }
    if state.wanted() == Step::Place {
        face.fields.push(Field::wanted("Place", ""));
    }
}

fn giving_up(face: &mut Face, state: &State) {
    let reason = state.reason().map(str::to_owned);
    face.fields
        .push(goods::field("Reason", reason, state.wanted() == Step::Reason));
    if state.wanted() == Step::Approval {
        face.fields.push(Field::wanted("Supervisor", ""));
    }
}

/// Returns what lies in the bin with what left before, or what is expected.
fn lines(state: &State, way: Way) -> Option<Table> {
    let current = |line: &Line| {
        let carry = state.carry();
        let mut fitting = carry.fitting();
        fitting.any(|held| held.item == line.item && held.lot == line.lot && held.serial == line.serial)
    };
    let mut rows = Vec::new();
    if way == Way::Out {
        for held in &state.carry().content {
            let role = if state.carry().fitting().any(|fits| std::ptr::eq(fits, held)) {
                RowRole::Current
            } else {
                RowRole::Plain
            };
            rows.push(Row::new(
                role,
                [
                    held.named(),
                    held.name.clone(),
                    held.qty.to_string(),
                    String::new(),
                ],
            ));
        }
    }
    for line in state.lines() {
        let role = match way {
            Way::Out => RowRole::Done,
            Way::In if line.open.is_zero() => RowRole::Done,
            Way::In if current(line) => RowRole::Current,
            Way::In if state.wanted() == Step::Reason => RowRole::Warn,
            Way::In => RowRole::Plain,
        };
        let open = if way == Way::Out {
            String::new()
        } else {
            line.open.to_string()
        };
        rows.push(Row::new(
            role,
            [line.named(), line.name.clone(), open, many(line.sent, &line.uom)],
        ));
    }
    let middle = if way == Way::Out { "On hand" } else { "To come" };
    (!rows.is_empty()).then(|| Table {
        columns: vec![
            Column::left("Goods", 0),
            Column::left("Name", 3),
            Column::right(middle, 0),
            Column::right("Sent", 1),
        ],
        rows,
        selected: None,
        offset: 0,
    })
}

/// Returns the transfers to choose from.
fn list(papers: &[Paper], selected: usize) -> Option<Table> {
    let row = |(n, paper): (usize, &Paper)| {
        let role = if n == selected {
            RowRole::Current
        } else {
            RowRole::Plain
        };
        let open = paper.open().count().to_string();
        Row::new(
            role,
            [
                paper.number.clone(),
                paper.from.to_string(),
                paper.to.to_string(),
                open,
            ],
        )
    };
    (!papers.is_empty()).then(|| Table {
        columns: vec![
            Column::left("Number", 0),
            Column::left("From", 1),
            Column::left("To", 0),
            Column::right("Lines", 2),
        ],
        rows: papers.iter().enumerate().map(row).collect(),
        selected: Some(selected),
        offset: 0,
    })
}
