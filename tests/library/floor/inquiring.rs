//! Anybody looks anything up; a supervisor holds a lot.

use super::bench::Bench;
use super::hand::Hand;
use super::house::House;
use super::stock;
use binledger::domain::catalog::Lot;
use binledger::domain::company::Method;
use binledger::domain::order::OrderKind;
use binledger::flows::event::{Command, Job};

fn two_lots() -> House {
    let mut house = House::new(Method::Fifo);
    stock::lot(&mut house, 10, "L1", "2026-08-31");
    stock::quarantined(&mut house, 5, "L2");
    house.order(OrderKind::Sales, "SO-1", "LOT", 6);
    house
}

#[test]
fn an_item_shows_where_it_lies_and_what_may_be_promised() {
    let mut house = two_lots();
    let mut ben = Hand::new(&mut house, "BEN", Job::Inquire);
    ben.read(&mut house, "LOT");
    let table = ben.face().table.expect("a table");
    assert_eq!(table.rows[0].cells[..3], ["STORAGE", "L1", "10"]);
    assert_eq!(table.rows[1].cells[..3], ["QUARANTINE", "L2", "5"]);
    let fact = |name: &str| ben.face().fields.into_iter().find(|it| it.label == name);
    assert_eq!(fact("Available").map(|it| it.value), Some("10 EA".into()));
}

#[test]
fn what_expires_today_may_be_promised_only_where_the_policy_says_so() {
    for (through, expected) in [("yes", "10 EA"), ("no", "0 EA")] {
        let mut house = House::new(Method::Fifo);
        house.policy("usable_through_expiry", through);
        stock::lot(&mut house, 10, "L1", "2026-03-02");
        let mut ben = Hand::new(&mut house, "BEN", Job::Inquire);
        ben.read(&mut house, "LOT");
        let fact = |name: &str| ben.face().fields.into_iter().find(|it| it.label == name);
        assert_eq!(
            fact("On hand").map(|it| it.value),
            Some("10 EA".into()),
            "{through}"
        );
        assert_eq!(
            fact("Available").map(|it| it.value),
            Some(expected.into()),
            "{through}"
        );
    }
}

#[test]
fn a_lot_a_bin_and_an_order_are_looked_up_one_after_the_other() {
    let mut house = two_lots();
    let mut ben = Hand::new(&mut house, "BEN", Job::Inquire);
    for code in ["L2", "STORAGE", "SO-1"] {
        ben.read(&mut house, code);
        let shown = ben.face().big.unwrap_or_default();
        assert!(shown.contains(code), "{code}: {shown}");
    }
    ben.read(&mut house, "NOBODY-KNOWS");
    assert!(
        ben.last().starts_with("UNKNOWN_CODE NOBODY-KNOWS is unknown"),
        "{}",
        ben.last()
    );
    ben.read(&mut house, "LOT#L9");
    assert!(
        ben.last().starts_with("UNKNOWN_CODE LOT#L9 is unknown"),
        "a lot that never was is not one of which nothing is left: {}",
        ben.last()
    );
    let shown = ben.face().big.unwrap_or_default();
    assert!(shown.contains("SO-1"), "what was shown stands: {shown}");
}

#[test]
fn a_supervisor_holds_the_lot_shown_in_one_step() {
    let mut house = two_lots();
    let recall = Command::Reason("recall".into());
    let mut ben = Hand::new(&mut house, "BEN", Job::Inquire);
    ben.read(&mut house, "LOT#L1").say(&mut house, recall.clone());
    assert!(
        ben.last()
            .starts_with("ROLE_NEEDED BEN may not do this. It takes the role supervisor"),
        "{}",
        ben.last()
    );
    let mut sue = Hand::new(&mut house, "SUE", Job::Inquire);
    sue.read(&mut house, "LOT#L1").say(&mut house, recall);
    assert_eq!(house.all::<Lot>()[0].hold.as_deref(), Some("recall"));
    let shown = format!("{:?}", sue.face());
    assert!(shown.contains("recall"), "the hold is on the screen: {shown}");
    sue.say(&mut house, Command::Reason("release".into()));
    assert_eq!(
        sue.prompt(),
        "Scan a supervisor's badge, or BACK: Releasing LOT L1"
    );
    assert_eq!(house.all::<Lot>()[0].hold.as_deref(), Some("recall"));
}

#[test]
fn what_is_unknown_leaves_nobody_out_of_inquire() {
    let mut house = two_lots();
    Bench::new(&mut house, "T-1")
        .scan(&["BEN", "$BL.INQUIRE", "FOO"])
        .refuses("UNKNOWN_CODE")
        .asks("Scan an item, lot, place or order")
        .scan(&["$BL.BACK", "FOO"])
        .asks("Scan anything, or choose a job");
}
