//! The chain of reads: each read is linked with its result as soon as it has one, in the order of the store.
//!
//! A link covers the link before it, so that no read and no result can be altered, removed or put in between without
//! making all links behind it anew. What was read before there were links is covered by the first one.

use super::log::{chained, in_hexadecimal};
use super::pages::Rows;
use super::view::View;
use crate::domain::code::Terminal;
use crate::domain::log::{NotedRead, ReadLink, ReadResult};
use crate::domain::record::{CellRef, Fault, Range, Record, Row};
use crate::domain::value::spelled;
use sha2::{Digest, Sha256};

/// Returns the newest link. `None` if there is none.
///
/// # Errors
/// A [`Fault`] where it can't be read.
pub fn newest(view: &dyn View) -> Result<Option<ReadLink>, Fault> {
    let newest = Range::of::<ReadLink>(&[]).backwards().first(1);
    Ok(view.list(&newest)?.pop())
}

/// Returns whether the link with a number has this hash.
///
/// # Errors
/// A [`Fault`] where it can't be read.
pub fn is(view: &dyn View, link: i64, hash: &str) -> Result<bool, Fault> {
    let found: Option<ReadLink> = view.find(&[&link])?;
    Ok(found.is_some_and(|found| found.hash == hash))
}

/// Returns the link of a result that was just written.
///
/// # Errors
/// A [`Fault`] where its read or the newest link can't be read.
pub fn next(view: &dyn View, result: &ReadResult) -> Result<ReadLink, Fault> {
    let (terminal, read) = (&result.terminal, result.read);
    let noted = view.row(NotedRead::TABLE, &[terminal.value(), read.value()])?;
    let (before, previous) = newest(view)?.map_or((0, String::new()), |newest| (newest.link, newest.hash));
    Ok(ReadLink {
        link: before + 1,
        terminal: Terminal::clone(terminal),
        read,
        hash: hash(&previous, noted.as_ref(), &result.to_row()),
    })
}

/// Returns the hash of a link that follows the one with the hash `previous`.
pub(super) fn hash(previous: &str, read: Option<&Row>, result: &Row) -> String {
    chained(previous, &text(read, result))
}

fn text(read: Option<&Row>, result: &Row) -> String {
    let read = read.map_or_else(String::new, |read| spelled(read));
    format!("{read}\n{}\n", spelled(result))
}

/// Returns the first link of a store that was in use before reads were linked. `None` if nothing was read there.
///
/// # Errors
/// A [`Fault`] where what was read can't be read back.
pub fn first(view: &dyn View) -> Result<Option<ReadLink>, Fault> {
    let mut earlier = Earlier::default();
    let mut reads = Rows::of(NotedRead::TABLE, view).peekable();
    for result in Rows::of(ReadResult::TABLE, view) {
        let result = result?;
        let mut own = None;
        while let Some(read) =
            reads.next_if(|read| read.as_ref().map_or(true, |read| read[..2] <= result[..2]))
        {
            own = Some(read?).filter(|read| read[..2] == result[..2]);
        }
        earlier.add(own.as_ref(), &result);
    }
    Ok((0 < earlier.results).then(|| earlier.link()))
}

/// The results that are in no link, in the order of their terminals and numbers, each with its read.
pub(super) struct Earlier {
    results: i64,
    sum: Sha256,
}

impl Default for Earlier {
    /// No result yet. The text of no link begins like that.
    fn default() -> Self {
        let sum = Sha256::new_with_prefix("before the chain\n");
        Self { results: 0, sum }
    }
}

impl Earlier {
    /// Adds a result.
    pub(super) fn add(&mut self, read: Option<&Row>, result: &Row) {
        self.results += 1;
        self.sum.update(text(read, result));
    }

    /// Returns how many there are.
    pub(super) const fn results(&self) -> i64 {
        self.results
    }

    /// Returns the link that covers them.
    pub(super) fn link(self) -> ReadLink {
        ReadLink {
            link: 1,
            terminal: Terminal::default(),
            read: self.results,
            hash: in_hexadecimal(&self.sum.finalize()),
        }
    }
}
