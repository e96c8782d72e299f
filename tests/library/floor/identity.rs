//! Who stands there: a badge and its PIN every time, work that waits for its own operator, and approvals by two factors.

use super::bench::Bench;
use super::house::House;
use super::pins::hash_of;
use super::stock;
use binledger::domain::company::Method;
use binledger::domain::log::{Logged, NotedRead, ReadResult, SavedSession};
use binledger::domain::order::OrderKind;
use testing::company::PIN;

fn dock() -> House {
    let mut house = House::new(Method::Fifo);
    house.order(OrderKind::Purchase, "PO-1", "A", 10);
    house
}

/// Everything that is kept of reads, in one text.
pub fn kept(house: &House) -> String {
    let reads: Vec<NotedRead> = house.all();
    let results: Vec<ReadResult> = house.all();
    let sessions: Vec<SavedSession> = house.all();
    let logged: Vec<Logged> = house.all();
    let parts = [
        serde_json::to_string(&reads),
        serde_json::to_string(&results),
        serde_json::to_string(&sessions),
    ];
    let log: Vec<String> = logged.into_iter().map(|it| it.request).collect();
    parts.map(|part| part.expect("JSON")).join("\n") + &log.join("\n")
}

#[test]
fn a_new_process_asks_for_badge_and_pin_and_goes_on_at_the_same_step() {
    let mut house = dock();
    Bench::new(&mut house, "T-1")
        .scan(&["ANA", "PO-1", "A", "4"])
        .killed()
        .scan(&["RECEIVING"])
        .refuses("UNKNOWN_BADGE")
        .scan(&["ANA"])
        .says("you went on where you stopped. Scan its place, or type the total")
        .scan(&["RECEIVING"])
        .says("4 EA A received");
}

#[test]
fn who_comes_next_is_never_signed_in_as_the_one_before_whose_work_waits() {
    let mut house = dock();
    Bench::new(&mut house, "T-1")
        .scan(&["ANA", "PO-1", "A", "4"])
        .killed()
        .scan(&["BEN"])
        .asks("Scan anything")
        .scan(&["$BL.RECEIVE"])
        .refuses("ROLE_NEEDED")
        .scan(&["$BL.SIGNOUT", "ANA"])
        .asks("Scan its place, or type the total")
        .scan(&["RECEIVING"])
        .says("4 EA A received");
}

#[test]
fn a_locked_badge_loses_its_session_at_the_next_read() {
    let mut house = dock();
    let bench = Bench::new(&mut house, "T-1").scan(&["ANA", "PO-1", "A"]);
    bench.house.change_user("ANA", |ana| ana.locked = true);
    let bench = bench
        .scan(&["RECEIVING"])
        .refuses("UNKNOWN_BADGE")
        .tells("badge ANA is locked. You are signed out")
        .asks("Scan your badge")
        .lies(0, "A", "RECEIVING");
    bench.house.change_user("ANA", |ana| ana.locked = false);
    bench
        .scan(&["ANA"])
        .asks("Scan its place")
        .scan(&["RECEIVING"])
        .says("1 EA A received");
}

#[test]
fn who_loses_a_role_is_signed_out_and_who_gains_one_works_on() {
    let mut house = dock();
    let bench = Bench::new(&mut house, "T-1").scan(&["ANA", "PO-1", "A"]);
    let roles = bench.house.user("ANA").roles;
    bench
        .house
        .change_user("ANA", |ana| ana.roles = "picker;counter".into());
    let bench = bench
        .scan(&["RECEIVING"])
        .refuses("UNKNOWN_BADGE")
        .tells("you are no longer receiver")
        .scan(&["ANA"])
        .asks("Scan anything")
        .scan(&["$BL.RECEIVE"])
        .refuses("ROLE_NEEDED");
    bench.house.change_user("ANA", |ana| ana.roles = roles);
    bench
        .scan(&["$BL.RECEIVE", "PO-1", "A", "RECEIVING"])
        .says("1 EA A received");
}

#[test]
fn a_policy_counts_at_once_at_terminals_that_are_open() {
    let mut house = dock();
    let bench = Bench::new(&mut house, "T-1").scan(&["ANA", "PO-1", "A"]);
    bench.house.policy("require_scan", "both");
    bench
        .typed("RECEIVING")
        .refuses("SCAN_NEEDED")
        .scan(&["RECEIVING"])
        .says("1 EA A received");
}

#[test]
fn a_silent_screen_shows_only_who_is_locked_out_and_the_pin_goes_on() {
    let mut house = dock();
    Bench::new(&mut house, "T-1")
        .by_hand()
        .scan(&["ANA", PIN, "PO-1", "A", "4"])
        .wait(590)
        .scan(&["NOWHERE"])
        .refuses("UNKNOWN_CODE")
        .wait(600)
        .scan(&["RECEIVING"])
        .refuses("PIN_AWAITED")
        .asks("ANA: type your PIN, or scan another badge")
        .typed(PIN)
        .says("you went on where you stopped")
        .scan(&["RECEIVING"])
        .says("4 EA A received");
}

#[test]
fn another_operator_signs_in_beside_one_who_is_locked_out() {
    let mut house = dock();
    stock::plain(&mut house, 5, "STORAGE");
    Bench::new(&mut house, "T-1")
        .by_hand()
        .scan(&["ANA", PIN, "PO-1", "A", "4"])
        .wait(600)
        .scan(&["BEN"])
        .asks("Type your PIN")
        .typed(PIN)
        .says("signed in as BEN")
        .asks("Scan anything")
        .scan(&["$BL.SIGNOUT"])
        .scan(&["ANA", PIN, "RECEIVING"])
        .says("4 EA A received");
}

#[test]
fn with_lock_after_minutes_0_no_screen_is_locked() {
    let mut house = dock();
    house.policy("lock_after_minutes", "0");
    Bench::new(&mut house, "T-1")
        .by_hand()
        .scan(&["ANA", PIN, "PO-1", "A", "4"])
        .wait(86_400)
        .scan(&["RECEIVING"])
        .says("4 EA A received");
}

#[test]
fn labels_that_are_scanned_while_a_pin_is_awaited_lock_nobody_out() {
    let mut house = dock();
    let mut bench = Bench::new(&mut house, "T-1").by_hand().scan(&["ANA"]);
    for code in [
        "A",
        "RECEIVING",
        "PO-1",
        "]C101095212340100191727083110L1",
        "9521234010012",
        "4006381333931",
        "STORAGE",
    ] {
        bench = bench.scan(&[code]).refuses("PIN_AWAITED").asks("Type your PIN");
    }
    bench.typed(PIN).says("signed in as ANA");
    assert_eq!(house.user("ANA").failures, 0);
}

#[test]
fn a_pin_of_another_length_that_an_older_import_kept_still_opens() {
    let mut house = dock();
    for pin in ["7", "731973197319"] {
        house.change_user("ANA", |ana| ana.pin_hash = Some(hash_of(pin)));
        Bench::new(&mut house, "T-1")
            .by_hand()
            .scan(&["ANA"])
            .typed(pin)
            .asks("Choose a new PIN of 4 to 8 digits, or Enter to do so next time")
            .typed("")
            .says("signed in as ANA")
            .scan(&["$BL.SIGNOUT"]);
    }
}

#[test]
fn a_pin_leaves_no_trace_wherever_it_is_typed_by_habit() {
    let stories: [&[&str]; 7] = [
        &["ANA", PIN, "ANA", "7319"],
        &["ANA", PIN, "BEN", "7319"],
        &["ANA", PIN, "$BL.SIGNOUT", "7319"],
        &["AMA", "7319"],
        &["ANA", PIN, "PO-1", "AMA", "7319"],
        &["ANA7319"],
        &["ANA", PIN, "PO-1", "ANA 7319"],
    ];
    // Slowly, and as fast as a scanner.
    for (story, is_slow) in stories.iter().flat_map(|story| [(story, true), (story, false)]) {
        let mut house = dock();
        let mut bench = Bench::new(&mut house, "T-1").by_hand();
        for code in *story {
            bench = if is_slow {
                bench.typed(code)
            } else {
                bench.played(code)
            };
            assert!(!bench.told().contains("7319"), "{story:?}: {}", bench.told());
        }
        assert!(!kept(&house).contains("7319"), "{story:?}: {}", kept(&house));
    }
}

#[test]
fn a_number_that_was_taken_for_a_pin_is_taken_when_it_comes_again() {
    let mut house = dock();
    house.order(OrderKind::Purchase, "PO-2", "A", 5000);
    Bench::new(&mut house, "T-1")
        .scan(&["ANA", "PO-2", "A", "BEN"])
        .typed("1200")
        .refuses("PIN_NOT_KEPT")
        .typed("1200")
        .says("1200 EA A")
        .scan(&["RECEIVING"])
        .says("1200 EA A received");
}

#[test]
fn an_approval_takes_the_badge_and_its_pin_and_says_who_gave_it() {
    let mut house = dock();
    Bench::new(&mut house, "T-1")
        .by_hand()
        .scan(&["ANA", PIN, "PO-1", "A", "12", "RECEIVING"])
        .refuses("OVER_RECEIPT")
        .asks("Scan a supervisor's badge, or BACK: 12 received of 10 open")
        .scan(&["BEN"])
        .refuses("MAY_NOT_APPROVE")
        .tells("BEN may not approve 12 received of 10 open")
        .typed("SUE")
        .refuses("SCAN_NEEDED")
        .scan(&["SUE"])
        .asks("SUE, type your PIN, or BACK: 12 received of 10 open")
        .typed("9999")
        .refuses("WRONG_PIN")
        .asks("type your PIN")
        .lies(0, "A", "RECEIVING")
        .typed(PIN)
        .says("12 EA A received")
        .tells("approved by SUE")
        .lies(12, "A", "RECEIVING");
    assert_eq!(
        house.user("SUE").failures,
        1,
        "a wrong PIN is counted, whoever typed it"
    );
    assert!(!kept(&house).contains("9999"));
}

#[test]
fn a_supervisor_steps_back_and_the_question_stays() {
    let mut house = dock();
    Bench::new(&mut house, "T-1")
        .by_hand()
        .scan(&["ANA", PIN, "PO-1", "A", "12", "RECEIVING", "SUE", "$BL.BACK"])
        .asks("Scan a supervisor's badge, or BACK: 12 received of 10 open")
        .scan(&["SUE"])
        .typed(PIN)
        .says("12 EA A received");
}

#[test]
fn wrong_pins_beside_an_operator_lock_the_supervisor_not_the_operator() {
    let mut house = dock();
    let mut bench =
        Bench::new(&mut house, "T-1")
            .by_hand()
            .scan(&["ANA", PIN, "PO-1", "A", "12", "RECEIVING", "SUE"]);
    for _ in 0..4 {
        bench = bench.typed("9999").refuses("WRONG_PIN");
    }
    bench
        .typed("9999")
        .refuses("LOCKED_BADGE")
        .asks("Scan a supervisor's badge")
        .scan(&["SUE"])
        .refuses("LOCKED_BADGE")
        .scan(&["$BL.BACK"])
        .lies(0, "A", "RECEIVING");
    assert!(!house.user("ANA").locked);
}

#[test]
fn a_company_may_take_the_scanned_badge_alone() {
    let mut house = dock();
    house.policy("approval", "badge");
    Bench::new(&mut house, "T-1")
        .by_hand()
        .scan(&["ANA", PIN, "PO-1", "A", "12", "RECEIVING"])
        .typed("SUE")
        .refuses("SCAN_NEEDED")
        .scan(&["SUE"])
        .says("12 EA A received")
        .tells("approved by SUE");
}

#[test]
fn who_has_no_pin_chooses_one_beside_a_supervisor() {
    let mut house = dock();
    house.change_user("ANA", |ana| ana.pin_hash = None);
    Bench::new(&mut house, "T-1")
        .by_hand()
        .scan(&["ANA"])
        .asks("ANA has no PIN. Scan a supervisor's badge")
        .typed("7319")
        .refuses("PIN_NOT_KEPT")
        .typed("SUE")
        .refuses("SCAN_NEEDED")
        .scan(&["SUE"])
        .asks("SUE, type your PIN")
        .typed("9999")
        .refuses("WRONG_PIN")
        .typed(PIN)
        .asks("ANA, choose a PIN of 4 to 8 digits")
        .typed("12")
        .refuses("UNFIT_PIN")
        .typed("1234")
        .refuses("WEAK_PIN")
        .chooses("7319", "7318")
        .says("signed in as ANA")
        .scan(&["$BL.SIGNOUT", "ANA"])
        .typed("7319")
        .says("signed in as ANA");
    assert!(!kept(&house).contains("7319") && !kept(&house).contains("7318"));
}

#[test]
fn taking_work_over_tells_the_terminal_that_lost_it() {
    let mut house = dock();
    Bench::new(&mut house, "T-1")
        .scan(&["ANA", "PO-1", "A", "4"])
        .at("T-2")
        .scan(&["ANA", "$BL.TAKEOVER"])
        .asks("Scan anything")
        .scan(&["$BL.TAKEOVER"])
        .says("went on with the work of T-1")
        .at("T-1")
        .scan(&["RECEIVING"])
        .refuses("UNKNOWN_BADGE")
        .tells("ANA went on with this work at T-2 at 08:00. You are signed out here");
}
