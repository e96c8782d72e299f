//! The log as it is carried to another store: operations as they were decided, and the reads that belong to them.
//!
//! A file of it is lines of JSON: where it begins, then operations and reads in an order in which they can be done again,
//! now and then an anchor that says how far all of it is there. The hashes of the operations are the chain of the log, and
//! those of the reads theirs, so that a line which was altered, moved or taken out shows ([`Chain`]). What an operation
//! changed is not carried: it is decided again, by the version of the rule book that decided it ([`again`]).
//!
//! Reads come along because terminals number them, because requests are known by those numbers, and because `audit`
//! proves that none is missing; the work of a terminal comes with its last read, so that its operator goes on there.

mod again;
mod begin;
mod chain;
mod course;

pub use self::again::{Again, Differs, again};
pub use self::begin::{Begin, Fit, NoBegin};
pub use self::chain::{Chain, Wrong};
pub use self::course::{Course, Page};

use crate::domain::log::{Logged, NotedRead, ReadResult, SavedSession};
use serde::{Deserialize, Serialize};

/// One line of a log that is carried.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Line {
    /// Where the lines behind it begin.
    Begin(Begin),
    /// An operation.
    Operation(Box<Done>),
    /// A read and its result.
    Read(Box<Heard>),
    /// An anchor: all operations and reads up to these are in the lines before it.
    End(String),
}

/// An operation as it was decided, with the reads that were noted before it and are in no line before.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Done {
    /// What was logged of it.
    pub logged: Logged,
    /// The reads, without gaps.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub reads: Vec<NotedRead>,
}

/// A read that got its result.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Heard {
    /// The number of its link.
    pub link: i64,
    /// The hash of its link.
    pub hash: String,
    /// The result.
    pub result: ReadResult,
    /// The reads of its terminal that are in no line before and have no result, and last the read itself.
    pub reads: Vec<NotedRead>,
    /// The work of its terminal that reflects it, as it was saved.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub sessions: Vec<SavedSession>,
}

impl Line {
    /// What lines of each kind begin with.
    pub const BEGIN: &str = "{\"begin\":";
    /// The same of an anchor.
    pub const END: &str = "{\"end\":";
}
