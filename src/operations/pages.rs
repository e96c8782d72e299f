//! Long tables read in pages: a report over a million rows holds a few thousand at a time.

use super::view::View;
use crate::domain::entry::{Entry, EntryLine};
use crate::domain::part::Part;
use crate::domain::record::{Fault, Range, Record, Row, Table, Value};
use std::collections::VecDeque;
use std::iter::{Peekable, once};
use std::marker::PhantomData;

const PAGE: usize = 4096;

/// All rows of a table in key order, one after the other.
pub struct Rows<'v> {
    table: &'static Table,
    view: &'v dyn View,
    ready: VecDeque<Row>,
    /// The first columns of the key that the walk is within: those of a group that is more than a page.
    within: Vec<Value>,
    /// The next column of the key, behind which the next page begins.
    after: Option<Value>,
    /// The key of the last row.
    last: Row,
    done: bool,
}

impl<'v> Rows<'v> {
    /// Starts at the first row.
    pub const fn of(table: &'static Table, view: &'v dyn View) -> Self {
        Self {
            table,
            view,
            ready: VecDeque::new(),
            within: Vec::new(),
            after: None,
            last: Vec::new(),
            done: false,
        }
    }

    /// Starts behind a number, in a table whose key begins with one.
    pub fn behind(number: i64, table: &'static Table, view: &'v dyn View) -> Self {
        Self {
            after: Some(Value::Int(number)),
            last: vec![Value::Int(number)],
            ..Self::of(table, view)
        }
    }

    fn page(&self) -> Result<Vec<Row>, Fault> {
        let range = Range {
            table: self.table,
            order: 0,
            prefix: self.within.clone(),
            after: self.after.clone(),
            descending: false,
            limit: PAGE,
        };
        let rows = self.view.rows(&range)?;
        // Pages of a damaged file may lead back to where the walk came from, for ever.
        let keys = rows.iter().map(|row| &row[..self.table.key]);
        let rises = once(&self.last[..]).chain(keys).is_sorted_by(|a, b| a < b);
        let first = rows.first().map(|row| &row[self.within.len()]);
        if rises && first.is_none_or(|first| self.after.as_ref().is_none_or(|after| after < first)) {
            Ok(rows)
        } else {
            Err(out_of_order(self.table))
        }
    }

    /// Loads the next rows in whole groups of a column of the key, because a page resumes behind such a group; a group
    /// that is more than a page is walked by the next column.
    fn load(&mut self) -> Result<(), Fault> {
        while self.ready.is_empty() && !self.done {
            let mut rows = self.page()?;
            let depth = self.within.len();
            let is_last = rows.len() < PAGE;
            let last = rows.last().map(|row| row[depth].clone());
            if let (false, Some(last)) = (is_last || self.table.key == depth + 1, last) {
                let whole = rows.iter().take_while(|row| row[depth] != last).count();
                if whole == 0 {
                    self.within.push(last);
                    self.after = None;
                    continue;
                }
                rows.truncate(whole);
            }
            if let Some(row) = rows.last() {
                self.last = row[..self.table.key].to_vec();
                self.after = Some(row[depth].clone());
            }
            if is_last {
                self.after = self.within.pop();
                self.done = self.after.is_none();
            }
            self.ready = rows.into();
        }
        Ok(())
    }
}

impl Iterator for Rows<'_> {
    type Item = Result<Row, Fault>;

    fn next(&mut self) -> Option<Self::Item> {
        if let Err(fault) = self.load() {
            self.done = true;
            return Some(Err(fault));
        }
        self.ready.pop_front().map(Ok)
    }
}

/// All records of a kind in key order, one after the other.
pub struct Pages<'v, R> {
    rows: Rows<'v>,
    record: PhantomData<R>,
}

impl<'v, R: Record> Pages<'v, R> {
    /// Starts at the first record.
    pub const fn of(view: &'v dyn View) -> Self {
        Self {
            rows: Rows::of(R::TABLE, view),
            record: PhantomData,
        }
    }

    /// Starts behind a number, in a table whose key begins with one.
    pub fn behind(number: i64, view: &'v dyn View) -> Self {
        Self {
            rows: Rows::behind(number, R::TABLE, view),
            record: PhantomData,
        }
    }
}

impl<R: Record> Iterator for Pages<'_, R> {
    type Item = Result<R, Fault>;

    fn next(&mut self) -> Option<Self::Item> {
        self.rows.next().map(|row| R::from_row(row?))
    }
}

/// Returns some columns of all records of a numbered kind, one after the other; `number` is that of a record.
pub fn parts<R: Record, P: Part>(
    view: &dyn View,
    number: fn(&P) -> i64,
) -> impl Iterator<Item = Result<P, Fault>> {
    let mut after = Some(0);
    std::iter::from_fn(move || {
        let behind = after?;
        let page = view.parts::<P>(&Range::of::<R>(&[]).after(&behind).first(PAGE));
        let page = page.and_then(|page| in_order(page, behind, number, R::TABLE));
        after = match &page {
            Ok(page) => page.last().map(number),
            Err(_) => None,
        };
        let (page, fault) = match page {
            Ok(page) => (page, None),
            Err(fault) => (Vec::new(), Some(fault)),
        };
        (!page.is_empty() || fault.is_some()).then(|| page.into_iter().map(Ok).chain(fault.map(Err)))
    })
    .flatten()
}

/// Returns a page whose records have rising numbers, all of them behind the page before.
fn in_order<P>(page: Vec<P>, behind: i64, number: fn(&P) -> i64, table: &Table) -> Result<Vec<P>, Fault> {
    if once(behind)
        .chain(page.iter().map(number))
        .is_sorted_by(|a, b| a < b)
    {
        Ok(page)
    } else {
        Err(out_of_order(table))
    }
}

/// Returns the fault of a table whose rows are not in the order of their keys.
pub(super) fn out_of_order(table: &Table) -> Fault {
    Fault::new(format!(
        "the rows of {} are not in their order: the store is damaged",
        table.name
    ))
}

/// Returns every journal entry with its lines, one after the other.
pub fn journal(view: &dyn View) -> impl Iterator<Item = Result<(Entry, Vec<EntryLine>), Fault>> {
    let mut lines = Pages::<EntryLine>::of(view).peekable();
    Pages::<Entry>::of(view).map(move |entry| {
        let entry = entry?;
        let own = lines_of(&mut lines, entry.entry)?;
        Ok((entry, own))
    })
}

/// Returns the lines of an entry, from lines in the order of their entries.
pub(super) fn lines_of(
    lines: &mut Peekable<Pages<'_, EntryLine>>,
    entry: i64,
) -> Result<Vec<EntryLine>, Fault> {
    let mut own = Vec::new();
    while let Some(line) = lines.next_if(|line| line.as_ref().map_or(true, |line| line.entry <= entry)) {
        own.push(line?);
    }
    Ok(own)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::log::{Logged, NotedRead};

    /// A damaged store that answers every question with the same full page.
    struct Round;

    impl View for Round {
        fn row(&self, _: &'static Table, _: &[Value]) -> Result<Option<Row>, Fault> {
            Ok(None)
        }

        fn rows(&self, range: &Range) -> Result<Vec<Row>, Fault> {
            let rows = (1..=PAGE).map(|number| vec![Value::Int(i64::try_from(number).unwrap_or(0))]);
            Ok(rows.take(range.limit).collect())
        }

        fn last(&self, _: &'static Table) -> Result<i64, Fault> {
            Ok(0)
        }
    }

    /// A table with a key of two columns, whose first group is more than two pages.
    struct Large;

    const READS: usize = 2 * PAGE + 7;

    impl View for Large {
        fn row(&self, _: &'static Table, _: &[Value]) -> Result<Option<Row>, Fault> {
            Ok(None)
        }

        fn rows(&self, range: &Range) -> Result<Vec<Row>, Fault> {
            assert!(range.limit <= PAGE, "no more than a page is asked for");
            let count = |terminal: &str| if terminal == "B" { READS } else { 3 };
            let all = ["A", "B", "C"].into_iter().flat_map(|terminal| {
                (1..=count(terminal)).map(move |read| {
                    let read = Value::Int(i64::try_from(read).unwrap_or(0));
                    vec![Value::Text(terminal.into()), read]
                })
            });
            let depth = range.prefix.len();
            let is_in = |row: &Row| {
                row.starts_with(&range.prefix) && range.after.as_ref().is_none_or(|after| *after < row[depth])
            };
            Ok(all.filter(is_in).take(range.limit).collect())
        }

        fn last(&self, _: &'static Table) -> Result<i64, Fault> {
            Ok(0)
        }
    }

    #[test]
    fn a_group_of_many_pages_is_walked_page_by_page() {
        let walked: Result<Vec<_>, _> = Rows::of(NotedRead::TABLE, &Large).collect();
        let walked = walked.unwrap_or_default();
        assert_eq!(walked.len(), READS + 6);
        assert!(walked.is_sorted_by(|a, b| a < b));
    }

    #[test]
    fn a_walk_that_is_led_back_ends_with_a_fault() {
        let walked: Vec<_> = Rows::of(Logged::TABLE, &Round).take(3 * PAGE).collect();
        assert_eq!(walked.len(), PAGE + 1);
        let last = walked.last().and_then(|row| row.as_ref().err());
        let told = "the rows of operations are not in their order: the store is damaged";
        assert_eq!(last.map(ToString::to_string).as_deref(), Some(told));
    }
}
