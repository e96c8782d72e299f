//! The search for ways to read a value as its own beginning plus further elements, the likeliest first.

use super::weigh::{NEVER, broken, follows, value};
use crate::scan::gs1::Basis;
use crate::scan::gs1::probe::Probe;
use std::array;
use std::iter::successors;

/// The longest value that is searched; a longer one has more wrong with it than a lost separator.
pub const LONGEST: usize = 160;

/// The weight in favour of an element that another on the label requires.
const AWAITED: i32 = 12;
/// The weight against an element that lacks what it requires, on a label where nothing else lacks anything.
const LACKING: i32 = -15;

/// The weight against one more swallowed element.
const MORE: i32 = -12;

/// One way to read a value: where its own part ends, and how much likelier that is than the value as it stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Way {
    /// Where the first swallowed element begins.
    pub at: usize,
    /// How much likelier, in tenths of a power of ten, before the loss of a separator is counted against it.
    pub margin: i32,
}

/// The likeliest ways to read a value from each place on.
pub struct Search<'v> {
    value: &'v [u8],
    basis: Basis,
    /// For each place, the weight of the likeliest elements from there to the end.
    best: [i32; LONGEST + 1],
    /// For each place, where the element there ends.
    next: [u8; LONGEST + 1],
}

impl<'v> Search<'v> {
    /// Searches for elements at every place of a value of `field`, from its end to its beginning. `present` are the
    /// other identifiers of the label; no element found may repeat one of them.
    pub fn of(
        field: Probe,
        value: &'v [u8],
        present: &(impl Iterator<Item = Probe> + Clone),
        basis: Basis,
    ) -> Self {
        let mut search = Self {
            value,
            basis,
            best: [NEVER; LONGEST + 1],
            next: [0; LONGEST + 1],
        };
        search.best[value.len()] = 0;
        let known = present.clone().chain([field]);
        for at in (1..value.len()).rev() {
            let fits = |other: &&Probe| {
                other.ai != field.ai
                    && !other.excludes(field)
                    && !present
                        .clone()
                        .any(|it| it.ai == other.ai || it.excludes(**other))
            };
            if let Some(here) = Probe::of(&value[at..], basis.dictionary).as_ref().filter(fits) {
                search.element(*here, at, || needed(*here, known.clone()));
            }
        }
        search
    }

    /// Records the likeliest end of an element that begins here; `needed` is called only once a possible end is found.
    fn element(&mut self, here: Probe, at: usize, needed: impl Fn() -> i32) {
        let from = at + here.ai.digits();
        let mut asked = None;
        for length in here.lengths() {
            let to = from + length;
            if self.value.len() < to {
                break;
            }
            let Some(behind) = self.behind(here, to) else {
                continue;
            };
            let content = &self.value[from..to];
            if !here.takes(content, self.basis.today) {
                continue;
            }
            let more = if to < self.value.len() { MORE } else { 0 };
            let needed = *asked.get_or_insert_with(&needed);
            let weight = value(here, content, self.basis.today) + behind + needed + more;
            if self.best[at] < weight {
                self.best[at] = weight;
                self.next[at] = u8::try_from(to).unwrap_or(u8::MAX);
            }
        }
    }

    /// Returns the weight of what follows an element that ends here; `None` if nothing can.
    fn behind(&self, before: Probe, to: usize) -> Option<i32> {
        if to == self.value.len() {
            return Some(0);
        }
        let weight = self.best[to];
        if weight <= NEVER {
            return None;
        }
        let mut behind = self
            .chain(to)
            .filter_map(|at| Probe::of(&self.value[at..], self.basis.dictionary));
        let next = behind.next()?;
        let follows = follows(next, before);
        let agrees = |other: Probe| other.ai != before.ai && !other.excludes(before);
        (NEVER < follows && behind.all(agrees)).then_some(weight + follows)
    }

    /// Returns the `N` likeliest ways, the likeliest first. A value that is invalid for its identifier is weighed as
    /// broken.
    pub fn ways<const N: usize>(&self, field: Probe) -> [Option<Way>; N] {
        let whole = if field.takes(self.value, self.basis.today) {
            value(field, self.value, self.basis.today)
        } else {
            broken(self.value)
        };
        let mut ways: [Option<Way>; N] = array::from_fn(|_| None);
        for at in field.lengths() {
            if self.value.len() <= at {
                break;
            }
            let own = &self.value[..at];
            let Some(behind) = self
                .behind(field, at)
                .filter(|_| field.takes(own, self.basis.today))
            else {
                continue;
            };
            let margin = value(field, own, self.basis.today) + behind - whole;
            enter(&mut ways, Way { at, margin });
        }
        ways
    }

    /// Returns where the elements of a way begin.
    pub fn places(&self, way: Way) -> impl Iterator<Item = usize> {
        self.chain(way.at)
    }

    /// Returns where the likeliest elements from here on begin.
    fn chain(&self, at: usize) -> impl Iterator<Item = usize> {
        let inside = |&at: &usize| 0 < at && at < self.value.len();
        let next = move |&at: &usize| Some(usize::from(self.next[at])).filter(inside);
        successors(Some(at).filter(inside), next)
    }
}

/// Returns the weight for or against an element that follows from the requirements of the label.
fn needed(here: Probe, known: impl Iterator<Item = Probe> + Clone) -> i32 {
    let present = known.clone().map(|it| it.ai);
    let mut lacking = known.filter(|it| !it.is_complete_with(&present)).peekable();
    let nothing_lacks = lacking.peek().is_none();
    let awaits = |it: Probe| it.is_complete_with(&present.clone().chain([here.ai]));
    match () {
        () if lacking.any(awaits) => AWAITED,
        () if nothing_lacks && !here.is_complete_with(&present) => LACKING,
        () => 0,
    }
}

/// Inserts a way into the ordered list; the list keeps its length, so the least likely way drops out.
fn enter<const N: usize>(ways: &mut [Option<Way>; N], way: Way) {
    let mut held = Some(way);
    for place in ways {
        if place.map_or(NEVER * 2, |it| it.margin) < held.map_or(NEVER * 2, |it| it.margin) {
            std::mem::swap(place, &mut held);
        }
    }
}
