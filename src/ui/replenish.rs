//! The screen of refilling: which face, from where, how many; the faces that are due.

use super::face::{Column, Face, Field, Row, RowRole, Table};
use super::goods;
use crate::flows::carry::Held;
use crate::flows::goods::stated;
use crate::flows::machine::Machine;
use crate::flows::replenish::{Due, Refill, Source, State, Step};

/// Returns where to go, what to take and where it belongs.
pub fn face(state: &State) -> Face {
    let Some(work) = state.work() else {
        let mut face = Face::new("Replenish", state.prompt());
        face.table = due(state.due());
        return face;
    };
    let mut face = Face::new(format!("Replenish {}", work.face), state.prompt());
    let wanted = state.wanted();
    let source = state.sources().next();
    face.big = match wanted {
        Step::From => source.map(|source| source.location.to_string()),
        Step::Face => Some(work.face.to_string()),
        _ => None,
    };
    let carry = state.carry();
    match (wanted, source) {
        (Step::From, Some(source)) => face.fields.push(Field::wanted("From", source.place())),
        (Step::Nothing, _) => {}
        _ => face.fields.push(Field::given("From", carry.place())),
    }
    if carry.is_empty() {
        face.fields.push(Field::given("Item", work.item.to_string()));
        face.fields.push(Field::optional("Name", work.name.clone()));
        let lot = source.map(|source| source.lot.to_string()).unwrap_or_default();
        if !lot.is_empty() {
            face.fields.push(Field::given("Lot", lot));
        }
    } else {
        face.fields.extend(goods::fields(&carry.hand, &carry.lacks()));
    }
    let take = stated(state.to_take(), &work.uom);
    let is_open = matches!(wanted, Step::Quantity | Step::Goods(_));
    face.fields.push(if is_open {
        Field::wanted("Take", take)
    } else {
        Field::given("Take", take)
    });
    face.fields.push(Field::optional("Holds", work.filled()));
    if wanted == Step::Face {
        face.fields.push(Field::wanted("Face", work.face.to_string()));
    }
    face.table = sources(state, work);
    face
}

fn sources(state: &State, work: &Refill) -> Option<Table> {
    let carry = state.carry();
    let is_in_hand = |source: &Source| {
        let held =
            |held: &Held| (&held.lpn, &held.lot, &held.serial) == (&source.lpn, &source.lot, &source.serial);
        carry.from.as_ref() == Some(&source.location) && (carry.is_empty() || carry.fitting().any(held))
    };
    let row = |(n, source): (usize, &Source)| {
        let here = if carry.from.is_some() {
            is_in_hand(source)
        } else {
            n == 0
        };
        let role = if here { RowRole::Current } else { RowRole::Plain };
        let expiry = source.expiry.map(|expiry| expiry.to_string());
        Row::new(
            role,
            [
                source.place(),
                source.lot.to_string(),
                expiry.unwrap_or_default(),
                stated(source.free, &work.uom),
            ],
        )
    };
    let rows: Vec<Row> = state.sources().enumerate().map(row).collect();
    (!rows.is_empty()).then(|| Table {
        columns: vec![
            Column::left("Reserve", 0),
            Column::left("Lot", 1),
            Column::left("Expiry", 3),
            Column::right("Free", 0),
        ],
        rows,
        selected: None,
        offset: 0,
    })
}

fn due(due: &[Due]) -> Option<Table> {
    let row = |it: &Due| {
        let (role, note) = match &it.by {
            Some(by) => (RowRole::Plain, by.clone()),
            None if !it.has_room => (RowRole::Error, "no room".to_owned()),
            None if !it.in_reserve => (RowRole::Error, "no reserve".to_owned()),
            None if it.urgent => (RowRole::Warn, "orders wait".to_owned()),
            None => (RowRole::Plain, String::new()),
        };
        let holds = format!("{}/{}", it.usable, it.max);
        Row::new(role, [it.face.to_string(), it.item.to_string(), holds, note])
    };
    (!due.is_empty()).then(|| Table {
        columns: vec![
            Column::left("Face", 0),
            Column::left("Item", 1),
            Column::right("Holds", 0),
            Column::left("Note", 2),
        ],
        rows: due.iter().map(row).collect(),
        selected: None,
        offset: 0,
    })
}
