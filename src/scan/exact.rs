//! Decoding without repair or guess, for people who verify labels: what a reference implementation accepts is accepted,
//! anything else is refused. The floor decodes with [`decode()`](super::decode()), which forgives what scanners do.
//!
//! Source: the behaviour of the GS1 Barcode Syntax Engine for scan data, element strings, bracketed strings and
//! Digital Links, except that a value is never cut to fit.

use super::decode::{Decoded, Kind, Meaning, Options};
use super::finding::{Finding, Flaw};
use super::framer::LONGEST;
use super::gs1::bracketed::{self, Gtins};
use super::gs1::link::Links;
use super::gs1::{self, Basis, link};
use super::gtin::{Gtin, check_digit};
use super::swallowed;
use super::symbology::Symbology;
use chrono::NaiveDate;
use std::borrow::Cow;
use std::str;

/// The form in which bytes are decoded.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Form {
    /// What a scanner sends, with a symbology identifier in front.
    Scan,
    /// An element string alone.
    Elements,
    /// Elements with their identifiers in brackets.
    Brackets,
    /// A Digital Link.
    Link,
    /// Data in no GS1 form.
    Plain,
}

impl Form {
    /// Returns the form by the first characters: `]` scan data, `(` brackets, `http://` or `https://` a link, another
    /// scheme plain data; anything else is an element string.
    pub fn of(raw: &[u8]) -> Self {
        match raw {
            [b']', ..] => Self::Scan,
            [b'(', ..] => Self::Brackets,
            _ if is_web_address(raw) => Self::Link,
            _ if has_scheme(raw) => Self::Plain,
            _ => Self::Elements,
        }
    }
}

/// Returns what bytes of a form mean; `today` decides the century of dates.
pub fn decode<'a>(raw: &'a [u8], form: Form, today: NaiveDate, options: Options<'_>) -> Decoded<'a> {
    if LONGEST < raw.len() {
        return Decoded::overlong(raw);
    }
    let basis = Basis {
        today,
        dictionary: options.dictionary,
    };
    let mut decoded = match form {
        Form::Scan => scanned(raw, basis),
        Form::Elements => elements(raw, raw, basis),
        Form::Brackets => Decoded::gs1(raw, bracketed::read(raw, Gtins::AsPrinted, basis)),
        Form::Link => link(raw, raw, basis),
        Form::Plain => text(raw, raw),
    };
    if form != Form::Scan {
        decoded.symbology = None;
    }
    if let (true, Some(label)) = (options.strict, decoded.label())
        && let Some(finding) = label.incomplete()
    {
        decoded.meaning = Err(finding);
    }
    if let Some(split) = swallowed::look(&decoded, basis) {
        decoded.warnings.push(split.finding());
    }
    decoded
}

/// Decodes scan data: only the identifiers whose symbols may carry GS1 data, each with what it may carry.
fn scanned(raw: &[u8], basis: Basis) -> Decoded<'_> {
    let Some((id, data)) = Symbology::split(raw) else {
        return Decoded::new(raw, Kind::Text, Err(Finding::at(Flaw::NoSymbology, 0)));
    };
    match &raw[1..3] {
        b"C1" | b"e0" | b"d2" | b"Q3" | b"J1" => elements(raw, data, basis),
        b"E0" => retail(raw, data, 13, basis),
        b"E4" => retail(raw, data, 8, basis),
        b"d1" | b"Q1" | b"J0" if is_web_address(data) => link(raw, data, basis),
        b"d1" | b"Q1" | b"J0" => text(raw, data),
        _ => Decoded::new(
            raw,
            Kind::Text,
            Err(Finding::at(Flaw::Symbology(id.to_string()), 0)),
        ),
    }
}

/// Decodes an element string; nothing may stand before its first element.
fn elements<'a>(raw: &'a [u8], data: &'a [u8], basis: Basis) -> Decoded<'a> {
    Decoded::gs1(raw, gs1::read(data, raw.len() - data.len(), basis))
}

/// Decodes a retail symbol of exactly `digits` digits, alone or below the composite part `|]e0…`.
fn retail<'a>(raw: &'a [u8], data: &'a [u8], digits: usize, basis: Basis) -> Decoded<'a> {
    let bar = data.iter().position(|&byte| byte == b'|');
    let number = &data[..bar.unwrap_or(data.len())];
    let gtin = match number.split_last() {
        Some((&found, body)) if number.len() == digits && number.iter().all(u8::is_ascii_digit) => {
            let right = char::from(check_digit(body));
            let at = raw.len() - data.len() + body.len();
            Gtin::read(number).ok_or(Finding::at(Flaw::CheckDigit(char::from(found), right), at))
        }
        _ => Err(Finding::at(Flaw::RetailDigits(digits, number.len()), 3)),
    };
    let Some(bar) = bar else {
        return Decoded::new(raw, Kind::Gtin, gtin.map(Meaning::Gtin));
    };
    let above = |gtin: Gtin| {
        let composite = data[bar + 1..]
            .strip_prefix(b"]e0")
            .ok_or(Finding::at(Flaw::NotComposite, 3 + bar))?;
        gs1::read(composite, raw.len() - composite.len(), basis)?.below(gtin, 3, basis)
    };
    Decoded::gs1(raw, gtin.and_then(above))
}

fn link<'a>(raw: &'a [u8], uri: &'a [u8], basis: Basis) -> Decoded<'a> {
    let (label, ignored) = match link::read(uri, raw.len() - uri.len(), Links::AsWritten, basis) {
        Ok(link) => (Ok(link.label), link.ignored),
        Err(finding) => (Err(finding), Vec::new()),
    };
    let mut decoded = Decoded::gs1(raw, label);
    decoded.warnings.extend(ignored);
    decoded
}

/// Decodes data whose meaning only its maker knows, as text.
fn text<'a>(raw: &'a [u8], data: &'a [u8]) -> Decoded<'a> {
    let meaning = match str::from_utf8(data) {
        Ok(text) => Ok(Meaning::Text(Cow::Borrowed(text))),
        Err(error) => Err(Finding::at(
            Flaw::NotText,
            raw.len() - data.len() + error.valid_up_to(),
        )),
    };
    Decoded::new(raw, Kind::Text, meaning)
}

/// Returns whether a web address begins here, its scheme all in upper or all in lower case.
fn is_web_address(data: &[u8]) -> bool {
    let schemes: [&[u8]; 4] = [b"http://", b"https://", b"HTTP://", b"HTTPS://"];
    schemes.iter().any(|scheme| data.starts_with(scheme))
}

/// Returns whether data begins with a scheme (RFC 3986, section 3.1) and two slashes.
fn has_scheme(data: &[u8]) -> bool {
    let belongs = |byte: &u8| byte.is_ascii_alphanumeric() || b"+-.".contains(byte);
    let length = data.iter().take_while(|byte| belongs(byte)).count();
    data.first().is_some_and(u8::is_ascii_alphabetic) && data[length..].starts_with(b"://")
}

#[cfg(test)]
mod tests;
