//! What is the same for every engine: requests are decided and written in one transaction, and what follows from the
//! ways in which a commit can fail.
//!
//! A commit of unknown outcome is looked into once: the store is reached anew and the same work is done again, which
//! finds its requests known where they were written after all. If that commit is doubtful too, the handle believes
//! nothing any more, and tells nothing that may be lost: a person has to look at the disk. A commit that others got ahead
//! of is done again.

use super::batch::{AtHand, Batch};
use super::engine::{Engine, Failed, Force, Transaction};
use super::turn::{Decide, Turn};
use super::unit::Agreed;
use super::{BatchError, Local, Note, Store, StoreError};
use crate::domain::record::Fault;
use crate::operations::answer::Answer;
use crate::operations::change::Change;
use crate::operations::decide::answer_to;
use crate::operations::request::Request;
use crate::operations::view::View;
use std::error::Error;

/// How often work is done again because others got ahead of its commit.
const RETRIES: u32 = 3;

/// A store over an engine.
#[derive(Clone, Debug, Default)]
pub struct Keeper<E> {
    pub(super) engine: E,
    agreed: Agreed,
    /// Why nothing may be written any more; `None` while writing is allowed.
    stopped: Option<String>,
}

/// Why work came to nothing.
enum Stop {
    /// A rule refused one request of several.
    Refused { at: usize, answer: Box<Answer> },
    /// The engine failed before the commit.
    Fault(Fault),
    /// The commit failed.
    Commit(Failed),
}

impl From<Fault> for Stop {
    fn from(fault: Fault) -> Self {
        Self::Fault(fault)
    }
}

impl<E: Engine> Keeper<E> {
    pub(super) fn over(engine: E) -> Self {
        Self {
            engine,
            agreed: Agreed::default(),
            stopped: None,
        }
    }

    /// Decides and applies one request as [`Store::transact`] does, by other rules than those of today.
    ///
    /// # Errors
    /// Those of [`Store::transact`].
    pub fn transact_by(&mut self, request: &Request, decide: &Decide<'_>) -> Result<Answer, StoreError> {
        let answered = self.insist(|turn| Ok(turn.transact_by(request, decide)?));
        answered.map_err(BatchError::into_store)
    }

    /// Lets `work` write in one transaction, durably. It may be called again, and then has to find out from what is
    /// kept whether it was done already.
    fn insist<T>(&mut self, mut work: impl FnMut(&mut Turn<'_>) -> Result<T, Stop>) -> Result<T, BatchError> {
        let (mut doubted, mut overtaken) = (false, 0);
        loop {
            let attempted = self.attempt(Force::Now, &mut work)?;
            // What is told, be it a refusal, rests on what was read: that must last as well.
            let lasting = match attempted {
                Ok(_) | Err(Stop::Refused { .. }) => {
                    self.engine.force().map_err(|e| Stop::Commit(Failed::Unknown(e)))
                }
                Err(_) => Ok(()),
            };
            match lasting.and(attempted) {
                Ok(done) => {
                    self.engine.tidy();
                    return Ok(done);
                }
                Err(Stop::Commit(Failed::Retry(_))) if overtaken < RETRIES => overtaken += 1,
                Err(Stop::Commit(Failed::Unknown(_))) if !doubted && self.engine.renew().is_ok() => {
                    doubted = true;
                }
                Err(Stop::Commit(Failed::Unknown(fault))) => return Err(self.stop(&fault).into()),
                // Until the second attempt came to its end nobody knows what the first has written.
                Err(Stop::Fault(fault)) if doubted => return Err(self.stop(&fault).into()),
                Err(Stop::Refused { at, answer }) => return Err(BatchError::Refused { at, answer }),
                Err(Stop::Fault(fault) | Stop::Commit(Failed::Clean(fault) | Failed::Retry(fault))) => {
                    return Err(self.engine.explain(fault).into());
                }
            }
        }
    }

    /// Stops trusting the store because of this error.
    fn stop(&mut self, fault: &Fault) -> StoreError {
        let why = fault
            .source()
            .map_or_else(|| fault.to_string(), ToString::to_string);
        self.stopped = Some(why.clone());
        StoreError::Unknown { why }
    }

    /// Lets `work` write in one transaction, and commits where it wrote anything.
    fn attempt<T>(
        &mut self,
        force: Force,
        work: &mut impl FnMut(&mut Turn<'_>) -> Result<T, Stop>,
    ) -> Result<Result<T, Stop>, StoreError> {
        if let Some(why) = &self.stopped {
            return Err(StoreError::Unknown { why: why.clone() });
        }
        let mut transaction = match self.engine.begin(force) {
            Ok(transaction) => transaction,
            Err(fault) => return Ok(Err(fault.into())),
        };
        let mut turn = Turn::of(&mut transaction);
        let agreed = self.agreed.on(turn.view()).map_err(Stop::Fault);
        let done = agreed.and_then(|()| work(&mut turn));
        let ended = if done.is_ok() && turn.wrote() {
            transaction.commit().map_err(Stop::Commit)
        } else {
            transaction.roll_back().map_err(Stop::Fault)
        };
        Ok(ended.and(done))
    }
}

impl<E: Engine> Store for Keeper<E> {
    fn transact(&mut self, request: &Request) -> Result<Answer, StoreError> {
        let answered = self.insist(|turn| Ok(turn.transact(request)?));
        answered.map_err(BatchError::into_store)
    }

    fn transact_all(&mut self, requests: &[Request]) -> Result<Vec<Answer>, BatchError> {
        let mut batch = AtHand::of(requests);
        self.transact_batch(&mut batch)?;
        Ok(batch.answers)
    }

    fn transact_batch(&mut self, batch: &mut dyn Batch) -> Result<(), BatchError> {
        self.insist(|turn| {
            batch.begin(turn.view())?;
            let mut at = 0;
            while let Some(request) = batch.next(turn.view())? {
                let answer = turn.transact(&request)?;
                if answer.refusal.is_some() && !batch.leaves_out() {
                    let answer = Box::new(answer);
                    return Err(Stop::Refused { at, answer });
                }
                batch.answered(answer);
                at += 1;
            }
            Ok(())
        })
    }

    fn preview(&self, request: &Request) -> Result<Result<Change, Box<Answer>>, StoreError> {
        (self as &dyn Store).read(|view| {
            let (change, answer) = answer_to(view, request)?;
            Ok(change.ok_or_else(|| Box::new(answer)))
        })
    }

    fn look(&self, look: &mut dyn FnMut(&dyn View) -> Result<(), Fault>) -> Result<(), StoreError> {
        let looked = self.engine.look(&mut |view| {
            self.agreed.on(view)?;
            look(view)
        });
        looked.map_err(|fault| self.engine.explain(fault))
    }

    fn peek(&self, look: &mut dyn FnMut(&dyn View) -> Result<(), Fault>) -> Result<(), StoreError> {
        let looked = self.engine.peek(&mut |view| {
            self.agreed.on(view)?;
            look(view)
        });
        looked.map_err(|fault| self.engine.explain(fault))
    }

    fn force(&mut self) -> Result<(), StoreError> {
        if self.engine.force().is_ok() {
            return Ok(());
        }
        // The next to write makes the store whole, and that may as well be this handle.
        self.insist(|_| Ok(())).map_err(BatchError::into_store)
    }

    fn note(&mut self, notes: &[Note]) -> Result<(), StoreError> {
        // What becomes of a doubtful note is the caller's affair: it takes the note again or does without it.
        let noted = self.attempt(Force::Later, &mut |turn| Ok(turn.note(notes)?))?;
        noted.map_err(|stop| match stop {
            Stop::Refused { answer, at } => BatchError::Refused { at, answer }.into_store(),
            Stop::Fault(fault)
            | Stop::Commit(Failed::Clean(fault) | Failed::Retry(fault) | Failed::Unknown(fault)) => {
                self.engine.explain(fault)
            }
        })
    }

    fn version(&self) -> Result<i64, StoreError> {
        self.engine.version().map_err(|fault| self.engine.explain(fault))
    }
}

impl<E: Engine> Local for Keeper<E> {
    fn turn(&mut self, work: &mut dyn FnMut(&mut Turn<'_>) -> Result<(), Fault>) -> Result<(), StoreError> {
        let worked = self.insist(|turn| {
            turn.remember();
            Ok(work(turn)?)
        });
        worked.map_err(BatchError::into_store)
    }
}
