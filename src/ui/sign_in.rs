//! Signing in: a badge, and the PIN that belongs to it.

use super::face::{Face, Field};
use crate::flows::machine::Machine;
use crate::flows::sign_in::State;

/// Returns whose PIN is awaited.
pub fn face(state: &State) -> Face {
    let mut face = Face::new("binledger", state.prompt());
    if let Some(user) = state.user() {
        face.fields = vec![
            Field::given("Operator", user.name.clone()),
            Field::wanted("PIN", ""),
        ];
    }
    face
}
