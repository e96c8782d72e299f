//! One CSV file as rows of named cells, with every complaint about it.

use std::collections::BTreeMap;
use std::fmt::Display;
use std::str::FromStr;

/// What is wrong with one line.
#[derive(Debug)]
pub(super) struct Problem {
    pub file: String,
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
            write!(f, ", column {}", self.column)?;
        }
        write!(f, ": {}", self.reason)
    }
}

/// A file that was read.
#[derive(Debug)]
pub(super) struct Sheet {
    pub file: String,
    pub kind: String,
    pub rows: Vec<Row>,
}

/// One line: its number in the file, its cells by column; empty cells are left out.
#[derive(Debug)]
pub(super) struct Row {
    pub line: u64,
    pub cells: BTreeMap<String, String>,
}

/// Returns what a file holds: its name without folder and ending.
pub(super) fn kind_of(name: &str) -> String {
    let base = name.rsplit(['/', '\\']).next().unwrap_or(name);
    base.strip_suffix(".csv").unwrap_or(base).to_owned()
}

/// Returns the columns of a kind of file: those it must have, those it may have.
fn columns(kind: &str) -> Option<(&'static [&'static str], &'static [&'static str])> {
    Some(match kind {
        "accounts" => (&["account", "name", "type"], &[]),
        "taxes" => (&["tax", "rate"], &["name"]),
        "policies" => (&["key", "value"], &[]),
        "groups" => (
            &[
                "group",
                "sales",
                "inventory",
                "cost_of_sales",
                "count_variance",
                "adjustment",
                "purchase_variance",
            ],
            &["name", "sales_tax", "purchase_tax", "method"],
        ),
        "uoms" => (&["uom"], &["name", "decimals"]),
        "sites" => (&["site"], &["name"]),
        "vendors" => (&["vendor"], &["name"]),
        "customers" => (&["customer"], &["name", "min_life_days"]),
        "items" => (
            &["item"],
            &[
                "name",
                "group",
                "method",
                "standard_cost",
                "tracking",
                "uom",
                "price",
                "min_life_days",
                "abc",
                "weight",
                "service",
                "supplier_code",
            ],
        ),
        "locations" => (
            &["location", "site", "purpose"],
            &["zone", "sequence", "capacity", "check", "fixed_item"],
        ),
        "barcodes" => (&["barcode", "item"], &["qty", "uom"]),
        "kits" => (&["kit", "component", "qty"], &[]),
        "pick_faces" => (&["location", "item", "min", "max"], &[]),
        "users" => (&["badge", "name", "site"], &["roles", "pin"]),
        "purchase_orders" => (
            &["order", "vendor", "due", "item", "qty", "price"],
            &["site", "line", "uom"],
        ),
        "sales_orders" => (
            &["order", "customer", "due", "item", "qty", "price"],
            &["site", "priority", "channel", "line", "uom", "lot"],
        ),
        "opening_stock" => (
            &["item", "location", "qty", "value", "date"],
            &["lot", "expiry", "serial"],
        ),
        _ => return None,
    })
}

impl Sheet {
    /// Reads a file; what is wrong with it as a file goes into `problems`.
    pub fn read(file: &str, content: &str, problems: &mut Vec<Problem>) -> Option<Self> {
        let mut complain = |line: u64, column: &str, reason: String| {
            let (file, column) = (file.to_owned(), column.to_owned());
            problems.push(Problem {
                file,
                line,
                column,
                reason,
            });
        };
        let kind = kind_of(file);
        let Some((must, may)) = columns(&kind) else {
            let known = super::KINDS.join(".csv, ");
            complain(0, "", format!("expected one of {known}.csv, found {kind}.csv"));
            return None;
        };
        let content = content.strip_prefix('\u{feff}').unwrap_or(content);
        let mut reader = csv::ReaderBuilder::new()
            .flexible(true)
            .trim(csv::Trim::All)
            .from_reader(content.as_bytes());
        let header: Vec<String> = reader
            .headers()
            .map(|row| row.iter().map(str::to_owned).collect())
            .unwrap_or_default();
        for (column, reason) in flaws_of(&header, must, may) {
            complain(1, &column, reason);
        }
        let mut rows = Vec::new();
        for record in reader.records() {
            match record {
                Ok(record) => {
                    let line = record.position().map_or(0, csv::Position::line);
                    if record.len() != header.len() {
                        complain(
                            line,
                            "",
                            format!("expected {} cells, found {}", header.len(), record.len()),
                        );
                    }
                    for (name, _) in header
                        .iter()
                        .zip(&record)
                        .filter(|(_, cell)| cell.contains(char::is_control))
                    {
                        let why = "expected printable text on one line, found a control character";
                        complain(line, name, why.to_owned());
                    }
                    let cells = header.iter().cloned().zip(record.iter().map(str::to_owned));
                    let cells = cells.filter(|(_, cell)| !cell.is_empty()).collect();
                    rows.push(Row { line, cells });
                }
                Err(why) => {
                    let line = why.position().map_or(0, csv::Position::line);
                    complain(line, "", format!("this is no CSV: {why}"));
                }
            }
        }
        let file = file.to_owned();
        Some(Self { file, kind, rows })
    }
}

/// Returns what is wrong with a header: columns that are missing, unknown or doubled, each with the reason.
fn flaws_of(header: &[String], must: &[&str], may: &[&str]) -> Vec<(String, String)> {
    let mut flaws = Vec::new();
    for missing in must
        .iter()
        .filter(|name| !header.iter().any(|known| known == *name))
    {
        flaws.push((
            (*missing).to_owned(),
            "expected this column, found none".to_owned(),
        ));
    }
    for (at, name) in header.iter().enumerate() {
        if !must.iter().chain(may).any(|known| known == name) {
            let known = [must, may].concat().join(", ");
            flaws.push((name.clone(), format!("expected one of {known}, found {name}")));
        }
        if header[..at].contains(name) {
            flaws.push((
                name.clone(),
                format!("expected each column once, found {name} again"),
            ));
        }
    }
    flaws
}

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
        match text.parse() {
            Ok(value) => Some(value),
            Err(why) => {
                let why = why.to_string();
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
