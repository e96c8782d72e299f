//! A customer sends goods back.

use super::bench::Bench;
use super::house::House;
use super::stock;
use binledger::domain::company::Method;
use binledger::domain::order::OrderKind;
use binledger::operations::request::{Allocate, CloseParcel, HoldLot, Pack, Pick, Ship};

/// Six of lot `L1` left in `BOX-1` for order `SO-1`.
fn shipped() -> House {
    let mut house = House::new(Method::Fifo);
    stock::lot(&mut house, 10, "L1", "2027-01-31");
    house.order(OrderKind::Sales, "SO-1", "LOT", 6);
    house.ok(Allocate { order: "SO-1".into() });
    let order = Some("SO-1".into());
    house.ok(Pick {
        tote: "TOTE-1".into(),
        task: None,
        qty: None,
        order,
        lot: None,
        serial: None,
        piece: None,
    });
    let (tote, parcel) = ("TOTE-1".into(), "BOX-1".into());
    house.ok(Pack {
        tote,
        parcel,
        item: None,
        qty: None,
        lot: None,
        serial: None,
    });
    house.ok(CloseParcel {
        parcel: "BOX-1".into(),
        weight: None,
        carton: None,
    });
    house.ok(Ship::of_parcel("BOX-1".into()));
    house
}

#[test]
fn goods_come_back_for_their_order_to_where_they_belong() {
    let mut house = shipped();
    Bench::new(&mut house, "T-1")
        .scan(&["ANA", "$BL.RETURN", "SO-1"])
        .says("SO-1 of C1: scan what comes back")
        .scan(&["A"])
        .refuses("NOT_ON_ORDER")
        .scan(&["LOT", "L9"])
        .refuses("NOT_ON_ORDER")
        .scan(&["L1", "4", "$BL.STATUS.restock", "BIN-2"])
        .says("4 EA LOT L1 back from C1: restock at BIN-2")
        .scan(&["LOT", "L1"])
        .typed("scrap")
        .says("1 EA LOT L1 back from C1: scrap")
        .lies(4, "LOT", "BIN-2");
    assert_eq!(house.worth("LOT").1.to_string(), "16.00");
}

#[test]
fn a_bin_for_parcels_is_asked_about() {
    let mut house = shipped();
    Bench::new(&mut house, "T-1")
        .scan(&[
            "ANA",
            "$BL.RETURN",
            "SO-1",
            "LOT",
            "L1",
            "$BL.STATUS.restock",
            "SHIPPING",
        ])
        .tells("SHIPPING is for shipping, nothing is promised or picked there")
        .asks("Scan SHIPPING again to use it")
        .scan(&["SHIPPING"])
        .says("restock at SHIPPING");
}

#[test]
fn a_recalled_lot_that_comes_back_is_named_at_its_scan() {
    let mut house = shipped();
    house.ok(HoldLot::of_lot("LOT", "L1", "recall"));
    Bench::new(&mut house, "T-1")
        .scan(&["ANA", "$BL.RETURN", "SO-1", "LOT", "L1"])
        .says("ON HOLD: lot L1: recall. Take it back to quarantine or scrap it")
        .scan(&["$BL.STATUS.quarantine", ""])
        .lies(1, "LOT", "QUARANTINE");
}

#[test]
fn the_parcel_or_the_goods_name_the_order() {
    let mut house = shipped();
    Bench::new(&mut house, "T-1")
        .scan(&["ANA", "$BL.RETURN", "BOX-1"])
        .says("SO-1 of C1")
        .scan(&["$BL.BACK", "LOT"])
        .says("+1 EA LOT")
        .asks("Scan the lot of LOT")
        .scan(&["L1"])
        .typed("d")
        .asks("Scan its place, or Enter for the usual")
        .scan(&[""])
        .lies(1, "LOT", "DAMAGED");
}

#[test]
fn more_than_left_does_not_come_back() {
    let mut house = shipped();
    Bench::new(&mut house, "T-1")
        .scan(&["ANA", "$BL.RETURN", "SO-1", "LOT", "L1", "7"])
        .refuses("OVER_RETURN")
        .scan(&["6", "$BL.STATUS.restock", "BIN-2"])
        .says("6 EA LOT L1 back")
        .asks("All of it came back")
        .scan(&["$BL.UNDO"])
        .lies(0, "LOT", "BIN-2");
}

#[test]
fn an_order_that_has_not_shipped_is_named() {
    let mut house = House::new(Method::Fifo);
    house.order(OrderKind::Sales, "SO-1", "LOT", 6);
    Bench::new(&mut house, "T-1")
        .scan(&["ANA", "$BL.RETURN", "SO-1"])
        .refuses("NOT_EXPECTED")
        .tells("SO-1 has not shipped yet. Scan what was shipped to a customer.")
        .scan(&["LOT"])
        .refuses("NOT_EXPECTED")
        .tells("LOT has not shipped yet.");
}
