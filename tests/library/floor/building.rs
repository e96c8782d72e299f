//! Work orders are worked on: components go into process, what is made comes out.

use super::bench::Bench;
use super::house::House;
use super::stock;
use binledger::domain::amount::Qty;
use binledger::domain::code::LotCode;
use binledger::domain::company::Method;
use binledger::domain::movement::{Movement, MovementKind};
use binledger::domain::work_order::WorkPart;
use binledger::operations::request::{Component, DescribeItem, WorkClose, WorkOrder};

fn component(item: &str, qty: i64) -> Component {
    Component {
        item: item.into(),
        qty: Qty::units(qty),
        lot: None,
        expiry: None,
        serial: None,
    }
}

fn order(house: &mut House, number: &str, item: &str, components: Vec<Component>, lot: Option<&str>) {
    house.ok(WorkOrder {
        order: number.into(),
        item: item.into(),
        qty: Qty::units(4),
        components,
        labour: None,
        lot: lot.map(LotCode::from),
        expiry: lot.map(|_| "2027-05-31".parse().unwrap()),
        due: None,
    });
}

/// Ten A in `STORAGE`, five each of two lots of LOT, and `WO-1` for four pieces of V of 2 A and 1 LOT each.
fn house() -> House {
    let mut house = House::new(Method::Fifo);
    stock::plain(&mut house, 20, "STORAGE");
    stock::lot(&mut house, 5, "L2", "2027-06-30");
    stock::lot(&mut house, 5, "L1", "2027-01-31");
    house.ok(DescribeItem {
        item: "V".into(),
        method: Method::Average,
        name: None,
        standard_cost: None,
        group: None,
        tracking: None,
        uom: None,
    });
    order(
        &mut house,
        "WO-1",
        "V",
        vec![component("A", 2), component("LOT", 1)],
        None,
    );
    house
}

/// What is in process of each component.
fn in_process(house: &House) -> Vec<String> {
    let parts = house.all::<WorkPart>();
    let told = parts
        .iter()
        .map(|part| format!("{} {} {}", part.item, part.held(), part.value));
    told.collect()
}

#[test]
fn components_go_in_and_what_is_made_comes_out_by_scans_alone() {
    let mut house = house();
    Bench::new(&mut house, "T-1")
        .scan(&["ANA", "WO-1"])
        .says("WO-1: 0 of 4 EA V made")
        .asks("Scan a component, or what is made")
        .scan(&["A", "$BL.QTY.8"])
        .asks("Scan its bin, or Enter for STORAGE")
        .scan(&["STORAGE"])
        .says("8 EA A issued to WO-1 from STORAGE")
        .scan(&["LOT", "$BL.QTY.4"])
        .asks("Scan its bin, or Enter for STORAGE, lot L1")
        .scan(&[""])
        .says("4 EA LOT issued to WO-1")
        .scan(&["V", "$BL.QTY.3"])
        .asks("Scan its place, or Enter for the usual")
        .scan(&["BIN-2"])
        .says("3 EA V made for WO-1 at BIN-2")
        .lies(3, "V", "BIN-2");
    assert_eq!(in_process(&house), ["A 2 4.00", "LOT 1 2.00"]);
    let taken = house.all::<Movement>();
    let lots: Vec<&str> = taken
        .iter()
        .filter(|it| it.kind == MovementKind::WorkIssue && it.item.as_str() == "LOT")
        .map(|it| it.lot.as_str())
        .collect();
    assert_eq!(lots, ["L1"], "the lot that expires first");
    house.is_sound();
}

#[test]
fn a_lot_that_is_scanned_is_the_one_that_is_taken() {
    let mut house = house();
    Bench::new(&mut house, "T-1")
        .scan(&["ANA", "$BL.BUILD", "WO-1", "LOT", "L2", ""])
        .says("1 EA LOT L2 issued to WO-1");
    assert_eq!(in_process(&house), ["A 0 0.00", "LOT 1 2.00"]);
}

#[test]
fn what_comes_back_and_what_is_spoilt_is_said_before_its_place() {
    let mut house = house();
    Bench::new(&mut house, "T-1")
        .scan(&["ANA", "WO-1", "A", "$BL.QTY.8", "", "LOT", "L1", "$BL.QTY.4", ""])
        .says("4 EA LOT L1 issued to WO-1")
        .scan(&["A", "$BL.REASON.RETURN"])
        .asks("Scan its place, or Enter for the usual")
        .scan(&["BIN-2"])
        .says("1 EA A back from WO-1 at BIN-2")
        .lies(1, "A", "BIN-2")
        .scan(&["LOT"])
        .typed("return")
        .asks("Scan the lot of LOT")
        .scan(&["L1", ""])
        .says("1 EA LOT L1 back from WO-1")
        .scan(&["A", "$BL.DAMAGED"])
        .asks("Why is it spoilt? Type or scan the reason")
        .scan(&["A"])
        .refuses("NOT_EXPECTED")
        .typed("bent")
        .says("1 EA A spoilt in WO-1")
        .scan(&["V", "$BL.REASON.SCRAP", "$BL.REASON.CRACKED"])
        .says("1 EA V of WO-1 spoilt")
        .scan(&["V"])
        .typed("r")
        .refuses("NOT_EXPECTED")
        .typed("s")
        .asks("Why is it spoilt? Type or scan the reason");
    let reasons = house.all::<Movement>();
    let reasons: Vec<_> = reasons
        .iter()
        .filter(|it| it.kind == MovementKind::WorkScrap)
        .map(|it| it.reason.clone().unwrap_or_default())
        .collect();
    assert_eq!(reasons, ["bent", "cracked"]);
    assert_eq!(in_process(&house), ["A 4 8.00", "LOT 2 4.00"]);
    house.is_sound();
}

#[test]
fn undo_takes_back_the_last_step_and_back_gives_up_what_is_in_hand() {
    let mut house = house();
    Bench::new(&mut house, "T-1")
        .scan(&["ANA", "WO-1", "A", "$BL.QTY.8", ""])
        .says("8 EA A issued to WO-1")
        .scan(&["$BL.UNDO"])
        .says("taken back")
        .scan(&["A", "$BL.DAMAGED", "$BL.BACK"])
        .asks("Scan its bin, or Enter for STORAGE")
        .scan(&["$BL.BACK"])
        .asks("Scan a component, or what is made")
        .scan(&["$BL.BACK"])
        .asks("Scan a work order, or choose one");
    assert_eq!(in_process(&house), ["A 0 0.00", "LOT 0 0.00"]);
    house.is_sound();
}

#[test]
fn a_work_order_is_chosen_from_the_list_and_a_closed_one_is_refused() {
    let mut house = house();
    order(&mut house, "WO-2", "V", vec![component("A", 1)], None);
    house.ok(WorkClose { order: "WO-2".into() });
    order(&mut house, "WO-3", "V", vec![component("A", 1)], None);
    Bench::new(&mut house, "T-1")
        .scan(&["ANA", "$BL.BUILD"])
        .asks("Scan a work order, or choose one")
        .scan(&["$BL.DOWN"])
        .says("WO-3: 0 of 4 EA V made")
        .scan(&[""])
        .says("WO-3: 0 of 4 EA V made")
        .scan(&["LOT"])
        .refuses("NOT_ON_ORDER")
        .scan(&["WO-2"])
        .refuses("WRONG_STATE")
        .scan(&["WO-9"])
        .refuses("UNKNOWN_CODE")
        .scan(&["$BL.DONE", "WO-2"])
        .refuses("WRONG_STATE");
}

#[test]
fn what_is_made_before_its_components_are_issued_is_told() {
    let mut house = house();
    Bench::new(&mut house, "T-1")
        .scan(&["ANA", "WO-1", "V", ""])
        .tells("not issued yet, so not in its cost: 2 of A, 1 of LOT")
        .scan(&["V", "$BL.QTY.9", ""])
        .refuses("OVER_RECEIPT");
}

#[test]
fn a_lot_that_the_work_order_names_need_not_be_scanned() {
    let mut house = house();
    order(&mut house, "WO-2", "LOT", vec![component("A", 1)], Some("L9"));
    order(&mut house, "WO-3", "LOT", vec![component("A", 1)], None);
    Bench::new(&mut house, "T-1")
        .scan(&["ANA", "WO-2", "A", "$BL.QTY.4", "", "LOT", "2", ""])
        .says("2 EA LOT made for WO-2")
        .scan(&["WO-3", "A", "$BL.QTY.4", "", "LOT"])
        .asks("Scan the lot of LOT")
        .scan(&["L7"])
        .asks("Scan the expiry, or type it like 0727")
        .scan(&["0828", "3", ""])
        .says("3 EA LOT L7 made for WO-3")
        .scan(&["LOT", "L7", ""])
        .says("1 EA LOT L7 made for WO-3");
    let made = house.all::<Movement>();
    let lots: Vec<String> = made
        .iter()
        .filter(|it| it.kind == MovementKind::WorkReport)
        .map(|it| format!("{} {}", it.lot, it.expiry.unwrap()))
        .collect();
    assert_eq!(lots, ["L9 2027-05-31", "L7 2028-08-31", "L7 2028-08-31"]);
    house.is_sound();
}

#[test]
fn its_screen_says_what_is_still_to_be_issued_and_where_it_lies() {
    let mut house = house();
    let bench = Bench::new(&mut house, "T-1").scan(&["ANA", "WO-1", "LOT"]);
    insta::assert_snapshot!(bench.shown(40, 8), @r"
    Build WO-1
    Scan its bin, or Enter for STORAGE, lot
    L1
     LOT
    Item LOT  Quantity 1 EA  >Bin
    > LOT   LOT      4 EA STORAGE          0
    >
    ");
    insta::assert_snapshot!(bench.shown(20, 16), @r"
    Build WO-1
    Scan its bin, or
    Enter for STORAGE,
    lot L1
     LOT
    Item LOT  Name LOT
    Quantity 1 EA  >Bin
    Makes V V
    Made 0 of 4 EA
      Goods To issue
      A         8 EA
    > LOT       4 EA

    >
    ");
    insta::assert_snapshot!(bench.shown(80, 24), @r"
    Build WO-1
                                            |   Goods To issue Bin     In process
    Scan its bin, or Enter for STORAGE, lot |   A         8 EA STORAGE          0
    L1                                      | > LOT       4 EA STORAGE          0
                                            |
                      LOT                   |
                                            |
                                            |
    + Item      LOT                         |
      Name      LOT                         |
    + Quantity  1 EA                        |
    > Bin                                   |
      Makes     V V                         |
      Made      0 of 4 EA                   |
                                            |
                                            |
                                            |
                                            |
                                            |
                                            |
                                            |
    >
    ");
}
