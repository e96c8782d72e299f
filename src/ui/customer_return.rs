//! The screen of a return: what left, what comes back, what becomes of it.

use super::face::{Column, Face, Field, Row, RowRole, Table};
use super::goods;
use crate::flows::customer_return::{Shipped, State, Step};
use crate::flows::machine::Machine;

/// Returns what comes back and what is still to be decided.
pub fn face(state: &State) -> Face {
    let title = state
        .order()
        .map_or_else(|| "Return".to_owned(), |order| format!("Return {order}"));
    let mut face = Face::new(title, state.prompt());
    let wanted = state.wanted();
    if wanted == Step::Order {
        if !state.hand().is_empty() {
            face.fields = goods::kept(state.hand().label());
        }
        return face;
    }
    face.fields = goods::fields(state.hand(), &state.hand().lacks(false));
    if matches!(wanted, Step::Disposition | Step::Place) {
        let decided = state.disposition().map(|disposition| disposition.to_string());
        face.fields
            .push(goods::field("Becomes", decided, wanted == Step::Disposition));
    }
    if wanted == Step::Place {
        face.fields.push(Field::wanted("Bin", ""));
    }
    face.fields.push(Field::optional("Customer", state.customer()));
    let row = |shipped: &Shipped| {
        let role = if shipped.open().is_zero() {
            RowRole::Done
        } else {
            RowRole::Plain
        };
        Row::new(
            role,
            [
                shipped.named(),
                shipped.open().to_string(),
                format!("{} {}", shipped.qty, shipped.uom),
            ],
        )
    };
    face.table = Some(Table {
        columns: vec![
            Column::left("Goods", 0),
            Column::right("Open", 0),
            Column::right("Shipped", 1),
        ],
        rows: state.shipped().iter().map(row).collect(),
        selected: None,
        offset: 0,
    });
    face
}
