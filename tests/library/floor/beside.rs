//! Reads beside the work: noted, applied to nothing, and explained.

use super::bench::Bench;
use super::house::House;
use super::session::with_pin;
use binledger::domain::command::Command;
use binledger::domain::company::Method;
use binledger::domain::log::{NotedRead, Outcome, ReadResult};
use binledger::domain::order::OrderKind;
use binledger::scan::{Ending, Read, Source, SourceKind};
use binledger::session::Session;
use chrono::{DateTime, TimeDelta, Utc};
use testing::company::PIN;

fn dock() -> House {
    let mut house = House::new(Method::Fifo);
    house.order(OrderKind::Purchase, "PO-1", "A", 10);
    house
}

fn at(millis: i64) -> DateTime<Utc> {
    "2026-03-02T09:00:00Z".parse::<DateTime<Utc>>().expect("a time") + TimeDelta::milliseconds(millis)
}

fn read(text: &str, millis: i64) -> Read {
    Read {
        source: Source::new(SourceKind::Terminal, "T-1"),
        bytes: text.as_bytes().to_vec(),
        first_at: at(millis),
        last_at: at(millis + 20),
        typed: false,
        ending: Ending::Enter,
        overlong: false,
    }
}

#[test]
fn a_screen_beside_the_work_is_asked_for_from_anywhere() {
    let mut house = dock();
    let mut session = Session::open(&mut house.store, "T-1".into()).expect("the store works");
    for (code, screen) in [
        ("$BL.DIAGNOSTICS", Command::Diagnostics),
        ("$bl.calibrate", Command::Calibrate),
    ] {
        for (millis, before) in (0..).zip(["", "ANA", "PO-1"]) {
            if !before.is_empty() {
                session.read(&read(before, millis)).expect("the store works");
            }
            if before == "ANA" {
                session.read(&read(PIN, millis)).expect("the store works");
            }
            let prompt = session.flow().prompt();
            let reply = session.read(&read(code, millis)).expect("the store works");
            assert_eq!(
                (reply.terminal, reply.outcome),
                (Some(screen.clone()), Outcome::Applied)
            );
            assert_eq!(session.flow().prompt(), prompt, "the work stands");
        }
        session.read(&read("$BL.EXIT", 9)).expect("the store works");
        session.read(&read("$BL.SIGNOUT", 9)).expect("the store works");
    }
}

#[test]
fn a_warning_that_waits_is_still_there_afterwards() {
    let mut house = dock();
    Bench::new(&mut house, "T-1")
        .scan(&["ANA", "PO-1", "A", "99", "RECEIVING"])
        .refuses("OVER_RECEIPT")
        .asks("Scan a supervisor's badge, or BACK")
        .scan(&["$BL.DIAGNOSTICS"])
        .asks("Scan a supervisor's badge, or BACK")
        .scan(&["SUE"])
        .says("99");
}

#[test]
fn reads_that_are_observed_have_their_result_at_once_and_count() {
    let mut house = dock();
    {
        let mut session = Session::open(&mut house.store, "T-1".into()).expect("the store works");
        for (millis, code) in (0..).zip(["ANA", PIN, "PO-1"]) {
            session.read(&read(code, millis)).expect("the store works");
        }
        for code in ["A", "RECEIVING", "$BL.UNDO", "0195212340100"] {
            session
                .observe(&read(code, 100), "scanner test")
                .expect("the store works");
        }
        assert_eq!(session.flow().prompt(), "Scan an item");
        let signed_out = session
            .read(&read("$BL.EXIT", 200))
            .and_then(|_| session.read(&read("$BL.SIGNOUT", 201)));
        let told = signed_out.expect("the store works").text;
        assert!(
            told.contains("8 reads = 4 applied + 0 refused + 4 cancelled"),
            "{told}"
        );
    }
    let results: Vec<ReadResult> = house.all();
    assert!(
        results[3..7]
            .iter()
            .all(|it| it.outcome == Outcome::Cancelled && it.step == "scanner test")
    );
    let mut session = Session::open(&mut house.store, "T-1".into()).expect("the store works");
    session.read(&read("ANA", 300)).expect("the store works");
    let told = session.read(&read(PIN, 301)).expect("the store works").text;
    assert_eq!(told, "signed in as ANA", "nothing is left to be worked on");
}

#[test]
fn the_last_reads_are_explained_the_newest_first() {
    let mut house = dock();
    let mut session = Session::open(&mut house.store, "T-1".into()).expect("the store works");
    session.read(&read("ANA", 0)).expect("the store works");
    session.read(&read(PIN, 1)).expect("the store works");
    for code in ["]d201095212340100121728130110L1", "A", "BEN", "PO-1"] {
        session
            .observe(&read(code, 100), "scanner test")
            .expect("the store works");
    }
    let reads = session.last_reads(4, at(900)).expect("the store works");
    let known: Vec<_> = reads
        .iter()
        .map(|read| (read.clear.as_str(), read.known.join(", ")))
        .collect();
    assert_eq!(known[0], ("PO-1", "order PO-1".into()));
    assert_eq!(
        known[1].0, "****",
        "the badge of another one is not shown: {}",
        known[1].1
    );
    assert!(known[2].1.starts_with("item A "), "{}", known[2].1);
    assert_eq!((reads[3].kind.as_str(), reads[3].findings.len()), ("GS1 ]d2", 1));
    assert!(
        reads[3].findings[0].contains("month 13"),
        "{}",
        reads[3].findings[0]
    );
    assert_eq!(reads[0].pause().as_deref(), Some("5.0 ms"));
}

#[test]
fn a_pin_is_never_written_down_beside_the_work_either() {
    let mut house = dock();
    with_pin(&mut house);
    {
        let mut session = Session::open(&mut house.store, "T-1".into()).expect("the store works");
        session.read(&read("ANA", 0)).expect("the store works");
        session
            .observe(&read("2308", 1), "scanner test")
            .expect("the store works");
        assert_eq!(
            session.last_reads(1, at(2)).expect("the store works")[0].kind,
            "kept secret"
        );
    }
    assert!(
        house
            .all::<NotedRead>()
            .iter()
            .all(|read| !read.raw.contains("2308"))
    );
}
