//! A supervisor is told each thing that an approval is for, and approves nothing unseen.

use super::bench::{Bench, LOT_CASE};
use super::house::House;
use binledger::domain::company::Method;
use binledger::domain::movement::Movement;
use binledger::domain::order::OrderKind;
use binledger::domain::user::User;
use binledger::operations::request::{Define, Master};

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
    let mut users: Vec<User> = house.all();
    users.retain(|user| user.badge.as_str() == "SUE");
    let tom = User {
        badge: "TOM".into(),
        name: "TOM".into(),
        ..users.remove(0)
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
