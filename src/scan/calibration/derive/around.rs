//! What stands around a code: prefix, identifier, suffix.

use super::{Understood, Work, raw, shown};
use crate::scan::calibration::advice::Advice;
use crate::scan::calibration::align::{Accent, Atom, Candidate};
use crate::scan::calibration::rhythm::Rhythm;
use crate::scan::calibration::symbols::Carrier;
use crate::scan::symbology::{Carries, Symbology};

/// What stands before a code.
struct Front<'a> {
    prefix: &'a [Atom],
    identifier: Option<String>,
}

impl Work {
    /// Derives prefix, identifier and suffix from all that was understood.
    pub(super) fn around(&mut self, understood: &[Understood<'_>], rhythm: Rhythm) {
        if understood.is_empty() {
            return;
        }
        self.front(understood);
        self.suffix(understood, rhythm);
    }

    fn front(&mut self, understood: &[Understood<'_>]) {
        if let Some(accent) = self.swallowed_by(understood) {
            return self.swallowed_front(accent, understood);
        }
        let mut fronts: Vec<Front<'_>> = understood.iter().map(|it| self.front_of(it)).collect();
        self.trigger(&mut fronts);
        let Some(first) = fronts.first().map(|front| front.prefix) else {
            return;
        };
        let announced = fronts.iter().any(|front| front.identifier.is_some());
        self.profile.data.identifiers = announced;
        for (it, front) in understood.iter().zip(&fronts) {
            if let (true, Some(found)) = (it.symbol.gs1, &front.identifier)
                && !announces_elements(found)
                && !found.eq_ignore_ascii_case(it.symbol.identifier)
            {
                self.advise(Advice::not_announced(found, it.symbol.identifier));
            }
        }
        let other = fronts
            .iter()
            .map(|front| front.prefix)
            .find(|prefix| *prefix != first);
        self.profile.framing.prefix = raw(common(first, other.unwrap_or(first))).as_slice().into();
        if let Some(found) = makers_own(understood[0].carrier, first, self.candidate) {
            self.advise(Advice::own_identifier(&found));
        } else if let Some(other) = other {
            self.advise(Advice::prefix_differs(&shown(first), &shown(other)));
        } else if !announced {
            self.advise(Advice::no_identifier());
        }
        if let Some(Atom::Key(key)) = first.iter().find(|atom| matches!(atom, Atom::Key(_))) {
            self.advise(Advice::key_around("before", key));
        }
        let identifier = fronts.iter().find_map(|front| front.identifier.clone());
        self.facts.push(("Prefix", shown(first)));
        self.facts
            .push(("AIM code ID", identifier.unwrap_or_else(|| "not sent".to_owned())));
    }

    /// Takes the key that a hand-held presses before each code off its front: the profile takes its meaning away.
    fn trigger(&mut self, fronts: &mut [Front<'_>]) {
        for front in fronts {
            while let [Atom::Key(key), rest @ ..] = front.prefix {
                front.prefix = rest;
                self.profile.framing.trigger_key = Some(key.to_string());
            }
        }
        if let Some(key) = self.profile.framing.trigger_key.clone() {
            self.advise(Advice::trigger_key(&key));
            self.facts.push(("Trigger key", key.to_uppercase()));
        }
    }

    /// Returns how the computer swallows the `]` of identifiers, if the codes begin with what that leaves of them.
    fn swallowed_by(&self, understood: &[Understood<'_>]) -> Option<Accent> {
        let is_told = |gs1| understood.iter().any(|it| it.symbol.gs1 == gs1);
        let mut accents = [Accent::Lost, Accent::PairLost].into_iter();
        accents.find(|accent| {
            let all = understood.iter().all(|it| {
                let (left, lead) = (self.left_of(*accent, it), self.candidate.text(it.found.lead));
                lead.ends_with(&left) && !lead.ends_with(it.symbol.identifier)
            });
            all && is_told(true) && is_told(false)
        })
    }

    /// Returns what remains of a symbol's identifier under this accent behaviour.
    fn left_of(&self, accent: Accent, it: &Understood<'_>) -> String {
        let lossy = Candidate {
            accent,
            ..self.candidate
        };
        lossy.left(it.symbol.identifier).into_iter().collect()
    }

    /// Sets the profile for swallowed identifiers. Only if the `]` alone is lost can a profile put it back: a `1` may
    /// remain of many identifiers.
    fn swallowed_front(&mut self, accent: Accent, understood: &[Understood<'_>]) {
        self.candidate.accent = accent;
        self.profile.data.identifiers = accent == Accent::Lost;
        self.profile.data.bracket_lost = accent == Accent::Lost;
        let Some(first) = understood.first() else {
            return;
        };
        let left = self.left_of(accent, first).chars().count();
        let place = self
            .candidate
            .last(left, first.found.lead)
            .map_or(0, |(_, place)| place);
        let prefix = &first.found.lead[..place];
        self.profile.framing.prefix = raw(prefix).as_slice().into();
        self.facts.push(("Prefix", shown(prefix)));
        self.facts
            .push(("AIM code ID", "swallowed by the keyboard".to_owned()));
    }

    /// Splits what stands before a code into the prefix, the identifier and a GS for the FNC1 in front.
    fn front_of<'a>(&mut self, it: &Understood<'a>) -> Front<'a> {
        let mut lead = it.found.lead;
        let stand_in = it.found.between.first().copied().unwrap_or_default();
        if let (true, Some(rest)) = (it.symbol.gs1 && !stand_in.is_empty(), lead.strip_suffix(stand_in)) {
            self.advise(Advice::separator_in_front());
            lead = rest;
        }
        let is_identifier = |last: &(String, usize)| Symbology::split(last.0.as_bytes()).is_some();
        match self.candidate.last(3, lead).filter(is_identifier) {
            Some((identifier, place)) => Front {
                prefix: &lead[..place],
                identifier: Some(identifier),
            },
            None => Front {
                prefix: lead,
                identifier: None,
            },
        }
    }

    fn suffix(&mut self, understood: &[Understood<'_>], rhythm: Rhythm) {
        let plain = understood
            .iter()
            .find(|it| it.symbol.data.last().is_some_and(|byte| !byte.is_ascii_control()));
        let Some(tail) = plain.map(|it| it.found.tail) else {
            return;
        };
        let terminators = tail.iter().rev().take_while(|atom| atom.is_terminator()).count();
        let (body, end) = tail.split_at(tail.len() - terminators);
        self.profile.framing.suffix = raw(body).as_slice().into();
        self.facts.push(("Suffix", shown(tail)));
        if let Some(Atom::Key(key)) = body.iter().find(|atom| matches!(atom, Atom::Key(_))) {
            self.advise(Advice::key_around("after", key));
        }
        let bytes: Vec<u8> = raw(end);
        match bytes.as_slice() {
            [] if body.is_empty() => {
                self.profile.framing.idle_ms = Some(rhythm.silence());
                self.advise(Advice::no_suffix());
            }
            [] | [_] | [b'\r', b'\n' | b'\t'] | [b'\t', b'\r'] => {}
            _ => self.advise(Advice::two_suffixes(&shown(end))),
        }
    }
}

/// Returns whether an identifier says that element strings follow.
fn announces_elements(identifier: &str) -> bool {
    let split = Symbology::split(identifier.as_bytes());
    split.is_some_and(|(symbology, _)| symbology.carries() == Carries::ElementString)
}

/// Returns what two prefixes have in common, from their beginning.
fn common<'a>(first: &'a [Atom], second: &[Atom]) -> &'a [Atom] {
    let same = first
        .iter()
        .zip(second)
        .take_while(|(one, other)| one == other)
        .count();
    &first[..same]
}

/// Returns a maker's own identifier at the end of a prefix.
fn makers_own(carrier: Carrier, prefix: &[Atom], candidate: Candidate) -> Option<String> {
    let text = candidate.text(prefix);
    let mut known = carrier.makers_own().iter();
    known
        .find(|own| text.ends_with(**own))
        .map(|own| (*own).to_owned())
}
