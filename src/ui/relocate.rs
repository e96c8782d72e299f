//! The screen of a move from bin to bin.

use super::carry;
use super::face::{Face, Field};
use crate::flows::machine::Machine;
use crate::flows::relocate::{State, Step};

/// Says what goes from where.
pub fn face(state: &State) -> Face {
    let mut face = Face::new("Move", state.prompt());
    let wanted = state.wanted();
    let part = if let Step::Goods(part) = wanted {
        Some(part)
    } else {
        None
    };
    carry::fill(&mut face, state.carry(), part, wanted == Step::To);
    if wanted == Step::To {
        face.fields.push(Field::wanted("To", ""));
    }
    face
}
