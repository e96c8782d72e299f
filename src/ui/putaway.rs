//! The screen of putting away: the goods, and the bin they go to in large letters.

use super::face::{Face, Field};
use super::{carry, goods};
use crate::flows::machine::Machine;
use crate::flows::putaway::{State, Step};

/// Shows what is in hand and where it goes.
pub fn face(state: &State) -> Face {
    let carried = state.carry();
    let title = match &carried.from {
        Some(_) => format!("Put away from {}", carried.place()),
        None => "Put away".to_owned(),
    };
    let mut face = Face::new(title, state.prompt());
    let part = match state.wanted() {
        Step::From => {
            face.fields = vec![Field::wanted("From", "")];
            return face;
        }
        Step::Goods(part) => Some(part),
        Step::Bin => None,
    };
    if !carried.is_whole() {
        face.fields = goods::fields(&carried.hand, part);
    }
    if state.wanted() == Step::Bin {
        let bin = state.bin().map(|bin| bin.location.to_string());
        face.fields
            .push(Field::wanted("To", bin.clone().unwrap_or_default()));
        face.fields
            .extend(state.bin().map(|bin| Field::optional("Because", bin.why.clone())));
        face.big = bin;
    }
    face.table = carry::table(carried);
    face
}
