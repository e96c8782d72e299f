//! Screens beside the work: diagnostics and calibration.

pub mod calibrating;
mod signs;
pub(super) mod testing;

use self::calibrating::Calibrating;
use self::testing::Testing;
use super::keyboard::Keyboard;

/// A screen beside the work.
#[derive(Debug)]
pub(super) enum Aside {
    /// What was read and what it means.
    Testing(Testing),
    /// Three symbols that set a scanner up.
    Calibrating(Box<Calibrating>),
}

/// A screen beside the work, together with the work's keyboard and what was typed there.
#[derive(Debug)]
pub struct Beside {
    pub(super) aside: Aside,
    pub(super) keyboard: Keyboard,
}
