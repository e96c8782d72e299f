//! Recalls: back to the vendor, forward to every customer, through what was made, with a sum that closes.

use super::house::House;
use binledger::domain::code::{ItemCode, LotCode};
use binledger::domain::hold::HeldGoods;
use binledger::operations::reports::RowKind;
use binledger::operations::reports::recall::{Row, events, rows};
use serde_json::json;

/// Twenty of flour F1 come; some are sold, come back, are lost, are on their way to the shop, and baked into bread B1.
fn bakery() -> House {
    let mut house = House::new("fifo");
    for (kind, party) in [("vendor", "MILL"), ("customer", "CAFE")] {
        house
            .define(json!({"record": "party", "kind": kind, "party": party, "name": format!("The {party}")}));
    }
    for item in ["FLOUR", "BREAD"] {
        house.ok(json!({"op": "item", "item": item, "method": "fifo", "tracking": "lot"}));
    }
    for lot in ["F1", "F2"] {
        house.ok(
            json!({"op": "receive", "item": "FLOUR", "qty": "20", "cost": "1", "lot": lot, "vendor": "MILL"}),
        );
    }
    let sold =
        json!({"op": "ship", "item": "FLOUR", "qty": "5", "price": "2", "lot": "F1", "customer": "CAFE"});
    let sold = house.ok(sold);
    house.ok(json!({"op": "customer_return", "of": sold, "qty": "2", "disposition": "quarantine"}));
    house.ok(json!({"op": "adjust", "item": "FLOUR", "qty": "-1", "lot": "F1"}));
    let wrong = house.ok(json!({"op": "adjust", "item": "FLOUR", "qty": "-7", "lot": "F1"}));
    house.ok(json!({"op": "reverse", "of": wrong}));
    let sent = json!({"op": "transfer_out", "item": "FLOUR", "qty": "4", "lot": "F1", "from_site": "MAIN",
        "to_site": "SHOP"});
    let sent = house.ok(sent);
    house.ok(json!({"op": "transfer_in", "of": sent, "qty": "1"}));
    let parts = json!([{"item": "FLOUR", "qty": "2", "lot": "F1"}]);
    house.ok(json!({"op": "build", "item": "BREAD", "qty": "3", "lot": "B1", "components": parts}));
    house.ok(
        json!({"op": "ship", "item": "BREAD", "qty": "2", "price": "9", "lot": "B1", "customer": "CAFE"}),
    );
    house
}

fn of(item: &str, lot: &str) -> Vec<HeldGoods> {
    vec![HeldGoods {
        hold: 0,
        word: 0,
        item: ItemCode::from(item),
        lot: LotCode::from(lot),
        first: "".into(),
        last: "".into(),
        free: false,
        since: 0,
        until: 0,
    }]
}

fn told(house: &House, item: &str, lot: &str) -> Vec<Row> {
    let words = of(item, lot);
    house.store().read(|view| rows(view, &words)).unwrap()
}

fn line(row: &Row) -> String {
    let Row {
        role,
        item,
        lot,
        what,
        qty_in,
        qty_out,
        qty_here,
        qty_back,
        party,
        ..
    } = row;
    let party = party.clone().unwrap_or_default();
    format!("{role} {item} {lot} {what}: {qty_in}-{qty_out}={qty_here}, {qty_back} back {party}")
        .trim()
        .to_owned()
}

#[test]
fn a_recall_goes_from_the_vendor_to_every_customer_and_its_sum_closes() {
    let found = told(&bakery(), "FLOUR", "F1");
    let lines: Vec<String> = found.iter().map(line).collect();
    assert_eq!(
        lines,
        [
            "recalled FLOUR F1 receipt: 20-0=0, 0 back MILL",
            "recalled FLOUR F1 shipment: 0-5=0, 2 back CAFE",
            "recalled FLOUR F1 return: 2-0=0, 0 back CAFE",
            "recalled FLOUR F1 adjustment: 0-1=0, 0 back",
            "recalled FLOUR F1 build: 0-6=0, 0 back",
            "recalled FLOUR F1 stock: 0-0=2, 0 back",
            "recalled FLOUR F1 stock: 0-0=1, 0 back",
            "recalled FLOUR F1 stock: 0-0=4, 0 back",
            "recalled FLOUR F1 in_transit: 0-0=3, 0 back",
            "recalled FLOUR F1 : 22-12=10, 2 back",
            "made_into BREAD B1 build: 3-0=0, 0 back",
            "made_into BREAD B1 shipment: 0-2=0, 0 back CAFE",
            "made_into BREAD B1 stock: 0-0=1, 0 back",
            "made_into BREAD B1 : 3-2=1, 0 back",
        ]
    );
    let totals = found.iter().filter(|row| row.kind == RowKind::Total);
    assert!(totals.clone().count() == 2 && totals.clone().all(|row| row.qty_missing.is_zero()));
    assert_eq!(found[1].party_name.as_deref(), Some("The CAFE"));
}

#[test]
fn what_is_recalled_is_followed_back_to_what_it_was_made_of() {
    let found = told(&bakery(), "BREAD", "B1");
    let lines: Vec<String> = found.iter().map(line).collect();
    let flour: Vec<&String> = lines
        .iter()
        .filter(|it| it.starts_with("made_of FLOUR F1"))
        .collect();
    assert_eq!(flour[0], "made_of FLOUR F1 receipt: 20-0=0, 0 back MILL");
    assert!(lines.iter().all(|it| !it.contains("F2")), "{lines:?}");
    assert!(lines[0].starts_with("recalled BREAD B1 build"), "{lines:?}");
}

#[test]
fn work_orders_are_followed_both_ways() {
    let mut house = bakery();
    let parts = json!([{"item": "FLOUR", "qty": "1"}]);
    house.ok(json!({"op": "work_order", "order": "WO-9", "item": "BREAD", "qty": "2", "components": parts}));
    house.ok(json!({"op": "work_issue", "order": "WO-9", "item": "FLOUR", "qty": "2", "lot": "F2"}));
    house.ok(json!({"op": "work_report", "order": "WO-9", "qty": "2", "lot": "B9"}));
    let lines = |item: &str, lot: &str| -> String {
        let found = told(&house, item, lot);
        let total = found.iter().filter(|row| row.kind == RowKind::Total);
        total.map(line).collect::<Vec<_>>().join("; ")
    };
    let forward = lines("FLOUR", "F2");
    assert!(
        forward.contains("made_into BREAD B9 : 2-0=2, 0 back"),
        "{forward}"
    );
    let back = lines("BREAD", "B9");
    assert!(back.contains("made_of FLOUR F2 : 20-2=18, 0 back"), "{back}");
    assert!(
        !back.contains("F1") && !forward.contains("B1"),
        "{back} {forward}"
    );
}

#[test]
fn the_sheet_of_events_tells_receiving_transformation_and_shipping_in_the_order_of_days() {
    let house = bakery();
    let words = of("FLOUR", "F1");
    let found = house.store().read(|view| events(view, &words)).unwrap();
    let lines: Vec<String> = found
        .iter()
        .map(|it| {
            let (event, lot, item, qty) = (it.event, &it.lot, &it.item, it.qty);
            format!(
                "{event} {lot} {item} {qty} {} > {} {}",
                it.from, it.to, it.direction
            )
            .trim()
            .to_owned()
        })
        .collect();
    assert_eq!(
        lines,
        [
            "receiving F1 FLOUR 20 MILL The MILL > MAIN Main site",
            "shipping F1 FLOUR 5 MAIN Main site > CAFE The CAFE",
            "receiving F1 FLOUR 2 CAFE The CAFE > MAIN Main site",
            "transformation F1 FLOUR 6 MAIN Main site > MAIN Main site in",
            "transformation B1 BREAD 3 MAIN Main site > MAIN Main site out",
            "shipping B1 BREAD 2 MAIN Main site > CAFE The CAFE",
        ]
    );
}
