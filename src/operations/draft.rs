//! A change in the making: the store as it would be, seen through what has been decided so far.

#[cfg(test)]
pub(super) mod tests;

use super::change::{Change, Write};
use super::remembered::Remembered;
use super::view::{View, picked};
use crate::domain::record::{Fault, Range, Record, Row, Table, Value};
use std::collections::BTreeMap;

/// Rows touched in one table: the new row, or `None` for one that is gone.
type Touched = BTreeMap<Vec<Value>, Option<Row>>;

/// The store with what was decided so far laid over it. Dropping it discards the decision.
///
/// It remembers short results that it has read of the store, which does not change while a decision is being made.
pub struct Draft<'v> {
    base: &'v dyn View,
    tables: Vec<(&'static Table, Touched)>,
    read: Remembered,
}

impl<'v> Draft<'v> {
    /// Starts an empty change over `base`.
    pub const fn new(base: &'v dyn View) -> Self {
        Self {
            base,
            tables: Vec::new(),
            read: Remembered::new(),
        }
    }

    /// Returns the store as it would be.
    pub fn view(&self) -> &dyn View {
        self
    }

    /// Adds or replaces a record.
    pub fn put<R: Record>(&mut self, record: &R) {
        let row = record.to_row();
        let key = row[..R::TABLE.key].to_vec();
        self.touched(R::TABLE).insert(key, Some(row));
    }

    /// Adds a record whose key nothing in the store has, such as one that begins with the number of a new movement.
    pub fn add<R: Record>(&mut self, record: &R) {
        let row = record.to_row();
        let key = row[..R::TABLE.key].to_vec();
        self.read.keep_absent(R::TABLE, &key);
        self.touched(R::TABLE).insert(key, Some(row));
    }

    /// Removes a record.
    pub fn remove<R: Record>(&mut self, record: &R) {
        let mut key = record.to_row();
        key.truncate(R::TABLE.key);
        self.touched(R::TABLE).insert(key, None);
    }

    /// Returns the records of one kind that the draft adds or replaces, in key order.
    pub fn written<R: Record>(&self) -> Result<Vec<R>, Fault> {
        let rows = self.overlay(R::TABLE).into_iter().flat_map(BTreeMap::values);
        rows.flatten().cloned().map(R::from_row).collect()
    }

    /// Returns the numbers that the draft gives in a numbered, append-only table: the first, if any, and how many.
    pub fn numbered<R: Record>(&self) -> (Option<i64>, i64) {
        let Some(rows) = self.overlay(R::TABLE) else {
            return (None, 0);
        };
        let first = match rows.keys().next().and_then(|key| key.first()) {
            Some(Value::Int(first)) => Some(*first),
            _ => None,
        };
        (first, i64::try_from(rows.len()).unwrap_or(i64::MAX))
    }

    /// Makes new numbers follow the last `count` ones of the store, which begin with `first`. Without a
    /// `first`, the store is asked once a number is needed.
    pub fn follow<R: Record>(&self, first: Option<i64>, count: i64) {
        if let Some(first) = first {
            self.read.keep_last(R::TABLE, first + count - 1);
        }
    }

    /// Lays a change over what was decided so far.
    pub fn lay(&mut self, change: Change) {
        for write in change.writes {
            match write {
                Write::Put { table, row, .. } => {
                    let key = row[..table.key].to_vec();
                    self.touched(table).insert(key, Some(row));
                }
                Write::Remove { table, key } => {
                    self.touched(table).insert(key, None);
                }
            }
        }
    }

    /// Returns what was decided, in the order in which tables and keys were touched.
    pub fn finish(self) -> Change {
        let (mut writes, read) = (Vec::new(), self.read);
        for (table, rows) in self.tables {
            writes.extend(rows.into_iter().map(|(key, row)| match row {
                Some(row) => Write::Put {
                    before: read.before(table, &key),
                    table,
                    row,
                },
                None => Write::Remove { table, key },
            }));
        }
        Change { writes }
    }

    fn touched(&mut self, table: &'static Table) -> &mut Touched {
        let at = self.tables.iter().position(|(known, _)| **known == *table);
        let at = at.unwrap_or_else(|| {
            self.tables.push((table, Touched::new()));
            self.tables.len() - 1
        });
        &mut self.tables[at].1
    }

    fn overlay(&self, table: &'static Table) -> Option<&Touched> {
        self.tables
            .iter()
            .find(|(known, _)| **known == *table)
            .map(|(_, rows)| rows)
    }
}

impl View for Draft<'_> {
    fn row(&self, table: &'static Table, key: &[Value]) -> Result<Option<Row>, Fault> {
        match self.overlay(table).and_then(|rows| rows.get(key)) {
            Some(row) => Ok(row.clone()),
            None => self.read.row(self.base, table, key),
        }
    }

    fn row_of_each(&self, table: &'static Table, keys: &[Vec<Value>]) -> Result<Vec<Option<Row>>, Fault> {
        let overlay = self.overlay(table);
        let is_touched = |key: &Vec<Value>| overlay.is_some_and(|rows| rows.contains_key(key));
        let stored: Vec<Vec<Value>> = keys.iter().filter(|key| !is_touched(key)).cloned().collect();
        self.read.row_of_each(self.base, table, &stored)?;
        keys.iter().map(|key| self.row(table, key)).collect()
    }

    fn rows(&self, range: &Range) -> Result<Vec<Row>, Fault> {
        let Some(overlay) = self.overlay(range.table) else {
            return self.read.rows(self.base, range);
        };
        // Rows of the store that were touched fall away, so that as many more have to be asked for.
        let hidden = overlay.keys().filter(|key| self.read.may_hold(range, key));
        let wider = Range {
            limit: range.limit.saturating_add(hidden.count()),
            ..range.clone()
        };
        let mut rows = self.read.rows(self.base, &wider)?;
        rows.retain(|row| !overlay.contains_key(&row[..range.table.key]));
        rows.extend(overlay.values().flatten().filter(|row| range.holds(row)).cloned());
        range.sort(&mut rows);
        rows.truncate(range.limit);
        Ok(rows)
    }

    fn cells(&self, range: &Range, columns: &[usize]) -> Result<Vec<Row>, Fault> {
        let touched = self.overlay(range.table).into_iter().flatten();
        let elsewhere = |row: &Option<Row>| row.as_ref().is_some_and(|row| !range.holds(row));
        if range.table.append_only && touched.map(|(_, row)| row).all(elsewhere) {
            return self.base.cells(range, columns);
        }
        Ok(picked(self.rows(range)?, columns))
    }

    fn last(&self, table: &'static Table) -> Result<i64, Fault> {
        let touched = self.overlay(table).and_then(|rows| rows.keys().next_back());
        let highest = if let Some(Value::Int(n)) = touched.and_then(|key| key.first()) {
            *n
        } else {
            0
        };
        Ok(self.read.last(self.base, table)?.max(highest))
    }
}
