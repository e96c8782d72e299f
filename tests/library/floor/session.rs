//! What holds at every terminal: who signs in, that no read is lost, and that work goes on where it stopped.

use super::bench::Bench;
use super::house::House;
use super::shaky::{Fail, Shaky};
use super::stock;
use binledger::domain::company::Method;
use binledger::domain::log::{NotedRead, Outcome, ReadResult, SavedSession};
use binledger::domain::movement::{Movement, Source};
use binledger::domain::order::OrderKind;
use binledger::domain::time::Time;
use binledger::operations::stamps;
use binledger::scan::{Ending, Read, Source as Heard, SourceKind};
use binledger::session::Session;
use binledger::session::reply::Reply;
use binledger::store::{Local, Note, Store};
use chrono::DateTime;
use testing::company::PIN;

fn dock() -> House {
    let mut house = House::new(Method::Fifo);
    house.order(OrderKind::Purchase, "PO-1", "A", 10);
    house
}

/// Gives Ana the PIN 2308.
pub fn with_pin(house: &mut House) {
    house.change_user("ANA", |ana| ana.pin_hash = Some(super::pins::hash_of("2308")));
}

#[test]
fn time_goes_on_from_the_newest_read_or_operation() {
    let mut house = dock();
    let newest = |house: &House| (&house.store as &dyn Store).read(stamps::newest).unwrap();
    let operation = newest(&house).expect("operations");
    Bench::new(&mut house, "T-1").wait(3600).scan(&["ANA", "STORAGE"]);
    let reads: Vec<NotedRead> = house.all();
    let read = reads.iter().map(|read| read.last_at).max().unwrap();
    assert!(operation < read);
    assert_eq!(newest(&house), Some(read));
    house.order(OrderKind::Purchase, "PO-2", "A", 10);
    assert_eq!(newest(&house), Some(read));
}

#[test]
fn every_read_has_its_result_when_the_operator_signs_out() {
    let mut house = dock();
    Bench::new(&mut house, "T-1")
        .scan(&[
            "ANA",
            "PO-1",
            "NOBODY-KNOWS",
            "A",
            "",
            "RECEIVING",
            "$BL.DONE",
            "$BL.SIGNOUT",
        ])
        .says("signed out: 8 reads = 6 applied + 1 refused + 1 cancelled")
        .asks("Scan your badge")
        .scan(&["BEN", "", "$BL.SIGNOUT"])
        .says("signed out: 3 reads = 2 applied + 0 refused + 1 cancelled");
    let (reads, results): (Vec<NotedRead>, Vec<ReadResult>) = (house.all(), house.all());
    let numbers: Vec<i64> = reads.iter().map(|read| read.read).collect();
    assert_eq!(numbers, (1..=13).collect::<Vec<i64>>());
    assert_eq!(
        numbers,
        results.iter().map(|result| result.read).collect::<Vec<i64>>()
    );
    assert!(
        reads
            .iter()
            .skip(2)
            .take(6)
            .all(|read| read.operator.as_str() == "ANA")
    );
}

#[test]
fn a_pin_is_asked_for_and_never_written_down() {
    let mut house = dock();
    with_pin(&mut house);
    Bench::new(&mut house, "T-1")
        .by_hand()
        .scan(&["$BL.RECEIVE"])
        .refuses("NOT_HERE")
        .scan(&["ANA"])
        .asks("Type your PIN")
        .typed("1111")
        .refuses("WRONG_PIN")
        .typed("2308")
        .says("signed in as ANA");
    let raw: Vec<String> = house
        .all::<NotedRead>()
        .into_iter()
        .map(|read| read.raw)
        .collect();
    assert_eq!(raw, ["$BL.RECEIVE", "ANA", "****", "****"]);
    let logged: Vec<binledger::domain::log::Logged> = house.all();
    assert!(
        !logged
            .iter()
            .any(|it| it.request.contains("2308") || it.request.contains("1111"))
    );
}

#[test]
fn a_pin_typed_after_a_badge_in_the_wrong_place_is_not_written_down_either() {
    let mut house = dock();
    Bench::new(&mut house, "T-1")
        .scan(&["ANA", "$BL.RECEIVE", "BEN"])
        .refuses("BADGE_READ")
        .typed("9061")
        .refuses("PIN_NOT_KEPT")
        .typed("12");
    let reads: Vec<NotedRead> = house.all();
    let raw: Vec<&str> = reads.iter().map(|read| read.raw.as_str()).collect();
    assert_eq!(raw[raw.len() - 3..], ["BEN", "****", "12"]);
}

#[test]
fn five_wrong_pins_lock_the_badge() {
    let mut house = dock();
    with_pin(&mut house);
    let mut bench = Bench::new(&mut house, "T-1").by_hand().scan(&["ANA"]);
    for _ in 0..4 {
        bench = bench.typed("0000").refuses("WRONG_PIN");
    }
    bench
        .typed("0000")
        .refuses("LOCKED_BADGE")
        .scan(&["ANA"])
        .refuses("LOCKED_BADGE")
        .asks("Scan your badge");
}

#[test]
fn home_takes_any_scan_and_hides_what_the_operator_may_not_do() {
    let mut house = dock();
    stock::plain(&mut house, 3, "STORAGE");
    house.order(OrderKind::Sales, "SO-1", "A", 2);
    Bench::new(&mut house, "T-1")
        .scan(&["BEN", "$BL.RECEIVE"])
        .refuses("ROLE_NEEDED")
        .scan(&["PO-1"])
        .says("purchase order PO-1 of V1 is open")
        .scan(&["$BL.DONE", "STORAGE"])
        .says("STORAGE (site MAIN, for storage): 3 EA A")
        .scan(&["A"])
        .says("A A: on hand 3 EA, allocated 0, available 3: 3 at STORAGE")
        .scan(&["$BL.DONE", "XYZ"])
        .refuses("UNKNOWN_CODE")
        .asks("Scan anything")
        .scan(&["SO-1"])
        .asks("Go to STORAGE")
        .scan(&["$BL.DONE", "$BL.DANCE"])
        .refuses("BAD_LABEL")
        .scan(&["BEN"])
        .says("signed out");
}

#[test]
fn where_places_must_be_scanned_a_typed_one_is_refused() {
    let mut house = dock();
    house.policy("require_scan", "both");
    Bench::new(&mut house, "T-1")
        .scan(&["ANA", "PO-1", "A"])
        .typed("RECEIVING")
        .refuses("SCAN_NEEDED")
        .scan(&["RECEIVING"])
        .says("1 EA A received");
    let sources: Vec<Source> = house.all::<NotedRead>().iter().map(|read| read.source).collect();
    assert_eq!(sources[4], Source::Typed);
}

#[test]
fn work_left_at_one_terminal_goes_on_at_another() {
    let mut house = dock();
    Bench::new(&mut house, "T-1")
        .scan(&["ANA", "PO-1", "A", "4"])
        .at("T-2")
        .scan(&["ANA"])
        .says("WORK LEFT: left at T-1 on 2026-03-02 08:00: Scan its place, or type the total")
        .scan(&["$BL.TAKEOVER", "$BL.TAKEOVER"])
        .says("went on with the work of T-1")
        .scan(&["RECEIVING"])
        .says("4 EA A received")
        .at("T-1")
        .scan(&["RECEIVING"])
        .refuses("UNKNOWN_BADGE")
        .asks("Scan your badge");
}

pub fn read(text: &str, at: i64) -> Read {
    let at = DateTime::from_timestamp_millis(1_772_440_000_000 + at * 1000).expect("a time");
    Read {
        source: Heard::new(SourceKind::Script, ""),
        bytes: text.as_bytes().to_vec(),
        first_at: at,
        last_at: at,
        typed: false,
        ending: Ending::Enter,
        overlong: false,
    }
}

/// The program stops at T-1 while Ana has four of `A` in hand.
pub fn begun(store: &mut dyn Local) {
    let mut session = Session::open(store, "T-1".into()).expect("the store works");
    for (second, text) in (0..).zip(["ANA", PIN, "PO-1", "A", "4"]) {
        session.read(&read(text, second)).expect("the store works");
    }
}

/// The program at T-1 is started again, and Ana signs in; what she is told.
fn signed_in_again(store: &mut dyn Local, second: i64) -> (Session<'_>, Reply) {
    let mut session = Session::open(store, "T-1".into()).expect("the store works");
    assert!(!session.is_signed_in());
    session.read(&read("ANA", second)).expect("the store works");
    let told = session.read(&read(PIN, second + 1)).expect("the store works");
    (session, told)
}

/// Ana is at work again when the store fails on what she receives, after it was applied.
fn cut_off(shaky: &mut Shaky) -> Session<'_> {
    begun(shaky);
    let fail = shaky.fail.clone();
    let (mut session, _) = signed_in_again(shaky, 6);
    fail.set(Fail::After);
    assert!(session.read(&read("RECEIVING", 9)).is_err());
    fail.set(Fail::Never);
    session
}

#[test]
fn a_read_that_the_store_failed_on_is_applied_once_when_its_operator_is_back() {
    for fail in [Fail::Before, Fail::After, Fail::Notes] {
        let house = dock();
        let mut shaky = Shaky::of(&house.store);
        let switch = shaky.fail.clone();
        begun(&mut shaky);
        {
            let (mut session, _) = signed_in_again(&mut shaky, 20);
            switch.set(fail);
            assert!(session.read(&read("RECEIVING", 25)).is_err());
            assert_eq!(session.flow().prompt(), "Scan its place, or type the total");
        }
        switch.set(Fail::Never);
        let (session, told) = signed_in_again(&mut shaky, 30);
        // Where its result can't be written, nothing of it is.
        let known = if fail == Fail::After {
            "the last scan WAS recorded"
        } else {
            "the last scan is applied now"
        };
        assert!(told.text.starts_with(known), "{}", told.text);
        assert_eq!(session.flow().prompt(), "Scan an item");
        assert_eq!(house.all::<Movement>().len(), 1);
    }
}

#[test]
fn a_scan_commits_once_with_its_result_and_what_it_posted() {
    let mut house = dock();
    let witness: &dyn Store = &house.store.clone();
    begun(&mut house.store);
    let (mut session, _) = signed_in_again(&mut house.store, 6);
    for (second, text, outcome) in [
        (9, "RECEIVING", Outcome::Applied),
        (10, "NOWHERE", Outcome::Refused),
    ] {
        let before = witness.version().expect("the store works");
        let reply = session.read(&read(text, second)).expect("the store works");
        assert_eq!(reply.outcome, outcome, "{}", reply.text);
        assert_eq!(witness.version().expect("the store works") - before, 1, "{text}");
    }
}

#[test]
fn what_was_recorded_is_told_again_unless_the_terminal_was_left_in_order() {
    let mut house = dock();
    begun(&mut house.store);
    let (mut session, _) = signed_in_again(&mut house.store, 10);
    session.read(&read("RECEIVING", 12)).expect("the store works");
    let (mut session, told) = signed_in_again(&mut house.store, 20);
    assert_eq!(
        told.text,
        "the last scan WAS recorded. 4 EA A received at RECEIVING. signed in as ANA. you went on where you stopped. \
         Scan an item"
    );
    assert_eq!(
        (told.outcome, told.prompt.as_str()),
        (Outcome::Applied, "Scan an item")
    );
    session.leave().expect("the store works");
    let (_, told) = signed_in_again(&mut house.store, 30);
    assert_eq!(
        told.text,
        "signed in as ANA. you went on where you stopped. Scan an item"
    );
    assert_eq!(house.all::<Movement>().len(), 1);
}

#[test]
fn the_same_read_again_keeps_its_number_and_another_sets_it_aside() {
    let house = dock();
    let mut shaky = Shaky::of(&house.store);
    let fail = shaky.fail.clone();
    let mut session = cut_off(&mut shaky);
    let reply = session.read(&read("RECEIVING", 9)).expect("the store works");
    assert_eq!((reply.read, reply.known), (8, true));
    assert_eq!(house.all::<Movement>().len(), 1);
    session.read(&read("A", 10)).expect("the store works");
    fail.set(Fail::Before);
    assert!(session.read(&read("RECEIVING", 11)).is_err());
    fail.set(Fail::Never);
    assert_eq!(session.read(&read("2", 12)).expect("the store works").read, 11);
    let tally = session.tally();
    assert!(tally.is_proved() && tally.cancelled == 1, "{tally}");
}

#[test]
fn a_pin_under_way_when_the_terminal_stopped_is_set_aside() {
    let mut house = dock();
    let store: &mut dyn Local = &mut house.store;
    let noted = NotedRead {
        terminal: "T-1".into(),
        read: 1,
        operator: "".into(),
        source: Source::Typed,
        device: "terminal".into(),
        raw: "****".into(),
        first_at: Time(0),
        last_at: Time(0),
    };
    store.note(&[Note::Read(noted)]).expect("the store works");
    Session::open(store, "T-1".into()).expect("the store works");
    let results: Vec<ReadResult> = house.all();
    assert_eq!(results[0].outcome, Outcome::Cancelled);
}

#[test]
fn a_forged_row_of_saved_work_signs_nobody_in() {
    let mut house = dock();
    let mut shaky = Shaky::of(&house.store);
    let mut session = cut_off(&mut shaky);
    let own: Vec<SavedSession> = house.all();
    let own = own
        .into_iter()
        .find(|row| row.read == 8)
        .expect("Ana's work was saved");
    let forged = SavedSession {
        operator: "SUE".into(),
        ..own
    };
    house
        .store
        .note(&[Note::Session(forged)])
        .expect("the store works");
    session.read(&read("RECEIVING", 9)).expect("the store works");
    assert_eq!(session.operator().badge.as_str(), "ANA");
}
