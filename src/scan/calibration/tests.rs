//! For each way in which scanners are set up wrongly: what is heard, and the profile and advice derived from it.

mod scanner;
mod spelling;
mod understood;

use self::scanner::Scanner;
use super::*;
use crate::scan::profile::{Layout, Parity};

/// Returns what is derived from three symbols read by a scanner.
fn derived(scanner: &Scanner, carrier: Carrier, line: Line) -> Derived {
    let symbols = symbols(carrier);
    let heard = symbols.map(|symbol| scanner.reads(&symbol));
    let trial = |at: usize| Trial {
        carrier,
        symbol: symbols[at],
        heard: &heard[at],
        again: None,
    };
    derive("dock", line, &[trial(0), trial(1), trial(2)])
}

fn codes(derived: &Derived) -> Vec<&'static str> {
    derived.advice.iter().map(|advice| advice.code).collect()
}

#[track_caller]
fn advises(scanner: &Scanner, expected: &[&str]) -> Derived {
    let derived = derived(scanner, Carrier::DataMatrix, Line::Keyboard);
    assert_eq!(codes(&derived), expected, "{scanner:?}: {:#?}", derived.advice);
    derived
}

fn fact<'a>(derived: &'a Derived, name: &str) -> &'a str {
    let found = derived.facts.iter().find(|fact| fact.0 == name);
    found.map_or("", |fact| &fact.1)
}

#[test]
fn a_scanner_that_is_set_up_well_gets_a_plain_profile_and_no_advice() {
    for carrier in Carrier::ALL {
        for line in [Line::Keyboard, Line::Serial] {
            let derived = derived(&Scanner::default(), carrier, line);
            assert_eq!(codes(&derived), [""; 0], "{carrier:?}");
            let profile = &derived.profile;
            assert_eq!(profile.name, "dock");
            assert!(profile.data.identifiers);
            assert_eq!(
                (profile.data.layout, profile.data.separator.len()),
                (Layout::Us, 0)
            );
            assert!(profile.framing.prefix.0.is_empty() && profile.framing.suffix.0.is_empty());
            assert_eq!((profile.framing.idle_ms, profile.framing.duplicate_ms), (None, 0));
            assert_eq!(
                (fact(&derived, "Suffix"), fact(&derived, "GS (FNC1)")),
                ("CR", "GS")
            );
            assert_eq!(fact(&derived, "Keys apart"), "2.0 ms, longest 2 ms");
        }
    }
}

#[test]
fn every_terminator_is_understood_and_a_doubled_one_named() {
    for (suffix, shown, advice) in [
        ("\r", "CR", None),
        ("\n", "LF", None),
        ("\r\n", "CR LF", None),
        ("\t", "TAB", None),
        ("\r\t", "CR TAB", None),
        ("\x03\r", "ETX CR", None),
        ("\r\r", "CR CR", Some("two-suffixes")),
        ("\r\n\r\n", "CR LF CR LF", Some("two-suffixes")),
        ("", "nothing", Some("no-suffix")),
    ] {
        let derived = advises(
            &Scanner {
                suffix,
                ..Scanner::default()
            },
            advice.as_slice(),
        );
        assert_eq!(fact(&derived, "Suffix"), shown);
        assert_eq!(derived.profile.framing.idle_ms.is_some(), suffix.is_empty());
    }
    let derived = advises(
        &Scanner {
            suffix: "#\x03\r",
            ..Scanner::default()
        },
        &[],
    );
    assert_eq!(derived.profile.framing.suffix.0, b"#\x03");
}

#[test]
fn a_prefix_is_told_from_an_identifier() {
    for prefix in ["\x02", "~~", "A"] {
        let derived = advises(
            &Scanner {
                prefix,
                ..Scanner::default()
            },
            &[],
        );
        assert_eq!(derived.profile.framing.prefix.0, prefix.as_bytes());
        assert_eq!(fact(&derived, "AIM code ID"), "]d1");
    }
    let derived = advises(
        &Scanner {
            prefix: "\x02",
            aim: false,
            ..Scanner::default()
        },
        &["no-identifier"],
    );
    assert_eq!(derived.profile.framing.prefix.0, b"\x02");
    assert!(!derived.profile.data.identifiers);
    let zebra = Scanner {
        prefix: "P00",
        aim: false,
        ..Scanner::default()
    };
    let derived = advises(&zebra, &["own-identifier"]);
    assert!(
        derived.advice[0].text.contains("(P00)"),
        "{}",
        derived.advice[0].text
    );
}

#[test]
fn a_slow_scanner_gets_its_pause_and_one_that_repeats_its_window() {
    let derived = advises(
        &Scanner {
            pause: 62,
            ..Scanner::default()
        },
        &["slow-keys"],
    );
    assert_eq!(derived.profile.framing.gap_ms, 95);
    let derived = advises(
        &Scanner {
            twice: true,
            ..Scanner::default()
        },
        &["sent-twice"],
    );
    assert!(0 < derived.profile.framing.duplicate_ms);
    assert_eq!(fact(&derived, "Suffix"), "CR", "the second copy is no suffix");
    let symbols = symbols(Carrier::DataMatrix);
    let heard = symbols.map(|symbol| Scanner::default().reads(&symbol));
    let trial = |at: usize| Trial {
        carrier: Carrier::DataMatrix,
        symbol: symbols[at],
        heard: &heard[at],
        again: (at == 0).then(|| chrono::TimeDelta::milliseconds(730)),
    };
    let derived = derive("dock", Line::Keyboard, &[trial(0), trial(1), trial(2)]);
    assert_eq!(
        (codes(&derived), derived.profile.framing.duplicate_ms),
        (vec!["sent-twice"], 900)
    );
}

#[test]
fn a_line_of_seven_bits_is_seen() {
    for (parity, even) in [(Parity::Even, true), (Parity::Odd, false)] {
        let scanner = Scanner {
            parity: Some(even),
            ..Scanner::default()
        };
        let derived = derived(&scanner, Carrier::DataMatrix, Line::Serial);
        assert_eq!(codes(&derived), ["parity"]);
        assert_eq!(
            (derived.profile.line.bits, derived.profile.line.parity),
            (7, parity)
        );
    }
}

#[test]
fn a_symbol_that_was_not_read_is_named_and_the_rest_used() {
    let symbols = symbols(Carrier::DataMatrix);
    let heard = Scanner {
        suffix: "\t",
        ..Scanner::default()
    }
    .reads(&symbols[0]);
    let trial = |at: usize, heard| Trial {
        carrier: Carrier::DataMatrix,
        symbol: symbols[at],
        heard,
        again: None,
    };
    let derived = derive(
        "dock",
        Line::Keyboard,
        &[trial(0, &heard), trial(1, &[]), trial(2, &[])],
    );
    assert_eq!(
        (codes(&derived), fact(&derived, "Suffix")),
        (vec!["not-read"], "TAB")
    );
    let nothing = derive(
        "dock",
        Line::Keyboard,
        &[trial(0, &[]), trial(1, &[]), trial(2, &[])],
    );
    assert_eq!(codes(&nothing), ["not-read"]);
}

#[test]
fn another_code_is_not_the_symbol() {
    let symbols = symbols(Carrier::DataMatrix);
    for (code, fit) in [
        ("4006381333931\r", Fit::Other),
        ("$BL.DONE\r", Fit::Other),
        ("", Fit::Other),
        ("\r", Fit::Other),
        ("Aq-Zy/_]W\";8\r", Fit::Whole),
        ("]d1Aq-Zy/_]W\";8", Fit::Whole),
        ("Aq?Zy!_]Wm,8\r", Fit::Spoilt),
    ] {
        assert_eq!(fits(&symbols[0], &scanner::typed(code, 2)), fit, "{code}");
    }
}

proptest::proptest! {
    #![proptest_config(proptest::prelude::ProptestConfig::with_cases(48))]

    #[test]
    fn nothing_that_is_heard_panics(heard in proptest::collection::vec(proptest::collection::vec(proptest::prelude::any::<u8>(), 0..40), 3)) {
        let symbols = symbols(Carrier::DataMatrix);
        let beats: Vec<Vec<Beat>> = heard.iter().map(|bytes| scanner::beats(bytes, 3)).collect();
        let trial = |at: usize| Trial { carrier: Carrier::DataMatrix, symbol: symbols[at], heard: &beats[at], again: None };
        let derived = derive("dock", Line::Keyboard, &[trial(0), trial(1), trial(2)]);
        proptest::prop_assert!(derived.profile.write().parse::<crate::scan::Profile>().is_ok());
    }
}
