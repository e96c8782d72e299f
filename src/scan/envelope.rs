//! Envelopes of ISO/IEC 15434: `[)>`, then formats between RS, each with its elements between GS, then EOT.
//!
//! It reads the formats 05 (GS1 application identifiers), 06 (data identifiers of ASC MH10) and 12 (text identifiers).

mod frame;
mod identifiers;
pub mod lost;

use self::identifiers::Reader;
use super::fields::{Field, Fields};
use super::finding::{Finding, Flaw};
use super::gs1::{self, Basis, GS, Label};
use chrono::NaiveDate;

/// How an envelope begins.
pub(super) const ENVELOPE: &[u8] = b"[)>";

const RS: u8 = 0x1e;
const EOT: u8 = 0x04;

/// What an envelope holds.
#[derive(Debug)]
pub enum Content<'a> {
    /// GS1 elements alone.
    Gs1(Label<'a>),
    /// Fields of other systems, GS1 elements among them.
    Fields(Fields<'a>),
}

/// Returns whether an envelope begins here, its header whole or changed on its way.
pub fn begins(data: &[u8]) -> bool {
    frame::header(data).is_some()
}

/// Reads an envelope; `at` is its position in the raw read, `today` decides the century of dates. Also returns warnings
/// about a header or an end that was left out or changed.
///
/// # Errors
///
/// The first thing that is wrong, and where. Without a single control character nobody can tell where a field ends, so
/// such an envelope is refused here; [`lost`] says how it could be cut.
pub fn read(data: &[u8], at: usize, basis: Basis) -> Result<(Content<'_>, Vec<Finding>), Finding> {
    let (head, whole) = frame::header(data).ok_or(Finding::at(Flaw::EnvelopeHeader, at))?;
    let inside = &data[head..];
    let names_format = matches!(inside, [b'0'..=b'9', b'0'..=b'9', ..]);
    if names_format && !data.iter().any(u8::is_ascii_control) {
        return Err(Finding::at(Flaw::EnvelopeControls, at + head));
    }
    let mut warnings = Vec::new();
    if !whole {
        warnings.push(Finding::at(Flaw::HeaderMangled, at));
    }
    let (inside, ended) = frame::without_trailer(inside, at + head);
    warnings.extend(ended);
    let mut found = Found::default();
    if inside.contains(&GS) {
        let mut place = at + head;
        for format in inside.split(|&byte| byte == RS) {
            found.format(format, place, GS, basis)?;
            place += format.len() + 1;
        }
    } else {
        // Only RS came through, and stands between the elements too.
        found.format(inside, at + head, RS, basis)?;
    }
    if found.fields.0.is_empty() {
        return Err(Finding::at(Flaw::Empty, at + data.len()));
    }
    Ok((found.content(), warnings))
}

/// What the formats of an envelope say so far.
#[derive(Default)]
struct Found<'a> {
    labels: Vec<Label<'a>>,
    fields: Fields<'a>,
}

impl<'a> Found<'a> {
    /// Reads one format: two digits, and its elements between separators.
    fn format(&mut self, format: &'a [u8], place: usize, separator: u8, basis: Basis) -> Result<(), Finding> {
        let [tens @ b'0'..=b'9', ones @ b'0'..=b'9', elements @ ..] = format else {
            return Err(Finding::at(Flaw::EnvelopeHeader, place));
        };
        let elements = elements.strip_prefix(&[separator]).unwrap_or(elements);
        let start = place + format.len() - elements.len();
        match (tens, ones) {
            (b'0', b'5') => {
                let label = gs1::read(elements.strip_suffix(&[GS]).unwrap_or(elements), start, basis)?;
                self.fields.0.extend(label.elements().iter().map(Field::from));
                self.labels.push(label);
                Ok(())
            }
            (b'0', b'6') => self.each(elements, start, separator, identifiers::data, basis.today),
            (b'1', b'2') => self.each(elements, start, separator, identifiers::text, basis.today),
            _ => {
                let format = format!("{}{}", char::from(*tens), char::from(*ones));
                Err(Finding::at(Flaw::EnvelopeFormat(format), place))
            }
        }
    }

    /// Reads each element of a format; empty ones are skipped.
    fn each(
        &mut self,
        elements: &'a [u8],
        start: usize,
        separator: u8,
        read: Reader,
        today: NaiveDate,
    ) -> Result<(), Finding> {
        let mut at = start;
        for element in elements.split(|&byte| byte == separator) {
            if !element.is_empty() {
                self.fields.0.push(read(element, at, today)?);
            }
            at += element.len() + 1;
        }
        Ok(())
    }

    /// Returns it all as one label, or as fields where others than GS1 elements are among them.
    fn content(mut self) -> Content<'a> {
        identifiers::settle(&mut self.fields);
        match self.labels.pop() {
            Some(label) if self.labels.is_empty() && label.elements().len() == self.fields.0.len() => {
                Content::Gs1(label)
            }
            _ => Content::Fields(self.fields),
        }
    }
}
