//! The full-screen terminal as its operators have it: the real program in a pseudo-terminal, keys in, a screen read back.

#![allow(clippy::unwrap_used)] // The helpers of a test may fail as the test itself.

#[path = "screen/beside.rs"]
mod beside;
#[path = "screen/between_sites.rs"]
mod between_sites;
#[path = "screen/burst.rs"]
mod burst;
#[path = "screen/calibrating.rs"]
mod calibrating;
#[path = "screen/company.rs"]
mod company;
#[path = "screen/every_size.rs"]
mod every_size;
#[path = "screen/giving_back.rs"]
mod giving_back;
#[path = "screen/going_on.rs"]
mod going_on;
#[path = "screen/refusing.rs"]
mod refusing;
#[path = "screen/scanner.rs"]
mod scanner;
#[path = "screen/station.rs"]
mod station;
#[path = "screen/whole_days.rs"]
mod whole_days;
