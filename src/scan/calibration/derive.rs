//! The derivation: candidates are tried, and the best one tells what stands around and between the characters.

mod around;
mod proof;
mod separator;

use super::advice::Advice;
use super::align::{self, Alignment, Atom, Candidate, Case};
use super::rhythm::Rhythm;
use super::{Beat, Carrier, Sign, Symbol, Trial, board};
use crate::scan::profile::{self, Layout, Parity, Profile};
use crate::scan::read::in_clear;

/// What connects the scanner.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Line {
    /// It types as a keyboard.
    Keyboard,
    /// A serial line.
    Serial,
}

/// What three symbols tell of a scanner.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Derived {
    /// Its profile, which corrects what a profile can correct.
    pub profile: Profile,
    /// Settings to change, the gravest first.
    pub advice: Vec<Advice>,
    /// What was found out, name and value, for the screen.
    pub facts: Vec<(&'static str, String)>,
}

/// A trial whose symbol was found in what was heard.
struct Understood<'a> {
    carrier: Carrier,
    symbol: Symbol,
    found: Alignment<'a>,
}

/// The derivation under way.
struct Work {
    profile: Profile,
    advice: Vec<Advice>,
    facts: Vec<(&'static str, String)>,
    candidate: Candidate,
}

/// Returns the profile of a scanner from what was heard of three symbols, and the settings to change.
pub fn derive(name: &str, line: Line, trials: &[Trial<'_>; 3]) -> Derived {
    let rhythm = Rhythm::of(trials);
    let mut heard = trials.each_ref().map(|trial| align::atoms(trial.heard));
    let mut work = Work {
        profile: blank(name, line),
        advice: Vec::new(),
        facts: Vec::new(),
        candidate: best(trials, &heard),
    };
    if count(work.candidate, trials, &heard) == 0 {
        let seven = heard.each_ref().map(|atoms| align::seven_bits(atoms));
        if 0 < count(Candidate::PLAIN, trials, &seven) {
            work.parity(trials);
            heard = seven;
        }
    }
    work.understand(trials, &heard, rhythm, line);
    work.advice
        .sort_by_key(|advice| std::cmp::Reverse(advice.gravity));
    let Work {
        profile,
        advice,
        facts,
        ..
    } = work;
    Derived {
        profile,
        advice,
        facts,
    }
}

/// Returns the profile to start from, when nothing about the scanner is known yet.
fn blank(name: &str, line: Line) -> Profile {
    let kind = match line {
        Line::Keyboard => "Keyboard wedge",
        Line::Serial => "Serial scanner",
    };
    Profile {
        name: name.to_owned(),
        about: format!("{kind}, measured with three symbols"),
        ..Profile::default()
    }
}

/// Returns how many of the trials a candidate explains.
fn count(candidate: Candidate, trials: &[Trial<'_>; 3], heard: &[Vec<Atom>; 3]) -> usize {
    let pairs = trials.iter().zip(heard);
    pairs
        .filter(|(trial, atoms)| candidate.align(&trial.symbol, atoms).is_some())
        .count()
}

/// Returns the candidate that explains the most trials; among equals the likeliest.
fn best(trials: &[Trial<'_>; 3], heard: &[Vec<Atom>; 3]) -> Candidate {
    let most = heard.iter().filter(|atoms| !atoms.is_empty()).count();
    let (mut best, mut explained) = (Candidate::PLAIN, 0);
    for candidate in Candidate::all() {
        let count = count(candidate, trials, heard);
        if explained < count {
            (best, explained) = (candidate, count);
        }
        if explained == most {
            break;
        }
    }
    best
}

impl Work {
    fn advise(&mut self, advice: Advice) {
        if !self.advice.iter().any(|known| known.code == advice.code) {
            self.advice.push(advice);
        }
    }

    fn understand(&mut self, trials: &[Trial<'_>; 3], heard: &[Vec<Atom>; 3], rhythm: Rhythm, line: Line) {
        let mut understood = Vec::new();
        for (trial, atoms) in trials.iter().zip(heard) {
            match self.find(trial, atoms) {
                Some(it) => understood.push(it),
                None => self.missing(trial, atoms),
            }
        }
        self.around(&understood, rhythm);
        self.separators(&understood);
        self.case_and_layout();
        self.rhythm(trials, &understood, rhythm);
        self.prove(trials, heard, line);
    }

    fn find<'a>(&self, trial: &Trial<'_>, atoms: &'a [Atom]) -> Option<Understood<'a>> {
        Some(Understood {
            carrier: trial.carrier,
            symbol: trial.symbol,
            found: self.candidate.align(&trial.symbol, atoms)?,
        })
    }

    /// Advises on a symbol of which nothing, or nothing sensible, was heard.
    fn missing(&mut self, trial: &Trial<'_>, atoms: &[Atom]) {
        let what = trial.carrier.name();
        if atoms.is_empty() {
            self.advise(Advice::not_read(what));
            return;
        }
        let expected: Vec<char> = trial.symbol.printable().collect();
        let printable: Vec<char> = atoms.iter().filter_map(Atom::printable).collect();
        let Some(from) = printable.len().checked_sub(expected.len()) else {
            return self.advise(Advice::not_understood(what));
        };
        let pairs = expected.iter().zip(&printable[from..]);
        let changed: Vec<String> = pairs
            .filter(|(sent, arrived)| sent != arrived)
            .map(|(sent, arrived)| format!("{sent} as {arrived}"))
            .collect();
        if changed.is_empty() || expected.len() < changed.len() * 2 {
            return self.advise(Advice::not_understood(what));
        }
        self.advise(Advice::unknown_layout(&changed.join(", ")));
    }

    fn case_and_layout(&mut self) {
        let Candidate { layout, case, .. } = self.candidate;
        match case {
            Case::Kept => {}
            Case::Swapped | Case::Locked => self.advise(Advice::caps_lock()),
            Case::Upper => self.advise(Advice::one_case("upper")),
            Case::Lower => self.advise(Advice::one_case("lower")),
        }
        if layout != Layout::Us {
            self.profile.data.layout = layout;
            self.advise(Advice::layout(layout));
        }
        let letters = match case {
            Case::Kept => "as encoded",
            Case::Swapped => "swapped",
            Case::Locked => "swapped, signs too",
            Case::Upper => "upper",
            Case::Lower => "lower",
        };
        self.facts.push(("Keyboard", board::country(layout).to_owned()));
        self.facts.push(("Case", letters.to_owned()));
    }

    fn rhythm(&mut self, trials: &[Trial<'_>; 3], understood: &[Understood<'_>], rhythm: Rhythm) {
        let framing = &mut self.profile.framing;
        framing.gap_ms = rhythm.granted(framing.gap_ms);
        self.facts.push(("Keys apart", rhythm.to_string()));
        let later = trials.iter().filter_map(|trial| trial.again).max();
        let at_once = understood.iter().any(|it| it.found.again);
        if later.is_some() || at_once {
            let after = later.map_or(0, |after| after.num_milliseconds().clamp(0, 10_000));
            let whole = trials.iter().map(|trial| span(trial.heard)).max().unwrap_or(0);
            let millis = u32::try_from(after.max(whole)).unwrap_or(0) + 100;
            self.profile.framing.duplicate_ms = millis.next_multiple_of(100);
            self.advise(Advice::sent_again(self.profile.framing.duplicate_ms));
        }
        if 50 < rhythm.longest {
            self.advise(Advice::slow(rhythm.longest));
        }
    }

    /// Sets the line to seven bits, with the parity that the heard bytes show: an even or an odd number of ones.
    fn parity(&mut self, trials: &[Trial<'_>; 3]) {
        let bytes = trials
            .iter()
            .flat_map(|trial| trial.heard)
            .filter_map(|beat| match beat.sign {
                Sign::Byte(byte) => Some(byte),
                Sign::Key(_) => None,
            });
        let even = bytes.map(u8::count_ones).all(|ones| ones % 2 == 0);
        self.profile.line = profile::Line {
            bits: 7,
            parity: if even { Parity::Even } else { Parity::Odd },
            ..profile::Line::default()
        };
        self.advise(Advice::parity());
    }
}

/// Returns the time from the first sign to the last, in milliseconds.
fn span(heard: &[Beat]) -> i64 {
    match (heard.first(), heard.last()) {
        (Some(first), Some(last)) => (last.at - first.at).num_milliseconds(),
        _ => 0,
    }
}

/// Returns what a profile writes down for characters as they were heard.
fn raw(atoms: &[Atom]) -> Vec<u8> {
    atoms.iter().flat_map(Atom::bytes).collect()
}

/// Returns characters as they were heard, written for a person to read.
fn shown(atoms: &[Atom]) -> String {
    if atoms.is_empty() {
        return "nothing".to_owned();
    }
    let one = |atom: &Atom| match atom {
        Atom::Char(c) => c.to_string(),
        Atom::Control(b'\r') => "CR".to_owned(),
        Atom::Control(b'\n') => "LF".to_owned(),
        Atom::Control(b'\t') => "TAB".to_owned(),
        Atom::Control(0x02) => "STX".to_owned(),
        Atom::Control(0x03) => "ETX".to_owned(),
        Atom::Control(0x04) => "EOT".to_owned(),
        Atom::Control(0x1d) => "GS".to_owned(),
        Atom::Control(0x1e) => "RS".to_owned(),
        Atom::Keypad(byte) => format!("Alt+{byte:03}"),
        Atom::Key(key) => key.to_uppercase(),
        Atom::Control(byte) | Atom::Byte(byte) => in_clear(&[*byte]),
    };
    let spaced = atoms.iter().all(|atom| !matches!(atom, Atom::Char(_)));
    let words: Vec<String> = atoms.iter().map(one).collect();
    words.join(if spaced { " " } else { "" })
}
