//! One row of a dictionary: an identifier, and everything known about it.

use super::association::Association;
use super::part::{Check, Part};
use crate::scan::ai::Ai;

/// What is known about an identifier, or a range of them.
#[derive(Debug)]
pub struct Row {
    first: u16,
    last: u16,
    /// The data title printed on labels.
    pub title: Box<str>,
    /// The parts of the value, in order.
    pub parts: Box<[Part]>,
    /// The parts by which values are judged, without checks that always hold.
    pub judged: Box<[Part]>,
    /// What must be on the same label.
    pub requires: Association,
    /// What must not be on the same label.
    pub excludes: Association,
    /// The fewest characters of the value.
    pub least: u8,
    /// The most characters of the value.
    pub most: u8,
    /// Whether its length is predefined, so that no separator need follow.
    pub predefined: bool,
    /// Whether it may stand among the data attributes of a Digital Link.
    pub attribute: bool,
    /// Whether it may be the primary key of a Digital Link, and then the qualifiers that may follow it, in this order;
    /// `|` separates alternatives. Source: GS1 Digital Link, URI syntax.
    pub qualifiers: Option<Box<str>>,
    /// The parts as the dictionary writes them, if one of them has a check that this program lacks.
    pub unsupported: Option<Box<str>>,
}

impl Row {
    /// Returns the row for what a dictionary says.
    pub fn of(facts: &Facts<'_>) -> Self {
        let sum = |length: fn(&Part) -> u8| facts.parts.iter().map(length).fold(0, u8::saturating_add);
        Self {
            first: facts.first,
            last: facts.last,
            title: facts.title.into(),
            parts: facts.parts.into(),
            judged: facts
                .parts
                .iter()
                .map(|part| part.without_idle_checks())
                .collect(),
            requires: Association::of(facts.requires),
            excludes: Association::of(facts.excludes),
            least: sum(|part| part.least()),
            most: sum(|part| part.most),
            predefined: facts.predefined,
            attribute: facts.attribute,
            qualifiers: facts.qualifiers.map(Into::into),
            unsupported: facts.unsupported.map(Into::into),
        }
    }

    /// Returns whether the value is a key with a check digit or check characters: strong evidence that this is GS1 data.
    pub fn is_key(&self) -> bool {
        let proves = |check| self.parts.iter().any(|part| part.has(check));
        proves(Check::Mod10) || proves(Check::Pair)
    }

    /// Returns the first identifier of the row.
    pub const fn first(&self) -> Ai {
        Ai(self.first)
    }

    /// Returns the last identifier of the row; the same one, unless the row is a range.
    pub const fn last(&self) -> Ai {
        Ai(self.last)
    }

    /// Returns whether this row covers an identifier.
    pub fn covers(&self, ai: Ai) -> bool {
        (self.first..=self.last).contains(&ai.0)
    }

    /// Returns the form of the value as the syntax dictionary writes it: `N13,csum,gcppos1 [X..17]`.
    pub fn form(&self) -> String {
        let parts: Vec<_> = self.parts.iter().map(ToString::to_string).collect();
        self.unsupported
            .as_deref()
            .map_or_else(|| parts.join(" "), ToOwned::to_owned)
    }
}

/// What a dictionary says about an identifier, or a range of them.
#[derive(Debug, Clone, Copy)]
pub struct Facts<'d> {
    /// The first identifier.
    pub first: u16,
    /// The last identifier.
    pub last: u16,
    /// The data title.
    pub title: &'d str,
    /// The parts of the value, in order.
    pub parts: &'d [Part],
    /// What must be on the same label, as an [`Association`] writes it.
    pub requires: &'d str,
    /// What must not be on the same label.
    pub excludes: &'d str,
    /// Whether its length is predefined.
    pub predefined: bool,
    /// Whether it may stand among the data attributes of a Digital Link.
    pub attribute: bool,
    /// The qualifiers of a primary key of a Digital Link.
    pub qualifiers: Option<&'d str>,
    /// The parts as written, when one of them cannot be checked.
    pub unsupported: Option<&'d str>,
}

impl Facts<'static> {
    /// Returns the facts, changed to an identifier that is no data attribute of a Digital Link.
    pub(super) const fn no_attribute(self) -> Self {
        Self {
            attribute: false,
            ..self
        }
    }

    /// Returns the facts, changed to a primary key of a Digital Link with these qualifiers.
    pub(super) const fn key(self, qualifiers: &'static str) -> Self {
        Self {
            qualifiers: Some(qualifiers),
            ..self
        }
    }
}

/// Returns the facts of one row of the built-in table; the identifier may be a range such as `3100-3105`.
pub const fn row(
    ai: &str,
    title: &'static str,
    parts: &'static [Part],
    requires: &'static str,
    excludes: &'static str,
) -> Facts<'static> {
    let ai = ai.as_bytes();
    let (mut from, mut to, mut at) = (0, 0, 0);
    while at < ai.len() {
        if ai[at] == b'-' {
            (from, to) = (to, 0);
        } else {
            to = to * 10 + (ai[at] - b'0') as u16;
        }
        at += 1;
    }
    if from == 0 {
        from = to;
    }
    Facts {
        first: from,
        last: to,
        title,
        parts,
        requires,
        excludes,
        predefined: Ai(from).is_predefined(),
        attribute: true,
        qualifiers: None,
        unsupported: None,
    }
}
