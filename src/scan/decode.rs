//! What a read means: routing by symbology identifier, by length and check digit, by prefix.

use std::borrow::Cow;
use std::str;

use chrono::NaiveDate;
use rust_decimal::Decimal;

use super::command::{self, Command};
use super::finding::{Finding, Flaw};
use super::gs1::bracketed::{self, Gtins};
use super::gs1::{self, GS, Label};
use super::gtin::{Gtin, Sscc, check_digit, is_checked};
use super::swallowed;
use super::symbology::{Carries, Symbology};

/// How to decode.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Options {
    /// Enforces what identifiers require of each other; right when a read is a whole label.
    pub strict: bool,
}

/// What kind of thing a read claims to be.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, serde::Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Kind {
    /// GS1 element strings.
    Gs1,
    /// A plain trade item number.
    Gtin,
    /// A plain number of a logistic unit.
    Sscc,
    /// A command barcode.
    Command,
    /// A GS1 label about a physical location.
    Location,
    /// Anything else: an item code, a location code, an order, a badge.
    Text,
}

/// What a read says.
#[derive(Debug, Clone)]
pub enum Meaning<'a> {
    /// GS1 elements, about a location too.
    Gs1(Label<'a>),
    /// A trade item.
    Gtin(Gtin),
    /// A logistic unit.
    Sscc(Sscc),
    /// A command.
    Command(Command<'a>),
    /// A code that only the store can resolve.
    Text(Cow<'a, str>),
}

/// A read, understood as far as its characters go.
#[derive(Debug, Clone)]
pub struct Decoded<'a> {
    /// The read, byte for byte.
    pub raw: &'a [u8],
    /// What it claims to be, even when something is wrong with it.
    pub kind: Kind,
    /// The symbology identifier it began with.
    pub symbology: Option<Symbology>,
    /// What it says, or what is wrong with it.
    pub meaning: Result<Meaning<'a>, Finding>,
    /// What deserves a look though it was accepted.
    pub warnings: Vec<Finding>,
}

/// Says what a read means; `today` decides the century of dates.
pub fn decode(raw: &[u8], today: NaiveDate, options: Options) -> Decoded<'_> {
    let mut decoded = match Symbology::split(raw) {
        Some((id, data)) => {
            let decoded = identified(raw, id, data, today);
            Decoded {
                symbology: Some(id),
                ..decoded
            }
        }
        None => plain(raw, today),
    };
    if let (true, Ok(Meaning::Gs1(label))) = (options.strict, &decoded.meaning)
        && let Some(finding) = label.incomplete()
    {
        decoded.meaning = Err(finding);
    }
    if let Some(split) = swallowed::look(&decoded, today) {
        decoded.warnings.push(split.finding());
    }
    decoded
}

/// A read whose symbology is known.
fn identified<'a>(raw: &'a [u8], id: Symbology, data: &'a [u8], today: NaiveDate) -> Decoded<'a> {
    match id.carries() {
        Carries::ElementString => element_string(raw, data, today),
        Carries::Retail => retail(raw, data, today),
        Carries::Carton if data.len() == 14 => match checked(data, 3) {
            Ok(gtin) => Decoded::new(raw, Kind::Gtin, Ok(Meaning::Gtin(gtin))),
            Err(finding) => Decoded::new(raw, Kind::Gtin, Err(finding)),
        },
        Carries::Carton | Carries::Text => command(raw, data).unwrap_or_else(|| text(raw, data)),
    }
}

/// Element strings behind an identifier; a separator in front is a scanner's setting, not an error. A plain number
/// behind `]e0` is an EAN whose `]E0` went through a caps-lock: no element string is that short.
fn element_string<'a>(raw: &'a [u8], data: &'a [u8], today: NaiveDate) -> Decoded<'a> {
    let start = raw.len() - data.len();
    if let (true, Some(gtin)) = (raw.starts_with(b"]e0"), Gtin::read(data)) {
        let mut decoded = Decoded::new(raw, Kind::Gtin, Ok(Meaning::Gtin(gtin)));
        decoded.warnings.push(Finding::at(Flaw::CapsLock, 1));
        return decoded;
    }
    let (data, warning) = match data {
        [GS, rest @ ..] => (rest, Some(Finding::at(Flaw::LeadingSeparator, start))),
        _ => (data, None),
    };
    let mut decoded = Decoded::gs1(raw, gs1::read(data, raw.len() - data.len(), today));
    decoded.warnings.extend(warning);
    decoded
}

/// EAN and UPC, alone or with the composite part `|]e0…` above them.
fn retail<'a>(raw: &'a [u8], data: &'a [u8], today: NaiveDate) -> Decoded<'a> {
    let Some(bar) = data.iter().position(|&byte| byte == b'|') else {
        return Decoded::new(raw, Kind::Gtin, checked(data, 3).map(Meaning::Gtin));
    };
    let composite = |gtin: Gtin| {
        let rest = &data[bar + 1..];
        let rest = rest
            .strip_prefix(b"]e0")
            .ok_or(Finding::at(Flaw::NotRetail, 3 + bar))?;
        let above = gs1::read(rest, raw.len() - rest.len(), today)?;
        above.below(gtin, 3, today)
    };
    Decoded::gs1(raw, checked(&data[..bar], 3).and_then(composite))
}

/// A trade item number that must be one.
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

/// A read of which nothing is known but its characters.
fn plain(raw: &[u8], today: NaiveDate) -> Decoded<'_> {
    if let [b'(', b'0'..=b'9', ..] = raw {
        return Decoded::gs1(raw, bracketed::read(raw, Gtins::Padded, today));
    }
    if raw.iter().all(u8::is_ascii_digit)
        && let Some(decoded) = number(raw)
    {
        return decoded;
    }
    if raw.is_empty() {
        return Decoded::new(raw, Kind::Text, Err(Finding::at(Flaw::Empty, 0)));
    }
    command(raw, raw)
        .or_else(|| unannounced(raw, today))
        .unwrap_or_else(|| text(raw, raw))
}

/// Digits alone: a trade item number or a logistic unit when the check digit holds.
fn number(raw: &[u8]) -> Option<Decoded<'_>> {
    let meaning = match raw.len() {
        8 | 12 | 13 | 14 => Gtin::read(raw).map(|gtin| (Kind::Gtin, Meaning::Gtin(gtin))),
        18 => Sscc::read(raw).map(|sscc| (Kind::Sscc, Meaning::Sscc(sscc))),
        _ => None,
    };
    meaning.map(|(kind, meaning)| Decoded::new(raw, kind, Ok(meaning)))
}

/// GS1 data from a scanner that sends no identifier. Without a key or a separator the evidence is too weak: `10ABC`
/// may be anybody's code. With them, a fault is a fault and never a plain code.
fn unannounced(raw: &[u8], today: NaiveDate) -> Option<Decoded<'_>> {
    if !raw.first()?.is_ascii_digit() {
        return None;
    }
    let separated = raw.contains(&GS);
    let evident = match gs1::read(raw, 0, today) {
        Ok(label) if separated || label.has_key() => Ok(label),
        Err(finding) if separated && finding.at > 0 || begins_with_key(raw) => Err(finding),
        _ => return None,
    };
    Some(Decoded::gs1(raw, evident))
}

/// Tells whether a read begins with (00), (01) or (02) and a number whose check digit holds.
fn begins_with_key(raw: &[u8]) -> bool {
    let key = match raw {
        [b'0', b'0', rest @ ..] => rest.get(..18),
        [b'0', b'1' | b'2', rest @ ..] => rest.get(..14),
        _ => None,
    };
    key.is_some_and(is_checked)
}

/// A command barcode, in any case.
fn command<'a>(raw: &'a [u8], data: &'a [u8]) -> Option<Decoded<'a>> {
    let (prefix, name) = data.split_at_checked(command::PREFIX.len())?;
    let start = raw.len() - name.len();
    prefix.eq_ignore_ascii_case(command::PREFIX).then(|| {
        let meaning = command::read(name)
            .map(Meaning::Command)
            .map_err(|flaw| Finding::at(flaw, start));
        Decoded::new(raw, Kind::Command, meaning)
    })
}

/// A code that only the store can resolve.
fn text<'a>(raw: &'a [u8], data: &'a [u8]) -> Decoded<'a> {
    let start = raw.len() - data.len();
    let mut decoded = Decoded::new(raw, Kind::Text, Ok(Meaning::Text(String::from_utf8_lossy(data))));
    if let Err(error) = str::from_utf8(data) {
        decoded
            .warnings
            .push(Finding::at(Flaw::NotText, start + error.valid_up_to()));
    }
    if let Err(Finding {
        flaw: Flaw::CheckDigit(found, right),
        at,
        ..
    }) = checked(data, start)
    {
        decoded
            .warnings
            .push(Finding::at(Flaw::NotGtin(found, right), at));
    }
    decoded
}

impl<'a> Decoded<'a> {
    pub(super) fn new(raw: &'a [u8], kind: Kind, meaning: Result<Meaning<'a>, Finding>) -> Self {
        Self {
            raw,
            kind,
            symbology: None,
            meaning,
            warnings: Vec::new(),
        }
    }

    pub(super) fn gs1(raw: &'a [u8], label: Result<Label<'a>, Finding>) -> Self {
        let kind = match &label {
            Ok(label) if label.location().is_some() => Kind::Location,
            _ => Kind::Gs1,
        };
        Self::new(raw, kind, label.map(Meaning::Gs1))
    }

    /// The read without its symbology identifier.
    pub fn data(&self) -> &'a [u8] {
        Symbology::split(self.raw).map_or(self.raw, |(_, data)| data)
    }

    /// The elements, when it is GS1 data without fault.
    pub fn label(&self) -> Option<&Label<'a>> {
        match &self.meaning {
            Ok(Meaning::Gs1(label)) => Some(label),
            _ => None,
        }
    }

    /// The trade item it names, from whatever kind of code.
    pub fn gtin(&self) -> Option<Gtin> {
        match &self.meaning {
            Ok(Meaning::Gtin(gtin)) => Some(*gtin),
            _ => self.label()?.gtin(),
        }
    }

    /// The logistic unit it names, from whatever kind of code.
    pub fn sscc(&self) -> Option<Sscc> {
        match &self.meaning {
            Ok(Meaning::Sscc(sscc)) => Some(*sscc),
            _ => self.label()?.sscc(),
        }
    }

    /// The lot it names.
    pub fn lot(&self) -> Option<&str> {
        self.label()?.lot()
    }

    /// The last day of use it names.
    pub fn expiry(&self) -> Option<NaiveDate> {
        self.label()?.expiry()
    }

    /// The serial number it names.
    pub fn serial(&self) -> Option<&str> {
        self.label()?.serial()
    }

    /// How many it says, from a label or a quantity card.
    pub fn quantity(&self) -> Option<Decimal> {
        match &self.meaning {
            Ok(Meaning::Command(Command::Quantity(quantity))) => Some(*quantity),
            _ => self.label()?.quantity(),
        }
    }

    /// The command it is.
    pub fn command(&self) -> Option<&Command<'a>> {
        match &self.meaning {
            Ok(Meaning::Command(command)) => Some(command),
            _ => None,
        }
    }

    /// The plain code it is.
    pub fn text(&self) -> Option<&str> {
        match &self.meaning {
            Ok(Meaning::Text(text)) => Some(text),
            _ => None,
        }
    }

    /// What is wrong with it.
    pub fn error(&self) -> Option<&Finding> {
        self.meaning.as_ref().err()
    }
}

#[cfg(test)]
mod tests;
