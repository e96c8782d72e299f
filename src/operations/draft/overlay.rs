//! The rows of one table that a change in the making has touched.

use crate::domain::record::{Range, Row, Table, Value};
use crate::operations::change::Before;
use std::cell::RefCell;
use std::collections::BTreeMap;

/// Up to so many rows are searched one by one, which costs less than to keep them in order.
const FEW: usize = 32;

/// The rows touched in one table.
pub(super) struct Overlay {
    table: &'static Table,
    rows: BTreeMap<Vec<Value>, Touched>,
    /// The orders in which many rows were asked for.
    sorted: RefCell<Vec<(usize, Sorted)>>,
}

/// A row that was touched.
pub(super) struct Touched {
    /// The row as it would be; `None` for one that is gone.
    pub(super) row: Option<Row>,
    /// What the store has, as far as whoever touched the row first knew.
    pub(super) stored: Before,
}

/// The keys of rows by the columns of an order, which end with the key.
#[derive(Default)]
struct Sorted {
    /// Those of the rows as they would be.
    laid: BTreeMap<Vec<Value>, Vec<Value>>,
    /// Those of the rows that the store has, where that is known.
    stored: BTreeMap<Vec<Value>, Vec<Value>>,
    /// The others.
    unknown: Vec<Vec<Value>>,
}

impl Overlay {
    pub(super) const fn of(table: &'static Table) -> Self {
        Self {
            table,
            rows: BTreeMap::new(),
            sorted: RefCell::new(Vec::new()),
        }
    }

    pub(super) const fn table(&self) -> &'static Table {
        self.table
    }

    pub(super) const fn rows(&self) -> &BTreeMap<Vec<Value>, Touched> {
        &self.rows
    }

    pub(super) fn into_rows(self) -> BTreeMap<Vec<Value>, Touched> {
        self.rows
    }

    /// Touches a row, of which the store is known to have `stored`.
    pub(super) fn touch(&mut self, key: Vec<Value>, row: Option<Row>, stored: Before) {
        let touched = self.rows.get_mut(&key);
        for (order, sorted) in self.sorted.get_mut() {
            match &touched {
                Some(Touched {
                    row: Some(before), ..
                }) => {
                    sorted.laid.remove(&place(self.table, *order, before));
                }
                Some(_) => {}
                None => sorted.note_stored(&key, &stored, |row| place(self.table, *order, row)),
            }
            if let Some(row) = &row {
                sorted.laid.insert(place(self.table, *order, row), key.clone());
            }
        }
        match touched {
            Some(touched) => touched.row = row,
            None => drop(self.rows.insert(key, Touched { row, stored })),
        }
    }

    /// Calls `see` with each row of a range as it would be.
    pub(super) fn each_laid(&self, range: &Range, mut see: impl FnMut(&Row)) {
        if self.rows.len() <= FEW {
            let rows = self.rows.values().filter_map(|touched| touched.row.as_ref());
            rows.filter(|row| range.holds(row)).for_each(see);
            return;
        }
        self.by(range.order, |sorted| {
            for key in within(&sorted.laid, range) {
                let row = self.rows.get(key).and_then(|touched| touched.row.as_ref());
                row.filter(|row| range.holds(row)).into_iter().for_each(&mut see);
            }
        });
    }

    /// Returns how many rows of the store, which have been touched, lie in a range; `may_hold` says it of a row of which
    /// only the key is known.
    pub(super) fn hidden(&self, range: &Range, may_hold: impl Fn(&[Value]) -> bool) -> usize {
        let is_hidden = |key: &[Value], stored: &Before| match stored {
            Before::Unknown => may_hold(key),
            Before::Nothing => false,
            Before::Row(row) => range.holds(row),
        };
        if self.rows.len() <= FEW {
            let hidden = self
                .rows
                .iter()
                .filter(|(key, touched)| is_hidden(key, &touched.stored));
            return hidden.count();
        }
        self.by(range.order, |sorted| {
            let known = within(&sorted.stored, range).filter_map(|key| self.rows.get_key_value(key));
            let known = known
                .filter(|(key, touched)| is_hidden(key, &touched.stored))
                .count();
            known + sorted.unknown.iter().filter(|key| may_hold(key)).count()
        })
    }

    /// Lets `read` see the rows in an order.
    fn by<T>(&self, order: usize, read: impl FnOnce(&Sorted) -> T) -> T {
        let mut all = self.sorted.borrow_mut();
        let at = all.iter().position(|(known, _)| *known == order);
        let at = at.unwrap_or_else(|| {
            let mut sorted = Sorted::default();
            for (key, Touched { row, stored }) in &self.rows {
                sorted.note_stored(key, stored, |row| place(self.table, order, row));
                if let Some(row) = row {
                    sorted.laid.insert(place(self.table, order, row), key.clone());
                }
            }
            all.push((order, sorted));
            all.len() - 1
        });
        read(&all[at].1)
    }
}

impl Sorted {
    fn note_stored(&mut self, key: &[Value], stored: &Before, place: impl Fn(&Row) -> Vec<Value>) {
        match stored {
            Before::Unknown => self.unknown.push(key.to_vec()),
            Before::Nothing => {}
            Before::Row(row) => drop(self.stored.insert(place(row), key.to_vec())),
        }
    }
}

/// Returns where a row stands in an order: what it has in the order's columns.
fn place(table: &Table, order: usize, row: &Row) -> Vec<Value> {
    table.ordered(order).map(|column| row[column].clone()).collect()
}

/// Returns the keys of those who may lie in a range: their places begin with its prefix.
fn within<'s>(
    places: &'s BTreeMap<Vec<Value>, Vec<Value>>,
    range: &'s Range,
) -> impl Iterator<Item = &'s Vec<Value>> {
    let columns = range.table.ordered(range.order).count();
    let prefix = &range.prefix[..range.prefix.len().min(columns)];
    let from: Vec<Value> = prefix.iter().chain(&range.after).cloned().collect();
    places
        .range(from..)
        .take_while(move |(place, _)| place.starts_with(prefix))
        .map(|(_, key)| key)
}
