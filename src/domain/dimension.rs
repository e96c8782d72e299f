//! Dimensions of a company's own choosing, such as projects and cost centres: what documents say of them, and what they
//! may say.

use super::code::{DimensionCode, DimensionValueCode};
use super::value::{Cell, Value};
use crate::record;
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

record! {
    table "dimensions", key 1, orders [], append_only false;
    /// A dimension, by which documents and what they post are told apart.
    pub struct Dimension {
        /// Its code: small letters, digits, `-` and `_`.
        dimension: DimensionCode,
        /// Its name.
        name: String,
        /// Whether any value may be said, not only those that are defined.
        free: bool,
        /// What needs a value: names of documents and codes of accounts, separated by `;`.
        required_for: String,
    }

    table "dimension_values", key 2, orders [], append_only false;
    /// A value of a dimension.
    pub struct DimensionValue {
        /// The dimension.
        dimension: DimensionCode,
        /// The value.
        value: DimensionValueCode,
        /// Its name.
        name: String,
        /// The first day on which documents may say it.
        since: Option<NaiveDate>,
        /// The last day on which they may.
        until: Option<NaiveDate>,
    }
}

impl Dimension {
    /// How many dimensions a company may have.
    pub const MOST: usize = 8;

    /// Codes that mean something else in journals of accounting systems.
    const TAKEN: [&'static str; 13] = [
        "batch", "channel", "filename", "group", "hash", "id", "lineno", "lines", "name", "part", "reverses",
        "rule", "site",
    ];

    /// Returns whether every accounting system takes this as the name of a tag: a small letter, then at most 29 small
    /// letters, digits, `-` or `_`, and nothing that journals have already.
    pub fn is_code(code: &str) -> bool {
        let fits = |character: char| {
            character.is_ascii_lowercase() || character.is_ascii_digit() || "-_".contains(character)
        };
        code.starts_with(|first: char| first.is_ascii_lowercase())
            && code.len() <= 30
            && code.chars().all(fits)
            && code != "uuid"
            && !Self::TAKEN.contains(&code)
    }

    /// Returns what needs a value: names of documents and codes of accounts.
    pub fn needs(&self) -> impl Iterator<Item = &str> {
        self.required_for
            .split(';')
            .map(str::trim)
            .filter(|word| !word.is_empty())
    }

    /// Returns whether a document or an account needs a value.
    pub fn is_needed_for(&self, word: &str) -> bool {
        self.needs().any(|needed| needed == word)
    }
}

impl DimensionValue {
    /// Returns whether documents may say it on a day.
    pub fn holds_on(&self, day: NaiveDate) -> bool {
        self.since.is_none_or(|since| since <= day) && self.until.is_none_or(|until| day <= until)
    }
}

/// What a document, a movement or a journal line says of dimensions: a value of each that it names. Kept as JSON; nothing
/// is an empty text.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Dimensions(BTreeMap<DimensionCode, DimensionValueCode>);

impl Dimensions {
    /// Returns whether nothing is said.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Returns what is said of a dimension.
    pub fn value(&self, dimension: &DimensionCode) -> Option<&DimensionValueCode> {
        self.0.get(dimension)
    }

    /// Says a value of a dimension.
    pub fn say(&mut self, dimension: DimensionCode, value: DimensionValueCode) {
        self.0.insert(dimension, value);
    }

    /// Returns dimensions and values, in the order of the codes.
    pub fn iter(&self) -> impl Iterator<Item = (&DimensionCode, &DimensionValueCode)> {
        self.0.iter()
    }

    /// Returns them with what `other` says of dimensions of which these say nothing.
    #[must_use]
    pub fn or(mut self, other: &Self) -> Self {
        for (dimension, value) in other.iter() {
            self.0.entry(dimension.clone()).or_insert_with(|| value.clone());
        }
        self
    }
}

impl std::fmt::Display for Dimensions {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let told: Vec<String> = self
            .iter()
            .map(|(name, value)| format!("{name}={value}"))
            .collect();
        f.pad(&told.join("; "))
    }
}

impl std::str::FromStr for Dimensions {
    type Err = String;

    /// Reads what [`Display`](std::fmt::Display) writes: `project=P1; cost_centre=B`.
    fn from_str(text: &str) -> Result<Self, String> {
        let mut read = Self::default();
        for part in text.split(';').map(str::trim).filter(|part| !part.is_empty()) {
            let pair = part
                .split_once('=')
                .map(|(name, value)| (name.trim(), value.trim()));
            let Some((name, value)) = pair.filter(|(name, value)| !name.is_empty() && !value.is_empty())
            else {
                return Err(format!("expected NAME=VALUE, separated by ;, found {part:?}"));
            };
            read.say(name.into(), value.into());
        }
        Ok(read)
    }
}

impl Cell for Dimensions {
    fn to_value(&self) -> Value {
        if self.is_empty() {
            return Value::Text(<_>::default());
        }
        // A map of texts can always be written down.
        Value::Text(serde_json::to_string(&self.0).unwrap_or_default().into())
    }

    fn from_value(value: Value) -> Option<Self> {
        let Value::Text(text) = value else { return None };
        if text.is_empty() {
            return Some(Self::default());
        }
        serde_json::from_str(&text).ok()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_said_is_kept_and_read_as_it_is_written() {
        let said: Dimensions = "project=P 1; cost_centre=B".parse().unwrap();
        assert_eq!(said.to_string(), "cost_centre=B; project=P 1");
        assert_eq!(Dimensions::from_value(said.to_value()), Some(said.clone()));
        assert_eq!(Dimensions::default().to_value(), Value::Text(<_>::default()));
        let other: Dimensions = "project=P2; region=N".parse().unwrap();
        assert_eq!(
            said.or(&other).to_string(),
            "cost_centre=B; project=P 1; region=N"
        );
        assert!("project".parse::<Dimensions>().is_err());
    }

    #[test]
    fn a_code_is_a_tag_in_every_journal() {
        for code in ["project", "cost_centre", "a-1"] {
            assert!(Dimension::is_code(code), "{code}");
        }
        for code in [
            "",
            "Project",
            "1a",
            "a b",
            "rule",
            "uuid",
            "a:b",
            "tag,",
            &"x".repeat(31),
        ] {
            assert!(!Dimension::is_code(code), "{code}");
        }
    }
}
