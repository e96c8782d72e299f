//! A house with a shop, and goods that were sent there.

use super::bench::Bench;
use super::house::House;
use super::stock;
use binledger::domain::amount::{Money, Qty};
use binledger::domain::catalog::{Location, Purpose, Site};
use binledger::domain::company::Method;
use binledger::domain::entry::EntryLine;
use binledger::domain::movement::{Movement, MovementKind};
use binledger::domain::stock::Balance;
use binledger::domain::transfer::Transfer;
use binledger::domain::user::User;
use binledger::operations::request::{Define, Master};

/// Ten of `A`, six of lot `L1` and four of `L2` in `STORAGE`; a shop with Liv, who picks and receives there.
pub fn two_sites() -> House {
    let mut house = House::new(Method::Fifo);
    let site = Site {
        site: "SHOP".into(),
        name: "Shop".into(),
        entity: None,
    };
    house.ok(Define {
        master: Master::Site(site),
    });
    for (code, purpose) in [
        ("SHOP-1", Purpose::Storage),
        ("SHOP-2", Purpose::Storage),
        ("SHOP-BAD", Purpose::Damaged),
    ] {
        let location = Location {
            location: code.into(),
            site: "SHOP".into(),
            zone: String::new(),
            purpose,
            sequence: 10,
            capacity: (code == "SHOP-2").then(|| Qty::units(3)),
            check_digits: None,
            fixed_item: None,
        };
        house.ok(Define {
            master: Master::Location(location),
        });
    }
    for (badge, roles) in [("LIV", "picker;receiver"), ("KAI", "supervisor")] {
        house.ok(Define {
            master: Master::User(User {
                badge: badge.into(),
                name: badge.into(),
                roles: roles.into(),
                pin_hash: Some(testing::company::PIN_HASH.into()),
                site: "SHOP".into(),
                failures: 0,
                locked: false,
            }),
        });
    }
    stock::plain(&mut house, 10, "STORAGE");
    stock::lot(&mut house, 6, "L1", "2027-01-31");
    stock::lot(&mut house, 4, "L2", "2027-02-28");
    house
}

/// What lies at a location, with its status.
pub fn held(house: &House, location: &str) -> Vec<String> {
    let mut here = house.all::<Balance>();
    here.retain(|it| it.location.as_str() == location);
    let told = |it: Balance| format!("{} {}{} {} {}", it.item, it.lot, it.serial, it.qty, it.status);
    here.into_iter().map(told).collect()
}

/// What is on its way: quantity and value, which is the balance of goods in transit.
#[track_caller]
pub fn in_transit(house: &House) -> (Qty, Money) {
    let open = house.all::<Transfer>();
    let lines = house.all::<EntryLine>();
    let on_account = lines.iter().filter(|line| line.account.as_str() == "1310");
    let balance: Money = on_account.map(|line| line.amount).sum();
    let value: Money = open.iter().map(Transfer::open_value).sum();
    assert_eq!(balance, value, "goods in transit");
    open.iter().fold((Qty::ZERO, Money::ZERO), |(qty, value), it| {
        (qty + it.open_qty(), value + it.open_value())
    })
}

/// The number of the transfer that left last.
pub fn number(house: &House) -> String {
    let first = house
        .all::<Movement>()
        .into_iter()
        .filter(|it| it.kind == MovementKind::TransferOut && it.document.is_none())
        .map(|it| it.seq)
        .max();
    format!("TR-{}", first.expect("something left"))
}

/// Ana sends four of `A`, five of `L1` and one of `L2` to the shop.
pub fn sent(house: &mut House) -> String {
    Bench::new(house, "T-1")
        .scan(&["ANA", "$BL.TRANSFER"])
        .asks("Scan the site it goes to")
        .scan(&["SHOP"])
        .says("goods for SHOP, Shop. Scan the bin to send SHOP from")
        .scan(&["STORAGE", "A"])
        .says("+1 EA A")
        .asks("Type the total, or Enter to send")
        .scan(&["4", ""])
        .says("4 EA A sent to SHOP on TR-")
        .scan(&["LOT"])
        .asks("Scan the lot of LOT")
        .scan(&["L1", "$BL.QTY.5", "SHOP"])
        .says("5 EA LOT L1 sent to SHOP on TR-")
        .scan(&["LOT", "L2", "$BL.DONE"])
        .says("1 EA LOT L2 sent to SHOP on TR-")
        .lies(6, "A", "STORAGE")
        .lies(4, "LOT", "STORAGE")
        .scan(&["$BL.DONE"])
        .says("3 lines sent to SHOP. Write TR-")
        .asks("Scan anything");
    number(house)
}
