//! A piece with a number of its own is counted once, however long after the first time its label is scanned again.

use super::bench::{Bench, LOT_CASE, LOT_EACH, SER_EACH};
use super::house::House;
use super::stock;
use binledger::domain::company::Method;
use binledger::domain::order::OrderKind;

/// The label of a piece of `SER`.
fn ser(number: &str) -> String {
    format!("]C101{SER_EACH}21{number}")
}

/// The label of a piece of lot `L1` of `LOT`, which is kept by lot alone.
fn piece(number: &str) -> String {
    format!("]C101{LOT_EACH}1727083110L1\x1d21{number}")
}

fn house(kind: OrderKind, order: &str, item: &str) -> House {
    let mut house = House::new(Method::Fifo);
    house.order(kind, order, item, 20);
    house
}

#[test]
fn a_numbered_piece_arrives_once() {
    let mut house = house(OrderKind::Purchase, "PO-1", "LOT");
    Bench::new(&mut house, "T-1")
        .scan(&["ANA", "PO-1", &piece("S1"), &piece("S2")])
        .scan(&[&piece("S1")])
        .refuses("SERIAL_COUNTED")
        .scan(&["RECEIVING"])
        .says("2 EA LOT L1 received")
        .wait(3600)
        .scan(&[&piece("S2")])
        .refuses("SERIAL_COUNTED")
        .tells("LOT serial S2 is counted already in this job")
        .scan(&[&format!("]C101{LOT_CASE}1727083110L1\x1d21S2")])
        .says("+12 EA (1 CS) LOT L1")
        .scan(&["RECEIVING"])
        .lies(14, "LOT", "RECEIVING");
}

#[test]
fn taking_back_makes_a_piece_count_again() {
    let mut house = house(OrderKind::Purchase, "PO-1", "LOT");
    Bench::new(&mut house, "T-1")
        .scan(&["ANA", "PO-1", &piece("S1"), "$BL.UNDO", &piece("S1")])
        .says("+1 EA LOT L1")
        .scan(&["$BL.BACK", "$BL.BACK", "$BL.BACK", &piece("S1"), "RECEIVING"])
        .says("1 EA LOT L1 received")
        .scan(&["$BL.UNDO"])
        .says("the last scan is taken back")
        .scan(&[&piece("S1")])
        .refuses("SERIAL_COUNTED")
        .scan(&["$BL.UNDO", &piece("S1"), "RECEIVING"])
        .says("1 EA LOT L1 received")
        .scan(&[&piece("S1")])
        .refuses("SERIAL_COUNTED")
        .lies(1, "LOT", "RECEIVING");
}

#[test]
fn a_piece_in_hand_is_in_hand_once() {
    let mut house = house(OrderKind::Purchase, "PO-1", "SER");
    Bench::new(&mut house, "T-1")
        .scan(&["ANA", "PO-1", &ser("S1"), &ser("S1")])
        .refuses("SERIAL_COUNTED")
        .tells("SER serial S1 is counted already in hand")
        .scan(&["RECEIVING", &ser("S1")])
        .refuses("SERIAL_IN_STOCK");
}

#[test]
fn a_piece_stands_on_one_sheet_once() {
    let mut house = House::new(Method::Fifo);
    stock::serial(&mut house, "S1");
    stock::lot(&mut house, 5, "L1", "2027-08-31");
    Bench::new(&mut house, "T-1")
        .scan(&["ANA", "$BL.COUNT", "STORAGE", &ser("S1")])
        .says("+1 EA SER S1")
        .wait(3600)
        .scan(&[&ser("S1")])
        .refuses("SERIAL_COUNTED")
        .tells("SER serial S1 is counted already on this sheet")
        .scan(&["$BL.STATUS.damaged", &ser("S1")])
        .refuses("SERIAL_COUNTED")
        .scan(&["$BL.UNDO", "$BL.UNDO", &ser("S1")])
        .says("+1 EA SER S1")
        .scan(&[&piece("P1"), &piece("P2")])
        .says("+1 EA LOT L1")
        .scan(&[&piece("P1")])
        .refuses("SERIAL_COUNTED")
        .scan(&["$BL.UNDO", &piece("P1")])
        .refuses("SERIAL_COUNTED")
        .scan(&[&piece("P2")])
        .says("+1 EA LOT L1")
        .scan(&["5"])
        .says("+4 EA LOT L1")
        .scan(&["$BL.BACK", "PACKING", &piece("P1")])
        .refuses("SERIAL_COUNTED")
        .scan(&[&ser("S1")])
        .refuses("SERIAL_COUNTED")
        .tells("SER serial S1 is counted already in STORAGE, on sheet CNT-");
}

#[test]
fn a_piece_is_picked_once() {
    let mut house = house(OrderKind::Sales, "SO-1", "SER");
    for number in ["S1", "S2", "S3"] {
        stock::serial(&mut house, number);
    }
    Bench::new(&mut house, "T-1")
        .scan(&["ANA", "SO-1", "STORAGE"])
        .says("at STORAGE")
        .scan(&[&ser("S2")])
        .asks("Scan a tote for 1 EA")
        .scan(&["T1"])
        .says("1 EA SER S2 put in T1")
        .wait(3600)
        .scan(&[&ser("S2")])
        .refuses("SERIAL_COUNTED")
        .tells("SER serial S2 is counted already in T1")
        .scan(&["$BL.UNDO", &ser("S2")])
        .says("1 EA SER S2 put in T1")
        .scan(&[&ser("S1")])
        .says("1 EA SER S1 put in T1");
}

#[test]
fn a_numbered_piece_is_picked_once() {
    let mut house = House::new(Method::Fifo);
    stock::lot(&mut house, 5, "L1", "2027-08-31");
    house.order(OrderKind::Sales, "SO-1", "LOT", 3);
    Bench::new(&mut house, "T-1")
        .scan(&["ANA", "SO-1", "STORAGE", &piece("S1")])
        .scan(&[&piece("S1")])
        .refuses("SERIAL_COUNTED")
        .scan(&[&piece("S2"), "", "T1"])
        .says("2 EA LOT L1 put in T1")
        .scan(&[&piece("S2")])
        .refuses("SERIAL_COUNTED")
        .scan(&[&piece("S3")])
        .says("1 EA LOT L1 put in T1");
}
