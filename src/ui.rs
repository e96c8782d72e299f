//! One file a screen; draws from borrowed state and changes nothing.
//!
//! Every screen answers a plain [`face::Face`]; one renderer, [`screen::Screen`], lays it out at any size.
//!
//! - [`face`] — what a screen says, without saying where it stands.
//! - [`theme`] — one style per role; colour, sixteen colours or none; UTF-8 or ASCII symbols.
//! - [`screen`] — the responsive renderer.
//! - [`help`] — the overlay that lists the legal actions with key, leader letter and command.
//! - [`signal`] — how many beeps say what.
//! - [`text`] — measuring, wrapping and cutting text by columns.

pub mod face;
mod fields;
pub mod help;
mod hints;
mod input;
mod notice;
mod plan;
pub mod screen;
pub mod signal;
pub mod symbols;
mod table;
pub mod text;
pub mod theme;
