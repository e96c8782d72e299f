//! Totes become parcels, and parcels leave.

use super::hand::Hand;
use super::house::House;
use super::stock;
use binledger::domain::amount::Qty;
use binledger::domain::company::Method;
use binledger::domain::order::{Order, OrderKind, OrderState};
use binledger::domain::stock::{LpnState, Plate};
use binledger::flows::event::{Command, Job};

/// Order `SO-1` of twelve `A` is picked into `T1`.
fn picked() -> House {
    let mut house = House::new(Method::Fifo);
    stock::plain(&mut house, 20, "STORAGE");
    house.order(OrderKind::Sales, "SO-1", "A", 12);
    let mut ana = Hand::new(&mut house, "ANA", Job::Pick);
    ana.reads(&mut house, &["SO-1", "STORAGE", "A", "12", "T1"]);
    house
}

fn parcel(house: &House, code: &str) -> Plate {
    house
        .all::<Plate>()
        .into_iter()
        .find(|plate| plate.lpn.as_str() == code)
        .expect("a parcel")
}

#[test]
fn a_tote_is_packed_until_green_and_closed_by_its_label() {
    let mut house = picked();
    let mut ana = Hand::new(&mut house, "ANA", Job::Pack);
    assert_eq!(ana.prompt(), "Scan a tote or an order");
    assert_eq!(
        ana.read(&mut house, "T1").prompt(),
        "Scan a parcel, or Enter for SO-1-P1"
    );
    assert_eq!(ana.read(&mut house, "").prompt(), "Scan A");
    assert_eq!(ana.read(&mut house, "A").last(), "good 1 EA A packed in SO-1-P1");
    assert_eq!(
        ana.read(&mut house, "8").last(),
        "good 7 EA A packed in SO-1-P1",
        "eight in all"
    );
    ana.read(&mut house, "LOT");
    assert_eq!(
        ana.last(),
        "NOT_EXPECTED need A, got LOT. Scan what is needed; nothing was changed."
    );
    ana.read(&mut house, "A*4");
    assert_eq!(ana.prompt(), "Scan the carton, or press Enter");
    ana.reads(&mut house, &["BOX-M", "3.5"]);
    assert_eq!(ana.prompt(), "Scan SO-1-P1 to close it");
    assert!(
        ana.read(&mut house, "T9")
            .last()
            .starts_with("WRONG_LPN need SO-1-P1, got T9")
    );
    ana.read(&mut house, "SO-1-P1");
    assert_eq!(ana.last(), "good SO-1 is packed: SO-1-P1. Bring it to the dock");
    let closed = parcel(&house, "SO-1-P1");
    assert_eq!(
        (closed.state, closed.carton.as_deref()),
        (LpnState::Closed, Some("BOX-M"))
    );
    assert_eq!(closed.weight, "3.5".parse().ok());
}

#[test]
fn done_packs_all_and_full_begins_another_parcel() {
    let mut house = picked();
    let mut ana = Hand::new(&mut house, "ANA", Job::Pack);
    ana.reads(&mut house, &["SO-1", "P1", "A", "5"])
        .say(&mut house, Command::Full);
    ana.reads(&mut house, &["", "", "P1"]);
    assert_eq!(ana.prompt(), "Scan a parcel, or Enter for SO-1-P1");
    ana.read(&mut house, "P1");
    assert!(
        ana.last().ends_with("it is a closed parcel of SO-1."),
        "{}",
        ana.last()
    );
    ana.read(&mut house, "P2").say(&mut house, Command::Done);
    assert_eq!(ana.last(), "good all of T1 packed in P2");
    ana.reads(&mut house, &["", "", "P2"]);
    assert_eq!(ana.last(), "good SO-1 is packed: P1, P2. Bring it to the dock");
    assert_eq!(house.all::<Order>()[0].state, OrderState::Packed);
}

#[test]
fn a_packed_piece_goes_back_into_its_tote() {
    let mut house = picked();
    let mut ana = Hand::new(&mut house, "ANA", Job::Pack);
    ana.reads(&mut house, &["T1", "P1", "A", "12"]);
    assert_eq!(ana.prompt(), "Scan the carton, or press Enter");
    ana.say(&mut house, Command::Undo);
    assert_eq!(ana.prompt(), "Scan A");
    ana.say(&mut house, Command::Undo);
    ana.read(&mut house, "A*12");
    assert_eq!(ana.last(), "good 12 EA A packed in P1");
}

#[test]
fn an_open_parcel_is_gone_on_with_and_a_closed_one_ships() {
    let mut house = picked();
    let mut ana = Hand::new(&mut house, "ANA", Job::Pack);
    ana.reads(&mut house, &["T1", "P1", "A"])
        .say(&mut house, Command::Back);
    assert_eq!(ana.prompt(), "Scan a tote or an order");
    ana.read(&mut house, "P1");
    assert_eq!(ana.prompt(), "Scan A");
    ana.say(&mut house, Command::Done)
        .reads(&mut house, &["", "", "P1"]);
    let mut ben = Hand::new(&mut house, "BEN", Job::Ship);
    assert_eq!(ben.read(&mut house, "P1").prompt(), "Scan the dock for P1");
    assert!(
        ben.read(&mut house, "STORAGE")
            .last()
            .starts_with("WRONG_LOCATION need a shipping dock")
    );
    ben.read(&mut house, "SHIPPING");
    assert!(ben.said.contains(&"good P1 shipped".to_owned()), "{:?}", ben.said);
    ben.read(&mut house, "P1");
    assert!(ben.last().ends_with("it has left already."), "{}", ben.last());
    assert_eq!(house.worth("A").0, Qty::units(8));
    assert_eq!(
        house.last_entry(),
        "1100 240.00, 4000 -240.00, 5000 24.00, 1300 -24.00"
    );
    ben.say(&mut house, Command::Done);
    assert_eq!(ben.last(), "good 1 parcel left from SHIPPING");
}

#[test]
fn a_shipped_parcel_comes_back_with_undo() {
    let mut house = picked();
    let mut ana = Hand::new(&mut house, "ANA", Job::Pack);
    ana.reads(&mut house, &["T1", "P1"])
        .say(&mut house, Command::Done)
        .reads(&mut house, &["", "", "P1"]);
    let mut ben = Hand::new(&mut house, "BEN", Job::Ship);
    ben.read(&mut house, "SHIPPING");
    assert_eq!(ben.prompt(), "Scan a parcel, such as P1");
    ben.read(&mut house, "P1").say(&mut house, Command::Undo);
    assert_eq!(house.worth("A").0, Qty::units(20));
    assert_eq!(ben.prompt(), "Scan a parcel, such as P1");
}
