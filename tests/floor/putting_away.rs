//! A receiver brings goods from the dock to where they belong.

use super::hand::Hand;
use super::house::House;
use super::stock;
use binledger::domain::amount::Qty;
use binledger::domain::catalog::{Location, Purpose};
use binledger::domain::company::Method;
use binledger::domain::movement::{Movement, MovementKind};
use binledger::domain::stock::{Balance, Plate};
use binledger::flows::event::{Command, Job};
use binledger::operations::request::{Define, Master};

fn in_bin(house: &House, bin: &str) -> Qty {
    let here = house.all::<Balance>().into_iter();
    here.filter(|it| it.location.as_str() == bin)
        .map(|it| it.qty)
        .sum()
}

/// `BIN-2` is meant for `LOT` and holds twenty.
fn own_bin(house: &mut House) {
    let mut bins = house.all::<Location>().into_iter();
    let mut bin = bins.find(|it| it.location.as_str() == "BIN-2").expect("a bin");
    bin.fixed_item = Some("LOT".into());
    bin.capacity = Some(Qty::units(20));
    let master = Master::Location(bin);
    house.ok(Define { master });
}

#[test]
fn goods_go_from_the_dock_to_their_own_bin() {
    let mut house = House::new(Method::Fifo);
    own_bin(&mut house);
    stock::lot_at(&mut house, 18, "L1", "RECEIVING", None);
    let mut ana = Hand::new(&mut house, "ANA", Job::Putaway);
    ana.reads(&mut house, &["RECEIVING", "LOT#L1", "12"]);
    assert!(ana.prompt().contains("BIN-2"), "{}", ana.prompt());
    ana.read(&mut house, "BIN-2");
    assert_eq!(ana.said[0], "good 12 EA LOT L1 put in BIN-2");
    assert_eq!(
        (in_bin(&house, "BIN-2"), in_bin(&house, "RECEIVING")),
        (Qty::units(12), Qty::units(6))
    );
    let last = house.all::<Movement>().pop().unwrap();
    assert_eq!(last.kind, MovementKind::Putaway);
    ana.reads(&mut house, &["RECEIVING", "LOT#L1", "6", "BIN-2"]);
    assert_eq!(in_bin(&house, "RECEIVING"), Qty::ZERO);
    ana.say(&mut house, Command::Done);
    assert_eq!(ana.prompt(), "Scan anything, or choose a job");
}

#[test]
fn another_bin_than_suggested_is_scanned_twice() {
    let mut house = House::new(Method::Fifo);
    own_bin(&mut house);
    house.location("BIN-9", Purpose::Storage, 90);
    stock::lot_at(&mut house, 6, "L1", "RECEIVING", None);
    let mut ana = Hand::new(&mut house, "ANA", Job::Putaway);
    ana.reads(&mut house, &["RECEIVING", "LOT#L1", "6", "BIN-9"]);
    assert_eq!(ana.last(), "warn BIN-2 is suggested. Scan BIN-9 again to use it");
    assert_eq!(in_bin(&house, "BIN-9"), Qty::ZERO, "nothing was posted yet");
    ana.read(&mut house, "BIN-9");
    assert_eq!(in_bin(&house, "BIN-9"), Qty::units(6));
}

#[test]
fn a_full_bin_is_not_suggested_and_the_same_lot_comes_first() {
    let mut house = House::new(Method::Fifo);
    own_bin(&mut house);
    house.location("BIN-8", Purpose::Storage, 80);
    house.location("BIN-9", Purpose::Storage, 90);
    stock::lot_at(&mut house, 2, "L0", "BIN-8", None);
    stock::lot_at(&mut house, 2, "L1", "BIN-9", None);
    stock::lot_at(&mut house, 30, "L1", "RECEIVING", None);
    let mut ana = Hand::new(&mut house, "ANA", Job::Putaway);
    ana.reads(&mut house, &["RECEIVING", "LOT#L1", "30"]);
    assert!(ana.prompt().contains("BIN-9"), "{}", ana.prompt());
    ana.read(&mut house, "20");
    assert!(ana.prompt().contains("BIN-2"), "{}", ana.prompt());
}

#[test]
fn cases_are_counted_by_scanning_and_never_more_than_there_are() {
    let mut house = House::new(Method::Fifo);
    stock::plain(&mut house, 30, "RECEIVING");
    let mut ana = Hand::new(&mut house, "ANA", Job::Putaway);
    ana.reads(&mut house, &["RECEIVING", "A*12", "A*12"]);
    ana.reads(&mut house, &["A*12", "STORAGE"]);
    assert!(ana.last().starts_with("NOT_ENOUGH need 36 of"), "{}", ana.last());
    ana.reads(&mut house, &["24", "STORAGE"]);
    assert_eq!(in_bin(&house, "STORAGE"), Qty::units(24));
}

#[test]
fn a_plate_is_put_away_as_a_whole() {
    let mut house = House::new(Method::Fifo);
    stock::lot_at(&mut house, 18, "L1", "RECEIVING", Some("P1"));
    let mut ana = Hand::new(&mut house, "ANA", Job::Putaway);
    ana.read(&mut house, "P1");
    ana.read(&mut house, "STORAGE");
    assert_eq!(in_bin(&house, "STORAGE"), Qty::units(18));
    assert_eq!(house.all::<Plate>()[0].location.as_str(), "STORAGE");
}

#[test]
fn an_undo_brings_the_goods_back_into_the_hand() {
    let mut house = House::new(Method::Fifo);
    stock::plain(&mut house, 30, "RECEIVING");
    let mut ana = Hand::new(&mut house, "ANA", Job::Putaway);
    ana.reads(&mut house, &["RECEIVING", "A", "12", "STORAGE"]);
    ana.say(&mut house, Command::Undo);
    assert_eq!(in_bin(&house, "RECEIVING"), Qty::units(30));
    assert!(
        ana.prompt().contains("12 EA A"),
        "it is in hand again: {}",
        ana.prompt()
    );
}
