//! The terminal is borrowed: whatever ends the program, it comes back as it was.

use super::company::Company;
use super::station::Station;
use rustix::process::Signal;
use std::num::NonZero;

/// Leaves the alternate screen.
const LEAVE: &str = "\x1b[?1049l";
/// Ends bracketed paste.
const PASTE_OFF: &str = "\x1b[?2004l";
/// Shows the cursor.
const CURSOR: &str = "\x1b[?25h";

#[track_caller]
fn is_given_back(station: &Station, how: &str) {
    let written = String::from_utf8_lossy(&station.written);
    for part in [LEAVE, PASTE_OFF, CURSOR] {
        let last = written.rfind(part);
        let taken = written.rfind("\x1b[?1049h");
        assert!(
            taken.is_some() && taken < last,
            "{how}: no {part:?} after the screen was taken"
        );
    }
    let screen = station.screen();
    assert!(!screen.alternate_screen(), "{how}: still the alternate screen");
    assert!(!screen.bracketed_paste(), "{how}: pastes are still bracketed");
    assert!(!screen.hide_cursor(), "{how}: the cursor is hidden");
    assert!(station.is_line_as_before(), "{how}: the line is not sane");
}

#[test]
fn quitting_gives_the_terminal_back() {
    let company = Company::open();
    for key in [b"\x11", b"\x03"] {
        let mut station = company.station("DOCK-1");
        station.wait_for("Scan your badge");
        assert!(station.screen().alternate_screen() && station.screen().bracketed_paste());
        assert!(!station.is_line_as_before(), "raw while the screen is drawn");
        station.send(key);
        assert!(station.end().success());
        is_given_back(&station, "quit");
    }
}

#[test]
fn without_an_alternate_screen_nothing_shows_through_and_nothing_stays_behind() {
    let company = Company::open();
    for (key, how) in [(b"\x11", "quit"), (b"\x03", "^C")] {
        let mut station = company.station("DOCK-1");
        station.wait_for("Scan your badge");
        let drawn = station.written.len();
        station.send(key);
        assert!(station.end().success());
        let [rows, columns] = [24, 80].map(|count| NonZero::new(count).unwrap());
        let mut console = vt100::Parser::new(rows, columns, 0);
        for line in 0..24 {
            console.process(format!("\r\nbefore {line} {}", "x".repeat(60)).as_bytes());
        }
        let without = |bytes: &[u8]| {
            String::from_utf8_lossy(bytes)
                .replace("\x1b[?1049h", "")
                .replace(LEAVE, "")
        };
        console.process(without(&station.written[..drawn]).as_bytes());
        let frame = console.screen().contents();
        assert!(
            frame.contains("Scan your badge") && !frame.contains("xxx"),
            "{frame}"
        );
        console.process(without(&station.written[drawn..]).as_bytes());
        let left = console.screen().contents();
        assert_eq!(
            (left.trim(), console.screen().cursor_position()),
            ("", (0, 0)),
            "{how}"
        );
    }
}

#[test]
fn a_signal_gives_the_terminal_back() {
    let company = Company::open();
    for signal in [Signal::TERM, Signal::HUP, Signal::INT, Signal::QUIT] {
        let mut station = company.station("DOCK-1");
        station.wait_for("Scan your badge");
        station.signal(signal);
        let status = station.end();
        assert!(status.success(), "{signal:?}: {status}");
        is_given_back(&station, &format!("{signal:?}"));
    }
}

#[test]
fn an_abort_gives_the_terminal_back_and_ends_at_once() {
    let company = Company::open();
    let mut station = company.station("DOCK-1");
    station.wait_for("Scan your badge");
    station.signal(Signal::ABORT);
    assert!(!station.end().success());
    is_given_back(&station, "SIGABRT");
}
