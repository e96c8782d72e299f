//! A change in the making: the store as it would be, seen through what has been decided so far.

use super::change::{Change, Write};
use super::view::{View, picked};
use crate::domain::record::{Fault, Range, Record, Row, Table, Value};
use std::collections::BTreeMap;

/// Rows touched in one table: the new row, or `None` for one that is gone.
type Touched = BTreeMap<Vec<Value>, Option<Row>>;

/// Reads what is there with what was decided laid over it. Dropping it decides nothing.
pub struct Draft<'v> {
    base: &'v dyn View,
    tables: Vec<(&'static Table, Touched)>,
}

impl<'v> Draft<'v> {
    /// An empty change over `base`.
    pub const fn new(base: &'v dyn View) -> Self {
        Self {
            base,
            tables: Vec::new(),
        }
    }

    /// The store as it would be.
    pub fn view(&self) -> &dyn View {
        self
    }

    /// Adds or replaces a record.
    pub fn put<R: Record>(&mut self, record: &R) {
        let row = record.to_row();
        let key = row[..R::TABLE.key].to_vec();
        self.touched(R::TABLE).insert(key, Some(row));
    }

    /// Removes a record.
    pub fn remove<R: Record>(&mut self, record: &R) {
        let mut key = record.to_row();
        key.truncate(R::TABLE.key);
        self.touched(R::TABLE).insert(key, None);
    }

    /// Lays a change over what was decided so far.
    pub fn lay(&mut self, change: Change) {
        for write in change.writes {
            match write {
                Write::Put { table, row } => {
                    let key = row[..table.key].to_vec();
                    self.touched(table).insert(key, Some(row));
                }
                Write::Remove { table, key } => {
                    self.touched(table).insert(key, None);
                }
            }
        }
    }

    /// What was decided, in the order in which tables and keys were touched.
    pub fn finish(self) -> Change {
        let mut writes = Vec::new();
        for (table, rows) in self.tables {
            writes.extend(rows.into_iter().map(|(key, row)| match row {
                Some(row) => Write::Put { table, row },
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
            None => self.base.row(table, key),
        }
    }

    fn rows(&self, range: &Range) -> Result<Vec<Row>, Fault> {
        let Some(overlay) = self.overlay(range.table) else {
            return self.base.rows(range);
        };
        let wider = Range {
            limit: range.limit.saturating_add(overlay.len()),
            ..range.clone()
        };
        let mut rows = self.base.rows(&wider)?;
        rows.retain(|row| !overlay.contains_key(&row[..range.table.key]));
        rows.extend(overlay.values().flatten().filter(|row| range.holds(row)).cloned());
        let order = range.table.order(range.order);
        rows.sort_by(|a, b| {
            let (a, b) = (order.iter().map(|c| &a[*c]), order.iter().map(|c| &b[*c]));
            if range.descending { b.cmp(a) } else { a.cmp(b) }
        });
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
        Ok(self.base.last(table)?.max(highest))
    }
}
