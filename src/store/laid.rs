//! A store as it would be with changes laid over it, of which it never hears: so that a long file is decided as a whole
//! before any of it is written.

use super::memory::Kept;
use super::packed::{Packed, pack};
use crate::domain::record::{Fault, Range, Row, Table, Value};
use crate::operations::answer::Answer;
use crate::operations::change::{Change, Write};
use crate::operations::decide::answer_to;
use crate::operations::request::Request;
use crate::operations::view::{View, picked};
use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet};

/// A store that does not change meanwhile, and the changes over it. What a question costs depends on what is asked for,
/// and not on how much was changed.
pub struct Laid<'v> {
    base: &'v dyn View,
    /// The rows that were written.
    over: Kept,
    /// By table, the keys of rows that were removed.
    gone: BTreeMap<&'static str, BTreeSet<Packed>>,
    /// How far all rows of the store are hidden that a range begins with.
    passed: RefCell<BTreeMap<Line, Value>>,
}

/// Where a range lies, whatever it leaves out: table, order and prefix.
type Line = (&'static str, usize, Packed);

impl<'v> Laid<'v> {
    /// Lays nothing over a store yet.
    pub fn over(base: &'v dyn View) -> Self {
        Self {
            base,
            over: Kept::default(),
            gone: BTreeMap::new(),
            passed: RefCell::default(),
        }
    }

    /// Decides a request on the store as it would be, and lays what it changes over it; returns the change, if there is
    /// one, and the answer.
    ///
    /// # Errors
    /// A [`Fault`] if the store can't be read.
    pub fn decide(&mut self, request: &Request) -> Result<(Option<Change>, Answer), Fault> {
        let (change, answer) = answer_to(self, request)?;
        change.iter().for_each(|change| self.lay(change));
        Ok((change, answer))
    }

    fn lay(&mut self, change: &Change) {
        for write in &change.writes {
            let table = write.table();
            match write {
                Write::Put { row, .. } => self.over.lay(table, &pack(&row[..table.key]), Some(pack(row))),
                Write::Remove { key, .. } => {
                    let key = pack(key);
                    self.over.lay(table, &key, None);
                    self.gone.entry(table.name).or_default().insert(key);
                }
            }
        }
    }

    /// Returns whether a row of the store is no longer there as it is in the store.
    fn hides(&self, table: &'static Table, key: &[Value]) -> bool {
        let key = pack(key);
        self.over.has(table, &key) || self.gone.get(table.name).is_some_and(|gone| gone.contains(&key))
    }

    fn is_untouched(&self, table: &'static Table) -> bool {
        self.over.is_empty(table) && !self.gone.contains_key(table.name)
    }

    /// Returns the rows of a range that the store has and nothing hides.
    fn left(&self, range: &Range) -> Result<Vec<Row>, Fault> {
        // What is only added hides nothing.
        if range.table.append_only {
            return self.base.rows(range);
        }
        let line = (range.table.name, range.order, pack(&range.prefix));
        let passed = self.passed.borrow().get(&line).cloned();
        let passed = passed.filter(|_| !range.descending);
        let mut asked = range.clone();
        asked.after = range.after.clone().max(passed);
        loop {
            let rows = self.base.rows(&asked)?;
            let is_all = rows.len() < asked.limit;
            let is_hidden = |row: &Row| self.hides(range.table, &row[..range.table.key]);
            // Before the range there may be rows that nobody has looked at.
            if !range.descending && (range.after.is_none() || range.after < asked.after) {
                let hidden = rows.iter().take_while(|row| is_hidden(row)).count();
                self.pass(&line, range, &rows, hidden, is_all);
            }
            let mut left: Vec<Row> = rows.into_iter().filter(|row| !is_hidden(row)).collect();
            if is_all || range.limit <= left.len() {
                left.truncate(range.limit);
                return Ok(left);
            }
            asked.limit = asked.limit.saturating_mul(2);
        }
    }

    /// Notes that so many rows, with which a range begins, are hidden: they need not be read again.
    fn pass(&self, line: &Line, range: &Range, rows: &[Row], hidden: usize, is_all: bool) {
        let Some(column) = range.table.ordered(range.order).nth(range.prefix.len()) else {
            return;
        };
        // Of those that begin alike, one that is not hidden may follow.
        let next = rows
            .get(hidden)
            .or_else(|| rows.last().filter(|_| !is_all))
            .map(|row| &row[column]);
        let values = rows[..hidden].iter().rev().map(|row| &row[column]);
        let whole = values
            .into_iter()
            .find(|value| next.is_none_or(|next| *value < next));
        if let Some(value) = whole {
            self.passed.borrow_mut().insert(line.clone(), value.clone());
        }
    }
}

impl View for Laid<'_> {
    fn row(&self, table: &'static Table, key: &[Value]) -> Result<Option<Row>, Fault> {
        match self.over.row(table, key)? {
            None if self.hides(table, key) => Ok(None),
            None => self.base.row(table, key),
            row => Ok(row),
        }
    }

    fn row_of_each(&self, table: &'static Table, keys: &[Vec<Value>]) -> Result<Vec<Option<Row>>, Fault> {
        let mut rows = self.base.row_of_each(table, keys)?;
        for (row, key) in rows.iter_mut().zip(keys) {
            if self.hides(table, key) {
                *row = self.over.row(table, key)?;
            }
        }
        Ok(rows)
    }

    fn rows(&self, range: &Range) -> Result<Vec<Row>, Fault> {
        if self.is_untouched(range.table) {
            return self.base.rows(range);
        }
        let mut rows = self.left(range)?;
        rows.extend(self.over.rows(range)?);
        range.sort(&mut rows);
        rows.truncate(range.limit);
        Ok(rows)
    }

    fn cells(&self, range: &Range, columns: &[usize]) -> Result<Vec<Row>, Fault> {
        if self.is_untouched(range.table) {
            return self.base.cells(range, columns);
        }
        Ok(picked(self.rows(range)?, columns))
    }

    fn last(&self, table: &'static Table) -> Result<i64, Fault> {
        Ok(self.base.last(table)?.max(self.over.last(table)?))
    }
}

#[cfg(test)]
mod tests;
