//! The full-screen terminal: model, messages, the loop, the terminal guard.
//!
//! - [`guard`] — takes the terminal and gives it back, whatever happens.
//! - [`terminal`] — the thread that reads the terminal.

pub mod guard;
pub mod terminal;
