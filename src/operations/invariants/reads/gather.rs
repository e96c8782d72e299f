//! The rows of many reads at once: those of a terminal mostly follow each other, so they are read as a range.

use super::Key;
use crate::domain::code::Terminal;
use crate::domain::record::{CellRef, Fault, Range, Row, Table, Value};
use crate::operations::view::View;
use std::collections::BTreeMap;

/// The keys of a terminal that are asked for, and the rows from the first to the last of them.
struct Lane {
    first: i64,
    last: i64,
    count: usize,
    rows: Vec<Option<Row>>,
}

/// Returns the row of each key, in the order of the keys. A key that is repeated has its row once.
///
/// # Errors
/// A [`Fault`] where the table can't be read.
pub(super) fn rows_of_each(
    table: &'static Table,
    view: &dyn View,
    keys: &[Key],
) -> Result<Vec<Option<Row>>, Fault> {
    let mut lanes: BTreeMap<&Terminal, Lane> = BTreeMap::new();
    for (terminal, number) in keys {
        let lane = lanes.entry(terminal).or_insert(Lane {
            first: *number,
            last: *number,
            count: 0,
            rows: Vec::new(),
        });
        lane.first = lane.first.min(*number);
        lane.last = lane.last.max(*number);
        lane.count += 1;
    }
    for (terminal, lane) in &mut lanes {
        lane.fill(terminal, table, view)?;
    }
    let row = |(terminal, number): &Key| match lanes.get_mut(terminal) {
        Some(lane) if !lane.rows.is_empty() => Ok(lane.slot(*number).and_then(Option::take)),
        _ => view.row(table, &[terminal.value(), number.value()]),
    };
    keys.iter().map(row).collect()
}

impl Lane {
    /// Reads the rows from the first to the last, unless too many of them were not asked for.
    fn fill(&mut self, terminal: &Terminal, table: &'static Table, view: &dyn View) -> Result<(), Fault> {
        let span = self
            .last
            .checked_sub(self.first)
            .and_then(|span| usize::try_from(span).ok());
        let Some(span) = span.filter(|span| *span < 2 * self.count) else {
            return Ok(());
        };
        self.rows.resize(span + 1, None);
        let range = Range {
            table,
            order: 0,
            prefix: vec![terminal.value()],
            after: self.first.checked_sub(1).map(Value::Int),
            descending: false,
            limit: span + 1,
        };
        for row in view.rows(&range)? {
            if let Value::Int(number) = row[1]
                && let Some(slot) = self.slot(number)
            {
                *slot = Some(row);
            }
        }
        Ok(())
    }

    fn slot(&mut self, number: i64) -> Option<&mut Option<Row>> {
        let at = usize::try_from(number.checked_sub(self.first)?).ok()?;
        self.rows.get_mut(at)
    }
}
