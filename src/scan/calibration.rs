//! From three symbols, and what was heard of them, to the profile of a scanner and to advice on its settings.
//!
//! The first symbol shows what is around a code, and which keyboard layout and caps-lock lie in between; the second
//! what becomes of FNC1, in front and between elements; the third what becomes of RS and EOT. Pure: the same keys give
//! the same result, whichever source they came from.
//!
//! - [`Symbol`] and [`symbols`] — what is shown.
//! - [`Beat`] and [`Sign`] — what is heard, key by key.
//! - [`fits`] — whether what was heard can be the symbol at all.
//! - `derive` — the profile and the advice.

mod advice;
mod align;
mod board;
mod derive;
mod rhythm;
mod symbols;

use chrono::{DateTime, TimeDelta, Utc};

pub use advice::{Advice, Gravity};
pub use derive::{Derived, Line, derive};
pub use rhythm::Rhythm;
pub use symbols::{Carrier, Symbol, symbols};

use align::{Atom, Candidate};

/// One thing that a scanner sent.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Sign {
    /// A byte, or the byte of a key: CR for Enter, 0x1d for Ctrl+].
    Byte(u8),
    /// A key that stands for no byte, spelt as in a keymap: `f8`.
    Key(Box<str>),
}

/// One thing that a scanner sent, and when.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Beat {
    /// What it is.
    pub sign: Sign,
    /// When it was heard.
    pub at: DateTime<Utc>,
}

/// How well what was heard matches the symbol that was shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Fit {
    /// Every character is there, given a known layout and case.
    Whole,
    /// Enough of it is there to say that an unknown layout or line setting spoilt the rest.
    Spoilt,
    /// It is something else.
    Other,
}

/// Returns whether what was heard can be the symbol.
pub fn fits(symbol: &Symbol, heard: &[Beat]) -> Fit {
    let atoms = align::atoms(heard);
    if Candidate::all().any(|candidate| candidate.align(symbol, &atoms).is_some()) {
        return Fit::Whole;
    }
    let plain = align::seven_bits(&atoms);
    if Candidate::PLAIN.align(symbol, &plain).is_some() || is_alike(symbol, &atoms) {
        return Fit::Spoilt;
    }
    Fit::Other
}

/// Returns whether at least half of the printable characters stand where they should.
fn is_alike(symbol: &Symbol, atoms: &[Atom]) -> bool {
    let expected: Vec<char> = symbol.printable().collect();
    let heard: Vec<char> = atoms.iter().filter_map(Atom::printable).collect();
    let alike = |start: usize| {
        let pairs = expected.iter().zip(&heard[start..]);
        pairs.filter(|(expected, heard)| expected == heard).count()
    };
    let starts = 0..=heard.len().saturating_sub(expected.len());
    expected.len() <= heard.len() + 2 && starts.map(alike).any(|alike| expected.len() <= alike * 2)
}

#[cfg(test)]
mod tests;

/// One symbol with what was heard of it.
#[derive(Debug, Clone)]
pub struct Trial<'a> {
    /// What carried it.
    pub carrier: Carrier,
    /// What was shown.
    pub symbol: Symbol,
    /// What was heard; empty if the scanner could not read the symbol.
    pub heard: &'a [Beat],
    /// How long after it the same was heard once more, if it was.
    pub again: Option<TimeDelta>,
}
