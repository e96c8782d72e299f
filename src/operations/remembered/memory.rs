//! What was read of one table.

use crate::domain::record::{Range, Row, Table, Value};
use std::collections::BTreeMap;

/// The longest result that is remembered, in rows.
const LONGEST: usize = 64;

/// The same for a whole table: its callers keep longer results themselves.
const LONGEST_WHOLE: usize = 8;

/// How many ranges of one table are remembered.
const RANGES: usize = 32;

/// How many rows of one table that were read by key are remembered.
const ROWS: usize = 1024;

/// What was read of one table.
#[derive(Default)]
pub(super) struct Memory {
    /// The rows by key; `None` if the store has none with that key.
    rows: BTreeMap<Vec<Value>, Option<Row>>,
    ranges: Vec<Answered>,
    last: Option<i64>,
}

/// What is known about the row with a key.
#[derive(Clone, Copy)]
pub(super) enum Known<'m> {
    Unknown,
    Nothing,
    Row(&'m Row),
}

/// A range with the rows that the store returned for it.
struct Answered {
    range: Range,
    /// Whether these are all rows of its prefix rather than only the first ones.
    is_whole: bool,
    rows: Vec<Row>,
}

impl Memory {
    /// Returns what is known about the row with a key.
    pub(super) fn row(&self, table: &Table, key: &[Value]) -> Known<'_> {
        if let Some(known) = self.rows.get(key) {
            return known.as_ref().map_or(Known::Nothing, Known::Row);
        }
        let mut is_absent = false;
        for answered in &self.ranges {
            if let Some(row) = answered.rows.iter().find(|row| row[..table.key] == *key) {
                return Known::Row(row);
            }
            is_absent |= answered.is_whole && answered.would_hold(table, key);
        }
        if is_absent { Known::Nothing } else { Known::Unknown }
    }

    /// Returns the rows of a range, if they are known.
    pub(super) fn rows(&self, wanted: &Range) -> Option<Vec<Row>> {
        self.ranges.iter().find_map(|answered| answered.answer(wanted))
    }

    /// Returns the highest number, if it was asked for.
    pub(super) const fn last(&self) -> Option<i64> {
        self.last
    }

    pub(super) fn keep_row(&mut self, key: &[Value], row: Option<&Row>) {
        if self.rows.len() < ROWS {
            self.rows.insert(key.to_vec(), row.cloned());
        }
    }

    pub(super) fn keep_rows(&mut self, range: &Range, rows: &[Row]) {
        let longest = if range.prefix.is_empty() {
            LONGEST_WHOLE
        } else {
            LONGEST
        };
        if self.ranges.len() < RANGES && rows.len() <= longest {
            self.ranges.push(Answered {
                is_whole: range.after.is_none() && rows.len() < range.limit,
                range: range.clone(),
                rows: rows.to_vec(),
            });
        }
    }

    pub(super) const fn keep_last(&mut self, last: i64) {
        self.last = Some(last);
    }

    /// Takes notice of the row with a key that was written, or removed where there is none.
    pub(super) fn written(&mut self, key: &[Value], row: Option<&Row>) {
        if self.rows.remove(key).is_some() || row.is_some() {
            self.keep_row(key, row);
        }
        self.ranges.retain_mut(|answered| answered.take_notice(key, row));
        if let (Some(last), Some(Value::Int(number)), Some(_)) = (self.last, key.first(), row) {
            self.last = Some(last.max(*number));
        }
    }
}

impl Answered {
    /// Returns the rows of another range, if this one has all of them.
    fn answer(&self, wanted: &Range) -> Option<Vec<Row>> {
        let (known, rows) = (&self.range, &self.rows);
        let is_same = known.order == wanted.order
            && known.descending == wanted.descending
            && known.prefix == wanted.prefix
            && known.after == wanted.after;
        if is_same && (wanted.limit <= known.limit || rows.len() < known.limit) {
            return Some(rows.iter().take(wanted.limit).cloned().collect());
        }
        if !self.is_whole || !self.contains(wanted) {
            return None;
        }
        let mut rows: Vec<Row> = rows.iter().filter(|row| wanted.holds(row)).cloned().collect();
        wanted.sort(&mut rows);
        rows.truncate(wanted.limit);
        Some(rows)
    }

    /// Takes notice of the row with a key that was written; returns whether the answer is still known.
    fn take_notice(&mut self, key: &[Value], row: Option<&Row>) -> bool {
        let row = row.filter(|row| self.range.holds(row));
        let before = self.rows.iter().position(|before| before[..key.len()] == *key);
        if row.is_none() && before.is_none() {
            return true;
        }
        // Of a range that was cut off, the row that would follow is not known.
        if !self.is_whole {
            return false;
        }
        before.map(|at| self.rows.remove(at));
        self.rows.extend(row.cloned());
        self.range.sort(&mut self.rows);
        true
    }

    /// Returns whether every row of another range lies in this one, which is bounded by its prefix alone.
    fn contains(&self, wanted: &Range) -> bool {
        self.asks(|column, value| {
            let mut fixed = wanted.table.ordered(wanted.order).zip(&wanted.prefix);
            fixed.any(|(at, wanted)| at == column && wanted == value)
        })
    }

    /// Returns whether a row with this key would lie in the range, whatever its other cells are.
    fn would_hold(&self, table: &Table, key: &[Value]) -> bool {
        self.asks(|column, value| column < table.key && key[column] == *value)
    }

    /// Returns whether each column that the prefix fixes is fixed to the same value.
    fn asks(&self, mut is_fixed: impl FnMut(usize, &Value) -> bool) -> bool {
        let order = self.range.table.ordered(self.range.order);
        let mut fixed = order.zip(&self.range.prefix);
        fixed.all(|(column, value)| is_fixed(column, value))
    }
}
