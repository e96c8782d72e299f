//! What the audit says of what accruals hold of services, where it was altered.

use super::{Tamper, add, broken};
use binledger::domain::record::Value;
use binledger::operations::invariants::audit;
use serde_json::json;

#[test]
fn what_was_altered_of_services_is_found() {
    let mut firm = crate::postings::services::Firm::new();
    for (item, qty, op) in [
        ("HOUR", "5", "invoice"),
        ("HOUR", "2", "ship"),
        ("HOUR", "4", "ship"),
    ] {
        let mut asked = json!({"op": op, "item": item, "qty": qty});
        asked[if op == "invoice" { "amount" } else { "price" }] = json!("20");
        firm.ok(&asked);
    }
    let store = firm.store();
    let found = store.read(audit).unwrap();
    assert!(found.iter().all(|row| row.broken == 0), "{found:?}");
    let (moved, owed) = (
        "what a movement did to a service accrual",
        "services sold before they were billed",
    );
    let (pools, accounts) = ("billed - sold - credited", "service accrual = Σ services billed");
    let cases: [(&str, Tamper<'_>, &str); 10] = [
        ("service_pools", &|rows| add(rows, 0, 3, 1_000_000), pools),
        ("service_pools", &|rows| add(rows, 0, 4, 1), pools),
        ("service_pools", &|rows| add(rows, 0, 4, 1), accounts),
        ("service_pools", &|rows| rows.clear(), pools),
        (
            "service_pools",
            &|rows| rows[0][2] = Value::Text("1320".into()),
            accounts,
        ),
        ("service_shorts", &|rows| add(rows, 0, 3, 1), owed),
        ("service_shorts", &|rows| add(rows, 0, 4, 1), owed),
        ("service_shorts", &|rows| rows.clear(), owed),
        ("service_steps", &|rows| add(rows, 1, 7, 1), moved),
        ("service_steps", &|rows| drop(rows.pop()), pools),
    ];
    for (table, tamper, expected) in cases {
        let found = broken(store, table, tamper);
        assert!(
            found.iter().any(|row| row.contains(expected)),
            "{table}: {expected} is not in {found:#?}"
        );
    }
}
