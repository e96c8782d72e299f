//! The reference adapter: sorted maps in memory. The SQLite adapter is right where it does the same.

use super::StoreError;
use super::engine::{Engine, Failed, Force, Transaction};
use super::keeper::Keeper;
use super::packed::{Packed, begins, behind, cells, pack, unpack};
use super::tables::TABLES;
use crate::domain::record::{Fault, Range, Row, Table, Value};
use crate::operations::change::{Before, Write};
use crate::operations::pages;
use crate::operations::view::View;
use std::collections::{BTreeMap, BTreeSet};
use std::ops::Bound;
use std::sync::{Arc, PoisonError, RwLock, RwLockWriteGuard};

/// A handle on a store in memory. A clone is another handle on the same store.
pub type Memory = Keeper<Maps>;

/// The engine: the maps, and how often this handle changed them.
#[derive(Clone, Default)]
pub struct Maps {
    kept: Arc<RwLock<Kept>>,
    own: i64,
}

/// Every table's rows.
#[derive(Default)]
pub struct Kept {
    tables: BTreeMap<&'static str, Rows>,
    changes: i64,
}

/// One table: its packed rows, which begin with their keys, and a sorted set for each further order.
struct Rows {
    rows: BTreeSet<Packed>,
    orders: Vec<Order>,
}

/// One further order: its columns, and their packed cells of every row.
struct Order {
    columns: Vec<usize>,
    places: BTreeSet<Packed>,
}

/// How to take a write back: the row that was there before it.
pub(super) struct Undo {
    table: &'static Table,
    key: Packed,
    row: Option<Packed>,
}

/// Writes to the maps while nobody else reads or writes them.
pub struct Writing<'m> {
    kept: RwLockWriteGuard<'m, Kept>,
    own: &'m mut i64,
    undo: Vec<Undo>,
}

impl Memory {
    /// Returns an empty store.
    pub fn new() -> Self {
        Self::default()
    }

    /// Returns a store with the rows of another.
    ///
    /// # Errors
    /// A [`Fault`] where the other one can't be read.
    pub fn of(view: &dyn View) -> Result<Self, Fault> {
        let mut kept = Kept::default();
        for table in TABLES {
            for row in pages::Rows::of(table, view) {
                let (row, before) = (row?, Before::Nothing);
                kept.apply(&[Write::Put { table, row, before }], &mut Vec::new())?;
            }
        }
        let (kept, own) = (Arc::new(RwLock::new(kept)), 0);
        Ok(Self::over(Maps { kept, own }))
    }
}

impl Engine for Maps {
    type Transaction<'e> = Writing<'e>;

    /// Begins a transaction. However it is forced, nothing survives the process.
    fn begin(&mut self, _: Force) -> Result<Writing<'_>, Fault> {
        Ok(Writing {
            kept: self.kept.write().unwrap_or_else(PoisonError::into_inner),
            own: &mut self.own,
            undo: Vec::new(),
        })
    }

    fn renew(&mut self) -> Result<(), Fault> {
        Ok(())
    }

    fn peek(&self, look: &mut dyn FnMut(&dyn View) -> Result<(), Fault>) -> Result<(), Fault> {
        look(&*self.kept.read().unwrap_or_else(PoisonError::into_inner))
    }

    fn version(&self) -> Result<i64, Fault> {
        let kept = self.kept.read().unwrap_or_else(PoisonError::into_inner);
        Ok(kept.changes - self.own)
    }

    fn explain(&self, fault: Fault) -> StoreError {
        fault.into()
    }
}

impl Transaction for Writing<'_> {
    fn view(&self) -> &dyn View {
        &*self.kept
    }

    fn write(&mut self, write: &Write) -> Result<(), Fault> {
        self.kept.apply(std::slice::from_ref(write), &mut self.undo)
    }

    fn commit(mut self) -> Result<(), Failed> {
        if !self.undo.is_empty() {
            self.kept.changes += 1;
            *self.own += 1;
        }
        Ok(())
    }

    fn roll_back(mut self) -> Result<(), Fault> {
        for Undo { table, key, row } in self.undo.into_iter().rev() {
            self.kept.table(table).replace(&key, row);
        }
        Ok(())
    }
}

impl Kept {
    pub(super) fn apply(&mut self, writes: &[Write], undo: &mut Vec<Undo>) -> Result<(), Fault> {
        for write in writes {
            let table = write.table();
            let (key, row) = match write {
                Write::Put { row, .. } => (pack(&row[..table.key]), Some(pack(row))),
                Write::Remove { key, .. } => (pack(key), None),
            };
            let kept = self.table(table);
            let is_there = kept.row(&key).is_some();
            if table.append_only && (row.is_none() || is_there) {
                return Err(Fault::new(format!("{} are never changed or deleted", table.name)));
            }
            let before = match write {
                Write::Put { before, .. } => before,
                Write::Remove { .. } => &Before::Unknown,
            };
            if *before == Before::Nothing && is_there || matches!(before, Before::Row(_)) && !is_there {
                return Err(Fault::new(format!(
                    "a row of {} is not as it was read",
                    table.name
                )));
            }
            let row = kept.replace(&key, row);
            undo.push(Undo { table, key, row });
        }
        Ok(())
    }

    /// Puts a row (or none) in the place of the one with its key, whatever was there.
    pub(super) fn lay(&mut self, table: &'static Table, key: &Packed, row: Option<Packed>) {
        self.table(table).replace(key, row);
    }

    /// Returns whether there is a row with this key.
    pub(super) fn has(&self, table: &Table, key: &[u8]) -> bool {
        let kept = self.tables.get(table.name);
        kept.is_some_and(|kept| kept.row(key).is_some())
    }

    /// Returns whether a table has no row.
    pub(super) fn is_empty(&self, table: &Table) -> bool {
        let kept = self.tables.get(table.name);
        kept.is_none_or(|kept| kept.rows.is_empty())
    }

    fn table(&mut self, table: &'static Table) -> &mut Rows {
        self.tables.entry(table.name).or_insert_with(|| Rows::of(table))
    }
}

impl Rows {
    fn of(table: &Table) -> Self {
        let order = |at| Order {
            columns: table.order(at),
            places: BTreeSet::new(),
        };
        Self {
            rows: BTreeSet::new(),
            orders: (1..=table.orders.len()).map(order).collect(),
        }
    }

    /// Returns the row with this key.
    fn row(&self, key: &[u8]) -> Option<&Packed> {
        let from = (Bound::Included(key), Bound::Unbounded);
        let next = self.rows.range::<[u8], _>(from).next();
        next.filter(|row| begins(row, key))
    }

    /// Puts a row (or none) in the place of the one with its key, and returns the old one.
    fn replace(&mut self, key: &[u8], row: Option<Packed>) -> Option<Packed> {
        let before = self.row(key).cloned();
        if before == row {
            return before;
        }
        for order in &mut self.orders {
            let place = |row: &Packed| picked(row, &order.columns);
            let (old, new) = (before.as_ref().and_then(place), row.as_ref().and_then(place));
            if old != new {
                old.map(|old| order.places.remove(&old));
                new.map(|new| order.places.insert(new));
            }
        }
        if let Some(before) = &before {
            self.rows.remove(before);
        }
        row.map(|row| self.rows.insert(row));
        before
    }
}

/// Returns the packed cells of these columns; `None` if the row is damaged.
fn picked(row: &[u8], columns: &[usize]) -> Option<Packed> {
    let cells = cells(row)?;
    let mut picked = Packed::new();
    for column in columns {
        picked.extend_from_slice(cells.get(*column)?);
    }
    Some(picked)
}

impl View for Kept {
    fn row(&self, table: &'static Table, key: &[Value]) -> Result<Option<Row>, Fault> {
        let Some(kept) = self.tables.get(table.name) else {
            return Ok(None);
        };
        let row = kept.row(&pack(key));
        row.map(|row| whole(row, table).ok_or_else(|| damaged(table)))
            .transpose()
    }

    fn rows(&self, range: &Range) -> Result<Vec<Row>, Fault> {
        let table = range.table;
        let Some(kept) = self.tables.get(table.name) else {
            return Ok(Vec::new());
        };
        let order = table.order(range.order);
        let (from, to) = bounds(range, order.len());
        if from >= to {
            return Ok(Vec::new());
        }
        let bounds = (Bound::Included(&from[..]), Bound::Excluded(&to[..]));
        if range.order == 0 {
            let rows = kept.rows.range::<[u8], _>(bounds);
            return taken(rows.map(|row| whole(row, table)), range);
        }
        let at = |column| order.iter().position(|found| *found == column);
        let key: Vec<usize> = (0..table.key).filter_map(at).collect();
        let places = kept.orders[range.order - 1].places.range::<[u8], _>(bounds);
        let rows = places.map(|place| whole(kept.row(&picked(place, &key)?)?, table));
        taken(rows, range)
    }

    fn last(&self, table: &'static Table) -> Result<i64, Fault> {
        let kept = self.tables.get(table.name);
        let Some(last) = kept.and_then(|kept| kept.rows.last()) else {
            return Ok(0);
        };
        match picked(last, &[0]).and_then(|first| unpack(&first, 1)).as_deref() {
            Some([Value::Int(n)]) => Ok(*n),
            _ => Err(damaged(table)),
        }
    }
}

/// Returns the bytes from which on and before which a range lies, in an order of this many columns.
fn bounds(range: &Range, columns: usize) -> (Packed, Packed) {
    let prefix = pack(&range.prefix);
    let after = range.after.as_ref().filter(|_| range.prefix.len() < columns);
    let from = match after {
        Some(after) => behind(pack(range.prefix.iter().chain([after]))),
        None => prefix.clone(),
    };
    (from, behind(prefix))
}

/// Returns the first rows of a range, from the end that it names.
fn taken(rows: impl DoubleEndedIterator<Item = Option<Row>>, range: &Range) -> Result<Vec<Row>, Fault> {
    let checked = |row: Option<Row>| row.ok_or_else(|| damaged(range.table));
    if range.descending {
        rows.rev().take(range.limit).map(checked).collect()
    } else {
        rows.take(range.limit).map(checked).collect()
    }
}

/// Returns a whole row; `None` where it is damaged.
fn whole(packed: &[u8], table: &Table) -> Option<Row> {
    let columns = table.columns.len();
    unpack(packed, columns).filter(|row| row.len() == columns)
}

fn damaged(table: &Table) -> Fault {
    Fault::new(format!("a row of {} is damaged", table.name))
}
