//! One file a screen; draws from borrowed state and changes nothing.
//!
//! Every screen returns a plain [`face::Face`]; one renderer, [`screen::Screen`], lays it out at any size.
//!
//! - [`face`] — what a screen says, without saying where it stands.
//! - [`theme`] — one style per role; colour, sixteen colours or none; UTF-8 or ASCII symbols.
//! - [`screen`] — the responsive renderer.
//! - [`help`] — the overlay that lists the legal actions with key, leader letter and command.
//! - [`example`] — a scan to try, drawn as a barcode.
//! - [`signal`] — how many beeps say what.
//! - [`sign_in`], [`home`], [`receive`], [`putaway`], [`pick`], [`pack`], [`ship`], `move`, [`transfer`],
//!   [`replenish`], [`customer_return`], [`count`], [`reconcile`], [`ledger`], [`inquire`],
//!   [`unlock`], [`set_up`] — the screens of these jobs.
//! - [`job`] — the screen of whatever the operator is doing, and its keymap layer.
//! - [`diagnostics`], [`calibrate`] — the screens beside the work.
//! - [`barcode`] — symbols to scan off the screen or a sheet.
//! - [`text`] — measuring, wrapping and cutting text by columns.

pub mod barcode;
pub mod calibrate;
mod carry;
mod chart;
pub mod diagnostics;
pub mod example;
pub mod face;
mod fields;
mod goods;
pub mod help;
mod hints;
pub mod home;
mod input;
pub mod job;
mod notice;
mod plan;
pub mod screen;
mod sentences;
pub mod sign_in;
pub mod signal;
pub mod symbols;
mod table;
pub mod text;
pub mod theme;

use crate::domain::job::each_job;

macro_rules! modules {
    ($($(#[$doc:meta])* $job:ident in $module:ident { $($entry:tt)* })*) => { $(pub mod $module;)* };
}

// The formatter doesn't see modules that a macro declares: `.ci/run` gives it their files.
each_job!(modules);
