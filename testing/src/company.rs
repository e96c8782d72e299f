//! A small company to keep: one site, one bin, one item of each method, and what is asked of it.

use binledger::operations::request::Request;
use serde_json::{Value, json};

/// The PIN of everybody in the tests, and the cheapest hash that it can have.
pub const PIN: &str = "2308";
/// See [`PIN`].
pub const PIN_HASH: &str =
    "$argon2id$v=19$m=8,t=1,p=1$YmlubGVkZ2Vy$cy3PfZ8ZOhcrF4o4iArexYQHG76tuFIB9vZbG7gQHbE";

/// Returns a document's request on 2026-07-06.
pub fn request(key: &str, operation: Value) -> Request {
    asked_by("", key, operation)
}

/// Returns the same, asked by an operator at the terminal of the same name.
#[allow(clippy::needless_pass_by_value, reason = "a request takes what it is made of")]
pub fn asked_by(operator: &str, key: &str, operation: Value) -> Request {
    let request = json!({"key": key, "operator": operator, "terminal": operator, "source": "import",
        "at": 1_783_324_800_000_i64, "date": "2026-07-06", "operation": operation});
    serde_json::from_value(request).expect("a request")
}

/// Creates a record of master data.
#[allow(clippy::needless_pass_by_value, reason = "a request takes what it is made of")]
pub fn define(record: Value) -> Request {
    let key = format!("define {record}");
    request(&key, json!({"op": "define", "master": record}))
}

/// Returns everything that has to be known before goods can move.
pub fn founded() -> Vec<Request> {
    let accounts = [
        "1100", "1300", "2000", "2100", "2200", "3900", "4000", "5000", "5100", "5200", "5300", "5400",
    ];
    let accounts =
        accounts.map(|code| json!({"record": "account", "account": code, "name": code, "kind": "asset"}));
    let group = json!({"record": "group", "number": 1, "name": "Goods", "sales": "4000", "inventory": "1300",
        "cost_of_sales": "5000", "count_variance": "5200", "adjustment": "5300", "purchase_variance": "5100",
        "sales_tax": null, "purchase_tax": null, "method": "fifo"});
    let site = json!({"record": "site", "site": "MAIN", "name": "Main"});
    let uom = json!({"record": "uom", "uom": "EA", "name": "each", "decimals": 0});
    let bin = |name: &str, purpose: &str, sequence: i64| {
        json!({"record": "location", "location": name, "site": "MAIN", "zone": "A", "purpose": purpose,
            "sequence": sequence, "capacity": null, "check_digits": null, "fixed_item": null})
    };
    let mut records = accounts.to_vec();
    records.extend([
        site,
        uom,
        group,
        bin("A-01", "storage", 1),
        bin("PACK", "packing", 2),
        bin("SHIP", "shipping", 3),
    ]);
    let mut requests: Vec<Request> = records.into_iter().map(define).collect();
    for item in ["BEANS", "PEAS"] {
        requests.push(request(
            &format!("item {item}"),
            json!({"op": "item", "item": item, "method": "fifo"}),
        ));
    }
    requests
}

/// Returns a delivery of `qty` pieces.
pub fn receive(key: &str, item: &str, qty: i64) -> Request {
    request(
        key,
        json!({"op": "receive", "item": item, "qty": qty.to_string(), "cost": "2.50"}),
    )
}

/// Returns a sale of `qty` pieces.
pub fn ship(key: &str, item: &str, qty: i64) -> Request {
    request(
        key,
        json!({"op": "ship", "item": item, "qty": qty.to_string(), "price": "4"}),
    )
}

/// Returns a sales order for `qty` pieces.
pub fn order(no: &str, item: &str, qty: i64) -> Request {
    let head = json!({"kind": "sales", "order_no": no, "party": "SHOP", "site": "MAIN", "due": "2026-07-07", "priority": 1,
        "state": "open", "channel": ""});
    let line = json!({"kind": "sales", "order_no": no, "line": 1, "item": item, "qty": qty.to_string(), "price": "4",
        "price_per": "1", "lot": null, "done": "0", "allocated": "0", "picked": "0", "packed": "0", "short": "0"});
    request(no, json!({"op": "place_order", "order": head, "lines": [line]}))
}
