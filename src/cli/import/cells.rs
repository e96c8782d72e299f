//! The cells of one line, each read as what it should be.

use super::problems::{Problem, Problems};
use super::sheet::{Row, Sheet};
use crate::domain::amount::{Money, Price, Qty};
use crate::domain::catalog::{Purpose, Tracking};
use crate::domain::company::{AccountKind, Method, ServiceCost};
use crate::domain::dimension::Dimensions;
use crate::domain::fee::FeeBasis;
use crate::domain::time;
use chrono::NaiveDate;
use std::rc::Rc;

/// The cells of one line, read as what they should be. Whatever is wrong is noted, and a stand-in is returned that is
/// never used, because a file with a problem is not applied.
pub(super) struct Cells<'a> {
    sheet: &'a Sheet,
    row: &'a Row,
    problems: &'a mut Problems,
}

impl<'a> Cells<'a> {
    pub fn new(sheet: &'a Sheet, row: &'a Row, problems: &'a mut Problems) -> Self {
        Self { sheet, row, problems }
    }

    /// Returns the number of the line.
    pub fn line(&self) -> u64 {
        self.row.line
    }

    /// Returns the name of the file.
    pub fn file(&self) -> &'a Rc<str> {
        &self.sheet.file
    }

    /// Returns whether the file has the column at all.
    pub fn has(&self, column: &str) -> bool {
        self.sheet.columns.contains(&column)
    }

    /// Notes what is wrong with a column.
    pub fn complain(&mut self, column: &str, reason: impl Into<String>) {
        self.problems.add(Problem {
            file: Rc::clone(&self.sheet.file),
            line: self.row.line,
            column: column.to_owned(),
            reason: reason.into(),
        });
    }

    /// Returns the text of a column, or `None` if it is empty.
    pub fn text(&self, column: &str) -> Option<String> {
        self.row.cells.text(column).map(str::to_owned)
    }

    /// Returns the text of a column that must not be empty.
    pub fn needed(&mut self, column: &str) -> String {
        self.text(column).unwrap_or_else(|| {
            self.complain(column, "expected something, found nothing");
            String::new()
        })
    }

    /// Returns a column read as a `T`, or `None` if it is empty.
    pub fn read<T: Held>(&mut self, column: &str) -> Option<T> {
        let text = self.text(column)?;
        match T::held(&text) {
            Ok(value) => Some(value),
            Err(why) => {
                let why = if why.contains("found") {
                    why
                } else {
                    format!("{why}, found {text:?}")
                };
                self.complain(column, why);
                None
            }
        }
    }

    /// Returns a column that must not be empty, read as a `T`; `stand_in` if it is wrong.
    pub fn must<T: Held>(&mut self, column: &str, stand_in: T) -> T {
        if self.needed(column).is_empty() {
            return stand_in;
        }
        self.read(column).unwrap_or(stand_in)
    }
}

/// What a cell can hold.
pub(super) trait Held: Sized {
    /// Reads a text.
    ///
    /// # Errors
    /// What was expected, and where that tells it what was found.
    fn held(text: &str) -> Result<Self, String>;
}

impl Held for NaiveDate {
    fn held(text: &str) -> Result<Self, String> {
        time::day(text).ok_or_else(|| "expected a date YYYY-MM-DD".to_owned())
    }
}

impl Held for i64 {
    fn held(text: &str) -> Result<Self, String> {
        text.parse().map_err(|_| "expected a whole number".to_owned())
    }
}

impl Held for bool {
    fn held(text: &str) -> Result<Self, String> {
        text.parse().map_err(|_| "expected true or false".to_owned())
    }
}

/// Types that say themselves what they expect.
macro_rules! held {
    ($($name:ident)*) => { $(
        impl Held for $name {
            fn held(text: &str) -> Result<Self, String> {
                text.parse()
            }
        }
    )* };
}

held! { AccountKind Dimensions FeeBasis Method Money Price Purpose Qty ServiceCost Tracking }
