//! Kits on orders and on their way back, goods made of others, and standard costs: beyond the amounts.

use super::house::House;
use binledger::domain::movement::{Movement, Shipment};
use binledger::domain::order::OrderLine;
use serde_json::{Value, json};

const PARTS: &str = "receive 5 A @ 12.00, receive 4 A @ 13.00, receive 10 B @ 7.35";

fn kit(kit: &str, component: &str) -> Value {
    let master = json!({"record": "kit", "kit": kit, "component": component, "qty": "1"});
    json!({"op": "define", "master": master})
}

/// An order of some kits on line 1 and one A on line 2.
fn order(kits: &str) -> Value {
    let line = |line: i64, item: &str, qty: &str, price: &str| {
        json!({"kind": "sales", "order_no": "SO1", "line": line, "item": item, "qty": qty, "price": price,
            "price_per": "1", "lot": null, "done": "0", "allocated": "0", "picked": "0", "packed": "0", "short": "0"})
    };
    json!({"op": "place_order",
        "order": {"kind": "sales", "order_no": "SO1", "party": "C1", "site": "MAIN", "due": "2026-03-02",
            "priority": 5, "state": "open", "channel": "web"},
        "lines": [line(1, "KIT", kits, "33.33"), line(2, "A", "1", "20")]})
}

fn returned(of: &str, qty: &str, what: &str) -> Value {
    json!({"op": "customer_return", "of": of, "qty": qty, "disposition": what})
}

#[test]
fn a_kit_is_never_in_stock_and_never_in_another_kit() {
    let mut house = House::new("fifo");
    house.play("receive 1 FG @ 1.00");
    for item in ["BOX", "C"] {
        house.ok(json!({"op": "item", "item": item, "method": "fifo"}));
    }
    assert_eq!(house.no(house.fields("receive 1 KIT @ 1.00", "")), "KIT_ITEM");
    assert_eq!(
        house.no(json!({"op": "adjust", "item": "KIT", "qty": "1", "cost": "1"})),
        "KIT_ITEM"
    );
    assert_eq!(house.no(kit("BOX", "KIT")), "KIT_ITEM", "a kit in a kit");
    assert_eq!(house.no(kit("A", "C")), "UNFIT", "A is in a kit");
    assert_eq!(house.no(kit("BOX", "BOX")), "UNFIT");
    assert_eq!(house.no(kit("FG", "C")), "UNFIT", "FG is in stock");
    assert_eq!(house.no(kit("BOX", "MISSING")), "UNKNOWN_ITEM");
}

#[test]
fn a_kit_without_all_its_components_does_not_leave() {
    let mut house = House::new("average");
    house.play("receive 5 A @ 12.00, receive 2 B @ 7.35");
    let before = house.state();
    assert_eq!(house.no(house.fields("sell 3 KIT @ 50.00", "")), "NOT_ENOUGH");
    assert_eq!(house.state(), before);
    house.play("sell 2 KIT @ 50.00");
    assert_eq!(house.stock(), "A 1 12.00");
}

#[test]
fn whole_kits_come_back_at_their_original_cost() {
    for (method, first) in [
        (
            "fifo",
            [
                "1100 -50.00",
                "1300 24.33",
                "1300 7.35",
                "4000 50.00",
                "5000 -24.33",
                "5000 -7.35",
            ],
        ),
        (
            "average",
            [
                "1100 -50.00",
                "1300 24.89",
                "1300 7.35",
                "4000 50.00",
                "5000 -24.89",
                "5000 -7.35",
            ],
        ),
    ] {
        let mut house = House::new(method);
        house.play(PARTS);
        let before = house.stock();
        let sold = house.ok(house.fields("sell 3 KIT @ 50.00", ""));
        assert_eq!(house.no(returned(&sold, "4", "restock")), "OVER_RETURN");
        let mut part = returned(&sold, "1", "restock");
        part["item"] = json!("A");
        assert_eq!(house.no(part), "UNFIT", "a component alone");
        let (entries, out) = (house.entries(), house.state());
        let back = house.ok(returned(&sold, "1", "restock"));
        assert_eq!(house.lines(entries), first, "{method}");
        assert_eq!(house.no(json!({"op": "reverse", "of": sold})), "NOT_REVERSIBLE");
        house.ok(json!({"op": "reverse", "of": back}));
        assert_eq!(house.state(), out);
        house.ok(returned(&sold, "2", "quarantine"));
        house.ok(returned(&sold, "1", "restock"));
        assert_eq!(house.stock(), before, "{method}");
        let rows = house.all::<Shipment>();
        assert!(
            rows.iter()
                .all(|row| row.cost_back == row.cost && row.sales_back == row.sales)
        );
        house.holds(method);
    }
}

#[test]
fn a_scrapped_kit_is_not_credited() {
    let mut house = House::new("fifo");
    house.play(PARTS);
    let sold = house.ok(house.fields("sell 1 KIT @ 50.00", ""));
    let (entries, before) = (house.entries(), house.state());
    let back = house.ok(returned(&sold, "1", "scrap"));
    assert_eq!(
        house.lines(entries),
        ["5000 -24.00", "5000 -7.35", "5300 24.00", "5300 7.35"]
    );
    house.ok(json!({"op": "reverse", "of": back}));
    assert_eq!(house.state(), before);
    house.holds("a scrapped kit");
}

#[test]
fn the_picker_of_an_ordered_kit_sees_its_components_and_they_share_its_price() {
    let mut house = House::new("standard");
    house.define(json!({"record": "party", "kind": "customer", "party": "C1", "name": "C1"}));
    house.play(PARTS);
    house.ok(order("3"));
    let told = |line: OrderLine| {
        let worth = line.qty.at(line.price, line.price_per).unwrap();
        format!("{} {} {} {worth}", line.line, line.qty, line.item)
    };
    let lines: Vec<String> = house.all::<OrderLine>().into_iter().map(told).collect();
    assert_eq!(
        lines,
        ["2 1 A 20.00", "1001 6 A 74.99", "1002 3 B 25.00"],
        "99.99 by 63.00 and 21.00"
    );
    house.ok(order("2"));
    house.ok(json!({"op": "allocate", "order": "SO1"}));
    house.ok(order("2"));
    assert_eq!(house.no(order("1")), "DIFFERS", "work has begun");
    house.ok(json!({"op": "pick", "order": "SO1", "tote": "T1"}));
    house.ok(json!({"op": "pack", "tote": "T1", "parcel": "P1"}));
    house.ok(json!({"op": "close_parcel", "parcel": "P1"}));
    let entries = house.entries();
    let gone = house.ok(json!({"op": "ship", "parcel": "P1"}));
    let sales = house
        .lines(entries)
        .into_iter()
        .filter(|line| line.starts_with("4000"));
    assert_eq!(
        sales.collect::<Vec<_>>(),
        ["4000 -16.66", "4000 -20.00", "4000 -50.00"]
    );
    assert_eq!(house.stock(), "A 4 42.00, B 8 56.00");
    house.holds("a kit on an order");
    house.ok(json!({"op": "reverse", "of": gone}));
    house.holds("the same taken back");
}

#[test]
fn a_kit_can_not_be_bought() {
    let mut house = House::new("fifo");
    house.define(json!({"record": "party", "kind": "vendor", "party": "C1", "name": "C1"}));
    let mut bought = order("1");
    bought["order"]["kind"] = json!("purchase");
    for line in 0..2 {
        bought["lines"][line]["kind"] = json!("purchase");
    }
    assert_eq!(house.no(bought), "KIT_ITEM");
}

/// Bottles of two lots, and crates, whose lot is named when they are made.
fn bottles() -> House {
    let mut house = House::new("fifo");
    for item in ["BOTTLE", "CRATE"] {
        house.ok(json!({"op": "item", "item": item, "method": "fifo", "tracking": "expiry"}));
    }
    for (lot, expiry, cost) in [("B2", "2026-09-30", "3"), ("B1", "2026-06-30", "2")] {
        house.ok(json!({"op": "receive", "item": "BOTTLE", "qty": "6", "cost": cost, "lot": lot, "expiry": expiry}));
    }
    house
}

#[test]
fn a_build_takes_the_lot_that_expires_first_and_gives_a_lot_of_its_own() {
    let mut house = bottles();
    let mut crate_of_eight = json!({"op": "build", "item": "CRATE", "qty": "1", "lot": "C1",
        "components": [{"item": "BOTTLE", "qty": "8"}]});
    assert_eq!(house.no(crate_of_eight.clone()), "EXPIRY_NEEDED");
    crate_of_eight["expiry"] = json!("2026-06-30");
    let before = house.state();
    let built = house.ok(crate_of_eight);
    let used: Vec<String> = house
        .all::<Movement>()
        .iter()
        .rev()
        .take(3)
        .map(|it| format!("{} {} {} {}", it.item, it.lot, it.qty, it.value))
        .collect();
    assert_eq!(
        used,
        ["CRATE C1 1 22.00", "BOTTLE B2 2 -4.00", "BOTTLE B1 6 -18.00"],
        "layers by age, lots by expiry"
    );
    house.holds("a crate");
    let apart = json!({"op": "unbuild", "item": "CRATE", "qty": "1", "lot": "C1",
        "components": [{"item": "BOTTLE", "qty": "6", "lot": "B1"}, {"item": "BOTTLE", "qty": "2", "lot": "B2"}]});
    let mut nameless = apart.clone();
    nameless["components"] = json!([{"item": "BOTTLE", "qty": "8"}]);
    assert_eq!(house.no(nameless), "LOT_NEEDED");
    let apart = house.ok(apart);
    assert_eq!(house.no(json!({"op": "reverse", "of": built})), "NOT_ENOUGH");
    house.ok(json!({"op": "reverse", "of": apart}));
    house.ok(json!({"op": "reverse", "of": built}));
    assert_eq!(house.state(), before);
    house.holds("the crate taken back");
}

#[test]
fn what_is_taken_apart_gives_its_components_at_what_they_cost_and_labour_to_variance() {
    let parts = json!([{"item": "A", "qty": "3"}, {"item": "B", "qty": "2"}]);
    let apart = |fields: Value| {
        let mut apart = json!({"op": "unbuild", "item": "FG", "qty": "1", "components": parts});
        apart
            .as_object_mut()
            .unwrap()
            .extend(fields.as_object().unwrap().clone());
        apart
    };
    let mut house = House::new("fifo");
    house.play(PARTS);
    let built =
        house.ok(json!({"op": "build", "item": "FG", "qty": "2", "components": parts, "labour": "5.00"}));
    house.play("receive 3 A @ 21.00");
    let cases = [
        (
            json!({}),
            ["1300 -56.20", "1300 51.00", "1300 14.70", "5710 -9.50"].as_slice(),
            "at what they are worth by now: A 6 of 102.00",
        ),
        (
            json!({"of": built}),
            &["1300 -56.20", "1300 36.50", "1300 14.70", "5710 5.00"],
            "by the build, whose labour is lost",
        ),
        (
            json!({"of": built, "labour": "5.00"}),
            &["1300 -56.20", "1300 36.50", "1300 14.70", "5700 5.00"],
            "by the build, as if it had never been",
        ),
    ];
    for (fields, lines, title) in cases {
        let (before, entries) = (house.state(), house.entries());
        let id = house.ok(apart(fields));
        let mut found = house.lines(entries);
        let mut expected: Vec<String> = lines.iter().map(|&line| line.to_owned()).collect();
        found.sort();
        expected.sort();
        assert_eq!(found, expected, "{title}");
        house.holds(title);
        house.ok(json!({"op": "reverse", "of": id}));
        assert_eq!(house.state(), before, "{title}");
    }
    house.ok(apart(json!({"of": built, "labour": "5.00"})));
    house.ok(apart(json!({"of": built, "labour": "5.00"})));
    assert_eq!(house.stock(), "A 12 175.00, B 10 73.50", "all of it is back");
    house.play("receive 1 FG @ 56.20");
    assert_eq!(
        house.no(apart(json!({"of": built}))),
        "UNFIT",
        "no third one was built"
    );
    house.holds("nothing is left of the build");
}

#[test]
fn late_cost_goes_back_with_the_components_of_the_build_that_is_undone() {
    let mut house = House::new("average");
    let bought = house.ok(house.fields("receive 9 A @ 12.00", ""));
    let parts = json!([{"item": "A", "qty": "3"}]);
    let built = house.ok(json!({"op": "build", "item": "FG", "qty": "2", "components": parts}));
    let freight = json!({"op": "landed_cost", "of": [bought], "amount": "9.00", "basis": "quantity"});
    house.ok(freight);
    assert_eq!(house.stock(), "A 3 39.00, FG 2 78.00");
    house.play("receive 3 A @ 99.00");
    let entries = house.entries();
    house.ok(json!({"op": "unbuild", "item": "FG", "qty": "1", "components": parts, "of": built}));
    assert_eq!(house.lines(entries), ["1300 -39.00", "1300 39.00"]);
    house.holds("freight that was laid on the build");
    house.play("receive 2 FG @ 39.00");
    let (_, answer) = house.post(json!({"op": "reverse", "of": built}));
    let said = answer
        .refusal
        .map(|refusal| refusal.to_string())
        .unwrap_or_default();
    assert!(said.contains("(unbuild) took some of it apart"), "{said}");
}

#[test]
fn what_makes_no_sense_is_not_built() {
    let mut house = House::new("fifo");
    house.play(PARTS);
    let build = |parts: Value| json!({"op": "build", "item": "FG", "qty": "1", "components": parts});
    assert_eq!(house.no(build(json!([]))), "UNFIT");
    assert_eq!(house.no(build(json!([{"item": "FG", "qty": "1"}]))), "UNFIT");
    assert_eq!(house.no(build(json!([{"item": "A", "qty": "0"}]))), "NO_QUANTITY");
    assert_eq!(house.no(build(json!([{"item": "KIT", "qty": "1"}]))), "KIT_ITEM");
    assert_eq!(house.no(build(json!([{"item": "A", "qty": "10"}]))), "NOT_ENOUGH");
    let built = house.ok(build(json!([{"item": "A", "qty": "1"}])));
    let apart = json!({"op": "unbuild", "item": "FG", "qty": "1", "labour": "12.01",
        "components": [{"item": "A", "qty": "1"}]});
    assert_eq!(house.no(apart), "UNFIT", "more labour than it is worth");
    house.play("sell 1 FG @ 20.00");
    assert_eq!(
        house.no(json!({"op": "reverse", "of": built})),
        "NOT_ENOUGH",
        "it was sold"
    );
}

#[test]
fn a_standard_cost_changes_by_its_own_document_at_every_site_and_back() {
    let mut house = House::new("standard");
    house.play("receive 8 A @ 10.00, send 3, arrive 3");
    let described = json!({"op": "item", "item": "A", "method": "standard", "standard_cost": "11"});
    assert_eq!(house.no(described), "STANDARD_COST");
    let entries = house.entries();
    let first = house.ok(house.fields("standard 11.20", ""));
    assert_eq!(
        house.lines(entries),
        ["1300 2.10", "1300 3.50", "5400 -2.10", "5400 -3.50"]
    );
    assert_eq!(house.stock(), "A 5 56.00, A@SHOP 3 33.60");
    let second = house.ok(house.fields("standard 12.00", ""));
    assert_eq!(house.no(json!({"op": "reverse", "of": first})), "NOT_REVERSIBLE");
    house.ok(json!({"op": "reverse", "of": second}));
    house.play("sell 2 A @ 20.00");
    house.ok(json!({"op": "reverse", "of": first}));
    assert_eq!(house.stock(), "A 3 31.50, A@SHOP 3 31.50");
    house.holds("two changes and back");
}

#[test]
fn a_standard_cost_before_stock_came_elsewhere_stays() {
    let mut house = House::new("standard");
    house.play("receive 8 A @ 10.00");
    let changed = house.ok(house.fields("standard 11.20", ""));
    house.play("send 3");
    let sent = house.last().to_owned();
    house.ok(house.fields("arrive 3", &sent));
    assert_eq!(
        house.no(json!({"op": "reverse", "of": changed})),
        "NOT_REVERSIBLE"
    );
    let mut wrong = House::new("fifo");
    assert_eq!(
        wrong.no(wrong.fields("standard 11.20", "")),
        "UNFIT",
        "A is not at standard"
    );
    house.ok(json!({"op": "standard_cost", "item": "B", "cost": "9"}));
    house.holds("nothing of B was there");
}
