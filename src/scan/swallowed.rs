//! Swallowed fields: where a separator got lost, the next elements are read as part of the value before them.
//!
//! `01…10ABC17261231` reads as lot `ABC17261231`, and the expiry is gone without a fault. Nothing in the characters
//! proves it, so nothing is ever split here: evidence is weighed, and a split is proposed. Every way to read the value
//! as its own beginning plus further elements is compared with the value as it stands: how likely each part is for its
//! identifier (a day that makes sense today, a key whose check digit holds, a usual count), how usual the identifiers
//! are beside each other, and how rarely a separator is lost at all. A value that is invalid as it stands, because it
//! is too long or holds a forbidden character, is read the same way.

mod elements;
mod hint;
mod search;
mod weigh;

use self::elements::{Elements, Field};
use self::search::Search;
use super::decoded::{Decoded, Kind};
use super::finding::{Finding, Flaw};
use super::gs1::{self, Ai, Basis, Element, GS, Label};
use super::symbology::Carries;
use std::fmt;

/// How unlikely it is that a scanner or a printer loses separators, in tenths of a power of ten.
const LOST: i32 = 13;
/// How unlikely it is on a label with another separator: only this one would have been forgotten when the label was
/// made.
const LOST_ALONE: i32 = 30;
/// The least margin at which a split is proposed on the label's evidence alone.
const SURE: i32 = -3;
/// The least margin at which what is known of the goods may decide.
const POSSIBLE: i32 = -25;
/// How many ways to read a value are tried on the whole label, the likeliest first; some do not hold there.
const TRIED: usize = 6;

/// How a value with a lost separator may have been meant.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Split {
    /// The identifier whose value swallowed others.
    pub field: Ai,
    /// The value as it was read.
    pub whole: Box<str>,
    /// The elements it may have been, the first with the same identifier; values in their normal form.
    pub parts: Vec<(Ai, Box<str>)>,
    /// The read with its separators put back.
    pub raw: Box<[u8]>,
    /// Where in the read the first separator is missing; for a mended read, the position of its fault.
    pub at: usize,
    margin: i32,
}

/// The elements, as a sentence names them: `(10) ABC (17) 2026-12-31`.
impl fmt::Display for Split {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (n, (ai, value)) in self.parts.iter().enumerate() {
            let space = if n == 0 { "" } else { " " };
            write!(f, "{space}({ai}) {value}")?;
        }
        Ok(())
    }
}

impl Split {
    /// Returns whether the label's evidence alone is enough to ask.
    pub const fn is_sure(&self) -> bool {
        SURE <= self.margin
    }

    /// Returns the warning that proposes it.
    pub fn finding(&self) -> Finding {
        let flaw = Flaw::Swallowed(self.to_string());
        Finding::about(flaw, self.field, self.whole.as_bytes(), self.at)
    }
}

/// Returns the likeliest split of a decoded read, if its evidence is enough to ask. It costs next to nothing on a label
/// whose values hold nothing like an identifier, and allocates only for what it finds.
pub fn look(decoded: &Decoded<'_>, basis: Basis) -> Option<Split> {
    let splits = splits(decoded, basis, SURE);
    splits.into_iter().next()
}

/// Returns every split of a decoded read that knowledge of its goods may settle, the likeliest first.
pub fn possible(decoded: &Decoded<'_>, basis: Basis) -> Vec<Split> {
    splits(decoded, basis, POSSIBLE)
}

/// Returns the splits with a margin of at least `least`, the likeliest first.
fn splits(decoded: &Decoded<'_>, basis: Basis, least: i32) -> Vec<Split> {
    let mut found = Vec::new();
    let hides =
        |element: &Element<'_>| !element.ai.is_predefined() && hint::any(element.value.as_bytes(), basis);
    let nothing_hides = |label: &Label<'_>| !label.elements().iter().any(hides);
    let Some(read) = Read::of(decoded).filter(|_| !decoded.label().is_some_and(nothing_hides)) else {
        return found;
    };
    let elements = match decoded.label() {
        Some(label) if !read.mended => Elements::whole(label, read.start()),
        _ => Elements::told(read.data, basis),
    };
    let lost = if read.has_separator() { LOST_ALONE } else { LOST };
    for field in elements.doubtful() {
        let Some(value) = read
            .data
            .get(field.from..field.to)
            .filter(|value| hint::any(value, basis))
        else {
            continue;
        };
        let search = Search::of(field.probe, value, &elements.beside(field), basis);
        for way in search.ways::<TRIED>(field.probe).into_iter().flatten() {
            let margin = way.margin - lost;
            if least <= margin {
                let places = search.places(way).map(|place| field.from + place);
                found.extend(read.split(field, places, margin, basis));
            }
        }
    }
    found.sort_by_key(|split| -split.margin);
    found
}

/// A read of element strings, as it came or as it was mended.
struct Read<'r> {
    text: &'r [u8],
    data: &'r [u8],
    /// Whether the text was mended, so that positions in it are not positions in the read.
    mended: bool,
    /// The position of the fault, or 0 if there is none.
    at: usize,
}

impl<'r> Read<'r> {
    /// Returns the element strings of a read; `None` for other data, which has no separators to lose, and for faults
    /// that a lost separator can't cause.
    fn of(decoded: &'r Decoded<'r>) -> Option<Self> {
        let is_elements = matches!(decoded.kind, Kind::Gs1 | Kind::Location)
            && decoded
                .symbology
                .is_none_or(|id| id.carries() == Carries::ElementString);
        let is_explained = |fault: &Finding| matches!(fault.flaw, Flaw::TooLong(..) | Flaw::Character(_));
        let data = decoded.data();
        let data = data.strip_prefix(&[GS]).unwrap_or(data);
        let may = is_elements && decoded.error().is_none_or(is_explained);
        let may = may && data.first().is_some_and(u8::is_ascii_digit);
        may.then_some(Self {
            text: decoded.mended.as_deref().unwrap_or(decoded.raw),
            data,
            mended: decoded.mended.is_some(),
            at: decoded.error().map_or(0, |fault| fault.at),
        })
    }

    /// Returns where in the text its elements begin.
    const fn start(&self) -> usize {
        self.text.len() - self.data.len()
    }

    /// Returns whether there is a separator between its elements, so that not all of them were lost.
    fn has_separator(&self) -> bool {
        self.data.split_last().is_some_and(|(_, rest)| rest.contains(&GS))
    }

    /// Returns the read with separators put back at these places; `None` if that does not give a valid label.
    fn split(
        &self,
        field: Field,
        places: impl Iterator<Item = usize>,
        margin: i32,
        basis: Basis,
    ) -> Option<Split> {
        let start = self.start();
        let mut raw = self.text[..start].to_vec();
        let (mut from, mut lost, mut first) = (0, 0, None);
        for place in places {
            raw.extend_from_slice(&self.data[from..place]);
            raw.push(GS);
            (from, lost) = (place, lost + 1);
            first = first.or(Some(place));
        }
        raw.extend_from_slice(&self.data[from..]);
        let label = gs1::read(&raw[start..], start, basis).ok()?;
        let within = start + field.from..start + field.to + lost;
        let elements = label.elements().iter();
        let parts = elements.filter(|it| within.contains(&(it.at + it.ai.digits())));
        let mut parts: Vec<_> = parts.map(|it| (it.ai, it.normal().into())).collect();
        let own = label.elements().iter().find(|it| it.ai == field.probe.ai)?;
        if parts.first().is_none_or(|(ai, _)| *ai != own.ai) {
            // The label states this element earlier with the same value, and keeps only one.
            parts.insert(0, (own.ai, own.normal().into()));
        }
        Some(Split {
            field: field.probe.ai,
            whole: String::from_utf8_lossy(&self.data[field.from..field.to]).into(),
            parts,
            at: if self.mended { self.at } else { start + first? },
            raw: raw.into(),
            margin,
        })
    }
}

#[cfg(test)]
mod tests;
