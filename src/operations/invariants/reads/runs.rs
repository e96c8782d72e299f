//! Which numbers were seen of each terminal, as runs of numbers that follow each other, of which there are few.

use super::Key;
use crate::domain::code::Terminal;
use crate::domain::record::{Cell, CellRef, Fault, Range, Row, Table, Value};
use crate::operations::pages::out_of_order;
use crate::operations::view::View;
use std::collections::BTreeMap;

/// The most keys that are looked at at once.
const PAGE: usize = 4096;

/// By terminal, the last number of each run by its first.
#[derive(Default)]
pub(super) struct Runs(BTreeMap<Terminal, BTreeMap<i64, i64>>);

impl Runs {
    /// Adds a number of a terminal. Returns whether it was not there yet.
    pub(super) fn add(&mut self, (terminal, number): &Key) -> bool {
        let runs = match self.0.get_mut(terminal) {
            Some(runs) => runs,
            None => self.0.entry(terminal.clone()).or_default(),
        };
        let before = runs.range(..=*number).next_back();
        let before = before.map(|(first, last)| (*first, *last));
        if before.is_some_and(|(_, last)| *number <= last) {
            return false;
        }
        let next = number.checked_add(1).and_then(|next| runs.remove(&next));
        let joined = before.filter(|(_, last)| last.checked_add(1) == Some(*number));
        let first = joined.map_or(*number, |(first, _)| first);
        runs.insert(first, next.unwrap_or(*number));
        true
    }

    /// Returns whether a number of a terminal was added.
    pub(super) fn has(&self, (terminal, number): &Key) -> bool {
        let runs = self.0.get(terminal);
        let run = runs.and_then(|runs| runs.range(..=*number).next_back());
        run.is_some_and(|(_, last)| number <= last)
    }

    /// Returns how many numbers there are.
    pub(super) fn count(&self) -> i64 {
        let runs = self.0.values().flatten();
        runs.fold(0, |sum: i64, (first, last)| sum.saturating_add(last - first + 1))
    }

    /// Shows every number of every terminal.
    pub(super) fn each(&self, mut see: impl FnMut(&Key)) {
        for (terminal, runs) in &self.0 {
            for number in runs.iter().flat_map(|(first, last)| *first..=*last) {
                see(&(terminal.clone(), number));
            }
        }
    }

    /// Returns each number that does not follow the one before it, with that one; the first should be 1.
    pub(super) fn gaps(&self) -> impl Iterator<Item = (&Terminal, i64, i64)> {
        self.0.iter().flat_map(|(terminal, runs)| {
            let ends = std::iter::once(0).chain(runs.values().copied());
            let begins = runs.keys().copied().zip(ends);
            let gaps = begins.filter(|(first, before)| before.checked_add(1) != Some(*first));
            gaps.map(move |(first, before)| (terminal, first, before))
        })
    }

    /// Shows the keys of a table that are not among these, in their order. What is among them is not read again.
    ///
    /// # Errors
    /// A [`Fault`] where the table can't be read, and that of `see`.
    pub(super) fn others(
        &self,
        table: &'static Table,
        view: &dyn View,
        see: &mut dyn FnMut(Key) -> Result<(), Fault>,
    ) -> Result<(), Fault> {
        let mut last: Option<Terminal> = None;
        loop {
            let after = last.as_ref().map(CellRef::value);
            let Some(row) = keys(table, view, Vec::new(), after, 1)?.pop() else {
                return Ok(());
            };
            let (terminal, _) = key(row)?;
            if last.is_some_and(|last| terminal <= last) {
                return Err(out_of_order(table));
            }
            self.others_of(&terminal, table, view, see)?;
            last = Some(terminal);
        }
    }

    fn others_of(
        &self,
        terminal: &Terminal,
        table: &'static Table,
        view: &dyn View,
        see: &mut dyn FnMut(Key) -> Result<(), Fault>,
    ) -> Result<(), Fault> {
        let runs = self.0.get(terminal).into_iter().flatten();
        let mut after = None;
        for (first, last) in runs {
            others_between((terminal, after, Some(*first)), table, view, see)?;
            after = Some(*last);
        }
        others_between((terminal, after, None), table, view, see)
    }
}

/// Shows the keys of a terminal after one number and before another.
fn others_between(
    (terminal, mut after, before): (&Terminal, Option<i64>, Option<i64>),
    table: &'static Table,
    view: &dyn View,
    see: &mut dyn FnMut(Key) -> Result<(), Fault>,
) -> Result<(), Fault> {
    // Mostly there is none.
    let mut limit = 1;
    loop {
        let some = keys(table, view, vec![terminal.value()], after.map(Value::Int), limit)?;
        let is_last = some.len() < limit;
        for row in some {
            let own = key(row)?;
            if own.0 != *terminal || after.is_some_and(|after| own.1 <= after) {
                return Err(out_of_order(table));
            }
            if before.is_some_and(|before| before <= own.1) {
                return Ok(());
            }
            after = Some(own.1);
            see(own)?;
        }
        if is_last {
            return Ok(());
        }
        limit = PAGE.min(2 * limit);
    }
}

/// Returns the keys of some rows.
fn keys(
    table: &'static Table,
    view: &dyn View,
    prefix: Vec<Value>,
    after: Option<Value>,
    limit: usize,
) -> Result<Vec<Row>, Fault> {
    let range = Range {
        table,
        order: 0,
        prefix,
        after,
        descending: false,
        limit,
    };
    view.cells(&range, &[0, 1])
}

fn key(row: Row) -> Result<Key, Fault> {
    let mut cells = row.into_iter();
    let terminal = cells.next().and_then(Terminal::from_value);
    let found = terminal.zip(cells.next().and_then(i64::from_value));
    found.ok_or_else(|| Fault::new("a read of no terminal is damaged"))
}
