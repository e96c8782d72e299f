//! The proof of a profile: what was heard, framed and decoded as at work, must give the symbols again.

use super::{Line, Trial, Work};
use crate::scan::calibration::advice::{Advice, Gravity};
use crate::scan::calibration::align::{Accent, Atom};
use crate::scan::calibration::symbols::Symbol;
use crate::scan::decode::{Decoded, Options, decode};
use crate::scan::framer::Framer;
use crate::scan::gs1::GS;
use crate::scan::profile::{Layout, Profile};
use crate::scan::read::{Source, SourceKind};
use chrono::{DateTime, TimeDelta, Utc};

impl Work {
    /// Reads the symbols back and reports those that do not come out as they were encoded.
    pub(super) fn prove(&mut self, trials: &[Trial<'_>; 3], heard: &[Vec<Atom>; 3], line: Line) {
        let (mut right, mut wrong) = (Vec::new(), Vec::new());
        for (number, (trial, atoms)) in (1..).zip(trials.iter().zip(heard)) {
            if atoms.is_empty() {
                continue;
            }
            if reads_back(&self.profile, line, &trial.symbol, atoms) {
                right.push(number.to_string());
            } else {
                wrong.push(number.to_string());
            }
        }
        let list = |numbers: &[String]| numbers.join(", ");
        let told = match (&*right, &*wrong) {
            ([], []) => return,
            (_, []) => list(&right),
            ([], _) => format!("not {}", list(&wrong)),
            _ => format!("{}; not {}", list(&right), list(&wrong)),
        };
        self.facts.push(("Read back", told));
        self.swallowed(&wrong);
        let known = |advice: &Advice| advice.gravity == Gravity::Wrong || advice.code == "rs-eot-lost";
        if !wrong.is_empty() && !self.advice.iter().any(known) {
            self.advise(Advice::not_read_back(&list(&wrong)));
        }
    }

    /// Advises that dead keys get lost, and names the symbols that this spoils.
    fn swallowed(&mut self, wrong: &[String]) {
        let layout = self.candidate.layout;
        if self.candidate.accent == Accent::Kept || layout == Layout::Us {
            return;
        }
        self.advise(Advice::dead_keys(layout, &wrong.join(", ")));
    }
}

/// Returns whether what was heard means the symbol and nothing else, through this profile.
fn reads_back(profile: &Profile, line: Line, symbol: &Symbol, heard: &[Atom]) -> bool {
    let kind = match line {
        Line::Keyboard => SourceKind::Terminal,
        Line::Serial => SourceKind::Serial,
    };
    let mut framer = Framer::new(Source::new(kind, &profile.name), &profile.framing);
    let mut at: DateTime<Utc> = DateTime::UNIX_EPOCH;
    let mut reads = Vec::new();
    for byte in heard.iter().flat_map(|atom| meant(profile, atom)) {
        at += TimeDelta::milliseconds(1);
        reads.extend(framer.feed(&[byte], at));
    }
    reads.extend(framer.tick(at + TimeDelta::minutes(1)));
    reads.retain(|read| !read.bytes.is_empty());
    let options = Options {
        data: &profile.data,
        ..Options::default()
    };
    let is_it = |raw: &[u8]| is_the_symbol(&decode(raw, at.date_naive(), options), symbol);
    !reads.is_empty() && reads.iter().all(|read| is_it(&read.bytes))
}

/// Returns the bytes of what was heard; the key that stands for GS counts as GS.
fn meant(profile: &Profile, atom: &Atom) -> Vec<u8> {
    match atom {
        Atom::Key(key) if profile.data.separator_key.as_deref() == Some(&**key) => vec![GS],
        _ => atom.bytes(),
    }
}

fn is_the_symbol(decoded: &Decoded<'_>, symbol: &Symbol) -> bool {
    if !symbol.gs1 {
        return decoded.data() == symbol.data;
    }
    let elements = decoded.label().map_or(&[][..], |label| label.elements());
    let spelt = elements
        .iter()
        .map(|element| format!("({}){}", element.ai, element.value));
    spelt.collect::<String>() == symbol.words()
}
