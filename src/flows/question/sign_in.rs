//! What signing in asks and is told.

use crate::domain::code::Badge;
use crate::domain::refusal::Refusal;

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
    /// What is to be kept of a PIN that somebody has chosen.
    Hash {
        /// The badge that it will belong to.
        badge: Badge,
        /// The PIN as typed.
        pin: String,
    },
    /// Whether a chosen PIN was typed again as it was the first time.
    Again {
        /// What was kept of the first.
        hash: String,
        /// The PIN as typed again.
        pin: String,
    },
}

impl std::fmt::Debug for Question {
    /// Shows no PIN.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Pin { badge, .. } => write!(f, "Pin {{ badge: {badge}, pin: **** }}"),
            Self::Hash { badge, .. } => write!(f, "Hash {{ badge: {badge}, pin: **** }}"),
            Self::Again { .. } => f.write_str("Again { pin: **** }"),
        }
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
        /// Why its owner has to choose another one.
        weak: Option<Refusal>,
        /// A dearer hash of the same PIN, to be kept instead of the known one.
        renewed: Option<String>,
    },
    /// The PIN can't be compared, because a key went into its hash that is not at hand.
    NoKey,
    /// The salted hash of a chosen PIN, or why the PIN must not be chosen.
    Hash(Result<String, Refusal>),
    /// Whether the chosen PIN was typed the same again.
    Again(bool),
}
