//! GS1 data: element strings and their table, checks and label rules.
//!
//! Sources: GS1 General Specifications and the GS1 syntax dictionary of 2026-01-27.

pub mod bracketed;
mod charset;
mod check;
mod coupon;
mod date;
mod element;
mod iso;
pub mod link;
pub(super) mod part;
pub(super) mod probe;
mod row;
mod rules;
mod table;

use std::borrow::Cow;

use chrono::NaiveDate;
use rust_decimal::Decimal;

use super::finding::{Finding, Flaw};
use super::gtin::{Gtin, Sscc};

pub use element::{Element, Typed};
pub use row::{Ai, Row};

/// The separator between elements, sent for FNC1.
pub const GS: u8 = 0x1d;

/// What one or more symbols of a label say, every element checked, none contradicting another.
#[derive(Debug, Clone)]
pub struct Label<'a> {
    elements: Vec<Element<'a>>,
}

/// Reads an element string; `at` is its position in the raw read, `today` decides the century of dates.
///
/// # Errors
///
/// The first thing that is wrong, and where. Nothing after it can be trusted, so nothing is answered.
pub fn read(data: &[u8], at: usize, today: NaiveDate) -> Result<Label<'_>, Finding> {
    if data.is_empty() {
        return Err(Finding::at(Flaw::Empty, at));
    }
    let mut elements = Vec::with_capacity(6);
    let mut here = 0;
    while here < data.len() {
        let (ai, row) = row::find(&data[here..]).map_err(|flaw| Finding::at(flaw, at + here))?;
        let value_at = here + ai.digits();
        let rest = &data[value_at..];
        let reach = if ai.is_predefined() {
            &rest[..rest.len().min(row.most.into())]
        } else {
            rest
        };
        let length = reach.iter().position(|&byte| byte == GS).unwrap_or(reach.len());
        let value = Cow::Borrowed(&rest[..length]);
        elements.push(Element::checked((ai, row), value, at + value_at, today)?);
        here = value_at + length + usize::from(rest.get(length) == Some(&GS));
    }
    Label::of(elements)
}

impl<'a> Label<'a> {
    /// Puts elements on one label.
    ///
    /// # Errors
    ///
    /// Two of them contradict each other.
    pub fn of(mut elements: Vec<Element<'a>>) -> Result<Self, Finding> {
        rules::together(&mut elements)?;
        Ok(Self { elements })
    }

    /// Puts the elements of a composite part and the trade item of the retail symbol below it on one label.
    ///
    /// # Errors
    ///
    /// They contradict each other.
    pub fn below(self, gtin: Gtin, at: usize, today: NaiveDate) -> Result<Self, Finding> {
        let row = row::find(b"01").map_err(|flaw| Finding::at(flaw, at))?;
        let value = Cow::Owned(gtin.as_str().as_bytes().to_vec());
        let mut elements = vec![Element::checked(row, value, at, today)?];
        elements.extend(self.elements);
        Self::of(elements)
    }

    /// The elements in the order they were read, repeated ones once.
    pub fn elements(&self) -> &[Element<'a>] {
        &self.elements
    }

    /// The element with this identifier.
    pub fn element(&self, ai: u16) -> Option<&Element<'a>> {
        self.elements.iter().find(|element| element.ai == Ai(ai))
    }

    /// The value of the element with this identifier.
    pub fn value(&self, ai: u16) -> Option<&str> {
        self.element(ai).map(|element| &*element.value)
    }

    /// The trade item: (01), else the content (02) of a logistic unit, else (03).
    pub fn gtin(&self) -> Option<Gtin> {
        [1, 2, 3]
            .into_iter()
            .find_map(|ai| self.value(ai))
            .and_then(|value| Gtin::read(value.as_bytes()))
    }

    /// The logistic unit (00).
    pub fn sscc(&self) -> Option<Sscc> {
        self.value(0).and_then(|value| Sscc::read(value.as_bytes()))
    }

    /// The lot (10).
    pub fn lot(&self) -> Option<&str> {
        self.value(10)
    }

    /// The serial number (21).
    pub fn serial(&self) -> Option<&str> {
        self.value(21)
    }

    /// The last day of use: expiry (17), else the day of an expiry time (7003), else best before (15).
    pub fn expiry(&self) -> Option<NaiveDate> {
        [17, 7003, 15]
            .into_iter()
            .find_map(|ai| self.element(ai))
            .and_then(|element| element.typed.date())
    }

    /// The customer's order number (400).
    pub fn order(&self) -> Option<&str> {
        self.value(400)
    }

    /// How many: the count of a variable item (30), else of the content of a logistic unit (37).
    pub fn quantity(&self) -> Option<Decimal> {
        [30, 37]
            .into_iter()
            .find_map(|ai| self.element(ai))
            .and_then(|element| element.typed.number())
    }

    /// The net weight in kilograms (310n).
    pub fn net_weight(&self) -> Option<Decimal> {
        (3100..=3105)
            .find_map(|ai| self.element(ai))
            .and_then(|element| element.typed.number())
    }

    /// A physical location (414) and its extension (254), when the label is about nothing else.
    pub fn location(&self) -> Option<(&str, Option<&str>)> {
        let other = [0, 1, 2, 3].into_iter().any(|ai| self.element(ai).is_some());
        self.value(414)
            .filter(|_| !other)
            .map(|gln| (gln, self.value(254)))
    }

    /// The first element whose requirements this label does not meet; they belong to the whole label, so ask only
    /// when all its symbols are read.
    pub fn incomplete(&self) -> Option<Finding> {
        rules::incomplete(&self.elements)
    }

    /// Tells whether a key that checks itself is on it: strong evidence that this is GS1 data.
    pub fn has_key(&self) -> bool {
        self.elements.iter().any(|element| element.row.is_key())
    }
}

#[cfg(test)]
mod tests;
