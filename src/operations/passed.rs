//! What a change leaves visible of a store whose rows it hides. Rows stay hidden once they are; hidden rows at the
//! beginning of a range are skipped from then on, so that taking the first of many rows again and again costs no more
//! than there are rows.

use crate::domain::record::{Fault, Range, Row, Value};
use std::cell::RefCell;
use std::collections::BTreeMap;

/// How far all rows are hidden that ranges of a store begin with, which does not change meanwhile.
#[derive(Default)]
pub struct Passed(RefCell<BTreeMap<Line, Value>>);

/// Where a range lies, whatever it leaves out: table, order and prefix.
type Line = (&'static str, usize, Vec<Value>);

impl Passed {
    /// Returns nothing passed yet.
    pub const fn new() -> Self {
        Self(RefCell::new(BTreeMap::new()))
    }

    /// Returns the rows of a range that `read` finds in the store and that are not hidden.
    ///
    /// # Errors
    /// Those of `read`.
    pub fn left(
        &self,
        range: &Range,
        read: impl Fn(&Range) -> Result<Vec<Row>, Fault>,
        is_hidden: impl Fn(&Row) -> bool,
    ) -> Result<Vec<Row>, Fault> {
        let line = (range.table.name, range.order, range.prefix.clone());
        let passed = self.0.borrow().get(&line).cloned();
        let passed = passed.filter(|_| !range.descending);
        let mut asked = range.clone();
        asked.after = range.after.clone().max(passed);
        // Before a range that begins further on there may be rows that nobody has looked at.
        let is_from_start = !range.descending && (range.after.is_none() || range.after < asked.after);
        loop {
            let rows = read(&asked)?;
            let is_all = rows.len() < asked.limit;
            if is_from_start {
                self.pass(&line, range, &rows, is_all, &is_hidden);
            }
            let mut left: Vec<Row> = rows.into_iter().filter(|row| !is_hidden(row)).collect();
            if is_all || range.limit <= left.len() {
                left.truncate(range.limit);
                return Ok(left);
            }
            asked.limit = asked.limit.saturating_mul(2);
        }
    }

    /// Notes how far the rows are hidden that a range begins with.
    fn pass(
        &self,
        line: &Line,
        range: &Range,
        rows: &[Row],
        is_all: bool,
        is_hidden: &impl Fn(&Row) -> bool,
    ) {
        let Some(column) = range.table.ordered(range.order).nth(range.prefix.len()) else {
            return;
        };
        let hidden = rows.iter().take_while(|row| is_hidden(row)).count();
        // Of those that begin alike, one that is not hidden may follow.
        let next = rows.get(hidden).or_else(|| rows.last().filter(|_| !is_all));
        let is_whole = |value: &&Value| next.is_none_or(|next| **value < next[column]);
        let values = rows[..hidden].iter().rev().map(|row| &row[column]);
        if let Some(value) = values.into_iter().find(is_whole) {
            self.0.borrow_mut().insert(line.clone(), value.clone());
        }
    }
}
