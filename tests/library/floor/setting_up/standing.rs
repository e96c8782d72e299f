//! What Set up says of a company that is under way: what stays, what is taken back, whose site it is.

use super::{of_ida, with_an_order, worked};
use crate::floor::bench::Bench;
use crate::floor::house::House;
use crate::floor::inbound::shift;
use binledger::domain::catalog::{Party, PartyKind};
use binledger::domain::company::Method;
use binledger::domain::order::OrderKind;
use binledger::domain::user::User;
use binledger::operations::request::Master;
use testing::company::PIN_HASH;

/// Adds an administrator `ADA` with these roles besides.
fn with_ada(house: &mut House, roles: &str) {
    house.define(Master::User(User {
        badge: "ADA".into(),
        name: "Ada".into(),
        roles: format!("administrator{roles}"),
        pin_hash: Some(PIN_HASH.into()),
        site: "MAIN".into(),
        failures: 0,
        locked: false,
    }));
}

/// The first receipt of the order, on the screen of the list.
#[track_caller]
fn received(bench: Bench<'_>) -> Bench<'_> {
    bench
        .typed("7")
        .scan(&["", "4006381333931"])
        .typed("RECEIVING")
        .lies(1, "TEA", "RECEIVING")
}

#[test]
fn books_with_entries_stay_in_their_currency() {
    let mut house = House::empty();
    let bench = with_an_order(&mut house)
        .typed("2")
        .typed("CHF")
        .says("currency: CHF");
    received(bench)
        .scan(&["$BL.DONE"])
        .typed("2")
        .refuses("CURRENCY_STAYS")
        .tells("Books with entries stay in CHF")
        .asks("Choose a line");
}

#[test]
fn undo_says_that_what_is_made_stays() {
    let mut house = House::empty();
    let bench = of_ida(&mut house)
        .typed("1")
        .typed("Brandt & Co")
        .scan(&["$BL.UNDO"])
        .refuses("NOT_REVERSIBLE")
        .asks("Type the currency")
        .scan(&["$BL.BACK"])
        .typed("2")
        .scan(&["$BL.UNDO"])
        .asks("Choose a line")
        .typed("5")
        .typed("TEA")
        .scan(&["$BL.UNDO"])
        .asks("Type a short code for the item")
        .typed("TEA")
        .typed("Tea")
        .typed("1")
        .says("item TEA is made")
        .scan(&["$BL.UNDO"])
        .refuses("NOT_REVERSIBLE")
        .asks("Scan its barcode, or Enter for none")
        .scan(&[""])
        .asks("Choose a line");
    bench
        .typed("6")
        .scan(&[""])
        .typed("Leaf & Co")
        .says("Leaf & Co is vendor V-1")
        .killed()
        .scan(&["EMP-1", "$BL.UNDO"])
        .refuses("NOT_REVERSIBLE")
        .typed("TEA")
        .scan(&["$BL.UNDO"])
        .asks("Scan the item")
        .scan(&["$BL.UNDO"])
        .refuses("NOT_REVERSIBLE")
        .scan(&["$BL.BACK"])
        .asks("Type the vendor's name or line");
}

#[test]
fn undo_takes_every_receipt_back_before_it_leads_back_to_the_list() {
    let mut house = House::empty();
    received(with_an_order(&mut house))
        .scan(&["4006381333931"])
        .typed("2")
        .scan(&["RECEIVING"])
        .lies(3, "TEA", "RECEIVING")
        .scan(&["$BL.UNDO"])
        .lies(1, "TEA", "RECEIVING")
        .asks("Scan its place, or Enter for RECEIVING")
        .scan(&["$BL.UNDO", "$BL.UNDO"])
        .asks("Scan an item")
        .scan(&["$BL.UNDO"])
        .lies(0, "TEA", "RECEIVING")
        .asks("Choose a line, or Enter for 8, Sales order");
}

#[test]
fn a_first_receipt_stays_made_and_taken_back_whatever_moves_after_it() {
    let mut house = House::empty();
    let bench = received(with_an_order(&mut house));
    for turn in 0..202 {
        let ends = [("RECEIVING", "A-01-1"), ("A-01-1", "RECEIVING")];
        let (from, to) = ends[turn % 2];
        bench.house.ok(shift("TEA", 1, from, to));
    }
    let bench = bench
        .scan(&["$BL.DONE"])
        .asks("Choose a line, or Enter for 8, Sales order")
        .scan(&["$BL.UNDO", "$BL.UNDO"])
        .lies(0, "TEA", "RECEIVING")
        .asks("Choose a line, or Enter for 8, Sales order");
    let shown = bench.shown(80, 24);
    assert!(shown.contains("received and taken back"), "{shown}");
}

#[test]
fn where_no_order_is_open_the_first_receipt_says_so() {
    let mut house = House::empty();
    let bench = with_an_order(&mut house)
        .typed("8")
        .typed("SO-77")
        .typed("Ada Byron")
        .typed("TEA")
        .typed("3")
        .typed("4.75")
        .scan(&["$BL.DONE"]);
    worked(bench)
        .typed("7")
        .asks("No purchase order is open")
        .scan(&[""])
        .refuses("NOT_EXPECTED")
        .tells("No purchase order is open. Make one in line 6.");
}

#[test]
fn a_receipt_that_the_badge_may_not_make_is_refused_and_nothing_else_is_told() {
    let mut house = House::new(Method::Fifo);
    with_ada(&mut house, "");
    house.order(OrderKind::Purchase, "PO-1", "A", 3);
    let bench = Bench::new(&mut house, "T-1")
        .scan(&["ADA", "$BL.SETUP"])
        .typed("7")
        .asks("Enter opens PO-1")
        .scan(&[""])
        .refuses("ROLE_NEEDED");
    assert!(
        !bench.shown(80, 24).contains("then UNDO"),
        "{}",
        bench.shown(80, 24)
    );
}

#[test]
fn the_number_of_an_order_is_free_behind_those_that_are_taken() {
    let mut house = House::new(Method::Fifo);
    with_ada(&mut house, "");
    for number in 1..=9 {
        house.order(OrderKind::Purchase, &format!("PO-{number}"), "A", 3);
    }
    Bench::new(&mut house, "T-1")
        .scan(&["ADA", "$BL.SETUP"])
        .typed("6")
        .says("or Enter for PO-10")
        .asks("or Enter for PO-10")
        .scan(&["$BL.BACK"])
        .typed("8")
        .asks("or Enter for SO-1");
}

#[test]
fn bins_are_made_at_another_site_and_at_home_again() {
    let mut house = House::empty();
    let bench = with_an_order(&mut house)
        .typed("3")
        .typed("SHOP")
        .asks("Type the name of site SHOP")
        .scan(&[""])
        .asks("Type the name of site SHOP")
        .typed("Corner shop")
        .says("site SHOP is Corner shop; bins are made there now")
        .typed("4")
        .asks("bin at SHOP")
        .typed("S-1..S-3")
        .typed("2")
        .scan(&["", "$BL.CONFIRM"])
        .says("3 bins made");
    let shown = bench.shown(60, 24);
    assert!(shown.contains("3 bins at SHOP"), "{shown}");
    let bench = bench
        .typed("3")
        .scan(&[""])
        .asks("Type the name of site MAIN, or Enter to keep it")
        .scan(&[""])
        .asks("Choose a line")
        .typed("4")
        .asks("bin at MAIN")
        .scan(&["$BL.BACK"])
        .typed("8");
    let shown = bench.shown(60, 24);
    assert!(shown.contains("Site   MAIN"), "{shown}");
}

#[test]
fn leaving_the_first_receipt_leads_back_and_undo_takes_it_back_from_there() {
    let mut house = House::empty();
    received(with_an_order(&mut house))
        .scan(&["$BL.DONE"])
        .asks("Choose a line, or Enter for 8, Sales order")
        .scan(&["$BL.UNDO"])
        .asks("Scan an item")
        .scan(&["$BL.UNDO"])
        .lies(0, "TEA", "RECEIVING")
        .asks("Choose a line, or Enter for 8, Sales order")
        .scan(&["$BL.UNDO"])
        .refuses("NOTHING_TO_UNDO")
        .scan(&["$BL.DONE"])
        .asks("Scan anything");
}

#[test]
fn what_comes_as_fast_as_a_scan_is_a_number_where_only_numbers_are_asked() {
    let mut house = House::empty();
    let bench = with_an_order(&mut house)
        .typed("6")
        .scan(&[""])
        .typed("1")
        .typed("TEA")
        .played("1000")
        .played("12.50")
        .asks("DONE places it; or scan one more item")
        .typed("TEA")
        .played("4006381333931")
        .refuses("NOT_EXPECTED")
        .played("96385074")
        .refuses("NOT_EXPECTED")
        .tells("96385074 was scanned")
        .played("0007")
        .refuses("NOT_EXPECTED")
        .scan(&["]C01000"])
        .refuses("NOT_EXPECTED")
        .scan(&["$BL.BACK"]);
    let shown = bench.shown(60, 24);
    assert!(shown.contains("1000 EA TEA   12.5"), "{shown}");
}

#[test]
fn where_vendors_are_many_one_is_taken_by_its_code_or_line() {
    let mut house = House::new(Method::Fifo);
    with_ada(&mut house, "");
    for number in 1..=120 {
        house.define(Master::Party(Party {
            kind: PartyKind::Vendor,
            party: format!("W-{number:03}").as_str().into(),
            name: format!("Leaf {number}"),
            min_life_days: None,
            region: None,
        }));
    }
    Bench::new(&mut house, "T-1")
        .scan(&["ADA", "$BL.SETUP"])
        .typed("6")
        .scan(&[""])
        .asks("Type the vendor's code or line")
        .typed("Leaf & Daughters")
        .refuses("NOT_EXPECTED")
        .tells("No vendor has that code")
        .typed("w-119")
        .asks("Scan the item");
}
