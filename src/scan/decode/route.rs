//! The choice of the reader for a text.

mod number;
mod several;

use super::How;
use crate::domain::command::{Command, PREFIX, Unread};
use crate::scan::decoded::{Decoded, Kind, Meaning, owned};
use crate::scan::envelope::{self, Content};
use crate::scan::finding::{Finding, Flaw};
use crate::scan::gs1::bracketed::{self, Gtins};
use crate::scan::gs1::link::{self, Links};
use crate::scan::gs1::{self, GS, Label};
use crate::scan::gtin::{Gtin, check_digit};
use crate::scan::normalise::begins_with_key;
use crate::scan::symbology::{Carries, Symbology};
use crate::scan::{hibc, isbt, pattern, upce};
use std::str;

pub(super) use number::beside_add_on;
pub use number::without_check_digit;

/// Decodes a text of one symbol, or of several symbols of one label.
pub(super) fn read<'a>(raw: &'a [u8], how: How<'_>) -> Decoded<'a> {
    match several::next(raw) {
        None => one(raw, how),
        Some(second) => several::read(raw, second, how),
    }
}

/// Decodes one symbol.
pub(super) fn one<'a>(raw: &'a [u8], how: How<'_>) -> Decoded<'a> {
    match Symbology::split(raw) {
        Some((id, data)) => identified(raw, id, data, how),
        None => plain(raw, how),
    }
}

/// Decodes a read whose symbology is known.
fn identified<'a>(raw: &'a [u8], id: Symbology, data: &'a [u8], how: How<'_>) -> Decoded<'a> {
    match id.carries() {
        Carries::ElementString => element_string(raw, data, how),
        Carries::Retail => retail(raw, data, how),
        Carries::RetailWithAddOn => with_add_on(raw, data, how),
        Carries::Carton if data.len() == 14 => match checked(data, 3) {
            Ok(gtin) => trade_item(raw, gtin, how),
            Err(finding) => Decoded::new(raw, Kind::Gtin, Err(finding)),
        },
        Carries::UncheckedCarton if data.len() == 14 => match Gtin::read(data) {
            Some(gtin) => trade_item(raw, gtin, how),
            None => text(raw, data),
        },
        Carries::Carton | Carries::UncheckedCarton | Carries::Text => described(raw, data, how)
            .or_else(|| carried(raw, data, how))
            .unwrap_or_else(|| text(raw, data)),
    }
}

/// Decodes element strings after a symbology identifier; a leading separator is a scanner's setting, not an error. A
/// plain number after `]e0` is an EAN whose `]E0` went through a caps-lock: no element string is that short.
fn element_string<'a>(raw: &'a [u8], data: &'a [u8], how: How<'_>) -> Decoded<'a> {
    let start = raw.len() - data.len();
    if let (true, Some(gtin)) = (raw.starts_with(b"]e0"), Gtin::read(data)) {
        return trade_item(raw, gtin, how).warned(Flaw::CapsLock, 1);
    }
    match data {
        [GS, rest @ ..] => {
            Decoded::gs1(raw, gs1::read(rest, start + 1, how.basis())).warned(Flaw::LeadingSeparator, start)
        }
        _ if bracketed::begins(data) => printed(raw, data, start, how).warned(Flaw::PrintedBrackets, start),
        _ => Decoded::gs1(raw, gs1::read(data, start, how.basis())),
    }
}

/// Decodes the printed line of a label, with a warning if blanks were left out of it.
fn printed<'a>(raw: &'a [u8], data: &'a [u8], start: usize, how: How<'_>) -> Decoded<'a> {
    let decoded = Decoded::gs1(raw, in_brackets(data, start, how));
    match data.iter().position(|&byte| byte == b' ') {
        Some(blank) if decoded.error().is_none() => decoded.warned(Flaw::BracketBlanks, start + blank),
        _ => decoded,
    }
}

/// Returns the printed line of a label, which starts at this place in the read.
fn in_brackets<'a>(data: &'a [u8], start: usize, how: How<'_>) -> Result<Label<'a>, Finding> {
    let moved = |at: usize| at + start;
    match bracketed::read(data, Gtins::Padded, how.basis()) {
        Ok(label) if start == 0 => Ok(label),
        Ok(label) => Ok(label.owned(moved)),
        Err(finding) => Err(finding.moved(moved)),
    }
}

/// Decodes EAN and UPC, alone or with the composite part `|]e0…` above them. An EAN-8 has its own identifier, `]E4`:
/// eight digits after another one are a UPC-E, unless only the check digit of an EAN-8 holds.
fn retail<'a>(raw: &'a [u8], data: &'a [u8], how: How<'_>) -> Decoded<'a> {
    if let (12.., Some(gtin)) = (data.len(), Gtin::read(data)) {
        return trade_item(raw, gtin, how);
    }
    let number = match data.iter().position(|&byte| byte == b'|') {
        None => data,
        Some(bar) => return composite(raw, data, bar, how),
    };
    let upce = if raw.starts_with(b"]E4") {
        None
    } else {
        upce::expand(number)
    };
    match (upce, checked(number, 3)) {
        (Some(upce), ean) => {
            let decoded = trade_item(raw, upce, how);
            match ean {
                Ok(ean) => decoded.warned(Flaw::AlsoEan8(ean), 3),
                Err(_) => decoded,
            }
        }
        (None, Ok(gtin)) => trade_item(raw, gtin, how),
        (None, Err(finding)) => Decoded::new(raw, Kind::Gtin, Err(finding)),
    }
}

/// Decodes a retail symbol below its composite part.
fn composite<'a>(raw: &'a [u8], data: &'a [u8], bar: usize, how: How<'_>) -> Decoded<'a> {
    let label = checked(&data[..bar], 3).and_then(|gtin| {
        let above = data[bar + 1..]
            .strip_prefix(b"]e0")
            .ok_or(Finding::at(Flaw::NotComposite, 3 + bar))?;
        gs1::read(above, raw.len() - above.len(), how.basis())?.below(gtin, 3, how.basis())
    });
    Decoded::gs1(raw, label)
}

/// Decodes an EAN-13 with the two or five digits beside it, which give the issue of a magazine or the price of a book.
fn with_add_on<'a>(raw: &'a [u8], data: &'a [u8], how: How<'_>) -> Decoded<'a> {
    let Some((number, beside)) = data
        .split_at_checked(13)
        .filter(|(_, beside)| matches!(beside.len(), 2 | 5))
    else {
        return retail(raw, data, how);
    };
    let add_on = String::from_utf8_lossy(beside).into_owned();
    match checked(number, 3) {
        Ok(gtin) => trade_item(raw, gtin, how).warned(Flaw::AddOn(add_on), 16),
        Err(finding) => Decoded::new(raw, Kind::Gtin, Err(finding)),
    }
}

/// Decodes a trade item number, or an in-store code if a pattern fits.
fn trade_item<'a>(raw: &'a [u8], gtin: Gtin, how: How<'_>) -> Decoded<'a> {
    let patterns = how.options.patterns;
    if patterns.is_empty() {
        return Decoded::new(raw, Kind::Gtin, Ok(Meaning::Gtin(gtin)));
    }
    let meaning = match patterns.take_apart(gtin, raw.len().saturating_sub(13)) {
        Ok(None) => Ok(Meaning::Gtin(gtin)),
        Ok(Some(code)) => Ok(Meaning::InStore(code.into())),
        Err(finding) => Err(finding),
    };
    Decoded::new(raw, Kind::Gtin, meaning)
}

/// Returns the trade item number that these digits must be, or what is wrong with them.
fn checked(digits: &[u8], at: usize) -> Result<Gtin, Finding> {
    Gtin::read(digits).ok_or_else(|| match (digits.len(), digits.split_last()) {
        (8 | 12 | 13 | 14, Some((&found, body))) if digits.iter().all(u8::is_ascii_digit) => {
            let right = check_digit(body);
            Finding::at(
                Flaw::CheckDigit(char::from(found), char::from(right)),
                at + body.len(),
            )
        }
        _ => Finding::at(Flaw::NotRetail, at),
    })
}

/// Decodes a read of which nothing is known but its characters.
fn plain<'a>(raw: &'a [u8], how: How<'_>) -> Decoded<'a> {
    if bracketed::begins(raw) {
        return printed(raw, raw, 0, how);
    }
    if raw.iter().all(u8::is_ascii_digit) {
        return number::read(raw, how);
    }
    described(raw, raw, how)
        .or_else(|| carried(raw, raw, how))
        .or_else(|| number::printed(raw, how))
        .or_else(|| unannounced(raw, how))
        .unwrap_or_else(|| text(raw, raw))
}

/// Decodes what any symbol may carry and what identifies itself: a command, the printed line of a label, a Digital
/// Link, an envelope, a HIBC label.
fn carried<'a>(raw: &'a [u8], data: &'a [u8], how: How<'_>) -> Option<Decoded<'a>> {
    let start = raw.len() - data.len();
    match data {
        [b'$', ..] => command(raw, data),
        [b'h' | b'H', ..] if link::is_link(data, Links::Mended, how.basis()) => {
            Some(match link::read(data, start, Links::Mended, how.basis()) {
                Ok(link) => Decoded {
                    warnings: link.ignored,
                    ..Decoded::gs1(raw, Ok(link.label))
                },
                Err(finding) => Decoded::gs1(raw, Err(finding)),
            })
        }
        [b'(', ..] if bracketed::begins(data) => {
            let decoded = printed(raw, data, start, how);
            decoded
                .label()
                .is_some_and(Label::has_key)
                .then(|| decoded.warned(Flaw::PrintedBrackets, start))
        }
        _ if envelope::begins(data) => Some(match envelope::read(data, start, how.basis()) {
            Ok((content, warnings)) => {
                let mut decoded = match content {
                    Content::Gs1(label) => Decoded::gs1(raw, Ok(label)),
                    Content::Fields(fields) => Decoded::new(raw, Kind::Iso15434, Ok(Meaning::Fields(fields))),
                };
                decoded.warnings.extend(warnings);
                decoded
            }
            Err(finding) => Decoded::new(raw, Kind::Iso15434, Err(finding)),
        }),
        [b'+', ..] => {
            let fields = hibc::read(data, start, how.today)?;
            Some(Decoded::new(raw, Kind::Hibc, fields.map(Meaning::Fields)))
        }
        [b'=' | b'&', ..] => {
            let fields = isbt::read(data, start)?;
            Some(Decoded::new(raw, Kind::Isbt128, fields.map(Meaning::Fields)))
        }
        _ => None,
    }
}

/// Decodes a text code as the profile of the scanner describes it.
fn described<'a>(raw: &'a [u8], data: &'a [u8], how: How<'_>) -> Option<Decoded<'a>> {
    let codes = &*how.options.data.code;
    if codes.is_empty() || data.starts_with(PREFIX.as_bytes()) {
        return None;
    }
    let fields = pattern::read(
        codes,
        str::from_utf8(data).ok()?,
        raw.len() - data.len(),
        how.today,
    )?;
    Some(Decoded::new(raw, Kind::Pattern, fields.map(Meaning::Fields)))
}

/// Decodes GS1 data from a scanner that sends no identifier. Without a key or a separator the evidence is too weak:
/// `10ABC` may be anybody's code. With one, faulty data is an error and never a plain code. A separator in front was
/// FNC1 in the symbol, which only GS1 data have; and data that begin with a day read as something else by chance alone.
fn unannounced<'a>(raw: &'a [u8], how: How<'_>) -> Option<Decoded<'a>> {
    let (data, start) = match raw {
        [GS, rest @ ..] => (rest, 1),
        [b'0'..=b'9', ..] => (raw, 0),
        _ => return None,
    };
    let separated = data.contains(&GS);
    let evident = match gs1::read(data, start, how.basis()) {
        Ok(label) if separated || start == 1 || label.has_key() => Ok(label),
        Ok(label) if label.is_dated() => {
            return Some(Decoded::gs1(raw, Ok(label)).warned(Flaw::Unannounced, 0));
        }
        Err(finding) if separated && finding.at > 0 || begins_with_key(data) => Err(finding),
        _ => return None,
    };
    let decoded = Decoded::gs1(raw, evident);
    Some(if start == 0 {
        decoded
    } else {
        decoded.warned(Flaw::LeadingSeparator, 0)
    })
}

/// Returns what is wrong with a command barcode that could not be read.
const fn flaw(unread: Unread) -> Flaw {
    match unread {
        Unread::Word => Flaw::Command,
        Unread::Argument => Flaw::Argument,
    }
}

/// Decodes a command barcode, in upper or lower case.
fn command<'a>(raw: &'a [u8], data: &'a [u8]) -> Option<Decoded<'a>> {
    let (prefix, name) = data.split_at_checked(PREFIX.len())?;
    let start = raw.len() - name.len();
    prefix.eq_ignore_ascii_case(PREFIX.as_bytes()).then(|| {
        let meaning = str::from_utf8(name)
            .map_err(|_| Unread::Word)
            .and_then(Command::read)
            .map(Meaning::Command)
            .map_err(|unread| Finding::at(flaw(unread), start));
        Decoded::new(raw, Kind::Command, meaning)
    })
}

/// Returns a code that only the store can resolve.
pub(super) fn text<'a>(raw: &'a [u8], data: &'a [u8]) -> Decoded<'a> {
    let start = raw.len() - data.len();
    let decoded = Decoded::new(raw, Kind::Text, Ok(Meaning::Text(String::from_utf8_lossy(data))));
    match str::from_utf8(data) {
        Ok(_) => decoded,
        Err(error) => decoded.warned(Flaw::NotText, start + error.valid_up_to()),
    }
}
