//! The first hour of a store: nobody has a badge, and the terminal makes the first administrator.

use super::bench::Bench;
use super::house::House;
use binledger::domain::amount::Qty;
use binledger::domain::catalog::Barcode;
use binledger::domain::company::Method;
use binledger::domain::log::{Logged, NotedRead, ReadResult, SavedSession};
use binledger::domain::user::{Role, User};
use binledger::operations::request::{DescribeItem, FirstUser, Master};
use testing::company::PIN;

fn users(house: &House) -> Vec<User> {
    house.all()
}

#[test]
fn where_nobody_has_a_badge_the_terminal_makes_the_first_administrator() {
    let mut house = House::empty();
    let bench = Bench::of_nobody(&mut house, "T-1")
        .scan(&[""])
        .asks("Nobody has a badge yet. Scan or type yours to be the administrator")
        .typed("100234")
        .says("100234 will be your badge")
        .asks("Type your name")
        .typed("Ida Brandt")
        .asks("Choose a PIN of 4 to 8 digits")
        .typed("12")
        .refuses("UNFIT_PIN")
        .typed("7391")
        .asks("Type the new PIN again")
        .typed("7392")
        .refuses("PIN_DIFFERS")
        .asks("Choose a PIN of 4 to 8 digits")
        .typed("7391")
        .typed("7391")
        .says("signed in as Ida Brandt")
        .asks("Choose a line, or Enter for 1, Company");
    let made = users(bench.house);
    assert_eq!(made.len(), 1);
    let ida = &made[0];
    assert_eq!((ida.badge.as_str(), ida.site.as_str()), ("100234", "MAIN"));
    assert!(ida.has(Role::Administrator) && ida.has(Role::Supervisor));
    assert!(!kept(bench.house).contains("7391"), "a PIN was kept");
    let bench = bench.scan(&["$BL.SIGNOUT"]).asks("Scan your badge");
    let bench = bench.by_hand().scan(&["100234"]).asks("Type your PIN");
    bench.typed("7391").says("signed in as Ida Brandt");
}

/// Everything that is kept of reads, in one text.
fn kept(house: &House) -> String {
    let reads: Vec<NotedRead> = house.all();
    let results: Vec<ReadResult> = house.all();
    let sessions: Vec<SavedSession> = house.all();
    let logged: Vec<Logged> = house.all();
    let requests: Vec<String> = logged.into_iter().map(|it| it.request).collect();
    let reads = serde_json::to_string(&reads).expect("JSON");
    let results = serde_json::to_string(&results).expect("JSON");
    let sessions = serde_json::to_string(&sessions).expect("JSON");
    [reads, results, sessions, requests.join("\n")].join("\n")
}

#[test]
fn what_is_no_badge_and_no_name_is_refused_and_back_begins_again() {
    let mut house = House::empty();
    Bench::of_nobody(&mut house, "T-1")
        .scan(&["STORAGE"])
        .refuses("NOT_EXPECTED")
        .tells("Scan or type a code that nothing else has")
        .scan(&["$BL.PICK"])
        .refuses("NOT_HERE")
        .asks("Nobody has a badge yet")
        .scan(&["EMP-1", "EMP-1"])
        .refuses("NOT_EXPECTED")
        .tells("That is no name. Type your name")
        .typed("4711")
        .refuses("NOT_EXPECTED")
        .scan(&["$BL.BACK"])
        .asks("Nobody has a badge yet")
        .killed()
        .scan(&["EMP-2"])
        .says("EMP-2 will be your badge");
}

#[test]
fn a_badge_and_a_name_are_judged_when_they_are_given() {
    let mut house = House::empty();
    Bench::of_nobody(&mut house, "T-1")
        .typed("EMP\u{2009}1")
        .refuses("BAD_CODE")
        .asks("Nobody has a badge yet")
        .typed("EMP\u{200b}1")
        .refuses("NOT_EXPECTED")
        .asks("Nobody has a badge yet")
        .typed("EMP-1")
        .typed("Ida\u{200b}Brandt")
        .refuses("NOT_EXPECTED")
        .tells("That is no name. Type your name")
        .typed(&"x".repeat(41))
        .refuses("NOT_EXPECTED")
        .typed("Ida Brandt")
        .asks("Choose a PIN");
}

#[test]
fn what_the_rule_book_refuses_at_the_end_begins_the_first_anew() {
    let mut house = House::empty();
    let bench = Bench::of_nobody(&mut house, "T-1")
        .typed("EMP-1")
        .typed("Ida Brandt")
        .typed(PIN);
    bench.house.ok(DescribeItem {
        item: "TEA".into(),
        name: None,
        group: None,
        method: Method::Fifo,
        standard_cost: None,
        tracking: None,
        uom: None,
    });
    bench.house.define(Master::Barcode(Barcode {
        barcode: "EMP-1".into(),
        item: "TEA".into(),
        qty: Qty::ONE,
        uom: "EA".into(),
    }));
    bench
        .typed(PIN)
        .refuses("CODE_TAKEN")
        .asks("Nobody has a badge yet")
        .typed("EMP-2")
        .typed("Ida Brandt")
        .typed(PIN)
        .typed(PIN)
        .says("signed in as Ida Brandt");
}

#[test]
fn only_the_first_is_made_so() {
    let mut house = House::empty();
    let bench = Bench::of_nobody(&mut house, "T-1")
        .by_hand()
        .typed("EMP-1")
        .typed("Ida Brandt")
        .typed("7391")
        .at("T-2")
        .typed("EMP-2")
        .typed("Max Mustermann")
        .typed("8264")
        .typed("8264")
        .says("signed in as Max Mustermann")
        .at("T-1")
        .typed("7391")
        .refuses("PIN_NOT_KEPT")
        .asks("Scan your badge");
    assert_eq!(users(bench.house).len(), 1);
    let again = FirstUser {
        badge: "EMP-3".into(),
        name: "Eve".into(),
        pin_hash: "x".into(),
    };
    let refusal = house.ask(again).refusal.expect("a refusal");
    assert_eq!(refusal.code(), "WRONG_STATE");
}

#[test]
fn the_first_administrator_on_a_hand_held_and_on_a_narrow_screen() {
    let mut house = House::empty();
    let bench = Bench::of_nobody(&mut house, "T-1").typed("EMP-1");
    insta::assert_snapshot!(bench.shown(20, 16), @r"
    binledger
    Type your name
    + Badge  EMP-1
    > Name
    > PIN








    >
    ");
    insta::assert_snapshot!(bench.shown(40, 8), @r"
    binledger
    Type your name
    + Badge  EMP-1
    > Name
    > PIN

    >
    ");
}
