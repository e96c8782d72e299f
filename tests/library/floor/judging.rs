//! What can be known is said at the scan that shows it: what a code is, whether a number is a quantity, whether there is
//! as much, whether goods are still good, whether a bin has room.

use super::bench::{Bench, LOT_EACH};
use super::house::House;
use super::stock::{self, ordered};
use binledger::domain::amount::Qty;
use binledger::domain::catalog::{Item, Location, Purpose, Site, Uom};
use binledger::domain::company::Method;
use binledger::domain::order::OrderKind;
use binledger::operations::request::{Define, Master};

pub fn bin(code: &str, site: &str, capacity: Option<i64>, fixed: Option<&str>) -> Define {
    Define {
        master: Master::Location(Location {
            location: code.into(),
            site: site.into(),
            zone: String::new(),
            purpose: Purpose::Pick,
            sequence: 70,
            capacity: capacity.map(Qty::units),
            check_digits: None,
            fixed_item: fixed.map(Into::into),
        }),
    }
}

#[test]
fn a_code_of_another_kind_is_never_a_lot() {
    let at_the_lot = |code: &str, typed: bool| {
        let mut house = ordered("LOT", 30);
        house.order(OrderKind::Sales, "SO-1", "A", 6);
        let bench = Bench::new(&mut house, "T-1").scan(&["ANA", "PO-1", LOT_EACH]);
        let bench = bench.asks("Scan the lot of LOT");
        let bench = if typed {
            bench.typed(code)
        } else {
            bench.scan(&[code])
        };
        let told = (bench.code().unwrap_or_default().to_owned(), bench.told());
        bench.asks("Scan the lot of LOT");
        told
    };
    for (code, kind, told) in [
        ("BEN", "BADGE_READ", "BEN is a badge, not a lot"),
        ("SO-1", "ORDER_READ", "SO-1 is a sales order, not a lot"),
        ("PO-1", "ORDER_READ", "PO-1 is a purchase order, not a lot"),
        ("STORAGE", "BIN_READ", "STORAGE is a bin, not a lot"),
        ("$BL.SITE.MAIN", "SITE_READ", "MAIN is a site, not a lot"),
    ] {
        for typed in [false, true] {
            let (found, said) = at_the_lot(code, typed);
            assert_eq!(found, kind, "{said}");
            assert!(said.contains(told), "{said}");
        }
    }
}

#[test]
fn each_job_names_the_kind_of_what_it_can_not_take() {
    let mut house = ordered("LOT", 30);
    stock::lot(&mut house, 5, "L1", "2027-01-31");
    Bench::new(&mut house, "T-1")
        .scan(&["ANA", "$BL.RECEIVE", "BEN"])
        .refuses("BADGE_READ")
        .tells("BEN is a badge, not a purchase order")
        .scan(&["$BL.MOVE", "PO-1"])
        .refuses("ORDER_READ")
        .scan(&["$BL.PUTAWAY", "PO-1"])
        .refuses("ORDER_READ")
        .scan(&["$BL.RETURN", "STORAGE"])
        .refuses("BIN_READ")
        .scan(&["$BL.COUNT", "BEN"])
        .refuses("BADGE_READ")
        .scan(&["STORAGE", "LOT"])
        .asks("Scan the lot of LOT")
        .scan(&["PO-1"])
        .refuses("ORDER_READ")
        .tells("PO-1 is a purchase order, not a lot. Scan the lot of LOT");
}

#[test]
fn a_scanned_code_is_never_a_quantity() {
    let mut house = House::new(Method::Fifo);
    stock::plain(&mut house, 7, "STORAGE");
    Bench::new(&mut house, "T-1")
        .scan(&["ANA", "$BL.COUNT", "STORAGE", "A", "]E496385074"])
        .refuses("UNKNOWN_CODE")
        .scan(&["96385074"])
        .refuses("UNKNOWN_CODE")
        .scan(&["]C04710"])
        .refuses("SCANNED_NUMBER")
        .scan(&["]C04710"])
        .refuses("SCANNED_NUMBER")
        .scan(&["0001"])
        .refuses("SCANNED_NUMBER")
        .typed("-3")
        .refuses("BAD_QUANTITY")
        .typed("7")
        .says("+6 EA A");
    Bench::new(&mut house, "T-2")
        .scan(&["SUE", "$BL.MOVE", "STORAGE", "A", "]C03"])
        .refuses("SCANNED_NUMBER")
        .scan(&["$BL.QTY.3", "BIN-2"])
        .lies(3, "A", "BIN-2");
}

#[test]
fn an_impossible_quantity_is_refused_when_it_is_typed_and_the_one_in_hand_stays() {
    let mut house = ordered("A", 12);
    stock::plain(&mut house, 7, "STORAGE");
    let unit = Uom {
        uom: "EA".into(),
        name: "each".into(),
        decimals: 0,
    };
    house.ok(Define {
        master: Master::Uom(unit),
    });
    Bench::new(&mut house, "T-1")
        .scan(&["ANA", "PO-1", "A"])
        .typed("2.5")
        .refuses("BAD_QUANTITY")
        .typed("2,5")
        .refuses("BAD_QUANTITY")
        .typed("-2")
        .refuses("BAD_QUANTITY")
        .tells("below zero")
        .typed("13")
        .refuses("OVER_RECEIPT")
        .tells("13 of A is too many: 12 open on PO-1")
        .typed("12,0")
        .scan(&["RECEIVING"])
        .lies(12, "A", "RECEIVING")
        .scan(&["$BL.MOVE", "STORAGE", "A"])
        .typed("500")
        .refuses("NOT_ENOUGH")
        .typed("5")
        .typed("8")
        .refuses("NOT_ENOUGH")
        .scan(&["BIN-2"])
        .lies(5, "A", "BIN-2")
        .scan(&["$BL.PUTAWAY", "RECEIVING", "A", "$BL.QTY.200"])
        .refuses("NOT_ENOUGH")
        .tells("Only 12 of A at RECEIVING, not 200");
}

#[test]
fn a_number_with_a_comma_is_no_lot() {
    let mut house = ordered("LOT", 30);
    Bench::new(&mut house, "T-1")
        .scan(&["ANA", "PO-1", LOT_EACH])
        .typed("12,5")
        .refuses("NOT_EXPECTED")
        .tells("12,5 is a number, not a lot")
        .scan(&["$BL.BACK", "$BL.DONE", "$BL.COUNT", "STORAGE", LOT_EACH])
        .typed("12,5")
        .refuses("NOT_EXPECTED")
        .asks("Scan the lot of LOT");
}

#[test]
fn what_is_wrong_with_a_lot_is_said_when_it_is_scanned() {
    let mut house = ordered("LOT", 60);
    stock::lot(&mut house, 5, "L1", "2027-01-31");
    let lot = |lot: &str, expiry: &str| format!("]C101{LOT_EACH}17{expiry}10{lot}");
    Bench::new(&mut house, "T-1")
        .scan(&["ANA", "PO-1", &lot("L7", "260101")])
        .tells("EXPIRED: lot L7 expires 2026-01-01, 60 days ago. Receive it into quarantine")
        .scan(&["QUARANTINE"])
        .says("received at QUARANTINE")
        .scan(&[&lot("L1", "270228")])
        .tells("OTHER EXPIRY: lot L1 expires 2027-01-31 by our books, 2027-02-28 by this label")
        .scan(&["RECEIVING"])
        .refuses("OTHER_EXPIRY");
}

#[test]
fn a_date_in_two_ways_is_asked_about() {
    let mut house = ordered("LOT", 60);
    Bench::new(&mut house, "T-1")
        .scan(&["ANA", "PO-1", LOT_EACH, "L7"])
        .typed("270731")
        .refuses("TWO_DATES")
        .tells("2027-07-31 or 2031-07-27")
        .typed("31.07.2027")
        .says("lot L7 expires 2027-07-31");
}

#[test]
fn a_full_bin_is_refused_when_it_is_scanned_and_one_kept_for_another_item_is_asked_about() {
    let mut house = House::new(Method::Fifo);
    stock::plain(&mut house, 10, "RECEIVING");
    house.ok(bin("SMALL", "MAIN", Some(2), None));
    house.ok(bin("KEPT", "MAIN", None, Some("LOT")));
    Bench::new(&mut house, "T-1")
        .scan(&["ANA", "$BL.PUTAWAY", "RECEIVING", "A", "4", "SMALL"])
        .refuses("LOCATION_FULL")
        .scan(&["SMALL"])
        .refuses("LOCATION_FULL")
        .scan(&["KEPT"])
        .tells("KEPT is kept for LOT")
        .scan(&["KEPT"])
        .lies(4, "A", "KEPT")
        .scan(&["$BL.DONE", "$BL.MOVE", "RECEIVING", "A", "2", "KEPT"])
        .tells("KEPT is kept for LOT")
        .asks("Scan KEPT again to use it")
        .scan(&["KEPT"])
        .lies(6, "A", "KEPT");
}

#[test]
fn a_bin_of_another_site_is_refused_by_every_job() {
    let mut house = ordered("A", 12);
    stock::plain(&mut house, 7, "STORAGE");
    let site = Site {
        site: "FAR".into(),
        name: "Far".into(),
        entity: None,
    };
    house.ok(Define {
        master: Master::Site(site),
    });
    house.ok(bin("FAR-1", "FAR", None, None));
    Bench::new(&mut house, "T-1")
        .scan(&["ANA", "PO-1", "A", "FAR-1"])
        .refuses("BIN_ELSEWHERE")
        .scan(&["RECEIVING", "$BL.DONE", "$BL.MOVE", "FAR-1"])
        .refuses("BIN_ELSEWHERE")
        .scan(&["STORAGE", "A", "FAR-1"])
        .refuses("BIN_ELSEWHERE")
        .scan(&["$BL.BACK", "$BL.BACK", "$BL.PUTAWAY", "FAR-1"])
        .refuses("BIN_ELSEWHERE")
        .scan(&["$BL.COUNT", "FAR-1"])
        .refuses("BIN_ELSEWHERE");
}

#[test]
fn a_lot_alone_finds_its_item() {
    let mut house = ordered("LOT", 60);
    stock::lot(&mut house, 5, "L1", "2027-01-31");
    Bench::new(&mut house, "T-1")
        .scan(&["ANA", "PO-1", "L1"])
        .says("LOT L1")
        .scan(&["RECEIVING"])
        .lies(1, "LOT", "RECEIVING")
        .scan(&["$BL.DONE", "$BL.MOVE", "STORAGE", "L1", "2", "BIN-2"])
        .lies(2, "LOT", "BIN-2")
        .scan(&["$BL.COUNT", "BIN-2", "L1"])
        .says("+1 EA LOT L1");
}

/// An item kept in kilograms, ordered, with the label's number.
pub fn cheese() -> House {
    let mut house = House::new(Method::Fifo);
    let item = house
        .all::<Item>()
        .into_iter()
        .find(|item| item.item.as_str() == "A");
    let unit = Uom {
        uom: "KG".into(),
        name: "kilogram".into(),
        decimals: 3,
    };
    house.ok(Define {
        master: Master::Uom(unit),
    });
    house.ok(Define {
        master: Master::Item(Box::new(Item {
            item: "CHEESE".into(),
            name: "Cheese".into(),
            uom: "KG".into(),
            supplier_code: None,
            sales_tax: None,
            purchase_tax: None,
            category: None,
            ..item.unwrap()
        })),
    });
    house.ok(Define {
        master: Master::Barcode(binledger::domain::catalog::Barcode {
            barcode: "99521234010114".into(),
            item: "CHEESE".into(),
            qty: Qty::ONE,
            uom: "KG".into(),
        }),
    });
    house.order(OrderKind::Purchase, "PO-1", "CHEESE", 12);
    house
}

#[test]
fn pounds_are_converted_and_what_is_no_weight_asks_for_the_quantity() {
    let mut house = cheese();
    Bench::new(&mut house, "T-1")
        .scan(&["ANA", "PO-1", "]e001995212340101143202000540"])
        .says("+2.449 KG CHEESE")
        .scan(&["RECEIVING", "]e001995212340101143152000540"])
        .says("its label states no weight")
        .asks("Type the quantity")
        .scan(&["RECEIVING"])
        .refuses("NOT_EXPECTED")
        .typed("1,5")
        .says("1.5 KG CHEESE")
        .scan(&["RECEIVING", "]e001995212340101143012"])
        .asks("Type the quantity");
}

#[test]
fn the_word_that_a_prompt_says_can_be_typed_and_is_data_only_where_it_is_scanned() {
    let mut house = ordered("LOT", 30);
    let bench = Bench::new(&mut house, "T-1").scan(&["ANA", "PO-1", LOT_EACH]);
    let bench = bench.asks("Scan the lot of LOT").typed("UNDO");
    let bench = bench.asks("Scan an item").scan(&[LOT_EACH, "]C0DONE"]);
    bench.tells("LOT DONE").typed("BACK").asks("Scan the lot of LOT");
}
