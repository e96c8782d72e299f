//! A change in the making: the store as it would be, seen through what has been decided so far.

mod overlay;
#[cfg(test)]
pub(super) mod tests;

use self::overlay::Overlay;
use super::change::{Change, Write};
use super::passed::Passed;
use super::remembered::Remembered;
use super::view::{View, picked};
use crate::domain::record::{Fault, Range, Record, Row, Table, Value};

/// The store with what was decided so far laid over it. Dropping it discards the decision.
///
/// It remembers short results that it has read of the store, which does not change while a decision is being made.
pub struct Draft<'v> {
    base: &'v dyn View,
    tables: Vec<Overlay>,
    read: Remembered,
    /// How far rows of the store are touched, where many are.
    passed: Passed,
}

impl<'v> Draft<'v> {
    /// Starts an empty change over `base`.
    pub const fn new(base: &'v dyn View) -> Self {
        Self {
            base,
            tables: Vec::new(),
            read: Remembered::new(),
            passed: Passed::new(),
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
        self.touched(R::TABLE).touch(key, Some(row));
    }

    /// Adds a record whose key nothing in the store has, such as one that begins with the number of a new movement.
    pub fn add<R: Record>(&mut self, record: &R) {
        let row = record.to_row();
        let key = row[..R::TABLE.key].to_vec();
        self.read.keep_absent(R::TABLE, &key);
        self.touched(R::TABLE).touch(key, Some(row));
    }

    /// Removes a record.
    pub fn remove<R: Record>(&mut self, record: &R) {
        let mut key = record.to_row();
        key.truncate(R::TABLE.key);
        self.touched(R::TABLE).touch(key, None);
    }

    /// Returns the records of one kind that the draft adds or replaces, in key order.
    pub fn written<R: Record>(&self) -> Result<Vec<R>, Fault> {
        let touched = self.overlay(R::TABLE).into_iter();
        let rows = touched.flat_map(|overlay| overlay.rows().values());
        rows.flatten().cloned().map(R::from_row).collect()
    }

    /// Returns the records of one kind that the draft adds, replaces or removes, in key order: each as it was and as it
    /// would be.
    pub fn changes<R: Record>(&self) -> Result<Vec<Changed<R>>, Fault> {
        let Some(overlay) = self.overlay(R::TABLE) else {
            return Ok(Vec::new());
        };
        let change = |(key, row): (&Vec<Value>, &Option<Row>)| {
            let before = self.read.row(self.base, R::TABLE, key)?;
            let read = |row: Option<Row>| row.map(R::from_row).transpose();
            Ok((read(before)?, read(row.clone())?))
        };
        overlay.rows().iter().map(change).collect()
    }

    /// Returns the store as it is, without what was decided so far.
    pub const fn before(&self) -> Before<'_> {
        Before(self)
    }

    /// Returns the numbers that the draft gives in a numbered, append-only table: the first, if any, and how many.
    pub fn numbered<R: Record>(&self) -> (Option<i64>, i64) {
        let Some(rows) = self.overlay(R::TABLE).map(Overlay::rows) else {
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

    /// Returns what was decided, in the order in which tables and keys were touched.
    pub fn finish(self) -> Change {
        let (mut writes, read) = (Vec::new(), self.read);
        for overlay in self.tables {
            let table = overlay.table();
            let rows = overlay.into_rows().into_iter();
            writes.extend(rows.map(|(key, row)| match row {
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

    fn touched(&mut self, table: &'static Table) -> &mut Overlay {
        let at = self.tables.iter().position(|known| *known.table() == *table);
        let at = at.unwrap_or_else(|| {
            self.tables.push(Overlay::of(table));
            self.tables.len() - 1
        });
        &mut self.tables[at]
    }

    fn overlay(&self, table: &'static Table) -> Option<&Overlay> {
        self.tables.iter().find(|known| *known.table() == *table)
    }
}

/// A record as it was and as it would be; `None` where it is not.
pub type Changed<R> = (Option<R>, Option<R>);

/// The store under a draft.
pub struct Before<'d>(&'d Draft<'d>);

impl View for Before<'_> {
    fn row(&self, table: &'static Table, key: &[Value]) -> Result<Option<Row>, Fault> {
        self.0.read.row(self.0.base, table, key)
    }

    fn rows(&self, range: &Range) -> Result<Vec<Row>, Fault> {
        self.0.read.rows(self.0.base, range)
    }

    fn last(&self, table: &'static Table) -> Result<i64, Fault> {
        self.0.read.last(self.0.base, table)
    }
}

impl View for Draft<'_> {
    fn row(&self, table: &'static Table, key: &[Value]) -> Result<Option<Row>, Fault> {
        match self.overlay(table).and_then(|overlay| overlay.rows().get(key)) {
            Some(touched) => Ok(touched.clone()),
            None => self.read.row(self.base, table, key),
        }
    }

    fn row_of_each(&self, table: &'static Table, keys: &[Vec<Value>]) -> Result<Vec<Option<Row>>, Fault> {
        let overlay = self.overlay(table);
        let is_touched = |key: &Vec<Value>| overlay.is_some_and(|overlay| overlay.rows().contains_key(key));
        let stored: Vec<Vec<Value>> = keys.iter().filter(|key| !is_touched(key)).cloned().collect();
        self.read.row_of_each(self.base, table, &stored)?;
        keys.iter().map(|key| self.row(table, key)).collect()
    }

    fn rows(&self, range: &Range) -> Result<Vec<Row>, Fault> {
        let Some(overlay) = self.overlay(range.table) else {
            return self.read.rows(self.base, range);
        };
        let is_touched = |row: &Row| overlay.rows().contains_key(&row[..range.table.key]);
        let mut rows = if overlay.is_large() {
            let read = |range: &Range| self.read.rows(self.base, range);
            self.passed.left(range, read, is_touched)?
        } else {
            // Rows of the store that were touched fall away, so that as many more have to be asked for.
            let hidden = overlay.hidden(|key| self.read.may_hold(range, key));
            let limit = range.limit.saturating_add(hidden);
            let mut rows = self.read.rows(self.base, &range.clone().first(limit))?;
            rows.retain(|row| !is_touched(row));
            rows
        };
        rows.extend(overlay.laid(range));
        range.sort(&mut rows);
        rows.truncate(range.limit);
        Ok(rows)
    }

    fn cells(&self, range: &Range, columns: &[usize]) -> Result<Vec<Row>, Fault> {
        let first = range.clone().first(1);
        let has_laid = |overlay: &Overlay| !overlay.laid(&first).is_empty();
        if range.table.append_only && !self.overlay(range.table).is_some_and(has_laid) {
            return self.base.cells(range, columns);
        }
        Ok(picked(self.rows(range)?, columns))
    }

    fn last(&self, table: &'static Table) -> Result<i64, Fault> {
        let touched = self
            .overlay(table)
            .and_then(|overlay| overlay.rows().keys().next_back());
        let highest = if let Some(Value::Int(n)) = touched.and_then(|key| key.first()) {
            *n
        } else {
            0
        };
        Ok(self.read.last(self.base, table)?.max(highest))
    }
}
