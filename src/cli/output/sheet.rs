//! Rows as a spreadsheet in a file: amounts are numbers, days are days, codes are texts; the names of the columns stay in
//! sight, and totals are bold.

use super::cells::{Cell, cells};
use crate::cli::failure::Failure;
use crate::cli::whole_file::Streamed;
use crate::domain::amount::unit;
use crate::operations::reports::RowKind;
use rust_xlsxwriter::{Format, Workbook, Worksheet, XlsxError};
use serde::Serialize;
use std::io::{self, Seek};
use std::path::{Path, PathBuf};
use unicode_width::UnicodeWidthStr;

/// The most rows of a sheet below the names of its columns.
const MOST_ROWS: u32 = 1_048_575;
/// The most characters that a column is wide.
const WIDEST: usize = 60;
/// The most digits of which a spreadsheet keeps each.
const EXACT_DIGITS: usize = 15;
/// What the column `kind` says of totals.
const TOTALS: [&str; 3] = [
    RowKind::Total.word(),
    RowKind::Account.word(),
    RowKind::Sum.word(),
];

/// A sheet that takes rows, and is written to its file when all are there.
pub struct Sheet {
    path: PathBuf,
    book: Workbook,
    page: Worksheet,
    /// How many characters each column needs.
    widths: Vec<usize>,
    rows: u32,
    forms: Forms,
}

/// How cells of each kind look; in totals they are bold.
struct Forms {
    plain: [Format; 4],
    bold: [Format; 4],
}

impl Forms {
    fn new() -> Self {
        let all = |base: Format| {
            let money = base.clone().set_num_format(money_format(unit::decimals()));
            let day = base.clone().set_num_format("yyyy-mm-dd");
            [base.clone().set_num_format("@"), base, money, day]
        };
        Self {
            plain: all(Format::new()),
            bold: all(Format::new().set_bold()),
        }
    }

    const fn of(&self, cell: &Cell, is_total: bool) -> &Format {
        let forms = if is_total { &self.bold } else { &self.plain };
        match cell {
            Cell::Empty | Cell::Text(_) => &forms[0],
            Cell::Number { is_money: false, .. } => &forms[1],
            Cell::Number { is_money: true, .. } => &forms[2],
            Cell::Day(_) => &forms[3],
        }
    }
}

/// Returns the format of amounts with so many decimals.
fn money_format(decimals: u32) -> String {
    let places = usize::try_from(decimals).unwrap_or(0);
    let point = if decimals == 0 { "" } else { "." };
    format!("#,##0{point}{:0<places$}", "")
}

impl Sheet {
    /// Begins a sheet that goes into the file at `path`.
    ///
    /// # Errors
    /// [`Failure::Output`] where its rows can't be kept.
    pub fn begin(path: &Path) -> Result<Self, Failure> {
        let mut book = Workbook::new();
        let page = book.new_worksheet_with_constant_memory().map_err(unwritable)?;
        Ok(Self {
            path: path.to_owned(),
            book,
            page,
            widths: Vec::new(),
            rows: 0,
            forms: Forms::new(),
        })
    }

    /// Takes one row.
    ///
    /// # Errors
    /// [`Failure::Usage`] where there are more than a sheet holds, [`Failure::Output`] where they can't be kept.
    pub fn row(&mut self, row: &impl Serialize) -> Result<(), Failure> {
        let cells = cells(row).map_err(|why| Failure::Output(io::Error::other(why)))?;
        if self.rows == 0 {
            self.head(cells.iter().map(|(name, _)| *name))?;
        }
        if self.rows == MOST_ROWS {
            return Err(Failure::usage(format!(
                "a spreadsheet holds {MOST_ROWS} rows, and there are more; narrow what is asked, or take --csv. Nothing \
                 was written"
            )));
        }
        self.rows += 1;
        let kind = cells.iter().find(|(name, _)| *name == "kind");
        let is_total = matches!(kind, Some((_, Cell::Text(word))) if TOTALS.contains(&word.as_str()));
        for (at, (_, cell)) in (0u16..).zip(&cells) {
            self.put(at, cell, is_total).map_err(unwritable)?;
        }
        Ok(())
    }

    /// Writes the names of the columns, which stay in sight.
    fn head(&mut self, names: impl Iterator<Item = &'static str>) -> Result<(), Failure> {
        self.page.set_freeze_panes(1, 0).map_err(unwritable)?;
        for (at, name) in (0u16..).zip(names) {
            let bold = &self.forms.bold[0];
            self.page
                .write_string_with_format(0, at, name, bold)
                .map_err(unwritable)?;
            self.widths.push(name.len());
        }
        Ok(())
    }

    fn put(&mut self, at: u16, cell: &Cell, is_total: bool) -> Result<(), XlsxError> {
        let form = self.forms.of(cell, is_total);
        let (page, row) = (&mut self.page, self.rows);
        let width = match cell {
            Cell::Empty => return Ok(()),
            Cell::Text(text) => {
                page.write_string_with_format(row, at, text, form)?;
                text.width()
            }
            Cell::Number { digits, .. } => {
                let is_exact = digits.bytes().filter(u8::is_ascii_digit).count() <= EXACT_DIGITS;
                match digits.parse::<f64>() {
                    Ok(number) if is_exact => page.write_number_with_format(row, at, number, form)?,
                    _ => page.write_string_with_format(row, at, digits, form)?,
                };
                digits.len() + digits.len() / 3
            }
            Cell::Day(day) => {
                page.write_date_with_format(row, at, *day, form)?;
                "yyyy-mm-dd".len()
            }
        };
        if let Some(widest) = self.widths.get_mut(usize::from(at)) {
            *widest = width.max(*widest);
        }
        Ok(())
    }

    /// Writes the file, whole or not at all.
    ///
    /// # Errors
    /// [`Failure::Usage`] where it can't be written.
    pub fn finish(mut self) -> Result<(), Failure> {
        for (at, width) in (0u16..).zip(&self.widths) {
            let width = u16::try_from((*width).min(WIDEST) + 2).unwrap_or(u16::MAX);
            self.page.set_column_width(at, width).map_err(unwritable)?;
        }
        if let Some(last) = u16::try_from(self.widths.len()).unwrap_or(0).checked_sub(1) {
            self.page.autofilter(0, 0, self.rows, last).map_err(unwritable)?;
        }
        self.book.push_worksheet(self.page);
        let mut whole = tempfile::tempfile()?;
        self.book.save_to_writer(&mut whole).map_err(unwritable)?;
        whole.rewind()?;
        let mut file = Streamed::begin(&self.path)?;
        io::copy(&mut whole, &mut file)?;
        file.keep()
    }
}

fn unwritable(why: XlsxError) -> Failure {
    Failure::Output(match why {
        XlsxError::IoError(why) => why,
        other => io::Error::other(other),
    })
}
