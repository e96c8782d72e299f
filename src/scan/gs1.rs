//! GS1 data: element strings and their dictionary, checks and label rules.
//!
//! Sources: GS1 General Specifications and the GS1 syntax dictionary of 2026-01-27.

mod association;
pub mod bracketed;
mod charset;
mod check;
mod coupon;
pub(super) mod date;
pub mod dictionary;
mod element;
mod iso;
pub mod link;
pub(super) mod part;
pub(super) mod probe;
mod row;
mod rules;
mod table;

use super::finding::{Finding, Flaw};
use super::gtin::{Gtin, Sscc};
use chrono::NaiveDate;
use rust_decimal::{Decimal, RoundingStrategy};
use std::borrow::Cow;
use std::str;

pub use super::ai::Ai;
pub use dictionary::{Basis, Dictionary};
pub use element::{Element, Typed};
pub use row::Row;

/// One pound in kilograms, exactly.
const POUND: Decimal = Decimal::from_parts(45_359_237, 0, 0, false, 8);

/// Returns pounds in kilograms, to the gram.
pub(super) fn kilograms(pounds: Decimal) -> Decimal {
    (pounds * POUND).round_dp_with_strategy(3, RoundingStrategy::MidpointAwayFromZero)
}

/// The separator between elements, sent for FNC1.
pub const GS: u8 = 0x1d;

/// What one or more symbols of a label say, every element checked, none contradicting another.
#[derive(Debug, Clone)]
pub struct Label<'a> {
    elements: Vec<Element<'a>>,
}

/// Reads an element string; `at` is its position in the raw read.
///
/// # Errors
///
/// The first thing that is wrong, and where. Nothing after it can be trusted, so no label is returned.
pub fn read(data: &[u8], at: usize, basis: Basis) -> Result<Label<'_>, Finding> {
    if data.is_empty() {
        return Err(Finding::at(Flaw::Empty, at));
    }
    // Every element is ASCII, so data that is not UTF-8 is refused below and the empty text is never used.
    let text = str::from_utf8(data).unwrap_or_default();
    let mut elements = Vec::with_capacity(most_elements(data));
    let mut here = 0;
    while here < data.len() {
        let (ai, row) = basis
            .dictionary
            .find_or_guess(&data[here..], |ai| up_to_separator(&data[here + ai.digits()..]))
            .map_err(|flaw| Finding::at(flaw, at + here))?;
        let value_at = here + ai.digits();
        let rest = &data[value_at..];
        let reach = if row.predefined {
            &rest[..rest.len().min(row.most.into())]
        } else {
            rest
        };
        let length = up_to_separator(reach).len();
        let found = (ai, row);
        let days = element::judged(found, &rest[..length], at + value_at, basis)?;
        let value = text.get(value_at..value_at + length).unwrap_or_default();
        elements.push(Element::of(found, value.into(), at + value_at, days));
        here = value_at + length + usize::from(rest.get(length) == Some(&GS));
    }
    Label::of(elements)
}

/// Returns how many elements to reserve room for: all but the last have four characters or more, the separator
/// included. A label with more than eighteen is rare enough to let the list grow.
fn most_elements(data: &[u8]) -> usize {
    (data.len() / 4 + 1).min(18)
}

fn up_to_separator(data: &[u8]) -> &[u8] {
    let end = data.iter().position(|&byte| byte == GS).unwrap_or(data.len());
    &data[..end]
}

impl<'a> Label<'a> {
    /// Combines elements into one label.
    ///
    /// # Errors
    ///
    /// Two of them contradict each other.
    pub fn of(mut elements: Vec<Element<'a>>) -> Result<Self, Finding> {
        rules::together(&mut elements)?;
        Ok(Self { elements })
    }

    /// Returns the label with owned values, each element at the position to which `place` maps its own.
    pub fn owned(self, place: impl Fn(usize) -> usize) -> Label<'static> {
        let elements = self.elements.into_iter().map(|element| {
            let at = place(element.at);
            element.owned(at)
        });
        Label {
            elements: elements.collect(),
        }
    }

    /// Returns the elements alone.
    pub fn into_elements(self) -> Vec<Element<'a>> {
        self.elements
    }

    /// Combines the elements of a composite part with the trade item of the retail symbol below it.
    ///
    /// # Errors
    ///
    /// They contradict each other.
    pub fn below(self, gtin: Gtin, at: usize, basis: Basis) -> Result<Self, Finding> {
        let found = basis.dictionary.find(b"01");
        let found = found.map_err(|flaw| Finding::at(flaw, at))?;
        let value = Cow::Owned(gtin.as_str().as_bytes().to_vec());
        let mut elements = vec![Element::checked(found, value, at, basis)?];
        elements.extend(self.elements);
        Self::of(elements)
    }

    /// Returns the elements in the order they were read, each repeated one only once.
    pub fn elements(&self) -> &[Element<'a>] {
        &self.elements
    }

    /// Returns the element with this identifier.
    pub fn element(&self, ai: u16) -> Option<&Element<'a>> {
        self.elements.iter().find(|element| element.ai == Ai(ai))
    }

    /// Returns the value of the element with this identifier.
    pub fn value(&self, ai: u16) -> Option<&str> {
        self.element(ai).map(|element| &*element.value)
    }

    /// Returns the trade item: (01), else the content (02) of a logistic unit, else (03).
    pub fn gtin(&self) -> Option<Gtin> {
        [1, 2, 3]
            .into_iter()
            .find_map(|ai| self.value(ai))
            .and_then(|value| Gtin::read(value.as_bytes()))
    }

    /// Returns the logistic unit (00).
    pub fn sscc(&self) -> Option<Sscc> {
        self.value(0).and_then(|value| Sscc::read(value.as_bytes()))
    }

    /// Returns the lot (10).
    pub fn lot(&self) -> Option<&str> {
        self.value(10)
    }

    /// Returns the serial number (21).
    pub fn serial(&self) -> Option<&str> {
        self.value(21)
    }

    /// Returns the last day of use: expiry (17), else the day of an expiry time (7003), else best before (15).
    pub fn expiry(&self) -> Option<NaiveDate> {
        [17, 7003, 15]
            .into_iter()
            .find_map(|ai| self.element(ai))
            .and_then(|element| element.typed().date())
    }

    /// Returns the customer's order number (400).
    pub fn order(&self) -> Option<&str> {
        self.value(400)
    }

    /// Returns the quantity: the count of a variable item (30), else of the content of a logistic unit (37).
    pub fn quantity(&self) -> Option<Decimal> {
        [30, 37]
            .into_iter()
            .find_map(|ai| self.element(ai))
            .and_then(|element| element.typed().number())
    }

    /// Returns the net weight in kilograms (310n, or 320n in pounds).
    pub fn net_weight(&self) -> Option<Decimal> {
        let number = |ai| self.element(ai).and_then(|element| element.typed().number());
        let pounds = || (3200..=3205).find_map(number).map(kilograms);
        (3100..=3105).find_map(number).or_else(pounds)
    }

    /// Returns the physical location (414) and its extension (254), if the label is about nothing else.
    pub fn location(&self) -> Option<(&str, Option<&str>)> {
        let about_goods = || self.elements.iter().any(|element| element.ai <= Ai(3));
        self.value(414)
            .filter(|_| !about_goods())
            .map(|gln| (gln, self.value(254)))
    }

    /// Returns the first element whose requirements this label does not meet. Requirements concern the whole label, so
    /// call this only when all its symbols are read.
    pub fn incomplete(&self) -> Option<Finding> {
        rules::incomplete(&self.elements)
    }

    /// Returns a finding for each element that the dictionary does not list: it is kept, but could not be checked.
    pub fn unlisted(&self) -> impl Iterator<Item = Finding> {
        self.elements
            .iter()
            .filter(|element| !element.row.covers(element.ai))
            .map(|element| Finding::about(Flaw::Unlisted, element.ai, element.value.as_bytes(), element.at))
    }

    /// Returns whether nothing but element strings is likely to read so: it begins with a calendar day, more elements
    /// follow, and they hold letters or all have their fixed length.
    pub fn is_dated(&self) -> bool {
        let [first, more @ ..] = self.elements() else {
            return false;
        };
        let is_day = matches!(first.ai.0, 11..=17) && first.typed().date().is_some();
        let letters = |element: &Element<'_>| element.value.bytes().any(|byte| byte.is_ascii_alphabetic());
        let fixed = more.iter().all(|element| element.ai.is_predefined());
        is_day && !more.is_empty() && (fixed || more.iter().any(letters))
    }

    /// Returns whether it holds a key with a check digit: strong evidence that this is GS1 data.
    pub fn has_key(&self) -> bool {
        self.elements.iter().any(|element| element.row.is_key())
    }
}

#[cfg(test)]
mod tests;
