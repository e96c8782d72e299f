//! The reads of the terminals: numbered without gaps, chained with their results, and no result without a read.
//!
//! Each row is read once. The links lead to the reads and results in the order of the store; what no link leads to is
//! looked for between the runs of numbers that they did lead to.
//!
//! - [`runs`] — which numbers were seen of each terminal.
//! - [`gather`] — the rows of many keys at once.

mod gather;
mod runs;

use self::gather::rows_of_each;
use self::runs::Runs;
use super::{Check, Finding};
use crate::domain::code::Terminal;
use crate::domain::log::{NotedRead, ReadLink, ReadResult};
use crate::domain::record::{Fault, Record};
use crate::operations::pages::Pages;
use crate::operations::read_links::{Earlier, hash};
use crate::operations::view::View;

/// The invariant of the links.
const CHAIN: &str = "the chain of the reads and their results is unbroken";
/// The number of links that are compared at once.
const AT_ONCE: usize = 4096;

/// A read of a terminal.
type Key = (Terminal, i64);

/// Checks the links behind one with this number and hash.
pub(super) fn links_behind(view: &dyn View, link: (i64, String)) -> Result<Finding, Fault> {
    let mut walk = Walk::default();
    let links = Pages::<ReadLink>::behind(link.0, view);
    walk.follow(view, link, links)?;
    Ok(walk.chain.finish())
}

/// Checks that no read is missing between two others, that every result has its read, and that both are as they were
/// when they were linked. Reads missing at the end are not noticed, nor is what is altered of a read that has no result
/// yet.
pub(super) fn check(view: &dyn View, found: &mut Vec<Finding>) -> Result<(), Fault> {
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
    let mut walk = Walk::default();
    walk.follow(view, begin, links)?;
    let numbers = walk.numbers(view)?;
    let earlier = walk.earlier(view)?;
    let count = earlier.results();
    let Walk {
        mut chain, results, ..
    } = walk;
    chain.see(
        first == Some(earlier.link()) || count == 0 && first.is_none(),
        || {
            let known = first.as_ref().map_or(0, |first| first.read);
            format!(
                "{known} results were there before the chain, and {count} are in no link, or they were altered"
            )
        },
    );
    found.extend([numbers, results.finish(), chain.finish()]);
    Ok(())
}

/// A walk along the links, and what it saw.
struct Walk {
    chain: Check,
    results: Check,
    /// The reads that are there.
    reads: Runs,
    /// The results that are there and linked.
    linked: Runs,
}

impl Default for Walk {
    fn default() -> Self {
        Self {
            chain: Check::of(CHAIN),
            results: Check::of("every result has its read"),
            reads: Runs::default(),
            linked: Runs::default(),
        }
    }
}

impl Walk {
    /// Checks links that follow one with this number and hash.
    fn follow(
        &mut self,
        view: &dyn View,
        (mut before, mut previous): (i64, String),
        links: impl Iterator<Item = Result<ReadLink, Fault>>,
    ) -> Result<(), Fault> {
        let mut links = links.peekable();
        while links.peek().is_some() {
            let some: Vec<ReadLink> = links.by_ref().take(AT_ONCE).collect::<Result<_, _>>()?;
            let key = |link: &ReadLink| (link.terminal.clone(), link.read);
            let keys: Vec<Key> = some.iter().map(key).collect();
            let reads = rows_of_each(NotedRead::TABLE, view, &keys)?;
            let results = rows_of_each(ReadResult::TABLE, view, &keys)?;
            let rows = reads.into_iter().zip(results);
            for ((link, own), (read, result)) in some.into_iter().zip(keys).zip(rows) {
                let is_new = result.is_some() && self.linked.add(&own);
                if read.is_some() {
                    self.reads.add(&own);
                }
                if is_new {
                    self.has_read(&own, read.is_some());
                }
                let follows =
                    result.is_some_and(|result| link.hash == hash(&previous, read.as_ref(), &result));
                self.chain.see(link.link == before + 1 && follows && is_new, || {
                    format!(
                        "read {} of {} or its result is not as it was when it was linked",
                        own.1, own.0
                    )
                });
                (before, previous) = (link.link, link.hash);
            }
        }
        Ok(())
    }

    fn has_read(&mut self, own: &Key, has_read: bool) {
        self.results
            .see(has_read, || format!("result {} of {} has no read", own.1, own.0));
    }

    /// Looks for the reads that no link led to, and checks the numbers of all.
    fn numbers(&mut self, view: &dyn View) -> Result<Finding, Fault> {
        let mut others = Runs::default();
        self.reads.others(NotedRead::TABLE, view, &mut |own| {
            others.add(&own);
            Ok(())
        })?;
        others.each(|own| {
            self.reads.add(own);
        });
        let mut numbers = Check::of("the reads of each terminal are numbered without gaps");
        let mut count = self.reads.count();
        for (terminal, read, before) in self.reads.gaps() {
            count -= 1;
            numbers.see(false, || format!("read {read} of {terminal} follows {before}"));
        }
        numbers.hold(count);
        Ok(numbers.finish())
    }

    /// Looks for the results that no link led to: those of before there were links.
    fn earlier(&mut self, view: &dyn View) -> Result<Earlier, Fault> {
        let (mut earlier, mut keys) = (Earlier::default(), Vec::new());
        let mut add = |keys: &mut Vec<Key>| -> Result<(), Fault> {
            let reads = rows_of_each(NotedRead::TABLE, view, keys)?;
            let results = rows_of_each(ReadResult::TABLE, view, keys)?;
            for (read, result) in reads.into_iter().zip(results) {
                earlier.add(read.as_ref(), &result.unwrap_or_default());
            }
            keys.clear();
            Ok(())
        };
        let linked = std::mem::take(&mut self.linked);
        linked.others(ReadResult::TABLE, view, &mut |own| {
            self.has_read(&own, self.reads.has(&own));
            keys.push(own);
            if keys.len() < AT_ONCE {
                Ok(())
            } else {
                add(&mut keys)
            }
        })?;
        add(&mut keys)?;
        Ok(earlier)
    }
}
