//! The full-screen terminal: model, messages, the loop, the terminal guard.
//!
//! - [`config`] — the configuration file of one terminal.
//! - [`guard`] — takes the terminal and gives it back, whatever happens.
//! - [`terminal`] — the thread that reads the terminal.
//! - [`keyboard`] — keys to reads and actions: what is data, what is a command.

pub mod config;
pub mod guard;
pub mod keyboard;
pub mod terminal;
