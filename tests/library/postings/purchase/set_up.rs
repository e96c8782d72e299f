//! Purchases that need more than one plain item: taxes, services, lots, other places, another account.

use super::company::Company;
use binledger::domain::amount::Amount;
use binledger::domain::catalog::{Item, Location, Purpose};
use binledger::domain::company::{Account, AccountKind, Group, Policy, Tax};
use binledger::domain::purchase::Receipt;
use binledger::operations::request::Master;
use binledger::store::Store;
use serde_json::json;

impl Company {
    fn one<R: binledger::domain::record::Record>(&self) -> R {
        (&self.store as &dyn Store)
            .all::<R>()
            .unwrap()
            .pop()
            .expect("there is one")
    }
}

/// A company whose item is taxed at 20 % when it is bought.
fn taxed() -> Company {
    let mut company = Company::with_item("fifo", "variance");
    company.define(
        "tax",
        Master::Tax(Tax {
            tax: "IN-20".into(),
            name: "Input tax".into(),
            rate_ppm: 200_000,
        }),
    );
    let group: Group = company.one();
    company.define(
        "group",
        Master::Group(Group {
            purchase_tax: Some("IN-20".into()),
            ..group
        }),
    );
    company
}

#[test]
fn a_bill_that_names_no_tax_is_taxed_as_its_group_says() {
    let cases = [
        (
            "b1: bill r1 100.00",
            vec!["2100 100.00", "1400 20.00", "2000 -120.00"],
        ),
        (
            "b1: bill r1 100.00 tax 7.00",
            vec!["2100 100.00", "1400 7.00", "2000 -107.00"],
        ),
        ("b1: bill r1 100.00 tax 0", vec!["2100 100.00", "2000 -100.00"]),
        (
            "b1: bill-ahead 1 9.99",
            vec!["2100 9.99", "1400 2.00", "2000 -11.99"],
        ),
    ];
    for (bill, lines) in cases {
        let mut company = taxed();
        company.play("r1: receive 10 @ 10.00");
        let entries = company.entries();
        company.play(bill);
        assert_eq!(company.lines(entries), lines, "{bill}");
        company.holds(bill);
    }
}

#[test]
fn a_service_is_billed_to_purchases_and_is_never_in_stock() {
    let mut company = Company::with_item("fifo", "variance");
    let item: Item = company.one();
    company.define(
        "service",
        Master::Item(Box::new(Item {
            item: "CLEANING".into(),
            service: true,
            ..item
        })),
    );
    let was = company.state();
    let entries = company.entries();
    company
        .ok(&json!({ "id": "b1", "op": "invoice", "item": "CLEANING", "amount": "80.00", "tax": "16.00" }));
    assert_eq!(
        company.lines(entries),
        ["5600 80.00", "1400 16.00", "2000 -96.00"]
    );
    company.holds("a service is billed");
    company.play("u1: undo b1");
    assert_eq!(company.state(), was);
    company.holds("and taken back");
}

#[test]
fn goods_that_wait_to_go_back_are_taken_from_where_they_wait() {
    let mut company = Company::with_item("fifo", "variance");
    let location: Location = company.one();
    company.define(
        "bin",
        Master::Location(Location {
            location: "BIN-2".into(),
            purpose: Purpose::Storage,
            sequence: 90,
            ..location
        }),
    );
    company.play("r1: receive 10 @ 10.00, m1: move 4 STORAGE QUARANTINE, m2: move 3 STORAGE BIN-2");
    let was = company.state();
    company.play("x1: send-back r1 4 from QUARANTINE, x2: send-back r1 5");
    assert_eq!(company.stock(), "1 10.00");
    company.holds("out of three bins");
    company.play("u2: undo x2, u1: undo x1");
    assert_eq!(company.state(), was);
}

#[test]
fn what_is_promised_to_an_order_does_not_go_back() {
    let mut company = Company::with_item("average", "variance");
    let party = json!({ "record": "party", "kind": "customer", "party": "C-1", "name": "First", "min_life_days": null });
    company.define("customer", serde_json::from_value(party).unwrap());
    let order = json!({ "kind": "sales", "order_no": "SO-1", "party": "C-1", "site": "MAIN",
        "due": "2026-03-02", "priority": 5, "state": "open", "channel": "" });
    let line = json!({ "kind": "sales", "order_no": "SO-1", "line": 1, "item": "A", "qty": "7", "price": "20",
        "price_per": "1", "lot": null, "done": "0", "allocated": "0", "picked": "0", "packed": "0", "short": "0" });
    company.order(order, &line);
    company.play("r1: receive 10 @ 10.00");
    company.ok(&json!({ "id": "p1", "op": "allocate", "order": "SO-1" }));
    let refusal = company
        .send(json!({ "id": "x1", "op": "supplier_return", "of": "r1", "qty": "4" }))
        .refusal;
    let said = refusal.map(|refusal| refusal.to_string()).unwrap_or_default();
    assert!(said.starts_with("Only 3 of A at STORAGE free, not 4"), "{said}");
    company.play("x2: send-back r1 3");
    company.holds("the promise is kept");
}

#[test]
fn goods_with_lot_and_serial_number_go_back_as_they_came() {
    let mut company = Company::with_item("fifo", "variance");
    for (item, tracking) in [("L", "lot"), ("S", "serial")] {
        company.ok(
            &json!({ "id": item, "op": "item", "item": item, "method": "average", "tracking": tracking }),
        );
    }
    company.ok(&json!({ "id": "l1", "op": "receive", "item": "L", "qty": "5", "cost": "2.00", "lot": "X" }));
    company.ok(&json!({ "id": "l2", "op": "receive", "item": "L", "qty": "5", "cost": "2.00", "lot": "Y" }));
    company
        .ok(&json!({ "id": "s1", "op": "receive", "item": "S", "qty": "1", "cost": "9.00", "serial": "N1" }));
    company.ok(&json!({ "id": "b1", "op": "invoice", "of": "s1", "amount": "9.00" }));
    company.ok(&json!({ "id": "b0", "op": "invoice", "item": "L", "qty": "1", "amount": "9.00" }));
    let was = company.state();
    let other =
        company.send(json!({ "id": "x0", "op": "supplier_return", "of": "l1", "qty": "5", "lot": "Y" }));
    assert!(
        other.refusal.is_some_and(|refusal| refusal.code() == "DIFFERS"),
        "lot X came with l1"
    );
    company.play("x1: send-back l1 5, x2: send-back s1 1 serial N1");
    company.holds("lot and serial number went back");
    let gone = company.send(json!({ "id": "x3", "op": "supplier_return", "of": "s1", "qty": "1" }));
    assert!(
        gone.refusal
            .is_some_and(|refusal| refusal.code() == "OVER_SEND_BACK")
    );
    company.play("u2: undo x2, u1: undo x1");
    assert_eq!(company.state(), was);
    company.play("u3: undo b0, u4: undo b1");
    company.holds("all is taken back");
}

#[test]
fn a_receipt_is_cleared_on_the_account_that_it_was_credited_to() {
    let mut company = Company::with_item("fifo", "variance");
    company.play("r1: receive 10 @ 10.00");
    let (account, name, kind) = ("2101".into(), "Goods not invoiced".into(), AccountKind::Liability);
    company.define("account", Master::Account(Account { account, name, kind }));
    let (key, value) = ("account.grni".into(), "2101".into());
    company.define("policy", Master::Policy(Policy { key, value }));
    company.play("r2: receive 1 @ 3.00");
    company.holds("two accounts for one purpose");
    let entries = company.entries();
    company.play("b1: bill r1 100.00, b2: bill r2 3.00");
    assert_eq!(
        company.lines(entries),
        ["2100 100.00", "2000 -100.00", "2101 3.00", "2000 -3.00"]
    );
    company.holds("each cleared on its own");
}

#[test]
fn an_order_names_vendor_and_price_of_its_receipts_also_in_its_currency() {
    let mut company = Company::with_item("fifo", "variance");
    let order = json!({ "kind": "purchase", "order_no": "PO-1", "party": "V-1", "site": "MAIN",
        "due": "2026-03-02", "priority": 5, "state": "open", "channel": "" });
    let line = json!({ "kind": "purchase", "order_no": "PO-1", "line": 1, "item": "A", "qty": "3", "price": "3.3333",
        "price_per": "1", "lot": null, "done": "0", "allocated": "0", "picked": "0", "packed": "0", "short": "0" });
    let party = json!({ "record": "party", "kind": "vendor", "party": "V-1", "name": "First", "min_life_days": null });
    company.define("vendor", serde_json::from_value(party).unwrap());
    company.order(order, &line);
    let of_order = |id: &str, qty: &str| {
        json!({ "id": id, "op": "receive", "item": "A", "qty": qty, "order": "PO-1", "currency": "EUR",
            "rate": "1.1" })
    };
    company.ok(&of_order("r1", "1"));
    company.ok(&of_order("r2", "2"));
    let receipt: Receipt = company.one();
    assert_eq!(
        (
            receipt.vendor.as_str(),
            receipt.order_no.as_str(),
            receipt.order_line
        ),
        ("V-1", "PO-1", 1)
    );
    assert_eq!(
        (
            Amount::of(receipt.price, receipt.decimals).to_string(),
            receipt.cost.to_string()
        ),
        ("6.67".into(), "7.34".into())
    );
    let entries = company.entries();
    company.play("b2: bill r2 6.67 in EUR rate 1.1");
    assert_eq!(company.lines(entries), ["2100 7.34", "2000 -7.34"]);
    company.holds("an order in euro");
}

#[test]
fn a_number_is_free_again_when_its_bill_is_taken_back_and_of_other_vendors_never_taken() {
    let mut company = Company::with_item("fifo", "variance");
    company.play(
        "r1: receive 10 @ 10.00 vendor V-1, r2: receive 10 @ 10.00 vendor V-2, r3: receive 10 @ 10.00, \
         b1: bill r1 40.00 qty 4 document RE-7, b2: bill r2 100.00 document RE-7, b3: bill r3 10.00 qty 1 document RE-7, \
         b4: bill r3 10.00 qty 1 document RE-7, b5: bill r3 10.00 qty 1 vendor V-3 document RE-7",
    );
    company.holds("one number of several vendors, and of none");
    company.play("u1: undo b1, b6: bill r1 60.00 qty 6 document RE-7");
    company.holds("a number given back and taken again");
    let again = json!({ "id": "b7", "op": "invoice", "of": "r1", "amount": "40.00", "document": " RE-7 " });
    assert_eq!(company.no(&again), "NUMBER_TAKEN", "blanks make no other number");
}
