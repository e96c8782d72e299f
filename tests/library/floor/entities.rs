//! Goods leave for a site of another legal entity.

use super::bench::Bench;
use super::sites::{in_transit, two_sites};
use binledger::domain::amount::{Money, Qty};
use binledger::domain::catalog::Site;
use binledger::domain::entity::{Entity, TransferPrice};
use binledger::operations::request::{Define, Master};

#[test]
fn goods_for_another_legal_entity_are_refused_at_the_scan_where_no_price_is_known() {
    let mut house = two_sites();
    let mut define = |master: Master| house.ok(Define { master });
    define(Master::Entity(Entity {
        entity: "RETAIL".into(),
        name: "Retail Ltd".into(),
    }));
    define(Master::Site(Site {
        site: "SHOP".into(),
        name: "Shop".into(),
        entity: Some("RETAIL".into()),
    }));
    define(Master::TransferPrice(TransferPrice {
        seller: "".into(),
        buyer: "RETAIL".into(),
        item: "LOT".into(),
        since: "2026-01-01".parse().unwrap(),
        price: Some("9.00".parse().unwrap()),
        rate_ppm: None,
    }));
    Bench::new(&mut house, "T-1")
        .scan(&["ANA", "$BL.TRANSFER", "SHOP", "STORAGE"])
        .scan(&["A"])
        .refuses("NO_TRANSFER_PRICE")
        .lies(10, "A", "STORAGE")
        .scan(&["LOT", "L1", "$BL.QTY.5", ""])
        .says("5 EA LOT L1 sent to SHOP on TR-");
    assert_eq!(in_transit(&house), (Qty::units(5), Money(4500)));
}
