//! Lines that are applied, or checked, all or none.

use super::Lines;
use crate::cli::failure::Failure;
use crate::domain::record::Fault;
use crate::operations::answer::Answer;
use crate::operations::request::Request;
use crate::operations::view::View;
use crate::store::{Batch, BatchError, Laid, Store, StoreError};
use std::collections::VecDeque;

/// Why lines were not applied.
#[derive(Debug)]
pub enum NotApplied {
    /// A rule refuses one, and none was applied.
    Refused {
        /// The refusal.
        answer: Box<Answer>,
        /// Which line, and why.
        said: String,
    },
    /// Anything else, which says itself whether some were applied.
    Failed(Failure),
}

impl From<StoreError> for NotApplied {
    fn from(error: StoreError) -> Self {
        Self::Failed(error.into())
    }
}

/// Applies lines in one transaction, or none of them. What is answered is certain then, and not told yet.
///
/// # Errors
/// [`NotApplied`] says which line a rule refuses, or how the store failed.
pub fn whole<L: Lines>(store: &mut dyn Store, lines: &mut L) -> Result<(), NotApplied> {
    let mut all = All {
        lines,
        line: None,
        asked: VecDeque::new(),
    };
    match store.transact_batch(&mut all) {
        Ok(()) => Ok(()),
        Err(BatchError::Refused { answer, .. }) => Err(not_applied(all.lines, all.line.as_ref(), answer)),
        Err(BatchError::Store(error)) => Err(error.into()),
    }
}

/// Decides lines on one state of the store, and writes nothing. `see` is told after each how many were decided.
///
/// # Errors
/// As [`whole`].
pub(super) fn check<L: Lines>(
    store: &dyn Store,
    lines: &mut L,
    mut see: impl FnMut(usize),
) -> Result<(), NotApplied> {
    let mut refused = None;
    store.look(&mut |view| {
        start(lines, view)?;
        let (mut laid, mut decided) = (Laid::over(view), 0);
        while let Some(line) = lines.next()? {
            for request in lines.asks(&laid, &line)? {
                let (_, answer) = laid.decide(&request)?;
                if answer.refusal.is_some() {
                    refused = Some(not_applied(lines, Some(&line), Box::new(answer)));
                    return Ok(());
                }
            }
            decided += 1;
            see(decided);
        }
        Ok(())
    })?;
    refused.map_or(Ok(()), Err)
}

/// Begins with the first line, on a store in this state.
fn start<L: Lines>(lines: &mut L, view: &dyn View) -> Result<(), Fault> {
    lines.renew(view)?;
    lines.forget();
    lines.restart()
}

fn not_applied<L: Lines>(lines: &L, line: Option<&L::Line>, answer: Box<Answer>) -> NotApplied {
    let said = match (line, &answer.refusal) {
        (Some(line), Some(refusal)) => {
            format!("{}: {}", lines.whence(line), lines.refused(line, refusal))
        }
        _ => String::new(),
    };
    NotApplied::Refused { answer, said }
}

/// All lines as one batch.
struct All<'l, L: Lines> {
    lines: &'l mut L,
    /// The line that was read last.
    line: Option<L::Line>,
    /// What it asks for that is not answered yet.
    asked: VecDeque<Request>,
}

impl<L: Lines> Batch for All<'_, L> {
    fn begin(&mut self, view: &dyn View) -> Result<(), Fault> {
        self.asked.clear();
        self.line = None;
        start(self.lines, view)
    }

    fn next(&mut self, view: &dyn View) -> Result<Option<Request>, Fault> {
        while self.asked.is_empty() {
            self.line = self.lines.next()?;
            let Some(line) = &self.line else {
                return Ok(None);
            };
            self.asked = self.lines.asks(view, line)?.into();
        }
        Ok(self.asked.pop_front())
    }

    fn answered(&mut self, answer: Answer) {
        if let Some(line) = self.line.as_ref().filter(|_| self.asked.is_empty()) {
            self.lines.answered(line, &answer);
        }
    }
}
