//! Bins are counted blind, counted again by somebody else, and reconciled.

use super::bench::Bench;
use super::hand::Hand;
use super::house::House;
use super::stock;
use binledger::domain::amount::{Money, Qty};
use binledger::domain::company::Method;
use binledger::domain::count::{Count, CountLine, CountState};
use binledger::domain::user::User;
use binledger::flows::event::{Command, Job};
use binledger::operations::request::Master;
use binledger::ui::face::Face;

/// 737 of `A` and 41 of lot `L1` in `STORAGE`: figures that stand nowhere else.
fn stocked() -> House {
    let mut house = House::new(Method::Fifo);
    stock::plain(&mut house, 737, "STORAGE");
    stock::lot(&mut house, 41, "L1", "2027-08-31");
    house
}

fn state(house: &House) -> CountState {
    house.all::<Count>()[0].state
}

/// Everything that stands on a screen.
fn text(face: &Face) -> String {
    format!("{face:?}")
}

/// Counts `A` and the lot, and closes.
fn count(house: &mut House, badge: &str, a: &str, lot: &str) -> Hand {
    let mut hand = Hand::new(house, badge, Job::Count);
    hand.reads(house, &["STORAGE", "A", a, "LOT#L1", lot])
        .say(house, Command::Done);
    hand
}

#[test]
fn a_counter_never_sees_what_the_books_expect() {
    let mut house = stocked();
    let mut ana = Hand::new(&mut house, "ANA", Job::Count);
    let mut seen = Vec::new();
    for code in ["STORAGE", "A", "700", "LOT", "L1", "40"] {
        ana.read(&mut house, code);
        seen.extend([ana.saved(), text(&ana.face()), ana.said.join(" "), ana.prompt()]);
    }
    ana.say(&mut house, Command::Done);
    seen.extend([ana.saved(), text(&ana.face()), ana.said.join(" ")]);
    let seen = seen.join(" ");
    assert!(
        seen.contains("700") && seen.contains("40"),
        "what was counted is there"
    );
    assert!(!seen.contains("737") && !seen.contains("41"), "the books are not");
    assert_eq!(state(&house), CountState::RecountWanted);
}

#[test]
fn what_was_not_counted_is_not_zero_until_that_is_said() {
    let mut house = stocked();
    let mut ana = Hand::new(&mut house, "ANA", Job::Count);
    ana.reads(&mut house, &["STORAGE", "A", "737"])
        .say(&mut house, Command::Done);
    assert_eq!(ana.prompt(), "Scan LOT L1, or say EMPTY");
    ana.read(&mut house, "");
    assert_eq!(state(&house), CountState::Counting, "Enter says nothing");
    ana.say(&mut house, Command::Done);
    assert_eq!(ana.prompt(), "Scan LOT L1, or say EMPTY", "and DONE neither");
    ana.say(&mut house, Command::Empty);
    assert_eq!(ana.said[0], "good no LOT L1 here");
    assert_eq!(state(&house), CountState::RecountWanted);
    assert_eq!(ana.prompt(), "Scan the bin to count");
}

#[test]
fn a_missing_lot_that_turns_up_is_counted() {
    let mut house = stocked();
    let mut ana = Hand::new(&mut house, "ANA", Job::Count);
    ana.reads(&mut house, &["STORAGE", "A*737"])
        .say(&mut house, Command::Done);
    ana.read(&mut house, "LOT#L1*41");
    assert_eq!(
        state(&house),
        CountState::Posted,
        "all is there and the count closes"
    );
}

#[test]
fn an_empty_bin_is_said_to_be_empty() {
    let mut house = stocked();
    let mut ana = Hand::new(&mut house, "ANA", Job::Count);
    ana.read(&mut house, "BIN-2").say(&mut house, Command::Empty);
    assert_eq!(
        (ana.said[0].as_str(), state(&house)),
        ("good BIN-2 is counted", CountState::Posted)
    );
    ana.reads(&mut house, &["STORAGE", "A"])
        .say(&mut house, Command::Empty);
    assert!(
        ana.last()
            .starts_with("NOT_EXPECTED You have counted goods here. Say DONE"),
        "{}",
        ana.last()
    );
}

#[test]
fn a_read_of_a_count_is_taken_back() {
    let mut house = stocked();
    let mut ana = Hand::new(&mut house, "ANA", Job::Count);
    ana.reads(&mut house, &["STORAGE", "A", "A", "A"])
        .say(&mut house, Command::Undo);
    let row = |hand: &Hand| hand.face().table.map(|table| table.rows[0].cells[1].clone());
    assert_eq!(row(&ana).as_deref(), Some("2 EA"));
    ana.say(&mut house, Command::Undo).say(&mut house, Command::Undo);
    assert_eq!(row(&ana), None, "nothing is counted, which is not zero");
    ana.say(&mut house, Command::Done);
    assert_eq!(ana.prompt(), "Scan A, or say EMPTY");
}

#[test]
fn another_operator_counts_again_and_a_supervisor_sees_it_all() {
    let mut house = stocked();
    count(&mut house, "ANA", "735", "41");
    let mut ana = Hand::new(&mut house, "ANA", Job::Count);
    assert_eq!(ana.face().table, None, "her own recount is not offered to her");
    ana.read(&mut house, "STORAGE");
    assert!(ana.last().starts_with("SAME_COUNTER"), "{}", ana.last());
    let ben = Hand::new(&mut house, "BEN", Job::Count);
    assert!(text(&ben.face()).contains("recount"), "{:?}", ben.face());
    count(&mut house, "BEN", "735", "41");
    assert_eq!(state(&house), CountState::ToApprove);

    let mut sue = Hand::new(&mut house, "SUE", Job::Reconcile);
    sue.read(&mut house, "STORAGE");
    assert_eq!(sue.prompt(), "Approve or reject");
    let face = sue.face();
    let field = |label: &str| {
        let found = face.fields.iter().find(|field| field.label == label);
        found.map_or_else(String::new, |field| field.value.clone())
    };
    assert_eq!(face.big.as_deref(), Some("-2 EA  -4.00"));
    assert_eq!(
        (field("Counts").as_str(), field("Book").as_str()),
        ("735 / 735", "737 EA")
    );
    assert_eq!(
        (field("Debit").as_str(), field("Credit").as_str()),
        ("5200 5200 4.00", "1300 1300 4.00")
    );
    assert_eq!(field("Period"), "2026-03 open");
    assert_eq!(field("By"), "ANA, BEN (agree)");
    sue.say(&mut house, Command::Approve);
    assert_eq!(sue.said[0], "good STORAGE approved and posted");
    assert_eq!(house.worth("A"), (Qty::units(735), Money(147_000)));
    assert_eq!(house.last_entry(), "5200 4.00, 1300 -4.00");
}

#[test]
fn picks_during_a_count_are_shown_and_do_no_harm() {
    let mut house = stocked();
    house.order(binledger::domain::order::OrderKind::Sales, "SO-1", "A", 6);
    let mut ana = Hand::new(&mut house, "ANA", Job::Count);
    ana.read(&mut house, "STORAGE");
    let mut ben = Hand::new(&mut house, "BEN", Job::Pick);
    ben.reads(&mut house, &["SO-1", "STORAGE", "A", "6", "T1"]);
    ana.reads(&mut house, &["A", "730", "LOT#L1*41"])
        .say(&mut house, Command::Done);
    let mut sue = Hand::new(&mut house, "SUE", Job::Reconcile);
    sue.read(&mut house, "");
    let text = text(&sue.face());
    assert!(text.contains("737 -6 moved = 731 EA"), "{text}");
    assert!(text.contains(" 6 A SO-1 BEN"), "the last picks: {text}");
    assert!(text.contains("-1 EA  -2.00"), "{text}");
}

#[test]
fn a_count_is_rejected_or_wanted_again_with_a_note() {
    let mut house = stocked();
    count(&mut house, "ANA", "1", "41");
    count(&mut house, "BEN", "2", "41");
    let mut sue = Hand::new(&mut house, "SUE", Job::Reconcile);
    sue.read(&mut house, "").say(&mut house, Command::Recount);
    assert_eq!(sue.prompt(), "Type the reason");
    sue.read(&mut house, "both are far off");
    assert_eq!(sue.said[0], "good STORAGE waits for another counter");
    assert_eq!(house.all::<Count>()[0].note.as_deref(), Some("both are far off"));
    sue.read(&mut house, "")
        .say(&mut house, Command::Reject)
        .read(&mut house, "start over");
    assert_eq!(
        (state(&house), house.worth("A").0),
        (CountState::Rejected, Qty::units(737))
    );
}

#[test]
fn who_counted_does_not_approve_but_sees_why() {
    let mut house = stocked();
    count(&mut house, "ANA", "735", "41");
    count(&mut house, "SUE", "735", "41");
    let mut sue = Hand::new(&mut house, "SUE", Job::Reconcile);
    sue.read(&mut house, "");
    assert_eq!(sue.prompt(), "Recount or reject");
    assert!(!sue.legal().contains(&Command::Approve));
    assert!(text(&sue.face()).contains("Another operator must do this"));
    assert!(
        text(&sue.face()).contains("5200"),
        "what approval would post is shown all the same"
    );
    sue.say(&mut house, Command::Approve);
    assert!(sue.last().starts_with("SAME_COUNTER"), "{}", sue.last());
}

#[test]
fn a_typed_number_is_the_total_and_the_total_may_be_typed_twice() {
    let mut house = House::new(Method::Fifo);
    stock::plain(&mut house, 9, "STORAGE");
    let mut ana = Hand::new(&mut house, "ANA", Job::Count);
    ana.reads(&mut house, &["STORAGE", "A", "1"]);
    assert_eq!(ana.last(), "info A: 1 counted");
    ana.read(&mut house, "4");
    assert_eq!(ana.last(), "good +3 EA A");
    ana.read(&mut house, "3");
    assert_eq!(
        ana.last(),
        "good A: 3 EA in all",
        "a total that is typed lower corrects the count"
    );
    ana.read(&mut house, "0");
    assert_eq!(
        ana.last(),
        "BAD_QUANTITY 0 is not a quantity here: the total of A is above zero."
    );
    ana.say(&mut house, Command::Done);
    let lines: Vec<CountLine> = house.all();
    assert_eq!(lines.last().and_then(|line| line.counted), Some(Qty::units(3)));
}

#[test]
fn a_count_is_held_by_a_person() {
    let mut house = stocked();
    let user = house.all::<User>().remove(0);
    house.define(Master::User(User {
        badge: "NIA".into(),
        name: "Nia Okoro".into(),
        roles: "counter".into(),
        ..user
    }));
    Hand::new(&mut house, "NIA", Job::Count).read(&mut house, "STORAGE");
    let mut ben = Hand::new(&mut house, "BEN", Job::Count);
    ben.read(&mut house, "STORAGE");
    assert!(
        ben.last().starts_with("HELD Nia Okoro has count "),
        "{}",
        ben.last()
    );
}

#[test]
fn typed_digits_that_are_no_lot_of_the_item_are_asked_about() {
    let mut house = House::new(Method::Fifo);
    stock::lot(&mut house, 60, "L1", "2027-08-31");
    Bench::new(&mut house, "T-1")
        .scan(&["ANA", "$BL.COUNT", "STORAGE", "LOT"])
        .typed("58")
        .refuses("NOT_EXPECTED")
        .tells("LOT has no lot 58. Scan the lot first, then type the total; if it is a lot, type 58 again")
        .scan(&["L1"])
        .says("+1 EA LOT L1")
        .scan(&["LOT"])
        .typed("58")
        .refuses("NOT_EXPECTED")
        .typed("58")
        .asks("Scan the expiry, or type it like 0727");
}

#[test]
fn digits_are_a_lot_only_where_they_were_asked_about() {
    let mut house = stocked();
    let asked = |bench: Bench<'_>| {
        bench
            .refuses("NOT_EXPECTED")
            .tells("if it is a lot, type 12 again")
            .asks("Scan the lot of LOT");
    };
    for between in [&["$BL.BACK", "LOT"][..], &["$BL.UNDO"], &[""], &["A", "LOT"]] {
        let bench = Bench::new(&mut house, "T-1")
            .scan(&["ANA", "$BL.COUNT", "STORAGE", "LOT"])
            .typed("12")
            .scan(between)
            .typed("12");
        asked(bench);
        house = stocked();
    }
    Bench::new(&mut house, "T-1")
        .scan(&["ANA", "$BL.COUNT", "STORAGE", "LOT"])
        .typed("12")
        .typed("12")
        .refuses("EXPIRY_NEEDED")
        .typed("0727")
        .says("+1 EA LOT 12")
        .asks("type the total of LOT 12; then DONE");
}

#[test]
fn undo_of_done_leads_back_to_the_goods_and_leaves_what_was_counted() {
    let mut house = stocked();
    let bench = Bench::new(&mut house, "T-1")
        .scan(&["ANA", "$BL.COUNT", "STORAGE", "A", "$BL.DONE"])
        .asks("Scan LOT L1, or say EMPTY")
        .scan(&["$BL.UNDO"])
        .says("the last scan is taken back")
        .asks("type the total of A; then DONE");
    assert_eq!(bench.house.all::<CountLine>()[0].counted, Some(Qty::ONE));
    let bench = bench
        .scan(&["$BL.DONE", "LOT", "L1"])
        .says("STORAGE is counted. Another operator counts it again")
        .scan(&["$BL.UNDO"])
        .refuses("WRONG_STATE")
        .tells("The count of STORAGE is closed. Let another operator count it again.");
    bench
        .scan(&[
            "$BL.SIGNOUT",
            "BEN",
            "$BL.COUNT",
            "STORAGE",
            "A",
            "$BL.DONE",
            "LOT",
        ])
        .typed("L1")
        .says("A supervisor decides")
        .scan(&["$BL.UNDO"])
        .tells("The count of STORAGE is closed. Ask a supervisor to decide.");
}

#[test]
fn undo_takes_back_what_was_said_of_missing_goods_before_done() {
    let mut house = stocked();
    stock::lot(&mut house, 7, "L2", "2027-08-31");
    Bench::new(&mut house, "T-1")
        .scan(&["ANA", "$BL.COUNT", "STORAGE", "A", "$BL.DONE", "$BL.EMPTY"])
        .asks("Scan LOT L2, or say EMPTY")
        .scan(&["$BL.UNDO"])
        .asks("Scan LOT L1, or say EMPTY")
        .scan(&["$BL.UNDO"])
        .asks("Scan all in STORAGE, then DONE")
        .scan(&["$BL.UNDO"])
        .says("taken back")
        .scan(&["$BL.DONE"])
        .asks("Scan A, or say EMPTY");
}

#[test]
fn undo_says_that_a_count_that_was_right_changed_nothing() {
    let mut house = House::new(Method::Fifo);
    stock::plain(&mut house, 3, "STORAGE");
    Bench::new(&mut house, "T-1")
        .scan(&["ANA", "$BL.COUNT", "STORAGE", "A"])
        .typed("3")
        .scan(&["$BL.DONE"])
        .says("STORAGE is counted")
        .scan(&["$BL.UNDO"])
        .refuses("WRONG_STATE")
        .tells("The count of STORAGE is done, and changed nothing. Scan STORAGE to count it once more.")
        .scan(&["STORAGE"])
        .asks("Scan all in STORAGE, then DONE")
        .scan(&["$BL.UNDO"])
        .says("the last scan is taken back")
        .asks("Scan a bin, or press Enter for work")
        .scan(&["$BL.UNDO"])
        .refuses("NOTHING_TO_UNDO");
}
