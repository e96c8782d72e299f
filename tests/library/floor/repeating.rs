//! The same code twice: one scan that was told twice, or two pieces.

use super::house::House;
use binledger::domain::company::Method;
use binledger::domain::log::{NotedRead, Outcome, ReadResult};
use binledger::domain::order::OrderKind;
use binledger::scan::{Ending, Read, Setup, Source, SourceKind};
use binledger::session::Session;
use binledger::session::reply::Reply;
use chrono::{DateTime, FixedOffset, TimeDelta, Utc};
use testing::company::PIN;

const DOCK: &str = "/dev/serial/by-id/dock";

fn dock() -> House {
    let mut house = House::new(Method::Fifo);
    house.order(OrderKind::Purchase, "PO-1", "A", 100);
    house
}

/// A terminal at which `ANA` counts what is left of `A`, with a serial scanner whose window is 500 ms.
struct Dock<'h> {
    session: Session<'h>,
    now: DateTime<Utc>,
}

impl<'h> Dock<'h> {
    fn new(house: &'h mut House) -> Self {
        let mut setup = Setup::default();
        setup
            .profiles
            .assign(DOCK, "[framing]\nduplicate_ms = 500".parse().unwrap());
        let mut session = Session::open_with(&mut house.store, "T-1".into(), setup).unwrap();
        session.keep_time_at(FixedOffset::east_opt(0));
        let now = "2026-03-02T08:00:00Z".parse().unwrap();
        let mut dock = Self { session, now };
        for code in ["ANA", PIN, "PO-1"] {
            dock.scan(1_000, code);
        }
        dock
    }

    fn read(&mut self, pause: i64, source: Source, code: &str, typed: bool) -> Reply {
        self.now += TimeDelta::milliseconds(pause);
        let read = Read {
            source,
            bytes: code.as_bytes().to_vec(),
            first_at: self.now,
            last_at: self.now,
            typed,
            ending: Ending::Enter,
            overlong: false,
        };
        self.session.read(&read).unwrap()
    }

    /// Scans with the serial scanner after a pause since the last read.
    fn scan(&mut self, pause: i64, code: &str) -> Reply {
        self.read(pause, Source::new(SourceKind::Serial, DOCK), code, false)
    }

    /// Presses a key.
    fn key(&mut self, pause: i64, command: &str) -> Reply {
        self.read(pause, Source::new(SourceKind::Terminal, "key"), command, true)
    }

    /// Scans a code again and again, after these pauses.
    fn outcomes<const N: usize>(&mut self, pauses: [i64; N], code: &str) -> [Outcome; N] {
        pauses.map(|pause| self.scan(pause, code).outcome)
    }
}

const A: Outcome = Outcome::Applied;
const D: Outcome = Outcome::Duplicate;

#[test]
fn the_same_code_at_once_is_one_scan_and_the_operator_sees_it() {
    let mut house = dock();
    let mut dock = Dock::new(&mut house);
    assert_eq!(dock.scan(1_000, "A").outcome, A);
    let again = dock.scan(499, "A");
    assert_eq!(again.outcome, D);
    assert_eq!(
        again.message(),
        "SAME CODE: same code again within 500 ms: not counted twice. Scan again if it is a second one."
    );
    assert!(again.code.is_none(), "nothing was refused");
    dock.scan(1_000, "RECEIVING");
    let out = dock.scan(1_000, "$BL.DONE");
    assert_eq!(out.outcome, A, "{}", out.message());
    assert_eq!(
        dock.scan(1_000, "$BL.SIGNOUT").text,
        "signed out: 7 reads = 6 applied + 0 refused + 0 cancelled + 1 duplicate"
    );
    let (reads, results): (Vec<NotedRead>, Vec<ReadResult>) = (house.all(), house.all());
    assert_eq!((reads.len(), results.len()), (8, 8));
    assert_eq!((reads[4].raw.as_str(), results[4].outcome), ("A", D));
    assert_eq!(house.at("A", "RECEIVING").0, binledger::domain::amount::Qty::ONE);
}

#[test]
fn after_the_window_it_is_a_second_piece() {
    let mut house = dock();
    let mut dock = Dock::new(&mut house);
    let codes = dock.outcomes([1_000, 600, 500, 400, 499, 499, 500], "PO-1");
    assert_eq!(
        codes.map(|outcome| outcome == D),
        [false, false, false, true, true, true, false]
    );
}

#[test]
fn another_scanner_another_code_or_a_finger_is_no_repeat() {
    let mut house = dock();
    let mut dock = Dock::new(&mut house);
    assert_ne!(dock.scan(1_000, "A").outcome, D);
    let other = Source::new(SourceKind::Serial, "/dev/serial/by-id/other");
    assert_ne!(
        dock.read(100, other, "A", false).outcome,
        D,
        "its profile has no window"
    );
    assert_eq!(
        dock.scan(100, "A").outcome,
        D,
        "what others scan in between changes nothing"
    );
    assert_ne!(dock.scan(100, "B").outcome, D);
    assert_ne!(dock.scan(100, "A").outcome, D);
    let typed = Source::new(SourceKind::Serial, DOCK);
    assert_ne!(dock.read(100, typed, "A", true).outcome, D);
    assert_ne!(dock.scan(100, "").outcome, D);
    assert_ne!(dock.scan(100, "").outcome, D, "Enter is a key");
}

#[test]
fn who_takes_a_scan_back_may_make_it_again() {
    let mut house = dock();
    let mut dock = Dock::new(&mut house);
    dock.scan(1_000, "A");
    dock.key(100, "$BL.UNDO");
    assert_ne!(dock.scan(100, "A").outcome, D);
    dock.scan(100, "$BL.UNDO");
    assert_eq!(
        dock.scan(100, "$BL.UNDO").outcome,
        D,
        "one pull of the trigger undoes once"
    );
}

#[test]
fn a_code_that_was_refused_is_not_looked_at_twice() {
    let mut house = dock();
    let mut dock = Dock::new(&mut house);
    assert_eq!(dock.scan(1_000, "NOTHING").outcome, Outcome::Refused);
    let again = dock.scan(100, "NOTHING");
    assert_eq!(again.outcome, D);
    assert!(again.text.contains("not looked at twice"), "{}", again.text);
    let third = dock.scan(100, "NOTHING");
    assert!(third.text.contains("not looked at twice"), "{}", third.text);
}

#[test]
fn typed_and_scanned_in_one_is_refused_and_noted() {
    let mut house = dock();
    let mut dock = Dock::new(&mut house);
    let read = Read {
        source: Source::new(SourceKind::Terminal, "tty"),
        bytes: b"12A".to_vec(),
        first_at: dock.now,
        last_at: dock.now,
        typed: true,
        ending: Ending::Mixed,
        overlong: false,
    };
    let reply = dock.session.read(&read).unwrap();
    assert_eq!(
        (reply.outcome, reply.code.as_deref()),
        (Outcome::Refused, Some("RUN_TOGETHER"))
    );
    assert!(
        reply.text.starts_with("12A was typed and scanned in one"),
        "{}",
        reply.text
    );
    assert!(reply.prompt.contains("item"), "{}", reply.prompt);
    let tally = dock.session.tally();
    assert!(tally.is_proved() && tally.refused == 1, "{tally}");
    let raw: Vec<NotedRead> = house.all();
    assert_eq!(raw.last().unwrap().raw, "12A");
}
