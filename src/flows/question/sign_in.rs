//! What signing in asks and is told.

use crate::domain::code::Badge;

/// What signing in asks.
#[derive(Clone, PartialEq, Eq)]
pub enum Question {
    /// Whether the PIN belongs to the badge.
    Pin {
        /// The badge.
        badge: Badge,
        /// The PIN as typed.
        pin: String,
    },
}

impl std::fmt::Debug for Question {
    /// Shows no PIN.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let Self::Pin { badge, .. } = self;
        write!(f, "Pin {{ badge: {badge}, pin: **** }}")
    }
}

/// What signing in is told.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Told {
    /// Whether the PIN belongs to the badge.
    Pin {
        /// It does.
        right: bool,
        /// Tries that are left when it does not.
        left: i64,
    },
}
