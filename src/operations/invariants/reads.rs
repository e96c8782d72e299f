//! The reads of the terminals: numbered without gaps, chained with their results, and no result without a read.

use super::{Check, Finding};
use crate::domain::code::Terminal;
use crate::domain::log::{NotedRead, ReadLink, ReadResult};
use crate::domain::record::{Cell, CellRef, Fault, Record, Row};
use crate::operations::pages::{Pages, Rows};
use crate::operations::read_links::{Earlier, hash};
use crate::operations::view::View;
use std::collections::BTreeMap;

/// The invariant of the links.
const CHAIN: &str = "the chain of the reads and their results is unbroken";
/// The number of links that are compared at once.
const AT_ONCE: usize = 512;

/// Checks the links behind one with this number and hash.
pub(super) fn links_behind(view: &dyn View, link: (i64, String)) -> Result<Finding, Fault> {
    let mut chain = Check::of(CHAIN);
    let links = Pages::<ReadLink>::behind(link.0, view);
    linked(view, link, links, &mut chain)?;
    Ok(chain.finish())
}

/// Checks that no read is missing between two others, that every result has its read, and that both are as they were when
/// they were linked. Reads missing at the end are not noticed, nor is what is altered of a read that has no result yet.
pub(super) fn check(view: &dyn View, found: &mut Vec<Finding>) -> Result<(), Fault> {
    let mut chain = Check::of(CHAIN);
    let mut links = Pages::<ReadLink>::of(view).peekable();
    let first = links
        .next_if(|link| {
            link.as_ref()
                .is_ok_and(|link| link.link == 1 && link.terminal.is_empty())
        })
        .transpose()?;
    let begin = first
        .as_ref()
        .map_or((0, String::new()), |first| (1, first.hash.clone()));
    let linked = linked(view, begin, links, &mut chain)?;
    let mut numbers = Check::of("the reads of each terminal are numbered without gaps");
    let mut results = Check::of("every result has its read");
    let mut unlinked = Unlinked::of(view);
    let mut done = Rows::of(ReadResult::TABLE, view).keys().peekable();
    let mut before: Option<(Terminal, i64)> = None;
    let mut see = |row: Row, has_read: bool| -> Result<(), Fault> {
        let own = key(&row)?;
        results.see(has_read, || format!("result {} of {} has no read", own.1, own.0));
        if linked.has(&own) {
            return Ok(());
        }
        unlinked.add(row)
    };
    for read in Rows::of(NotedRead::TABLE, view).keys() {
        let read = read?;
        let own = key(&read)?;
        let last = before.as_ref().filter(|before| before.0 == own.0);
        let last = last.map_or(0, |before| before.1);
        numbers.see(own.1 == last + 1, || {
            format!("read {} of {} follows {last}", own.1, own.0)
        });
        // Both are in the order of terminal and number.
        while let Some(result) = done.next_if(|row| row.as_ref().map_or(true, |row| *row <= read)) {
            let result = result?;
            let has_read = result == read;
            see(result, has_read)?;
        }
        before = Some(own);
    }
    for result in done {
        see(result?, false)?;
    }
    let earlier = unlinked.finish()?;
    let count = earlier.results();
    chain.see(
        first == Some(earlier.link()) || count == 0 && first.is_none(),
        || {
            let known = first.as_ref().map_or(0, |first| first.read);
            format!(
                "{known} results were there before the chain, and {count} are in no link, or they were altered"
            )
        },
    );
    found.extend([numbers.finish(), results.finish(), chain.finish()]);
    Ok(())
}

/// Checks links that follow one with this number and hash, and returns which reads are in them.
fn linked(
    view: &dyn View,
    (mut before, mut previous): (i64, String),
    links: impl Iterator<Item = Result<ReadLink, Fault>>,
    chain: &mut Check,
) -> Result<Linked, Fault> {
    let mut linked = Linked::default();
    let mut links = links.peekable();
    while links.peek().is_some() {
        let some: Vec<ReadLink> = links.by_ref().take(AT_ONCE).collect::<Result<_, _>>()?;
        let keys: Vec<Row> = some
            .iter()
            .map(|link| vec![link.terminal.value(), link.read.value()])
            .collect();
        let reads = view.row_of_each(NotedRead::TABLE, &keys)?;
        let results = view.row_of_each(ReadResult::TABLE, &keys)?;
        for ((link, read), result) in some.into_iter().zip(reads).zip(results) {
            let own = (link.terminal, link.read);
            let follows = result.is_some_and(|result| link.hash == hash(&previous, read.as_ref(), &result));
            chain.see(link.link == before + 1 && follows && linked.add(&own), || {
                format!(
                    "read {} of {} or its result is not as it was when it was linked",
                    own.1, own.0
                )
            });
            (before, previous) = (link.link, link.hash);
        }
    }
    Ok(linked)
}

fn key(row: &Row) -> Result<(Terminal, i64), Fault> {
    let found = Terminal::from_value(row[0].clone()).zip(i64::from_value(row[1].clone()));
    found.ok_or_else(|| Fault::new("a read of no terminal is damaged"))
}

/// The results that are in no link, in the order of their terminals and numbers; some of them are still to be read.
struct Unlinked<'v> {
    view: &'v dyn View,
    keys: Vec<Row>,
    earlier: Earlier,
}

impl<'v> Unlinked<'v> {
    fn of(view: &'v dyn View) -> Self {
        Self {
            view,
            keys: Vec::new(),
            earlier: Earlier::default(),
        }
    }

    fn add(&mut self, key: Row) -> Result<(), Fault> {
        self.keys.push(key);
        if self.keys.len() < AT_ONCE {
            Ok(())
        } else {
            self.read()
        }
    }

    fn read(&mut self) -> Result<(), Fault> {
        let keys = std::mem::take(&mut self.keys);
        let reads = self.view.row_of_each(NotedRead::TABLE, &keys)?;
        let results = self.view.row_of_each(ReadResult::TABLE, &keys)?;
        for (read, result) in reads.into_iter().zip(results) {
            self.earlier.add(read.as_ref(), &result.unwrap_or_default());
        }
        Ok(())
    }

    fn finish(mut self) -> Result<Earlier, Fault> {
        self.read()?;
        Ok(self.earlier)
    }
}

/// The linked reads: for each terminal the first and last number of each run of consecutive reads, of which there are
/// few.
#[derive(Default)]
struct Linked(BTreeMap<Terminal, BTreeMap<i64, i64>>);

impl Linked {
    /// Adds a read; returns whether it was not there yet.
    fn add(&mut self, (terminal, read): &(Terminal, i64)) -> bool {
        if self.has(&(terminal.clone(), *read)) {
            return false;
        }
        let runs = self.0.entry(terminal.clone()).or_default();
        match runs.range_mut(..read).next_back() {
            Some((_, last)) if *last + 1 == *read => *last = *read,
            _ => drop(runs.insert(*read, *read)),
        }
        true
    }

    fn has(&self, (terminal, read): &(Terminal, i64)) -> bool {
        let run = self
            .0
            .get(terminal)
            .and_then(|runs| runs.range(..=read).next_back());
        run.is_some_and(|(_, last)| read <= last)
    }
}
