//! Why a store could not do what was asked.

use crate::domain::record::Fault;
use crate::operations::answer::Answer;

/// Why a store could not do what was asked. A refusal of a rule is no error: it is an [`Answer`].
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    /// There is no store at the path.
    #[error("there is no store at {path}. Create one with `binledger init`, or name another with --store.")]
    Missing {
        /// The path.
        path: String,
    },
    /// The store belongs to a newer program.
    #[error("the store at {path} has version {found}, this program knows {expected}. Use the newer program.")]
    Newer {
        /// The path.
        path: String,
        /// Its version.
        found: i64,
        /// Ours.
        expected: i64,
    },
    /// The store can't be written.
    #[error("the store at {path} can't be written: {why}. {advice}")]
    ReadOnly {
        /// The path.
        path: String,
        /// What the system said.
        why: String,
        /// What to do.
        advice: String,
    },
    /// No room is left.
    #[error("the disk that holds {path} is full. Nothing was lost: free some space, then scan again.")]
    DiskFull {
        /// The path.
        path: String,
    },
    /// A commit failed in a way that leaves its outcome unknown; the request was tried twice.
    #[error("whether the last change was recorded is unknown: {why}. Stop, and call the supervisor.")]
    Unknown {
        /// What the system said.
        why: String,
    },
    /// The place is no place for a store.
    #[error("{path} is no place for a store: {why}")]
    Unfit {
        /// The path.
        path: String,
        /// What is wrong with it and what to do.
        why: String,
    },
    /// The store is damaged or can't be reached.
    #[error(transparent)]
    Fault(#[from] Fault),
}

/// One of several requests was refused, and so none was applied.
#[derive(Debug, thiserror::Error)]
pub enum BatchError {
    /// A rule refused one.
    #[error("request {at}: {}", .answer.refusal.as_ref().map_or_else(String::new, ToString::to_string))]
    Refused {
        /// Its place, from 0.
        at: usize,
        /// Its answer.
        answer: Box<Answer>,
    },
    /// The store failed.
    #[error(transparent)]
    Store(#[from] StoreError),
}

impl BatchError {
    /// As the error of a store; that of a single request, which is answered and not refused, never is anything else.
    pub(super) fn into_store(self) -> StoreError {
        match self {
            Self::Store(error) => error,
            refused @ Self::Refused { .. } => Fault::new(refused.to_string()).into(),
        }
    }
}
