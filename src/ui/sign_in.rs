//! The screen of signing in.

use super::face::{Face, Field};
use crate::flows::machine::Machine;
use crate::flows::sign_in::State;

/// Asks for the badge, then for the PIN.
pub fn face(state: &State) -> Face {
    let mut face = Face::new("binledger", state.prompt());
    face.fields = match state.user() {
        Some(user) => vec![
            Field::given("Badge", user.badge.to_string()),
            Field::wanted("PIN", ""),
        ],
        None => vec![Field::wanted("Badge", "")],
    };
    face.secret = state.is_secret();
    face
}
