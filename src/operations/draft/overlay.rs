//! The rows of one table that a change in the making has touched.

use crate::domain::record::{Range, Row, Table, Value};
use std::cell::RefCell;
use std::collections::BTreeMap;

/// Up to so many rows are searched one by one, which costs less than to keep them in order.
const FEW: usize = 32;

/// The rows touched in one table.
pub(super) struct Overlay {
    table: &'static Table,
    /// The rows as they would be; `None` for one that is gone.
    rows: BTreeMap<Vec<Value>, Option<Row>>,
    /// The orders in which many rows were asked for: their keys, by the columns of the order, which end with the key.
    sorted: RefCell<Vec<(usize, Sorted)>>,
}

type Sorted = BTreeMap<Vec<Value>, Vec<Value>>;

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

    pub(super) const fn rows(&self) -> &BTreeMap<Vec<Value>, Option<Row>> {
        &self.rows
    }

    pub(super) fn into_rows(self) -> BTreeMap<Vec<Value>, Option<Row>> {
        self.rows
    }

    /// Touches a row.
    pub(super) fn touch(&mut self, key: Vec<Value>, row: Option<Row>) {
        let before = self.rows.get(&key).and_then(Option::as_ref);
        for (order, sorted) in self.sorted.get_mut() {
            if let Some(before) = before {
                sorted.remove(&place(self.table, *order, before));
            }
            if let Some(row) = &row {
                sorted.insert(place(self.table, *order, row), key.clone());
            }
        }
        self.rows.insert(key, row);
    }

    /// Returns whether the rows are too many to be searched one by one.
    pub(super) fn is_large(&self) -> bool {
        FEW < self.rows.len()
    }

    /// Returns the rows of a range as they would be, the first of many in its order.
    pub(super) fn laid(&self, range: &Range) -> Vec<Row> {
        let is_of = |row: &&Row| range.holds(row);
        if !self.is_large() {
            return self.rows.values().flatten().filter(is_of).cloned().collect();
        }
        let mut all = self.sorted.borrow_mut();
        let at = all.iter().position(|(known, _)| *known == range.order);
        let at = at.unwrap_or_else(|| {
            let placed = |(key, row): (&Vec<Value>, &Option<Row>)| {
                Some((place(self.table, range.order, row.as_ref()?), key.clone()))
            };
            let sorted = self.rows.iter().filter_map(placed).collect();
            all.push((range.order, sorted));
            all.len() - 1
        });
        let keys = within(&all[at].1, range);
        let rows = keys.filter_map(|key| self.rows.get(key)?.as_ref());
        let rows = rows.filter(is_of);
        if range.descending {
            let rows: Vec<&Row> = rows.collect();
            return rows.into_iter().rev().take(range.limit).cloned().collect();
        }
        rows.take(range.limit).cloned().collect()
    }

    /// Returns how many rows of the store, which have been touched, lie in a range; `may_hold` says it of the key of one.
    pub(super) fn hidden(&self, may_hold: impl Fn(&[Value]) -> bool) -> usize {
        self.rows.keys().filter(|key| may_hold(key)).count()
    }
}

/// Returns where a row stands in an order: what it has in the order's columns.
fn place(table: &Table, order: usize, row: &Row) -> Vec<Value> {
    table.ordered(order).map(|column| row[column].clone()).collect()
}

/// Returns the keys of those who may lie in a range: their places begin with its prefix.
fn within<'s>(places: &'s Sorted, range: &'s Range) -> impl Iterator<Item = &'s Vec<Value>> {
    let columns = range.table.ordered(range.order).count();
    let prefix = &range.prefix[..range.prefix.len().min(columns)];
    let from: Vec<Value> = prefix.iter().chain(&range.after).cloned().collect();
    places
        .range(from..)
        .take_while(move |(place, _)| place.starts_with(prefix))
        .map(|(_, key)| key)
}
