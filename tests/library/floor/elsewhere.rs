//! What is of another site is refused where it is scanned, by its site.

use super::bench::Bench;
use super::house::House;
use super::sites::two_sites;
use binledger::domain::amount::Qty;
use binledger::domain::catalog::{Location, Purpose};
use binledger::domain::order::OrderKind;
use binledger::operations::request::{Define, Master};

/// The shop packs and ships too; `SO-1` is of `MAIN`, `SO-9` and `PO-9` of `SHOP`, where three of `A` came for `PO-9`.
fn far() -> House {
    let mut house = two_sites();
    for (code, purpose) in [
        ("SHOP-IN", Purpose::Receiving),
        ("SHOP-PACK", Purpose::Packing),
        ("SHOP-OUT", Purpose::Shipping),
    ] {
        let bin = house
            .all::<Location>()
            .into_iter()
            .find(|it| it.location.as_str() == "SHOP-1");
        house.ok(Define {
            master: Master::Location(Location {
                location: code.into(),
                purpose,
                ..bin.expect("a bin of the shop")
            }),
        });
    }
    for (kind, near, far) in [
        (OrderKind::Sales, "SO-1", "SO-9"),
        (OrderKind::Purchase, "PO-1", "PO-9"),
    ] {
        house.order(kind, near, "A", 3);
        house.order_at("SHOP", kind, far, "A", 3);
    }
    Bench::new(&mut house, "T-9").scan(&["LIV", "PO-9", "A", "3", "SHOP-1"]);
    house
}

#[test]
fn an_order_of_another_site_is_refused_by_it_in_every_job() {
    let mut house = far();
    Bench::new(&mut house, "T-1")
        .scan(&["ANA", "SO-9"])
        .refuses("ORDER_ELSEWHERE")
        .tells("SO-9 belongs to SHOP. Scan an order of MAIN")
        .scan(&["SO-1"])
        .asks("Go to STORAGE")
        .scan(&["$BL.BACK", "$BL.PACK", "SO-9"])
        .refuses("ORDER_ELSEWHERE")
        .scan(&["$BL.BACK", "$BL.RECEIVE", "PO-9"])
        .refuses("ORDER_ELSEWHERE")
        .tells("PO-9 belongs to SHOP. Scan an order of MAIN")
        .scan(&["PO-1", "A", "3", "STORAGE"])
        .says("3 EA A");
    assert_eq!(house.at("A", "STORAGE").0, Qty::units(13));
}

#[test]
fn a_tote_a_parcel_and_a_dock_of_another_site_are_refused_by_it() {
    let mut house = far();
    let bench = Bench::new(&mut house, "T-8")
        .scan(&["LIV", "SO-9", "SHOP-1", "A", "3", "TOTE-9"])
        .says("SO-9 is picked")
        .at("T-1")
        .scan(&["ANA", "$BL.PACK", "TOTE-9"])
        .refuses("PLATE_ELSEWHERE")
        .tells("TOTE-9 is at SHOP. Scan a tote of MAIN")
        .asks("Scan a tote or an order")
        .at("T-8")
        .scan(&["$BL.BACK", "TOTE-9", "P9", "A"])
        .at("T-1")
        .scan(&["P9"])
        .refuses("PLATE_ELSEWHERE")
        .at("T-8")
        .scan(&["3", "", "", "P9"])
        .says("SO-9 is packed: P9");
    bench
        .at("T-1")
        .scan(&["$BL.BACK", "$BL.SHIP", "P9"])
        .refuses("PLATE_ELSEWHERE")
        .tells("P9 is at SHOP. Scan a parcel of MAIN")
        .scan(&["SHOP-OUT"])
        .refuses("BIN_ELSEWHERE")
        .tells("SHOP-OUT is at SHOP. Scan a bin of MAIN")
        .scan(&["SHIPPING", "SHOP-OUT"])
        .refuses("BIN_ELSEWHERE")
        .scan(&["P9"])
        .refuses("PLATE_ELSEWHERE")
        .at("T-8")
        .scan(&["$BL.BACK", "$BL.SHIP", "SHOP-OUT", "P9"])
        .says("P9 shipped");
}
