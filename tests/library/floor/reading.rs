//! Codes that a scanner, a keyboard or a supplier spells in a way of their own.

use super::bench::{Bench, LOT_CASE, LOT_EACH};
use super::house::House;
use super::stock::ordered;
use binledger::domain::amount::Qty;
use binledger::domain::catalog::{Barcode, Item, Tracking, Uom};
use binledger::domain::company::Method;
use binledger::domain::order::OrderKind;
use binledger::operations::request::{Define, Master};
use binledger::scan::Setup;
use binledger::scan::in_store::Patterns;

fn barcode(house: &mut House, barcode: &str, item: &str, uom: &str) {
    house.ok(Define {
        master: Master::Barcode(Barcode {
            barcode: barcode.into(),
            item: item.into(),
            qty: Qty::ONE,
            uom: uom.into(),
        }),
    });
}

/// Item `HAM`, kept in kilograms.
fn ham(house: &mut House) {
    let like: Vec<Item> = house.all();
    let item = Item {
        item: "HAM".into(),
        name: "Ham".into(),
        uom: "KG".into(),
        tracking: Tracking::None,
        supplier_code: Some("X-7".into()),
        sales_tax: None,
        purchase_tax: None,
        category: None,
        ..like[0].clone()
    };
    let uom = Uom {
        uom: "KG".into(),
        name: "kilogram".into(),
        decimals: 3,
    };
    for master in [Master::Uom(uom), Master::Item(Box::new(item))] {
        house.ok(Define { master });
    }
}

#[test]
fn what_was_repaired_is_said_with_the_answer() {
    let mut house = ordered("LOT", 24);
    Bench::new(&mut house, "T-1")
        .scan(&["ANA", "PO-1", &format!("]D201{LOT_CASE}1727013110lot-7")])
        .says("LOT LOT-7")
        .says("caps-lock is on at this keyboard: letters were turned back")
        .scan(&["RECEIVING", &format!("+C101{LOT_EACH}10LOTß7")])
        .says("LOT LOT-7")
        .says("the keyboard layout de garbles this scanner")
        .scan(&[&format!("]d201{LOT_EACH}10L9<GS>17270131")])
        .refuses("NOT_EXPECTED");
}

#[test]
fn a_label_that_is_garbled_by_who_knows_what_is_refused() {
    let mut house = ordered("LOT", 24);
    Bench::new(&mut house, "T-1")
        .scan(&["ANA", "PO-1", &format!("+C101{LOT_EACH}10LOTZ")])
        .refuses("BAD_LABEL")
        .tells("garbled by a keyboard layout (de, es, it, latam?): name it in the scanner's profile");
}

#[test]
fn digits_of_the_house_are_found_though_no_label_has_such_a_number() {
    let mut house = ordered("A", 24);
    barcode(&mut house, "036000291453", "A", "EA");
    house.order(OrderKind::Purchase, "4711", "A", 5);
    Bench::new(&mut house, "T-1")
        .scan(&["ANA", "4711"])
        .says("4711 from V1")
        .scan(&["036000291453"])
        .says("+1 EA")
        .scan(&["3"])
        .says("3 EA")
        .scan(&["RECEIVING", "036000291454"])
        .refuses("UNKNOWN_CODE")
        .tells("No trade item number: check digit 4, right would be 2")
        .scan(&["1234567"])
        .refuses("UNKNOWN_CODE");
}

#[test]
fn a_plain_number_is_found_behind_an_identifier_of_text() {
    let mut house = ordered("LOT", 24);
    Bench::new(&mut house, "T-1")
        .scan(&["ANA", "PO-1", "]C09521234010012"])
        .says("EA LOT");
}

#[test]
fn eight_digits_are_whatever_the_item_file_knows() {
    let mut house = ordered("A", 24);
    barcode(&mut house, "00012345000065", "A", "EA");
    Bench::new(&mut house, "T-1")
        .scan(&["ANA", "PO-1", "01234565"])
        .says("+1 EA")
        .says("read as EAN-8; as UPC-E it would be 00012345000065");
    barcode(&mut house, "00000001234565", "LOT", "EA");
    Bench::new(&mut house, "T-2")
        .scan(&["ANA", "PO-1", "01234565"])
        .refuses("NOT_ON_ORDER");
}

#[test]
fn the_weight_on_a_piece_of_ham_is_its_quantity() {
    let mut house = House::new(Method::Fifo);
    ham(&mut house);
    barcode(&mut house, "02388060100006", "HAM", "KG");
    house.order(OrderKind::Purchase, "PO-1", "HAM", 10);
    let setup = Setup {
        patterns: Patterns::read(&["se"]).unwrap(),
        ..Setup::default()
    };
    Bench::new(&mut house, "T-1")
        .scan(&["ANA", "PO-1", "2388060112344"])
        .refuses("UNKNOWN_CODE")
        .set_up(setup)
        .scan(&["ANA", "2388060112344"])
        .says("+1.234 KG")
        .scan(&["RECEIVING"])
        .says("1.234 KG HAM received");
}

#[test]
fn an_envelope_says_item_lot_expiry_and_quantity() {
    let mut house = ordered("LOT", 24);
    Bench::new(&mut house, "T-1")
        .scan(&["ANA", "[)>\x1e06\x1dKPO-1\x1e\x04"])
        .says("PO-1 from V1")
        .scan(&["[)>\x1e06\x1dPLOT\x1dQ7\x1d1TL42\x1d14D20271231\x1e\x04"])
        .says("+7 EA LOT L42. lot L42 expires 2027-12-31")
        .scan(&["[)>\x1e06\x1dPLOT\x1dQ2\x1d1TL42"])
        .says("the end of the envelope is missing");
}

#[test]
fn what_the_supplier_calls_an_item_is_never_taken_for_our_own_code() {
    let mut house = House::new(Method::Fifo);
    ham(&mut house);
    house.order(OrderKind::Purchase, "PO-1", "HAM", 10);
    Bench::new(&mut house, "T-1")
        .scan(&["ANA", "PO-1", "[)>\x1e06\x1d1PHAM\x1dQ7\x1e\x04"])
        .refuses("UNKNOWN_CODE")
        .scan(&["[)>\x1e06\x1d1PX-7\x1dQ7\x1e\x04"])
        .says("+7 KG");
}

#[test]
fn a_medical_label_is_found_by_its_primary_code() {
    let mut house = ordered("LOT", 24);
    barcode(&mut house, "+A99912345", "LOT", "EA");
    Bench::new(&mut house, "T-1")
        .scan(&["ANA", "PO-1", "+A99912345/$$3271231LOT7K"])
        .refuses("BAD_LABEL")
        .scan(&["+A999123457"])
        .says("LOT")
        .scan(&["$BL.BACK", HIBC])
        .says("lot LOT7 expires 2027-12-31");
}

/// Product, last day of use and lot in one code.
const HIBC: &str = "+A99912345/$$3271231LOT7A";

#[test]
fn blanks_and_leftovers_are_no_code() {
    let mut house = ordered("A", 24);
    Bench::new(&mut house, "T-1")
        .scan(&["ANA", "\x02PO-1\x03"])
        .says("PO-1 from V1")
        .scan(&[" A\r", " \r"])
        .asks("place");
}

#[test]
fn what_would_not_be_seen_is_shown_in_clear() {
    let mut house = ordered("LOT", 24);
    Bench::new(&mut house, "T-1")
        .scan(&["ANA", "PO-1", "\u{202e}A-01\u{200b}"])
        .refuses("UNKNOWN_CODE")
        .tells(r": \xe2\x80\xaeA-01\xe2\x80\x8b is unknown. Check")
        .scan(&[&"7".repeat(5000)])
        .refuses("BAD_LABEL")
        .tells("expected at most 4096 characters, found more. Scan it again");
}
