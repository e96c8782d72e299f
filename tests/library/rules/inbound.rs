//! Goods arrive and are put away.

use super::house::House;
use binledger::domain::amount::{Money, Qty};
use binledger::domain::code::OrderNo;
use binledger::domain::company::Method;
use binledger::domain::concession::Concession;
use binledger::domain::movement::Movement;
use binledger::domain::order::{OrderKind, OrderLine};
use binledger::domain::stock::Status;
use binledger::operations::answer::Verdict;
use binledger::operations::request::{ChangeStatus, Move, Receive};

/// A receipt of an item at a price.
pub fn receive(item: &str, units: i64, price: &str) -> Receive {
    Receive {
        item: item.into(),
        qty: Qty::units(units),
        cost: Some(price.parse().expect("as the story says")),
        value: None,
        to: None,
        lot: None,
        expiry: None,
        serial: None,
        vendor: None,
        status: None,
        order: None,
        line: None,
        lpn: None,
        invoice: None,
        currency: None,
        rate: None,
    }
}

/// The same with a lot and its expiry.
pub fn lot(units: i64, lot: &str, expiry: &str) -> Receive {
    Receive {
        lot: Some(lot.into()),
        expiry: Some(expiry.parse().expect("as the story says")),
        ..receive("LOT", units, "2")
    }
}

/// A move.
pub fn shift(item: &str, units: i64, from: &str, to: &str) -> Move {
    Move {
        item: item.into(),
        qty: Qty::units(units),
        from: from.into(),
        to: to.into(),
        lot: None,
        serial: None,
        status: None,
        lpn: None,
        to_lpn: None,
        kind: None,
    }
}

#[test]
fn a_receipt_is_stock_value_and_a_debt_in_one() {
    let mut house = House::new(Method::Fifo);
    house.ok(receive("A", 10, "10"));
    assert_eq!(house.worth("A"), (Qty::units(10), Money(10_000)));
    assert_eq!(house.at("A", "STORAGE").0, Qty::units(10));
    assert_eq!(house.last_entry(), "1300 100.00, 2100 -100.00");
    let mut house = House::new(Method::Standard);
    house.ok(receive("A", 10, "10"));
    assert_eq!(house.last_entry(), "1300 105.00, 5100 -5.00, 2100 -100.00");
}

#[test]
fn the_same_key_counts_once_and_other_content_is_refused() {
    let mut house = House::new(Method::Average);
    let first = house.request(receive("A", 10, "10"));
    let answer = house.send(&first);
    let again = house.send(&first);
    assert_eq!(
        (again.verdict, again.movement, again.entry),
        (Verdict::Duplicate, answer.movement, answer.entry)
    );
    let mut other = first;
    other.operation = receive("A", 11, "10").into();
    assert_eq!(
        house.send(&other).refusal.map(|r| r.code()),
        Some("OTHER_CONTENT")
    );
    assert_eq!(house.worth("A").0, Qty::units(10));
}

#[test]
fn lots_need_their_expiry_and_keep_it() {
    let mut house = House::new(Method::Fifo);
    let bare = receive("LOT", 5, "2");
    assert_eq!(house.no(bare.clone()), "LOT_NEEDED");
    assert_eq!(
        house.no(Receive {
            lot: Some("L1".into()),
            ..bare.clone()
        }),
        "EXPIRY_NEEDED"
    );
    house.ok(lot(5, "L1", "2026-09-30"));
    assert_eq!(house.no(lot(5, "L1", "2026-10-31")), "OTHER_EXPIRY");
    house.ok(Receive {
        lot: Some("L1".into()),
        ..bare
    });
    assert_eq!(house.no(lot(5, "OLD", "2026-03-01")), "EXPIRED");
    house.ok(Receive {
        status: Some(Status::Damaged),
        ..lot(5, "OLD", "2026-03-01")
    });
    assert_eq!(
        house.no(Receive {
            lot: Some("X".into()),
            ..receive("A", 1, "1")
        }),
        "NOT_TRACKED"
    );
}

#[test]
fn a_serial_number_is_one_piece_and_only_once_in_stock() {
    let mut house = House::new(Method::Fifo);
    assert_eq!(house.no(receive("SER", 1, "50")), "SERIAL_NEEDED");
    let piece = Receive {
        serial: Some("S1".into()),
        ..receive("SER", 1, "50")
    };
    assert_eq!(
        house.no(Receive {
            qty: Qty::units(2),
            ..piece.clone()
        }),
        "ONE_SERIAL"
    );
    house.ok(piece.clone());
    assert_eq!(house.no(piece), "SERIAL_IN_STOCK");
}

#[test]
fn an_order_gives_the_price_and_its_parts_add_up() {
    let mut house = House::new(Method::Fifo);
    house.order(OrderKind::Purchase, "PO1", "A", 3);
    let of = |units| Receive {
        cost: None,
        order: Some("PO1".into()),
        ..receive("A", units, "0")
    };
    house.sign_in("ANA").ok(of(1));
    assert_eq!(house.no(of(3)), "OVER_RECEIPT");
    let mut approved = house.request(of(3));
    approved.approved_by = Some("ANA".into());
    assert_eq!(
        house.send(&approved).refusal.map(|r| r.code()),
        Some("OVER_RECEIPT"),
        "a picker can't approve"
    );
    house.ok(of(2));
    assert_eq!(house.worth("A"), (Qty::units(3), Money(6000)));
    let line = house
        .all::<OrderLine>()
        .into_iter()
        .find(|line| line.order_no == OrderNo::from("PO1"))
        .expect("as the story says");
    assert_eq!(line.open(), Qty::ZERO);
    let mut over = house.request(of(1));
    over.approved_by = Some("SUE".into());
    assert_eq!(
        house.send(&over).refusal.map(|r| r.code()),
        Some("OVER_RECEIPT"),
        "a badge is printed on a person; the PIN belongs to it"
    );
    over.approved_by_pin = true;
    let told = house.send(&over).refusal.expect("nothing was accepted");
    over.accepted = vec![Concession::of(&told)];
    assert_eq!(house.send(&over).verdict, Verdict::Applied);
}

#[test]
fn a_move_keeps_value_and_leaves_no_entry() {
    let mut house = House::new(Method::Average);
    house.ok(receive("A", 10, "10"));
    let entry = house.last_entry();
    house.ok(shift("A", 4, "STORAGE", "BIN-2"));
    assert_eq!(
        (house.at("A", "STORAGE").0, house.at("A", "BIN-2").0),
        (Qty::units(6), Qty::units(4))
    );
    assert_eq!(
        (house.last_entry(), house.worth("A")),
        (entry, (Qty::units(10), Money(10_000)))
    );
    assert_eq!(house.no(shift("A", 7, "STORAGE", "BIN-2")), "NOT_ENOUGH");
    assert_eq!(house.no(shift("A", 1, "STORAGE", "NOWHERE")), "UNKNOWN_LOCATION");
    assert_eq!(house.no(shift("A", 0, "STORAGE", "BIN-2")), "NO_QUANTITY");
    assert_eq!(house.all::<Movement>().len(), 2);
}

#[test]
fn a_status_change_needs_the_role_and_the_goods() {
    let mut house = House::new(Method::Average);
    house.ok(receive("A", 10, "10"));
    let change = |units| ChangeStatus {
        item: "A".into(),
        qty: Qty::units(units),
        at: "STORAGE".into(),
        from: Status::Available,
        to: Status::Quarantine,
        lot: None,
        serial: None,
        lpn: None,
    };
    assert_eq!(house.sign_in("BEN").no(change(3)), "ROLE_NEEDED");
    house.sign_in("ANA").ok(change(3));
    assert_eq!(house.no(change(8)), "NOT_ENOUGH");
}
