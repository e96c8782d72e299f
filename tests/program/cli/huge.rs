//! Books whose accounts hold more than any one amount can: every total of them is exact.

use super::workplace::Workplace;
use serde_json::{Value, json};
use std::fmt::Write;

/// How many receipts of ninety trillion each go beyond 64 bits of cents: 1,025 do.
const MANY: u32 = 1_030;
const EACH: &str = "90000000000000.00";
const ALL: &str = "92700000000000000.00";

/// A company with one item a receipt, all received on one day.
fn company() -> Workplace {
    let place = Workplace::new();
    let mut items = "item,name,group,method\n".to_owned();
    let mut documents = String::new();
    for number in 1..=MANY {
        let _ = writeln!(items, "I{number},Gold {number},1,fifo");
        let receipt = json!({ "id": format!("r{number}"), "op": "receive", "date": "2026-03-02",
            "item": format!("I{number}"), "qty": "1", "value": EACH });
        let _ = writeln!(documents, "{receipt}");
    }
    let items = place.file("items.csv", &items);
    place.run(&["import", &items]).well();
    place.feed(&["post", "-"], &documents).well();
    place
}

fn of<'a>(rows: &'a [Value], key: &str, value: &str) -> &'a Value {
    rows.iter().find(|row| row[key] == value).expect("a row")
}

#[test]
fn accounts_that_hold_more_than_one_amount_can_are_told_exactly_and_sealed_in_several_batches() {
    let place = company();
    let balance = place.rows(&["trial-balance"]);
    assert_eq!(of(&balance, "account", "1300")["balance"], ALL);
    assert_eq!(of(&balance, "account", "2100")["credit"], ALL);
    let audit = place.rows(&["audit"]);
    assert!(audit.iter().all(|row| row["broken"] == 0), "{audit:?}");
    let valued = place.rows(&["report", "valuation"]);
    let sum = of(&valued, "kind", "sum");
    assert_eq!((&sum["value"], &sum["difference"]), (&json!(ALL), &json!("0.00")));
    let open = place.rows(&["open-items", "--summary"]);
    let grni = of(&open, "account", "2100");
    assert_eq!(
        (&grni["total"], &grni["difference"]),
        (&json!(ALL), &json!("0.00"))
    );
    let posted = place.rows(&["report", "audit-trail"]);
    assert_eq!(of(&posted, "kind", "sum")["debit"], ALL);
    seal_and_compare(&place);
}

/// What one ledger batch can't hold is sealed in two, which the other side's books explain.
fn seal_and_compare(place: &Workplace) {
    let first = place.run(&["gl", "seal", "--json"]).well();
    assert_eq!(first.rows()[0]["debit"], "92160000000000000.00");
    assert!(
        first.err.contains("2026-03-02 at MAIN has more to seal"),
        "{}",
        first.err
    );
    let second = place.run(&["gl", "seal", "--json"]).well();
    assert_eq!(second.rows()[0]["debit"], "540000000000000.00");
    assert_eq!(second.err, "");
    let batches = place.rows(&["gl", "list"]);
    assert_eq!(batches.len(), 2);
    let exported = place.run(&["gl", "export", "--target", "csv"]).well();
    assert_eq!(
        exported.out.matches(",92160000000000000.00,").count(),
        2,
        "{}",
        exported.out
    );
    let statement = place.file("tb.csv", &format!("account,balance\n1300,{ALL}\n2100,-{ALL}\n"));
    place.run(&["gl", "reconcile", &statement]).well();
    place.run(&["gl", "close", "2026-03"]).well();
    place.run(&["audit"]).well();
}
