//! One file a screen; draws from borrowed state and changes nothing.
//!
//! Every screen answers a plain [`face::Face`]; one renderer, [`screen::Screen`], lays it out at any size.
//!
//! - [`face`] — what a screen says, without saying where it stands.
//! - [`theme`] — one style per role; colour, sixteen colours or none; UTF-8 or ASCII symbols.
//! - [`screen`] — the responsive renderer.
//! - [`help`] — the overlay that lists the legal actions with key, leader letter and command.
//! - [`signal`] — how many beeps say what.
//! - [`pick`], [`pack`], [`ship`], [`count`], [`reconcile`] — the screens of these jobs.
//! - [`job`] — the screen of whatever the operator is doing, and its keymap layer.
//! - [`text`] — measuring, wrapping and cutting text by columns.

pub mod count;
pub mod face;
mod fields;
pub mod help;
mod hints;
mod input;
pub mod job;
mod notice;
pub mod pack;
pub mod pick;
mod plan;
pub mod reconcile;
pub mod screen;
pub mod ship;
pub mod signal;
pub mod symbols;
mod table;
pub mod text;
pub mod theme;
