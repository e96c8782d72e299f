//! The screen of a move from bin to bin.

use super::carry;
use super::face::{Face, Field};
use crate::flows::machine::Machine;
use crate::flows::r#move::{State, Step};

/// Returns what goes from where.
pub fn face(state: &State) -> Face {
    let mut face = Face::new("Move", state.prompt());
    let wanted = state.wanted();
    let missing = if matches!(wanted, Step::Goods(_)) {
        state.carry().lacks()
    } else {
        Vec::new()
    };
    carry::fill(&mut face, state.carry(), &missing, wanted == Step::To);
    if wanted == Step::To {
        face.fields.push(Field::wanted("To", ""));
    }
    face
}
