//! What moving asks and is told.

use crate::flows::held::{Content, Place};

/// What moving asks of the store.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Question {
    /// What lies at a place.
    Content(Place),
}

/// What moving is told.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Told {
    /// What lies there.
    Content(Content),
}
