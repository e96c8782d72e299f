//! How a pattern is written: thirteen signs, one for each digit of the code.
//!
//! A digit stands for itself, `I` for the item, `P` for a price, `W` for a weight, `N` for a count, `V` for the check
//! digit of the price, weight or count, `C` for the check digit of the whole, `X` for any digit. A point among the
//! amount's signs says where its decimals begin. Twelve signs are a UPC-A, with a zero in front.

use super::Measure;
use std::ops::Range;
use std::str::FromStr;

/// The layout of an in-store code.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Pattern {
    signs: [u8; 13],
    pub(super) item: Range<usize>,
    pub(super) amount: Range<usize>,
    pub(super) measure: Measure,
    pub(super) scale: u32,
    pub(super) verifier: Option<usize>,
}

/// A pattern that can't be used.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error(
    "the price or weight pattern {pattern:?} {why}; a good one is 23IIIIIIW.WWWC, or a region: {regions}"
)]
pub struct PatternError {
    /// The pattern.
    pub pattern: String,
    /// What is wrong with it.
    pub why: &'static str,
    /// The names of the known regions.
    pub regions: String,
}

impl Pattern {
    /// Returns whether these digits begin as the pattern says.
    pub(super) fn fits(&self, digits: &[u8]) -> bool {
        let agree = |(sign, digit): (&u8, &u8)| !sign.is_ascii_digit() || sign == digit;
        digits.len() == self.signs.len() && self.signs.iter().zip(digits).all(agree)
    }

    fn read(text: &str) -> Result<Self, &'static str> {
        let (before, decimals) = match text.split_once('.') {
            Some((before, after)) => (before, Some(after)),
            None => (text, None),
        };
        let mut signs = format!("{before}{}", decimals.unwrap_or_default()).into_bytes();
        if signs.len() == 12 {
            signs.insert(0, b'0');
        }
        let signs: [u8; 13] = signs.try_into().map_err(|_| "has not 12 or 13 signs")?;
        if let Some(stranger) = signs
            .iter()
            .find(|sign| !sign.is_ascii_digit() && !b"IPWNVCX".contains(sign))
        {
            return Err(if *stranger == b'.' {
                "has two points"
            } else {
                "has a sign other than 0-9 I P W N V C X"
            });
        }
        if signs.iter().position(|&sign| sign == b'C') != Some(12) {
            return Err("does not end with its only C");
        }
        let item = run(&signs, b'I').ok_or("does not have its I together")?;
        let (measure, sign, amount) = amount(&signs)?;
        let scale = match decimals {
            None => 0,
            Some(after) => after.bytes().take_while(|&byte| byte == sign).count(),
        };
        if decimals.is_some() && (scale == 0 || scale > amount.len()) {
            return Err("has its point elsewhere than in its amount");
        }
        let verifier = run(&signs, b'V');
        if signs.contains(&b'V')
            && !(verifier.as_ref().is_some_and(|run| run.len() == 1) && matches!(amount.len(), 4 | 5))
        {
            return Err("has a V that is not one sign, or not of an amount of four or five digits");
        }
        Ok(Self {
            signs,
            item,
            amount,
            measure,
            scale: u32::try_from(scale).unwrap_or_default(),
            verifier: verifier.map(|run| run.start),
        })
    }
}

/// Returns the only amount of a pattern: what it measures, its sign, its range.
fn amount(signs: &[u8]) -> Result<(Measure, u8, Range<usize>), &'static str> {
    let mut found = [
        (Measure::Price, b'P'),
        (Measure::Weight, b'W'),
        (Measure::Count, b'N'),
    ]
    .into_iter()
    .filter(|(_, sign)| signs.contains(sign));
    let (Some((measure, sign)), None) = (found.next(), found.next()) else {
        return Err("has not one of P, W and N");
    };
    let place = run(signs, sign).ok_or("does not have its amount together")?;
    Ok((measure, sign, place))
}

/// Returns the range of a sign; `None` if it is missing, or others stand in between.
fn run(signs: &[u8], sign: u8) -> Option<Range<usize>> {
    let start = signs.iter().position(|&known| known == sign)?;
    let end = signs.iter().rposition(|&known| known == sign)? + 1;
    signs[start..end]
        .iter()
        .all(|&known| known == sign)
        .then_some(start..end)
}

impl FromStr for Pattern {
    type Err = PatternError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        Self::read(text).map_err(|why| PatternError {
            pattern: text.to_owned(),
            why,
            regions: super::Region::ALL.map(super::Region::name).join(" "),
        })
    }
}
