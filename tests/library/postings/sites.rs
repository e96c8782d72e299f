//! Goods between two sites: what leaves, what arrives, what stands in the way of taking it back.

use super::house::House;
use binledger::domain::catalog::Lot;
use binledger::domain::movement::Movement;
use binledger::domain::stock::{Balance, Layer};
use serde_json::{Value, json};

/// Six pieces of lot L1, which expires first, and six of L2; three pieces with serial numbers.
fn stocked() -> House {
    let mut house = House::new("fifo");
    house.ok(json!({"op": "item", "item": "MILK", "method": "fifo", "tracking": "expiry"}));
    house.ok(json!({"op": "item", "item": "PUMP", "method": "average", "tracking": "serial"}));
    for (lot, expiry, cost) in [("L2", "2026-09-30", "3"), ("L1", "2026-06-30", "2")] {
        house.ok(
            json!({"op": "receive", "item": "MILK", "qty": "6", "cost": cost, "lot": lot, "expiry": expiry}),
        );
    }
    for serial in ["N1", "N2", "N3"] {
        house.ok(json!({"op": "receive", "item": "PUMP", "qty": "1", "cost": "100", "serial": serial}));
    }
    house
}

fn send(item: &str, qty: &str) -> Value {
    json!({"op": "transfer_out", "item": item, "qty": qty, "from_site": "MAIN", "to_site": "SHOP"})
}

fn arrive(of: &str, qty: &str) -> Value {
    json!({"op": "transfer_in", "of": of, "qty": qty})
}

fn with(mut document: Value, field: &str, value: &str) -> Value {
    document[field] = json!(value);
    document
}

fn back(of: &str) -> Value {
    json!({"op": "reverse", "of": of})
}

/// What lies at the shop: item, lot or serial number, quantity.
fn at_shop(house: &House) -> Vec<String> {
    let mut here = house.all::<Balance>();
    here.retain(|it| it.site.as_str() == "SHOP");
    let told = |it: Balance| format!("{} {}{} {}", it.item, it.lot, it.serial, it.qty);
    here.into_iter().map(told).collect()
}

#[test]
fn the_lot_that_expires_first_leaves_first_and_keeps_its_expiry_and_its_hold() {
    let mut house = stocked();
    let sent = house.ok(with(send("MILK", "8"), "freight", "1.00"));
    assert_eq!(
        house.no(arrive(&sent, "3")),
        "LOT_NEEDED",
        "of two lots a part arrived"
    );
    house.ok(with(arrive(&sent, "3"), "lot", "L1"));
    house.ok(json!({"op": "hold", "item": "MILK", "lot": "L1", "why": "glass"}));
    house.ok(arrive(&sent, "5"));
    assert_eq!(at_shop(&house), ["MILK L1 6", "MILK L2 2"]);
    let arrived = house.all::<Movement>().pop().unwrap();
    assert_eq!(arrived.expiry.unwrap().to_string(), "2026-09-30");
    let lot = house
        .all::<Lot>()
        .into_iter()
        .find(|lot| lot.lot.as_str() == "L1");
    assert_eq!(lot.unwrap().hold.as_deref(), Some("glass"));
    let at_shop = |layer: &Layer| layer.site.as_str() == "SHOP";
    assert_eq!(
        house.all::<Layer>().into_iter().filter(at_shop).count(),
        3,
        "a layer each"
    );
    house.holds("lots between sites");
}

#[test]
fn a_lot_on_hold_is_sent_where_it_is_named_and_never_by_itself() {
    let mut house = stocked();
    house.ok(json!({"op": "hold", "item": "MILK", "lot": "L1", "why": "glass"}));
    assert_eq!(
        house.no(send("MILK", "7")),
        "NOT_ENOUGH",
        "only L2 goes by itself"
    );
    let sent = house.ok(with(send("MILK", "6"), "lot", "L1"));
    house.ok(arrive(&sent, "6"));
    assert_eq!(at_shop(&house), ["MILK L1 6"]);
}

#[test]
fn serial_numbers_arrive_one_by_one_or_all_at_once() {
    let mut house = stocked();
    let sent = house.ok(send("PUMP", "3"));
    assert_eq!(house.no(arrive(&sent, "1")), "SERIAL_NEEDED");
    house.ok(with(arrive(&sent, "1"), "serial", "N2"));
    house.ok(arrive(&sent, "2"));
    assert_eq!(at_shop(&house), ["PUMP N1 1", "PUMP N2 1", "PUMP N3 1"]);
    house.holds("serial numbers between sites");
}

#[test]
fn no_more_arrives_than_left_and_nothing_once_it_was_written_off() {
    let mut house = House::new("average");
    house.play("receive 5 A @ 10.00");
    assert_eq!(house.no(send("A", "6")), "NOT_ENOUGH");
    let sent = house.ok(send("A", "5"));
    assert_eq!(house.no(arrive(&sent, "6")), "OVER_TRANSFER");
    house.ok(arrive(&sent, "2"));
    assert_eq!(house.no(arrive(&sent, "4")), "OVER_TRANSFER");
    let lose = json!({"op": "transfer_close", "of": sent});
    assert_eq!(house.no(lose.clone()), "UNFIT", "somebody must say why");
    house.ok(with(lose.clone(), "reason", "stolen"));
    assert_eq!(house.no(arrive(&sent, "1")), "WRONG_STATE");
    assert_eq!(house.no(with(lose, "reason", "stolen")), "WRONG_STATE");
    assert_eq!(house.stock(), "A@SHOP 2 20.00");
}

#[test]
fn what_can_not_be_sent_is_refused_and_changes_nothing() {
    let mut house = House::new("fifo");
    house.play("receive 5 A @ 10.00");
    let before = house.state();
    assert_eq!(house.no(with(send("A", "1"), "to_site", "MAIN")), "UNFIT");
    assert_eq!(house.no(with(send("A", "1"), "to_site", "MOON")), "UNKNOWN_SITE");
    assert_eq!(house.no(with(send("A", "1"), "freight", "-1")), "UNFIT");
    assert_eq!(house.no(with(send("A", "1"), "from", "SHOP-1")), "UNFIT");
    assert_eq!(house.no(send("A", "0")), "NO_QUANTITY");
    assert_eq!(house.no(send("KIT", "1")), "KIT_ITEM");
    assert_eq!(house.no(arrive("d1", "1")), "WRONG_STATE", "that is no transfer");
    assert_eq!(house.state(), before);
}

#[test]
fn a_transfer_is_taken_back_last_first() {
    let mut house = House::new("fifo");
    house.play("receive 3 A @ 3.33");
    let states = [house.state()];
    let sent = house.ok(with(send("A", "3"), "freight", "0.01"));
    let first = house.ok(arrive(&sent, "1"));
    let between = house.state();
    let second = house.ok(arrive(&sent, "1"));
    let lost = house.ok(json!({"op": "transfer_close", "of": sent, "reason": "stolen"}));
    for blocked in [&sent, &first, &second] {
        assert_eq!(house.no(back(blocked)), "NOT_REVERSIBLE");
    }
    house.ok(back(&lost));
    assert_eq!(
        house.no(back(&first)),
        "NOT_REVERSIBLE",
        "the second arrived after it"
    );
    house.ok(back(&second));
    assert_eq!(house.state(), between);
    assert_eq!(house.no(back(&sent)), "NOT_REVERSIBLE");
    house.ok(back(&first));
    house.ok(back(&sent));
    assert_eq!(house.state(), states[0]);
    house.holds("a transfer taken back");
}

#[test]
fn a_standard_that_changed_on_the_way_goes_to_purchase_variance() {
    let mut house = House::new("standard");
    house.play("receive 5 A @ 10.00");
    let sent = house.ok(send("A", "5"));
    house.play("standard 11.20");
    let entries = house.entries();
    house.ok(arrive(&sent, "5"));
    assert_eq!(house.lines(entries), ["1300 56.00", "1310 -52.50", "5100 -3.50"]);
    house.holds("a standard changed on the way");
}

#[test]
fn freight_is_billed_later_and_the_transfer_stays_until_the_bill_is_taken_back() {
    let mut house = House::new("fifo");
    house.play("receive 5 A @ 10.00");
    let sent = house.ok(with(send("A", "5"), "freight", "8.00"));
    let entries = house.entries();
    let billed = house.ok(json!({"op": "invoice", "of": sent, "amount": "8.50"}));
    assert_eq!(house.lines(entries), ["2000 -8.50", "2150 8.00", "5100 0.50"]);
    assert_eq!(house.no(back(&sent)), "NOT_REVERSIBLE", "its freight was billed");
    house.ok(back(&billed));
    house.ok(back(&sent));
    assert_eq!(house.stock(), "A 5 50.00");
    house.holds("freight billed");
}
