//! One transaction as its user sees it.

use super::engine::Transaction;
use super::tables::rank;
use super::{Note, unit};
use crate::domain::record::{Fault, Range, Row, Table, Value};
use crate::operations::answer::Answer;
use crate::operations::change::{Halt, Write};
use crate::operations::decide::{Decision, decide_after, told};
use crate::operations::log::{RULES, last};
use crate::operations::read_links;
use crate::operations::remembered::Remembered;
use crate::operations::request::Request;
use crate::operations::stamps::stamp;
use crate::operations::view::View;

/// How a request is decided.
pub type Decide<'a> = dyn Fn(&dyn View, &Request) -> Result<Decision, Halt> + 'a;

/// A transaction under way: messages go in, answers come out, and all of it is written together or not at all.
pub struct Turn<'t> {
    transaction: &'t mut dyn Transaction,
    wrote: bool,
    /// What was read so far; `None` while nothing is read twice.
    remembered: Option<Remembered>,
    /// Whether requests are stamped as they say themselves.
    is_as_told: bool,
}

impl<'t> Turn<'t> {
    pub(super) fn of(transaction: &'t mut dyn Transaction) -> Self {
        Self {
            transaction,
            wrote: false,
            remembered: None,
            is_as_told: false,
        }
    }

    /// Stamps requests as they say from now on: for a script that replays the times of another day.
    pub const fn stamp_as_told(&mut self) {
        self.is_as_told = true;
    }

    /// Remembers what is read from now on: until the transaction ends, nobody else writes.
    pub(super) fn remember(&mut self) {
        self.remembered = Some(Remembered::new());
    }

    /// Returns whether there is anything to commit.
    pub(super) const fn wrote(&self) -> bool {
        self.wrote
    }

    /// Returns the store with what was written so far.
    pub fn view(&self) -> &dyn View {
        self
    }

    /// Decides a request on what was written so far, and writes what was decided. A refusal takes nothing back. The
    /// request is stamped no earlier than the operation before it: the clocks of processes differ by milliseconds, and
    /// a machine's clock may be set back.
    ///
    /// # Errors
    /// A [`Fault`] where the store fails; the turn can't go on then.
    pub fn transact(&mut self, request: &Request) -> Result<Answer, Fault> {
        let last = last(self.view())?;
        let before = match &last {
            Some(last) if !self.is_as_told => Some(stamp(last)?),
            _ => None,
        };
        let request = match before.filter(|before| request.at < *before) {
            Some(at) => &Request {
                at,
                ..request.clone()
            },
            None => request,
        };
        let decided = decide_after(last.as_ref(), self.view(), request, RULES);
        self.write_decided(request, decided)
    }

    /// Decides and writes as [`Turn::transact`] does, but by other rules than today's.
    pub(super) fn transact_by(&mut self, request: &Request, decide: &Decide<'_>) -> Result<Answer, Fault> {
        let decided = decide(self.view(), request);
        self.write_decided(request, decided)
    }

    fn write_decided(&mut self, request: &Request, decided: Result<Decision, Halt>) -> Result<Answer, Fault> {
        let (change, answer) = told(request, decided)?;
        if let Some(change) = change {
            self.write(&change.writes)?;
        }
        Ok(answer)
    }

    /// Writes notes, and the link of each result among them.
    ///
    /// # Errors
    /// A [`Fault`] where a read or a result is there already, or the store fails; the turn can't go on then.
    pub fn note(&mut self, notes: &[Note]) -> Result<(), Fault> {
        let rows: Vec<Write> = notes.iter().map(Note::write).collect();
        self.write(&rows)?;
        for result in notes.iter().filter_map(Note::result) {
            let link = read_links::next(self.view(), result)?;
            self.write(&[Write::put(&link)])?;
        }
        Ok(())
    }

    /// Writes rows, parents before children.
    pub(super) fn write(&mut self, writes: &[Write]) -> Result<(), Fault> {
        self.wrote = true;
        let mut writes: Vec<&Write> = writes.iter().collect();
        writes.sort_by_cached_key(|write| rank(write.table()));
        for write in &writes {
            self.transaction.write(write)?;
            if let Some(remembered) = &mut self.remembered {
                remembered.written(write);
            }
        }
        if writes.into_iter().any(unit::may_say) {
            // What comes behind it in this transaction may have amounts.
            unit::agree(self.transaction.view())?;
        }
        Ok(())
    }
}

impl View for Turn<'_> {
    fn row(&self, table: &'static Table, key: &[Value]) -> Result<Option<Row>, Fault> {
        let store = self.transaction.view();
        match &self.remembered {
            Some(remembered) => remembered.row(store, table, key),
            None => store.row(table, key),
        }
    }

    fn row_of_each(&self, table: &'static Table, keys: &[Vec<Value>]) -> Result<Vec<Option<Row>>, Fault> {
        let store = self.transaction.view();
        match &self.remembered {
            Some(remembered) => remembered.row_of_each(store, table, keys),
            None => store.row_of_each(table, keys),
        }
    }

    fn rows(&self, range: &Range) -> Result<Vec<Row>, Fault> {
        let store = self.transaction.view();
        match &self.remembered {
            Some(remembered) => remembered.rows(store, range),
            None => store.rows(range),
        }
    }

    fn cells(&self, range: &Range, columns: &[usize]) -> Result<Vec<Row>, Fault> {
        self.transaction.view().cells(range, columns)
    }

    fn last(&self, table: &'static Table) -> Result<i64, Fault> {
        let store = self.transaction.view();
        match &self.remembered {
            Some(remembered) => remembered.last(store, table),
            None => store.last(table),
        }
    }
}
