//! The port to what is kept, and its adapters.
//!
//! A store decides nothing: it loads the rows that the rule book asks for, writes the rows that it decided, and
//! remembers. Whatever engine is behind it, the write path crosses the port only as serialisable requests and
//! answers, and all adapters pass the same contract (`tests/store.rs`).

mod batch;
pub mod memory;
mod packed;
pub mod sqlite;
pub mod tables;

pub use self::batch::Batch;

use crate::domain::record::{Fault, Record};
use crate::operations::answer::Answer;
use crate::operations::change::{Change, Halt, Write};
use crate::operations::decide::{Decision, decide};
use crate::operations::request::Request;
use crate::operations::view::View;

/// Why a store could not do what was asked. A refusal of a rule is no error: it is an [`Answer`].
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    /// There is no store at the path.
    #[error("there is no store at {path}. Create one with `binledger init`, or name another with --store.")]
    Missing {
        /// The path.
        path: String,
    },
    /// The store belongs to a newer program.
    #[error("the store at {path} has version {found}, this program knows {expected}. Use the newer program.")]
    Newer {
        /// The path.
        path: String,
        /// Its version.
        found: i64,
        /// Ours.
        expected: i64,
    },
    /// The store can't be written.
    #[error("the store at {path} can't be written: {why}. {advice}")]
    ReadOnly {
        /// The path.
        path: String,
        /// What the system said.
        why: String,
        /// What to do.
        advice: String,
    },
    /// No room is left.
    #[error("the disk that holds {path} is full. Nothing was lost: free some space, then scan again.")]
    DiskFull {
        /// The path.
        path: String,
    },
    /// A commit failed in a way that leaves its outcome unknown; the request was tried twice.
    #[error("whether the last change was recorded is unknown: {why}. Stop, and call the supervisor.")]
    Unknown {
        /// What the system said.
        why: String,
    },
    /// The place is no place for a store.
    #[error("{path} is no place for a store: {why}")]
    Unfit {
        /// The path.
        path: String,
        /// What is wrong with it and what to do.
        why: String,
    },
    /// The store is damaged or can't be reached.
    #[error(transparent)]
    Fault(#[from] Fault),
}

/// One of several requests was refused, and so none was applied.
#[derive(Debug, thiserror::Error)]
pub enum BatchError {
    /// A rule refused one.
    #[error("request {at}: {}", .answer.refusal.as_ref().map_or_else(String::new, ToString::to_string))]
    Refused {
        /// Its place, from 0.
        at: usize,
        /// Its answer.
        answer: Box<Answer>,
    },
    /// The store failed.
    #[error(transparent)]
    Store(#[from] StoreError),
}

impl BatchError {
    /// As the error of a store; that of a single request, which is answered and not refused, never is anything else.
    fn into_store(self) -> StoreError {
        match self {
            Self::Store(error) => error,
            refused @ Self::Refused { .. } => Fault::new(refused.to_string()).into(),
        }
    }
}

/// What a request would change, or the answer that it would get instead.
fn foresee(view: &dyn View, request: &Request) -> Result<Result<Change, Box<Answer>>, Fault> {
    match decide(view, request) {
        Ok(Decision::New(change, _)) => Ok(Ok(change)),
        Ok(Decision::Known(answer)) => Ok(Err(Box::new(answer))),
        Err(Halt::Refused(refusal)) => Ok(Err(Box::new(Answer::refused(request.key.clone(), refusal)))),
        Err(Halt::Fault(fault)) => Err(fault),
    }
}

/// Where everything is kept.
pub trait Store {
    /// Decides and applies one request, durably: when this answers, the change survives a power cut.
    fn transact(&mut self, request: &Request) -> Result<Answer, StoreError>;

    /// Decides and applies several requests, all or none, each seeing the ones before it.
    fn transact_all(&mut self, requests: &[Request]) -> Result<Vec<Answer>, BatchError>;

    /// The same for a batch, which a store on a disk never holds as a whole.
    fn transact_batch(&mut self, batch: &mut dyn Batch) -> Result<(), BatchError> {
        let fault = |fault| BatchError::from(StoreError::from(fault));
        batch.begin().map_err(fault)?;
        let mut requests = Vec::new();
        while let Some(request) = batch.next().map_err(fault)? {
            requests.push(request);
        }
        for answer in self.transact_all(&requests)? {
            batch.answered(answer);
        }
        Ok(())
    }

    /// Decides a request and writes nothing: what it would change, or the answer that it would get instead.
    fn preview(&self, request: &Request) -> Result<Result<Change, Box<Answer>>, StoreError>;

    /// Lets `look` read one consistent state of the store.
    fn look(&self, look: &mut dyn FnMut(&dyn View) -> Result<(), Fault>) -> Result<(), StoreError>;

    /// Writes what is no business change: reads, their results and saved sessions, and nothing else. It survives
    /// the death of the process at once, and a power cut as soon as the next request is applied.
    fn note(&mut self, notes: &[Write]) -> Result<(), StoreError>;

    /// A number that changes whenever another process changed the store.
    fn version(&self) -> Result<i64, StoreError>;
}

impl dyn Store + '_ {
    /// Reads one consistent state and answers what was found there.
    pub fn read<T>(&self, mut look: impl FnMut(&dyn View) -> Result<T, Fault>) -> Result<T, StoreError> {
        let mut found = None;
        self.look(&mut |view| {
            found = Some(look(view)?);
            Ok(())
        })?;
        found.ok_or_else(|| Fault::new("the store answered nothing").into())
    }

    /// All records of one kind, in key order.
    pub fn all<R: Record>(&self) -> Result<Vec<R>, StoreError> {
        self.read(|view| view.all::<R>(&[]))
    }
}
