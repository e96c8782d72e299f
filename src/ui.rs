//! One file a screen; draws from borrowed state and changes nothing.
//!
//! Every screen answers a plain [`face::Face`]; one renderer, [`screen::Screen`], lays it out at any size.
//!
//! - [`face`] — what a screen says, without saying where it stands.
//! - [`theme`] — one style per role; colour, sixteen colours or none; UTF-8 or ASCII symbols.
//! - [`screen`] — the responsive renderer.
//! - [`help`] — the overlay that lists the legal actions with key, leader letter and command.
//! - [`signal`] — how many beeps say what.
//! - [`sign_in`], [`home`], [`receive`], [`putaway`], [`pick`], [`pack`], [`ship`], [`move`](r#move), [`transfer`], [`replenish`], [`customer_return`],
//!   [`count`], [`reconcile`], [`ledger`], [`inquire`] — the screens of these jobs.
//! - [`job`] — the screen of whatever the operator is doing, and its keymap layer.
//! - [`diagnostics`], [`calibrate`] — the screens beside the work.
//! - [`barcode`] — symbols to scan off the screen or a sheet.
//! - [`text`] — measuring, wrapping and cutting text by columns.

pub mod barcode;
pub mod calibrate;
mod carry;
mod chart;
pub mod count;
pub mod customer_return;
pub mod diagnostics;
pub mod face;
mod fields;
mod goods;
pub mod help;
mod hints;
pub mod home;
mod input;
pub mod inquire;
pub mod job;
pub mod ledger;
pub mod r#move;
mod notice;
pub mod pack;
pub mod pick;
mod plan;
pub mod putaway;
pub mod receive;
pub mod reconcile;
pub mod replenish;
pub mod screen;
pub mod ship;
pub mod sign_in;
pub mod signal;
pub mod symbols;
mod table;
pub mod text;
pub mod theme;
pub mod transfer;
