//! The first line of a file: which column each cell is the heading of.

use super::columns::{Kind, plain};
use super::mapping::{Mapping, Meaning};

/// The columns of a file, by their places.
#[derive(Debug)]
pub(super) struct Heading {
    /// For each place the column; `None` where nothing of ours stands.
    pub columns: Vec<Option<&'static str>>,
    /// The places that have no heading at all, where nothing may stand.
    pub unnamed: Vec<usize>,
}

impl Heading {
    /// Reads the first line; `complain` gets what is wrong with it, column by column.
    pub fn of(
        kind: &'static Kind,
        headings: &[String],
        mapping: &Mapping,
        mut complain: impl FnMut(&str, String),
    ) -> Self {
        let (mut columns, mut unnamed) = (Vec::new(), Vec::new());
        for (at, heading) in headings.iter().enumerate() {
            let column = match mapping.meaning(kind, heading) {
                _ if plain(heading).is_empty() => {
                    unnamed.push(at);
                    None
                }
                Meaning::Column(column) if columns.contains(&Some(column)) => {
                    complain(
                        heading,
                        format!("expected each column once, found {heading} again"),
                    );
                    None
                }
                Meaning::Column(column) => Some(column),
                Meaning::Nothing => None,
                Meaning::Unknown => {
                    complain(
                        heading,
                        format!("expected one of {}, found {heading}", kind.names()),
                    );
                    None
                }
            };
            columns.push(column);
        }
        for (heading, column) in mapping.missing(headings) {
            complain(
                column,
                format!("expected the heading {heading:?} that was named for it, found none"),
            );
        }
        let needed = kind.columns.iter().filter(|column| column.is_needed);
        let missing = needed.filter(|column| !columns.contains(&Some(column.name)));
        for column in
            missing.filter(|column| !mapping.missing(headings).iter().any(|(_, it)| *it == column.name))
        {
            complain(column.name, "expected this column, found none".to_owned());
        }
        Self { columns, unnamed }
    }

    /// Returns how many cells a full row has: up to the last place that has a heading.
    pub fn width(&self) -> usize {
        let named = (0..self.columns.len())
            .rev()
            .find(|at| !self.unnamed.contains(at));
        named.map_or(0, |at| at + 1)
    }
}
