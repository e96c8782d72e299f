//! One file as rows of named cells, with every complaint about it.

use super::columns::{Holds, KINDS, Kind, base_of, kind_of};
use super::decimals::Decimals;
use super::heading::Heading;
use super::mapping::Mapping;
use super::problems::{Problem, Problems};
use super::texts::Texts;
use super::{encoding, separator, spoiled, templates};
use crate::domain::code::text_flaw;
use std::rc::Rc;

/// The most columns of a file; a table of people has fewer, and each heading is held against all others.
const MOST_COLUMNS: usize = 200;

/// The most bytes of a line: far more than all its cells as long as texts may be.
const MOST_BYTES: usize = 4 << 20;

/// A file that was read.
#[derive(Debug)]
pub(super) struct Sheet {
    pub file: Rc<str>,
    pub kind: &'static Kind,
    /// The columns that it has.
    pub columns: Vec<&'static str>,
    pub rows: Vec<Row>,
    /// What there is to say about how it was read.
    pub remark: Option<String>,
}

/// One line: its number in the file, its cells by column; empty cells are left out.
#[derive(Debug)]
pub(super) struct Row {
    pub line: u64,
    pub cells: Texts,
}

/// What is wrong with a file, as it is found.
struct Complaints<'p> {
    file: &'p Rc<str>,
    problems: &'p mut Problems,
}

impl Complaints<'_> {
    fn add(&mut self, line: u64, column: &str, reason: String) {
        self.problems.add(Problem {
            file: Rc::clone(self.file),
            line,
            column: column.to_owned(),
            reason,
        });
    }
}

impl Sheet {
    /// Reads a file; what is wrong with it as a file goes into `problems`.
    pub fn read(name: &str, bytes: &[u8], mapping: &Mapping, problems: &mut Problems) -> Option<Self> {
        let file = Rc::from(name);
        let mut complaints = Complaints {
            file: &file,
            problems,
        };
        let Some(kind) = Kind::of(&kind_of(name)) else {
            complaints.add(0, "", of_no_kind(name));
            return None;
        };
        let decoded = match encoding::decode(bytes) {
            Ok(decoded) => decoded,
            Err((line, why)) => {
                complaints.add(line, "", why);
                return None;
            }
        };
        if has_long_lines(&decoded.text, &mut complaints) {
            return None;
        }
        let knows = |heading: &str| mapping.knows(kind, heading);
        let (sign, skipped) = separator::of(&decoded.text, knows);
        let lines = Lines::of(&decoded.text, skipped);
        let mut reader = csv::ReaderBuilder::new()
            .flexible(true)
            .delimiter(sign)
            .trim(csv::Trim::All)
            .from_reader(lines.text.as_bytes());
        let first: Vec<String> = reader
            .headers()
            .map(|row| row.iter().map(str::to_owned).collect())
            .unwrap_or_default();
        let at = lines.first;
        if MOST_COLUMNS < first.len() {
            let found = first.len();
            complaints.add(
                at,
                "",
                format!("expected at most {MOST_COLUMNS} columns, found {found}"),
            );
            return None;
        }
        let heading = Heading::of(kind, &first, mapping, |column, why| {
            complaints.add(at, column, why);
        });
        let mut rows = Vec::new();
        for record in reader.into_records() {
            match record {
                Ok(record) => {
                    let line = record.position().map_or(0, |at| lines.number(at));
                    rows.extend(row(&heading, line, &record, &mut complaints));
                }
                Err(why) => {
                    let line = why.position().map_or(0, |at| lines.number(at));
                    complaints.add(line, "", format!("this is no CSV: {why}"));
                }
            }
        }
        no_examples(kind, &heading, &rows, &mut complaints);
        let decimals = numbers(kind, sign, &mut rows, &mut complaints);
        unspoiled(kind, &rows, &mut complaints);
        let remarks = [decoded.remark, separator::remark(sign), decimals.remark()];
        let remarks: Vec<String> = remarks.into_iter().flatten().collect();
        Some(Self {
            kind,
            columns: heading.columns.into_iter().flatten().collect(),
            rows,
            remark: (!remarks.is_empty()).then(|| format!("{file}: {}.", remarks.join(", "))),
            file,
        })
    }
}

/// Returns the complaint about a file that is of no kind.
fn of_no_kind(name: &str) -> String {
    let known: Vec<&str> = KINDS.iter().map(|kind| kind.name).collect();
    let (known, found) = (known.join(".csv, "), base_of(name));
    format!("expected one of {known}.csv, found {found}")
}

/// Complains of lines that are too long, and returns whether there are any.
fn has_long_lines(text: &str, complaints: &mut Complaints<'_>) -> bool {
    let lines = (1..).zip(text.lines().map(str::len));
    let long: Vec<(u64, usize)> = lines.filter(|(_, found)| MOST_BYTES < *found).collect();
    for (line, found) in &long {
        let why = format!("expected a line of at most {MOST_BYTES} bytes, found {found}");
        complaints.add(*line, "", why);
    }
    !long.is_empty()
}

/// The text of a file behind the lines that are skipped, and the numbers of its lines.
struct Lines<'t> {
    text: &'t str,
    /// The number of the first line.
    first: u64,
}

impl<'t> Lines<'t> {
    fn of(text: &'t str, skipped: usize) -> Self {
        let rest = text.splitn(skipped + 1, '\n').nth(skipped).unwrap_or_default();
        let first = u64::try_from(skipped).unwrap_or(0) + 1;
        Self { text: rest, first }
    }

    /// Returns the number of the line that a record begins in: the position is that of the empty lines before it.
    fn number(&self, at: &csv::Position) -> u64 {
        let begin = usize::try_from(at.byte()).unwrap_or(usize::MAX);
        let rest = self.text.as_bytes().get(begin..).unwrap_or_default();
        let blank = rest.iter().take_while(|byte| byte.is_ascii_whitespace());
        let empty = blank.filter(|byte| **byte == b'\n').count();
        at.line() + u64::try_from(empty).unwrap_or(0) + self.first - 1
    }
}

/// Returns a record as cells by column; `None` if all of its cells are empty.
fn row(
    heading: &Heading,
    line: u64,
    record: &csv::StringRecord,
    complaints: &mut Complaints<'_>,
) -> Option<Row> {
    let filled = (0..record.len()).rfind(|at| !record[*at].is_empty())?;
    let width = heading.width();
    if record.len() < width || heading.columns.len() <= filled {
        let found = record.len().min(width.max(filled + 1));
        complaints.add(line, "", format!("expected {width} cells, found {found}"));
    }
    for at in &heading.unnamed {
        if let Some(cell) = record.get(*at).filter(|cell| !cell.is_empty()) {
            let why = format!(
                "expected nothing in column {}, which has no heading, found {cell:?}",
                at + 1
            );
            complaints.add(line, "", why);
        }
    }
    let named = heading.columns.iter().zip(record);
    let filled =
        named.filter_map(|(column, cell)| Some((*column.as_ref()?, cell)).filter(|_| !cell.is_empty()));
    let cells: Texts = filled.collect();
    for (column, cell) in cells.all() {
        if cell.contains(char::is_control) {
            let why = "expected printable text on one line, found a control character";
            complaints.add(line, column, why.to_owned());
        } else if let Some(why) = text_flaw(cell) {
            complaints.add(line, column, why);
        }
    }
    Some(Row { line, cells })
}

/// Writes every number with a decimal point, and returns how they were written.
fn numbers(kind: &Kind, sign: u8, rows: &mut [Row], complaints: &mut Complaints<'_>) -> Decimals {
    let is_number = |column: &str| kind.column(column).is_some_and(|it| it.holds == Holds::Number);
    let cells = rows.iter().flat_map(|row| {
        let numbers = row.cells.all().filter(|(column, _)| is_number(column));
        numbers.map(|(_, cell)| (row.line, cell))
    });
    let decimals = Decimals::of(sign, cells);
    for row in rows {
        for (column, cell) in row.cells.all_mut().filter(|(column, _)| is_number(column)) {
            match decimals.read(cell) {
                Ok(number) => *cell = number.into(),
                Err(why) => {
                    complaints.add(row.line, column, why);
                    // What a comma means is complained of once.
                    *cell = "1".into();
                }
            }
        }
    }
    decimals
}

/// Complains of rows that nobody wrote: the examples of the templates.
fn no_examples(kind: &Kind, heading: &Heading, rows: &[Row], complaints: &mut Complaints<'_>) {
    let columns: Vec<&str> = heading.columns.iter().copied().flatten().collect();
    let cells: Vec<_> = rows.iter().map(|row| &row.cells).collect();
    for (row, is_example) in rows.iter().zip(templates::are_examples(kind, &columns, &cells)) {
        if is_example {
            let why = "this is the example of the template: replace it, or delete the file";
            complaints.add(row.line, "", why.to_owned());
        }
    }
}

/// Complains of what a spreadsheet made of cells.
fn unspoiled(kind: &Kind, rows: &[Row], complaints: &mut Complaints<'_>) {
    for row in rows {
        for (column, cell) in row.cells.all() {
            let holds = kind.column(column).map_or(Holds::Other, |column| column.holds);
            let why = match holds {
                Holds::Secret => None,
                Holds::Code => spoiled::cell(cell).or_else(|| spoiled::code(cell)),
                _ => spoiled::cell(cell),
            };
            if let Some(why) = why {
                complaints.add(row.line, column, why);
            }
        }
    }
}
