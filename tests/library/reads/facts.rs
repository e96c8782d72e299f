//! The tables beside this file: what is read, how the site is set up, what it says or what is wrong with it.
//!
//! Bytes are written in clear. The setup is `-`, or some of `layout=de`, `separator=|`, `region=se` and
//! `pattern=29IIIIIIWWWWC`. What is said is the kind and its elements as `id=normal form`, or `!`, a code and its place;
//! warnings follow as `?code`.

use binledger::scan::in_store::Patterns;
use binledger::scan::profile::Data;
use binledger::scan::read::from_clear;
use binledger::scan::{Decoded, Options, decode};
use chrono::NaiveDate;
use std::fs;
use std::path::Path;

/// A line of a table.
pub struct Fact<'t> {
    pub raw: Vec<u8>,
    pub data: Data,
    pub patterns: Patterns,
    says: &'t str,
    line: &'t str,
}

/// Every table.
pub const TABLES: [(&str, &str); 6] = [
    ("digits", include_str!("digits.txt")),
    ("identifiers", include_str!("identifiers.txt")),
    ("in_store", include_str!("in_store.txt")),
    ("keyboards", include_str!("keyboards.txt")),
    ("other_systems", include_str!("other_systems.txt")),
    ("scanners", include_str!("scanners.txt")),
];

/// The facts of a table.
pub fn facts(table: &str) -> impl Iterator<Item = Fact<'_>> {
    let lines = table
        .lines()
        .filter(|line| !line.is_empty() && !line.starts_with('#'));
    lines.map(|line| {
        let columns: Vec<_> = line.split('\t').collect();
        let [raw, setup, says] = columns[..] else {
            panic!("three columns: {line:?}");
        };
        let (mut data, mut patterns) = (Data::default(), Vec::new());
        for setting in setup.split(' ').filter(|setting| *setting != "-") {
            match setting.split_once('=').unwrap() {
                ("layout", name) => data.layout = serde_json::from_value(name.into()).unwrap(),
                ("separator", sign) => data.separator.push(sign.to_owned().into()),
                ("region" | "pattern", written) => patterns.push(written),
                _ => panic!("no setting: {setting}"),
            }
        }
        Fact {
            raw: from_clear(raw),
            data,
            patterns: Patterns::read(&patterns).unwrap(),
            says,
            line,
        }
    })
}

/// The day these reads come; it decides the century of dates.
pub fn today() -> NaiveDate {
    NaiveDate::from_ymd_opt(2026, 7, 1).unwrap()
}

impl Fact<'_> {
    /// What it means.
    pub fn decoded(&self) -> Decoded<'_> {
        let options = Options {
            data: &self.data,
            patterns: &self.patterns,
            ..Options::default()
        };
        decode(&self.raw, today(), options)
    }
}

/// What was decoded, as a table spells it: read off the row that `decode` prints.
fn spelt(decoded: &Decoded<'_>) -> String {
    let row = serde_json::to_value(decoded).unwrap();
    let word = |value: &serde_json::Value| value.as_str().unwrap().to_owned();
    let mut parts = vec![word(&row["kind"])];
    if row["error"].is_object() {
        parts.push(format!(
            "! {} @{}",
            word(&row["error"]["code"]),
            row["error"]["at"]
        ));
    } else if let Some(text) = decoded.text() {
        parts.push(text.to_owned());
    } else if let Some(command) = decoded.command() {
        parts.push(format!("{command:?}"));
    }
    let elements = row["elements"].as_array().unwrap().iter();
    parts.extend(elements.map(|element| format!("{}={}", word(&element["ai"]), word(&element["normal"]))));
    let warnings = row["warnings"].as_array().unwrap().iter();
    parts.extend(warnings.map(|warning| format!("?{}", word(&warning["code"]))));
    parts.join(" ")
}

#[test]
fn every_read_is_understood() {
    let mut broken = Vec::new();
    for (table, text) in TABLES {
        for fact in facts(text) {
            let said = spelt(&fact.decoded());
            if said != fact.says {
                broken.push(format!("{table}: {}\n  {said}", fact.line));
            }
        }
    }
    assert!(broken.is_empty(), "{}", broken.join("\n"));
}

#[test]
fn everything_that_is_said_stands_where_it_says() {
    let stands = |fact: &Fact<'_>, at: usize, id: &str, value: &str| {
        let rest = &fact.raw[at..];
        let brackets = format!("{id}){value}");
        let written = [
            format!("{id}{value}"),
            format!("{id} {value}"),
            brackets,
            value.to_owned(),
        ];
        let here = written.iter().any(|written| rest.starts_with(written.as_bytes()));
        assert!(here, "({id}) {value} does not stand at {at} of {}", fact.line);
    };
    let mut checked = 0;
    for fact in TABLES.into_iter().flat_map(|(_, text)| facts(text)) {
        let decoded = fact.decoded();
        let spelt_otherwise = ["layout", "layout-guessed", "caps-lock", "bracket-blanks"];
        let is_link =
            fact.line.contains("://") || fact.line.contains("]E0") || fact.line.contains("(01)9521");
        if is_link
            || decoded
                .warnings
                .iter()
                .any(|warning| spelt_otherwise.contains(&warning.code()))
        {
            continue;
        }
        for element in decoded.label().map_or(&[][..], |label| label.elements()) {
            stands(&fact, element.at, &element.ai.to_string(), &element.value);
            checked += 1;
        }
        for field in decoded.fields().into_iter().flat_map(|fields| &fields.0) {
            stands(&fact, field.at, &field.id, &field.value);
            checked += 1;
        }
    }
    assert!(checked > 100, "{checked}");
}

#[test]
fn every_table_is_in_use() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/library/reads");
    let mut files: Vec<_> = fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .filter_map(|name| name.strip_suffix(".txt").map(str::to_owned))
        .collect();
    files.sort();
    assert_eq!(files, TABLES.map(|(name, _)| name));
    for (name, text) in TABLES {
        assert!(facts(text).count() > 10, "{name} has its facts");
    }
}
