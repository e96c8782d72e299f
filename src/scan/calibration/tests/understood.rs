//! With the profile that was derived, the three symbols are understood: framed, mended, decoded.

use super::scanner::{Gs, Scanner};
use super::{codes, derived, fact};
use crate::scan::calibration::align::Accent;
use crate::scan::calibration::{Carrier, Line, Sign, symbols};
use crate::scan::profile::Layout;
use crate::scan::{Framer, Options, Source, SourceKind, decode};
use chrono::{DateTime, NaiveDate, TimeDelta};

/// Returns what the three symbols mean when read through the profile derived from them.
fn understood(scanner: &Scanner, line: Line) -> Vec<String> {
    let profile = derived(scanner, Carrier::DataMatrix, line).profile;
    let kind = match line {
        Line::Keyboard => SourceKind::Terminal,
        Line::Serial => SourceKind::Serial,
    };
    let today = NaiveDate::from_ymd_opt(2026, 3, 2).unwrap();
    let mut framer = Framer::new(Source::new(kind, "dock"), &profile.framing);
    let mut meant = Vec::new();
    for (second, symbol) in (0..).zip(symbols(Carrier::DataMatrix)) {
        let begun = TimeDelta::seconds(second);
        let mut reads = Vec::new();
        for beat in scanner.reads(&symbol) {
            let Sign::Byte(byte) = beat.sign else { continue };
            reads.extend(framer.feed(&[byte], beat.at + begun));
        }
        reads.extend(framer.tick(DateTime::UNIX_EPOCH + begun + TimeDelta::milliseconds(900)));
        for read in reads.into_iter().filter(|read| !read.bytes.is_empty()) {
            assert!(!read.typed, "{:?} counts as typed", read.in_clear());
            let options = Options {
                data: &profile.data,
                ..Options::default()
            };
            let decoded = decode(&read.bytes, today, options);
            let elements = decoded.label().map(|label| {
                let spelt = label
                    .elements()
                    .iter()
                    .map(|element| format!("({}){}", element.ai, element.value));
                spelt.collect::<String>()
            });
            meant.push(elements.unwrap_or_else(|| crate::scan::read::in_clear(decoded.data())));
        }
    }
    meant
}

/// Returns a scanner that differs from a plain one.
fn with(change: impl FnOnce(&mut Scanner)) -> Scanner {
    let mut scanner = Scanner::default();
    change(&mut scanner);
    scanner
}

#[test]
fn with_its_profile_a_scanner_is_understood() {
    for scanner in [
        with(|_| {}),
        with(|it| it.suffix = "\n"),
        with(|it| it.suffix = "\t"),
        with(|it| it.suffix = ""),
        with(|it| (it.prefix, it.suffix) = ("\x02", "\x03\r")),
        with(|it| (it.prefix, it.suffix) = ("~~", "#")),
        with(|it| it.gs = Gs::Printed("|")),
        with(|it| it.gs = Gs::Printed("{GS}")),
        with(|it| it.gs = Gs::Printed("^]")),
        with(|it| it.gs_in_front = true),
        with(|it| it.aim = false),
        with(|it| it.layout = Layout::De),
        with(|it| it.layout = Layout::Fr),
        with(|it| it.layout = Layout::Gb),
        with(|it| (it.layout, it.gs) = (Layout::De, Gs::Printed("'"))),
        with(|it| it.pause = 70),
    ] {
        let expected = [r#"Aq-Zy/_]W";8"#, "(90)aZ-4(91)y7Q", r"[)>\x1e06\x1dZq7Y\x1e\x04"];
        let found = understood(&scanner, Line::Keyboard);
        assert_eq!(found[..2], expected[..2], "{scanner:?}");
        assert_eq!(found[2], expected[2], "{scanner:?}");
    }
    let serial = with(|it| (it.prefix, it.suffix, it.gs) = ("\x02", "\r\n", Gs::Printed("~")));
    assert_eq!(understood(&serial, Line::Serial)[1], "(90)aZ-4(91)y7Q");
}

/// Returns which symbols come out as they were encoded, in the screen's words, and the codes of the advice.
fn read_back(scanner: &Scanner, carrier: Carrier) -> (String, Vec<&'static str>) {
    let derived = derived(scanner, carrier, Line::Keyboard);
    (fact(&derived, "Read back").to_owned(), codes(&derived))
}

#[test]
fn through_every_layout_all_three_symbols_are_read_where_the_computer_loses_nothing() {
    for layout in Layout::ALL.into_iter().filter(|layout| *layout != Layout::CaFr) {
        for carrier in Carrier::ALL {
            let (read, advice) = read_back(&with(|it| it.layout = layout), carrier);
            let plain = layout == Layout::Us;
            assert_eq!(read, "1, 2, 3", "{layout:?} {carrier:?}: {advice:?}");
            assert_eq!(
                advice,
                if plain { vec![] } else { vec!["layout"] },
                "{layout:?} {carrier:?}"
            );
        }
    }
}

/// Which symbols can be read if the computer loses the accent alone, and if it loses the next key too.
const LOST: [(Layout, &str, &str); 12] = [
    (Layout::Be, "1, 2, 3", "1, 2, 3"),
    (Layout::BrAbnt2, "2, 3; not 1", "2, 3; not 1"),
    (Layout::Ch, "1, 2, 3", "not 1, 2, 3"),
    (Layout::ChFr, "1, 2, 3", "not 1, 2, 3"),
    (Layout::Dk, "1, 2, 3", "not 1, 2, 3"),
    (Layout::Es, "2, 3; not 1", "2, 3; not 1"),
    (Layout::Fr, "1, 2, 3", "1, 2, 3"),
    (Layout::Nl, "2, 3; not 1", "2, 3; not 1"),
    (Layout::No, "1, 2, 3", "not 1, 2, 3"),
    (Layout::Pt, "1, 2, 3", "not 1, 2, 3"),
    (Layout::Se, "1, 2, 3", "not 1, 2, 3"),
    (Layout::UsIntl, "2, 3; not 1", "2, 3; not 1"),
];

#[test]
fn what_a_computer_loses_is_put_back_where_that_is_possible_and_told_plainly_where_not() {
    let waits = |layout: &Layout| layout.waiting().next().is_some() && *layout != Layout::CaFr;
    for layout in Layout::ALL.into_iter().filter(waits) {
        let known = LOST.iter().find(|(known, ..)| *known == layout);
        let (_, alone, pair) = known.copied().unwrap_or((layout, "1, 2, 3", "1, 2, 3"));
        for (accent, expected) in [(Accent::Lost, alone), (Accent::PairLost, pair)] {
            let scanner = with(|it| (it.layout, it.accent) = (layout, accent));
            let (read, advice) = read_back(&scanner, Carrier::DataMatrix);
            assert_eq!(read, expected, "{layout:?} {accent:?}: {advice:?}");
            if read.contains("not") {
                assert_eq!(advice, ["dead-keys", "layout"], "{layout:?} {accent:?}");
            }
        }
    }
}

#[test]
fn what_can_not_be_put_back_is_named_with_what_to_do() {
    let swedish = with(|it| (it.layout, it.accent) = (Layout::Se, Accent::PairLost));
    let derived = derived(&swedish, Carrier::DataMatrix, Line::Keyboard);
    let told = &derived.advice[0].text;
    for part in [
        "On the keyboard of Sweden or Finland the keys for",
        "of the three symbols 1, 2, 3 can't be read back, and no profile mends that",
        "Set the scanner's country to Sweden or Finland, or the computer to US",
    ] {
        assert!(told.contains(part), "no {part:?} in {told}");
    }
    assert_eq!(fact(&derived, "AIM code ID"), "swallowed by the keyboard");
    assert!(!derived.profile.data.identifiers && !derived.profile.data.bracket_lost);
}

#[test]
fn the_bracket_of_identifiers_is_kept_in_mind_behind_a_prefix_too() {
    let norwegian = with(|it| (it.layout, it.accent, it.prefix) = (Layout::No, Accent::Lost, "\x02"));
    let derived = derived(&norwegian, Carrier::DataMatrix, Line::Keyboard);
    assert!(derived.profile.data.identifiers && derived.profile.data.bracket_lost);
    assert_eq!(derived.profile.framing.prefix.0, b"\x02");
    assert_eq!(
        understood(&norwegian, Line::Keyboard),
        [r#"Aq-Zy/_]W";8"#, "(90)aZ-4(91)y7Q", r"[)>\x1e06\x1dZq7Y\x1e\x04"]
    );
}
