//! A supervisor is told each thing that an approval is for, and approves nothing unseen.

use super::bench::{Bench, LOT_CASE};
use super::house::House;
use super::identity::kept;
use binledger::domain::company::Method;
use binledger::domain::log::ReadResult;
use binledger::domain::movement::Movement;
use binledger::domain::order::OrderKind;
use binledger::domain::user::User;
use binledger::operations::request::{Define, Master};
use testing::company::PIN;

/// A case of a lot that has expired, and one piece ordered.
fn expired() -> (House, String) {
    let mut house = House::new(Method::Fifo);
    house.order(OrderKind::Purchase, "PO-1", "LOT", 1);
    (house, format!("]C101{LOT_CASE}1726013110L7"))
}

#[test]
fn too_many_of_an_expired_lot_are_two_things_to_approve() {
    let (mut house, label) = expired();
    Bench::new(&mut house, "T-1")
        .scan(&["ANA", "PO-1", &label])
        .refuses("OVER_RECEIPT")
        .scan(&["SUE"])
        .says("12 received of 1 open approved by SUE")
        .scan(&["RECEIVING"])
        .refuses("EXPIRED")
        .asks("Scan a supervisor's badge, or BACK: lot L7, expired 2026-01-31")
        .lies(0, "LOT", "RECEIVING")
        .scan(&["SUE"])
        .says("12 EA LOT L7 received")
        .tells("approved by SUE")
        .lies(12, "LOT", "RECEIVING");
    assert_eq!(house.all::<Movement>().len(), 1);
}

#[test]
fn another_supervisor_answers_for_everything() {
    let (mut house, label) = expired();
    let tom = User {
        badge: "TOM".into(),
        name: "TOM".into(),
        ..house.user("SUE")
    };
    house.ok(Define {
        master: Master::User(tom),
    });
    Bench::new(&mut house, "T-1")
        .scan(&["ANA", "PO-1", &label, "SUE", "RECEIVING"])
        .refuses("EXPIRED")
        .scan(&["TOM"])
        .refuses("OVER_RECEIPT")
        .asks("Scan a supervisor's badge, or BACK: 12 received of 1 open")
        .scan(&["TOM"])
        .tells("approved by TOM")
        .lies(12, "LOT", "RECEIVING");
}

#[test]
fn a_pin_typed_before_the_badge_is_neither_a_quantity_nor_kept() {
    let (mut house, label) = expired();
    let bench = Bench::new(&mut house, "T-1")
        .scan(&["ANA", "PO-1", &label])
        .refuses("OVER_RECEIPT")
        .typed("4417")
        .refuses("BADGE_FIRST")
        .tells("Scan the badge first, then type the PIN")
        .asks("Scan a supervisor's badge, or BACK: 12 received of 1 open");
    let reads: Vec<ReadResult> = bench.house.all();
    assert!(reads.iter().all(|read| !read.message.contains("4417")));
    bench.scan(&["SUE"]).says("12 received of 1 open approved by SUE");
}

#[test]
fn a_badge_that_was_locked_meanwhile_approves_nothing() {
    let (mut house, label) = expired();
    let mut bench = Bench::new(&mut house, "T-1")
        .scan(&["ANA", "PO-1", &label])
        .by_hand();
    bench = bench.scan(&["SUE"]).asks("SUE, type your PIN");
    bench.house.change_user("SUE", |sue| sue.locked = true);
    let bench = bench.typed(PIN).refuses("LOCKED_BADGE");
    assert!(!bench.told().contains("approved"), "{}", bench.told());
    bench.asks("Scan a supervisor's badge, or BACK: 12 received of 1 open");
}

#[test]
fn back_takes_back_the_quantity_that_is_too_many() {
    let mut house = House::new(Method::Fifo);
    house.order(OrderKind::Purchase, "PO-1", "A", 2);
    Bench::new(&mut house, "T-1")
        .scan(&["ANA", "PO-1", "A"])
        .typed("300")
        .refuses("OVER_RECEIPT")
        .scan(&["$BL.BACK"])
        .asks("Scan its place, or type the total")
        .scan(&["RECEIVING"])
        .says("1 EA A received at RECEIVING")
        .lies(1, "A", "RECEIVING");
}

#[test]
fn undo_leads_back_to_the_question_about_what_is_in_hand() {
    let mut house = House::new(Method::Fifo);
    house.order(OrderKind::Purchase, "PO-1", "A", 2);
    let question = "Scan a supervisor's badge, or BACK: 300 received of 2 open";
    Bench::new(&mut house, "T-1")
        .scan(&["ANA", "PO-1", "A"])
        .typed("300")
        .asks(question)
        .scan(&["$BL.BACK"])
        .says("1 EA A in hand")
        .scan(&["$BL.UNDO"])
        .asks(question)
        .scan(&["RECEIVING"])
        .refuses("OVER_RECEIPT")
        .scan(&["$BL.UNDO"])
        .asks(question)
        .scan(&["SUE"])
        .says("300 received of 2 open approved by SUE")
        .scan(&["RECEIVING"])
        .tells("approved by SUE")
        .lies(300, "A", "RECEIVING")
        .scan(&["$BL.UNDO", "$BL.UNDO"])
        .asks("Scan its place, or type the total")
        .scan(&["RECEIVING"])
        .says("1 EA A received at RECEIVING");
}

#[test]
fn a_pin_that_comes_while_its_owner_is_signed_in_is_never_kept() {
    let mut house = House::new(Method::Fifo);
    let mut bench = Bench::new(&mut house, "T-1").scan(&["ANA", "$BL.MOVE", "$BL.HELP"]);
    for line in [PIN, "SUE2308", "SUE 2308", "ANA 2308"] {
        bench = bench.scan(&[line]).refuses("PIN_NOT_KEPT");
        assert!(!bench.told().contains(PIN), "{line}: {}", bench.told());
        bench = bench.typed(line).refuses("PIN_NOT_KEPT").scan(&["$BL.HELP"]);
    }
    assert!(!kept(&house).contains(PIN), "{}", kept(&house));
}
