//! The way people write and type labels: `(01)09521234543213(10)LOT42`. A bracket inside a value is `\(`.

use super::element::Element;
use super::{Basis, Label};
use crate::scan::finding::{Finding, Flaw};
use crate::scan::read::in_clear;
use std::borrow::Cow;

/// Whether a typed trade item number may be shorter than fourteen digits.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Gtins {
    /// Fourteen digits, as on the label.
    AsPrinted,
    /// Eight, twelve and thirteen digits too.
    Padded,
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
        let plain = unescaped(written);
        let (ai, row) = basis
            .dictionary
            .find_or_guess(&inside[..closed], |_| &plain)
            .map_err(|flaw| Finding::at(flaw, at + 1))?;
        if ai.digits() != closed {
            return Err(Finding::at(Flaw::UnknownAi(in_clear(&inside[..closed])), at + 1));
        }
        let short = plain.len();
        let value = if gtins == Gtins::Padded && matches!(ai.0, 1..=3) {
            with_zeros(plain)
        } else {
            plain
        };
        let added = value.len() - short;
        let element = Element::checked((ai, row), value, 0, basis).map_err(|finding| {
            let place = written_place(written, finding.at.saturating_sub(added));
            Finding::about(finding.flaw, ai, written, value_at + place)
        })?;
        elements.push(Element {
            at: at + 1,
            ..element
        });
        at = value_at + length;
    }
    Label::of(elements)
}

/// Returns the length of a value, which ends before the next bracket without a backslash.
fn value_length(text: &[u8]) -> usize {
    let opens = |&at: &usize| text[at] == b'(' && (at == 0 || text[at - 1] != b'\\');
    (0..text.len()).find(opens).unwrap_or(text.len())
}

fn unescaped(value: &[u8]) -> Cow<'_, [u8]> {
    if !value.windows(2).any(|two| two == b"\\(") {
        return Cow::Borrowed(value);
    }
    let mut plain = Vec::with_capacity(value.len());
    for (at, &byte) in value.iter().enumerate() {
        if byte != b'\\' || value.get(at + 1) != Some(&b'(') {
            plain.push(byte);
        }
    }
    Cow::Owned(plain)
}

/// Maps a position in the unescaped value to its position in the written one.
fn written_place(value: &[u8], place: usize) -> usize {
    let mut here = 0;
    for _ in 0..place {
        here += if value[here..].starts_with(b"\\(") { 2 } else { 1 };
    }
    here
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
