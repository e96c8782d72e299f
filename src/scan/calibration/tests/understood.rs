//! With the profile that was derived, the three symbols are understood: framed, mended, decoded.

use super::derived;
use super::scanner::{Gs, Scanner};
use crate::scan::calibration::{Carrier, Line, Sign, symbols};
use crate::scan::profile::Layout;
use crate::scan::{Framer, Options, Source, SourceKind, decode};
use chrono::{DateTime, NaiveDate, TimeDelta};

/// What the three symbols mean once they went through the profile that came of them.
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

/// A scanner that differs from a plain one.
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
        let swallowed = scanner.layout == Layout::Fr; // the dead key of `[`
        assert!(found[2] == expected[2] || swallowed, "{scanner:?}: {}", found[2]);
    }
    let serial = with(|it| (it.prefix, it.suffix, it.gs) = ("\x02", "\r\n", Gs::Printed("~")));
    assert_eq!(understood(&serial, Line::Serial)[1], "(90)aZ-4(91)y7Q");
}
