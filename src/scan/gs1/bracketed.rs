//! The way people write and type labels: `(01)09521234543213(10)LOT42`. A bracket inside a value is `\(`.

use super::element::Element;
use super::{Basis, Label};
use crate::scan::finding::{Finding, Flaw};
use crate::scan::read::in_clear;
use std::borrow::Cow;

/// How strictly a label in brackets is read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Gtins {
    /// By the standard: fourteen digits for a trade item number, blanks nowhere.
    AsPrinted,
    /// As people type it: eight, twelve and thirteen digits too, blanks around the brackets and between digits.
    Padded,
}

/// Returns whether a label in brackets begins here: a bracket, and digits up to the next one, blanks among them or not.
pub fn begins(text: &[u8]) -> bool {
    let [b'(', inside @ ..] = text else {
        return false;
    };
    match inside.first() {
        Some(b' ') => {
            let closed = inside.iter().position(|&byte| byte == b')').unwrap_or(0);
            let ai = inside[..closed].trim_ascii();
            (2..=4).contains(&ai.len()) && ai.iter().all(u8::is_ascii_digit)
        }
        first => first.is_some_and(u8::is_ascii_digit),
    }
}

/// Reads a label in brackets.
///
/// # Errors
///
/// The first thing that is wrong with it, and where.
pub fn read(text: &[u8], gtins: Gtins, basis: Basis) -> Result<Label<'_>, Finding> {
    if text.is_empty() {
        return Err(Finding::at(Flaw::Empty, 0));
    }
    let mut elements = Vec::with_capacity(4);
    let mut at = 0;
    while at < text.len() {
        let [b'(', inside @ ..] = &text[at..] else {
            return Err(Finding::at(Flaw::Bracket, at));
        };
        let closed = inside
            .iter()
            .position(|&byte| byte == b')')
            .ok_or(Finding::at(Flaw::Bracket, at))?;
        let value_at = at + closed + 2;
        let length = value_length(&text[value_at..]);
        let written = &text[value_at..value_at + length];
        let plain = gtins.plain(written);
        let name = match gtins {
            Gtins::AsPrinted => &inside[..closed],
            Gtins::Padded => inside[..closed].trim_ascii(),
        };
        let name_at = at + 1 + blanks(&inside[..closed], name);
        let (ai, row) = basis
            .dictionary
            .find_or_guess(name, |_| &plain)
            .map_err(|flaw| Finding::at(flaw, name_at))?;
        if ai.digits() != name.len() {
            return Err(Finding::at(Flaw::UnknownAi(in_clear(name)), name_at));
        }
        let short = plain.len();
        let value = if gtins == Gtins::Padded && matches!(ai.0, 1..=3) {
            with_zeros(plain)
        } else {
            plain
        };
        let added = value.len() - short;
        let element = Element::checked((ai, row), value, 0, basis).map_err(|finding| {
            let place = gtins.written_place(written, finding.at.saturating_sub(added));
            Finding::about(finding.flaw, ai, written, value_at + place)
        })?;
        elements.push(Element {
            at: name_at,
            ..element
        });
        at = value_at + length;
    }
    Label::of(elements)
}

/// Returns how many blanks stand before a name in its brackets.
fn blanks(inside: &[u8], name: &[u8]) -> usize {
    if name.len() == inside.len() {
        return 0;
    }
    inside.len() - inside.trim_ascii_start().len()
}

/// Returns the length of a value, which ends before the next bracket without a backslash.
fn value_length(text: &[u8]) -> usize {
    let opens = |&at: &usize| text[at] == b'(' && (at == 0 || text[at - 1] != b'\\');
    (0..text.len()).find(opens).unwrap_or(text.len())
}

impl Gtins {
    /// Returns the positions of the bytes that belong to a value: no backslash before a bracket; no blank around it, nor
    /// between digits alone.
    fn kept(self, value: &[u8]) -> impl Iterator<Item = usize> {
        let padded = self == Self::Padded;
        let digits = value.iter().all(|byte| byte.is_ascii_digit() || *byte == b' ');
        let inside = value.len() - value.trim_ascii_start().len()..value.trim_ascii_end().len();
        (0..value.len()).filter(move |&at| {
            let blank = padded && value[at] == b' ' && (digits || !inside.contains(&at));
            !blank && !value[at..].starts_with(b"\\(")
        })
    }

    /// Returns a value without what is no part of it.
    fn plain(self, value: &[u8]) -> Cow<'_, [u8]> {
        if !value.iter().any(|byte| matches!(byte, b' ' | b'\\')) {
            return Cow::Borrowed(value);
        }
        Cow::Owned(self.kept(value).map(|at| value[at]).collect())
    }

    /// Maps a position in the plain value to its position in the written one.
    fn written_place(self, value: &[u8], place: usize) -> usize {
        self.kept(value).nth(place).unwrap_or(value.len())
    }
}

/// Returns a trade item number of eight, twelve or thirteen digits padded with zeros to fourteen; other values
/// unchanged.
pub(super) fn with_zeros(value: Cow<'_, [u8]>) -> Cow<'_, [u8]> {
    if !matches!(value.len(), 8 | 12 | 13) || !value.iter().all(u8::is_ascii_digit) {
        return value;
    }
    let mut long = vec![b'0'; 14 - value.len()];
    long.extend_from_slice(&value);
    Cow::Owned(long)
}
