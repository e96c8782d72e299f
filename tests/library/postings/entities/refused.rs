//! What cannot be between legal entities.

use super::{Group, sent};
use serde_json::{Value, json};

#[test]
fn what_cannot_be_is_refused_by_name() {
    let mut group = Group::new("fifo");
    group.make("r", "APPLE", "10", "1.00");
    let mut no = |fields: Value, code: &str| assert_eq!(group.no(&fields), code, "{fields}");
    let define = |record: Value| json!({"op": "define", "master": record});
    let within = json!({"op": "transfer_out", "item": "APPLE", "qty": "1", "from_site": "SHOP",
        "to_site": "BRANCH", "price": "3.00"});
    no(within, "FIELD_NOT_HERE");
    let mut below = sent("t", "APPLE", "1");
    below["price"] = json!("-1");
    no(below, "WRONG_WORD");
    let elsewhere = json!({"op": "transfer_out", "item": "APPLE", "qty": "1", "from_site": "FAB",
        "to_site": "MAIN"});
    no(elsewhere, "NO_TRANSFER_PRICE");
    let site =
        |entity: &str| define(json!({"record": "site", "site": "FAB", "name": "Factory", "entity": entity}));
    no(site("RETAIL"), "ENTITY_STAYS");
    no(site("NOBODY"), "UNKNOWN_ENTITY");
    let price = |seller: &str, price: Value, ppm: Value| {
        define(
            json!({"record": "transfer_price", "seller": seller, "buyer": "RETAIL", "item": "APPLE",
            "since": "2026-01-01", "price": price, "rate_ppm": ppm}),
        )
    };
    no(price("RETAIL", json!("1"), Value::Null), "UNFIT");
    no(price("NOBODY", json!("1"), Value::Null), "UNKNOWN_ENTITY");
    for (asked, ppm) in [
        (Value::Null, Value::Null),
        (json!("1"), json!(1)),
        (json!("-1"), Value::Null),
        (Value::Null, json!(10_000_001)),
    ] {
        no(price("MAKER", asked, ppm), "WRONG_WORD");
    }
    group.ok(&json!({"id": "r2", "op": "receive", "item": "APPLE", "qty": "1", "cost": "1", "site": "SHOP"}));
    let freight = json!({"op": "landed_cost", "of": ["r", "r2"], "amount": "2.00", "basis": "quantity"});
    assert_eq!(group.no(&freight), "OTHER_ENTITY", "a carrier bills one of them");
    let ahead = json!({"id": "b", "op": "invoice", "item": "APPLE", "qty": "5", "amount": "5.00", "vendor": "V-1",
        "site": "FAB"});
    group.ok(&ahead);
    let goods = json!({"op": "receive", "item": "APPLE", "qty": "5", "invoice": "b", "site": "SHOP"});
    assert_eq!(group.no(&goods), "OTHER_ENTITY", "the maker was billed for them");
    let renamed = json!({"record": "site", "site": "FAB", "name": "The factory"});
    group.ok(&define(renamed));
    let other = group.send_to_main();
    assert_eq!(
        other, "NO_TRANSFER_PRICE",
        "a site keeps its legal entity where none is named"
    );
}

impl Group {
    fn send_to_main(&mut self) -> String {
        self.no(
            &json!({"op": "transfer_out", "item": "APPLE", "qty": "1", "from_site": "FAB",
            "to_site": "MAIN"}),
        )
    }
}
