//! Headings of a file that are not our own: `--map items=FILE`, a TOML file with a line a column, `item = "Artikel"`.

use super::columns::{KINDS, Kind, plain};
use crate::cli::failure::Failure;
use crate::cli::whole_file::read_text;
use std::collections::BTreeMap;
use std::path::Path;

/// What the headings of one kind of file mean.
#[derive(Clone, Debug, Default)]
pub(super) struct Mapping {
    /// Our columns by the headings of the file, in plain form.
    columns: BTreeMap<String, &'static str>,
    /// The headings that mean nothing to us, in plain form.
    ignored: Vec<String>,
    /// Whether every heading that is not mapped means nothing to us.
    ignores_others: bool,
}

/// Mappings by the kind of file.
pub(super) type Mappings = BTreeMap<&'static str, Mapping>;

/// What a heading means.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Meaning {
    /// A column of ours.
    Column(&'static str),
    /// Nothing to us.
    Nothing,
    /// Nothing that anybody said.
    Unknown,
}

/// The key under which a file names the headings that mean nothing to us.
const IGNORE: &str = "ignore";

/// Reads the mappings asked for as `KIND=FILE`.
///
/// # Errors
/// Names each that can't be read, with the line and what was expected.
pub(super) fn read(asked: &[String]) -> Result<Mappings, Failure> {
    let (mut mappings, mut problems) = (Mappings::new(), Vec::new());
    for text in asked {
        let Some((name, path)) = text.split_once('=') else {
            return Err(Failure::usage(format!(
                "expected --map items=FILE, found {text:?}"
            )));
        };
        let Some(kind) = Kind::of(name.trim()) else {
            let known: Vec<&str> = KINDS.iter().map(|kind| kind.name).collect();
            let known = known.join(", ");
            return Err(Failure::usage(format!(
                "expected --map with one of {known}, found {name}"
            )));
        };
        let path = Path::new(path.trim());
        match Mapping::of(kind, &read_text(path)?) {
            Ok(mapping) => drop(mappings.insert(kind.name, mapping)),
            Err(wrong) => problems.extend(wrong.iter().map(|why| format!("{}: {why}", path.display()))),
        }
    }
    if problems.is_empty() {
        Ok(mappings)
    } else {
        Err(Failure::Data(problems))
    }
}

impl Mapping {
    fn of(kind: &'static Kind, text: &str) -> Result<Self, Vec<String>> {
        let table: toml::Table = text
            .parse()
            .map_err(|why: toml::de::Error| vec![why.to_string()])?;
        let (mut mapping, mut wrong) = (Self::default(), Vec::new());
        for (left, right) in table {
            match (left.as_str(), right) {
                (IGNORE, toml::Value::Array(headings)) => {
                    let headings = headings.iter().filter_map(toml::Value::as_str);
                    mapping.ignored.extend(headings.map(plain));
                }
                (IGNORE, toml::Value::String(all)) if all == "*" => mapping.ignores_others = true,
                (_, toml::Value::String(right)) => {
                    if let Err(why) = mapping.add(kind, &left, &right) {
                        wrong.push(why);
                    }
                }
                (_, other) => wrong.push(format!(
                    "expected {left} = \"a heading of the file\", found {other}"
                )),
            }
        }
        if wrong.is_empty() { Ok(mapping) } else { Err(wrong) }
    }

    /// Notes a line: our column and the heading, which may also stand the other way round.
    fn add(&mut self, kind: &'static Kind, left: &str, right: &str) -> Result<(), String> {
        let (ours, theirs) = match (kind.column(left), kind.column(right)) {
            (Some(column), _) => (column.name, right),
            (None, Some(column)) => (column.name, left),
            (None, None) => {
                let (name, known) = (kind.name, kind.names());
                return Err(format!(
                    "expected a column of {name} ({known}), found {left} = {right:?}"
                ));
            }
        };
        match self.columns.insert(plain(theirs), ours) {
            Some(other) => Err(format!(
                "expected each heading once, found {theirs:?} for {other} and {ours}"
            )),
            None => Ok(()),
        }
    }

    /// Returns what a heading of this kind of file means.
    pub fn meaning(&self, kind: &'static Kind, heading: &str) -> Meaning {
        let heading = plain(heading);
        if let Some(column) = self.columns.get(&heading) {
            return Meaning::Column(column);
        }
        let own = kind.column(&heading).map(|column| column.name);
        // A column of ours that stands under another heading is not meant by its own name too.
        match own.filter(|own| !self.columns.values().any(|mapped| mapped == own)) {
            Some(column) => Meaning::Column(column),
            None if self.ignores_others || self.ignored.contains(&heading) => Meaning::Nothing,
            None => Meaning::Unknown,
        }
    }

    /// Returns whether a heading means anything in this kind of file.
    pub fn knows(&self, kind: &'static Kind, heading: &str) -> bool {
        matches!(self.meaning(kind, heading), Meaning::Column(_)) || self.ignored.contains(&plain(heading))
    }

    /// Returns the headings that were named and that a file does not have, each with its column.
    pub fn missing<'m>(&'m self, headings: &[String]) -> Vec<(&'m str, &'static str)> {
        let found: Vec<String> = headings.iter().map(|heading| plain(heading)).collect();
        let named = self
            .columns
            .iter()
            .filter(|(heading, _)| !found.contains(heading));
        named
            .map(|(heading, column)| (heading.as_str(), *column))
            .collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn items(text: &str) -> Result<Mapping, Vec<String>> {
        Mapping::of(Kind::of("items").unwrap(), text)
    }

    #[test]
    fn headings_of_other_programs_mean_our_columns() {
        let kind = Kind::of("items").unwrap();
        let text = "item = \"Artikel-Nr.\"\nBezeichnung = \"name\"\nignore = [\"Lager\"]";
        let mapping = items(text).unwrap();
        for (heading, meaning) in [
            ("ARTIKEL-NR.", Meaning::Column("item")),
            (" bezeichnung ", Meaning::Column("name")),
            ("Price", Meaning::Column("price")),
            ("Lager", Meaning::Nothing),
            ("item", Meaning::Unknown),
            ("Farbe", Meaning::Unknown),
        ] {
            assert_eq!(mapping.meaning(kind, heading), meaning, "{heading}");
        }
        assert_eq!(
            items("ignore = \"*\"").unwrap().meaning(kind, "Farbe"),
            Meaning::Nothing
        );
    }

    #[test]
    fn what_maps_nothing_of_ours_is_named() {
        for text in [
            "colour = \"Farbe\"",
            "item = 3",
            "item = [",
            "item = \"A\"\nname = \"a\"",
        ] {
            assert!(items(text).is_err(), "{text}");
        }
    }
}
