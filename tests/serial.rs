//! Serial scanners at the real program: nothing lost, nothing doubled, each read answered once it is applied.

#![allow(clippy::unwrap_used)] // The helpers of a test may fail as the test itself.

#[path = "screen/company.rs"]
#[allow(dead_code, reason = "the screen's tests use the rest")]
mod company;
#[path = "serial/plugging.rs"]
mod plugging;
#[path = "serial/scanner.rs"]
mod scanner;
#[path = "serial/soak.rs"]
mod soak;
#[path = "screen/station.rs"]
#[allow(dead_code, reason = "the screen's tests use the rest")]
mod station;
