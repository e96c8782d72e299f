//! The elements of a read as far as they can be made out, even of a faulty one.

use super::search::LONGEST;
use crate::scan::gs1::probe::Probe;
use crate::scan::gs1::{Basis, GS, Label};

/// The most elements considered; no label that has lost separators has more.
const MOST: usize = 16;

/// An element and the place of its value.
#[derive(Debug, Clone, Copy)]
pub struct Field {
    /// Its identifier.
    pub probe: Probe,
    /// Where its value begins.
    pub from: usize,
    /// Where its value ends.
    pub to: usize,
}

/// The elements of a read, the last one perhaps faulty.
pub struct Elements {
    list: [Option<Field>; MOST],
    count: usize,
    /// Whether the last one is faulty.
    faulty: bool,
}

impl Elements {
    /// Returns the elements of a valid label, whose positions count from `start` on.
    pub fn whole(label: &Label<'_>, start: usize) -> Self {
        let mut list = [None; MOST];
        for (place, element) in list.iter_mut().zip(label.elements()) {
            let probe = Probe::at(element);
            let from = element.at.saturating_sub(start) + probe.ai.digits();
            let to = from + element.value.len();
            *place = Some(Field { probe, from, to });
        }
        let count = label.elements().len().min(MOST);
        let faulty = false;
        Self { list, count, faulty }
    }

    /// Returns the elements of data, up to the first that is faulty.
    pub fn told(data: &[u8], basis: Basis) -> Self {
        let (mut list, mut count, mut faulty, mut at) = ([None; MOST], 0, false, 0);
        for place in &mut list {
            let Some(probe) = data.get(at..).and_then(|data| Probe::of(data, basis.dictionary)) else {
                break;
            };
            let from = at + probe.ai.digits();
            let reach = if probe.ai.is_predefined() {
                data.len().min(from + probe.lengths().end())
            } else {
                data.len()
            };
            let value = &data[from.min(reach)..reach];
            let length = value.iter().position(|&byte| byte == GS).unwrap_or(value.len());
            let to = from + length;
            *place = Some(Field { probe, from, to });
            count += 1;
            faulty = !probe.takes(&value[..length], basis.today);
            if faulty {
                break;
            }
            at = to + usize::from(data.get(to) == Some(&GS));
        }
        Self { list, count, faulty }
    }

    /// Returns the elements whose values may have swallowed others; of faulty data, only the faulty one.
    pub fn doubtful(&self) -> impl Iterator<Item = Field> {
        let skipped = if self.faulty { self.count - 1 } else { 0 };
        let open = |field: &&Field| {
            let may_end = self.faulty || !field.probe.is_fixed();
            may_end && !field.probe.ai.is_predefined() && field.to - field.from <= LONGEST
        };
        self.all().skip(skipped).filter(open).copied()
    }

    fn all(&self) -> impl Iterator<Item = &Field> + Clone {
        self.list[..self.count].iter().flatten()
    }

    /// Returns the identifiers of the other elements.
    pub fn beside(&self, field: Field) -> impl Iterator<Item = Probe> + Clone {
        let others = self.all();
        others
            .filter(move |other| other.from != field.from)
            .map(|other| other.probe)
    }
}
