//! An intake: a file on its way into the store, whole in one transaction or in turns.
//!
//! A file of up to [`WHOLE`] lines is one transaction. A longer one is checked whole on one state of the store first,
//! without anybody waiting for it, and then applied in short turns between those of others.

mod chunk;
mod progress;
mod turns;
mod whole;

pub use self::turns::{About, in_turns};
pub use self::whole::{NotApplied, whole};

use super::failure::{Failure, printable};
use crate::domain::record::Fault;
use crate::domain::refusal::Refusal;
use crate::operations::answer::Answer;
use crate::operations::request::Request;
use crate::operations::view::View;
use std::io::Write;
use std::time::Duration;

/// How long a turn of many lines lasts; the line that is being applied then is finished.
pub const TURN: Duration = Duration::from_millis(25);

/// How many lines are applied in one transaction.
pub const WHOLE: usize = 1000;

/// The lines of files, each of which asks for a document or a record.
pub trait Lines {
    /// One of them, read.
    type Line;

    /// Lays the lines over the current state of the store, if what they ask for depends on it.
    ///
    /// # Errors
    /// A [`Fault`] if the store can't be read, or the lines don't fit it any more.
    fn renew(&mut self, _: &dyn View) -> Result<(), Fault> {
        Ok(())
    }

    /// Begins with the first line.
    ///
    /// # Errors
    /// A [`Fault`] if the file can't be read again.
    fn restart(&mut self) -> Result<(), Fault>;

    /// Returns the next line; `None` after the last.
    ///
    /// # Errors
    /// A [`Fault`] if the file can't be read again, or is another one by now.
    fn next(&mut self) -> Result<Option<Self::Line>, Fault>;

    /// Returns the memory in bytes that a line occupies until it is applied; 0 if the whole file is in memory.
    fn bytes(&self, _: &Self::Line) -> usize {
        0
    }

    /// Returns what a line asks of a store in this state: first what it needs, last what it is about.
    ///
    /// # Errors
    /// A [`Fault`] if the store can't be read.
    fn asks(&mut self, view: &dyn View, line: &Self::Line) -> Result<Vec<Request>, Fault>;

    /// Takes the answer to a line, which is not told yet.
    fn answered(&mut self, line: &Self::Line, answer: &Answer);

    /// Forgets the answers that are not told yet, and what was asked for before lines.
    fn forget(&mut self);

    /// Prints the answers, which are durable by now.
    ///
    /// # Errors
    /// [`Failure`] if they can't be written.
    fn tell(&mut self) -> Result<(), Failure>;

    /// Returns where a line stands, for people.
    fn whence(&self, line: &Self::Line) -> String;

    /// Returns where a line stands and what it is known by.
    fn named(&self, line: &Self::Line) -> String {
        self.whence(line)
    }

    /// Returns why a line is refused, for people.
    fn refused(&self, line: &Self::Line, refusal: &Refusal) -> String;
}

/// Prints a line on standard error; ignores a closed one.
pub fn say(text: &str) {
    let _ = writeln!(std::io::stderr(), "{}", printable(text));
}
