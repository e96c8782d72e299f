//! A store as it would be with changes laid over it in memory, so that a long file can be decided as a whole before any
//! of it is written.

use super::memory::Kept;
use super::packed::{Packed, pack};
use crate::domain::record::{Fault, Range, Row, Table, Value};
use crate::operations::answer::Answer;
use crate::operations::change::{Change, Write};
use crate::operations::decide::answer_to;
use crate::operations::passed::Passed;
use crate::operations::request::Request;
use crate::operations::view::{View, picked};
use std::collections::{BTreeMap, BTreeSet};

/// An unchanging state of a store and the changes over it. What a question costs depends on what is asked for, not on
/// how much was changed.
pub struct Laid<'v> {
    base: &'v dyn View,
    /// The rows that were written.
    over: Kept,
    /// By table, the keys of rows that were removed.
    gone: BTreeMap<&'static str, BTreeSet<Packed>>,
    passed: Passed,
}

impl<'v> Laid<'v> {
    /// Lays nothing over a store yet.
    pub fn over(base: &'v dyn View) -> Self {
        Self {
            base,
            over: Kept::default(),
            gone: BTreeMap::new(),
            passed: Passed::new(),
        }
    }

    /// Decides a request on the store as it would be, and lays what it changes over it; returns the change, if there is
    /// one, and the answer.
    ///
    /// # Errors
    /// A [`Fault`] if the store can't be read.
    pub fn decide(&mut self, request: &Request) -> Result<(Option<Change>, Answer), Fault> {
        let (change, answer) = answer_to(self, request)?;
        if let Some(change) = &change {
            self.lay(change);
        }
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
        // A new row hides nothing.
        if range.table.append_only {
            return self.base.rows(range);
        }
        let is_hidden = |row: &Row| self.hides(range.table, &row[..range.table.key]);
        self.passed.left(range, |range| self.base.rows(range), is_hidden)
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
