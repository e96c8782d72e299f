//! The path of a Digital Link: one primary key, then its qualifiers, in pairs of identifier and value.

use super::MOST;
use super::uri::Piece;
use crate::scan::ai::Ai;
use crate::scan::finding::{Finding, Flaw, Qualifiers};
use crate::scan::gs1::Basis;
use crate::scan::gs1::row::Row;
use crate::scan::read::in_clear;

/// An application identifier and its value as they stand in the address.
#[derive(Debug, Clone, Copy)]
pub struct Pair<'a> {
    /// The identifier.
    pub ai: Ai,
    /// Its row in the dictionary.
    pub row: &'static Row,
    /// The position of the identifier.
    pub at: usize,
    /// The value as it is written.
    pub value: Piece<'a>,
}

impl Pair<'_> {
    /// Returns a finding about this pair.
    pub fn finding(&self, flaw: Flaw) -> Finding {
        Finding::about(flaw, self.ai, self.value.bytes, self.at)
    }
}

/// Returns the last primary key of the path and everything after it, in pairs of identifier and value.
pub fn pairs(path: Piece<'_>, basis: Basis) -> Option<Vec<Pair<'_>>> {
    let mut pairs = Vec::with_capacity(4);
    let mut rest = path;
    loop {
        let (before, value) = rest.around_last(b'/')?;
        let (before, digits) = before.around_last(b'/')?;
        let (ai, row) = named(digits.bytes, basis).ok()?;
        pairs.push(Pair {
            ai,
            row,
            at: digits.at,
            value,
        });
        if row.qualifiers.is_some() {
            pairs.reverse();
            return Some(pairs);
        }
        if pairs.len() == MOST {
            return None;
        }
        rest = before;
    }
}

/// Returns the identifier that consists of exactly these digits.
pub fn named(digits: &[u8], basis: Basis) -> Result<(Ai, &'static Row), Flaw> {
    let found = basis.dictionary.find(digits);
    found
        .ok()
        .filter(|(ai, _)| ai.digits() == digits.len())
        .ok_or_else(|| Flaw::UnknownAi(in_clear(&digits[..digits.len().min(8)])))
}

/// Refuses a qualifier that its key does not take, at all or in this place.
pub fn in_order(path: &[Pair<'_>]) -> Result<(), Finding> {
    let [key, qualifiers @ ..] = path else {
        return Ok(());
    };
    let allowed = key.row.qualifiers.as_deref().unwrap_or_default();
    match qualifiers.get(allowed_first(allowed, &ais(qualifiers))) {
        Some(pair) => Err(pair.finding(Flaw::Qualifier(key.ai, Qualifiers(allowed)))),
        None => Ok(()),
    }
}

/// Returns how many of these identifiers, from the first on, stand in the order of one of the alternatives.
fn allowed_first(allowed: &str, ais: &[Ai]) -> usize {
    let along = |alternative: &str| {
        let mut ahead = alternative.split(',');
        let stands = |ai: &&Ai| ahead.any(|other| *other == *ai.to_string());
        ais.iter().take_while(stands).count()
    };
    allowed.split('|').map(along).max().unwrap_or_default()
}

/// Returns whether an identifier would be a qualifier somewhere in this path.
pub fn belongs_in_path(ai: Ai, path: &[Pair<'_>]) -> bool {
    let [key, qualifiers @ ..] = path else {
        return false;
    };
    let allowed = key.row.qualifiers.as_deref().unwrap_or_default();
    (0..=qualifiers.len()).any(|place| {
        let mut tried = ais(qualifiers);
        tried.insert(place, ai);
        allowed_first(allowed, &tried) == tried.len()
    })
}

fn ais(pairs: &[Pair<'_>]) -> Vec<Ai> {
    pairs.iter().map(|pair| pair.ai).collect()
}
