//! Answers to what Set up asks: judged when they are given, kept when the program is killed.

use super::{of_ida, with_an_order};
use crate::floor::house::House;
use binledger::domain::catalog::{Barcode, Item, Site, Tracking};
use binledger::domain::company::Policy;
use testing::company::PIN;

#[test]
fn each_answer_is_judged_when_it_is_given_and_survives_a_kill() {
    let mut house = House::empty();
    let bench = of_ida(&mut house)
        .scan(&["$BL.DOWN", "$BL.DOWN"])
        .asks("Choose a line, or Enter for 3, Site")
        .scan(&["$BL.UP", "$BL.UP", ""])
        .asks("Type the company's name")
        .scan(&["$BL.BACK"])
        .asks("Choose a line, or Enter for 1, Company")
        .typed("99")
        .refuses("NOT_EXPECTED")
        .typed("7")
        .refuses("NOT_EXPECTED")
        .tells("Purchase order comes first: line 6")
        .typed("1")
        .typed("EMP-1")
        .refuses("BADGE_READ")
        .typed(&"x".repeat(61))
        .refuses("NOT_EXPECTED")
        .typed(PIN)
        .refused()
        .typed("Brandt & Co")
        .typed("Euro")
        .refuses("NOT_EXPECTED")
        .killed()
        .scan(&["EMP-1"])
        .typed("eur")
        .says("currency: EUR")
        .asks("Type the name of site MAIN")
        .scan(&["$BL.BACK", "$BL.BACK", "$BL.3", ""])
        .asks("Type the name of site MAIN")
        .typed("Hamburg")
        .says("site MAIN is Hamburg")
        .typed("5")
        .typed("STORAGE")
        .refuses("BIN_READ")
        .typed("TEA")
        .killed()
        .scan(&["EMP-1"])
        .asks("Type the name of TEA")
        .scan(&["$BL.BACK"])
        .asks("Type a short code for the item")
        .typed("TEA")
        .typed("Green tea")
        .killed()
        .scan(&["EMP-1"])
        .typed("5")
        .refuses("NOT_EXPECTED")
        .scan(&["$BL.3"])
        .says("item TEA is made")
        .scan(&["$BL.PICK"]);
    let policies: Vec<Policy> = bench.house.all();
    let company = policies
        .iter()
        .find(|policy| policy.key == "company")
        .expect("a policy");
    assert_eq!(company.value, "Brandt & Co");
    let (items, sites): (Vec<Item>, Vec<Site>) = (bench.house.all(), bench.house.all());
    assert_eq!(
        (items[0].name.as_str(), items[0].tracking),
        ("Green tea", Tracking::Expiry)
    );
    assert_eq!(sites[0].name, "Hamburg");
}

#[test]
fn what_an_order_says_is_judged_line_by_line() {
    let mut house = House::empty();
    with_an_order(&mut house)
        .scan(&["$BL.6", ""])
        .typed("9061")
        .refused()
        .typed("leaf & co")
        .typed("COFFEE")
        .refuses("NOT_EXPECTED")
        .typed("TEA")
        .typed("2000000000")
        .refuses("NOT_EXPECTED")
        .typed("0")
        .refuses("NOT_EXPECTED")
        .typed("999999999")
        .typed("999999999")
        .refuses("NOT_EXPECTED")
        .tells("too much")
        .typed("dear")
        .refuses("NOT_EXPECTED")
        .killed()
        .scan(&["EMP-1"])
        .asks("Type the price of 1 EA in USD");
}

#[test]
fn barcodes_of_labels_and_lines_of_orders() {
    let mut house = House::empty();
    let bench = with_an_order(&mut house)
        .typed("5")
        .typed("TEA")
        .refuses("ITEM_READ")
        .scan(&["4012345678901"])
        .typed("Coffee")
        .typed("2")
        .says("item 4012345678901 is made")
        .typed("TEA")
        .refuses("ITEM_READ")
        .scan(&["]d2010401234567890110L1"])
        .says("04012345678901 is one EA of 4012345678901")
        .typed("6")
        .scan(&[""])
        .typed("1")
        .scan(&["]d2010401234567890110L1"])
        .typed("4")
        .typed("3")
        .asks("DONE places it; or scan one more item")
        .typed("TEA")
        .scan(&["$BL.BACK", "$BL.BACK"])
        .asks("Type the price of 1 EA")
        .typed("3.10")
        .typed("TEA")
        .typed("2")
        .scan(&["$BL.DONE"])
        .refuses("NOT_NOW")
        .typed("1")
        .scan(&["$BL.UNDO"])
        .asks("Type the price of 1 EA")
        .typed("1.10")
        .scan(&["$BL.DONE"])
        .says("PO-2 is placed: 2 lines")
        .scan(&["$BL.UNDO"])
        .refuses("NOT_REVERSIBLE");
    let barcodes: Vec<Barcode> = bench.house.all();
    let codes: Vec<&str> = barcodes.iter().map(|it| it.barcode.as_str()).collect();
    assert_eq!(codes, ["04006381333931", "04012345678901"]);
}
