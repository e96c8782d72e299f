//! The differences between two dictionaries, field by field.

use super::super::row::Row;
use super::{Dictionary, IDENTIFIERS};
use crate::scan::ai::Ai;

/// One field of an identifier, or of a range of them, in which two dictionaries differ.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Difference {
    /// The identifiers, such as `01` or `3100-3105`.
    pub ai: String,
    /// What became of the identifiers.
    pub change: Change,
    /// The name of the field.
    pub field: &'static str,
    /// What the first dictionary says; empty if it says nothing.
    pub before: String,
    /// What the second one says; empty if it says nothing.
    pub after: String,
}

/// What became of an identifier.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Change {
    /// It is in the second dictionary only.
    Added,
    /// It is in the first dictionary only.
    Removed,
    /// It is in both.
    Changed,
}

impl Change {
    /// Returns the word for it.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Added => "added",
            Self::Removed => "removed",
            Self::Changed => "changed",
        }
    }
}

/// The fields of a row that are compared, in the order they are reported.
const FIELDS: [&str; 7] = [
    "title",
    "form",
    "predefined",
    "requires",
    "excludes",
    "attribute",
    "qualifiers",
];

impl Dictionary {
    /// Returns the differences from this dictionary to another, in the order of the identifiers' digits; neighbours
    /// that differ alike are reported as one range.
    pub fn differences(&self, other: &Self) -> Vec<Difference> {
        let pairs: Vec<_> = (0..IDENTIFIERS)
            .map(|ai| (self.index[ai], other.index[ai]))
            .collect();
        let mut found = Vec::new();
        let mut next = 0;
        for alike in pairs.chunk_by(|one, next| one == next) {
            let ai = Ai(next);
            next += u16::try_from(alike.len()).unwrap_or(u16::MAX);
            let (before, after) = (self.row(ai), other.row(ai));
            if before.is_some() || after.is_some() {
                compare(&range(ai, Ai(next - 1)), before, after, &mut found);
            }
        }
        found.sort_by(|one, other| one.ai.cmp(&other.ai));
        found
    }
}

fn compare(ai: &str, before: Option<&Row>, after: Option<&Row>, found: &mut Vec<Difference>) {
    let change = match (before, after) {
        (None, _) => Change::Added,
        (_, None) => Change::Removed,
        _ => Change::Changed,
    };
    let sides = FIELDS.into_iter().zip(fields(before)).zip(fields(after));
    for ((field, before), after) in sides.filter(|((_, before), after)| before != after) {
        found.push(Difference {
            ai: ai.to_owned(),
            change,
            field,
            before,
            after,
        });
    }
}

/// Returns the fields of a row as text; all empty if there is no row.
fn fields(row: Option<&Row>) -> [String; FIELDS.len()] {
    let Some(row) = row else {
        return Default::default();
    };
    let yes = |holds: bool| if holds { "yes" } else { "" };
    let qualifiers = match row.qualifiers.as_deref() {
        Some("") => "none",
        other => other.unwrap_or_default(),
    };
    [
        row.title.as_ref(),
        &row.form(),
        yes(row.predefined),
        row.requires.text(),
        row.excludes.text(),
        yes(row.attribute),
        qualifiers,
    ]
    .map(ToOwned::to_owned)
}

fn range(first: Ai, last: Ai) -> String {
    if first == last {
        first.to_string()
    } else {
        format!("{first}-{last}")
    }
}
