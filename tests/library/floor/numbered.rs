//! A piece with a number of its own is counted once, however long after the first time its label is scanned again.

use super::bench::{Bench, LOT_CASE, LOT_EACH, SER_EACH};
use super::hand::Hand;
use super::house::House;
use super::stock;
use binledger::domain::amount::Qty;
use binledger::domain::company::Method;
use binledger::domain::count::CountLine;
use binledger::domain::order::OrderKind;
use binledger::flows::event::Job;
use binledger::flows::flow::Flow;
use serde_json::Value;

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
        .scan(&["$BL.BACK", &piece("S1"), "RECEIVING"])
        .says("1 EA LOT L1 received")
        .scan(&["$BL.UNDO"])
        .says("receipt of 1 LOT L1 at RECEIVING taken back")
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
        .scan(&["$BL.UNDO"])
        .asks("Scan a tote for 1 EA")
        .scan(&["T1"])
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

/// What the symbols of a label say that numbers a piece of `LOT` of lot `L1`.
const LOT: &str = "]C11727083110L1";

fn number(number: &str) -> String {
    format!("]C121{number}")
}

/// Every order of the item, its lot and the number of a piece.
fn labels(serial: &str) -> Vec<[String; 3]> {
    let (item, lot, serial) = (LOT_EACH.to_owned(), LOT.to_owned(), number(serial));
    [[0, 1, 2], [0, 2, 1], [1, 0, 2], [1, 2, 0], [2, 0, 1], [2, 1, 0]]
        .map(|order| order.map(|n| [&item, &lot, &serial][n].clone()))
        .to_vec()
}

fn scan<'h>(bench: Bench<'h>, label: &[String]) -> Bench<'h> {
    label.iter().fold(bench, |bench, symbol| bench.scan(&[symbol]))
}

/// Five of lot `L1` in `STORAGE`, of which order `SO-1` wants some.
fn stocked(wanted: i64) -> House {
    let mut house = House::new(Method::Fifo);
    stock::lot(&mut house, 5, "L1", "2027-08-31");
    house.order(OrderKind::Sales, "SO-1", "LOT", wanted);
    house
}

/// The total that was counted.
fn on_sheet(house: &House) -> Qty {
    let lines = house.all::<CountLine>().into_iter();
    lines.filter_map(|line| line.counted).sum()
}

/// Scans the label of a piece that was counted before; exactly one of its symbols is refused.
#[track_caller]
fn refused<'h>(bench: Bench<'h>, label: &[String]) -> Bench<'h> {
    let mut refused = 0;
    let mut bench = bench;
    for symbol in label {
        // The rest of a label that was refused begins a label that nobody ends.
        if refused == 0 {
            bench = bench.scan(&[symbol]);
            refused += usize::from(bench.code() == Some("SERIAL_COUNTED"));
        }
    }
    assert_eq!(refused, 1, "{label:?}");
    bench
}

#[test]
fn the_symbols_of_a_numbered_piece_arrive_once_in_every_order() {
    for (first, second) in labels("S1").into_iter().zip(labels("S2")) {
        let mut house = house(OrderKind::Purchase, "PO-1", "LOT");
        let bench = scan(Bench::new(&mut house, "T-1").scan(&["ANA", "PO-1"]), &first);
        let bench = scan(bench, &second).says("2 EA LOT L1");
        let bench = refused(bench, &first)
            .scan(&["RECEIVING"])
            .says("2 EA LOT L1 received");
        let bench = refused(bench.wait(3600), &second);
        bench.lies(2, "LOT", "RECEIVING");
    }
}

#[test]
fn the_symbols_of_a_numbered_piece_are_counted_once_in_every_order() {
    for (first, second) in labels("S1").into_iter().zip(labels("S2")) {
        let mut house = House::new(Method::Fifo);
        stock::lot(&mut house, 5, "L1", "2027-08-31");
        let bench = Bench::new(&mut house, "T-1").scan(&["ANA", "$BL.COUNT", "STORAGE"]);
        let bench = refused(scan(bench, &first).wait(3600), &first);
        let bench = refused(scan(bench, &second), &first);
        refused(bench, &second);
        assert_eq!(on_sheet(&house), Qty::units(2), "{first:?}");
    }
}

#[test]
fn the_symbols_of_a_numbered_piece_are_picked_once_in_every_order() {
    for (first, second) in labels("S1").into_iter().zip(labels("S2")) {
        for in_hand in [true, false] {
            let mut house = House::new(Method::Fifo);
            stock::lot(&mut house, 9, "L1", "2027-08-31");
            house.order(OrderKind::Sales, "SO-1", "LOT", 3);
            let bench = Bench::new(&mut house, "T-1").scan(&["ANA", "SO-1", "STORAGE"]);
            let bench = scan(scan(bench, &first), &second);
            let bench = if in_hand {
                refused(bench, &first).scan(&["", "T1"])
            } else {
                refused(bench.scan(&["", "T1"]).wait(3600), &first)
            };
            let bench = refused(bench, &second);
            let bench = scan(bench, &labels("S3")[2]);
            bench.lies(3, "LOT", "PACKING");
        }
    }
}

#[test]
fn the_first_symbol_of_a_label_that_is_not_complete_may_be_read_again() {
    let first = format!("]C101{LOT_EACH}21S1");
    let jobs: [(House, &[&str], &str); 3] = [
        (
            house(OrderKind::Purchase, "PO-1", "LOT"),
            &["ANA", "PO-1"],
            "1 EA LOT L1",
        ),
        (stocked(1), &["ANA", "$BL.COUNT", "STORAGE"], "+1 EA LOT L1"),
        (stocked(3), &["ANA", "SO-1", "STORAGE"], "1 of 3 EA"),
    ];
    for (mut house, before, said) in jobs {
        Bench::new(&mut house, "T-1")
            .scan(before)
            .scan(&[&first, &first])
            .asks("lot")
            .scan(&[LOT])
            .tells(said)
            .scan(&[&first])
            .refuses("SERIAL_COUNTED");
    }
    let mut house = house(OrderKind::Purchase, "PO-1", "SER");
    Bench::new(&mut house, "T-1")
        .scan(&["ANA", "PO-1", SER_EACH, SER_EACH])
        .asks("Scan the serial of SER")
        .scan(&[&number("S1"), "RECEIVING"])
        .says("1 EA SER S1 received")
        .scan(&[&number("S1"), SER_EACH])
        .refuses("SERIAL_IN_STOCK")
        .scan(&[&number("S2"), SER_EACH, "RECEIVING"])
        .says("1 EA SER S2 received");
}

#[test]
fn a_number_read_before_its_item_and_once_more_belongs_to_one_piece() {
    let mut house = house(OrderKind::Purchase, "PO-1", "LOT");
    Bench::new(&mut house, "T-1")
        .scan(&["ANA", "PO-1", &number("S1"), LOT_EACH, &number("S1"), LOT_EACH])
        .says("1 EA LOT; still missing: lot, expiry")
        .scan(&[LOT, &number("S2")])
        .says("kept: serial S2; still missing: item")
        .scan(&["$BL.BACK", &number("S3"), LOT_EACH])
        .says("2 EA LOT L1")
        .scan(&[&number("S2"), LOT_EACH])
        .says("3 EA LOT L1")
        .scan(&[&number("S3"), LOT_EACH])
        .refuses("SERIAL_COUNTED")
        .scan(&["RECEIVING"])
        .lies(3, "LOT", "RECEIVING");
}

#[test]
fn a_number_behind_goods_that_are_in_the_tote_takes_that_piece_out_alone() {
    let mut house = stocked(4);
    let bench = Bench::new(&mut house, "T-1").scan(&["ANA", "SO-1", "STORAGE"]);
    let bench = scan(bench, &labels("S1")[0]).scan(&[LOT_EACH, "", "T1"]);
    bench
        .says("2 EA LOT L1 put in T1")
        .scan(&[&number("S1")])
        .refuses("SERIAL_COUNTED")
        .lies(1, "LOT", "PACKING")
        .scan(&[LOT_EACH, LOT, "", &number("S2")])
        .says("LOT L1 S2: in the tote")
        .lies(2, "LOT", "PACKING");
}

#[test]
fn taking_a_count_back_takes_its_number_back() {
    let mut house = stocked(1);
    let bench = Bench::new(&mut house, "T-1").scan(&["ANA", "$BL.COUNT", "STORAGE"]);
    let label = &labels("S1")[0];
    let bench = scan(bench, label).says("LOT L1: counted").scan(&["$BL.UNDO"]);
    let bench = scan(bench, label).says("LOT L1: counted");
    refused(bench, label);
    assert_eq!(on_sheet(&house), Qty::ONE);
}

#[test]
fn a_carton_of_many_goes_back_as_a_whole_but_not_what_was_typed() {
    let mut house = stocked(1);
    let bench = Bench::new(&mut house, "T-1").scan(&["ANA", "$BL.COUNT", "STORAGE"]);
    let carton = [LOT_EACH, LOT, "]C13012"].map(str::to_owned);
    let carton = [&carton[..], &[number("S1")]].concat();
    let bench = refused(scan(bench, &carton), &carton);
    bench
        .scan(&[LOT_EACH, LOT])
        .typed("5")
        .scan(&[&number("S1")])
        .refuses("SERIAL_COUNTED");
    assert_eq!(on_sheet(&house), Qty::units(17));
}

/// Work saved by a version that did not know the numbers of pieces.
fn without_numbers(saved: &mut Value) {
    match saved {
        Value::Object(fields) => {
            for new in ["numbered", "counted", "pieces", "next", "put"] {
                fields.remove(new);
            }
            fields.values_mut().for_each(without_numbers);
        }
        Value::Array(all) => all.iter_mut().for_each(without_numbers),
        _ => {}
    }
}

#[test]
fn work_that_an_earlier_edition_saved_goes_on() {
    for (job, codes) in [
        (Job::Receive, ["PO-1", "LOT#L1"]),
        (Job::Count, ["STORAGE", "LOT#L1"]),
        (Job::Pick, ["SO-1", "STORAGE"]),
    ] {
        let mut house = stocked(3);
        house.order(OrderKind::Purchase, "PO-1", "LOT", 3);
        let mut hand = Hand::new(&mut house, "ANA", job);
        hand.reads(&mut house, &codes);
        let mut saved: Value = serde_json::from_str(&hand.saved()).expect("a session");
        let before = saved.clone();
        without_numbers(&mut saved);
        assert_ne!(saved, before, "{job}");
        let back: Flow = serde_json::from_value(saved).expect("an old session");
        assert_eq!(serde_json::to_value(back).expect("a session"), before, "{job}");
    }
}
