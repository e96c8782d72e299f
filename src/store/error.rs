//! Why a store could not do what was asked. Errors cross the port as answers do.

use crate::domain::record::Fault;
use crate::operations::answer::Answer;
use serde::{Deserialize, Serialize};
use std::path::Path;

/// Where a store is, in the words in which people name it: the path of its file.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Address(String);

impl From<&Path> for Address {
    fn from(file: &Path) -> Self {
        Self(file.display().to_string())
    }
}

impl std::fmt::Display for Address {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.0)
    }
}

/// Why a store could not do what was asked. A refusal of a rule is no error: it is an [`Answer`].
#[derive(Debug, thiserror::Error, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum StoreError {
    /// There is no store at the address.
    #[error("there is no store at {at}. Create one with `binledger init`, or name another with --store.")]
    Missing {
        /// Where it was looked for.
        at: Address,
    },
    /// The store belongs to a newer program.
    #[error("the store at {at} has version {found}, this program knows {expected}. Use the newer program.")]
    Newer {
        /// Where it is.
        at: Address,
        /// The version of its layout.
        found: i64,
        /// The newest that this program knows.
        expected: i64,
    },
    /// The store can be read at most.
    #[error("the store at {at} can't be written: {why}. {advice}")]
    ReadOnly {
        /// Where it is.
        at: Address,
        /// What the system said.
        why: String,
        /// What to do.
        advice: String,
    },
    /// The store has no room left; nothing was written.
    #[error("the disk that holds {at} is full. Nothing was lost: free some space, then scan again.")]
    Full {
        /// Where it is.
        at: Address,
    },
    /// The store's disk has no room for another file, whatever its space; nothing was written.
    #[error(
        "the disk that holds {at} takes no more files (no inodes are left). Nothing was lost: remove files there that \
         nobody needs, then scan again."
    )]
    NoMoreFiles {
        /// Where it is.
        at: Address,
    },
    /// Another process holds the store or the turn to write and does not release it; nothing was written.
    #[error("{why}. Nothing was lost.")]
    Busy {
        /// Who holds it, and what becomes of that.
        why: String,
    },
    /// The store's files are no longer those that were opened; nothing is written any more.
    #[error(
        "the store at {at} is not whole any more: {why}. Nothing is written: stop, and call the supervisor."
    )]
    Gone {
        /// Where it was opened.
        at: Address,
        /// What became of which file.
        why: String,
    },
    /// A commit failed in a way that leaves its outcome unknown; the request was tried twice.
    #[error("whether the last change was recorded is unknown: {why}. Stop, and call the supervisor.")]
    Unknown {
        /// What the system said.
        why: String,
    },
    /// No store can be kept there.
    #[error("{at} is no place for a store: {why}")]
    Unfit {
        /// Where that is.
        at: Address,
        /// What is wrong with it and what to do.
        why: String,
    },
    /// The store is damaged or can't be reached.
    #[error(transparent)]
    Fault(#[from] Fault),
}

/// Why none of several requests was applied.
#[derive(Debug, thiserror::Error, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
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
    /// Returns the error of a store. For a single request it is always that, since a refusal is then part of the
    /// answer.
    pub fn into_store(self) -> StoreError {
        match self {
            Self::Store(error) => error,
            refused @ Self::Refused { .. } => Fault::new(refused.to_string()).into(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::refusal::Refusal;
    use std::error::Error;

    /// Returns every message of an error, down to the last cause.
    fn words(error: &dyn Error) -> Vec<String> {
        std::iter::successors(Some(error), |error| (*error).source())
            .map(ToString::to_string)
            .collect()
    }

    #[test]
    fn every_error_says_the_same_on_the_other_side() {
        let at = || Address::from(Path::new("/srv/store.db"));
        let fault = || Fault::caused("pools can't be read", std::io::Error::other("page 7"));
        let (why, advice) = ("why".to_owned(), "Do it.".to_owned());
        let errors = [
            StoreError::Missing { at: at() },
            StoreError::Newer {
                at: at(),
                found: 12,
                expected: 9,
            },
            StoreError::ReadOnly {
                at: at(),
                why: why.clone(),
                advice,
            },
            StoreError::Full { at: at() },
            StoreError::NoMoreFiles { at: at() },
            StoreError::Gone {
                at: at(),
                why: why.clone(),
            },
            StoreError::Busy { why: why.clone() },
            StoreError::Unknown { why: why.clone() },
            StoreError::Unfit { at: at(), why },
            StoreError::Fault(fault()),
        ];
        for error in errors {
            let text = serde_json::to_string(&error).unwrap();
            let read: StoreError = serde_json::from_str(&text).unwrap();
            assert_eq!(words(&read), words(&error), "{text}");
            assert_eq!(std::mem::discriminant(&read), std::mem::discriminant(&error));
        }
        let answer = Box::new(Answer::refused("D-1".into(), Refusal::NothingToUndo {}));
        for error in [
            BatchError::Refused { at: 3, answer },
            StoreError::from(fault()).into(),
        ] {
            let text = serde_json::to_string(&error).unwrap();
            let read: BatchError = serde_json::from_str(&text).unwrap();
            assert_eq!(words(&read), words(&error), "{text}");
        }
    }
}
