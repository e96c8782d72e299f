//! Reads by the count: what was refused why, at which item and location, to whom.

use super::workplace::Workplace;
use serde_json::{Value, json};

/// A receiver who scans a wrong item twice, a picker who scans a wrong bin.
fn day() -> Workplace {
    let place = Workplace::with_samples();
    let dock = "PO-26033\nFD-1003\nFD-1003\nNOPE\nNOPE\n$BL.EXIT\n$BL.SIGNOUT\n";
    place
        .feed(&["scan", "--badge", "EMP-102", "--pin", "2308"], dock)
        .well();
    let floor = "SO-26102\nP-01-2\n$BL.EXIT\n$BL.SIGNOUT\n";
    let picker = ["scan", "--badge", "EMP-103", "--pin", "9061", "--terminal", "T-9"];
    place.feed(&picker, floor).well();
    place
}

fn told(rows: &[Value], names: &[&str]) -> Vec<Value> {
    let cells = |row: &Value| Value::from(names.iter().map(|name| row[*name].clone()).collect::<Vec<_>>());
    rows.iter().map(cells).collect()
}

#[test]
fn refused_reads_are_counted_by_reason_item_location_and_operator() {
    let rows = day().rows(&["reads", "--refused"]);
    assert_eq!(
        told(&rows, &["reason", "item", "location", "operator", "refused"]),
        [
            json!(["NOT_ON_ORDER", "FD-1003", null, "EMP-102", 2]),
            json!(["UNKNOWN_CODE", null, null, "EMP-102", 2]),
            json!(["WRONG_LOCATION", "EL-2001", "E-01-1", "EMP-103", 1]),
        ]
    );
}

#[test]
fn counts_by_one_thing_are_narrowed_by_the_others() {
    let place = day();
    let by = |more: &[&str]| {
        told(
            &place.rows(&[&["reads", "--refused"], more].concat()),
            &["value", "refused"],
        )
    };
    assert_eq!(
        by(&["--by", "terminal"]),
        [json!(["SCRIPT", 4]), json!(["T-9", 1])]
    );
    assert_eq!(
        by(&["--by", "label", "--operator", "EMP-103"]),
        [json!(["P-01-2", 1])]
    );
    assert_eq!(
        by(&["--by", "reason", "--item", "FD-1003"]),
        [json!(["NOT_ON_ORDER", 2])]
    );
    assert_eq!(
        by(&["--by", "operator", "--location", "E-01-1"]),
        [json!(["EMP-103", 1])]
    );
    assert_eq!(
        by(&["--by", "operator", "--until", "2001-01-01"]),
        [Value::Null; 0]
    );
    let csv = place
        .run(&["reads", "--refused", "--by", "item", "--csv"])
        .well()
        .out;
    assert!(
        csv.starts_with(
            "by,value,reads,applied,refused,cancelled,duplicate,scanned,typed,typed_percent,last_at\n"
        ),
        "{csv}"
    );
}

#[test]
fn a_read_says_what_it_was_about() {
    let rows = day().rows(&["reads", "--operator", "EMP-103"]);
    let wrong = rows.iter().find(|row| row["code"] == "WRONG_LOCATION").unwrap();
    assert_eq!(
        (&wrong["item"], &wrong["location"]),
        (&json!("EL-2001"), &json!("E-01-1"))
    );
}
