//! Lots that look alike: those of older stores stay and can be worked on, no new one is made.

use super::house::House;
use super::inbound::receive;
use super::outbound::sell;
use binledger::domain::amount::Qty;
use binledger::domain::catalog::Lot;
use binledger::domain::company::Method;
use binledger::operations::request::{Move, Receive, Reverse, Ship};

fn received(lot: &str) -> Receive {
    Receive {
        lot: Some(lot.into()),
        expiry: Some("2027-01-01".parse().expect("a day")),
        ..receive("LOT", 5, "1")
    }
}

#[test]
fn lots_of_an_older_rule_book_that_look_alike_can_all_be_worked_on() {
    let mut house = House::new(Method::Fifo);
    for lot in ["L1 ", "l7", "L7"] {
        house.by(2, received(lot));
    }
    let moved = |lot: &str| Move {
        item: "LOT".into(),
        qty: Qty::ONE,
        from: "STORAGE".into(),
        to: "BIN-2".into(),
        lot: Some(lot.into()),
        serial: None,
        status: None,
        lpn: None,
        to_lpn: None,
        kind: None,
    };
    for lot in ["L1 ", "l7", "L7", " L7 "] {
        house.ok(received(lot));
        house.ok(moved(lot));
        house.ok(Ship {
            lot: Some(lot.into()),
            ..sell("LOT", 2, "3")
        });
    }
    assert_eq!(house.no(received("L1\u{200b}")), "BAD_CODE");
    house.ok(received(" L2 "));
    assert_eq!(house.no(received("l2")), "LOOKS_ALIKE");
    let mut lots: Vec<String> = house.all::<Lot>().iter().map(|lot| lot.lot.to_string()).collect();
    lots.sort();
    assert_eq!(lots, ["L1 ", "L2", "L7", "l7"]);
}

#[test]
fn a_lot_whose_only_receipt_is_taken_back_leaves_its_name_free() {
    let mut house = House::new(Method::Fifo);
    let wrong = house.ask(received("l9")).id;
    assert_eq!(house.no(received("L9")), "LOOKS_ALIKE");
    house.ok(Reverse { of: wrong });
    house.ok(received("L9"));
    house.is_sound();
}
