//! Scans that are cut short: noted with their result, never applied.

use super::bench::Bench;
use super::house::House;
use binledger::domain::company::Method;
use binledger::domain::log::{NotedRead, Outcome, ReadResult};
use binledger::domain::order::OrderKind;

fn dock() -> House {
    let mut house = House::new(Method::Fifo);
    house.order(OrderKind::Purchase, "PO-1", "A", 10);
    house
}

#[test]
fn a_scan_that_is_cut_short_is_noted_and_changes_nothing() {
    let mut house = dock();
    Bench::new(&mut house, "T-1")
        .scan(&["ANA", "PO-1"])
        .asks("Scan an item")
        .cut("A")
        .says("CUT SHORT: A… came without its end. Scan it again")
        .asks("Scan an item")
        .scan(&["A", "RECEIVING"])
        .says("1 EA A received")
        .scan(&["$BL.DONE", "$BL.SIGNOUT"])
        .says("signed out: 7 reads = 6 applied + 0 refused + 1 cancelled");
    let (reads, results): (Vec<NotedRead>, Vec<ReadResult>) = (house.all(), house.all());
    assert_eq!(
        (reads[3].raw.as_str(), results[3].outcome),
        ("A", Outcome::Cancelled)
    );
    assert!(results[3].message.contains("came without its end"));
}

#[test]
fn a_pin_that_is_cut_short_is_not_written_down() {
    let mut house = dock();
    super::session::with_pin(&mut house);
    Bench::new(&mut house, "T-1")
        .by_hand()
        .scan(&["ANA"])
        .cut("230")
        .says("****… came without its end")
        .typed("2308")
        .says("signed in as ANA");
    let raw: Vec<String> = house
        .all::<NotedRead>()
        .into_iter()
        .map(|read| read.raw)
        .collect();
    assert_eq!(raw, ["ANA", "****", "****"]);
}
