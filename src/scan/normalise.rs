//! Undoes what a scanner, a keyboard and a terminal did to a code, before it is interpreted.
//!
//! The read itself stays as it came: a finding reports whatever was undone, and every byte of the mended text knows its
//! position in the read. Clean reads, which nearly all are, take a single pass.

mod spelling;
mod text;

use super::envelope::{self, ENVELOPE};
use super::finding::{Finding, Flaw};
use super::gs1::GS;
use super::profile::{Bytes, Data, Layout, Typed};
use super::symbology::{Carries, Symbology};
use std::str;

pub use spelling::begins_with_key;
pub use text::Mended;

/// How the supported formats of an envelope begin: RS and the number.
const FORMATS: [&[u8; 3]; 3] = [b"\x1e05", b"\x1e06", b"\x1e12"];

/// The kinds of bytes in a read, collected in one pass over it.
#[derive(Debug, Clone, Copy)]
pub struct Look(u8);

impl Look {
    /// Bytes that make a read worth a closer look wherever they stand: control characters except GS, anything not
    /// ASCII, the opening brackets of written-out control characters, and the backslash in front of a character set.
    const ODD: u8 = 1;
    const SEPARATOR: u8 = 2;
    /// The first byte of a symbology identifier, `]`, anywhere but in front.
    const BRACKET: u8 = 4;

    const KINDS: [u8; 256] = {
        let mut kinds = [0; 256];
        let mut byte = 0_u8;
        loop {
            kinds[byte as usize] = Self::kind(byte);
            if byte == u8::MAX {
                break kinds;
            }
            byte += 1;
        }
    };

    const fn kind(byte: u8) -> u8 {
        match byte {
            GS => Self::SEPARATOR,
            0..b' ' | 0x7f.. | b'<' | b'[' | b'{' | b'\\' => Self::ODD,
            b']' => Self::BRACKET,
            _ => 0,
        }
    }

    /// Collects the kinds of bytes in a read.
    pub fn at(raw: &[u8]) -> Self {
        let kind = |&byte: &u8| Self::KINDS[usize::from(byte)];
        let Some((first, rest)) = raw.split_first() else {
            return Self(0);
        };
        let front = kind(first) & !Self::BRACKET;
        Self(rest.iter().map(kind).fold(front, |seen, kind| seen | kind))
    }

    /// Returns whether nothing in the read could begin another symbol.
    pub const fn is_one_symbol(self) -> bool {
        self.0 & Self::BRACKET == 0
    }
}

/// Undoes what was done to a read; `None` if nothing was.
pub fn mend(raw: &[u8], data: &Data) -> Option<Mended> {
    let mut text = Mended::of(raw);
    spelling::turn_pictures_back(&mut text);
    trim(&mut text);
    undo_layout(&mut text, data.layout);
    restore_bracket(&mut text, data);
    undo_caps_lock(&mut text);
    leave_out_character_sets(&mut text);
    restore_header(&mut text, data.layout);
    if is_gs1(&text, &data.separator) {
        spelling::restore_separators(&mut text, &data.separator);
    } else {
        let mut envelope = text.clone();
        spelling::restore_envelope(&mut envelope, &data.separator);
        if envelope::begins(data_of(&envelope)) {
            text = envelope;
        }
    }
    (&*text != raw).then_some(text)
}

/// Returns the read with a separator for whatever may stand for one in it, and without one in front; `None` if nothing
/// does. Only the read that comes of it can tell whether it was meant so.
pub fn separated(raw: &[u8], data: &Data) -> Option<Mended> {
    let mut text = Mended::of(raw);
    trim(&mut text);
    spelling::restore_separators(&mut text, &data.separator);
    text.contains(&GS).then_some(text)
}

/// Returns whether there is nothing to undo.
pub fn is_clean(raw: &[u8], Look(seen): Look, data: &Data) -> bool {
    let spelt = |separator: &[u8]| raw.windows(separator.len().max(1)).any(|part| part == separator);
    seen & Look::ODD == 0
        && (seen & Look::SEPARATOR == 0 || !is_doubled(raw, GS))
        && !matches!(raw, [b' ', ..] | [.., b' '])
        && data.layout == Layout::Us
        && caps_lock(raw).is_none()
        && !data.separator.iter().any(|bytes| spelt(&bytes.0))
}

/// Returns whether a byte stands twice in a row; every position is examined, which is faster than stopping early.
fn is_doubled(text: &[u8], byte: u8) -> bool {
    let pairs = text.iter().zip(text.iter().skip(1));
    let doubled = pairs.map(|(&one, &next)| one == byte && next == byte);
    doubled.fold(false, |found, here| found | here)
}

/// Returns the text without its symbology identifier.
fn data_of(text: &[u8]) -> &[u8] {
    Symbology::split(text).map_or(text, |(_, data)| data)
}

/// Removes what stands around the code: blanks, and remains of its framing.
fn trim(text: &mut Mended) {
    let is_control = |byte: u8| matches!(byte, 0x00 | 0x02 | 0x03 | b'\t' | b'\n' | b'\r' | 0x11 | 0x13);
    let is_around = |byte: u8| byte == b' ' || is_control(byte);
    let start = text.iter().take_while(|&&byte| is_around(byte)).count();
    let mut end = text
        .iter()
        .rposition(|&byte| !is_around(byte))
        .map_or(start, |at| at + 1);
    // The check character of a HIBC label may be a blank.
    if data_of(&text[start..]).starts_with(b"+") && text.get(end) == Some(&b' ') {
        end += 1;
    }
    let left_out = text[..start].iter().chain(&text[end..]);
    let flaw = if left_out.copied().any(is_control) {
        Flaw::Controls
    } else {
        Flaw::Blanks
    };
    let at = if start > 0 { 0 } else { end };
    if start > 0 || end < text.len() {
        text.tell(flaw, at);
        text.keep(start..end);
    }
}

/// Restores characters that the host mapped by another keyboard layout. If any character can't be written by a
/// scanner's keys in this layout, the layout did not garble the read.
fn undo_layout(text: &mut Mended, layout: Layout) {
    let mut rest = &**text;
    let mut garbled = false;
    while !rest.is_empty() {
        let (written, length) = first_char(rest);
        match layout.undo(written) {
            Some(Typed::One(key)) => garbled |= written != char::from(key),
            Some(Typed::Two(..)) => garbled = true,
            None => return,
        }
        rest = &rest[length..];
    }
    if !garbled {
        return;
    }
    text.tell(Flaw::Layout(layout.name()), 0);
    text.rewrite(|rest, out| {
        let (written, length) = first_char(rest);
        match layout.undo(written) {
            Some(Typed::One(key)) => out.push(key),
            Some(Typed::Two(mark, letter)) => out.extend([mark, letter]),
            None => out.extend(&rest[..length]),
        }
        length
    });
}

/// Puts back the `]` in front of an identifier, for a scanner that always sends it and a host that always drops it.
fn restore_bracket(text: &mut Mended, data: &Data) {
    let lost = data.identifiers && data.bracket_lost && data.layout.waits(b']');
    if !lost || text.starts_with(b"]") || Symbology::split(&[b"]", &**text].concat()).is_none() {
        return;
    }
    let length = text.len();
    text.tell(Flaw::DeadKey("]"), 0);
    text.rewrite(|rest, out| {
        if rest.len() != length {
            return 0;
        }
        out.extend([b']', rest[0]]);
        1
    });
}

/// Puts back what the keyboard swallowed of the header of an envelope: in some layouts the key of its `[` is a dead
/// key, and some hosts then drop it, or it and the next one; in one the key of `>` writes a full stop. RS and a supported format prove that it was there.
fn restore_header(text: &mut Mended, layout: Layout) {
    if !layout.waits(ENVELOPE[0]) {
        return;
    }
    let data = data_of(text);
    let goes_on = |rest: &[u8]| FORMATS.iter().any(|format| rest.starts_with(*format));
    let (lost, left) = match data {
        [b'[', b')', b'.', rest @ ..] if goes_on(rest) => (">", 3),
        [b')', b'>' | b'.', rest @ ..] if goes_on(rest) => ("[", 2),
        [b'>', rest @ ..] if goes_on(rest) => ("[)", 1),
        _ => return,
    };
    let length = data.len();
    text.tell(Flaw::DeadKey(lost), text.len() - length);
    text.rewrite(|rest, out| {
        if rest.len() != length {
            return 0;
        }
        out.extend(ENVELOPE);
        left
    });
}

/// Returns the first character and its length in bytes; a byte that is not UTF-8 is taken as Latin-1.
fn first_char(bytes: &[u8]) -> (char, usize) {
    let whole = |length: usize| str::from_utf8(bytes.get(..length)?).ok()?.chars().next();
    (1..=4)
        .find_map(|length| Some((whole(length)?, length)))
        .unwrap_or((char::from(bytes[0]), 1))
}

/// Returns the symbology identifier as it was before a caps-lock, if its letter reveals one.
fn caps_lock(text: &[u8]) -> Option<Symbology> {
    let (id, data) = Symbology::split(text)?;
    let before = id.through_caps_lock()?;
    // `]E0` is EAN and `]e0` is GS1 data: only the data can tell them apart here.
    let is_retail = id.carries() == Carries::Retail;
    (!is_retail || spelling::begins_with_key(data)).then_some(before)
}

/// Swaps the case of letters back if the symbology identifier reveals a caps-lock.
fn undo_caps_lock(text: &mut Mended) {
    if caps_lock(text).is_none() {
        return;
    }
    text.tell(Flaw::CapsLock, 1);
    text.each(|byte| match byte {
        b'a'..=b'z' => byte.to_ascii_uppercase(),
        _ => byte.to_ascii_lowercase(),
    });
}

/// Leaves out the character sets that a scanner writes into the data of a symbol which names some: the data of labels
/// are the same in all of them.
fn leave_out_character_sets(text: &mut Mended) {
    if !Symbology::split(text).is_some_and(|(id, _)| id.names_character_sets()) {
        return;
    }
    let at = text.rewrite(|rest, out| match rest {
        [b'\\', b'\\', ..] => {
            out.push(b'\\');
            2
        }
        [b'\\', set @ ..] if set.len() >= 6 && set[..6].iter().all(u8::is_ascii_digit) => 7,
        _ => 0,
    });
    text.found
        .extend(at.map(|at| Finding::at(Flaw::CharacterSet, at)));
}

/// Returns whether this is evidently GS1 data: by an identifier, here or in front of another symbol of the same read,
/// or by a key with a check digit.
fn is_gs1(text: &[u8], separators: &[Bytes]) -> bool {
    let announced = |at: usize| {
        let id = Symbology::split(&text[at..]).map(|(id, _)| id.carries());
        id == Some(Carries::ElementString)
    };
    let anywhere = (0..text.len()).any(|at| text[at] == b']' && announced(at));
    anywhere || spelling::begins_with_key(spelling::after_start(text, separators))
}

impl Mended {
    /// Adds a finding about the position in the read where this byte was.
    fn tell(&mut self, flaw: Flaw, at: usize) {
        let finding = Finding::at(flaw, self.place(at));
        self.found.push(finding);
    }
}

#[cfg(test)]
mod tests;
