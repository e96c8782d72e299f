//! The reference adapter: sorted maps in memory. What the SQLite adapter does is right where it does the same.

use super::packed::{Packed, begins, behind, cells, pack, unpack};
use super::tables;
use super::{BatchError, Store, StoreError};
use crate::domain::record::{Fault, Range, Row, Table, Value};
use crate::operations::answer::Answer;
use crate::operations::change::{Change, Halt, Write};
use crate::operations::decide::{Decision, decide};
use crate::operations::request::Request;
use crate::operations::view::View;
use std::collections::{BTreeMap, BTreeSet};
use std::ops::Bound;
use std::sync::{Arc, PoisonError, RwLock};

/// A handle on a store in memory. A clone is another handle on the same store.
#[derive(Clone, Default)]
pub struct Memory {
    kept: Arc<RwLock<Kept>>,
    own: i64,
}

#[derive(Default)]
pub(super) struct Kept {
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

impl Memory {
    /// An empty store.
    pub fn new() -> Self {
        Self::default()
    }

    /// Writes what `work` answers; what it wrote before it failed is taken back.
    fn write<T, E>(&mut self, work: impl FnOnce(&mut Kept, &mut Vec<Undo>) -> Result<T, E>) -> Result<T, E> {
        let mut kept = self.kept.write().unwrap_or_else(PoisonError::into_inner);
        let mut undo = Vec::new();
        let done = work(&mut kept, &mut undo);
        if done.is_err() {
            for Undo { table, key, row } in undo.into_iter().rev() {
                kept.table(table).replace(&key, row);
            }
        } else if !undo.is_empty() {
            kept.changes += 1;
            self.own += 1;
        }
        done
    }
}

impl Store for Memory {
    fn transact(&mut self, request: &Request) -> Result<Answer, StoreError> {
        self.write(|kept, undo| match decide(kept, request) {
            Ok(Decision::Known(answer)) => Ok(answer),
            Ok(Decision::New(change, answer)) => {
                kept.apply(&change.writes, undo)?;
                Ok(answer)
            }
            Err(Halt::Refused(refusal)) => Ok(Answer::refused(request.key.clone(), refusal)),
            Err(Halt::Fault(fault)) => Err(fault.into()),
        })
    }

    fn transact_all(&mut self, requests: &[Request]) -> Result<Vec<Answer>, BatchError> {
        self.write(|kept, undo| {
            let answers = requests
                .iter()
                .enumerate()
                .map(|(at, request)| match decide(kept, request) {
                    Ok(Decision::Known(answer)) => Ok(answer),
                    Ok(Decision::New(change, answer)) => {
                        kept.apply(&change.writes, undo).map_err(StoreError::from)?;
                        Ok(answer)
                    }
                    Err(Halt::Refused(refusal)) => Err(BatchError::Refused {
                        at,
                        answer: Box::new(Answer::refused(request.key.clone(), refusal)),
                    }),
                    Err(Halt::Fault(fault)) => Err(StoreError::from(fault).into()),
                });
            answers.collect()
        })
    }

    fn preview(&self, request: &Request) -> Result<Result<Change, Box<Answer>>, StoreError> {
        let kept = self.kept.read().unwrap_or_else(PoisonError::into_inner);
        Ok(super::foresee(&*kept, request)?)
    }

    fn look(&self, look: &mut dyn FnMut(&dyn View) -> Result<(), Fault>) -> Result<(), StoreError> {
        let kept = self.kept.read().unwrap_or_else(PoisonError::into_inner);
        Ok(look(&*kept)?)
    }

    fn note(&mut self, notes: &[Write]) -> Result<(), StoreError> {
        tables::check_notes(notes)?;
        Ok(self.write(|kept, undo| kept.apply(notes, undo))?)
    }

    fn version(&self) -> Result<i64, StoreError> {
        let kept = self.kept.read().unwrap_or_else(PoisonError::into_inner);
        Ok(kept.changes - self.own)
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
            if table.append_only && (row.is_none() || kept.row(&key).is_some()) {
                return Err(Fault::new(format!("{} are never changed or deleted", table.name)));
            }
            let row = kept.replace(&key, row);
            undo.push(Undo { table, key, row });
        }
        Ok(())
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

    /// The row with this key.
    fn row(&self, key: &[u8]) -> Option<&Packed> {
        let from = (Bound::Included(key), Bound::Unbounded);
        let next = self.rows.range::<[u8], _>(from).next();
        next.filter(|row| begins(row, key))
    }

    /// Puts a row (or none) in the place of the one with its key, and answers that one.
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

/// Some cells of packed ones.
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

/// The bytes from which and before which a range of an order of so many columns lies.
fn bounds(range: &Range, columns: usize) -> (Packed, Packed) {
    let prefix = pack(&range.prefix);
    let after = range.after.as_ref().filter(|_| range.prefix.len() < columns);
    let from = match after {
        Some(after) => behind(pack(range.prefix.iter().chain([after]))),
        None => prefix.clone(),
    };
    (from, behind(prefix))
}

/// The first rows of a range, from the end that it names.
fn taken(rows: impl DoubleEndedIterator<Item = Option<Row>>, range: &Range) -> Result<Vec<Row>, Fault> {
    let checked = |row: Option<Row>| row.ok_or_else(|| damaged(range.table));
    if range.descending {
        rows.rev().take(range.limit).map(checked).collect()
    } else {
        rows.take(range.limit).map(checked).collect()
    }
}

/// A whole row; `None` where it is damaged.
fn whole(packed: &[u8], table: &Table) -> Option<Row> {
    let columns = table.columns.len();
    unpack(packed, columns).filter(|row| row.len() == columns)
}

fn damaged(table: &Table) -> Fault {
    Fault::new(format!("a row of {} is damaged", table.name))
}
