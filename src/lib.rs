//! A full-screen terminal for warehouse floor staff, in which every scan is at once a stock movement and an
//! accounting fact.
//!
//! The map, from the outside in; imports point down only, and `tests/library/tidy.rs` holds the walls:
//!
//! - [`app`] — the full-screen terminal: model, messages, the loop, the terminal guard.
//! - [`cli`] — the same program without a screen, one file a subcommand.
//! - [`bridge`] — runs a session on a server and feeds it from the scanners of this workstation.
//! - [`ui`] — one file a screen; draws from borrowed state and changes nothing.
//! - [`session`] — one operator at one terminal: reads in, effects performed, answers out.
//! - [`flows`] — one state machine per job on the floor. No I/O, no clock.
//! - [`store`] — the port to what is kept, with its SQLite and in-memory adapters.
//! - [`operations`] — the rule book: `decide(view, request)` returns a change or a refusal. No I/O, no clock.
//! - [`ledger`] — accounts, balanced entries, posting rules, ledger batches, export formats.
//! - [`valuation`] — cost layers: FIFO, moving average, standard.
//! - [`scan`] — from bytes to a scan: sources, framer, profiles, symbologies, GS1, labels of several symbols.
//! - [`clock`] — the machine's clock, which stamps what is recorded and never goes back.
//! - [`keys`] — key spelling, keymap files, layers, actions.
//! - [`domain`] — what an item, a lot, a movement and a refusal are.

pub mod app;
pub mod bridge;
pub mod cli;
pub mod clock;
pub mod domain;
pub mod flows;
pub mod keys;
pub mod ledger;
pub mod operations;
pub mod scan;
pub mod session;
pub mod store;
pub mod ui;
pub mod valuation;
