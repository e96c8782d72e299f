//! What an accounting system says it has: a trial balance or account lines, as a CSV file whose header is read
//! tolerantly.

mod cells;

use crate::domain::amount::Total;
use cells::{is_day, money};

/// One line of a statement.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Line {
    /// The account, as it is named there.
    pub account: String,
    /// Debit positive.
    pub amount: Total,
    /// Its day, as written there.
    pub date: String,
    /// Everything that may name its journal.
    pub references: Vec<String>,
}

impl Line {
    /// Returns the name of the line's journal, for people.
    pub fn label(&self) -> String {
        let reference = self
            .references
            .first()
            .map_or("without a reference", String::as_str);
        let gap = if self.date.is_empty() { "" } else { " of " };
        format!("journal {reference}{gap}{}", self.date)
    }
}

/// A trial balance or account lines.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Statement {
    /// The lines; totals are left out.
    pub lines: Vec<Line>,
    /// Rows without any amount, by the line of the file and the account: headings, unless the account is one of ours.
    pub blank: Vec<(u64, String)>,
}

/// The columns of a statement, by their place.
#[derive(Default)]
struct Columns {
    account: Option<usize>,
    debit: Option<usize>,
    credit: Option<usize>,
    amount: Option<usize>,
    opening: Option<usize>,
    closes: bool,
    date: Option<usize>,
    references: Vec<usize>,
}

const ACCOUNT: &[&str] = &[
    "accountcode",
    "accountnumber",
    "accountno",
    "accountid",
    "glcode",
    "account",
    "glaccount",
    "accnt",
    "konto",
    "accountname",
    "code",
];
const DEBIT: &[&str] = &["debit", "debits", "debitamount", "dr", "soll"];
const CREDIT: &[&str] = &["credit", "credits", "creditamount", "cr", "haben"];
const AMOUNT: &[&str] = &[
    "balance",
    "amount",
    "net",
    "netmovement",
    "closingbalance",
    "total",
    "saldo",
    "betrag",
];
/// A balance at the end of a period, which holds what was there before it.
const CLOSING: &str = "closingbalance";
const OPENING: &[&str] = &[
    "openingbalance",
    "opening",
    "balanceforward",
    "broughtforward",
    "ebwert",
    "anfangsbestand",
];
const DATE: &[&str] = &[
    "date",
    "day",
    "journaldate",
    "txndate",
    "postingdate",
    "transactiondate",
    "datum",
];
const REFERENCE: &[&str] = &[
    "reference",
    "ref",
    "number",
    "num",
    "docnumber",
    "docnum",
    "documentno",
    "journalno",
    "journalnumber",
    "journalid",
    "transaction",
    "transactionid",
    "txnid",
    "id",
    "uuid",
    "link",
    "code",
    "batch",
    "hash",
    "narration",
    "memo",
    "description",
    "details",
    "source",
    "payee",
    "beleg",
];
/// How many lines a title above the header may take.
const TITLE: usize = 20;

impl Statement {
    /// Reads a statement. The separator is that of the header, which may stand below a title; amounts may carry
    /// thousands separators, a currency sign, parentheses or a trailing minus. Nothing that carries an amount is left
    /// aside unread.
    ///
    /// # Errors
    /// What is wrong, with each line: an amount or a day that can't be read, an amount of no account, a balance that
    /// its own debit and credit contradict.
    pub fn read(text: &str) -> Result<Self, Vec<String>> {
        let text = text.strip_prefix('\u{feff}').unwrap_or(text);
        let separators = [b',', b';', b'\t'];
        let found = separators.into_iter().find_map(|separator| {
            let rows = rows(text, separator);
            let at = rows
                .iter()
                .take(TITLE)
                .position(|(_, row)| columns(row).is_some())?;
            let columns = columns(&rows[at].1)?;
            Some((rows, at, columns))
        });
        let Some((rows, at, columns)) = found else {
            let header = text
                .lines()
                .find(|line| !line.trim().is_empty())
                .unwrap_or("nothing");
            let expected = "expected a header with account and debit, credit or balance";
            return Err(vec![format!("{expected}, found {header}")]);
        };
        let (mut read, mut wrong) = (Self::default(), Vec::new());
        let width = rows[at].1.len();
        for (number, row) in &rows[at + 1..] {
            match whole(text, row, width).and_then(|()| line(row, &columns)) {
                Ok(Found::Line(line)) => read.lines.push(line),
                Ok(Found::Blank(account)) => read.blank.push((*number, account)),
                Ok(Found::Nothing) => {}
                Err(why) => wrong.push(format!("line {number}: {why}")),
            }
        }
        if wrong.is_empty() { Ok(read) } else { Err(wrong) }
    }
}

/// Returns the rows of a CSV text with their line numbers. Rows of any length can be read, and text always is.
fn rows(text: &str, separator: u8) -> Vec<(u64, Vec<String>)> {
    let mut reader = csv::ReaderBuilder::new()
        .delimiter(separator)
        .has_headers(false)
        .flexible(true)
        .trim(csv::Trim::All)
        .from_reader(text.as_bytes());
    let row = |row: csv::StringRecord| {
        let line = row.position().map_or(0, csv::Position::line);
        (line, row.iter().map(str::to_owned).collect())
    };
    reader.records().flatten().map(row).collect()
}

/// Refuses a row that has more cells than the header, or one that an unclosed quotation mark made of several lines.
fn whole(text: &str, row: &[String], width: usize) -> Result<(), String> {
    if let Some(more) = row.iter().skip(width).find(|cell| !cell.is_empty()) {
        return Err(format!(
            "expected {width} cells as in the header, found {more:?} behind them"
        ));
    }
    let is_open = !text.matches('"').count().is_multiple_of(2);
    match row.iter().find(|cell| is_open && cell.contains('\n')) {
        Some(cell) => {
            let begins: String = cell.chars().take_while(|c| *c != '\n').collect();
            Err(format!(
                "expected a closing quotation mark, found none behind {begins:?}"
            ))
        }
        None => Ok(()),
    }
}

/// Returns what the cells of a header mean; `None` if it is not a header, or names an amount twice.
fn columns(header: &[String]) -> Option<Columns> {
    let word = |cell: &String| -> String {
        let kept = cell.chars().filter(|c| c.is_alphanumeric());
        kept.flat_map(char::to_lowercase).collect()
    };
    let words: Vec<String> = header.iter().map(word).collect();
    let find = |names: &[&str]| {
        names
            .iter()
            .find_map(|name| words.iter().position(|word| word == name))
    };
    let (account, amount) = (find(ACCOUNT), find(AMOUNT));
    let is_twice =
        |at: Option<usize>| at.is_some_and(|at| 1 < words.iter().filter(|word| **word == words[at]).count());
    if [amount, find(DEBIT), find(CREDIT)].into_iter().any(is_twice) {
        return None;
    }
    let references = REFERENCE
        .iter()
        .filter_map(|name| words.iter().position(|word| word == name))
        .filter(|at| Some(*at) != account)
        .collect();
    let columns = Columns {
        account,
        debit: find(DEBIT),
        credit: find(CREDIT),
        amount,
        opening: find(OPENING),
        closes: amount.is_some_and(|at| words[at] == CLOSING),
        date: find(DATE),
        references,
    };
    let has_money = columns.amount.is_some() || columns.debit.is_some() && columns.credit.is_some();
    (columns.account.is_some() && has_money).then_some(columns)
}

/// What a row is.
enum Found {
    Line(Line),
    /// An account without an amount.
    Blank(String),
    /// A blank row or a total.
    Nothing,
}

/// Returns what a row is.
fn line(row: &[String], columns: &Columns) -> Result<Found, String> {
    let cell = |at: Option<usize>| at.and_then(|at| row.get(at)).map_or("", String::as_str);
    let is_total = |text: &str| {
        let text = text.to_lowercase();
        text.starts_with("total") || text.starts_with("summe")
    };
    let account = cell(columns.account);
    let is_nameless = account.is_empty()
        && row
            .iter()
            .find(|text| !text.is_empty())
            .is_some_and(|text| is_total(text));
    if is_total(account) || is_nameless {
        return Ok(Found::Nothing);
    }
    let (debit, credit) = (money(cell(columns.debit))?, money(cell(columns.credit))?);
    let balance = money(cell(columns.amount))?;
    let sides =
        (debit.is_some() || credit.is_some()).then(|| debit.unwrap_or_default() - credit.unwrap_or_default());
    let Some(amount) = sides.or(balance) else {
        return Ok(match account {
            "" => Found::Nothing,
            account => Found::Blank(account.to_owned()),
        });
    };
    if account.is_empty() {
        return Err(format!("expected an account or a total, found {amount} alone"));
    }
    let date = cell(columns.date);
    if !is_day(date) {
        return Err(format!("expected a day such as 2026-03-31, found {date:?}"));
    }
    if let (Some(sides), Some(balance)) = (sides, balance) {
        check_balance(columns, sides, money(cell(columns.opening))?, balance)?;
    }
    let references = columns.references.iter().map(|at| cell(Some(*at)).to_owned());
    Ok(Found::Line(Line {
        account: account.to_owned(),
        amount,
        date: date.to_owned(),
        references: references.filter(|text| !text.is_empty()).collect(),
    }))
}

/// Refuses a balance that is not what its own debit and credit make, with what was there before where the file says so.
/// Some programs leave out its sign. Account lines have a running balance, which says nothing of the line.
fn check_balance(
    columns: &Columns,
    sides: Total,
    opening: Option<Total>,
    balance: Total,
) -> Result<(), String> {
    let is_running = columns.date.is_some() || columns.closes && columns.opening.is_none();
    let due = sides + opening.unwrap_or_default();
    if is_running || due.abs() == balance.abs() {
        return Ok(());
    }
    Err(format!(
        "expected a balance of {due}, as its debit and credit make, found {balance}"
    ))
}

#[cfg(test)]
mod tests;
