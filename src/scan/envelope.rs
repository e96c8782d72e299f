//! Envelopes of ISO/IEC 15434: `[)>`, then formats between RS, each with its elements between GS, then EOT.
//!
//! It reads the formats 05 (GS1 application identifiers), 06 (data identifiers of ASC MH10) and 12 (text identifiers).

mod identifiers;

use super::fields::{Field, Fields};
use super::finding::{Finding, Flaw};
use super::gs1::{self, Basis, GS, Label};
use super::normalise::ENVELOPE;

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

/// Reads an envelope; `at` is its position in the raw read, `today` decides the century of dates. Also returns a
/// warning if its end was left out.
///
/// # Errors
///
/// The first thing that is wrong, and where.
pub fn read(data: &[u8], at: usize, basis: Basis) -> Result<(Content<'_>, Option<Finding>), Finding> {
    let (inside, ended) = match data {
        [inside @ .., RS, EOT] | [inside @ .., EOT] => (inside, true),
        [inside @ .., RS] => (inside, false),
        _ => (data, false),
    };
    let inside = inside
        .strip_prefix(ENVELOPE)
        .ok_or(Finding::at(Flaw::EnvelopeHeader, at))?;
    let (inside, head) = match inside {
        [RS, inside @ ..] => (inside, ENVELOPE.len() + 1),
        _ => (inside, ENVELOPE.len()),
    };
    let mut place = at + head;
    let mut labels = Vec::new();
    let mut fields = Fields::default();
    for format in inside.split(|&byte| byte == RS) {
        let [tens @ b'0'..=b'9', ones @ b'0'..=b'9', elements @ ..] = format else {
            return Err(Finding::at(Flaw::EnvelopeHeader, place));
        };
        let elements = elements.strip_prefix(&[GS]).unwrap_or(elements);
        let start = place + format.len() - elements.len();
        match (tens, ones) {
            (b'0', b'5') => {
                let label = gs1::read(elements.strip_suffix(&[GS]).unwrap_or(elements), start, basis)?;
                fields.0.extend(label.elements().iter().map(Field::from));
                labels.push(label);
            }
            (b'0', b'6') => each(elements, start, |element, at| {
                fields.0.push(identifiers::data(element, at, basis.today)?);
                Ok(())
            })?,
            (b'1', b'2') => each(elements, start, |element, at| {
                fields.0.push(identifiers::text(element, at, basis.today)?);
                Ok(())
            })?,
            _ => {
                let format = format!("{}{}", char::from(*tens), char::from(*ones));
                return Err(Finding::at(Flaw::EnvelopeFormat(format), place));
            }
        }
        place += format.len() + 1;
    }
    if fields.0.is_empty() {
        return Err(Finding::at(Flaw::Empty, at + data.len()));
    }
    identifiers::settle(&mut fields);
    let warning = (!ended).then(|| Finding::at(Flaw::NoTrailer, at + data.len()));
    let content = match labels.pop() {
        Some(label) if labels.is_empty() && label.elements().len() == fields.0.len() => Content::Gs1(label),
        _ => Content::Fields(fields),
    };
    Ok((content, warning))
}

/// Calls a function for each element of a format; empty ones are skipped.
fn each<'a>(
    elements: &'a [u8],
    start: usize,
    mut take: impl FnMut(&'a [u8], usize) -> Result<(), Finding>,
) -> Result<(), Finding> {
    let mut at = start;
    for element in elements.split(|&byte| byte == GS) {
        if !element.is_empty() {
            take(element, at)?;
        }
        at += element.len() + 1;
    }
    Ok(())
}
