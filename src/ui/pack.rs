//! The screen of packing: the parcel, and what is green and what is not.

use super::face::{Column, Face, Field, Row, RowRole, Table};
use super::goods;
use crate::flows::goods::many;
use crate::flows::machine::Machine;
use crate::flows::pack::{Goods, State, Step};

/// Returns what goes into which parcel.
pub fn face(state: &State) -> Face {
    let title = state
        .order()
        .map_or_else(|| "Pack".to_owned(), |order| format!("Pack {order}"));
    let mut face = Face::new(title, state.prompt());
    if state.order().is_none() {
        return face;
    }
    face.big = match state.wanted() {
        Step::Part => state.part().map(ToString::to_string),
        Step::Item => state.left().next().map(|goods| goods.item.to_string()),
        _ => state.parcel().map(ToString::to_string),
    };
    face.fields = fields(state);
    if !state.goods().is_empty() {
        face.table = Some(table(state));
    }
    face
}

fn fields(state: &State) -> Vec<Field> {
    let (step, (carton, weight)) = (state.wanted(), state.closing());
    let mut fields = vec![match state.parcel() {
        Some(parcel) if step == Step::Close => Field::wanted("Parcel", parcel.to_string()),
        Some(parcel) => Field::given("Parcel", parcel.to_string()),
        None => Field::wanted("Parcel", ""),
    }];
    let (packed, all) = state.lines();
    let done = format!("{packed} of {all}");
    fields.push(if packed == all {
        Field::given("Lines", done)
    } else {
        Field::wanted("Lines", done)
    });
    if !state.kept().is_empty() && step == Step::Item {
        fields.extend(goods::kept(state.kept().label()));
    }
    match carton {
        Some(carton) => fields.push(Field::given("Carton", carton)),
        None if step == Step::Carton => fields.push(Field::wanted("Carton", "")),
        None => {}
    }
    match weight {
        Some(weight) => fields.push(Field::given("Weight", format!("{weight} kg"))),
        None if step == Step::Weight => fields.push(Field::wanted("Weight", "kg")),
        None => {}
    }
    fields
}

/// Returns what is left to pack, followed by what is packed.
fn table(state: &State) -> Table {
    let row = |role: RowRole, goods: &Goods| {
        let cells = [
            goods.named(),
            many(goods.qty, &goods.uom),
            goods.lpn.to_string(),
            goods.name.clone(),
        ];
        Row::new(role, cells)
    };
    let left = state.left().enumerate().map(|(n, goods)| {
        let role = if n == 0 { RowRole::Current } else { RowRole::Plain };
        row(role, goods)
    });
    Table {
        columns: vec![
            Column::left("Goods", 0),
            Column::right("Qty", 0),
            Column::left("In", 2),
            Column::left("Name", 3),
        ],
        rows: left
            .chain(state.packed().map(|goods| row(RowRole::Done, goods)))
            .collect(),
        selected: None,
        offset: 0,
    }
}
