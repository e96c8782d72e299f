//! What the books know as something else becomes neither a tote nor a parcel, and a picker is told what became of a scan.

use super::bench::{Bench, LOT_EACH};
use super::house::House;
use super::picking::{twelve_of_a, two_lots};
use super::stock;
use binledger::domain::catalog::Item;
use binledger::domain::company::Method;
use binledger::domain::order::OrderKind;
use binledger::domain::stock::Plate;
use binledger::operations::request::Master;

/// A house of pieces `T5-1` and `T5-2`, both ordered, and of another order.
fn pieces() -> House {
    let mut house = House::new(Method::Fifo);
    for piece in ["T5-1", "T5-2", "T5-3"] {
        stock::serial(&mut house, piece);
    }
    stock::plain(&mut house, 5, "BIN-2");
    stock::lot(&mut house, 4, "L1", "2027-08-31");
    house.order(OrderKind::Sales, "SO-1", "A", 5);
    house.order(OrderKind::Sales, "SO-2", "SER", 1);
    house
}

const OTHERWISE: [(&str, &str); 6] = [
    ("T5-1", "T5-1 is a serial of SER"),
    ("L1", "L1 is a lot of LOT"),
    ("C1", "C1 is a customer"),
    ("V1", "V1 is a vendor"),
    ("EA", "EA is a unit"),
    ("SO-2-P1", "SO-2-P1 is the name of a parcel of SO-2"),
];

#[test]
fn nothing_that_the_books_know_becomes_a_tote() {
    let mut house = pieces();
    let mut bench = Bench::new(&mut house, "T-1").scan(&["ANA", "SO-1", "BIN-2", "A", "5"]);
    let others = [
        ("STORAGE", "STORAGE is another place. Go to BIN-2 first"),
        ("4006381333931", "4006381333931 is unknown"),
    ];
    for (code, told) in OTHERWISE.into_iter().chain(others) {
        bench = bench
            .scan(&[code])
            .refused()
            .tells(told)
            .asks("Scan a tote for 5 EA");
    }
    bench.scan(&["TOTE-1"]).says("5 EA A put in TOTE-1");
}

#[test]
fn nothing_that_the_books_know_is_counted_as_a_lot_or_as_a_piece() {
    let mut house = pieces();
    let mut bench = Bench::new(&mut house, "T-1").scan(&["ANA", "$BL.COUNT", "STORAGE"]);
    for (item, own, asked) in [
        ("LOT", "L1", "Scan the lot of LOT"),
        ("SER", "T5-2", "Scan the serial of SER"),
    ] {
        bench = bench.scan(&[item]).asks(asked);
        for (code, told) in OTHERWISE {
            let is_own = item == "LOT" && code == "L1" || item == "SER" && code == "T5-1";
            if !is_own {
                bench = bench.scan(&[code]).refused().tells(told).asks(asked);
            }
        }
        bench = bench.scan(&[own]).says(&format!("+1 EA {item} {own}"));
    }
}

#[test]
fn nothing_that_the_books_know_becomes_a_parcel() {
    let mut house = pieces();
    let mut bench = Bench::new(&mut house, "T-1")
        .scan(&["ANA", "SO-1", "BIN-2", "A", "5", "TOTE-1", "$BL.BACK", "TOTE-1"]);
    let others = [
        ("TOTE-2", "TOTE-2 is a tote"),
        ("STORAGE", "STORAGE is a bin"),
        ("4006381333931", "4006381333931 is unknown"),
    ];
    for (code, told) in OTHERWISE.into_iter().chain(others) {
        bench = bench.scan(&[code]).refused().tells(told).asks("Scan a parcel");
    }
    bench
        .scan(&["LABEL-7"])
        .says("packing into LABEL-7")
        .scan(&["A", "5"]);
    assert!(house.all::<Plate>().iter().any(|it| it.lpn.as_str() == "LABEL-7"));
}

#[test]
fn a_serial_alone_is_a_piece_and_never_a_tote() {
    let mut house = pieces();
    Bench::new(&mut house, "T-1")
        .scan(&["ANA", "SO-2", "T5-2"])
        .tells("Go to STORAGE")
        .scan(&["STORAGE", "T5-2"])
        .asks("Scan a tote for 1 EA")
        .scan(&["T5-2"])
        .refused()
        .tells("T5-2 is a serial of SER. Scan a tote's label")
        .scan(&["TOTE-1"])
        .says("1 EA SER T5-2 put in TOTE-1")
        .scan(&["$BL.UNDO"])
        .says("pick of 1 EA SER T5-2 at STORAGE taken back");
}

#[test]
fn a_lot_where_something_else_is_awaited_gets_the_remedy_of_the_step() {
    let mut house = two_lots(6);
    Bench::new(&mut house, "T-1")
        .scan(&["ANA", "SO-1", "L1"])
        .tells("L1 is a lot of LOT. Go to STORAGE")
        .scan(&["STORAGE", LOT_EACH, "XYZ"])
        .tells("XYZ is no known lot of LOT. Scan lot L1, or say SHORT")
        .scan(&["C1"])
        .refuses("NOT_EXPECTED")
        .tells("C1 is a customer. Scan lot L1, or say SHORT")
        .scan(&["L1", "L2"])
        .tells("L2 is another lot. Put lot L1 in the tote first")
        .asks("1 of 6 EA");
}

#[test]
fn goods_of_no_lot_yet_are_not_posted_by_a_report() {
    let mut house = two_lots(6);
    Bench::new(&mut house, "T-1")
        .scan(&["ANA", "SO-1", "STORAGE", "TOTE-1", LOT_EACH, "$BL.EMPTY"])
        .says("put 1 EA back: their lot was not scanned")
        .says("no other bin has it; 6 EA missing")
        .lies(20, "LOT", "STORAGE");
}

#[test]
fn a_report_says_what_became_of_the_goods_in_hand() {
    let mut house = twelve_of_a();
    Bench::new(&mut house, "T-1")
        .scan(&["ANA", "SO-1", "STORAGE", "TOTE-1", "A", "3", "$BL.DAMAGED"])
        .says("3 EA A put in TOTE-1; 3 more from BIN-2; 4 EA missing");
}

#[test]
fn leaving_that_is_taken_back_claims_the_work_again() {
    let mut house = twelve_of_a();
    Bench::new(&mut house, "T-1")
        .scan(&[
            "ANA", "SO-1", "STORAGE", "A", "10", "TOTE-1", "$BL.BACK", "$BL.UNDO",
        ])
        .says("the last scan is taken back")
        .asks("Go to BIN-2")
        .scan(&["BIN-2", "A", "2"])
        .says("SO-1 is picked. Bring TOTE-1 to packing");
}

#[test]
fn a_pick_is_taken_back_where_it_was_made() {
    let mut house = twelve_of_a();
    Bench::new(&mut house, "T-1")
        .scan(&["ANA", "SO-1", "STORAGE", "A", "10", "TOTE-1", "$BL.UNDO"])
        .says("pick of 10 EA A at STORAGE taken back");
}

#[test]
fn undo_of_a_refused_scan_says_that_it_had_changed_nothing() {
    let mut house = twelve_of_a();
    house.order(OrderKind::Sales, "SO-2", "A", 3);
    Bench::new(&mut house, "T-1")
        .scan(&["ANA", "SO-1", "STORAGE", "A", "10", "TOTE-1", "$BL.BACK"])
        .scan(&["SO-2", "BIN-2", "A", "3", "TOTE-1"])
        .refuses("WRONG_LPN")
        .scan(&["$BL.UNDO"])
        .says("the refused scan changed nothing; it is forgotten")
        .asks("Scan a tote for 3 EA")
        .scan(&["$BL.UNDO"])
        .says("the last scan is taken back")
        .asks("1 of 3 EA");
}

#[test]
fn an_order_that_is_open_at_the_other_terminal_of_a_badge_says_so() {
    let mut house = twelve_of_a();
    Bench::new(&mut house, "T-1")
        .scan(&["ANA", "SO-1", "STORAGE"])
        .at("T-2")
        .scan(&["ANA", "SO-1"])
        .says("WORK LEFT: you left SO-1 open at T-1; go on with it here")
        .asks("Go to STORAGE");
}

#[test]
fn a_full_tote_and_a_tote_at_the_dock_are_answered() {
    let mut house = twelve_of_a();
    Bench::new(&mut house, "T-1")
        .scan(&["ANA", "SO-1", "STORAGE", "TOTE-1", "$BL.FULL"])
        .says("TOTE-1 is full; the next goods go into another")
        .scan(&["A", "10", "TOTE-2", "$BL.BACK", "$BL.SHIP", "TOTE-2"])
        .refuses("WRONG_LPN")
        .tells("TOTE-2 is a tote. Pack it first");
}

#[test]
fn an_order_whose_rest_waits_for_stock_is_not_called_picked() {
    let mut house = House::new(Method::Fifo);
    stock::plain(&mut house, 5, "STORAGE");
    house.order(OrderKind::Sales, "SO-1", "A", 12);
    Bench::new(&mut house, "T-1")
        .scan(&["ANA", "SO-1", "STORAGE", "A", "5", "TOTE-1"])
        .says("1 line of SO-1 not in stock yet. Bring TOTE-1 to packing")
        .scan(&["SO-1"])
        .tells("picked as far as there was stock");
}

#[test]
fn a_piece_is_known_among_any_number_of_items() {
    let mut house = pieces();
    let item = house.all::<Item>().remove(0);
    for number in 0..250 {
        let item = Item {
            item: format!("B-{number}").as_str().into(),
            ..item.clone()
        };
        house.define(Master::Item(Box::new(item)));
    }
    Bench::new(&mut house, "T-1")
        .scan(&["ANA", "SO-1", "BIN-2", "A", "5", "T5-1"])
        .refused()
        .tells("T5-1 is a serial of SER")
        .scan(&["TOTE-1", "$BL.BACK", "TOTE-1", "T5-1"])
        .refused()
        .tells("T5-1 is a serial of SER")
        .scan(&["LABEL-7"])
        .says("packing into LABEL-7");
}
