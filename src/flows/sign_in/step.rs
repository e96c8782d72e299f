//! The steps of signing in.

use super::First;
use crate::domain::code::Badge;
use crate::flows::proof::Proof;
use serde::{Deserialize, Serialize};

/// How far somebody has come.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(super) enum Step {
    /// A badge is awaited.
    #[default]
    Badge,
    /// The badge's PIN.
    Pin(Proof),
    /// The badge has no PIN: that of a supervisor is awaited, who stands beside.
    Beside,
    /// The supervisor's PIN.
    BesidePin(Proof),
    /// A new PIN, beside the supervisor with this badge.
    Choose(Badge),
    /// The new PIN again; what is kept of the first is its hash.
    Again(Badge, String),
    /// The PIN was right but too weak: another one is asked for, which can be put off.
    Renew {
        /// A dearer hash of the PIN that was proved, to be kept if it stays.
        renewed: Option<String>,
    },
    /// That other PIN again; what is kept of the first is its hash.
    RenewAgain {
        /// The hash.
        hash: String,
        /// As in `Renew`.
        renewed: Option<String>,
    },
    /// Another hash is being kept; the badge signs in once it is.
    Kept,
    /// Nobody has a badge yet: the first administrator is made.
    First(First),
}

impl Step {
    /// Returns whether a PIN is awaited.
    pub(super) const fn is_secret(&self) -> bool {
        match self {
            Self::Badge | Self::Beside | Self::Kept => false,
            Self::First(first) => first.is_secret(),
            Self::Pin(_)
            | Self::BesidePin(_)
            | Self::Choose(_)
            | Self::Again(..)
            | Self::Renew { .. }
            | Self::RenewAgain { .. } => true,
        }
    }
}
