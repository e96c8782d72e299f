//! Goods arrive at the dock.

use super::bench::{Bench, LOT_CASE, LOT_EACH, SER_EACH};
use super::house::House;
use super::stock::{self, ordered};
use binledger::domain::catalog::{Lot, Party, PartyKind};
use binledger::domain::company::Method;
use binledger::domain::movement::Movement;
use binledger::domain::order::{OrderKind, OrderLine};
use binledger::operations::request::Master;
use testing::company::PIN;

fn label(fields: &str) -> String {
    format!("]C1{fields}")
}

#[test]
fn one_label_says_everything_and_the_case_counts() {
    let mut house = ordered("LOT", 24);
    Bench::new(&mut house, "T-1")
        .scan(&["ANA", "PO-1"])
        .says("PO-1 from V1: 1 line open")
        .scan(&[&label(&format!("01{LOT_CASE}1727013110L1"))])
        .says("+12 EA (1 CS) LOT L1. lot L1 expires 2027-01-31, 335 days left")
        .scan(&[&label(&format!("01{LOT_CASE}1727013110L1"))])
        .says("+12 EA (1 CS): 24 EA LOT L1")
        .scan(&["RECEIVING"])
        .says("24 EA LOT L1 received at RECEIVING")
        .asks("All is received")
        .lies(24, "LOT", "RECEIVING");
}

#[test]
fn item_lot_expiry_and_quantity_come_in_any_order() {
    let mut house = ordered("LOT", 30);
    Bench::new(&mut house, "T-1")
        .scan(&["ANA", "PO-1", &label("10L7")])
        .asks("Scan the item of lot L7")
        .scan(&[LOT_EACH])
        .asks("Scan the expiry, or type it like 0727")
        .typed("0627")
        .says("lot L7 expires 2027-06-30, 485 days left")
        .typed("30")
        .scan(&["RECEIVING"])
        .says("30 EA LOT L7 received");
    let lot: Vec<Lot> = house.all();
    assert_eq!(lot[0].expiry, "2027-06-30".parse().ok());
}

#[test]
fn an_error_loses_nothing_and_what_is_no_expiry_is_none() {
    let mut house = ordered("LOT", 30);
    Bench::new(&mut house, "T-1")
        .scan(&["ANA", "PO-1", LOT_EACH, "L1"])
        .typed("1327")
        .refuses("NOT_EXPECTED")
        .scan(&["A"])
        .refuses("NOT_ON_ORDER")
        .scan(&[&label("10L2")])
        .refuses("NOT_EXPECTED")
        .typed("+18m")
        .says("lot L1 expires 2027-09-02")
        .scan(&["$BL.DONE"])
        .refuses("NOT_EXPECTED")
        .scan(&["RECEIVING"])
        .says("1 EA LOT L1 received");
}

#[test]
fn more_than_ordered_needs_a_supervisor_and_never_enter() {
    let mut house = ordered("A", 10);
    Bench::new(&mut house, "T-1")
        .scan(&["ANA", "PO-1", "A", "12", "RECEIVING"])
        .refuses("OVER_RECEIPT")
        .asks("Scan a supervisor's badge, or BACK")
        .scan(&[""])
        .refuses("OVER_RECEIPT")
        .scan(&["$BL.CONFIRM"])
        .refuses("MAY_NOT_APPROVE")
        .typed("SUE")
        .refuses("SCAN_NEEDED")
        .scan(&["BEN"])
        .refuses("MAY_NOT_APPROVE")
        .scan(&["RECEIVING"])
        .refuses("MAY_NOT_APPROVE")
        .scan(&["SUE"])
        .says("12 EA A received at RECEIVING")
        .lies(12, "A", "RECEIVING");
    let movements: Vec<Movement> = house.all();
    let last = movements.last().expect("a movement");
    assert_eq!(last.reason.as_deref(), Some("approved OVER_RECEIPT"));
}

#[test]
fn more_than_ordered_is_asked_about_at_the_quantity_and_not_again_at_the_place() {
    for way in ["typed", "label", "one by one"] {
        let mut house = ordered("A", 10);
        let bench = Bench::new(&mut house, "T-1").by_hand();
        let bench = bench.scan(&["ANA", PIN, "PO-1"]);
        let bench = match way {
            "typed" => bench.scan(&["A"]).typed("12"),
            "label" => bench.scan(&["A", "$BL.QTY.12"]),
            _ => bench.scan(&["A", "10", "A"]).refuses("OVER_RECEIPT").scan(&["A"]),
        };
        bench
            .refuses("OVER_RECEIPT")
            .tells("12 of A is too many: 10 open on PO-1. Take 10")
            .asks("Scan a supervisor's badge, or BACK: 12 received of 10 open")
            .scan(&["SUE"])
            .asks("SUE, type your PIN")
            .typed(PIN)
            .says("12 received of 10 open approved by SUE")
            .asks("Scan its place")
            .scan(&["RECEIVING"])
            .says("12 EA A received at RECEIVING")
            .tells("approved by SUE")
            .lies(12, "A", "RECEIVING");
        let movements: Vec<Movement> = house.all();
        let last = movements.last().expect("a movement");
        assert_eq!(last.reason.as_deref(), Some("approved OVER_RECEIPT"), "{way}");
    }
}

#[test]
fn where_nothing_is_open_nobody_is_told_to_take_none() {
    let mut house = ordered("A", 1);
    Bench::new(&mut house, "T-1")
        .scan(&["ANA", "PO-1", "A", "RECEIVING", "A"])
        .refuses("OVER_RECEIPT")
        .tells("1 of A is too many: nothing is open on PO-1. Set it aside, or ask a supervisor to accept it.")
        .scan(&["$BL.UNDO"])
        .says("the last scan is taken back")
        .asks("All is received: DONE or next order");
}

#[test]
fn what_was_approved_is_that_quantity_alone() {
    let mut house = ordered("A", 10);
    Bench::new(&mut house, "T-1")
        .scan(&["ANA", "PO-1", "A", "12", "SUE"])
        .says("approved by SUE")
        .scan(&["13"])
        .refuses("OVER_RECEIPT")
        .scan(&["RECEIVING"])
        .refuses("OVER_RECEIPT")
        .lies(0, "A", "RECEIVING")
        .scan(&["$BL.BACK", "$BL.UNDO"])
        .scan(&["12", "RECEIVING"])
        .refuses("OVER_RECEIPT")
        .scan(&["10", "RECEIVING"])
        .says("10 EA A received")
        .lies(10, "A", "RECEIVING");
}

#[test]
fn a_receipt_that_was_approved_is_taken_back_and_the_question_with_it() {
    let mut house = ordered("A", 10);
    Bench::new(&mut house, "T-1")
        .scan(&["ANA", "PO-1", "A", "12", "SUE", "$BL.UNDO"])
        .says("taken back")
        .scan(&["12", "RECEIVING"])
        .refuses("OVER_RECEIPT")
        .scan(&["SUE"])
        .says("12 EA A received")
        .scan(&["$BL.UNDO"])
        .lies(0, "A", "RECEIVING");
}

#[test]
fn a_piece_in_stock_does_not_arrive_again() {
    let mut house = ordered("SER", 3);
    let serial = |number: &str| label(&format!("01{SER_EACH}21{number}"));
    Bench::new(&mut house, "T-1")
        .scan(&["ANA", "PO-1", &serial("S1"), "RECEIVING", &serial("S2")])
        .asks("Enter for RECEIVING")
        .scan(&[""])
        .says("1 EA SER S2 received at RECEIVING")
        .scan(&[&serial("S1")])
        .refuses("SERIAL_IN_STOCK")
        .scan(&[&serial("S3"), "2"])
        .refuses("ONE_SERIAL")
        .scan(&[""])
        .lies(3, "SER", "RECEIVING");
}

#[test]
fn a_known_lot_brings_its_expiry_and_an_older_one_is_noticed() {
    let mut house = ordered("LOT", 10);
    stock::lot(&mut house, 5, "L1", "2027-08-31");
    Bench::new(&mut house, "T-1")
        .scan(&["ANA", "PO-1", LOT_EACH])
        .scan(&["L1"])
        .says("lot L1 expires 2027-08-31")
        .scan(&["RECEIVING", LOT_EACH, "L0", "0727"])
        .says("OLDER: lot L0 expires 2027-07-31, 516 days left; stock on hand lasts until 2027-08-31")
        .scan(&["RECEIVING", LOT_EACH, &label("10L11728013110L1")])
        .scan(&["RECEIVING"])
        .refuses("BIN_READ");
}

#[test]
fn undo_takes_a_receipt_back_with_its_entry_and_its_counters() {
    let mut house = ordered("A", 10);
    Bench::new(&mut house, "T-1")
        .scan(&["ANA", "PO-1", "A", "4", "BIN-2"])
        .asks("Scan an item")
        .scan(&["$BL.UNDO"])
        .says("receipt of 4 A at BIN-2 taken back")
        .asks("Scan its place")
        .lies(0, "A", "BIN-2")
        .scan(&["RECEIVING", "$BL.DONE"])
        .says("PO-1 stays open: 6 EA A")
        .scan(&["$BL.UNDO"])
        .asks("Scan an item")
        .scan(&["$BL.UNDO"])
        .says("receipt of 4 A at RECEIVING taken back")
        .lies(0, "A", "RECEIVING");
    let lines: Vec<OrderLine> = house.all();
    assert!(lines[0].done.is_zero());
    assert_eq!(house.worth("A").1.to_string(), "0.00");
}

#[test]
fn a_place_or_a_status_sets_goods_aside() {
    let mut house = ordered("A", 10);
    Bench::new(&mut house, "T-1")
        .scan(&["ANA", "PO-1", "$BL.STATUS.quarantine", "A", "4", "RECEIVING"])
        .says("4 EA A received")
        .scan(&["A", "$BL.DAMAGED", "DAMAGED"])
        .says("1 EA A received at DAMAGED");
    let statuses: Vec<String> = house
        .all::<Movement>()
        .iter()
        .map(|it| it.to_status.to_string())
        .collect();
    assert_eq!(statuses, ["quarantine", "damaged"]);
}

#[test]
fn only_a_supervisor_receives_what_nobody_ordered() {
    let mut house = House::new(Method::Average);
    stock::plain(&mut house, 2, "STORAGE");
    Bench::new(&mut house, "T-1")
        .scan(&["ANA", "$BL.RECEIVE", "A"])
        .refuses("ITEM_READ")
        .scan(&["$BL.SIGNOUT", "SUE", "$BL.RECEIVE", "LOT"])
        .refuses("NO_COST")
        .scan(&["A", "3", "RECEIVING"])
        .says("3 EA A received")
        .lies(3, "A", "RECEIVING");
    assert_eq!(house.worth("A").1.to_string(), "10.00");
}

#[test]
fn a_code_of_another_kind_is_refused_as_what_it_is() {
    let mut house = ordered("LOT", 24);
    Bench::new(&mut house, "T-1")
        .scan(&["ANA", "PO-1", "BEN"])
        .refuses("BADGE_READ")
        .tells("BEN is a badge, not an item. Scan an item.");
}

#[test]
fn enter_offers_no_place_where_goods_are_set_aside() {
    let mut house = stock::ordered("A", 12);
    Bench::new(&mut house, "T-1")
        .scan(&["ANA", "PO-1", "A", "QUARANTINE", "QUARANTINE", "A"])
        .asks("Scan its place, or type the total")
        .scan(&["$BL.DAMAGED", "RECEIVING"])
        .says("1 EA A received at RECEIVING, damaged")
        .scan(&["A"])
        .asks("Scan its place, or Enter for RECEIVING")
        .scan(&["SUE"])
        .refuses("BADGE_READ")
        .tells("SUE is a badge, not a place");
}

#[test]
fn enter_offers_no_bin_because_a_pallet_stands_there() {
    let mut house = stock::ordered("A", 12);
    stock::on_plate(&mut house, 5, "QUARANTINE", "PAL-1");
    Bench::new(&mut house, "T-1")
        .scan(&["ANA", "PO-1", "A", "RECEIVING", "A", "PAL-1"])
        .says("1 EA A received at QUARANTINE on PAL-1")
        .scan(&["A"])
        .asks("Scan its place, or Enter for RECEIVING")
        .scan(&[""])
        .says("1 EA A received at RECEIVING");
}

#[test]
fn a_lot_and_a_serial_number_are_nothing_that_the_books_know_otherwise() {
    let mut house = ordered("LOT", 24);
    house.order(OrderKind::Purchase, "PO-2", "SER", 2);
    house.define(Master::Party(Party {
        kind: PartyKind::Customer,
        party: "CUS-01".into(),
        name: "Somebody".into(),
        min_life_days: None,
        region: None,
    }));
    stock::serial(&mut house, "LP2-00417");
    stock::lot(&mut house, 4, "L1", "2027-08-31");
    let mut bench = Bench::new(&mut house, "T-1").scan(&["ANA", "PO-1", "LOT"]);
    for (code, told) in [
        ("CUS-01", "CUS-01 is a customer, not a lot"),
        ("EA", "EA is a unit, not a lot"),
        ("LP2-00417", "LP2-00417 is a serial of SER, not a lot"),
    ] {
        bench = bench
            .scan(&[code])
            .refuses("NOT_EXPECTED")
            .tells(told)
            .asks("Scan the lot of LOT");
    }
    bench
        .scan(&["L1"])
        .asks("Scan its place, or type the total")
        .scan(&["RECEIVING", "PO-2", "SER", "L1"])
        .refuses("NOT_EXPECTED")
        .tells("L1 is a lot of LOT, not a serial number of SER")
        .scan(&["LP2-00417"])
        .refuses("SERIAL_IN_STOCK");
}

#[test]
fn a_receipt_taken_back_leaves_no_expiry_of_its_lot() {
    let mut house = ordered("LOT", 24);
    Bench::new(&mut house, "T-1")
        .scan(&["ANA", "PO-1", "LOT", "L9", "2027-08-31", "RECEIVING", "$BL.UNDO"])
        .tells("taken back")
        .scan(&["$BL.BACK", "$BL.BACK", "$BL.BACK", "PO-1", "LOT", "L9"])
        .asks("Scan the expiry, or type it like 0727")
        .scan(&["2028-08-31", "RECEIVING"])
        .says("1 EA LOT L9 received")
        .lies(1, "LOT", "RECEIVING");
    let lots: Vec<Lot> = house.all();
    assert_eq!(lots[0].expiry, "2028-08-31".parse().ok());
}
