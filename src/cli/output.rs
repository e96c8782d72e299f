//! Rows on standard output: JSON Lines for programs, CSV for spreadsheets, a table for people; or a spreadsheet in a file.

mod cells;
mod kept;
mod sheet;
mod shown;

pub use self::kept::Kept;
pub use self::shown::{Shown, Spelling};

use self::sheet::Sheet;
use super::failure::{Failure, printable};
use super::place::Place;
use crate::ledger::export::safe;
use clap::Args;
use serde::Serialize;
use std::io::{Read, Seek, Write};
use std::path::PathBuf;
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

/// How the rows of a query or report are printed.
#[derive(Clone, Debug, Default, Args)]
pub struct Wanted {
    #[command(flatten)]
    format: Format,
    /// Write a spreadsheet into this file: amounts as numbers, days as days, codes as text
    #[arg(long, value_name = "FILE", conflicts_with_all = ["json", "csv"])]
    xlsx: Option<PathBuf>,
}

impl Wanted {
    /// Begins to take rows.
    ///
    /// # Errors
    /// [`Failure::Usage`] for a file of a store.
    pub fn printer(&self, place: &Place) -> Result<Printer, Failure> {
        let Some(path) = &self.xlsx else {
            return Ok(Printer::new(self.format));
        };
        place.keep_from(path)?;
        Ok(Printer(Form::Sheet(Box::new(Sheet::begin(path)?))))
    }
}

enum Form {
    Sheet(Box<Sheet>),
    Json(Kept),
    Csv(Box<csv::Writer<Kept>>, bool),
    Table(Box<csv::Writer<Kept>>),
}

/// Takes rows as they come, and prints them once all are there: rows that are read of a store must not wait for whoever
/// takes them, because nothing can be removed from the store's log while it is read.
pub struct Printer(Form);

impl Printer {
    /// Begins to take rows.
    pub fn new(format: Format) -> Self {
        let (json, cells) = (Kept::new, || Box::new(csv::Writer::from_writer(Kept::new())));
        Self(match format {
            Format { json: true, .. } => Form::Json(json()),
            Format { csv: true, .. } => Form::Csv(cells(), true),
            Format { .. } => Form::Table(cells()),
        })
    }

    /// Returns whether rows may hold lists: CSV, tables and sheets are flat.
    pub const fn is_nested(&self) -> bool {
        matches!(self.0, Form::Json(_))
    }

    /// Takes one row.
    pub fn row(&mut self, row: &impl Serialize) -> Result<(), Failure> {
        match &mut self.0 {
            Form::Sheet(out) => out.row(row),
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

    /// Prints all rows, or puts the file with them into its place.
    pub fn finish(self) -> Result<(), Failure> {
        let kept = |cells: Box<csv::Writer<Kept>>| {
            let cells = cells.into_inner().map_err(csv::IntoInnerError::into_error)?;
            cells.read()
        };
        let mut out = Shown::new(match self.0 {
            Form::Json(_) => Spelling::Json,
            _ => Spelling::Text,
        });
        match self.0 {
            Form::Json(rows) => drop(std::io::copy(&mut rows.read()?, &mut out)?),
            Form::Csv(rows, _) => drop(std::io::copy(&mut kept(rows)?, &mut out)?),
            Form::Table(rows) => table(&mut kept(rows)?, &mut out)?,
            Form::Sheet(rows) => rows.finish()?,
        }
        Ok(out.flush()?)
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

/// One column of a table.
struct Column {
    width: usize,
    /// Whether it has numbers only, below its name.
    is_of_numbers: bool,
}

/// Prints the columns side by side, numbers aligned to the right. The rows are read twice, so that they are not held.
fn table(rows: &mut (impl Read + Seek), out: &mut impl Write) -> Result<(), Failure> {
    let columns = columns(rows)?;
    rows.rewind()?;
    for row in records(rows) {
        let mut line = String::new();
        for (at, (cell, column)) in row?.iter().zip(&columns).enumerate() {
            let blank = " ".repeat(column.width - cell.width());
            line += if at == 0 { "" } else { "  " };
            let cell = if column.is_of_numbers {
                [&blank, cell]
            } else {
                [cell, &blank]
            };
            line.extend(cell);
        }
        writeln!(out, "{}", line.trim_end())?;
    }
    Ok(())
}

/// Returns the columns of a table.
fn columns(rows: &mut impl Read) -> Result<Vec<Column>, Failure> {
    let mut columns: Vec<Column> = Vec::new();
    for (at, row) in records(rows).enumerate() {
        let row = row?;
        let new = || Column {
            width: 0,
            is_of_numbers: true,
        };
        columns.resize_with(columns.len().max(row.len()), new);
        for (cell, column) in row.iter().zip(&mut columns) {
            column.width = column.width.max(cell.width());
            column.is_of_numbers &= at == 0 || is_number(cell);
        }
    }
    Ok(columns)
}

/// Returns rows of cells that may be sent to a terminal.
fn records(rows: &mut impl Read) -> impl Iterator<Item = Result<csv::StringRecord, Failure>> {
    let reader = csv::ReaderBuilder::new().has_headers(false).from_reader(rows);
    let printable = |row: csv::StringRecord| row.iter().map(printable).collect();
    reader
        .into_records()
        .map(move |row| row.map(printable).map_err(unwritable))
}

fn is_number(word: &str) -> bool {
    word.bytes()
        .all(|byte| byte.is_ascii_digit() || byte == b'.' || byte == b'-')
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::io::Cursor;

    fn shown(cells: &str) -> String {
        let mut out = Vec::new();
        table(&mut Cursor::new(cells), &mut out).unwrap();
        String::from_utf8(out).unwrap()
    }

    #[test]
    fn numbers_stand_to_the_right() {
        let text = shown("item,on_hand\nBEANS,1.5\nP,100\n");
        assert_eq!(text, "item   on_hand\nBEANS      1.5\nP          100\n");
    }

    #[test]
    fn a_name_with_an_escape_sequence_is_harmless() {
        assert_eq!(shown("item\n\u{1b}[2JX\n"), "item\n\\u{1b}[2JX\n");
    }
}
