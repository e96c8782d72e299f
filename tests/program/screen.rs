//! The full-screen terminal as its operators have it: the real program in a pseudo-terminal, keys in, a screen read back.

#![allow(clippy::unwrap_used)] // The helpers of a test may fail as the test itself.

mod anything;
mod beside;
mod between_sites;
mod burst;
mod calibrating;
mod clock;
pub mod company;
mod every_size;
mod first_hour;
mod giving_back;
mod going_on;
mod held;
mod refusing;
mod scanner;
mod setting_up;
mod showing;
pub mod station;
mod vast;
mod whole_days;
