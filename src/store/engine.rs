//! What an adapter supplies: rows to read, transactions to write rows in, and nothing of policy.
//!
//! A commit reports that it is done, or why not, in the three ways that make a difference to the caller. What is done
//! about each is the [`keeper`](super::keeper)'s affair, so that every engine behaves the same. An engine on another
//! machine fits as well: `Retry` is what a database reports for a transaction that could not be ordered among others
//! (SQLSTATE 40001), `Unknown` what is left when the connection is lost during the commit.

use super::StoreError;
use crate::domain::record::Fault;
use crate::operations::change::Write;
use crate::operations::view::View;

/// What a commit has to survive before anybody is told of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Force {
    /// A power cut, once [`Engine::force`] has returned.
    Now,
    /// The death of the process; a power cut once a later commit is forced.
    Later,
}

/// Why a commit is not done.
#[derive(Debug)]
pub enum Failed {
    /// Nothing was written.
    Clean(Fault),
    /// Nothing was written, because others came in between: the same work may be done again at once.
    Retry(Fault),
    /// Whether it was written can only be found out by looking.
    Unknown(Fault),
}

/// Where rows are kept.
pub trait Engine {
    /// A transaction that was begun.
    type Transaction<'e>: Transaction
    where
        Self: 'e;

    /// Waits for the turn to write, and begins a transaction that sees everything committed before it.
    ///
    /// # Errors
    /// A [`Fault`] if no transaction can be begun; nothing is left open then.
    fn begin(&mut self, force: Force) -> Result<Self::Transaction<'_>, Fault>;

    /// Forgets everything that was known of the store, so that the next transaction sees what is really kept.
    ///
    /// # Errors
    /// A [`Fault`] where the store can't be reached anew.
    fn renew(&mut self) -> Result<(), Fault>;

    /// Lets `look` read one consistent state, of which not everything need survive a power cut yet.
    ///
    /// # Errors
    /// A [`Fault`] if it can't be read, and any that `look` returns.
    fn peek(&self, look: &mut dyn FnMut(&dyn View) -> Result<(), Fault>) -> Result<(), Fault>;

    /// Lets `look` read one consistent state, all of which survives a power cut.
    ///
    /// # Errors
    /// As [`Engine::peek`], and where the state can't be forced.
    fn look(&self, look: &mut dyn FnMut(&dyn View) -> Result<(), Fault>) -> Result<(), Fault> {
        self.peek(look)
    }

    /// Waits until everything that was committed with [`Force::Now`] and could be read by now survives a power cut.
    ///
    /// # Errors
    /// A [`Fault`] if that fails: what was committed may be lost.
    fn force(&self) -> Result<(), Fault> {
        Ok(())
    }

    /// Does what an engine has to do now and then, after a change that is durable; others go on writing meanwhile.
    fn tidy(&self) {}

    /// Returns a number that changes whenever another handle changed the store.
    ///
    /// # Errors
    /// A [`Fault`] where it can't be read.
    fn version(&self) -> Result<i64, Fault>;

    /// Returns what a fault of this engine means to people.
    fn explain(&self, fault: Fault) -> StoreError;
}

/// Rows that are written together or not at all. One of the last two methods ends it.
pub trait Transaction {
    /// Returns the rows as this transaction has written them so far.
    fn view(&self) -> &dyn View;

    /// Writes one row.
    ///
    /// # Errors
    /// A [`Fault`] where the engine refuses the row or can't write.
    fn write(&mut self, write: &Write) -> Result<(), Fault>;

    /// Commits. Whatever comes of it, nothing stays open.
    ///
    /// # Errors
    /// [`Failed`] says whether anything was written, as far as that is known.
    fn commit(self) -> Result<(), Failed>
    where
        Self: Sized;

    /// Takes everything back.
    ///
    /// # Errors
    /// A [`Fault`] where that fails.
    fn roll_back(self) -> Result<(), Fault>
    where
        Self: Sized;
}
