//! Several symbols of one label in one read: an EAN-13 and the GS1-128 with its lot.

use super::one;
use crate::scan::decode::How;
use crate::scan::decoded::{Decoded, Kind, Meaning, owned};
use crate::scan::finding::{Finding, Flaw};
use crate::scan::gs1::Label;
use crate::scan::gtin::Gtin;
use crate::scan::normalise::Look;
use crate::scan::symbology::{Carries, Symbology};

/// Returns where the next symbol begins: at an identifier after the end of a line, or after GS1 data, which can hold no
/// `]`.
pub(super) fn next(text: &[u8]) -> Option<usize> {
    if Look::at(text).is_one_symbol() {
        return None;
    }
    let is_gs1 = |text: &[u8]| {
        let id = Symbology::split(text).map(|(id, _)| id.carries());
        matches!(id, Some(Carries::ElementString | Carries::Retail))
    };
    let first = is_gs1(text);
    (1..text.len()).find(|&at| {
        let before = text[at - 1];
        let begins = text[at] == b']' && Symbology::split(&text[at..]).is_some();
        begins && (matches!(before, b'\r' | b'\n' | b'\t') || first && before != b'|' && is_gs1(&text[at..]))
    })
}

/// Reads the symbols one by one and puts what they say on one label. Symbols that belong on no label, or name different
/// items, are several reads, and refused: nobody knows which one is meant.
pub(super) fn read<'a>(raw: &'a [u8], second: usize, how: How<'_>) -> Decoded<'a> {
    let mut label = Collected::default();
    let mut warnings = Vec::new();
    let (mut start, mut end) = (0, Some(second));
    loop {
        let symbol = &raw[start..end.unwrap_or(raw.len())];
        let length = symbol.trim_ascii_end().len();
        let decoded = one(&symbol[..length], how);
        let moved = |at: usize| at + start;
        warnings.extend(decoded.warnings.into_iter().map(|finding| finding.moved(moved)));
        if let Err(finding) = owned(decoded.meaning, moved).and_then(|meaning| label.add(meaning, start)) {
            return told(raw, Err(finding), warnings);
        }
        let Some(here) = end else {
            break;
        };
        start = here;
        end = next(&raw[start..]).map(|next| start + next);
    }
    let meaning = label.meaning(how);
    told(raw, meaning, warnings)
}

fn told<'a>(raw: &'a [u8], meaning: Result<Meaning<'a>, Finding>, warnings: Vec<Finding>) -> Decoded<'a> {
    let decoded = match meaning {
        Ok(Meaning::Gs1(label)) => Decoded::gs1(raw, Ok(label)),
        Ok(meaning) => Decoded::new(raw, Kind::Gtin, Ok(meaning)),
        Err(finding) => Decoded::new(raw, Kind::Gs1, Err(finding)),
    };
    Decoded { warnings, ..decoded }
}

/// What the symbols say so far.
#[derive(Default)]
struct Collected {
    item: Option<(Gtin, usize)>,
    elements: Vec<crate::scan::gs1::Element<'static>>,
}

impl Collected {
    fn add(&mut self, meaning: Meaning<'static>, at: usize) -> Result<(), Finding> {
        let gtin = match meaning {
            Meaning::Gs1(label) => {
                self.elements.extend(label.into_elements());
                return Ok(());
            }
            Meaning::Gtin(gtin) => gtin,
            Meaning::InStore(code) => code.gtin,
            _ => return Err(Finding::at(Flaw::SeveralCodes, at)),
        };
        match self.item {
            Some((known, _)) if known != gtin => Err(Finding::at(Flaw::SeveralCodes, at)),
            _ => {
                self.item = Some((gtin, at));
                Ok(())
            }
        }
    }

    fn meaning(self, how: How<'_>) -> Result<Meaning<'static>, Finding> {
        match (self.item, self.elements.is_empty()) {
            (Some((gtin, _)), true) => Ok(Meaning::Gtin(gtin)),
            (item, _) => {
                let label = Label::of(self.elements)?;
                match item {
                    Some((gtin, at)) => label.below(gtin, at + 3, how.basis()),
                    None => Ok(label),
                }
                .map(Meaning::Gs1)
            }
        }
    }
}
