//! ISBT 128 labels of blood, cells and tissues: data structures, each announced by `=` or `&` and a second character,
//! alone or one after the other in one symbol.
//!
//! A donation number has its own first letter or digit for that second character. Structures without a row below keep
//! their value, unchecked. Source: ICCBBA, ISBT 128 Standard Technical Specification, data structures.

use super::fields::{Field, Fields, Role};
use super::finding::{Finding, Flaw};
use super::gs1::Typed;
use chrono::{Datelike, Days, NaiveDate};
use std::str;

/// How the value of a structure is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Form {
    Text,
    /// The century (0 is 2000), the year and the day of the year, and perhaps the time.
    Day,
}

/// A data structure: its identifier, title and meaning, the length of its value, and how that is written.
type Structure = (&'static str, &'static str, Role, usize, Form);

/// The donation number, whose identifier is the sign alone.
const DONATION: Structure = ("=", "DONATION", Role::Lot, 15, Form::Text);

const STRUCTURES: [Structure; 23] = [
    ("=<", "PRODUCT", Role::SupplierItem, 8, Form::Text),
    ("=/", "PRODUCT", Role::SupplierItem, 16, Form::Text),
    ("=>", "EXPIRY", Role::Expiry, 6, Form::Day),
    ("&>", "EXPIRY", Role::Expiry, 10, Form::Day),
    ("=*", "COLLECTION DATE", Role::Other, 6, Form::Day),
    ("&*", "COLLECTION DATE", Role::Other, 10, Form::Day),
    ("=}", "PRODUCTION DATE", Role::Other, 6, Form::Day),
    ("&}", "PRODUCTION DATE", Role::Other, 10, Form::Day),
    ("=,", "DIVISION", Role::Serial, 6, Form::Text),
    (LOT, "LOT", Role::Lot, 18, Form::Text),
    ("=%", "BLOOD GROUP", Role::Other, 4, Form::Text),
    ("&(", "TESTING", Role::Other, 5, Form::Text),
    ("={", "TESTING", Role::Other, 18, Form::Text),
    ("=\\", "TESTING", Role::Other, 18, Form::Text),
    ("&{", "TESTING", Role::Other, 18, Form::Text),
    ("=[", "TESTING", Role::Other, 18, Form::Text),
    ("=\"", "TESTING", Role::Other, 18, Form::Text),
    ("=)", "CONTAINER", Role::Other, 10, Form::Text),
    ("&)", "CONTAINER LOT", Role::Other, 10, Form::Text),
    ("=-", "CATALOGUE NUMBER", Role::Other, 10, Form::Text),
    ("&-", "SUPPLY LOT", Role::Other, 10, Form::Text),
    ("=+", "COMPOUND", Role::Other, 5, Form::Text),
    ("=]", "EXPIRY MONTH", Role::Other, 6, Form::Text),
];

/// The lot of a medical product of human origin.
const LOT: &str = "&,1";

/// Reads an ISBT 128 symbol; `None` if the data does not look like one. `at` is its position in the raw read.
///
/// # Errors
///
/// The first thing that is wrong behind a structure that is whole.
pub fn read(data: &[u8], at: usize) -> Option<Result<Fields<'_>, Finding>> {
    let mut fields = Fields::default();
    let mut here = 0;
    while here < data.len() {
        let length = 2 + data
            .get(here + 2..)?
            .iter()
            .take_while(|byte| !begins(**byte))
            .count();
        let found = structure(&data[here..here + length], at + here);
        match found {
            Some(Ok(field)) => fields.0.push(field),
            Some(Err(finding)) if !fields.0.is_empty() => return Some(Err(finding)),
            Some(Err(_)) | None => return None,
        }
        here += length;
    }
    settle(&mut fields);
    let known = fields.0.iter().any(|field| !field.title.is_empty());
    known.then_some(Ok(fields))
}

/// Returns whether a structure begins with this byte.
const fn begins(byte: u8) -> bool {
    matches!(byte, b'=' | b'&')
}

/// Reads one structure; `None` if it can't be one.
fn structure(text: &[u8], at: usize) -> Option<Result<Field<'_>, Finding>> {
    let second = *text.get(1)?;
    let is_donation = text[0] == b'=' && (matches!(second, b'1'..=b'9') || second.is_ascii_uppercase());
    let row = if is_donation {
        Some(DONATION)
    } else {
        let named = |row: &Structure| text.starts_with(row.0.as_bytes());
        STRUCTURES.into_iter().find(named)
    };
    let Some(row) = row else {
        let id = str::from_utf8(&text[..2]).ok()?;
        return Some(Field::new(id, "", Role::Other, &text[2..], at));
    };
    let value = &text[row.0.len()..];
    value
        .iter()
        .all(u8::is_ascii_alphanumeric)
        .then(|| checked(row, value, at))
}

/// Returns a known structure, its value checked.
fn checked(
    (id, title, role, length, form): Structure,
    value: &[u8],
    at: usize,
) -> Result<Field<'_>, Finding> {
    let mut field = Field::new(id, title, role, value, at)?;
    let bound = u8::try_from(length).unwrap_or(u8::MAX);
    if value.len() < length {
        return Err(field.finding(Flaw::TooShort(bound, value.len())));
    }
    if length < value.len() {
        return Err(field.finding(Flaw::TooLong(bound, value.len())));
    }
    if form == Form::Day {
        field.typed = Typed::Date(day(value).map_err(|flaw| field.finding(flaw))?);
    }
    Ok(field)
}

/// Reads a day: the last digit but one of its century, two of its year, three of its day in the year.
fn day(digits: &[u8]) -> Result<NaiveDate, Flaw> {
    if !digits.iter().all(u8::is_ascii_digit) {
        return Err(Flaw::NotNumber);
    }
    let number = |digits: &[u8]| {
        digits
            .iter()
            .fold(0, |sum, byte| sum * 10 + i32::from(byte & 0x0f))
    };
    let century = match number(&digits[..1]) {
        9 => 1900,
        later => 2000 + later * 100,
    };
    let year = century + number(&digits[1..3]);
    let days = u64::try_from(number(&digits[3..6]) - 1).map_err(|_| Flaw::NotNumber)?;
    NaiveDate::from_ymd_opt(year, 1, 1)
        .and_then(|first| first.checked_add_days(Days::new(days)))
        .filter(|day| day.year() == year)
        .ok_or(Flaw::NotNumber)
}

/// Gives the lot of a product its place: where a label has one, the donation is not it.
fn settle(fields: &mut Fields<'_>) {
    if !fields.0.iter().any(|field| field.id == LOT) {
        return;
    }
    for donation in fields.0.iter_mut().filter(|field| field.id == DONATION.0) {
        donation.role = Role::Other;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn told(data: &str) -> String {
        match read(data.as_bytes(), 0) {
            None => "text".into(),
            Some(Err(finding)) => format!("{} at {}", finding, finding.at),
            Some(Ok(fields)) => {
                let of = |field: &Field<'_>| format!("{}:{}", field.id, field.normal());
                fields.0.iter().map(of).collect::<Vec<_>>().join(" ")
            }
        }
    }

    #[test]
    fn structures_stand_alone_or_in_a_row() {
        assert_eq!(
            told("=/A9999XYZ100T0944=,000025=A99971312345600=>014032=}013032&,1000000000000XYZ123"),
            "=/:A9999XYZ100T0944 =,:000025 =:A99971312345600 =>:2014-02-01 =}:2013-02-01 &,1:000000000000XYZ123"
        );
        assert_eq!(told("=<E0382V00"), "=<:E0382V00");
        assert_eq!(told("=G15171234567800"), "=:G15171234567800");
        assert_eq!(
            told("=%5100&$12345"),
            "=%:5100 &$:12345",
            "a structure without a row is kept"
        );
        assert_eq!(told("&>0273652359"), "&>:2027-12-31");
    }

    #[test]
    fn what_is_no_structure_stays_a_text_and_what_breaks_off_is_told() {
        for text in ["=SUM(A1)", "=", "=<E03", "&co", "=!12", "==", "A=<E0382V00"] {
            assert_eq!(told(text), "text", "{text}");
        }
        assert_eq!(
            told("=<E0382V00=>014"),
            "(=>) 014: at least 6 characters, found 3 at 10"
        );
        assert_eq!(told("=<E0382V00=>014400"), "(=>) 014400: not a number at 10");
    }

    #[test]
    fn the_donation_is_the_lot_unless_the_label_has_another() {
        let lot = |data: &str| {
            let fields = read(data.as_bytes(), 0).unwrap().unwrap();
            fields.value(Role::Lot).map(ToOwned::to_owned)
        };
        assert_eq!(
            lot("=A99971312345600=<E0382V00").as_deref(),
            Some("A99971312345600")
        );
        assert_eq!(
            lot("=A99971312345600&,1000000000000XYZ123").as_deref(),
            Some("000000000000XYZ123")
        );
    }
}
