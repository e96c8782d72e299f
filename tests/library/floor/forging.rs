//! Saved work says where it stood, and never who allowed what: whoever forges it is asked again.

use super::bench::{Bench, LOT_CASE};
use super::house::House;
use super::session::{begun, read};
use super::shaky::{Fail, Shaky};
use super::sites::{sent, two_sites};
use binledger::domain::company::Method;
use binledger::domain::log::{NotedRead, Outcome, ReadResult, SavedSession};
use binledger::domain::movement::Movement;
use binledger::domain::order::OrderKind;
use binledger::flows::flow::Flow;
use binledger::session::Session;
use binledger::store::{Note, Store};
use serde_json::{Value, json};
use testing::company::PIN;

/// Rewrites what was saved of an operator's work while the terminal is off.
#[track_caller]
fn forge<'h>(bench: Bench<'h>, badge: &str, forged: impl FnOnce(&mut Value)) -> Bench<'h> {
    let bench = bench.killed();
    let rows: Vec<SavedSession> = bench.house.all();
    let row = rows.into_iter().find(|row| row.operator.as_str() == badge);
    let row = row.expect("the work was saved");
    let mut state: Value = serde_json::from_str(&row.state).expect("it is JSON");
    forged(&mut state["flow"]);
    let state = state.to_string();
    let forged = Note::Session(SavedSession { state, ..row });
    bench.house.store.note(&[forged]).expect("the store works");
    bench
}

/// Twelve of a lot that has expired are refused at the dock.
fn refused(house: &mut House) -> Bench<'_> {
    house.order(OrderKind::Purchase, "PO-1", "LOT", 20);
    let label = format!("]C101{LOT_CASE}1726013110L7");
    Bench::new(house, "T-1")
        .scan(&["ANA", "PO-1", &label, "RECEIVING"])
        .refuses("EXPIRED")
}

#[test]
fn a_post_that_claims_to_be_approved_is_asked_about_again() {
    let mut house = House::new(Method::Fifo);
    let bench = forge(refused(&mut house), "ANA", |flow| {
        let pending = &mut flow["pending"];
        pending["post"]["approved_by"] = json!("SUE");
        pending["post"]["approved_by_pin"] = json!(true);
        pending["post"]["accepted"] = json!(["EXPIRED L7 2026-01-31"]);
        pending["approver"] = json!("SUE");
        // The operator alone may confirm this one.
        pending["refusal"] = json!({"FarExpiry": {"lot": "L7", "found": "2026-01-31", "days": 1}});
    });
    bench
        .scan(&["ANA", "$BL.CONFIRM"])
        .refuses("EXPIRED")
        .lies(0, "LOT", "RECEIVING");
    assert!(house.all::<Movement>().is_empty());
}

#[test]
fn a_word_given_ahead_is_asked_for_again() {
    let mut house = House::new(Method::Fifo);
    let bench = forge(refused(&mut house), "ANA", |flow| {
        let refusal = flow["pending"]["refusal"].clone();
        flow["ahead"] = json!({"refusal": refusal, "badge": "SUE", "with_pin": true, "name": "SUE"});
        flow["pending"] = Value::Null;
    });
    bench
        .scan(&["ANA", "RECEIVING"])
        .refuses("EXPIRED")
        .lies(0, "LOT", "RECEIVING");
}

#[test]
fn what_is_missing_is_not_written_off_by_a_pin_that_was_awaited_before() {
    let mut house = two_sites();
    let paper = sent(&mut house);
    let bench = Bench::new(&mut house, "T-2")
        .by_hand()
        .scan(&["LIV", PIN, &paper, "A", "3", "SHOP-1", "$BL.SHORT"])
        .typed("fell off the lorry")
        .scan(&["KAI"])
        .asks("type your PIN to write it off");
    bench
        .killed()
        .scan(&["LIV", PIN])
        .asks("Scan a supervisor's badge, or BACK")
        .typed(PIN)
        .refuses("BADGE_FIRST")
        .scan(&["KAI"])
        .asks("type your PIN to write it off")
        .typed(PIN)
        .says("what is missing is written off");
}

#[test]
fn a_forged_step_of_choosing_a_pin_waits_for_the_supervisor() {
    let house = House::new(Method::Fifo);
    let ben = house.user("BEN");
    let mut shaky = Shaky::of(&house.store);
    let fail = shaky.fail.clone();
    begun(&mut shaky);
    for step in [json!({"Choose": "SUE"}), json!({"Again": ["SUE", "hash"]})] {
        let mut session = Session::open(&mut shaky, "T-1".into()).expect("the store works");
        fail.set(Fail::Notes);
        assert!(session.read(&read("ANA", 30)).is_err());
        fail.set(Fail::Never);
        let noted: Vec<NotedRead> = house.all();
        let number = noted.last().expect("it was noted").read;
        let result = ReadResult {
            terminal: "T-1".into(),
            read: number,
            outcome: Outcome::Applied,
            code: None,
            message: String::new(),
            step: String::new(),
            millis: 0,
            item: None,
            location: None,
        };
        let row = house.all::<SavedSession>().remove(0);
        let mut state: Value = serde_json::from_str(&row.state).expect("it is JSON");
        state["flow"] = serde_json::to_value(Flow::default()).expect("it is JSON");
        state["flow"]["work"] = json!({"SignIn": {"user": ben, "step": step}});
        let forged = SavedSession {
            operator: "".into(),
            read: number,
            state: state.to_string(),
            ..row
        };
        let mut store = house.store.clone();
        let notes = [Note::Result(result), Note::Session(forged)];
        store.note(&notes).expect("the store works");
        let reply = session.read(&read("ANA", 30)).expect("the store works");
        assert_eq!(reply.prompt, "BEN has no PIN. Scan a supervisor's badge");
    }
}
