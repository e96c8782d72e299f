//! Groups with accounts of their own at a site: what is posted there, and which accounts may be named.

use super::house::House;
use serde_json::{Value, json};

/// The accounts of the shop, for what they are there.
const SHOP: [(&str, &str); 7] = [
    ("sales", "4001"),
    ("inventory", "1301"),
    ("cost_of_sales", "5001"),
    ("count_variance", "5201"),
    ("adjustment", "5301"),
    ("purchase_variance", "5101"),
    ("purchases", "5601"),
];

/// What a group has at the shop: of these accounts the ones that are named.
fn at_shop(group: i64, named: &[&str]) -> Value {
    let mut own = json!({"record": "group_accounts", "group_number": group, "site": "SHOP"});
    for (role, account) in SHOP {
        own[role] = if named.contains(&role) {
            json!(account)
        } else {
            Value::Null
        };
    }
    own
}

/// The group that `init` makes, with some of its fields as said.
fn group(said: &Value) -> Value {
    let mut group = json!({"record": "group", "number": 1, "name": "Goods", "sales": "4000", "inventory": "1300",
        "cost_of_sales": "5000", "count_variance": "5200", "adjustment": "5300", "purchase_variance": "5100",
        "sales_tax": null, "purchase_tax": null, "method": "average"});
    let said = said.as_object().unwrap().clone();
    group.as_object_mut().unwrap().extend(said);
    group
}

/// A house whose chart has the accounts of the shop.
fn charted(method: &str) -> House {
    let mut house = House::new(method);
    for (role, account) in SHOP
        .into_iter()
        .chain([("services", "5602"), ("other stock", "1302")])
    {
        let kind = match account.as_bytes()[0] {
            b'1' => "asset",
            b'4' => "income",
            _ => "expense",
        };
        house.define(json!({"record": "account", "account": account, "name": role, "kind": kind}));
    }
    house
}

/// A house that has all accounts of its own at the shop.
fn with_shop(method: &str) -> House {
    let mut house = charted(method);
    house.define(at_shop(1, &SHOP.map(|(role, _)| role)));
    house
}

/// A document at the shop.
fn there(mut fields: Value) -> Value {
    fields["site"] = json!("SHOP");
    fields
}

fn receive(qty: &str, cost: &str) -> Value {
    json!({"op": "receive", "item": "A", "qty": qty, "cost": cost})
}

#[test]
fn whatever_happens_at_a_site_is_posted_to_its_accounts() {
    let cases = [
        (
            json!({"op": "ship", "item": "A", "qty": "2", "price": "20"}),
            "1100 40.00, 1301 -20.00, 4001 -40.00, 5001 20.00",
        ),
        (
            json!({"op": "adjust", "item": "A", "qty": "-1", "at": "SHOP-1"}),
            "1301 -10.00, 5301 10.00",
        ),
        (
            json!({"op": "count", "item": "A", "counted": "8", "at": "SHOP-1"}),
            "1301 -20.00, 5201 20.00",
        ),
        (
            json!({"op": "supplier_return", "of": "r1", "qty": "1"}),
            "1301 -10.00, 2100 10.00",
        ),
        (
            json!({"op": "invoice", "of": "r1", "amount": "90"}),
            "2000 -90.00, 2100 100.00, 5101 -10.00",
        ),
        (
            json!({"op": "landed_cost", "of": ["r1"], "amount": "5", "basis": "quantity"}),
            "1301 5.00, 2150 -5.00",
        ),
        (
            json!({"op": "build", "item": "FG", "qty": "1", "at": "SHOP-1", "components": [{"item": "A", "qty": "2"}]}),
            "",
        ),
        (
            json!({"op": "revalue", "item": "A", "site": "SHOP", "percent": "-10", "reason": "worn"}),
            "1301 -10.00, 5400 10.00",
        ),
        (
            json!({"op": "transfer_out", "item": "A", "qty": "2", "from_site": "SHOP", "to_site": "MAIN"}),
            "1301 -20.00, 1310 20.00",
        ),
    ];
    for method in ["fifo", "average"] {
        for (asked, expected) in &cases {
            let mut house = with_shop(method);
            let mut received = there(receive("10", "10"));
            received["id"] = json!("r1");
            received["to"] = json!("SHOP-1");
            house.ok(received);
            let before = house.entries();
            let fields = if asked["op"] == "ship" {
                there(asked.clone())
            } else {
                asked.clone()
            };
            let id = house.ok(fields);
            assert_eq!(house.sums(before), *expected, "{asked} at {method}");
            house.holds(&format!("{asked} at {method}"));
            house.ok(json!({"op": "reverse", "of": id}));
            assert_eq!(house.sums(before), "", "{asked} taken back at {method}");
            house.holds(&format!("{asked} taken back at {method}"));
        }
    }
}

#[test]
fn goods_change_accounts_with_the_site_and_late_cost_follows_them() {
    let mut house = with_shop("fifo");
    house.ok(json!({"id": "r1", "op": "receive", "item": "A", "qty": "100", "cost": "1.70"}));
    let before = house.entries();
    let out = house
        .ok(json!({"op": "transfer_out", "item": "A", "qty": "100", "from_site": "MAIN", "to_site": "SHOP"}));
    house.ok(json!({"op": "transfer_in", "of": out, "qty": "90", "to": "SHOP-1"}));
    assert_eq!(house.sums(before), "1300 -170.00, 1301 153.00, 1310 17.00");
    let sold = house.ok(there(
        json!({"op": "ship", "item": "A", "qty": "40", "price": "3"}),
    ));
    let before = house.entries();
    house.ok(json!({"op": "landed_cost", "of": ["r1"], "amount": "30", "basis": "quantity"}));
    assert_eq!(
        house.sums(before),
        "1301 15.00, 1310 3.00, 2150 -30.00, 5001 12.00",
        "50 of 100 lie there, 10 are on their way, 40 were sold there"
    );
    let before = house.entries();
    house.ok(json!({"op": "customer_return", "of": sold, "qty": "10", "disposition": "scrap"}));
    assert_eq!(house.sums(before), "5001 -20.00, 5301 20.00");
    let before = house.entries();
    house.ok(json!({"op": "transfer_close", "of": out, "reason": "lost"}));
    assert_eq!(
        house.sums(before),
        "1310 -20.00, 5300 20.00",
        "what never arrived is a loss of the site that sent it"
    );
    house.holds("goods between sites with accounts of their own");
}

#[test]
fn an_inventory_account_stays_where_there_was_stock_and_changes_elsewhere() {
    let mut house = charted("average");
    house.ok(receive("5", "10"));
    house.define(at_shop(1, &["inventory"]));
    house.ok(json!({"op": "receive", "item": "A", "qty": "5", "cost": "10", "to": "SHOP-1"}));
    let again = json!({"op": "define", "master": at_shop(1, &["sales"])});
    assert_eq!(house.no(again), "GROUP_IN_USE", "stock lies on 1301 there");
    let changed = json!({"op": "define", "master": group(&json!({"inventory": "1302"}))});
    assert_eq!(house.no(changed), "GROUP_IN_USE", "stock lies on 1300 at MAIN");
    house.define(at_shop(1, &["inventory", "sales"]));
    house.holds("accounts that change where there is no stock");
}

#[test]
fn stock_shares_its_account_with_nothing_else_of_any_group_or_the_company() {
    let mut house = charted("average");
    let define = |master: Value| json!({"op": "define", "master": master});
    let mut own = at_shop(1, &["inventory"]);
    for account in ["5000", "5300", "2100", "5600"] {
        own["inventory"] = json!(account);
        assert_eq!(
            house.no(define(own.clone())),
            "UNFIT",
            "{account} is something else"
        );
    }
    house.define(at_shop(1, &["inventory"]));
    let second = group(&json!({"number": 2, "adjustment": "1301"}));
    assert_eq!(house.no(define(second)), "UNFIT", "1301 holds stock at the shop");
    let policy = json!({"record": "policy", "key": "account.purchases", "value": "1301"});
    assert_eq!(house.no(define(policy)), "UNFIT");
    let other = json!({"op": "adjust", "item": "A", "qty": "1", "cost": "1", "account": "1301"});
    assert_eq!(house.no(other), "UNFIT");
    own["inventory"] = json!("1999");
    assert_eq!(house.no(define(own)), "UNKNOWN_ACCOUNT");
    let nowhere = json!({"record": "group_accounts", "group_number": 1, "site": "NOWHERE", "sales": "4001"});
    assert_eq!(house.no(define(nowhere)), "UNKNOWN_SITE");
    let nothing = json!({"record": "group_accounts", "group_number": 9, "site": "SHOP", "sales": "4001"});
    assert_eq!(house.no(define(nothing)), "UNKNOWN_GROUP");
}

#[test]
fn taking_back_posts_to_the_accounts_of_then() {
    let mut house = charted("average");
    house.ok(json!({"op": "receive", "item": "A", "qty": "5", "cost": "10", "to": "SHOP-1"}));
    let sold = house.ok(there(
        json!({"op": "ship", "item": "A", "qty": "1", "price": "20"}),
    ));
    house.define(at_shop(1, &["sales", "cost_of_sales"]));
    let before = house.entries();
    house.ok(json!({"op": "reverse", "of": sold}));
    assert_eq!(
        house.sums(before),
        "1100 -20.00, 1300 10.00, 4000 20.00, 5000 -10.00"
    );
    house.holds("a sale taken back after its accounts changed");
}

#[test]
fn what_is_never_in_stock_goes_to_the_purchases_of_its_group_and_site() {
    let mut house = charted("average");
    house.define(json!({"record": "item", "item": "CARE", "name": "Care", "group_number": 1, "method": "average",
        "standard_cost": null, "tracking": "none", "uom": "EA", "price": null, "min_life_days": null, "abc": "C",
        "weight": null, "service": true, "supplier_code": null}));
    let bill = || json!({"op": "invoice", "item": "CARE", "qty": "1", "amount": "50"});
    let mut posted = Vec::new();
    let mut post = |house: &mut House, fields: Value| {
        let before = house.entries();
        house.ok(fields);
        posted.push(house.sums(before));
    };
    post(&mut house, bill());
    house.define(group(&json!({"purchases": "5602"})));
    post(&mut house, bill());
    post(&mut house, there(bill()));
    house.define(at_shop(1, &["purchases"]));
    post(&mut house, there(bill()));
    post(&mut house, bill());
    assert_eq!(
        posted,
        [
            "2000 -50.00, 5600 50.00",
            "2000 -50.00, 5602 50.00",
            "2000 -50.00, 5602 50.00",
            "2000 -50.00, 5601 50.00",
            "2000 -50.00, 5602 50.00"
        ]
    );
    house.holds("purchases of groups");
}

#[test]
fn while_stock_is_not_in_the_ledger_each_site_buys_on_its_own_account() {
    let mut house = with_shop("average");
    house.define(group(&json!({"purchases": "5602"})));
    house.ok(json!({"op": "receive", "item": "A", "qty": "5", "cost": "10"}));
    house.ok(json!({"op": "receive", "item": "A", "qty": "3", "cost": "10", "to": "SHOP-1"}));
    let before = house.entries();
    house.ok(json!({"op": "integration", "date": "2026-04-01", "mode": "none"}));
    assert_eq!(
        house.sums(before),
        "1300 -50.00, 1301 -30.00, 2100 80.00",
        "purchases of both sites stand against goods received that were not billed"
    );
    house.date = "2026-04-02".into();
    let ahead = json!({"op": "invoice", "item": "A", "qty": "2", "amount": "20"});
    let before = house.entries();
    let billed = house.ok(there(ahead));
    assert_eq!(house.sums(before), "2000 -20.00, 5601 20.00");
    house.define(at_shop(1, &["inventory", "sales"]));
    house.ok(json!({"op": "reverse", "of": billed}));
    assert_eq!(house.sums(before), "", "taken back from the account that took it");
    house.ok(json!({"op": "integration", "date": "2026-05-01", "mode": "full"}));
    house.holds("in the ledger again");
}
