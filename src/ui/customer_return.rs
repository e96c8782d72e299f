//! The screen of taking goods back: what is in hand over what was shipped.

use super::face::{Column, Face, Field, Row, RowRole, Table};
use super::goods;
use crate::flows::customer_return::{Shipped, State, Step};
use crate::flows::machine::Machine;

/// Shows what comes back and what can still come back.
pub fn face(state: &State) -> Face {
    let title = state
        .order()
        .map_or_else(|| "Return".to_owned(), |order| format!("Return of {order}"));
    let mut face = Face::new(title, state.prompt());
    let wanted = state.wanted();
    let part = match wanted {
        Step::Order => {
            face.fields = vec![Field::wanted("Order", "")];
            return face;
        }
        Step::Goods(part) => Some(part),
        Step::Disposition | Step::Place => None,
    };
    if let Some(item) = &state.hand().item {
        face.big = Some(format!("{} {}", state.hand().qty, item.uom));
    }
    face.fields = goods::fields(state.hand(), part);
    match (wanted, state.disposition()) {
        (Step::Disposition, _) => face.fields.push(Field::wanted("Becomes", "")),
        (_, Some(disposition)) => face.fields.push(Field::given("Becomes", disposition.to_string())),
        (_, None) => {}
    }
    if wanted == Step::Place {
        face.fields.push(Field::wanted("To", ""));
    }
    if !state.customer().is_empty() {
        face.fields
            .push(Field::optional("From", state.customer().to_owned()));
    }
    let rows: Vec<Row> = state.shipped().iter().map(row).collect();
    if !rows.is_empty() {
        face.table = Some(Table {
            columns: vec![
                Column::left("Shipped", 0),
                Column::right("Qty", 1),
                Column::right("Left", 0),
                Column::left("", 3),
            ],
            rows,
            selected: None,
            offset: 0,
        });
    }
    face
}

fn row(shipped: &Shipped) -> Row {
    let role = if shipped.open().is_zero() {
        RowRole::Done
    } else {
        RowRole::Plain
    };
    let (qty, open) = (shipped.qty.to_string(), shipped.open().to_string());
    Row::new(role, [shipped.named(), qty, open, shipped.uom.to_string()])
}
