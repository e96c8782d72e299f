//! Notes: what happens at a terminal besides the changes that it asks for.

use crate::domain::log::{NotedRead, ReadResult, SavedSession};
use crate::operations::change::Write;
use serde::{Deserialize, Serialize};

/// One note. It crosses the port, and nothing but these can be written without a request.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "note", rename_all = "snake_case")]
pub enum Note {
    /// A read as it came, before anything is made of it; never changed.
    Read(NotedRead),
    /// What became of a read; never changed.
    Result(ReadResult),
    /// What a terminal is doing; it takes the place of what the same terminal did before.
    Session(SavedSession),
}

impl Note {
    /// Returns the result that it is, if it is one.
    pub(super) const fn result(&self) -> Option<&ReadResult> {
        match self {
            Self::Result(result) => Some(result),
            Self::Read(_) | Self::Session(_) => None,
        }
    }

    /// Returns the note as a row to write.
    pub(super) fn write(&self) -> Write {
        match self {
            Self::Read(read) => Write::put(read),
            Self::Result(result) => Write::put(result),
            Self::Session(session) => Write::put(session),
        }
    }
}
