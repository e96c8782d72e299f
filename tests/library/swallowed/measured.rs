//! Rates over tables of labels and over labels as they are printed.

use super::corpus::{Dice, LOTS, Made, SERIALS, label};
use super::today;
use binledger::scan::exact::{self, Form};
use binledger::scan::gs1::GS;
use binledger::scan::read::from_clear;
use binledger::scan::{Ai, Decoded, Options, decode, swallowed};

/// Every label of the tables of facts, and labels as scanners send them.
const TABLES: [&str; 11] = [
    include_str!("../labels/brackets.txt"),
    include_str!("../labels/characters.txt"),
    include_str!("../labels/dates.txt"),
    include_str!("../labels/identifiers.txt"),
    include_str!("../labels/keys.txt"),
    include_str!("../labels/links.txt"),
    include_str!("../labels/measures.txt"),
    include_str!("../labels/separators.txt"),
    include_str!("../labels/symbols.txt"),
    include_str!("../labels/together.txt"),
    include_str!("scanned.txt"),
];

/// An element: its identifier and what it says.
type Told = (Ai, String);

fn read(raw: &[u8]) -> Decoded<'_> {
    match Form::of(raw) {
        Form::Elements => exact::decode(raw, Form::Elements, today(), Options::default()),
        _ => decode(raw, today(), Options::default()),
    }
}

/// The elements behind the first separator that nothing but itself marks: they are swallowed when it is lost.
fn swallowed(decoded: &Decoded<'_>) -> Vec<Told> {
    let elements = decoded.label().map_or(&[][..], |label| label.elements());
    let unmarked = |two: &[binledger::scan::Element<'_>]| {
        decoded.raw[..two[1].at].ends_with(&[GS]) && !two[0].ai.is_predefined()
    };
    let first = elements.windows(2).position(unmarked);
    let behind = first.map_or(&[][..], |first| &elements[first + 1..]);
    behind
        .iter()
        .map(|it| (it.ai, it.normal().into_owned()))
        .collect()
}

fn without_separators(raw: &[u8]) -> Vec<u8> {
    raw.iter().copied().filter(|&byte| byte != GS).collect()
}

/// What is proposed to have been swallowed.
fn proposed(raw: &[u8]) -> Vec<Told> {
    let decoded = read(raw);
    let split = swallowed::look(&decoded, today().into());
    let warned = decoded.warnings.iter().any(|it| it.code() == "swallowed-field");
    assert_eq!(warned, split.is_some(), "what is proposed is warned of");
    let parts = split.map_or_else(Vec::new, |split| split.parts);
    let parts = parts.into_iter().skip(1);
    parts.map(|(ai, value)| (ai, value.into())).collect()
}

/// How often something happened, out of how often it could have.
#[derive(Default, Clone, Copy)]
struct Rate(usize, usize);

impl Rate {
    fn note(&mut self, was: usize, of: usize) {
        self.0 += was;
        self.1 += of;
    }

    /// In tenths of a percent.
    fn permille(self) -> usize {
        self.0 * 1000 / self.1.max(1)
    }
}

impl std::fmt::Display for Rate {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let permille = self.permille();
        write!(
            f,
            "{}.{} % ({} of {})",
            permille / 10,
            permille % 10,
            self.0,
            self.1
        )
    }
}

/// The rates over a set of labels.
#[derive(Default)]
struct Rates {
    alarms: Rate,
    warned: Rate,
    named: Rate,
}

impl Rates {
    /// Reads a label with and without its separators; returns whether the intact one was doubted.
    fn note(&mut self, raw: &[u8]) -> bool {
        let decoded = read(raw);
        if decoded.label().is_none() {
            return false;
        }
        let alarm = !proposed(raw).is_empty();
        self.alarms.note(usize::from(alarm), 1);
        let lost = swallowed(&decoded);
        if !lost.is_empty() {
            let proposal = proposed(&without_separators(raw));
            let warned = if proposal.is_empty() { 0 } else { lost.len() };
            let named = lost.iter().filter(|told| proposal.contains(told)).count();
            self.warned.note(warned, lost.len());
            self.named.note(named, lost.len());
        }
        alarm
    }
}

impl std::fmt::Display for Rates {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let Self {
            alarms,
            warned,
            named,
        } = self;
        write!(
            f,
            "false alarms {alarms}, swallowed fields reported {warned}, named right {named}"
        )
    }
}

#[test]
fn swallowed_fields_of_known_labels_are_reported_and_whole_ones_are_not_doubted() {
    let mut rates = Rates::default();
    let lines = TABLES.iter().flat_map(|table| table.lines());
    for line in lines.filter(|line| !line.is_empty() && !line.starts_with('#')) {
        rates.note(&from_clear(line.split('\t').next().unwrap()));
    }
    println!("known labels: {rates}");
    assert!(rates.alarms.1 > 200 && rates.warned.1 > 50, "{rates}");
    assert!(rates.alarms.permille() <= 10, "{rates}");
    assert!(
        rates.warned.permille() >= 950 && rates.named.permille() >= 950,
        "{rates}"
    );
}

#[test]
fn swallowed_fields_of_printed_labels_are_reported_and_whole_ones_are_not_doubted() {
    let mut dice = Dice::new(2026);
    let (mut rates, mut doubted) = (
        Rates::default(),
        vec![Rate::default(); LOTS.len() + SERIALS.len()],
    );
    for _ in 0..4000 {
        let Made { raw, lot, serial } = label(&mut dice, today());
        let alarm = usize::from(rates.note(&raw));
        doubted[serial.map_or(lot, |serial| LOTS.len() + serial)].note(alarm, 1);
    }
    println!("printed labels: {rates}");
    for (style, doubted) in LOTS.iter().chain(&SERIALS).zip(&doubted) {
        println!("  {style}: false alarms {doubted}");
    }
    assert!(rates.alarms.permille() <= 10, "{rates}");
    assert!(
        rates.warned.permille() >= 960 && rates.named.permille() >= 930,
        "{rates}"
    );
}
