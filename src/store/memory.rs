//! The reference adapter: sorted maps in memory. What the SQLite adapter does is right where it does the same.

use super::packed::{behind, pack, unpack};
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

/// One table: packed rows by packed key, and a sorted set for each further order.
struct Rows {
    rows: BTreeMap<Box<[u8]>, Box<[u8]>>,
    orders: Vec<BTreeSet<Box<[u8]>>>,
}

/// How to take a write back: the row that was there before it.
pub(super) struct Undo {
    table: &'static Table,
    key: Box<[u8]>,
    row: Option<Row>,
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
                kept.replace(table, &key, row.as_ref());
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
                Write::Put { row, .. } => (pack(&row[..table.key]), Some(row)),
                Write::Remove { key, .. } => (pack(key), None),
            };
            let key = key.into_boxed_slice();
            let known = self
                .tables
                .get(table.name)
                .map(|rows| rows.rows.contains_key(&key));
            if table.append_only && (row.is_none() || known == Some(true)) {
                return Err(Fault::new(format!("{} are never changed or deleted", table.name)));
            }
            let row = self.replace(table, &key, row);
            undo.push(Undo { table, key, row });
        }
        Ok(())
    }

    /// Puts a row (or none) in the place of the one with its key, and answers that one.
    fn replace(&mut self, table: &'static Table, key: &[u8], row: Option<&Row>) -> Option<Row> {
        let kept = self.tables.entry(table.name).or_insert_with(|| Rows {
            rows: BTreeMap::new(),
            orders: vec![BTreeSet::new(); table.orders.len()],
        });
        let before = match row {
            Some(row) => {
                let rest = pack(&row[table.key..]).into_boxed_slice();
                kept.rows.insert(key.into(), rest)
            }
            None => kept.rows.remove(key),
        };
        let before = before.and_then(|rest| whole(key, &rest));
        for (at, order) in kept.orders.iter_mut().enumerate() {
            let columns = table.order(at + 1);
            let place = |row: &Row| pack(columns.iter().map(|column| &row[*column])).into_boxed_slice();
            let (old, new) = (before.as_ref().map(place), row.map(place));
            if old != new {
                old.map(|old| order.remove(&old));
                new.map(|new| order.insert(new));
            }
        }
        before
    }
}

impl View for Kept {
    fn row(&self, table: &'static Table, key: &[Value]) -> Result<Option<Row>, Fault> {
        let Some(kept) = self.tables.get(table.name) else {
            return Ok(None);
        };
        let key = pack(key);
        let rest = kept.rows.get(key.as_slice());
        rest.map(|rest| whole(&key, rest).ok_or_else(|| damaged(table)))
            .transpose()
    }

    fn rows(&self, range: &Range) -> Result<Vec<Row>, Fault> {
        let table = range.table;
        let Some(kept) = self.tables.get(table.name) else {
            return Ok(Vec::new());
        };
        let order = table.order(range.order);
        let (from, to) = bounds(range, order.len());
        let bounds = (from.as_ref().map(Vec::as_slice), to.as_ref().map(Vec::as_slice));
        if matches!(bounds, (Bound::Included(from), Bound::Excluded(to)) if from >= to) {
            return Ok(Vec::new());
        }
        if range.order == 0 {
            let rows = kept
                .rows
                .range::<[u8], _>(bounds)
                .map(|(key, rest)| whole(key, rest));
            return taken(rows, range);
        }
        let places = kept.orders[range.order - 1].range::<[u8], _>(bounds);
        let rows = places.map(|place| {
            let cells = unpack(place)?;
            let at = |column| order.iter().position(|found| *found == column);
            let key: Option<Vec<&Value>> = (0..table.key).map(|column| cells.get(at(column)?)).collect();
            let key = pack(key?);
            whole(&key, kept.rows.get(key.as_slice())?)
        });
        taken(rows, range)
    }

    fn last(&self, table: &'static Table) -> Result<i64, Fault> {
        let Some(key) = self
            .tables
            .get(table.name)
            .and_then(|kept| kept.rows.keys().next_back())
        else {
            return Ok(0);
        };
        match unpack(key).and_then(|key| key.into_iter().next()) {
            Some(Value::Int(n)) => Ok(n),
            _ => Err(damaged(table)),
        }
    }
}

/// The bytes between which a range of an order of so many columns lies.
fn bounds(range: &Range, columns: usize) -> (Bound<Vec<u8>>, Bound<Vec<u8>>) {
    let prefix = pack(&range.prefix);
    let to = behind(&prefix).map_or(Bound::Unbounded, Bound::Excluded);
    let after = range.after.as_ref().filter(|_| range.prefix.len() < columns);
    let from = match after {
        Some(after) => behind(&pack(range.prefix.iter().chain([after]))).unwrap_or(prefix),
        None => prefix,
    };
    (Bound::Included(from), to)
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

/// A row from its packed key and the packed rest.
fn whole(key: &[u8], rest: &[u8]) -> Option<Row> {
    let mut row = unpack(key)?;
    row.extend(unpack(rest)?);
    Some(row)
}

fn damaged(table: &Table) -> Fault {
    Fault::new(format!("a row of {} is damaged", table.name))
}
