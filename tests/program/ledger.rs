//! From the journal to the general ledger: ledger batches as every target takes them, taken back, reconciled, and killed
//! on the way.

#![allow(
    clippy::unwrap_used,
    clippy::print_stdout,
    reason = "a test stops where its story breaks, and says when it skips"
)]

mod batches;
mod days;
mod journals;
mod killed;
mod requests;
mod schema;
mod tables;

use super::cli::workplace;
