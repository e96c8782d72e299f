//! Serial scanners at the real program: nothing lost, nothing doubled, each read answered once it is applied.

#![allow(clippy::unwrap_used)] // The helpers of a test may fail as the test itself.

mod plugging;
mod scanner;
mod soak;

use super::screen::{company, station};
