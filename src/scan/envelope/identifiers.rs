//! The identifiers inside an envelope, and what they mean on the warehouse floor.
//!
//! Data identifiers are up to three digits and a capital letter (ANSI MH10.8.2); text identifiers are three letters and
//! a blank (format 12). The tables hold those found on labels of goods; others are shown with their value.

use crate::scan::fields::{Field, Fields, Role};
use crate::scan::finding::{Finding, Flaw};
use crate::scan::gs1::{Typed, date};
use crate::scan::gtin::{Gtin, check_digit};
use chrono::NaiveDate;
use rust_decimal::Decimal;
use std::str;

/// How the value of a field is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Form {
    Text,
    Number,
    /// A number and a unit of two letters.
    Measure,
    Gtin,
    /// YYMMDD, where day 00 is the last of its month.
    ShortDay,
    /// YYYYMMDD.
    Day,
    /// DDMMYYYY.
    DayFirst,
    /// YYYYMMDD and three digits that say what kind of day it is.
    QualifiedDay,
}

/// Data identifiers.
const DATA: [(&str, &str, Role, Form); 40] = [
    ("P", "CUSTOMER ITEM", Role::Item, Form::Text),
    ("1P", "SUPPLIER ITEM", Role::SupplierItem, Form::Text),
    ("30P", "SUPPLIER ITEM", Role::SupplierItem, Form::Text),
    ("9N", "PHARMACY PRODUCT", Role::SupplierItem, Form::Text),
    ("8P", "GTIN", Role::Gtin, Form::Gtin),
    ("2P", "REVISION", Role::Other, Form::Text),
    ("Q", "QUANTITY", Role::Quantity, Form::Number),
    ("7Q", "QUANTITY", Role::Other, Form::Measure),
    ("1T", "LOT", Role::Lot, Form::Text),
    ("T", "LOT", Role::Lot, Form::Text),
    ("S", "SERIAL", Role::Serial, Form::Text),
    ("25S", "SERIAL", Role::Other, Form::Text),
    ("3S", "PACKAGE", Role::Other, Form::Text),
    ("4S", "PACKAGE", Role::Other, Form::Text),
    ("5S", "PACKAGE", Role::Other, Form::Text),
    ("K", "ORDER", Role::Order, Form::Text),
    ("1K", "SUPPLIER ORDER", Role::Other, Form::Text),
    ("2K", "SHIPMENT", Role::Other, Form::Text),
    ("11K", "PACKING LIST", Role::Other, Form::Text),
    ("J", "LICENCE PLATE", Role::Plate, Form::Text),
    ("1J", "LICENCE PLATE", Role::Plate, Form::Text),
    ("2J", "LICENCE PLATE", Role::Plate, Form::Text),
    ("3J", "LICENCE PLATE", Role::Plate, Form::Text),
    ("4J", "LICENCE PLATE", Role::Plate, Form::Text),
    ("5J", "LICENCE PLATE", Role::Plate, Form::Text),
    ("6J", "LICENCE PLATE", Role::Plate, Form::Text),
    ("V", "SUPPLIER", Role::Other, Form::Text),
    ("1V", "MANUFACTURER", Role::Other, Form::Text),
    ("12V", "MANUFACTURER", Role::Other, Form::Text),
    ("4L", "ORIGIN", Role::Other, Form::Text),
    ("D", "DATE", Role::Other, Form::ShortDay),
    ("6D", "DATE", Role::Other, Form::QualifiedDay),
    ("12D", "DATE", Role::Other, Form::Day),
    ("14D", "EXPIRY", Role::Expiry, Form::Day),
    ("15D", "EXPIRY", Role::Expiry, Form::DayFirst),
    ("16D", "PRODUCTION DATE", Role::Other, Form::Day),
    ("17D", "PRODUCTION DATE", Role::Other, Form::DayFirst),
    ("25D", "BEST BEFORE", Role::BestBefore, Form::Day),
    ("9D", "DATE CODE", Role::Other, Form::Text),
    ("10D", "WEEK", Role::Other, Form::Text),
];

/// Text identifiers.
const TEXT: [(&str, &str, Role, Form); 10] = [
    ("PNR", "PART", Role::SupplierItem, Form::Text),
    ("PNO", "ORIGINAL PART", Role::SupplierItem, Form::Text),
    ("SER", "SERIAL", Role::Serial, Form::Text),
    ("SEQ", "SERIAL", Role::Serial, Form::Text),
    ("UCN", "SERIAL", Role::Serial, Form::Text),
    ("LOT", "LOT", Role::Lot, Form::Text),
    ("QTY", "QUANTITY", Role::Quantity, Form::Number),
    ("EXP", "EXPIRY", Role::Expiry, Form::Day),
    ("MFR", "MANUFACTURER", Role::Other, Form::Text),
    ("SPL", "SUPPLIER", Role::Other, Form::Text),
];

/// The qualifier of a date that is the last day of use.
const LAST_USE: &str = "036";

/// What reads the identifier and the value of an element at a place in the read.
pub type Reader = for<'a> fn(&'a [u8], usize, NaiveDate) -> Result<Field<'a>, Finding>;

/// Reads a data identifier and its value.
pub fn data(element: &[u8], at: usize, today: NaiveDate) -> Result<Field<'_>, Finding> {
    let digits = element.iter().take_while(|byte| byte.is_ascii_digit()).count();
    let letter = element.get(digits).is_some_and(u8::is_ascii_uppercase);
    let id = element.get(..=digits).and_then(|id| str::from_utf8(id).ok());
    let (Some(id), true, 0..=3) = (id, letter, digits) else {
        return Err(Finding::at(Flaw::DataIdentifier, at));
    };
    field(id, &element[id.len()..], at, &DATA, today)
}

/// Reads a text identifier and its value.
pub fn text(element: &[u8], at: usize, today: NaiveDate) -> Result<Field<'_>, Finding> {
    let (id, value) = element.split_at_checked(3).unwrap_or_default();
    let letters = id.iter().all(u8::is_ascii_uppercase);
    match (str::from_utf8(id), value) {
        (Ok(id), [b' ', value @ ..]) if letters => field(id, value, at, &TEXT, today),
        _ => Err(Finding::at(Flaw::DataIdentifier, at)),
    }
}

fn field<'a>(
    id: &'a str,
    value: &'a [u8],
    at: usize,
    table: &[(&str, &'static str, Role, Form)],
    today: NaiveDate,
) -> Result<Field<'a>, Finding> {
    let known = table.iter().find(|(known, ..)| *known == id);
    let (title, role, form) = known.map_or(("", Role::Other, Form::Text), |(_, title, role, form)| {
        (*title, *role, *form)
    });
    let mut field = Field::new(id, title, role, value, at)?;
    let typed = typed(form, value, today).map_err(|flaw| field.finding(flaw))?;
    field.typed = typed;
    match (form, &*field.value) {
        (Form::QualifiedDay, value) if value.ends_with(LAST_USE) => field.role = Role::Expiry,
        (Form::Measure, value) if matches!(value.get(value.len() - 2..), Some("EA" | "PC")) => {
            field.role = Role::Quantity;
        }
        _ => {}
    }
    Ok(field)
}

/// Returns what a value written in this form means, or its flaw.
fn typed(form: Form, value: &[u8], today: NaiveDate) -> Result<Typed, Flaw> {
    let day = |digits: usize| match value.iter().position(|byte| !byte.is_ascii_digit()) {
        _ if value.len() < digits => Err(Flaw::TooShort(
            u8::try_from(digits).unwrap_or(u8::MAX),
            value.len(),
        )),
        _ if value.len() > digits => Err(Flaw::TooLong(
            u8::try_from(digits).unwrap_or(u8::MAX),
            value.len(),
        )),
        Some(at) => Err(Flaw::Character(char::from(value[at]).to_string())),
        None => Ok(()),
    };
    let number = |digits: &[u8]| {
        let number = str::from_utf8(digits)
            .ok()
            .and_then(|text| text.parse::<Decimal>().ok());
        let plain = digits.len() <= 18 && digits.iter().all(|byte| byte.is_ascii_digit() || *byte == b'.');
        number.filter(|_| plain).ok_or(Flaw::NotNumber)
    };
    let inside = |(_, flaw)| flaw;
    match form {
        Form::Text => Ok(Typed::Text),
        Form::Number => number(value).map(Typed::Number),
        Form::Measure => match value {
            [digits @ .., _, _] => number(digits).map(Typed::Number),
            _ => Err(Flaw::NotNumber),
        },
        Form::Gtin => match (Gtin::read(value), value) {
            (Some(_), _) => Ok(Typed::Text),
            (None, [body @ .., found]) if value.len() == 14 && value.iter().all(u8::is_ascii_digit) => Err(
                Flaw::CheckDigit(char::from(*found), char::from(check_digit(body))),
            ),
            _ => Err(Flaw::NotRetail),
        },
        Form::ShortDay => day(6)
            .and_then(|()| date::short(value, today, true).map_err(inside))
            .map(Typed::Date),
        Form::Day => day(8)
            .and_then(|()| date::long(value).map_err(inside))
            .map(Typed::Date),
        Form::DayFirst => {
            day(8)?;
            let turned = [&value[4..], &value[2..4], &value[..2]].concat();
            date::long(&turned).map_err(inside).map(Typed::Date)
        }
        Form::QualifiedDay => {
            day(11)?;
            date::long(&value[..8]).map_err(inside).map(Typed::Date)
        }
    }
}

/// Gives fields the meaning that they have only beside others: on a medicine with a pharmacy product number, `D` is the
/// last day of use (IFA coding system).
pub fn settle(fields: &mut Fields<'_>) {
    let medicine = fields.0.iter().any(|field| field.id == "9N");
    for field in fields.0.iter_mut().filter(|field| medicine && field.id == "D") {
        field.role = Role::Expiry;
        field.title = "EXPIRY";
    }
}
