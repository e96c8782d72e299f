//! Serial scanners and pastes: no fingers, so that time means nothing but silence.

use super::player::{Player, at, told};
use binledger::app::keyboard::Pressed;
use binledger::scan::{Ending, Framer, Profile, Read, Source, SourceKind};

fn serial(profile: &str) -> Framer {
    let profile: Profile = profile.parse().unwrap();
    Framer::new(Source::new(SourceKind::Serial, "/dev/scanner"), &profile.framing)
}

/// What a serial scanner with this profile sends, in pieces with their times in milliseconds.
fn sent(profile: &str, pieces: &[(i64, &[u8])]) -> Vec<String> {
    let mut framer = serial(profile);
    let mut reads = Vec::new();
    for (millis, bytes) in pieces {
        reads.extend(framer.feed(bytes, at(millis * 1_000)));
    }
    let last = pieces.last().map_or(0, |piece| piece.0);
    reads.extend(framer.tick(at((last + 60) * 1_000)));
    reads.iter().map(told).collect()
}

const STX: &str = r"framing = { prefix = '\x02', suffix = '\x03' }";
const SILENT: &str = "[framing]\nidle_ms = 50";

/// What ends a code, the profile, what comes when, and the reads of it.
type Sent = (
    &'static str,
    &'static str,
    &'static [(i64, &'static [u8])],
    &'static [&'static str],
);

const ENDS: &[Sent] = &[
    ("CR", "", &[(0, b"4006381333931\r")], &["scan 4006381333931"]),
    (
        "in pieces",
        "",
        &[(0, b"40063"), (900, b"81333931"), (999, b"\r")],
        &["scan 4006381333931"],
    ),
    (
        "CR and LF, apart",
        "",
        &[(0, b"4006\r"), (900, b"\n5010\r\n")],
        &["scan 4006", "scan 5010"],
    ),
    (
        "TAB and CR",
        "",
        &[(0, b"4006\t\r5010\t\r")],
        &["scan 4006", "scan 5010"],
    ),
    ("a short one", "", &[(0, b"A\r")], &["scan A"]),
    (
        "line noise",
        "",
        &[(0, b"\x00\x11\x134006381333931\r")],
        &["scan 4006381333931"],
    ),
    (
        "silence",
        SILENT,
        &[(0, b"4006381333931")],
        &["scan 4006381333931"],
    ),
    (
        "silence between",
        SILENT,
        &[(0, b"4006"), (60, b"5010")],
        &["scan 4006", "scan 5010"],
    ),
    (
        "no silence",
        SILENT,
        &[(0, b"4006"), (49, b"5010")],
        &["scan 40065010"],
    ),
    (
        "silence and CR",
        SILENT,
        &[(0, b"4006"), (60, b"\r"), (90, b"5010\r")],
        &["scan 4006", "scan 5010"],
    ),
    (
        "STX and ETX",
        STX,
        &[(0, b"\x024006\x03\x025010\x03")],
        &["scan 4006", "scan 5010"],
    ),
    (
        "STX, ETX, CR LF",
        STX,
        &[(0, b"\x024006\x03\r\n\x025010\x03\r\n")],
        &["scan 4006", "scan 5010"],
    ),
    ("STX and CR", STX, &[(0, b"\x024006\r")], &["scan 4006"]),
    (
        "an ETX that got lost",
        STX,
        &[(0, b"\x0240\x025010\x03")],
        &["cut 40", "scan 5010"],
    ),
    (
        "nothing at all",
        STX,
        &[(0, b"\x02\x03\x03\x025010\x03")],
        &["scan 5010"],
    ),
    (
        "a suffix of two",
        "framing = { suffix = '#!' }",
        &[(0, b"40#06#!5010#!")],
        &["scan 40#06", "scan 5010"],
    ),
    (
        "NUL as a suffix",
        r"framing = { suffix = '\x00' }",
        &[(0, b"4006\x005010\x00")],
        &["scan 4006", "scan 5010"],
    ),
    (
        "what is no text",
        "",
        &[(0, b"A\xe9B\rC\r")],
        &[r"scan A\xe9B", "scan C"],
    ),
];

#[test]
fn a_serial_scanner_ends_its_codes_in_many_ways() {
    for (about, profile, pieces, expected) in ENDS {
        assert_eq!(sent(profile, pieces), *expected, "{about}");
    }
}

#[test]
fn an_enter_from_a_serial_scanner_is_one() {
    assert_eq!(sent("", &[(0, b"\r"), (500, b"\r")]), ["scan ", "scan "]);
    assert_eq!(sent("", &[(0, b"4006\r\r")]), ["scan 4006", "scan "]);
}

#[test]
fn a_paste_is_reads_whose_separators_are_put_right() {
    let pasted = |text: &str| -> Vec<Read> {
        let reads = Player::with("").keyboard.paste(text.as_bytes(), false, at(0));
        let read = |pressed| match pressed {
            Pressed::Read(read) => read,
            other => panic!("{other:?}"),
        };
        reads.into_iter().map(read).collect()
    };
    for (text, expected) in [
        ("4006381333931", &["scan 4006381333931"][..]),
        (
            "4006381333931\r\n5010029000016\n",
            &["scan 4006381333931", "scan 5010029000016"],
        ),
        (
            "]d20109521234543213\u{241d}10A",
            &[r"scan ]d20109521234543213\x1d10A"],
        ),
        // A terminal that drops the separator: the label is read as it came, and checked as every label is.
        ("]d2010952123454321310A21S", &["scan ]d2010952123454321310A21S"]),
    ] {
        let reads = pasted(text);
        assert_eq!(reads.iter().map(told).collect::<Vec<_>>(), expected);
        assert!(reads.iter().all(|read| read.source.kind == SourceKind::Paste));
    }
}

#[test]
fn a_byte_that_is_no_character_costs_its_neighbours_nothing() {
    let mut player = Player::with("").play("A");
    let pressed = player.keyboard.bytes(b"\xe9", at(4_000));
    assert_eq!(pressed, [Pressed::Line]);
    assert_eq!(player.play("BCD<enter>").said(), [r"scan A\xe9BCD"]);
}

#[test]
fn a_read_without_end_comes_in_pieces_that_are_never_a_code() {
    let (mut framer, long) = (serial(""), vec![b'9'; 10_000]);
    let mut reads = framer.feed(&long, at(0));
    reads.extend(framer.feed(b"\r", at(0)));
    assert_eq!(
        reads.iter().map(|read| read.bytes.len()).collect::<Vec<_>>(),
        [4096, 4096, 1808]
    );
    assert!(reads.iter().all(|read| read.overlong));
    assert_eq!(reads[0].ending, Ending::Full);
}
