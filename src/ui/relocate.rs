//! The screen of moving: where from, what, where to.

use super::face::{Face, Field};
use super::{carry, goods};
use crate::flows::machine::Machine;
use crate::flows::relocate::{State, Step};

/// Shows what is in hand and what lies where it comes from.
pub fn face(state: &State) -> Face {
    let carried = state.carry();
    let title = match &carried.from {
        Some(_) => format!("Move from {}", carried.place()),
        None => "Move".to_owned(),
    };
    let mut face = Face::new(title, state.prompt());
    let part = match state.wanted() {
        Step::From => {
            face.fields = vec![Field::wanted("From", "")];
            return face;
        }
        Step::Goods(part) => Some(part),
        Step::To => None,
    };
    if let Some(item) = &carried.hand.item {
        face.big = Some(format!("{} {}", carried.hand.qty, item.uom));
    }
    if !carried.is_whole() {
        face.fields = goods::fields(&carried.hand, part);
    }
    if state.wanted() == Step::To {
        face.fields.push(Field::wanted("To", ""));
    }
    face.table = carry::table(carried);
    face
}
