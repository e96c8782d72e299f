//! Amounts and days as people and programs write them into a statement.

use crate::domain::amount::{Total, at_most, unit};
use chrono::NaiveDate;

/// How days are written: the order of day and month is that of the accounting system and is not guessed at.
const DAYS: [&str; 12] = [
    "%Y-%m-%d",
    "%Y/%m/%d",
    "%Y.%m.%d",
    "%Y%m%d",
    "%d.%m.%Y",
    "%d.%m.%y",
    "%d/%m/%Y",
    "%m/%d/%Y",
    "%d-%m-%Y",
    "%d %b %Y",
    "%d-%b-%Y",
    "%b %d, %Y",
];

/// Returns whether a cell is a day, with or without a time of day after it; an empty cell counts as one.
pub(super) fn is_day(cell: &str) -> bool {
    let is_day = |text: &str| {
        DAYS.iter()
            .any(|form| NaiveDate::parse_from_str(text, form).is_ok())
    };
    let bare = cell.split_once([' ', 'T']).map_or(cell, |(day, _)| day);
    cell.is_empty() || is_day(cell) || is_day(bare)
}

/// Reads digits with at most one point as minor units of a currency with so many decimals.
fn minor_units(plain: &str, decimals: u32) -> Option<Total> {
    let places = usize::try_from(decimals).ok()?;
    let (units, rest) = plain.split_once('.').unwrap_or((plain, ""));
    let rest = rest.trim_end_matches('0');
    let is_amount = rest.len() <= places && !(units.is_empty() && rest.is_empty());
    let digits = format!("{units}{rest:0<places$}");
    digits.parse().ok().filter(|_| is_amount).map(Total)
}

/// Returns an amount as people and programs write it, a dash for nothing; `None` for an empty cell.
pub(super) fn money(cell: &str) -> Result<Option<Total>, String> {
    amount(cell, unit::decimals())
}

/// Returns an amount of a currency with so many decimals.
fn amount(cell: &str, decimals: u32) -> Result<Option<Total>, String> {
    let wrong = || format!("expected an amount {}, found {cell:?}", at_most(decimals));
    let upper = cell.to_uppercase();
    let is_credit = upper.ends_with("CR");
    let text = upper.trim_end_matches("CR").trim_end_matches("DR");
    let signs = text.chars().filter(|c| "-\u{2212}(".contains(*c)).count();
    if 1 < signs + usize::from(is_credit) {
        return Err(wrong());
    }
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
        let nothing = (!text.trim().is_empty()).then_some(Total::ZERO);
        return if is_blank { Ok(nothing) } else { Err(wrong()) };
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
    if let Some(at) = thousand(&digits, decimals) {
        let (units, rest) = (&digits[..at], &digits[at + 1..]);
        let (one, other) = match decimals {
            THOUSANDS => (format!("{units}.{rest}"), format!("{units}{rest}")),
            _ => (units.to_owned(), format!("{units}{rest}")),
        };
        return Err(format!(
            "expected an amount that means one thing, found {cell:?}, which may be {one} or {other}"
        ));
    }
    let plain: String = digits
        .char_indices()
        .filter_map(|(at, c)| match c {
            ',' | '.' => (Some(at) == decimal).then_some('.'),
            digit => Some(digit),
        })
        .collect();
    let amount = minor_units(&plain, decimals).ok_or_else(wrong)?;
    Ok(Some(if is_negative { -amount } else { amount }))
}

/// As many decimals as there are digits between marks of thousands.
const THOUSANDS: u32 = 3;

/// Returns where the one separator stands that may be a decimal point as well as a mark of thousands. Three digits behind
/// a point are decimals where a currency has three, and behind a comma thousands where it has not.
fn thousand(digits: &str, decimals: u32) -> Option<usize> {
    let unsure = if decimals == THOUSANDS { ',' } else { '.' };
    let is_one = digits.chars().filter(|sign| ",.".contains(*sign)).count() == 1;
    let at = digits.find(unsure).filter(|_| is_one)?;
    (digits.len() - at == 4).then_some(at)
}

/// Returns where the decimals begin: at the last of two kinds of separators; at the only one, unless three digits
/// follow a comma.
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

    #[test]
    fn an_amount_has_the_decimals_of_its_currency() {
        let read = |cell, decimals| amount(cell, decimals).map(|found| found.map(|found| found.0));
        for (cell, decimals, expected) in [
            ("1,050", 0, 1050),
            ("JPY 1,234,567", 0, 1_234_567),
            ("(1050)", 0, -1050),
            ("1050.00", 0, 1050),
            ("1.234", 3, 1234),
            ("1,234.500", 3, 1_234_500),
            ("1.234,500", 3, 1_234_500),
            ("KWD 12.5-", 3, -12_500),
            ("12,5", 3, 12_500),
            ("1,234", 2, 123_400),
            ("1.2345", 4, 12_345),
        ] {
            assert_eq!(read(cell, decimals), Ok(Some(expected)), "{cell} with {decimals}");
        }
        for (cell, decimals, expected) in [
            ("10.5", 0, "expected an amount without decimals, found \"10.5\""),
            ("1.050", 0, "which may be 1 or 1050"),
            ("1,234", 3, "which may be 1.234 or 1234"),
            (
                "1.2345",
                3,
                "expected an amount with at most 3 decimals, found \"1.2345\"",
            ),
            ("2.000", 2, "which may be 2 or 2000"),
        ] {
            let why = read(cell, decimals).unwrap_err();
            assert!(why.ends_with(expected), "{cell} with {decimals}: {why}");
        }
    }
}
