//! Separators and other control characters that arrived spelt out, as pictures, as keys or as something else.

use super::Mended;
use crate::scan::finding::{Finding, Flaw};
use crate::scan::gs1::GS;
use crate::scan::gtin::is_checked;
use crate::scan::profile::Bytes;

const RS: u8 = 0x1e;
const EOT: u8 = 0x04;

/// The byte order mark in UTF-8.
const BYTE_ORDER_MARK: &[u8] = "\u{feff}".as_bytes();

/// The brackets that people and programs put around the name of a control character.
const BRACKETS: [(u8, u8); 3] = [(b'<', b'>'), (b'{', b'}'), (b'[', b']')];

/// The code word of FNC1 in Data Matrix, which some readers send as it is; programs turn it into the letter `è`.
const FNC1: [&[u8]; 2] = [b"\xe8", b"\xc3\xa8"];

/// Turns pictures of control characters (U+2400 to U+241F) and the function keys by which a Mac spells GS and RS
/// (U+F70B, U+F70C) into what they stand for; a byte order mark is left out.
pub(super) fn turn_pictures_back(text: &mut Mended) {
    let mark = text.starts_with(BYTE_ORDER_MARK);
    if mark {
        text.tell(Flaw::Blanks, 0);
        text.keep(BYTE_ORDER_MARK.len()..text.len());
    }
    let at = text.rewrite(|rest, out| {
        let control = match rest {
            [0xe2, 0x90, low @ 0x80..=0x9f, ..] => low - 0x80,
            [0xef, 0x9c, 0x8b, ..] => GS,
            [0xef, 0x9c, 0x8c, ..] => RS,
            _ => return 0,
        };
        out.push(control);
        3
    });
    text.found.extend(at.map(|at| Finding::at(Flaw::Pictures, at)));
}

/// Puts separators back into GS1 data: whatever stands in for one, and one where there are two.
pub(super) fn restore_separators(text: &mut Mended, separators: &[Bytes]) {
    stand_ins(text, Flaw::StandIn, |rest| match *rest {
        [RS, ..] => Some((1, GS)),
        _ => code_word(rest).or_else(|| named(rest, &["GS", "FNC1"], GS)),
    });
    stand_ins(text, Flaw::Separator, |rest| configured(rest, separators));
    let mut before = 0;
    let doubled = text.rewrite(|rest, _| {
        let twice = rest[0] == GS && before == GS;
        before = rest[0];
        usize::from(twice)
    });
    text.found
        .extend(doubled.map(|at| Finding::at(Flaw::DoubledSeparator, at)));
}

/// Puts the control characters back into an envelope.
pub(super) fn restore_envelope(text: &mut Mended, separators: &[Bytes]) {
    stand_ins(text, Flaw::StandIn, |rest| {
        let name = |names: &[&str], control: u8| named(rest, names, control);
        name(&["GS", "FNC1"], GS)
            .or_else(|| name(&["RS"], RS))
            .or_else(|| name(&["EOT"], EOT))
    });
    stand_ins(text, Flaw::Separator, |rest| configured(rest, separators));
}

/// Replaces whatever stands in for control characters, with a finding about the first one.
fn stand_ins(text: &mut Mended, flaw: fn(String) -> Flaw, stands_for: impl Fn(&[u8]) -> Option<(usize, u8)>) {
    let mut spelt = None;
    let at = text.rewrite(|rest, out| match stands_for(rest) {
        Some((length, control)) => {
            out.push(control);
            spelt.get_or_insert_with(|| match rest[0] {
                RS => "RS".to_owned(),
                _ if code_word(rest).is_some() => "0xE8".to_owned(),
                _ => String::from_utf8_lossy(&rest[..length]).into_owned(),
            });
            length
        }
        None => 0,
    });
    let finding = at.zip(spelt);
    text.found
        .extend(finding.map(|(at, spelt)| Finding::at(flaw(spelt), at)));
}

/// Returns the length of a control character's name in brackets, in upper or lower case, and the character.
fn named(rest: &[u8], names: &[&str], control: u8) -> Option<(usize, u8)> {
    let (&open, inside) = rest.split_first()?;
    let (_, close) = BRACKETS.into_iter().find(|(known, _)| *known == open)?;
    let length = names.iter().map(|name| name.len()).find(|&length| {
        let is_name = |name: &&str| inside[..length].eq_ignore_ascii_case(name.as_bytes());
        inside.get(length) == Some(&close) && names.iter().any(is_name)
    })?;
    Some((length + 2, control))
}

/// Returns the length of a stand-in for GS that the profile names, and GS; never for the bar before a composite part.
fn configured(rest: &[u8], separators: &[Bytes]) -> Option<(usize, u8)> {
    let separator = separators.iter().find(|bytes| rest.starts_with(&bytes.0))?;
    let above = &rest[separator.0.len()..];
    let composite = separator.0 == b"|" && above.starts_with(b"]e0");
    (!composite).then_some((separator.0.len(), GS))
}

/// Returns the length of the code word of FNC1, and GS.
fn code_word(rest: &[u8]) -> Option<(usize, u8)> {
    let word = FNC1.iter().find(|word| rest.starts_with(word))?;
    Some((word.len(), GS))
}

/// Returns the data after whatever a scanner may send for the start character.
pub(super) fn after_start<'t>(text: &'t [u8], separators: &[Bytes]) -> &'t [u8] {
    if let [GS, rest @ ..] = text {
        return rest;
    }
    named(text, &["GS", "FNC1"], GS)
        .or_else(|| code_word(text))
        .or_else(|| configured(text, separators))
        .map_or(text, |(length, _)| &text[length..])
}

/// Returns whether data begins with (00), (01) or (02) and a number whose check digit holds.
pub fn begins_with_key(data: &[u8]) -> bool {
    let key = match data {
        [b'0', b'0', rest @ ..] => rest.get(..18),
        [b'0', b'1' | b'2', rest @ ..] => rest.get(..14),
        _ => None,
    };
    key.is_some_and(is_checked)
}
