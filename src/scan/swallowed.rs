//! Swallowed fields: where a separator got lost, the next elements are read as part of the value before them.
//!
//! `01…10ABC17261231` reads as lot `ABC17261231`, and the expiry is gone without a fault. Nothing in the characters
//! proves it, so nothing is ever split here: evidence is weighed, and a split is proposed. Every way to read the value
//! as its own beginning and further elements is compared with the value as it stands — how likely each part is for its
//! identifier (a day that makes sense today, a key whose check digit holds, a usual count), how usual the identifiers
//! are beside each other, what it takes that a separator is lost at all. A value that is a fault as it stands, because
//! it is too long or holds what it must not, is read the same way.

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

/// What it takes, in tenths of a power of ten, that a scanner or a printer loses separators.
const LOST: i32 = 13;
/// The same on a label with another separator: this one alone would have been forgotten when the label was made.
const LOST_ALONE: i32 = 30;
/// From this margin on a split is proposed on the label's evidence alone.
const SURE: i32 = -3;
/// From this margin on what is known of the goods may decide.
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
    /// Where in the read the first separator is missing; of a read that was mended, where its fault is.
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

/// Returns the likeliest split of a decoded read, where its evidence is enough to ask. Costs next to nothing on a label
/// whose values hold nothing like an identifier, and allocates only for what it finds.
pub fn look(decoded: &Decoded<'_>, basis: Basis) -> Option<Split> {
    let splits = splits(decoded, basis, SURE);
    splits.into_iter().next()
}

/// Returns every split of a decoded read that what is known of its goods may settle, the likeliest first.
pub fn possible(decoded: &Decoded<'_>, basis: Basis) -> Vec<Split> {
    splits(decoded, basis, POSSIBLE)
}

/// Returns the splits whose margin is no less than this, the likeliest first.
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
    /// Whether places in the text are none in the read.
    mended: bool,
    /// Where the read begins to be wrong, or its label to be doubted.
    at: usize,
}

impl<'r> Read<'r> {
    /// Only element strings have separators to lose, and of the faults only two come from that.
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

    /// Returns whether there is a separator between its elements, so that they are not lost throughout.
    fn has_separator(&self) -> bool {
        self.data.split_last().is_some_and(|(_, rest)| rest.contains(&GS))
    }

    /// Returns the read with separators put back at these places; `None` if it does not hold as a label then.
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
            // The label says the same before, and holds it only once.
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
