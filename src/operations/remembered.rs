//! What was read of a store that does not change unnoticed meanwhile, so that nothing is asked for twice.

mod memory;
#[cfg(test)]
mod tests;

use self::memory::{Known, Memory};
use super::change::{Before, Write};
use super::view::View;
use crate::domain::record::{Fault, Range, Row, Table, Value};
use std::cell::{Ref, RefCell, RefMut};

/// Short results that were read of a store, by table. Every question names the store that is asked where the answer is
/// not known: always the same one.
#[derive(Default)]
pub struct Remembered {
    tables: RefCell<Vec<(&'static Table, Memory)>>,
}

impl Remembered {
    /// Returns an empty memory.
    pub const fn new() -> Self {
        Self {
            tables: RefCell::new(Vec::new()),
        }
    }

    /// Returns the store's row with this key, which is read only once.
    ///
    /// # Errors
    /// A [`Fault`] if the store can't answer.
    pub fn row(&self, store: &dyn View, table: &'static Table, key: &[Value]) -> Result<Option<Row>, Fault> {
        if let Some(memory) = self.of(table) {
            match memory.row(table, key) {
                Known::Row(row) => return Ok(Some(row.clone())),
                Known::Nothing => return Ok(None),
                Known::Unknown => {}
            }
        }
        let row = store.row(table, key)?;
        self.of_mut(table).keep_row(key, row.as_ref());
        Ok(row)
    }

    /// Returns the store's row of each of these keys; those that are not known are read at once.
    ///
    /// # Errors
    /// A [`Fault`] if the store can't answer.
    pub fn row_of_each(
        &self,
        store: &dyn View,
        table: &'static Table,
        keys: &[Vec<Value>],
    ) -> Result<Vec<Option<Row>>, Fault> {
        let is_unknown = |key: &&Vec<Value>| {
            let memory = self.of(table);
            memory.is_none_or(|memory| matches!(memory.row(table, key), Known::Unknown))
        };
        let unknown: Vec<Vec<Value>> = keys.iter().filter(is_unknown).cloned().collect();
        if !unknown.is_empty() {
            let rows = store.row_of_each(table, &unknown)?;
            let mut memory = self.of_mut(table);
            for (key, row) in unknown.iter().zip(&rows) {
                memory.keep_row(key, row.as_ref());
            }
        }
        keys.iter().map(|key| self.row(store, table, key)).collect()
    }

    /// Returns the store's rows of a range; a short result is read only once.
    ///
    /// # Errors
    /// A [`Fault`] if the store can't answer.
    pub fn rows(&self, store: &dyn View, range: &Range) -> Result<Vec<Row>, Fault> {
        if let Some(known) = self.of(range.table).and_then(|memory| memory.rows(range)) {
            return Ok(known);
        }
        let rows = store.rows(range)?;
        self.of_mut(range.table).keep_rows(range, &rows);
        Ok(rows)
    }

    /// Returns the highest number of a numbered table, which is read only once.
    ///
    /// # Errors
    /// A [`Fault`] if the store can't answer.
    pub fn last(&self, store: &dyn View, table: &'static Table) -> Result<i64, Fault> {
        if let Some(known) = self.of(table).and_then(|memory| memory.last()) {
            return Ok(known);
        }
        let last = store.last(table)?;
        self.keep_last(table, last);
        Ok(last)
    }

    /// Remembers that the store has no row with this key.
    pub(super) fn keep_absent(&self, table: &'static Table, key: &[Value]) {
        self.of_mut(table).keep_row(key, None);
    }

    /// Remembers the highest number of a numbered table.
    pub(super) fn keep_last(&self, table: &'static Table, last: i64) {
        self.of_mut(table).keep_last(last);
    }

    /// Returns what is known about the row that a write would replace.
    pub(super) fn before(&self, table: &'static Table, key: &[Value]) -> Before {
        if table.append_only {
            return Before::Nothing;
        }
        match self.of(table).as_ref().map(|memory| memory.row(table, key)) {
            None | Some(Known::Unknown) => Before::Unknown,
            Some(Known::Nothing) => Before::Nothing,
            Some(Known::Row(row)) => Before::Row(row.clone()),
        }
    }

    /// Returns whether the store's row with this key, which a write replaces, may lie in a range.
    pub(super) fn may_hold(&self, range: &Range, key: &[Value]) -> bool {
        let memory = self.of(range.table);
        match memory.as_ref().map(|memory| memory.row(range.table, key)) {
            None | Some(Known::Unknown) => !range.table.append_only,
            Some(Known::Nothing) => false,
            Some(Known::Row(row)) => range.holds(row),
        }
    }

    /// Takes notice of a row that was written to the store.
    pub fn written(&mut self, write: &Write) {
        let table = write.table();
        let tables = self.tables.get_mut();
        let Some((_, memory)) = tables.iter_mut().find(|(known, _)| **known == *table) else {
            return;
        };
        match write {
            Write::Put { row, .. } => memory.written(&row[..table.key], Some(row)),
            Write::Remove { key, .. } => memory.written(key, None),
        }
    }

    fn of(&self, table: &'static Table) -> Option<Ref<'_, Memory>> {
        Ref::filter_map(self.tables.borrow(), |tables| {
            let known = tables.iter().find(|(known, _)| **known == *table);
            known.map(|(_, memory)| memory)
        })
        .ok()
    }

    fn of_mut(&self, table: &'static Table) -> RefMut<'_, Memory> {
        RefMut::map(self.tables.borrow_mut(), |tables| {
            let at = tables.iter().position(|(known, _)| **known == *table);
            let at = at.unwrap_or_else(|| {
                tables.push((table, Memory::default()));
                tables.len() - 1
            });
            &mut tables[at].1
        })
    }
}
