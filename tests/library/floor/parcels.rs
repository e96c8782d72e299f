//! A parcel from its first piece to its label: what is counted, what it is packed in, what it weighs, what closes it.

use super::bench::{Bench, LOT_EACH};
use super::house::House;
use super::picking::twelve_of_a;
use super::stock;
use binledger::domain::amount::Qty;
use binledger::domain::code::Badge;
use binledger::domain::company::Method;
use binledger::domain::order::{Order, OrderKind, OrderLine};
use binledger::domain::stock::{LpnState, Plate};
use binledger::operations::request::{PlaceOrder, Request, Requester, Restored};

/// Twelve of `A` for `SO-1`.
fn twelve() -> House {
    let mut house = House::new(Method::Fifo);
    stock::plain(&mut house, 20, "STORAGE");
    house.order(OrderKind::Sales, "SO-1", "A", 12);
    house
}

const PICKED: [&str; 7] = ["ANA", "SO-1", "STORAGE", "A", "12", "TOTE-1", "$BL.BACK"];

#[test]
fn a_parcel_under_a_made_up_name_is_closed_without_a_label_however_it_was_gone_on_with() {
    for again in ["SO-1-P1", "TOTE-1", "SO-1"] {
        let mut house = twelve();
        Bench::new(&mut house, "T-1")
            .scan(&PICKED)
            .scan(&["TOTE-1", "", "A", "$BL.BACK", again])
            .asks("Scan A")
            .scan(&["A", "12", "", "2.5"])
            .asks("Scan SO-1-P1 or press Enter to close it")
            .scan(&[""])
            .says("SO-1 is packed: SO-1-P1");
        let parcel = house
            .all::<Plate>()
            .into_iter()
            .find(|it| it.lpn.as_str() == "SO-1-P1");
        assert_eq!(parcel.map(|it| it.state), Some(LpnState::Closed), "{again}");
    }
    let mut house = twelve();
    Bench::new(&mut house, "T-1")
        .scan(&PICKED)
        .scan(&["TOTE-1", "P1", "A", "$BL.BACK", "P1", "A", "12", "", ""])
        .asks("Scan P1 to close it")
        .scan(&["", "P1"])
        .says("SO-1 is packed: P1");
}

#[test]
fn after_a_restore_no_name_is_made_up_that_a_parcel_in_the_house_may_have() {
    for (restores, made_up) in [(0, "SO-1-P1"), (1, "SO-1-P1001"), (2, "SO-1-P2001")] {
        let mut house = twelve();
        for nth in 0..restores {
            let restored = Restored {
                backup: "monday.db".into(),
                lost: 0,
                batch: 0,
            };
            let asked = Request {
                key: format!("{}{nth}", Restored::KEY).into(),
                requester: Requester::document(Badge::NONE),
                ..house.request(restored)
            };
            assert_eq!(house.send(&asked).refusal, None);
        }
        Bench::new(&mut house, "T-1")
            .scan(&PICKED)
            .scan(&["TOTE-1", "", "A", "12", "", ""])
            .asks(&format!("Scan {made_up} or press Enter to close it"))
            .scan(&[""])
            .says(&format!("SO-1 is packed: {made_up}"));
    }
}

#[test]
fn a_parcel_weighs_what_a_parcel_can_and_the_books_know_no_carton() {
    let mut house = twelve();
    stock::serial(&mut house, "T5-1");
    stock::lot(&mut house, 4, "L1", "2027-08-31");
    house.order(OrderKind::Sales, "SO-2", "A", 1);
    let mut bench = Bench::new(&mut house, "T-1")
        .scan(&PICKED)
        .scan(&["TOTE-1", "", "A", "12"]);
    for (code, told) in [
        ("L1", "L1 is a lot of LOT"),
        ("T5-1", "T5-1 is a serial of SER"),
        ("C1", "C1 is a customer"),
        ("SO-2-P1", "SO-2-P1 is the name of a parcel of SO-2"),
        ("SO-2", "SO-2"),
    ] {
        bench = bench
            .scan(&[code])
            .refused()
            .tells(told)
            .asks("Scan the kind of carton");
    }
    bench = bench.scan(&["EA"]).asks("Weigh it");
    for weight in ["0", "10000.5", "120000"] {
        bench = bench.typed(weight).refused().asks("Weigh it");
    }
    bench
        .scan(&["4006381333931"])
        .refused()
        .asks("Weigh it")
        .typed("3,5")
        .asks("to close it");
}

/// Three of `A` and four of lot `L1` for `SO-9`, which lie in `TOTE-1` and are packed next.
fn two_kinds(house: &mut House) -> Bench<'_> {
    stock::plain(house, 20, "STORAGE");
    stock::lot(house, 4, "L1", "2027-08-31");
    house.order(OrderKind::Sales, "SO-1", "A", 3);
    let (order, line) = (house.all::<Order>().remove(0), house.all::<OrderLine>().remove(0));
    let line = |number, item: &str, units| OrderLine {
        order_no: "SO-9".into(),
        line: number,
        item: item.into(),
        qty: Qty::units(units),
        ..line.clone()
    };
    let order = Order {
        order_no: "SO-9".into(),
        ..order
    };
    house.ok(PlaceOrder {
        order,
        lines: vec![line(1, "A", 3), line(2, "LOT", 4)],
        without: None,
    });
    Bench::new(house, "T-1")
        .scan(&["ANA", "SO-9", "STORAGE", "A", "3", "TOTE-1", LOT_EACH, "L1", "4"])
        .says("SO-9 is picked. Bring TOTE-1 to packing")
        .scan(&["$BL.BACK", "TOTE-1", ""])
}

#[test]
fn the_prompt_names_the_goods_that_a_number_counts() {
    let mut house = House::new(Method::Fifo);
    two_kinds(&mut house)
        .asks("Scan A")
        .scan(&[LOT_EACH])
        .says("1 EA LOT L1 packed")
        .asks("1 of 4 EA LOT L1: scan, or type the total")
        .scan(&["A"])
        .asks("1 of 3 EA A: scan, or type the total")
        .typed("4")
        .refuses("BAD_QUANTITY")
        .tells("1 of A are packed, 2 left in the totes here")
        .typed("3")
        .says("2 EA A packed")
        .asks("Scan LOT L1");
}

#[test]
fn a_lot_label_alone_in_packing_names_its_goods() {
    let mut house = House::new(Method::Fifo);
    stock::lot(&mut house, 4, "L7", "2027-09-30");
    two_kinds(&mut house)
        .scan(&["L7"])
        .refused()
        .tells("LOT L7 is not in this tote")
        .scan(&["L1"])
        .says("1 EA LOT L1 packed")
        .typed("4")
        .says("3 EA LOT L1 packed");
}

#[test]
fn what_a_code_is_comes_before_which_tote_is_in_use() {
    let mut house = twelve();
    stock::serial(&mut house, "T5-1");
    stock::lot(&mut house, 4, "L1", "2027-08-31");
    Bench::new(&mut house, "T-1")
        .scan(&["ANA", "SO-1", "STORAGE", "TOTE-1", "A", "T5-1"])
        .refused()
        .tells("T5-1 is a serial of SER")
        .scan(&["L1"])
        .refused()
        .tells("L1 is a lot of LOT")
        .scan(&["TOTE-2"])
        .refuses("WRONG_LPN")
        .tells("TOTE-2 is not the tote in use")
        .scan(&["12"])
        .says("SO-1 is picked");
}

#[test]
fn every_tote_of_an_order_is_brought_whoever_filled_it() {
    let mut house = twelve_of_a();
    Bench::new(&mut house, "T-1")
        .scan(&["ANA", "SO-1", "STORAGE", "A", "10", "TOTE-1", "$BL.BACK"])
        .at("T-2")
        .scan(&["BEN", "SO-1", "BIN-2", "A", "2", "TOTE-2"])
        .says("SO-1 is picked. Bring TOTE-1, TOTE-2 to packing");
}
