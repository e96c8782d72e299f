//! The screen of a count: what the operator counted, and not a figure of the books.

use super::face::{Column, Face, Field, Row, RowRole, Table};
use super::goods;
use crate::flows::count::{Counted, Named, State, Step, Wanted};
use crate::flows::goods::many;
use crate::flows::hand::Part;
use crate::flows::machine::Machine;
use crate::scan::assembly::Assembly;

/// Returns what was counted in which bin.
pub fn face(state: &State) -> Face {
    let bin = state.location().or_else(|| state.go_to());
    let title = bin.map_or_else(|| "Count".to_owned(), |bin| format!("Count {bin}"));
    let mut face = Face::new(title, state.prompt());
    face.big = match state.wanted() {
        Step::Missing => state.missing().first().map(Named::goods),
        _ => bin.map(ToString::to_string),
    };
    if state.wanted() == Step::Bin {
        face.table = wanted(state.waiting());
        return face;
    }
    face.fields = fields(state);
    face.table = counted(state);
    face
}

fn fields(state: &State) -> Vec<Field> {
    let mut fields = Vec::new();
    if let Some(count) = state.count() {
        fields.push(Field::optional("Sheet", count.to_string()));
    }
    if let (Step::Missing, Some(missing)) = (state.wanted(), state.missing().first()) {
        fields.push(Field::wanted("Not found", missing.goods()));
        fields.push(Field::optional("Name", missing.name.clone()));
    }
    match (state.half(), state.wanted()) {
        (Some(half), step) => {
            fields.push(Field::given("Item", half.item.to_string()));
            fields.extend(given(half, state.kept().label()));
            fields.extend(goods::still(missing(step)));
        }
        (None, _) if !state.kept().is_empty() => fields.extend(goods::kept(state.kept().label())),
        (None, _) => {}
    }
    fields.push(Field::given("Lines", state.lines().len().to_string()));
    fields
}

/// Returns what is known of goods whose label is not complete.
fn given(half: &Named, label: &Assembly) -> impl Iterator<Item = Field> {
    let lot = Some(half.lot.to_string()).filter(|lot| !lot.is_empty());
    let parts = [
        ("Lot", lot),
        ("Expiry", label.expiry().map(|day| day.to_string())),
        ("Count", label.count().map(|count| count.to_string())),
    ];
    let known = parts
        .into_iter()
        .filter_map(|(label, value)| Some((label, value?)));
    known.map(|(label, value)| Field::given(label, value))
}

const fn missing(step: Step) -> &'static [Part] {
    match step {
        Step::Lot => &[Part::Lot],
        Step::Serial => &[Part::Serial],
        Step::Expiry => &[Part::Expiry],
        Step::Bin | Step::Goods | Step::Missing => &[],
    }
}

/// Returns the bins that wait for a count.
fn wanted(waiting: &[Wanted]) -> Option<Table> {
    let row = |wanted: &Wanted| Row::plain([wanted.location.to_string(), wanted.why.clone()]);
    (!waiting.is_empty()).then(|| Table {
        columns: vec![Column::left("Bin", 0), Column::left("Why", 1)],
        rows: waiting.iter().map(row).collect(),
        selected: None,
        offset: 0,
    })
}

/// Returns what was counted, the last read first.
fn counted(state: &State) -> Option<Table> {
    let last = state.last().map(Named::goods);
    let row = |line: &Counted| {
        let goods = line.goods.goods();
        let role = if Some(&goods) == last.as_ref() {
            RowRole::Current
        } else {
            RowRole::Done
        };
        Row::new(
            role,
            [goods, many(line.qty, &line.goods.uom), line.goods.name.clone()],
        )
    };
    let mut rows: Vec<Row> = state.lines().iter().map(row).collect();
    rows.sort_by_key(|row| row.role != RowRole::Current);
    (!rows.is_empty()).then(|| Table {
        columns: vec![
            Column::left("Goods", 0),
            Column::right("Counted", 0),
            Column::left("Name", 2),
        ],
        rows,
        selected: None,
        offset: 0,
    })
}
