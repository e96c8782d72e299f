//! Rows on standard output: JSON Lines for programs, CSV for spreadsheets, a table for people.

use super::failure::{Failure, printable};
use crate::ledger::export::safe;
use clap::Args;
use serde::Serialize;
use std::io::{BufWriter, Stdout, Write};
use unicode_width::UnicodeWidthStr;

/// How rows are printed.
#[derive(Clone, Copy, Debug, Default, Args)]
pub struct Format {
    /// JSON Lines: one object a line
    #[arg(long, conflicts_with = "csv")]
    pub json: bool,
    /// CSV with a header row, for spreadsheets: text that would be run as a formula begins with an apostrophe
    #[arg(long)]
    pub csv: bool,
}

enum Form {
    Json(BufWriter<Stdout>),
    Csv(Box<csv::Writer<Stdout>>, bool),
    Table(Box<csv::Writer<Vec<u8>>>),
}

/// Prints rows as they come; a table once all are there.
pub struct Printer(Form);

impl Printer {
    /// Begins to print.
    pub fn new(format: Format) -> Self {
        Self(match format {
            Format { json: true, .. } => Form::Json(BufWriter::new(std::io::stdout())),
            Format { csv: true, .. } => {
                Form::Csv(Box::new(csv::Writer::from_writer(std::io::stdout())), true)
            }
            Format { .. } => Form::Table(Box::new(csv::Writer::from_writer(Vec::new()))),
        })
    }

    /// Returns whether rows may hold lists: CSV and tables are flat.
    pub const fn is_nested(&self) -> bool {
        matches!(self.0, Form::Json(_))
    }

    /// Prints one row.
    pub fn row(&mut self, row: &impl Serialize) -> Result<(), Failure> {
        match &mut self.0 {
            Form::Json(out) => {
                serde_json::to_writer(&mut *out, row).map_err(std::io::Error::from)?;
                Ok(out.write_all(b"\n")?)
            }
            Form::Csv(out, is_first) => {
                let with_header = std::mem::take(is_first);
                flat(row, with_header)?
                    .iter()
                    .try_for_each(|record| out.write_record(record.iter().map(harmless_cell)))
                    .map_err(unwritable)
            }
            Form::Table(out) => out.serialize(row).map_err(unwritable),
        }
    }

    /// Prints what is left.
    pub fn finish(self) -> Result<(), Failure> {
        match self.0 {
            Form::Json(mut out) => Ok(out.flush()?),
            Form::Csv(mut out, _) => Ok(out.flush()?),
            Form::Table(out) => {
                let bytes = out.into_inner().map_err(csv::IntoInnerError::into_error)?;
                let mut stdout = BufWriter::new(std::io::stdout());
                stdout.write_all(table(&bytes)?.as_bytes())?;
                Ok(stdout.flush()?)
            }
        }
    }
}

/// Returns a row as the cells of a table, after a row of its columns' names if that is wanted.
fn flat(row: &impl Serialize, with_header: bool) -> Result<Vec<csv::StringRecord>, Failure> {
    let mut cells = csv::WriterBuilder::new()
        .has_headers(with_header)
        .from_writer(Vec::new());
    cells.serialize(row).map_err(unwritable)?;
    let bytes = cells.into_inner().map_err(csv::IntoInnerError::into_error)?;
    let mut reader = csv::ReaderBuilder::new()
        .has_headers(false)
        .from_reader(bytes.as_slice());
    reader.records().collect::<Result<_, _>>().map_err(unwritable)
}

/// Returns a cell that a spreadsheet shows and never runs.
fn harmless_cell(cell: &str) -> Vec<u8> {
    safe::harmless(cell).into_owned().into_bytes()
}

fn unwritable(error: csv::Error) -> Failure {
    Failure::Output(match error.into_kind() {
        csv::ErrorKind::Io(why) => why,
        other => std::io::Error::other(format!("{other:?}")),
    })
}

/// Returns the columns side by side, numbers aligned to the right.
fn table(bytes: &[u8]) -> Result<String, Failure> {
    let mut reader = csv::ReaderBuilder::new().has_headers(false).from_reader(bytes);
    let rows: Vec<csv::StringRecord> = reader
        .records()
        .map(|row| row.map(|row| row.iter().map(printable).collect()))
        .collect::<Result<_, _>>()
        .map_err(unwritable)?;
    let columns = rows.first().map_or(0, csv::StringRecord::len);
    let cell = |row: usize, column: usize| rows[row].get(column).unwrap_or("");
    let widths: Vec<usize> = (0..columns)
        .map(|column| {
            (0..rows.len())
                .map(|row| cell(row, column).width())
                .max()
                .unwrap_or(0)
        })
        .collect();
    let right: Vec<bool> = (0..columns)
        .map(|column| (1..rows.len()).all(|row| is_number(cell(row, column))))
        .collect();
    let mut text = String::new();
    for row in 0..rows.len() {
        let mut line = String::new();
        for column in 0..columns {
            let (word, gap) = (cell(row, column), if column == 0 { "" } else { "  " });
            let blank = " ".repeat(widths[column] - word.width());
            line += gap;
            let cell = if right[column] {
                [&blank, word]
            } else {
                [word, &blank]
            };
            line.extend(cell);
        }
        text += line.trim_end();
        text.push('\n');
    }
    Ok(text)
}

fn is_number(word: &str) -> bool {
    word.bytes()
        .all(|byte| byte.is_ascii_digit() || byte == b'.' || byte == b'-')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_stand_to_the_right() {
        let text = table(b"item,on_hand\nBEANS,1.5\nP,100\n").unwrap();
        assert_eq!(text, "item   on_hand\nBEANS      1.5\nP          100\n");
    }

    #[test]
    fn a_name_with_an_escape_sequence_is_harmless() {
        assert_eq!(
            table("item\n\u{1b}[2JX\n".as_bytes()).unwrap(),
            "item\n\\u{1b}[2JX\n"
        );
    }
}
