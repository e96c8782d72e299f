//! A store that fails on demand.

use binledger::domain::record::Fault;
use binledger::operations::answer::Answer;
use binledger::operations::change::Change;
use binledger::operations::request::Request;
use binledger::operations::view::View;
use binledger::store::memory::Memory;
use binledger::store::{BatchError, Local, Note, Store, StoreError, Turn};
use std::cell::Cell;
use std::rc::Rc;

/// A store that fails at the place it is told to.
pub struct Shaky {
    pub store: Memory,
    pub fail: Rc<Cell<Fail>>,
}

#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Fail {
    Never,
    /// Before a request is applied.
    Before,
    /// After a request was applied.
    After,
    /// Where the result of a read is noted.
    Notes,
    /// Whatever is asked.
    Always,
}

impl Shaky {
    /// A store that holds the same and does not fail yet.
    pub fn of(store: &Memory) -> Self {
        Self {
            store: store.clone(),
            fail: Rc::new(Cell::new(Fail::Never)),
        }
    }
}

fn full() -> StoreError {
    StoreError::Full {
        at: std::path::Path::new("/store.db").into(),
    }
}

impl Store for Shaky {
    fn transact(&mut self, request: &Request) -> Result<Answer, StoreError> {
        match self.fail.get() {
            Fail::Before | Fail::Always => Err(full()),
            Fail::After => self.store.transact(request).and(Err(full())),
            Fail::Never | Fail::Notes => self.store.transact(request),
        }
    }
    fn transact_all(&mut self, requests: &[Request]) -> Result<Vec<Answer>, BatchError> {
        self.store.transact_all(requests)
    }
    fn preview(&self, request: &Request) -> Result<Result<Change, Box<Answer>>, StoreError> {
        self.store.preview(request)
    }
    fn look(&self, look: &mut dyn FnMut(&dyn View) -> Result<(), Fault>) -> Result<(), StoreError> {
        if self.fail.get() == Fail::Always {
            return Err(full());
        }
        self.store.look(look)
    }
    fn note(&mut self, notes: &[Note]) -> Result<(), StoreError> {
        let is_result = |note: &Note| matches!(note, Note::Result(_));
        let fails = match self.fail.get() {
            Fail::Notes => notes.iter().any(is_result),
            fail => fail == Fail::Always,
        };
        if fails {
            return Err(full());
        }
        self.store.note(notes)
    }
    fn version(&self) -> Result<i64, StoreError> {
        self.store.version()
    }
}

impl Local for Shaky {
    fn turn(&mut self, work: &mut dyn FnMut(&mut Turn<'_>) -> Result<(), Fault>) -> Result<(), StoreError> {
        match self.fail.get() {
            Fail::Before | Fail::Always => Err(full()),
            Fail::After => self.store.turn(work).and(Err(full())),
            Fail::Never => self.store.turn(work),
            Fail::Notes => self.store.turn(&mut |turn| {
                work(turn)?;
                Err(Fault::new("the notes can't be written"))
            }),
        }
    }
}
