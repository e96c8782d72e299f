//! The reads of the terminals: numbered without gaps, and the only ones that have results.

use super::{Check, Finding};
use crate::domain::log::{NotedRead, ReadResult};
use crate::domain::record::Fault;
use crate::operations::pages::Pages;
use crate::operations::view::View;

/// Checks that no read is missing between two others, and that every result has its read. Reads missing at the end are
/// not noticed.
pub(super) fn check(view: &dyn View, found: &mut Vec<Finding>) -> Result<(), Fault> {
    let mut numbers = Check::of("the reads of each terminal are numbered without gaps");
    let mut results = Check::of("every result has its read");
    let mut done = Pages::<ReadResult>::of(view).peekable();
    let mut before: Option<NotedRead> = None;
    for read in Pages::<NotedRead>::of(view) {
        let read = read?;
        let last = before.as_ref().filter(|before| before.terminal == read.terminal);
        let last = last.map_or(0, |before| before.read);
        numbers.see(read.read == last + 1, || {
            format!("read {} of {} follows {last}", read.read, read.terminal)
        });
        let own = (&read.terminal, read.read);
        // Both are in the order of terminal and number.
        let up_to = |result: &Result<ReadResult, Fault>| {
            result
                .as_ref()
                .map_or(true, |result| (&result.terminal, result.read) <= own)
        };
        while let Some(result) = done.next_if(up_to) {
            let result = result?;
            see(&mut results, &result, (&result.terminal, result.read) == own);
        }
        before = Some(read);
    }
    for result in done {
        see(&mut results, &result?, false);
    }
    found.extend([numbers.finish(), results.finish()]);
    Ok(())
}

fn see(results: &mut Check, result: &ReadResult, is_of_read: bool) {
    results.see(is_of_read, || {
        format!("result {} of {} has no read", result.read, result.terminal)
    });
}
