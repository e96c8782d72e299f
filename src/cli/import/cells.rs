//! The cells of one line, each read as what it should be.

use super::sheet::{Problem, Row, Sheet};
use crate::domain::time;
use chrono::NaiveDate;
use std::fmt::Display;
use std::str::FromStr;

/// The cells of one line, read as what they should be. Whatever is wrong is noted, and a stand-in is returned that is
/// never used, because a file with a problem is not applied.
pub(super) struct Cells<'a> {
    sheet: &'a Sheet,
    row: &'a Row,
    problems: &'a mut Vec<Problem>,
}

impl<'a> Cells<'a> {
    pub fn new(sheet: &'a Sheet, row: &'a Row, problems: &'a mut Vec<Problem>) -> Self {
        Self { sheet, row, problems }
    }

    /// Returns the number of the line.
    pub fn line(&self) -> u64 {
        self.row.line
    }

    /// Returns the name of the file.
    pub fn file(&self) -> &str {
        &self.sheet.file
    }

    /// Returns whether the file has the column at all.
    pub fn has(&self, column: &str) -> bool {
        self.sheet.columns.contains(&column)
    }

    /// Notes what is wrong with a column.
    pub fn complain(&mut self, column: &str, reason: impl Into<String>) {
        self.problems.push(Problem {
            file: self.sheet.file.clone(),
            line: self.row.line,
            column: column.to_owned(),
            reason: reason.into(),
        });
    }

    /// Returns the text of a column, or `None` if it is empty.
    pub fn text(&self, column: &str) -> Option<String> {
        self.row.cells.get(column).cloned()
    }

    /// Returns the text of a column that must not be empty.
    pub fn needed(&mut self, column: &str) -> String {
        self.text(column).unwrap_or_else(|| {
            self.complain(column, "expected something, found nothing");
            String::new()
        })
    }

    /// Returns a column read by `T`, or `None` if it is empty.
    pub fn read<T: FromStr<Err: Display>>(&mut self, column: &str) -> Option<T> {
        let text = self.text(column)?;
        match parsed(&text) {
            Ok(value) => Some(value),
            Err(why) => {
                let why = if why.contains("found") {
                    why
                } else {
                    format!("{}, found {text:?}", expected::<T>(&why))
                };
                self.complain(column, why);
                None
            }
        }
    }

    /// Returns a column that must not be empty, read by `T`; `stand_in` if it is wrong.
    pub fn must<T: FromStr<Err: Display>>(&mut self, column: &str, stand_in: T) -> T {
        if self.needed(column).is_empty() {
            return stand_in;
        }
        self.read(column).unwrap_or(stand_in)
    }
}

/// Returns what a cell says; a day has one spelling.
fn parsed<T: FromStr<Err: Display>>(text: &str) -> Result<T, String> {
    if std::any::type_name::<T>() == std::any::type_name::<NaiveDate>() && time::day(text).is_none() {
        return Err(expected::<T>(""));
    }
    text.parse().map_err(|why: T::Err| why.to_string())
}

fn expected<T>(why: &str) -> String {
    let name = std::any::type_name::<T>();
    let what = match name.rsplit("::").next().unwrap_or(name) {
        "i64" => "a whole number",
        "bool" => "true or false",
        "NaiveDate" => "a date YYYY-MM-DD",
        _ => return why.to_owned(),
    };
    format!("expected {what}")
}
