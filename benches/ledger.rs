//! What the ledger costs where much is at stake at once, next to a bare insert of the same rows on the same disk.
//!
//! `cargo bench --bench ledger` prints milliseconds, and how many times as long as the bare insert that is.

#![allow(clippy::print_stdout, reason = "a bench prints its figures")]

#[path = "ledger/bare.rs"]
mod bare;
#[path = "../tests/store/company.rs"]
#[allow(dead_code, reason = "the tests use the rest")]
mod company;
#[path = "ledger/history.rs"]
mod history;
#[path = "ledger/late.rs"]
mod late;

fn main() {
    println!("{:<64}{:>8}{:>8}{:>8}{:>8}", "", "rows", "ms", "bare", "times");
    late::measure();
    history::measure();
}
