//! The screen of putting away: the goods and the bin they belong in.

use super::carry;
use super::face::{Face, Field};
use crate::flows::machine::Machine;
use crate::flows::putaway::{State, Step};

/// Returns what goes where, and why there.
pub fn face(state: &State) -> Face {
    let mut face = Face::new("Put away", state.prompt());
    let wanted = state.wanted();
    let missing = if matches!(wanted, Step::Goods(_)) {
        state.carry().lacks()
    } else {
        Vec::new()
    };
    if let Some(bin) = state.bin().filter(|_| wanted == Step::Bin) {
        face.big = Some(bin.location.to_string());
        face.fields.push(Field::wanted("Bin", bin.location.to_string()));
        face.fields.push(Field::optional("Because", bin.why.clone()));
    }
    carry::fill(&mut face, state.carry(), &missing, wanted == Step::Bin);
    face
}
