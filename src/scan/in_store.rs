//! Codes that a shop prints itself on goods of varying weight or price: an item, a price, weight or count, and check
//! digits, in thirteen digits that begin with 02 or 20 to 29.
//!
//! Each country or company agrees on its own layout, so no such code is read until a pattern is configured. Sources:
//! GS1 General Specifications, sections 2.1.12 and 7.9.2 to 7.9.4 (check digits inside), and the rules of the national
//! organisations.

mod pattern;
mod region;

use super::finding::{Finding, Flaw};
use super::gtin::{Gtin, check_digit};
use rust_decimal::Decimal;

pub use pattern::{Pattern, PatternError};
pub use region::Region;

/// What varies from piece to piece.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Measure {
    /// The price of the piece, in the currency of the shop.
    Price,
    /// Its weight in kilograms.
    Weight,
    /// How many pieces it holds.
    Count,
}

impl Measure {
    /// Returns its name in a JSON row.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Price => "price",
            Self::Weight => "weight",
            Self::Count => "count",
        }
    }

    /// Returns its title in a JSON row.
    pub const fn title(self) -> &'static str {
        match self {
            Self::Price => "PRICE",
            Self::Weight => "NET WEIGHT (kg)",
            Self::Count => "COUNT",
        }
    }
}

/// An in-store code, taken apart.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct InStore {
    /// The whole number.
    pub gtin: Gtin,
    /// The number with the varying part set to zero: the barcode of the item.
    pub base: Gtin,
    /// The item's digits.
    pub item: Box<str>,
    /// What varies from piece to piece.
    pub measure: Measure,
    /// The exact amount of it.
    pub amount: Decimal,
}

/// The patterns in use; empty unless configured.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Patterns(Vec<Pattern>);

impl Patterns {
    /// Returns an empty list of patterns.
    pub const fn none() -> &'static Self {
        static NONE: Patterns = Patterns(Vec::new());
        &NONE
    }

    /// Returns whether there is no pattern, so that no number is an in-store code.
    pub const fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Reads patterns: each a region by its name, such as `se`, or written out, such as `23IIIIIIW.WWWC`.
    ///
    /// # Errors
    ///
    /// The first one that is neither.
    pub fn read<T: AsRef<str>>(written: &[T]) -> Result<Self, PatternError> {
        let mut patterns = Vec::new();
        for text in written.iter().map(AsRef::as_ref) {
            match Region::named(text) {
                Some(region) => {
                    for pattern in region.patterns() {
                        patterns.push(pattern.parse()?);
                    }
                }
                None => patterns.push(text.parse()?),
            }
        }
        Ok(Self(patterns))
    }

    /// Takes a number apart by the first pattern that it fits; `None` if it fits none.
    ///
    /// # Errors
    ///
    /// A check digit inside it that does not hold; `at` is the number's position in the read.
    pub fn take_apart(&self, gtin: Gtin, at: usize) -> Result<Option<InStore>, Finding> {
        let [b'0', digits @ ..] = gtin.as_str().as_bytes() else {
            return Ok(None);
        };
        match self.0.iter().find(|pattern| pattern.fits(digits)) {
            Some(pattern) => pattern.take_apart(gtin, digits, at).map(Some),
            None => Ok(None),
        }
    }
}

impl Pattern {
    fn take_apart(&self, gtin: Gtin, digits: &[u8], at: usize) -> Result<InStore, Finding> {
        let amount = &digits[self.amount.clone()];
        if let Some(place) = self.verifier
            && let Some(right) = verifier(amount)
            && digits[place] != right
        {
            let flaw = Flaw::InnerCheck(char::from(digits[place]), char::from(right));
            return Err(Finding::at(flaw, at + place));
        }
        let mut base = digits.to_vec();
        base[self.amount.clone()].fill(b'0');
        if let Some(place) = self.verifier {
            base[place] = b'0';
        }
        base[12] = check_digit(&base[..12]);
        let whole = amount
            .iter()
            .fold(0, |sum, byte| sum * 10 + i64::from(byte & 0x0f));
        Ok(InStore {
            gtin,
            base: Gtin::read(&base).unwrap_or(gtin),
            item: String::from_utf8_lossy(&digits[self.item.clone()]).into(),
            measure: self.measure,
            amount: Decimal::new(whole, self.scale).normalize(),
        })
    }
}

/// The products of each digit under the weight 2-; the weights 3, 5+ and 5- follow.
const TWO_MINUS: [u8; 10] = [0, 2, 4, 6, 8, 9, 1, 3, 5, 7];
const THREE: [u8; 10] = [0, 3, 6, 9, 2, 5, 8, 1, 4, 7];
const FIVE_PLUS: [u8; 10] = [0, 5, 1, 6, 2, 7, 3, 8, 4, 9];
const FIVE_MINUS: [u8; 10] = [0, 5, 9, 4, 8, 3, 7, 2, 6, 1];

/// Returns the check digit of a price or weight of four or five digits; `None` for other lengths.
fn verifier(amount: &[u8]) -> Option<u8> {
    let sum = |weights: &[[u8; 10]]| -> u8 {
        let weighed = |(digit, weight): (&u8, &[u8; 10])| weight[usize::from(digit & 0x0f) % 10];
        amount.iter().zip(weights).map(weighed).sum()
    };
    let digit = match amount.len() {
        4 => sum(&[TWO_MINUS, TWO_MINUS, THREE, FIVE_MINUS]) * 3 % 10,
        5 => {
            let sum = sum(&[FIVE_PLUS, TWO_MINUS, FIVE_MINUS, FIVE_PLUS, TWO_MINUS]);
            let rest = (10 - sum % 10) % 10;
            let digit = FIVE_MINUS.iter().position(|&weighed| weighed == rest)?;
            u8::try_from(digit).ok()?
        }
        _ => return None,
    };
    Some(b'0' + digit)
}

#[cfg(test)]
mod tests;
