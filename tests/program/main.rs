//! The program as its users run it: the real binary, in pseudo-terminals, on serial lines, over SSH, killed at any moment.

#![allow(
    clippy::unwrap_used,
    clippy::print_stdout,
    reason = "a test stops where its story breaks, and says when it skips"
)]

mod bridge;
mod cli;
mod crash;
mod killing;
mod ledger;
// It reads and sets the registers of this processor.
#[cfg(target_arch = "x86_64")]
mod power;
mod screen;
mod serial;
mod terminal;
