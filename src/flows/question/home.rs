//! What the home screen asks and is told.

use crate::domain::code::Terminal;
use serde::{Deserialize, Serialize};

/// What the home screen asks.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Question {
    /// Whether the operator left work at another terminal, and what the operator has to know of the store.
    Elsewhere,
    /// What the operator has to know of the store.
    Concerns,
}

/// What the home screen is told.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Told {
    /// The work that the operator left at another terminal, and what the operator has to know of the store.
    Elsewhere(Option<Elsewhere>, Concerns),
    /// What the operator has to know of the store.
    Concerns(Concerns),
    /// No work was left, and an administrator finds a company without any item.
    Empty,
}

/// What somebody who answers for the store has to know of it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Concerns {
    /// Each in a sentence.
    pub told: Vec<String>,
    /// The newest restoration and its time, until somebody confirms it.
    pub restored: Option<(i64, String)>,
    /// When the last backup was made, if that is too long ago.
    pub unkept: Option<String>,
}

impl Concerns {
    /// Returns whether there is nothing to know.
    pub fn is_empty(&self) -> bool {
        *self == Self::default()
    }
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
