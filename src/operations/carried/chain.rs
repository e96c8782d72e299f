//! What lines of a carried log must follow from: each its predecessor, by numbers and hashes.

use super::{Begin, Differs, Done, Heard, Line};
use crate::domain::log::{Logged, NotedRead, ReadLink};
use crate::domain::record::{Fault, Record};
use crate::operations::anchor::{Anchor, Link};
use crate::operations::log::{RULES, link};
use crate::operations::read_links;
use crate::operations::view::View;

/// How far lines were followed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Chain {
    /// The last operation.
    pub operation: Link,
    /// The newest link of the reads; 0 where there is none.
    pub reads: Link,
}

/// Why a line does not follow.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Wrong {
    /// It is no line of a log.
    #[error("expected a line as `log export` writes them, found another ({0})")]
    Unread(String),
    /// A newer program wrote it in another form.
    #[error("it has form {0}, which only a newer program reads. Use that program")]
    NewerForm(i64),
    /// A newer rule book decided it.
    #[error(
        "operation {operation} was decided by version {rules} of the rule book, and this program knows {RULES}. Use the \
         program that wrote it"
    )]
    NewerRules {
        /// The operation.
        operation: i64,
        /// The version.
        rules: i64,
    },
    /// Lines before it are missing.
    #[error("{what} {found} follows {before}: what was between them is missing")]
    Gap {
        /// An operation or a read.
        what: &'static str,
        /// Its number.
        found: i64,
        /// The number before it.
        before: i64,
    },
    /// It is not what it was.
    #[error("{what} {number} or one before it was altered: its hash is another one")]
    Altered {
        /// An operation or a read.
        what: &'static str,
        /// Its number.
        number: i64,
    },
    /// It is an anchor or the beginning of a log, of another place than here.
    #[error(
        "it stands behind operation {found}, and the lines before it end with {before}: some are missing or of another log"
    )]
    Elsewhere {
        /// Where it stands.
        found: i64,
        /// Where the lines before it end.
        before: i64,
    },
}

/// How an operation and a read are called in what is said of them.
const OPERATION: &str = "operation";
const READ: &str = "link";

impl Chain {
    /// Begins where a log does.
    pub fn of(begin: &Begin) -> Self {
        Self {
            operation: begin.operation.clone(),
            reads: begin.reads.clone(),
        }
    }

    /// Begins where an anchor says that lines before it end; `None` where the text is no anchor.
    pub fn at(text: &str) -> Option<Self> {
        let anchor = Anchor::find(text)?.ok()?;
        Some(Self {
            operation: anchor.operation,
            reads: anchor.reads.unwrap_or_default(),
        })
    }

    /// Returns how a store lacks what the chain ends with; `None` where it holds that, and so all before it.
    ///
    /// # Errors
    /// A [`Fault`] where it can't be read.
    pub fn differs(&self, view: &dyn View) -> Result<Option<Differs>, Fault> {
        let logged: Option<Logged> = view.find(&[&self.operation.0])?;
        let linked: Option<ReadLink> = view.find(&[&self.reads.0])?;
        let links = read_links::newest(view)?.map_or(0, |newest| newest.link);
        let operation = (OPERATION, view.last(Logged::TABLE)?, logged.map(|it| it.hash));
        let read = (READ, links, linked.map(|it| it.hash));
        for ((number, hash), (what, last, here)) in [(&self.operation, operation), (&self.reads, read)] {
            let number = *number;
            if last < number {
                let number = number + 1;
                return Ok(Some(Differs::Ahead { what, number, last }));
            }
            if 0 < number && here.is_none_or(|here| here != *hash) {
                return Ok(Some(Differs::Forked { what, number }));
            }
        }
        Ok(None)
    }

    /// Goes on with a line.
    ///
    /// # Errors
    /// [`Wrong`] where the line does not follow; the chain stays where it is then.
    pub fn pass(&mut self, line: &Line) -> Result<(), Wrong> {
        match line {
            Line::Begin(begin) => {
                begin.is_of_this_form()?;
                self.must_be(&Self::of(begin))
            }
            Line::Operation(done) => self.pass_operation(done),
            Line::Read(heard) => self.pass_read(heard),
            Line::End(text) => {
                let at = Self::at(text).ok_or_else(|| Wrong::Unread(text.clone()))?;
                self.must_be(&at)
            }
        }
    }

    fn must_be(&self, at: &Self) -> Result<(), Wrong> {
        let numbers = |chain: &Self| (chain.operation.0, chain.reads.0);
        if numbers(self) != numbers(at) {
            let (found, before) = (at.operation.0, self.operation.0);
            return Err(Wrong::Elsewhere { found, before });
        }
        if self.operation != at.operation {
            let (what, number) = (OPERATION, self.operation.0);
            return Err(Wrong::Altered { what, number });
        }
        if self.reads != at.reads {
            let (what, number) = (READ, self.reads.0);
            return Err(Wrong::Altered { what, number });
        }
        Ok(())
    }

    fn pass_operation(&mut self, done: &Done) -> Result<(), Wrong> {
        let logged = &done.logged;
        let (found, before, what) = (logged.seq, self.operation.0, OPERATION);
        if found != before + 1 {
            return Err(Wrong::Gap { what, found, before });
        }
        if RULES < logged.rules {
            let (operation, rules) = (found, logged.rules);
            return Err(Wrong::NewerRules { operation, rules });
        }
        if logged.hash != link(&self.operation.1, logged) {
            let number = found;
            return Err(Wrong::Altered { what, number });
        }
        self.operation = (logged.seq, logged.hash.clone());
        Ok(())
    }

    fn pass_read(&mut self, heard: &Heard) -> Result<(), Wrong> {
        let (found, before, what) = (heard.link, self.reads.0, READ);
        if found != before + 1 {
            return Err(Wrong::Gap { what, found, before });
        }
        let read = heard.reads.last().map(NotedRead::to_row);
        if heard.hash != read_links::hash(&self.reads.1, read.as_ref(), &heard.result.to_row()) {
            let number = found;
            return Err(Wrong::Altered { what, number });
        }
        self.reads = (heard.link, heard.hash.clone());
        Ok(())
    }
}
