//! What the rule book sees of the store.

use crate::domain::part::Part;
use crate::domain::record::{CellRef, Fault, Range, Record, Row, Table, Value};
use std::collections::BTreeSet;

/// The rows of the store. Nothing else: no clock, no order of calls that matters.
pub trait View {
    /// Returns the row with this key.
    fn row(&self, table: &'static Table, key: &[Value]) -> Result<Option<Row>, Fault>;
    /// Returns the row of each of these keys, in their order.
    fn row_of_each(&self, table: &'static Table, keys: &[Vec<Value>]) -> Result<Vec<Option<Row>>, Fault> {
        keys.iter().map(|key| self.row(table, key)).collect()
    }
    /// Returns the rows of a range, in its order.
    fn rows(&self, range: &Range) -> Result<Vec<Row>, Fault>;
    /// Returns only the cells of these columns, given in the table's order, for the rows of a range.
    fn cells(&self, range: &Range, columns: &[usize]) -> Result<Vec<Row>, Fault> {
        Ok(picked(self.rows(range)?, columns))
    }
    /// Returns the highest number in the first key column of a table that is numbered; 0 if it is empty.
    fn last(&self, table: &'static Table) -> Result<i64, Fault>;
}

/// Returns some columns of rows.
pub fn picked(rows: Vec<Row>, columns: &[usize]) -> Vec<Row> {
    let cells = |row: Row| columns.iter().map(|at| row[*at].clone()).collect();
    rows.into_iter().map(cells).collect()
}

/// Typed access to the rows.
impl dyn View + '_ {
    /// Returns the record with this key.
    pub fn find<R: Record>(&self, key: &[&dyn CellRef]) -> Result<Option<R>, Fault> {
        let key: Vec<Value> = key.iter().map(|cell| cell.value()).collect();
        self.row(R::TABLE, &key)?.map(R::from_row).transpose()
    }

    /// Reads the records of several keys at once, so that a view that remembers has each at hand when it is asked for.
    pub fn gather<R: Record>(&self, keys: impl Iterator<Item = Vec<Value>>) -> Result<(), Fault> {
        let keys: BTreeSet<Vec<Value>> = keys.collect();
        let keys: Vec<Vec<Value>> = keys.into_iter().collect();
        self.row_of_each(R::TABLE, &keys).map(drop)
    }

    /// Returns the records of a range, in its order.
    pub fn list<R: Record>(&self, range: &Range) -> Result<Vec<R>, Fault> {
        self.rows(range)?.into_iter().map(R::from_row).collect()
    }

    /// Returns parts of the records of a range, in its order: for long ranges of which few columns are needed.
    pub fn parts<P: Part>(&self, range: &Range) -> Result<Vec<P>, Fault> {
        let rows = self.cells(range, P::COLUMNS)?;
        rows.into_iter().map(P::from_cells).collect()
    }

    /// Returns the records whose key begins with `prefix`.
    pub fn all<R: Record>(&self, prefix: &[&dyn CellRef]) -> Result<Vec<R>, Fault> {
        self.list(&Range::of::<R>(prefix))
    }

    /// Returns the next number of a table that is numbered without gaps.
    pub fn next<R: Record>(&self) -> Result<i64, Fault> {
        Ok(self.last(R::TABLE)? + 1)
    }
}
