//! What was decided: the rows to write, and the answer to give.

use crate::domain::amount::AmountError;
use crate::domain::part::Part;
use crate::domain::record::{Fault, Record, Row, Table, Value};
use crate::domain::refusal::Refusal;

/// One row to write.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Write {
    /// Add the row; in a table that is not append-only, replace the one with its key.
    Put {
        /// The table.
        table: &'static Table,
        /// Its cells.
        row: Row,
        /// What was there before.
        before: Before,
    },
    /// Remove the row with this key.
    Remove {
        /// The table.
        table: &'static Table,
        /// The key's cells.
        key: Vec<Value>,
    },
}

/// What is known about the row that a written one replaces.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Before {
    /// Nobody looked.
    Unknown,
    /// There was none: the row is new, and the store refuses it if that is wrong.
    Nothing,
    /// It had these cells, so that only what differs need be written.
    Row(Row),
}

impl Write {
    /// Adds or replaces a record without knowing what was there before.
    pub fn put<R: Record>(record: &R) -> Self {
        Self::Put {
            table: R::TABLE,
            row: record.to_row(),
            before: Before::Unknown,
        }
    }

    /// Returns the table that the row belongs to.
    pub const fn table(&self) -> &'static Table {
        match self {
            Self::Put { table, .. } | Self::Remove { table, .. } => table,
        }
    }
}

impl PartialEq for Table {
    fn eq(&self, other: &Self) -> bool {
        self.name == other.name
    }
}

impl Eq for Table {}

/// Everything that one operation changes; written together or not at all.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Change {
    /// The rows.
    pub writes: Vec<Write>,
}

impl Change {
    /// Returns the records of one kind that the change writes, in key order.
    pub fn of<R: Record>(&self) -> Result<Vec<R>, Fault> {
        self.rows(R::TABLE).cloned().map(R::from_row).collect()
    }

    /// Returns parts of the records of one kind that the change writes, in key order.
    pub fn parts<P: Part>(&self) -> Result<Vec<P>, Fault> {
        let cells = |row: &Row| P::COLUMNS.iter().map(|at| row[*at].clone()).collect();
        let rows = self.rows(P::TABLE);
        rows.map(cells).map(P::from_cells).collect()
    }

    /// Returns the rows of one table that the change writes.
    fn rows(&self, wanted: &'static Table) -> impl Iterator<Item = &Row> {
        self.writes.iter().filter_map(move |write| match write {
            Write::Put { table, row, .. } if **table == *wanted => Some(row),
            _ => None,
        })
    }
}

/// Why there is no change: a rule says no, or the store can't answer.
#[derive(Debug, thiserror::Error)]
pub enum Halt {
    /// A rule says no.
    #[error("{0}")]
    Refused(Refusal),
    /// The store can't answer.
    #[error(transparent)]
    Fault(#[from] Fault),
}

impl From<AmountError> for Halt {
    /// Refuses an amount that is too large; a part of nothing is a fault, because no rule writes one.
    fn from(error: AmountError) -> Self {
        match error {
            AmountError::TooLarge(what) => Refusal::TooLarge { what }.into(),
            AmountError::OfNothing(_) => Fault::from(error).into(),
        }
    }
}

impl From<Refusal> for Halt {
    fn from(refusal: Refusal) -> Self {
        Self::Refused(refusal)
    }
}
