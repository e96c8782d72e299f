//! What the home screen asks and is told.

use crate::domain::code::Terminal;
use serde::{Deserialize, Serialize};

/// What the home screen asks.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Question {
    /// Whether the operator left work at another terminal.
    Elsewhere,
}

/// What the home screen is told.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Told {
    /// The work that the operator left at another terminal.
    Elsewhere(Option<Elsewhere>),
    /// No work was left, and an administrator finds a company without any item.
    Empty,
}

/// Work that the operator left at another terminal.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Elsewhere {
    /// The terminal.
    pub terminal: Terminal,
    /// What was to be done next there.
    pub prompt: String,
    /// When it was left, to the minute.
    pub since: String,
}
