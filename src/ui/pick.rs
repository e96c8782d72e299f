//! The screen of a pick: bin, goods, quantity and tote in the order of the walk, with the next bins in sight.

use super::face::{Column, Face, Field, Row, RowRole, Table};
use super::goods;
use crate::flows::goods::many;
use crate::flows::machine::Machine;
use crate::flows::pick::{State, Step, Stop};

/// Returns where the picker stands and what is wanted.
pub fn face(state: &State) -> Face {
    let title = state
        .order()
        .map_or_else(|| "Pick".to_owned(), |order| format!("Pick {order}"));
    let mut face = Face::new(title, state.prompt());
    if let Some(stop) = state.stops().first() {
        face.big = big(state, stop);
        face.fields = fields(state, stop);
    }
    if 1 < state.stops().len() {
        face.table = Some(stops(state.stops()));
    }
    face
}

/// Returns what must be readable at arm's length at this step.
fn big(state: &State, stop: &Stop) -> Option<String> {
    let taken = format!("{} of {}", state.hand().qty, many(stop.left, &stop.uom));
    match state.wanted() {
        Step::Work | Step::Reason => None,
        Step::Bin => Some(stop.location.to_string()),
        Step::Item => Some(stop.item.to_string()),
        Step::Lot => Some(stop.lot.to_string()),
        Step::Serial => Some(stop.serial.to_string()),
        Step::Quantity | Step::Tote | Step::Put => Some(taken),
    }
}

fn fields(state: &State, stop: &Stop) -> Vec<Field> {
    let (step, hand) = (state.wanted(), state.hand());
    let field = |wanted: bool, label: &str, value: String| {
        if wanted {
            Field::wanted(label, value)
        } else {
            Field::given(label, value)
        }
    };
    let mut fields = vec![
        field(step == Step::Bin, "Bin", stop.location.to_string()),
        field(step == Step::Item, "Item", stop.item.to_string()),
        Field::optional("Name", stop.name.clone()),
    ];
    if !hand.kept.is_empty() {
        fields.extend(goods::kept(hand.kept.label()));
    }
    if stop.tracking.wants_lot() && hand.kept.is_empty() {
        let lot = hand.lot.as_ref().unwrap_or(&stop.lot);
        fields.push(field(hand.lot.is_none(), "Lot", lot.to_string()));
    }
    if let Some(expiry) = stop.expiry {
        fields.push(Field::optional("Expiry", expiry.to_string()));
    }
    if stop.tracking.wants_serial() {
        let serial = hand.serial.as_ref().unwrap_or(&stop.serial);
        fields.push(field(hand.serial.is_none(), "Serial", serial.to_string()));
    }
    let taken = format!("{} of {}", hand.qty, many(stop.left, &stop.uom));
    fields.push(field(hand.qty < stop.left, "Take", taken));
    match state.tote() {
        Some(tote) => fields.push(Field::given("Tote", tote.to_string())),
        None => fields.push(Field::wanted("Tote", "")),
    }
    if let Some(next) = state.stops().get(1) {
        fields.push(Field::optional("Next", next.location.to_string()));
    }
    fields
}

fn stops(stops: &[Stop]) -> Table {
    let row = |(n, stop): (usize, &Stop)| {
        let role = if n == 0 { RowRole::Current } else { RowRole::Plain };
        let cells = [
            stop.location.to_string(),
            stop.goods(),
            many(stop.left, &stop.uom),
        ];
        Row::new(role, cells)
    };
    Table {
        columns: vec![
            Column::left("Bin", 0),
            Column::left("Goods", 1),
            Column::right("Take", 0),
        ],
        rows: stops.iter().enumerate().map(row).collect(),
        selected: Some(0),
        offset: 0,
    }
}
