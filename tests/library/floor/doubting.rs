//! Labels that seem to have lost a separator: the terminal asks how they were meant, and takes nothing until it is told.

use super::bench::{Bench, LOT_EACH};
use super::house::House;
use super::stock;
use binledger::domain::company::Method;
use binledger::domain::order::OrderKind;

/// Lot and expiry with nothing between them.
const JOINED: &str = "ABC17270131";

fn ordered() -> House {
    let mut house = House::new(Method::Fifo);
    house.order(OrderKind::Purchase, "PO-1", "LOT", 60);
    house
}

fn label(lot: &str) -> String {
    format!("]C101{LOT_EACH}10{lot}")
}

#[test]
fn the_split_is_offered_and_neither_enter_nor_the_same_label_again_decides() {
    let mut house = ordered();
    let joined = label(JOINED);
    let mut bench = Bench::new(&mut house, "T-1").scan(&["ANA", "PO-1"]);
    for read in [joined.as_str(), "", &joined] {
        bench = bench
            .scan(&[read])
            .refuses("LOST_SEPARATOR")
            .tells("(10) ABC17270131 seems to have lost a separator: (10) ABC (17) 2027-01-31?")
            .tells("CONFIRM takes that, REJECT takes it as it was read")
            .asks("Confirm the fields, or reject them");
    }
    bench
        .scan(&["$BL.CONFIRM"])
        .says("LOT ABC")
        .says("2027-01-31")
        .scan(&[&joined])
        .says("2 EA")
        .scan(&["RECEIVING"])
        .says("2 EA LOT ABC received")
        .lies(2, "LOT", "RECEIVING");
}

#[test]
fn a_label_that_is_right_as_it_was_read_is_taken_so_and_asked_about_once() {
    let mut house = ordered();
    let joined = label(JOINED);
    Bench::new(&mut house, "T-1")
        .scan(&["ANA", "PO-1", &joined, "$BL.REJECT"])
        .says("LOT ABC17270131")
        .asks("expiry")
        .scan(&[&joined])
        .says("2 EA")
        .typed("0727")
        .scan(&["RECEIVING"])
        .says("2 EA LOT ABC17270131 received")
        .scan(&["$BL.BACK", "PO-1", &joined])
        .says("LOT ABC17270131"); // the books have the lot by now
}

#[test]
fn a_question_that_is_not_answered_changes_nothing() {
    let mut house = ordered();
    let (joined, other) = (label(JOINED), label("L1"));
    Bench::new(&mut house, "T-1")
        .scan(&["ANA", "PO-1", &joined, "$BL.BACK"])
        .says("Scan an item")
        .scan(&[&joined])
        .refuses("LOST_SEPARATOR")
        .scan(&[&other])
        .says("LOT L1")
        .scan(&["$BL.CONFIRM"])
        .asks("expiry")
        .scan(&["$BL.UNDO", &joined, "$BL.CONFIRM", "$BL.UNDO", &joined])
        .refuses("LOST_SEPARATOR");
}

#[test]
fn a_label_that_can_t_be_read_as_it_is_is_offered_too_and_never_taken_as_it_is() {
    let mut house = ordered();
    let long = label("ABCDEFGHIJKLM17270131");
    Bench::new(&mut house, "T-1")
        .scan(&["ANA", "PO-1", &long])
        .refuses("LOST_SEPARATOR")
        .tells("(10) ABCDEFGHIJKLM (17) 2027-01-31? CONFIRM takes that, else scan another label")
        .scan(&["$BL.REJECT"])
        .refuses("BAD_LABEL")
        .tells("at most 20 characters, found 21")
        .scan(&[&long, "$BL.CONFIRM"])
        .says("LOT ABCDEFGHIJKLM");
}

#[test]
fn a_lot_that_the_books_have_is_no_question() {
    let mut house = ordered();
    stock::lot(&mut house, 50, JOINED, "2027-07-31");
    Bench::new(&mut house, "T-1")
        .scan(&["ANA", "PO-1", &label(JOINED)])
        .says("LOT ABC17270131");
}

#[test]
fn an_envelope_without_its_control_characters_is_asked_about_with_the_fields_it_may_have_had() {
    let mut house = ordered();
    let of_gs1 = format!("[)>0501{LOT_EACH}1731013110NC-7");
    Bench::new(&mut house, "T-1")
        .scan(&["ANA", "PO-1", "[)>06PLOT1TNC-2602Q2414D20310131"])
        .refuses("LOST_SEPARATOR")
        .tells("The label seems to have lost a separator: (P) LOT (1T) NC-2602 (Q) 24 (14D) 2031-01-31?")
        .tells("CONFIRM takes that, else scan another label")
        .asks("Confirm the fields, or BACK")
        .scan(&["$BL.CONFIRM"])
        .says("24 EA")
        .says("NC-2602")
        .says("2031-01-31")
        .scan(&["RECEIVING", &of_gs1])
        .refuses("LOST_SEPARATOR")
        .tells(&format!("(01) {LOT_EACH} (17) 2031-01-31 (10) NC-7?"))
        .scan(&["$BL.CONFIRM"])
        .says("LOT NC-7")
        .scan(&["$BL.BACK", "[)>06PNOTHING1TNC-2602Q24"])
        .refuses("BAD_LABEL")
        .tells("the control characters between its fields are lost");
}

#[test]
fn a_lot_that_the_books_have_says_where_the_fields_of_such_an_envelope_end() {
    let mut house = ordered();
    let label = "[)>06PLOT1TABS77";
    Bench::new(&mut house, "T-1")
        .scan(&["ANA", "PO-1", label])
        .tells("(P) LOT (1T) ABS77?")
        .scan(&["$BL.BACK", "$BL.BACK"]);
    stock::lot(&mut house, 50, "AB", "2031-07-31");
    Bench::new(&mut house, "T-2")
        .scan(&["ANA", "PO-1", label])
        .tells("(P) LOT (1T) AB (S) 77?");
}
