//! One file a screen; draws from borrowed state and changes nothing.
//!
//! Every screen answers a plain [`face::Face`]; one renderer lays it out at any size.
//!
//! - [`face`] — what a screen says, without saying where it stands.
//! - [`theme`] — one style per role; colour, sixteen colours or none; UTF-8 or ASCII symbols.
//! - [`signal`] — how many beeps say what.

pub mod face;
pub mod signal;
pub mod theme;
