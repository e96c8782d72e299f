//! What the store answers to a request.

use crate::domain::code::Key;
use crate::domain::refusal::Refusal;
use crate::words;
use serde::{Deserialize, Serialize};

words! {
    /// What became of a request.
    pub enum Verdict {
        /// It was applied now.
        Applied = "applied",
        /// It was applied earlier under the same key; this repeats the first answer.
        Duplicate = "duplicate",
        /// A rule refused it; nothing was changed.
        Refused = "refused",
    }
}

/// The answer to one request. It crosses the port, with the whole refusal; `post` prints less of it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Answer {
    /// The request's key.
    pub id: Key,
    /// Whether it was applied, known already or refused.
    pub verdict: Verdict,
    /// The first movement it made.
    pub movement: Option<i64>,
    /// The first journal entry it made.
    pub entry: Option<i64>,
    /// Why it was refused.
    pub refusal: Option<Refusal>,
    /// What the rule book had to say: the task claimed, the sheet opened, a warning.
    pub note: Option<String>,
}

impl Answer {
    /// Returns the answer to a request that a rule refused.
    pub const fn refused(id: Key, refusal: Refusal) -> Self {
        let verdict = Verdict::Refused;
        Self {
            id,
            verdict,
            movement: None,
            entry: None,
            refusal: Some(refusal),
            note: None,
        }
    }
}
