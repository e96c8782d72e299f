//! Signing in: a badge, and the PIN that belongs to it.

use super::face::{Face, Field};
use crate::flows::machine::Machine;
use crate::flows::sign_in::{First, State};

/// Returns whose PIN is awaited, or what is known of the first administrator.
pub fn face(state: &State) -> Face {
    let mut face = Face::new("binledger", state.prompt());
    if let Some(first) = state.made() {
        face.fields = of_first(first);
    } else if let Some(user) = state.user() {
        face.fields = vec![
            Field::given("Operator", user.name.clone()),
            Field::wanted("PIN", ""),
        ];
    }
    face
}

fn of_first(first: &First) -> Vec<Field> {
    let field = |label, value: Option<String>| match value {
        Some(value) => Field::given(label, value),
        None => Field::wanted(label, ""),
    };
    vec![
        field("Badge", first.badge().map(ToString::to_string)),
        field("Name", first.name().map(str::to_owned)),
        field("PIN", None),
    ]
}
