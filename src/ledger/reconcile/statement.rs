//! What an accounting system says it has: a trial balance or account lines, as a CSV file whose header is read
//! tolerantly.

use crate::domain::amount::Money;
use chrono::NaiveDate;

/// One line of a statement.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Line {
    /// The account, as it is named there.
    pub account: String,
    /// Debit positive.
    pub amount: Money,
    /// Its day, as it is written there.
    pub date: String,
    /// Everything that may name its journal.
    pub references: Vec<String>,
}

impl Line {
    /// What its journal is called, for people.
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
}

/// The columns of a statement, by their place.
#[derive(Default)]
struct Columns {
    account: Option<usize>,
    debit: Option<usize>,
    credit: Option<usize>,
    amount: Option<usize>,
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
    /// thousands separators, a currency sign, parentheses or a trailing minus.
    ///
    /// # Errors
    /// What is wrong, with each line.
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
        let (mut lines, mut wrong) = (Vec::new(), Vec::new());
        for (number, row) in &rows[at + 1..] {
            match line(row, &columns) {
                Ok(Some(line)) => lines.push(line),
                Ok(None) => {}
                Err(why) => wrong.push(format!("line {number}: {why}")),
            }
        }
        if wrong.is_empty() {
            Ok(Self { lines })
        } else {
            Err(wrong)
        }
    }
}

/// The rows of a CSV text with their line numbers; one that can't be read ends them.
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
    reader.records().map_while(Result::ok).map(row).collect()
}

/// What the cells of a header mean; none where it is no header.
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
    let account = find(ACCOUNT);
    let references = REFERENCE
        .iter()
        .filter_map(|name| words.iter().position(|word| word == name))
        .filter(|at| Some(*at) != account)
        .collect();
    let columns = Columns {
        account,
        debit: find(DEBIT),
        credit: find(CREDIT),
        amount: find(AMOUNT),
        date: find(DATE),
        references,
    };
    let has_money = columns.amount.is_some() || columns.debit.is_some() && columns.credit.is_some();
    (columns.account.is_some() && has_money).then_some(columns)
}

/// The line of a row; nothing for a blank one and for a total.
fn line(row: &[String], columns: &Columns) -> Result<Option<Line>, String> {
    let cell = |at: Option<usize>| at.and_then(|at| row.get(at)).map_or("", String::as_str);
    let account = cell(columns.account);
    let is_total = account.to_lowercase().starts_with("total") || account.to_lowercase().starts_with("summe");
    if account.is_empty() || is_total {
        return Ok(None);
    }
    let (debit, credit) = (money(cell(columns.debit))?, money(cell(columns.credit))?);
    let amount = match (debit, credit) {
        (None, None) => money(cell(columns.amount))?.unwrap_or_default(),
        (debit, credit) => debit.unwrap_or_default() - credit.unwrap_or_default(),
    };
    let references = columns.references.iter().map(|at| cell(Some(*at)).to_owned());
    Ok(Some(Line {
        account: account.to_owned(),
        amount,
        date: cell(columns.date).to_owned(),
        references: references.filter(|text| !text.is_empty()).collect(),
    }))
}

impl Line {
    /// Its day, where it is written as `YYYY-MM-DD`.
    pub fn day(&self) -> Option<NaiveDate> {
        self.date.parse().ok()
    }
}

/// An amount as people and programs write it; none for an empty cell.
fn money(cell: &str) -> Result<Option<Money>, String> {
    let wrong = || format!("expected an amount with at most two decimals, found {cell:?}");
    let upper = cell.to_uppercase();
    let is_credit = upper.ends_with("CR");
    let text = upper.trim_end_matches("CR").trim_end_matches("DR");
    let is_negative =
        is_credit || text.contains('-') || text.contains('\u{2212}') || text.trim().starts_with('(');
    let digits: String = text
        .chars()
        .filter(|c| c.is_ascii_digit() || ",.".contains(*c))
        .collect();
    if digits.is_empty() {
        let is_blank = text
            .chars()
            .all(|c| c.is_whitespace() || "-\u{2013}\u{2212}".contains(c));
        return if is_blank { Ok(None) } else { Err(wrong()) };
    }
    let known = |c: char| {
        c.is_ascii_digit()
            || c.is_whitespace()
            || ",.()-+'\u{2212}\u{2019}".contains(c)
            || !c.is_ascii() && !c.is_alphanumeric()
            || c == '$'
    };
    let letters: String = text.chars().filter(|c| !known(*c)).collect();
    let is_currency =
        letters.is_empty() || letters.len() == 3 && letters.bytes().all(|b| b.is_ascii_uppercase());
    if !is_currency {
        return Err(wrong());
    }
    let decimal = decimal_point(&digits);
    let plain: String = digits
        .char_indices()
        .filter_map(|(at, c)| match c {
            ',' | '.' => (Some(at) == decimal).then_some('.'),
            digit => Some(digit),
        })
        .collect();
    let amount: Money = plain.parse().map_err(|_| wrong())?;
    Ok(Some(if is_negative { -amount } else { amount }))
}

/// Where the decimals begin: at the last of two kinds of separators; at the only one, unless three digits follow a comma.
fn decimal_point(digits: &str) -> Option<usize> {
    let (comma, point) = (digits.rfind(','), digits.rfind('.'));
    match (comma, point) {
        (Some(comma), Some(point)) => Some(comma.max(point)),
        (None, Some(point)) => (digits.matches('.').count() == 1).then_some(point),
        (Some(comma), None) => {
            let is_thousands = digits.matches(',').count() > 1 || digits.len() - comma == 4;
            (!is_thousands).then_some(comma)
        }
        (None, None) => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn amounts(text: &str) -> Vec<(String, i64)> {
        let lines = Statement::read(text).unwrap().lines.into_iter();
        lines.map(|line| (line.account, line.amount.0)).collect()
    }

    #[test]
    fn headers_are_read_as_programs_write_them() {
        let expected = vec![("1300".to_owned(), 123_450), ("2100".to_owned(), -123_450)];
        let files = [
            "account,name,debit,credit,balance\n1300,Stock,1234.50,0.00,1234.50\n2100,GRNI,0.00,1234.50,-1234.50\n",
            "Trial Balance\nDemo Company\n\nAccount Code;Account;Debit;Credit\n1300;Stock;1.234,50;\n2100;GRNI;;1.234,50\nTotal;;1,1;1,1\n",
            "Account\tAmount\n1300\t$1,234.50\n2100\t(1,234.50)\n",
            "\u{feff}\"Konto\";\"Saldo\"\n1300;1234,50\n2100;1234,50-\n",
            "code,balance\n1300,\"1,234.50 DR\"\n2100,\"1,234.50 CR\"\n",
        ];
        for file in files {
            assert_eq!(amounts(file), expected, "{file}");
        }
    }

    #[test]
    fn what_is_no_amount_is_named_with_its_line() {
        let wrong = Statement::read("account,amount\n1300,ten\n2100,1.005\n").unwrap_err();
        assert_eq!(wrong.len(), 2, "{wrong:?}");
        assert!(wrong[0].starts_with("line 2: expected an amount"), "{wrong:?}");
        assert!(wrong[1].starts_with("line 3: "), "{wrong:?}");
        assert!(Statement::read("a,b\n1,2\n").is_err_and(|why| why[0].contains("found a,b")));
    }

    proptest::proptest! {
        #[test]
        fn no_file_stops_the_program(text in "(?s).{0,200}", cells in "[-0-9.,()CRDE$ \u{2212}\"\n]{0,60}") {
            let _ = Statement::read(&text);
            let _ = Statement::read(&format!("account;amount\n{text}"));
            let _ = Statement::read(&format!("account,debit,credit\n1,{cells},{text}"));
        }
    }
}
