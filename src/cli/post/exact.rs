//! Days and numbers of a document that mean one thing only.

use crate::domain::amount::Money;
use crate::domain::time;
use crate::operations::request::Operation;
use chrono::NaiveDate;
use serde::de::{Deserialize, Deserializer, MapAccess, Visitor};
use serde_json::value::RawValue;
use serde_json::{Map, Value};
use std::fmt::Formatter;

/// The fields that hold a day, at any depth.
const DAYS: [&str; 4] = ["date", "expiry", "day", "due"];
/// The digits that a number of JSON keeps: it is read as a double.
const EXACT: usize = 15;

/// Returns what is wrong with a text where a day stands.
pub(super) fn no_day(text: &str) -> String {
    format!("expected a day YYYY-MM-DD, found {text:?}")
}

/// Returns the field with an amount that is finer than the company's money has decimals, where no other currency is
/// named; and why. One in another currency is held to that currency by whoever knows it.
pub(super) fn too_fine(word: &str, known: &Value) -> Option<(String, String)> {
    const LINES: &str = "lines";
    let document = Operation::DOCUMENTS
        .iter()
        .find(|document| document.word == word)?;
    let amounts = document.fields.iter().filter(|field| field.kind == "Amount");
    let amounts: Vec<&str> = amounts.map(|field| field.name).collect();
    if amounts.is_empty() || known.get("currency").is_some() {
        return None;
    }
    let lines = known.get(LINES).and_then(Value::as_array);
    let parts = [known].into_iter().chain(lines.into_iter().flatten());
    let mut texts = parts.flat_map(|part| {
        amounts
            .iter()
            .filter_map(|name| Some((*name, part.get(*name)?.as_str()?)))
    });
    texts.find_map(|(name, text)| Some((name.to_owned(), text.parse::<Money>().err()?)))
}

/// Returns the field with a day in another spelling, or with a number whose last digits would be lost; and why.
pub(super) fn unfit(line: &str, fields: &Map<String, Value>) -> Option<(String, String)> {
    fields
        .iter()
        .find_map(|(name, value)| unfit_day(name, value))
        .or_else(|| unfit_number("", line))
}

/// Returns the day that is written in another way than days are.
fn unfit_day(name: &str, value: &Value) -> Option<(String, String)> {
    match value {
        Value::String(text) if DAYS.contains(&name) => {
            let is_day = text.parse::<NaiveDate>().is_ok();
            (is_day && time::day(text).is_none()).then(|| (name.to_owned(), no_day(text)))
        }
        Value::Array(values) => values.iter().find_map(|value| unfit_day(name, value)),
        Value::Object(fields) => fields.iter().find_map(|(name, value)| unfit_day(name, value)),
        _ => None,
    }
}

/// Returns the number, and the name before it, that has a point and more digits than are kept. Each stands here as it was
/// written: what was read of the document has lost them already.
fn unfit_number(name: &str, json: &str) -> Option<(String, String)> {
    let written = json.trim_start();
    match written.as_bytes().first() {
        Some(b'{') => {
            let fields: Written = serde_json::from_str(written).ok()?;
            fields.0
        }
        Some(b'[') => {
            let values: Vec<&RawValue> = serde_json::from_str(written).ok()?;
            values
                .into_iter()
                .find_map(|value| unfit_number(name, value.get()))
        }
        Some(b'-' | b'0'..=b'9') if EXACT < digits(written) => {
            let why = format!(
                "expected a decimal of more than {EXACT} digits as a string, found the number {written}"
            );
            Some((name.to_owned(), why))
        }
        _ => None,
    }
}

/// What is wrong with a number of an object.
struct Written(Option<(String, String)>);

impl<'de> Deserialize<'de> for Written {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_map(Self(None))
    }
}

impl<'de> Visitor<'de> for Written {
    type Value = Self;

    fn expecting(&self, f: &mut Formatter<'_>) -> std::fmt::Result {
        f.write_str("an object")
    }

    fn visit_map<A: MapAccess<'de>>(mut self, mut fields: A) -> Result<Self, A::Error> {
        while let Some((name, value)) = fields.next_entry::<String, &RawValue>()? {
            self.0 = self.0.or_else(|| unfit_number(&name, value.get()));
        }
        Ok(self)
    }
}

/// Returns the digits of a number with a point that are more than zeros around it.
fn digits(number: &str) -> usize {
    let mantissa = number.split(['e', 'E']).next().unwrap_or_default();
    if !mantissa.contains('.') {
        return 0;
    }
    let significant = mantissa.trim_start_matches(['-', '0', '.']).trim_end_matches('0');
    significant.bytes().filter(u8::is_ascii_digit).count()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn wrong(json: &str) -> Option<String> {
        let Value::Object(fields) = serde_json::from_str(json).unwrap() else {
            panic!("expected an object");
        };
        unfit(json, &fields).map(|(name, why)| format!("{name}: {why}"))
    }

    #[test]
    fn a_number_whose_last_digits_would_be_lost_is_refused_by_its_field() {
        let told = wrong(r#"{"item":"A","lines":[{"qty":1.0000000000000000000001}]}"#).unwrap();
        assert!(
            told.starts_with("qty: expected a decimal of more than 15 digits"),
            "{told}"
        );
        for json in [
            r#"{"qty":1.000000000000000000000}"#,
            r#"{"qty":-0.000001,"cost":123456789.123456}"#,
            r#"{"item":"1.0000000000000000000001","qty":1}"#,
            r#"{"it\"em\\":"\"1.0000000000000000000001","qty":2}"#,
        ] {
            assert_eq!(wrong(json), None, "{json}");
        }
        for json in [
            r#"{"a":["x\\",-1.0000000000000001e3]}"#,
            r#"{"a":90071992547409.93}"#,
        ] {
            assert!(wrong(json).is_some(), "{json}");
        }
    }

    #[test]
    fn a_day_has_one_spelling() {
        for text in ["+2026-03-03", "2026-3-3", "2026-03-3", " 2026-03-03"] {
            let told = wrong(&format!(r#"{{"lines":[{{"expiry":"{text}"}}]}}"#));
            let is_read = text.parse::<NaiveDate>().is_ok();
            let expected = format!("expiry: expected a day YYYY-MM-DD, found {text:?}");
            assert_eq!(told, is_read.then_some(expected), "{text}");
        }
        assert_eq!(
            wrong(r#"{"date":"2026-03-03","lot":"2026-3-3","expiry":"soon"}"#),
            None
        );
    }
}
