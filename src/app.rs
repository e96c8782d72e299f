//! The full-screen terminal: model, messages, the loop, the terminal guard.
//!
//! - [`aside`] — screens beside the work: diagnostics and calibration; `beside` — what happens while one is open.
//! - [`calibrate`] — calibration without a store.
//! - [`config`] — the configuration file of one terminal.
//! - [`desk`] — what surrounds the work: window, sources, profiles.
//! - [`guard`] — takes the terminal and gives it back, whatever happens.
//! - [`guide`] — what the demo tells those who have never seen it.
//! - [`terminal`] — the thread that reads the terminal.
//! - [`keyboard`] — keys to reads and actions: what is data, what is a command.
//! - [`message`] — everything that can reach the loop.
//! - [`model`] — what the screen knows; `update` changes it, `draw` shows it.
//! - [`pen`] — writes what changed of a frame in few bytes.
//! - [`relay`] — what is owed to a bridge.
//! - [`run`] — the loop.
//! - `scanners` — the scanners besides the keyboard.
//! - `scroll` — tables that are longer than the screen.
//! - [`seat`] — a terminal's name, which only one process has at a time.
//! - `window` — how much of a window is drawn.

pub mod aside;
mod beside;
pub mod calibrate;
pub mod config;
pub mod desk;
mod draw;
pub mod guard;
pub mod guide;
pub mod keyboard;
pub mod message;
pub mod model;
pub mod pen;
pub mod queue;
pub mod relay;
pub mod run;
mod scanners;
mod scroll;
pub mod seat;
pub mod terminal;
pub mod update;
mod window;
