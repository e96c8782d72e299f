//! A new company is led from its name to the first order that it ships, by reads alone.

mod answers;
mod bins;
mod files;
mod standing;

use super::bench::Bench;
use super::house::House;
use binledger::domain::company::Method;
use binledger::domain::order::{Order, OrderState};
use testing::company::PIN;

/// A terminal where Ida, the first administrator, is signed in.
#[track_caller]
fn of_ida(house: &mut House) -> Bench<'_> {
    Bench::of_nobody(house, "T-1")
        .typed("EMP-1")
        .typed("Ida Brandt")
        .typed(PIN)
        .typed(PIN)
        .says("signed in as Ida Brandt")
        .asks("Choose a line, or Enter for 1, Company")
}

/// Green tea as `TEA` with a barcode, and an order of ten from Leaf & Co.
#[track_caller]
fn with_an_order(house: &mut House) -> Bench<'_> {
    of_ida(house)
        .typed("1")
        .typed("Brandt & Co")
        .asks("Type the currency, or Enter for USD")
        .scan(&[""])
        .asks("Type the name of site MAIN")
        .typed("Hamburg")
        .asks("Choose a line, or Enter for 4, Bins")
        .typed("4")
        .typed("A-01-1..A-02-2")
        .typed("2")
        .scan(&["", "$BL.CONFIRM"])
        .typed("5")
        .typed("TEA")
        .typed("Green tea")
        .typed("1")
        .scan(&["4006381333931"])
        .typed("6")
        .scan(&[""])
        .typed("Leaf & Co")
        .typed("TEA")
        .typed("10")
        .typed("2.50")
        .scan(&["$BL.DONE"])
        .says("PO-1 is placed: 1 line")
}

#[test]
fn from_the_store_that_init_makes_to_a_shipped_order() {
    let mut house = House::empty();
    let bench = with_an_order(&mut house)
        .asks("Choose a line, or Enter for 7, First receipt")
        .typed("7")
        .asks("Enter opens PO-1")
        .scan(&[""])
        .tells("then UNDO")
        .scan(&["4006381333931"])
        .typed("RECEIVING")
        .lies(1, "TEA", "RECEIVING")
        .scan(&["$BL.UNDO"])
        .lies(0, "TEA", "RECEIVING")
        .asks("Choose a line, or Enter for 8, Sales order")
        .typed("8")
        .typed("SO-77")
        .typed("Ada Byron")
        .scan(&["4006381333931"])
        .typed("3")
        .typed("4,75")
        .scan(&["$BL.DONE"])
        .says("SO-77 is placed: 1 line")
        .asks("Now receive: DONE, then type PO-1");
    let bench = worked(bench);
    assert_eq!(sale(&bench).state, OrderState::Closed);
    let (qty, value) = bench.house.worth("TEA");
    assert_eq!(
        (qty.to_string().as_str(), value.to_string().as_str()),
        ("7", "17.50")
    );
}

/// Receives, puts away, picks, packs and ships, as the list of Set up says.
#[track_caller]
fn worked(bench: Bench<'_>) -> Bench<'_> {
    bench
        .scan(&["$BL.DONE"])
        .typed("PO-1")
        .scan(&["4006381333931"])
        .typed("10")
        .typed("RECEIVING")
        .scan(&["$BL.DONE", "$BL.SETUP"])
        .asks("Now put away: DONE, then Put away, then RECEIVING")
        .scan(&["$BL.DONE"])
        .typed("2")
        .typed("RECEIVING")
        .scan(&["4006381333931"])
        .typed("10")
        .asks("A-01-1")
        .typed("A-01-1")
        .lies(10, "TEA", "A-01-1")
        .scan(&["$BL.SETUP"])
        .asks("Now pick into TOTE-1: DONE, then type SO-77")
        .scan(&["$BL.DONE"])
        .typed("SO-77")
        .typed("A-01-1")
        .scan(&["4006381333931"])
        .typed("3")
        .typed("TOTE-1")
        .tells("SO-77 is picked")
        .scan(&["$BL.SETUP"])
        .asks("Now pack: DONE, then Pack, then SO-77")
        .scan(&["$BL.DONE"])
        .typed("4")
        .typed("SO-77")
        .scan(&[""])
        .scan(&["$BL.DONE", "", "", ""])
        .scan(&["$BL.SETUP"])
        .asks("Now ship: DONE, then Ship, then SHIPPING")
        .scan(&["$BL.DONE"])
        .typed("5")
        .typed("SHIPPING")
        .typed("SO-77-P1")
        .scan(&["$BL.SETUP"])
        .asks("All is set up")
}

fn sale(bench: &Bench<'_>) -> Order {
    let orders: Vec<Order> = bench.house.all();
    orders
        .into_iter()
        .find(|order| order.order_no.as_str() == "SO-77")
        .expect("the order")
}

#[test]
fn only_an_administrator_sets_up() {
    let mut house = House::new(Method::Fifo);
    Bench::new(&mut house, "T-1")
        .scan(&["SUE", "$BL.SETUP"])
        .refuses("ROLE_NEEDED");
}

#[test]
fn setting_up_on_a_hand_held_and_on_a_narrow_screen() {
    let mut house = House::empty();
    let bench = of_ida(&mut house);
    insta::assert_snapshot!(bench.shown(20, 16), @r"
    Set up
    Choose a line, or
    Enter for 1, Company
      # What
    > 1 Company
    + 2 Currency
    + 3 Site
      4 Bins
      5 Item
      6 Purchase order
      7 First receipt
      8 Sales order
      9 Files
    >
    ");
    insta::assert_snapshot!(bench.shown(40, 8), @r"
    Set up
    Choose a line, or Enter for 1, Company
      # What           Now
    > 1 Company
    + 2 Currency       USD
    + 3 Site           MAIN Main site
    >
    ");
    let bench = bench.typed("5").typed("TEA").typed("Green tea");
    insta::assert_snapshot!(bench.shown(20, 16), @r"
    Set up
    Choose what each
    piece has on its
    label
    # Label says
    1 nothing
    2 its lot
    3 lot and expiry
    4 its serial number




    >
    ");
    let bench = bench
        .typed("1")
        .scan(&[""])
        .typed("6")
        .scan(&[""])
        .typed("Leaf")
        .typed("TEA")
        .typed("2")
        .typed("3");
    insta::assert_snapshot!(bench.shown(20, 16), @r"
    Purchase order
    DONE places it; or
    scan one more item
    + Order  PO-1
    + With   Leaf
    2 EA TEA     3







    >
    ");
}
