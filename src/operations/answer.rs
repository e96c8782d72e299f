//! What the store answers to a request.

use crate::domain::code::Key;
use crate::domain::refusal::Refusal;
use crate::words;
use serde::Serialize;
use serde::Serializer;
use serde::ser::SerializeStruct;

words! {
    /// What became of a request.
    pub enum Verdict {
        /// It was applied now.
        Applied = "applied",
        /// It was applied before, under the same key; this is the first answer again.
        Duplicate = "duplicate",
        /// A rule refused it; nothing was changed.
        Refused = "refused",
    }
}

/// The answer to one request, as `post` prints it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Answer {
    /// The request's key.
    pub id: Key,
    /// What became of it.
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
    /// The answer to a request that a rule refused.
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

impl Serialize for Answer {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut row = serializer.serialize_struct("Answer", 6)?;
        row.serialize_field("id", &self.id)?;
        row.serialize_field("status", &self.verdict)?;
        row.serialize_field("movement", &self.movement)?;
        row.serialize_field("entry", &self.entry)?;
        row.serialize_field("refusal", &self.refusal.as_ref().map(Said))?;
        row.serialize_field("note", &self.note)?;
        row.end()
    }
}

struct Said<'a>(&'a Refusal);

impl Serialize for Said<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut row = serializer.serialize_struct("Refusal", 2)?;
        row.serialize_field("code", self.0.code())?;
        row.serialize_field("message", &self.0.to_string())?;
        row.end()
    }
}
