//! Where a carried log begins.

use super::course::last_of;
use super::{Chain, Differs, Wrong};
use crate::domain::log::{Logged, ReadLink};
use crate::domain::record::{Fault, Range, Record};
use crate::operations::anchor::{Anchor, Link};
use crate::operations::read_links;
use crate::operations::view::View;
use serde::{Deserialize, Serialize};

/// The form of the lines.
const FORM: i64 = 1;

/// Where a carried log begins.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Begin {
    /// The form of the lines.
    form: i64,
    /// Which store it is of: the hash of its first operation.
    pub store: String,
    /// The operation before the first one; 0 with an empty hash where that is the first of the store.
    pub operation: Link,
    /// The link of the reads before the first one; 0 with an empty hash as well.
    pub reads: Link,
}

/// Why a log can't begin there.
#[derive(Debug, thiserror::Error)]
pub enum NoBegin {
    /// There is no such operation.
    #[error("there is no operation {asked}: the last one is {last}")]
    NoOperation {
        /// The operation.
        asked: i64,
        /// The last one of the store.
        last: i64,
    },
    /// What was noted is of another history.
    #[error("{what} {number} of the store is another one")]
    OtherHistory {
        /// An operation or a link of the reads.
        what: &'static str,
        /// Its number.
        number: i64,
    },
    /// What was read before reads were linked is in no log.
    #[error("what was read before an upgrade is in no log")]
    Unlinked,
    /// The store can't be read.
    #[error(transparent)]
    Fault(#[from] Fault),
}

/// Whether a log goes on where a store ends.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Fit {
    /// It does: behind this operation and this link, which it may begin before.
    Behind(i64, i64),
    /// It is of another store.
    OtherStore,
    /// It does not.
    Not(Differs),
}

impl Begin {
    /// Begins behind an operation, with the first read that has its result behind it; reads that are known already are
    /// passed over when the log is applied.
    ///
    /// # Errors
    /// [`NoBegin`].
    pub fn behind(view: &dyn View, operation: i64) -> Result<Self, NoBegin> {
        let last = view.last(Logged::TABLE)?;
        let logged: Option<Logged> = view.find(&[&operation])?;
        let asked = operation;
        let operation = match logged {
            Some(logged) => (logged.seq, logged.hash),
            None if asked == 0 => Link::default(),
            None => return Err(NoBegin::NoOperation { asked, last }),
        };
        if asked == 0 && 0 < earlier(view)? {
            return Err(NoBegin::Unlinked);
        }
        let link = link_behind(view, asked)?;
        Ok(Self::at(view, operation, link)?)
    }

    /// Begins where a backup ends.
    ///
    /// # Errors
    /// [`NoBegin`].
    pub fn after(view: &dyn View, backup: &Anchor) -> Result<Self, NoBegin> {
        let (number, hash) = &backup.operation;
        let logged: Option<Logged> = view.find(&[number])?;
        if logged.is_none_or(|logged| logged.hash != *hash) {
            let (what, number) = ("operation", *number);
            return Err(NoBegin::OtherHistory { what, number });
        }
        let Some((number, hash)) = &backup.reads else {
            return Ok(Self::at(view, backup.operation.clone(), earlier(view)?)?);
        };
        let begin = Self::at(view, backup.operation.clone(), *number)?;
        if begin.reads.1 != *hash {
            let (what, number) = ("link", *number);
            return Err(NoBegin::OtherHistory { what, number });
        }
        Ok(begin)
    }

    fn at(view: &dyn View, operation: Link, link: i64) -> Result<Self, Fault> {
        let found: Option<ReadLink> = view.find(&[&link])?;
        Ok(Self {
            form: FORM,
            store: of_store(view)?.unwrap_or_default(),
            operation,
            reads: found.map_or_else(Link::default, |found| (found.link, found.hash)),
        })
    }

    /// Returns whether a store ends here, or later in the same history.
    ///
    /// # Errors
    /// A [`Fault`] where it can't be read.
    pub fn fit(&self, view: &dyn View) -> Result<Fit, Fault> {
        if of_store(view)?.is_some_and(|here| here != self.store) {
            return Ok(Fit::OtherStore);
        }
        if let Some(differs) = Chain::of(self).differs(view)? {
            return Ok(Fit::Not(differs));
        }
        let link = read_links::newest(view)?.map_or(0, |newest| newest.link);
        Ok(Fit::Behind(view.last(Logged::TABLE)?, link))
    }

    /// Refuses what a newer program wrote.
    ///
    /// # Errors
    /// [`Wrong::NewerForm`].
    pub(super) const fn is_of_this_form(&self) -> Result<(), Wrong> {
        if self.form == FORM {
            Ok(())
        } else {
            Err(Wrong::NewerForm(self.form))
        }
    }
}

/// Returns what tells a store from others: the hash of its first operation; `None` where nothing was logged.
///
/// # Errors
/// A [`Fault`] where it can't be read.
fn of_store(view: &dyn View) -> Result<Option<String>, Fault> {
    let first: Option<Logged> = view.find(&[&1i64])?;
    Ok(first.map(|first| first.hash))
}

/// Returns the link of all that was read before there were links, which no line carries: 1 where there is one, else 0.
fn earlier(view: &dyn View) -> Result<i64, Fault> {
    let first: Option<ReadLink> = view.find(&[&1i64])?;
    Ok(i64::from(first.is_some_and(|first| first.terminal.is_empty())))
}

/// Returns the last link before all that are of later operations: links are in the order of the operations that their
/// reads asked for.
fn link_behind(view: &dyn View, operation: i64) -> Result<i64, Fault> {
    let (mut before, mut behind) = (earlier(view)?, view.last(ReadLink::TABLE)? + 1);
    while before + 1 < behind {
        let middle = before + (behind - before) / 2;
        match asked_for_from(view, middle, behind)? {
            Some((link, asked)) if asked <= operation => before = link,
            _ => behind = middle,
        }
    }
    Ok(before)
}

/// Returns the first link from one on, and before another one, whose read asked for an operation, and the last of those.
fn asked_for_from(view: &dyn View, from: i64, behind: i64) -> Result<Option<(i64, i64)>, Fault> {
    const AT_ONCE: usize = 256;
    let mut after = from - 1;
    loop {
        let range = Range::of::<ReadLink>(&[]).after(&after).first(AT_ONCE);
        let links: Vec<ReadLink> = view.list(&range)?;
        for link in &links {
            if behind <= link.link {
                return Ok(None);
            }
            let asked_for = last_of(view, link)?;
            if 0 < asked_for {
                return Ok(Some((link.link, asked_for)));
            }
            after = link.link;
        }
        if links.len() < AT_ONCE {
            return Ok(None);
        }
    }
}
