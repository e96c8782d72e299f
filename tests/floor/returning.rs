//! A customer sends goods back.

use super::hand::Hand;
use super::house::House;
use super::stock;
use binledger::domain::amount::Qty;
use binledger::domain::company::Method;
use binledger::domain::movement::{Movement, Shipment};
use binledger::domain::order::OrderKind;
use binledger::domain::stock::{Balance, Status};
use binledger::flows::event::{Command, Job};
use binledger::operations::request::{Allocate, CloseParcel, Pack, Pick, Ship};

/// Six of lot `L1` were shipped for `SO-1` in `PARCEL`.
fn six_shipped() -> House {
    let mut house = House::new(Method::Fifo);
    stock::lot(&mut house, 10, "L1", "2027-08-31");
    house.order(OrderKind::Sales, "SO-1", "LOT", 6);
    house.ok(Allocate { order: "SO-1".into() });
    house.ok(Pick {
        tote: "TOTE".into(),
        task: None,
        qty: None,
        order: Some("SO-1".into()),
        lot: None,
        serial: None,
    });
    house.ok(Pack {
        tote: "TOTE".into(),
        parcel: "PARCEL".into(),
        item: None,
        qty: None,
        lot: None,
        serial: None,
    });
    house.ok(CloseParcel {
        parcel: "PARCEL".into(),
        weight: None,
        carton: None,
    });
    house.ok(Ship {
        parcel: Some("PARCEL".into()),
        item: None,
        qty: None,
        price: None,
        from: None,
        lot: None,
        serial: None,
        customer: None,
        channel: None,
    });
    house
}

fn lies(house: &House, bin: &str, status: Status) -> Qty {
    let here = house.all::<Balance>().into_iter();
    here.filter(|it| it.location.as_str() == bin && it.status == status)
        .map(|it| it.qty)
        .sum()
}

#[test]
fn five_come_back_as_new_and_one_broken() {
    let mut house = six_shipped();
    let mut ana = Hand::new(&mut house, "ANA", Job::Return);
    ana.reads(&mut house, &["SO-1", "LOT#L1", "5"]);
    ana.say(&mut house, Command::Reason("restock".into()));
    ana.read(&mut house, "BIN-2");
    assert_eq!(lies(&house, "BIN-2", Status::Available), Qty::units(5));
    ana.read(&mut house, "LOT#L1");
    ana.say(&mut house, Command::Status(Status::Damaged));
    ana.read(&mut house, "");
    assert_eq!(lies(&house, "DAMAGED", Status::Damaged), Qty::ONE);
    assert_eq!(house.all::<Shipment>()[0].qty_back, Qty::units(6));
}

#[test]
fn not_more_comes_back_than_left() {
    let mut house = six_shipped();
    let mut ana = Hand::new(&mut house, "ANA", Job::Return);
    ana.reads(&mut house, &["PARCEL", "A"]);
    assert!(ana.last().starts_with("NOT_ON_ORDER"), "{}", ana.last());
    ana.reads(&mut house, &["LOT#L1", "7"]);
    ana.say(&mut house, Command::Status(Status::Quarantine));
    ana.read(&mut house, "");
    assert!(ana.last().starts_with("OVER_RETURN"), "{}", ana.last());
    assert_eq!(house.all::<Shipment>()[0].qty_back, Qty::ZERO);
}

#[test]
fn the_goods_alone_tell_with_which_order_they_left() {
    let mut house = six_shipped();
    let mut ana = Hand::new(&mut house, "ANA", Job::Return);
    ana.reads(&mut house, &["LOT#L1", "LOT#L1"]);
    assert!(ana.face().title.contains("SO-1"), "{}", ana.face().title);
    ana.say(&mut house, Command::Reason("scrap".into()));
    assert_eq!(house.all::<Shipment>()[0].qty_back, Qty::units(2));
    let last = house.all::<Movement>().pop().expect("a movement");
    assert_eq!(last.to_location, None, "scrap never enters stock");
    ana.say(&mut house, Command::Undo);
    assert_eq!(house.all::<Shipment>()[0].qty_back, Qty::ZERO);
}
