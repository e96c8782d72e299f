//! The tables beside this file: what is read, how it is taken, what it says or what is wrong with it.
//!
//! `good` holds for a whole label, `part` for one symbol of several but not for a whole label, `bad` for neither.
//! Bytes are written in clear, elements as `ai=normal form`, ignored parameters and the codes of warnings behind `?`, a
//! fault as its code and its place. A line `form scan` names the form of the lines below it; else their first characters do.

use binledger::scan::exact::{self, Form};
use binledger::scan::read::{from_clear, in_clear};
use binledger::scan::{Decoded, Flaw, Meaning, Options};
use testing::properties::today;

/// A line of a table.
pub struct Fact<'t> {
    pub raw: Vec<u8>,
    form: Form,
    how: &'t str,
    says: &'t str,
}

/// Every table by its name.
pub const TABLES: [(&str, &str); 10] = [
    ("brackets", include_str!("brackets.txt")),
    ("characters", include_str!("characters.txt")),
    ("dates", include_str!("dates.txt")),
    ("identifiers", include_str!("identifiers.txt")),
    ("keys", include_str!("keys.txt")),
    ("links", include_str!("links.txt")),
    ("measures", include_str!("measures.txt")),
    ("separators", include_str!("separators.txt")),
    ("symbols", include_str!("symbols.txt")),
    ("together", include_str!("together.txt")),
];

/// The facts of a table.
pub fn facts(table: &str) -> Vec<Fact<'_>> {
    let mut named = None;
    let lines = table
        .lines()
        .filter(|line| !line.is_empty() && !line.starts_with('#'));
    let mut facts = Vec::new();
    for line in lines {
        if line == "form scan" {
            named = Some(Form::Scan);
            continue;
        }
        let columns: Vec<_> = line.split('\t').collect();
        let [raw, how, says] = columns[..] else {
            panic!("three columns: {line:?}");
        };
        let raw = from_clear(raw);
        let form = named.unwrap_or_else(|| Form::of(&raw));
        facts.push(Fact { raw, form, how, says });
    }
    facts
}

/// What was decoded, as a table spells it.
fn spelt(decoded: &Decoded<'_>) -> String {
    let mut parts: Vec<_> = match &decoded.meaning {
        Ok(Meaning::Gs1(label)) => {
            let elements = label.elements().iter();
            elements.map(|e| format!("{}={}", e.ai, e.normal())).collect()
        }
        Ok(Meaning::Gtin(gtin)) => vec![format!("01={gtin}")],
        Ok(Meaning::Text(text)) => vec![format!("text={}", in_clear(text.as_bytes()))],
        Ok(other) => vec![format!("{other:?}")],
        Err(finding) => vec![format!("{} @{}", finding.code(), finding.at)],
    };
    parts.extend(decoded.warnings.iter().map(|finding| match &finding.flaw {
        Flaw::Ignored(parameter) => format!("?{parameter}"),
        other => format!("?{}", other.code()),
    }));
    parts.join(" ")
}

#[test]
fn every_fact_holds_for_one_symbol_and_for_a_whole_label() {
    let mut broken = Vec::new();
    for (table, text) in TABLES {
        for Fact { raw, form, how, says } in facts(text) {
            let decode = |strict| {
                exact::decode(
                    &raw,
                    form,
                    today(),
                    Options {
                        strict,
                        ..Options::default()
                    },
                )
            };
            let (single, whole) = (spelt(&decode(false)), decode(true));
            let incomplete = whole
                .error()
                .is_some_and(|error| error.code() == "incomplete-label");
            let holds = match how {
                "part" => incomplete && single == says,
                "good" => whole.error().is_none() && single == says && spelt(&whole) == says,
                "bad" => whole.error().is_some() && single == says && spelt(&whole) == says,
                _ => panic!("{table}: good, part or bad, not {how:?}"),
            };
            if !holds {
                let raw = in_clear(&raw);
                broken.push(format!(
                    "{table}: {raw}\n  {how} {says}\n  {single} / {}",
                    spelt(&whole)
                ));
            }
        }
    }
    assert!(broken.is_empty(), "{}", broken.join("\n"));
}

#[test]
fn every_table_is_in_use() {
    let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/library/labels");
    let mut files: Vec<_> = std::fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .filter_map(|name| name.strip_suffix(".txt").map(str::to_owned))
        .collect();
    files.sort();
    let names: Vec<String> = TABLES.iter().map(|(name, _)| (*name).into()).collect();
    assert_eq!(files, names);
    for (name, text) in TABLES {
        assert!(facts(text).len() > 10, "{name} has its facts");
    }
}
