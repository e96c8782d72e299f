//! From the journal to the general ledger: ledger batches as every target takes them, taken back, reconciled, and killed
//! on the way.

#![allow(
    clippy::unwrap_used,
    clippy::print_stdout,
    reason = "a test stops where its story breaks, and says when it skips"
)]

#[path = "ledger/batches.rs"]
mod batches;
#[path = "ledger/days.rs"]
mod days;
#[path = "ledger/journals.rs"]
mod journals;
#[path = "ledger/killed.rs"]
mod killed;
#[path = "ledger/requests.rs"]
mod requests;
#[path = "ledger/schema.rs"]
mod schema;
#[path = "ledger/tables.rs"]
mod tables;
#[path = "cli/workplace.rs"]
#[allow(dead_code, reason = "other tests use the rest")]
mod workplace;
