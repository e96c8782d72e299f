//! What is wrong with files, as it is found.

use super::{hidden, place_of};
use std::fmt::Display;
use std::rc::Rc;

/// The number of complaints that are printed; a file of the wrong kind has one for each cell.
const MOST: usize = 1_000;

/// What is wrong with one line.
#[derive(Clone, Debug)]
pub(super) struct Problem {
    pub file: Rc<str>,
    pub line: u64,
    pub column: String,
    pub reason: String,
}

impl Display for Problem {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}", self.file)?;
        if self.line > 0 {
            write!(f, " line {}", self.line)?;
        }
        if !self.column.is_empty() {
            write!(f, ", column {}", hidden::told(&self.file, &self.column))?;
        }
        write!(f, ": {}", hidden::told(&self.file, &self.reason))
    }
}

/// The complaints of an import. The first are kept, the others counted.
#[derive(Clone, Debug, Default)]
pub(super) struct Problems {
    kept: Vec<Problem>,
    more: usize,
}

impl Problems {
    /// Adds one.
    pub fn add(&mut self, problem: Problem) {
        if self.kept.len() < MOST {
            self.kept.push(problem);
        } else {
            self.more += 1;
        }
    }

    /// Returns whether there is none.
    pub fn is_empty(&self) -> bool {
        self.kept.is_empty()
    }

    /// Returns them as lines, in the order in which files are imported.
    pub fn told(mut self) -> Vec<String> {
        self.kept
            .sort_by_key(|problem| (place_of(&problem.file), problem.line));
        let more = format!("{} more are not listed: mend these and try again.", self.more);
        let more = (0 < self.more).then_some(more);
        self.kept.iter().map(ToString::to_string).chain(more).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_too_much_to_read_is_counted() {
        let mut problems = Problems::default();
        for line in 0..MOST as u64 + 3 {
            problems.add(Problem {
                file: "items.csv".into(),
                line: line + 2,
                column: "item".to_owned(),
                reason: "expected something, found nothing".to_owned(),
            });
        }
        let told = problems.told();
        assert_eq!(told.len(), MOST + 1);
        assert_eq!(
            told[MOST - 1..],
            [
                "items.csv line 1001, column item: expected something, found nothing",
                "3 more are not listed: mend these and try again."
            ]
        );
    }
}
