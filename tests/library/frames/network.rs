//! Fingers and scanners behind a network that holds keys up: whatever comes of it, nothing is misread.

use super::player::{Player, at};
use binledger::app::keyboard::Pressed;
use binledger::keys::Key;
use binledger::scan::{Ending, Framer, Framing, Heard, Read, Source, SourceKind, Stroke};
use proptest::prelude::*;

/// A key and when it was pressed, in microseconds.
type Sent = (char, i64);

/// Keys one after the other, the first after a pause.
fn keys(text: &str, pause: i64, paces: &[i64], sent: &mut Vec<Sent>) {
    let mut now = sent.last().map_or(0, |key| key.1);
    for (n, c) in text.chars().enumerate() {
        now += if n == 0 { pause } else { paces[n % paces.len()] };
        sent.push((c, now));
    }
}

/// When the network delivers what was sent: keys pressed during a hold-up all come at its end.
fn delivered(sent: &[Sent], hold_ups: &[(i64, i64)]) -> Vec<Sent> {
    let late = |at: i64| {
        let held = hold_ups
            .iter()
            .filter(|(from, length)| (*from..from + length).contains(&at));
        held.map(|(from, length)| from + length).max().unwrap_or(at)
    };
    let mut now = i64::MIN;
    let on_time = sent.iter().map(|&(c, at)| {
        now = now.max(late(at));
        (c, now)
    });
    on_time.collect()
}

/// What a terminal makes of keys; `~` is Enter. The reads, and what is left on the line.
fn heard(keys: &[Sent]) -> (Vec<Read>, String) {
    let mut framer = Framer::new(Source::new(SourceKind::Terminal, "tty"), &Framing::default());
    let reads = keys.iter().filter_map(|&(c, micros)| {
        let stroke = if c == '~' { Stroke::Enter } else { Stroke::Char(c) };
        match framer.stroke(stroke, at(micros)) {
            Heard::Read(read) => Some(read),
            Heard::Pending | Heard::Key => None,
        }
    });
    let reads = reads.collect();
    (reads, String::from_utf8(framer.pending().to_vec()).unwrap())
}

/// The pace of scanners: keys of a USB wedge, of one over Bluetooth.
fn scanner() -> impl Strategy<Value = Vec<i64>> {
    let key = |from: i64, to: i64| prop::collection::vec(from * 1_000..to * 1_000, 4);
    prop_oneof![key(1, 5), key(8, 25)]
}

/// The pace of fingers.
fn fingers() -> impl Strategy<Value = Vec<i64>> {
    prop::collection::vec(85_000..260_000i64, 5)
}

fn code() -> impl Strategy<Value = String> {
    prop_oneof![
        "[A-Z]-[0-9]{2}-[0-9]{2}",
        "[0-9]{12}".prop_map(|body| {
            let check = binledger::scan::gtin::check_digit(body.as_bytes());
            format!("{body}{}", char::from(check))
        }),
        "[A-Z0-9]{6,20}",
        r"\]C110[A-Z0-9]{3,12}",
    ]
}

/// Hold-ups of a network somewhere in the first seconds.
fn hold_ups(most: usize) -> impl Strategy<Value = Vec<(i64, i64)>> {
    prop::collection::vec((0..3_000_000i64, 30_000..900_000i64), 0..=most)
}

proptest! {
    #[test]
    fn a_scan_is_never_cut_in_two(code in code(), pace in scanner(), hold_ups in hold_ups(3)) {
        let mut sent = Vec::new();
        keys(&format!("{code}~"), 0, &pace, &mut sent);
        let (reads, line) = heard(&delivered(&sent, &hold_ups));
        prop_assert_eq!(reads.len(), 1);
        prop_assert_eq!(reads[0].in_clear(), code);
        prop_assert_eq!(line, "");
    }

    #[test]
    fn what_is_typed_is_never_cut_in_two(text in "[A-Z0-9]{1,14}", pace in fingers(), hold_ups in hold_ups(3)) {
        let mut sent = Vec::new();
        keys(&format!("{text}~"), 0, &pace, &mut sent);
        let (reads, line) = heard(&delivered(&sent, &hold_ups));
        prop_assert_eq!(reads.len(), 1);
        prop_assert_eq!(reads[0].in_clear(), text);
        prop_assert_eq!(line, "");
    }

    #[test]
    fn typing_never_gets_into_a_scan(
        head in "[A-Z1-9]{2,6}",
        code in code(),
        (slow, fast) in (fingers(), scanner()),
        pause in 200_000..3_000_000i64,
        hold_ups in hold_ups(1),
    ) {
        let mut sent = Vec::new();
        keys(&head, 0, &slow, &mut sent);
        keys(&format!("{code}~"), pause, &fast, &mut sent);
        let keys = delivered(&sent, &hold_ups);
        // A scan that begins in the very moment in which a hold-up ends is not told from what was held up.
        let begins = sent[head.len()].1;
        prop_assume!(!hold_ups.iter().any(|(from, length)| (-60_000..1_000).contains(&(from + length - begins))));
        let apart = (head.len()..keys.len()).all(|n| keys[n].1 == sent[n].1)
            && (0..head.len()).all(|n| keys[n].1 == sent[n].1);
        let (reads, line) = heard(&keys);
        prop_assert_eq!(reads.len(), 1);
        let read = &reads[0];
        if apart {
            prop_assert_eq!((read.in_clear(), read.typed, &line), (code, false, &head));
        } else if read.ending == Ending::Mixed {
            prop_assert_eq!((read.in_clear(), line), (format!("{head}{code}"), String::new()));
        } else if line.is_empty() {
            // One hold-up took the last keys of the typing along with the scan, or looks as if it had.
            prop_assert_eq!(read.in_clear(), format!("{head}{code}"));
        } else {
            prop_assert_eq!((read.in_clear(), line), (code, head));
        }
    }

    #[test]
    fn a_stray_key_never_gets_into_a_scan_on_a_good_line(
        head in "[A-Z1-9]",
        code in code(),
        pace in scanner(),
        pause in 200_000..5_000_000i64,
    ) {
        let mut sent = Vec::new();
        keys(&head, 0, &[0], &mut sent);
        keys(&format!("{code}~"), pause, &pace, &mut sent);
        let (reads, line) = heard(&sent);
        prop_assert_eq!((reads[0].in_clear(), line), (code, head));
    }

    #[test]
    fn fingers_are_never_taken_for_a_scanner(
        lines in prop::collection::vec(("[a-z0-9]{1,30}", prop::collection::vec(85_000..250_000i64, 7)), 1..20),
        slow in prop::option::of(50_000..60_000i64),
    ) {
        let mut player = Player::with("");
        for _ in 0..8 {
            for c in "4006381333931".chars().filter(|_| slow.is_some()) {
                player.press(slow.unwrap_or(0), Key::plain(c));
            }
            player.press(slow.unwrap_or(500_000), "enter".parse().unwrap());
        }
        for (line, paces) in lines {
            for (n, c) in line.chars().enumerate() {
                player.press(paces[n % paces.len()], Key::plain(c));
            }
            let answers = player.press(paces[0], "enter".parse().unwrap());
            let [Pressed::Read(read)] = &answers[..] else { panic!("{answers:?}") };
            prop_assert!(read.typed, "{}", read.in_clear());
            prop_assert_eq!(read.in_clear(), line);
        }
    }
}
