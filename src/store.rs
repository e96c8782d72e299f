//! The port to what is kept, and its adapters.
//!
//! A store decides nothing: it loads the rows that the rule book asks for, writes the rows that it decided, and
//! remembers. Whatever engine is behind it, the write path crosses the port only as serialisable requests and
//! answers, and all adapters pass the same contract (`tests/library/store.rs`).
//!
//! - [`Store`] — the port; [`Local`] — what a session can do besides, on the side of the store.
//! - [`keeper`] — everything that is the same for all engines: deciding, all or none, what to do after a commit.
//! - [`Laid`] — a store as it would be with changes laid over it, and nothing written.
//! - [`engine`] — what an adapter supplies: rows, and transactions to write them in.
//! - [`memory`], [`sqlite`] — the adapters.

mod batch;
mod carried;
pub mod engine;
mod error;
pub mod keeper;
mod laid;
pub mod memory;
mod note;
mod packed;
pub mod sqlite;
pub mod tables;
mod turn;
mod unit;

pub use self::batch::Batch;
pub use self::carried::Taken;
pub use self::error::{Address, BatchError, StoreError};
pub use self::laid::Laid;
pub use self::note::Note;
pub use self::turn::Turn;

use crate::domain::record::{Fault, Record};
use crate::operations::answer::Answer;
use crate::operations::change::Change;
use crate::operations::request::Request;
use crate::operations::view::View;

/// Where everything is kept.
pub trait Store {
    /// Decides and applies one request, durably: when this returns, the change survives a power cut.
    fn transact(&mut self, request: &Request) -> Result<Answer, StoreError>;

    /// Decides and applies several requests, all or none, each seeing the ones before it.
    fn transact_all(&mut self, requests: &[Request]) -> Result<Vec<Answer>, BatchError>;

    /// Decides and applies a batch: all of it or none, or everything that no rule refuses if the batch leaves refused
    /// requests out. A store on a disk never holds a batch in memory as a whole.
    fn transact_batch(&mut self, batch: &mut dyn Batch) -> Result<(), BatchError> {
        self.look(&mut |view| batch.begin(view))?;
        let mut requests = Vec::new();
        loop {
            let mut next = None;
            self.look(&mut |view| {
                next = batch.next(view)?;
                Ok(())
            })?;
            match next {
                Some(request) if batch.leaves_out() => batch.answered(self.transact(&request)?),
                Some(request) => requests.push(request),
                None => break,
            }
        }
        for answer in self.transact_all(&requests)? {
            batch.answered(answer);
        }
        Ok(())
    }

    /// Decides a request and writes nothing: what it would change, or the answer that it would get instead.
    fn preview(&self, request: &Request) -> Result<Result<Change, Box<Answer>>, StoreError>;

    /// Lets `look` read one consistent state of the store, all of which survives a power cut.
    fn look(&self, look: &mut dyn FnMut(&dyn View) -> Result<(), Fault>) -> Result<(), StoreError>;

    /// Lets `look` read one consistent state of the store at once. Nobody may be told what was found before
    /// [`Store::force`] was waited for: others' changes may be among it that a power cut would take away.
    fn peek(&self, look: &mut dyn FnMut(&dyn View) -> Result<(), Fault>) -> Result<(), StoreError> {
        self.look(look)
    }

    /// Waits until everything that could be read by now survives a power cut.
    fn force(&mut self) -> Result<(), StoreError> {
        Ok(())
    }

    /// Writes notes, all or none. They survive the death of the process at once, and a power cut as soon as the next
    /// request is applied.
    fn note(&mut self, notes: &[Note]) -> Result<(), StoreError>;

    /// Returns a number that changes whenever another process changed the store.
    fn version(&self) -> Result<i64, StoreError>;
}

/// A store on whose side the caller is, so that it can take part in a transaction.
///
/// What a terminal is told about a posting, and where its work stands then, follows from the answer and from what is in
/// the store after it, so the result of a read can't be sent along with the request that the read causes. Still, both
/// have to be kept together or not at all, in one commit. Of the ways to do that, previewing the request first and
/// sending the expected answer along was turned down: each scan would be decided twice, and the answer, which holds
/// numbers, would be wrong as soon as somebody else posts in between, which is likeliest when many do. Writing the
/// result with the next read would leave a terminal at rest without it. So the work on a read goes on inside the
/// transaction, as a call. Nothing but messages and answers crosses the port for that: a caller that works like this (a
/// session) runs where the store is, and a terminal elsewhere sends its reads there and is sent what to show.
pub trait Local: Store {
    /// Lets `work` write in one transaction, durably: when this returns, all of it survives a power cut. `work` is
    /// called again if the outcome of the commit is unknown, and then has to find out from the store whether what it
    /// did before is there.
    ///
    /// # Errors
    /// [`StoreError`] if the store or `work` fails; nothing was written then, unless the outcome is unknown.
    fn turn(&mut self, work: &mut dyn FnMut(&mut Turn<'_>) -> Result<(), Fault>) -> Result<(), StoreError>;
}

impl dyn Store + '_ {
    /// Reads one consistent state and returns what was found there.
    pub fn read<T>(&self, mut look: impl FnMut(&dyn View) -> Result<T, Fault>) -> Result<T, StoreError> {
        let mut found = None;
        self.look(&mut |view| {
            found = Some(look(view)?);
            Ok(())
        })?;
        found.ok_or_else(|| Fault::new("the store answered nothing").into())
    }

    /// Reads one consistent state as [`Store::peek`] does, and returns what was found there.
    pub fn glance<T>(&self, mut look: impl FnMut(&dyn View) -> Result<T, Fault>) -> Result<T, StoreError> {
        let mut found = None;
        self.peek(&mut |view| {
            found = Some(look(view)?);
            Ok(())
        })?;
        found.ok_or_else(|| Fault::new("the store answered nothing").into())
    }

    /// Returns all records of one kind, in key order.
    pub fn all<R: Record>(&self) -> Result<Vec<R>, StoreError> {
        self.read(|view| view.all::<R>(&[]))
    }
}
