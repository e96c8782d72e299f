//! A single identifier, for the search for elements in places where none should begin.

use super::date::short;
use super::dictionary::{Dictionary, is_evident};
use super::element::{Element, fits};
use super::part::Part;
use super::row::Row;
use crate::scan::ai::Ai;
use crate::scan::finding::Requirement;
use chrono::NaiveDate;
use std::ops::RangeInclusive;

/// An identifier, and what is known of it.
#[derive(Debug, Clone, Copy)]
pub struct Probe {
    /// The identifier.
    pub ai: Ai,
    row: &'static Row,
}

impl Probe {
    /// Returns the identifier that data begins with.
    pub fn of(data: &[u8], dictionary: &'static Dictionary) -> Option<Self> {
        dictionary.listed(data).map(|(ai, row)| Self { ai, row })
    }

    /// Returns the identifier of an element.
    pub const fn at(element: &Element<'_>) -> Self {
        let (ai, row) = (element.ai, element.row);
        Self { ai, row }
    }

    /// Returns how many characters its value may have.
    pub fn lengths(self) -> RangeInclusive<usize> {
        self.row.least.into()..=self.row.most.into()
    }

    /// Returns whether its value has a fixed length.
    pub const fn is_fixed(self) -> bool {
        self.row.least == self.row.most
    }

    /// Returns whether a value satisfies every check and, for an identifier outside the dictionary, can only be its
    /// value. Allocates nothing.
    pub fn takes(self, value: &[u8], today: NaiveDate) -> bool {
        if !self.row.covers(self.ai) && !is_evident(self.ai, value) {
            return false;
        }
        let mut rest = value;
        for part in &self.row.parts {
            let (content, behind) = rest.split_at(rest.len().min(part.most.into()));
            if part.set.stranger(content).is_some() {
                return false;
            }
            rest = behind;
        }
        fits(self.row, value, today).is_ok()
    }

    /// Returns the parts of its value, in order.
    pub fn parts(self) -> &'static [Part] {
        &self.row.parts
    }

    /// Returns whether it must not stand on a label with another one, by its own row or by the other's.
    pub fn excludes(self, other: Self) -> bool {
        self.row.excludes.names(other.ai) || other.row.excludes.names(self.ai)
    }

    /// Returns whether the identifiers beside it meet all its requirements.
    pub fn is_complete_with(self, others: &(impl Iterator<Item = Ai> + Clone)) -> bool {
        self.row.requires.is_met(others)
    }

    /// Returns all that it requires.
    pub fn requirement(self) -> Requirement {
        Requirement(self.row.requires.text())
    }

    /// Returns whether one of the two requires the other, if only as one of several alternatives.
    pub fn is_bound_to(self, other: Self) -> bool {
        self.row.requires.names(other.ai) || other.row.requires.names(self.ai)
    }
}

/// Returns the day that six digits name.
pub fn day(digits: &[u8], today: NaiveDate) -> Option<NaiveDate> {
    short(digits, today, true).ok()
}
