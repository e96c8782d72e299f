//! Goods go from bin to bin.

use super::hand::Hand;
use super::house::House;
use super::stock;
use binledger::domain::amount::Qty;
use binledger::domain::company::Method;
use binledger::domain::movement::{Movement, MovementKind};
use binledger::domain::stock::{Balance, Status};
use binledger::flows::event::{Command, Job};

fn in_bin(house: &House, bin: &str) -> Qty {
    let here = house.all::<Balance>().into_iter();
    here.filter(|it| it.location.as_str() == bin)
        .map(|it| it.qty)
        .sum()
}

#[test]
fn goods_move_and_a_wrong_bin_is_taken_back() {
    let mut house = House::new(Method::Fifo);
    stock::lot(&mut house, 10, "L1", "2026-08-31");
    let mut ana = Hand::new(&mut house, "ANA", Job::Move);
    ana.reads(&mut house, &["STORAGE", "LOT#L1", "4", "PICK"]);
    assert_eq!(in_bin(&house, "PICK"), Qty::units(4));
    assert_eq!(
        house.all::<Movement>().pop().map(|it| it.kind),
        Some(MovementKind::Move)
    );
    ana.say(&mut house, Command::Undo);
    assert_eq!(in_bin(&house, "STORAGE"), Qty::units(10));
    ana.reads(&mut house, &["STORAGE", "LOT#L1", "4", "BIN-2"]);
    assert_eq!(
        (in_bin(&house, "BIN-2"), in_bin(&house, "PICK")),
        (Qty::units(4), Qty::ZERO)
    );
    ana.say(&mut house, Command::Done);
    assert_eq!(ana.prompt(), "Scan anything, or choose a job");
}

#[test]
fn a_whole_bin_moves_after_the_target_was_scanned_twice() {
    let mut house = House::new(Method::Fifo);
    stock::lot(&mut house, 10, "L1", "2026-08-31");
    stock::lot(&mut house, 5, "L2", "2027-08-31");
    stock::plain(&mut house, 3, "STORAGE");
    let mut ana = Hand::new(&mut house, "ANA", Job::Move);
    ana.reads(&mut house, &["STORAGE", "BIN-2"]);
    assert!(ana.last().starts_with("warn "), "{}", ana.last());
    assert_eq!(in_bin(&house, "BIN-2"), Qty::ZERO);
    ana.read(&mut house, "BIN-2");
    assert_eq!(
        (in_bin(&house, "BIN-2"), in_bin(&house, "STORAGE")),
        (Qty::units(18), Qty::ZERO)
    );
    ana.say(&mut house, Command::Undo);
    assert_eq!(
        in_bin(&house, "STORAGE"),
        Qty::units(18),
        "one undo takes all of it back"
    );
}

#[test]
fn an_item_in_two_lots_asks_for_the_lot() {
    let mut house = House::new(Method::Fifo);
    stock::lot(&mut house, 10, "L1", "2026-08-31");
    stock::lot(&mut house, 5, "L2", "2027-08-31");
    let mut ana = Hand::new(&mut house, "ANA", Job::Move);
    ana.reads(&mut house, &["STORAGE", "LOT"]);
    assert_eq!(ana.prompt(), "Scan the lot of LOT");
    ana.reads(&mut house, &["L2", "5", "BIN-2"]);
    assert_eq!(in_bin(&house, "BIN-2"), Qty::units(5));
}

#[test]
fn a_status_changes_where_the_goods_lie() {
    let mut house = House::new(Method::Fifo);
    stock::plain(&mut house, 10, "STORAGE");
    let mut ana = Hand::new(&mut house, "ANA", Job::Move);
    ana.reads(&mut house, &["STORAGE", "A", "4"]);
    ana.say(&mut house, Command::Status(Status::Quarantine));
    assert_eq!(ana.last(), "good 4 EA A at STORAGE is quarantine now");
    let held = house
        .all::<Balance>()
        .into_iter()
        .find(|it| it.status == Status::Quarantine);
    let held = held.expect("it lies in quarantine");
    assert_eq!((held.location.as_str(), held.qty), ("STORAGE", Qty::units(4)));
}

#[test]
fn promised_goods_stay_for_their_order() {
    let mut house = House::new(Method::Fifo);
    stock::plain(&mut house, 10, "STORAGE");
    house.order(binledger::domain::order::OrderKind::Sales, "SO-1", "A", 8);
    house.ok(binledger::operations::request::Allocate { order: "SO-1".into() });
    let mut ana = Hand::new(&mut house, "ANA", Job::Move);
    ana.reads(&mut house, &["STORAGE", "A", "5", "BIN-2"]);
    assert!(ana.last().starts_with("PROMISED need 5 of A"), "{}", ana.last());
}
