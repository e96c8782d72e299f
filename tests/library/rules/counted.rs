//! What a decision reads.

use binledger::domain::record::{Fault, Range, Row, Table, Value};
use binledger::operations::view::View;
use std::cell::Cell;

/// A view that counts how often a table is read, and how many of its rows.
pub struct Counted<'v> {
    view: &'v dyn View,
    table: &'static str,
    pub reads: Cell<usize>,
    pub rows: Cell<usize>,
}

impl<'v> Counted<'v> {
    pub fn of(view: &'v dyn View, table: &'static str) -> Self {
        let (reads, rows) = (Cell::new(0), Cell::new(0));
        Self {
            view,
            table,
            reads,
            rows,
        }
    }

    fn see(&self, table: &Table, rows: usize) {
        if table.name == self.table {
            self.reads.set(self.reads.get() + 1);
            self.rows.set(self.rows.get() + rows);
        }
    }
}

impl View for Counted<'_> {
    fn row(&self, table: &'static Table, key: &[Value]) -> Result<Option<Row>, Fault> {
        let row = self.view.row(table, key)?;
        self.see(table, usize::from(row.is_some()));
        Ok(row)
    }

    fn rows(&self, range: &Range) -> Result<Vec<Row>, Fault> {
        let rows = self.view.rows(range)?;
        self.see(range.table, rows.len());
        Ok(rows)
    }

    fn last(&self, table: &'static Table) -> Result<i64, Fault> {
        self.view.last(table)
    }
}
