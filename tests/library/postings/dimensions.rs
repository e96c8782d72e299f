//! Dimensions of the company's own choosing: who may say what, and where what was said is found again.

use super::house::House;
use binledger::domain::dimension::Dimensions;
use binledger::domain::entry::EntryLine;
use binledger::domain::movement::Movement;
use binledger::domain::record::{Fault, Range, Record, Row, Table, Value as Cell};
use binledger::operations::invariants::{Finding, audit};
use binledger::operations::view::View;
use serde_json::{Value, json};
use std::collections::BTreeMap;

/// A house with projects P1 (of 2026 alone), P2 and P3, and cost centres of any name.
fn house() -> House {
    let mut house = House::new("fifo");
    house.define(
        json!({"record": "dimension", "dimension": "project", "name": "Project", "free": false,
        "required_for": ""}),
    );
    house.define(
        json!({"record": "dimension", "dimension": "centre", "name": "Cost centre", "free": true,
        "required_for": ""}),
    );
    for (value, since, until) in [
        ("P1", json!("2026-01-01"), json!("2026-12-31")),
        ("P2", Value::Null, Value::Null),
        ("P3", Value::Null, Value::Null),
    ] {
        house.define(
            json!({"record": "dimension_value", "dimension": "project", "value": value, "name": value,
            "since": since, "until": until}),
        );
    }
    house
}

/// A document that says something of dimensions.
fn saying(mut fields: Value, said: &str) -> Value {
    let said: Dimensions = said.parse().unwrap();
    fields["dimensions"] = serde_json::to_value(said).unwrap();
    fields
}

fn receive(qty: &str, cost: &str) -> Value {
    json!({"op": "receive", "item": "A", "qty": qty, "cost": cost})
}

fn sell(qty: &str) -> Value {
    json!({"op": "ship", "item": "A", "qty": qty, "price": "20"})
}

/// What each line says that was posted after the first `before` entries: account, amount, dimensions; sums of the same.
fn said(house: &House, before: usize) -> Vec<String> {
    let mut sums: BTreeMap<(String, String), i64> = BTreeMap::new();
    let lines = house.all::<EntryLine>().into_iter();
    for line in lines.filter(|line| before < usize::try_from(line.entry).unwrap()) {
        *sums
            .entry((line.account.to_string(), line.dimensions.to_string()))
            .or_default() += line.amount.0;
    }
    sums.retain(|_, sum| *sum != 0);
    let told = |((account, said), sum): ((String, String), i64)| {
        format!("{account} {} {said}", binledger::domain::amount::Money(sum))
            .trim()
            .to_owned()
    };
    sums.into_iter().map(told).collect()
}

#[test]
fn what_is_not_defined_is_refused_with_what_is_expected() {
    let mut house = house();
    let cases = [
        ("budget=B1", "UNKNOWN_DIMENSION"),
        ("project=P9", "WRONG_DIMENSION"),
        ("project=P1; budget=B1", "UNKNOWN_DIMENSION"),
    ];
    for (said, code) in cases {
        assert_eq!(house.no(saying(receive("1", "1"), said)), code, "{said}");
    }
    let mut early = saying(receive("1", "1"), "project=P1");
    early["date"] = json!("2025-12-31");
    assert_eq!(house.no(early.clone()), "WRONG_DIMENSION", "P1 begins with 2026");
    early["dimensions"] = json!({"project": "P2"});
    house.ok(early);
    let mut long = receive("1", "1");
    long["dimensions"] = json!({"centre": "x".repeat(61)});
    assert_eq!(house.no(long.clone()), "WRONG_DIMENSION");
    long["dimensions"] = json!({"centre": "x".repeat(60)});
    house.ok(long);
    let define = |dimension: &str, needed: &str| {
        json!({"op": "define", "master": {"record": "dimension", "dimension": dimension, "name": "N", "free": true,
            "required_for": needed}})
    };
    for dimension in ["Project", "rule", "a b", ""] {
        let refused = house.no(define(dimension, ""));
        assert!(
            ["UNFIT", "BAD_CODE"].contains(&&*refused),
            "{dimension}: {refused}"
        );
    }
    assert_eq!(house.no(define("budget", "shipp")), "UNFIT");
    assert_eq!(house.no(define("budget", "9999")), "UNFIT");
    for number in 3..=8 {
        house.ok(define(&format!("d{number}"), "ship; 5300"));
    }
    assert_eq!(house.no(define("d9", "")), "UNFIT", "eight are enough");
}

#[test]
fn what_says_nothing_takes_over_what_it_follows() {
    let mut house = house();
    house.ok(saying(
        json!({"id": "r1", "op": "receive", "item": "A", "qty": "20", "cost": "10"}),
        "project=P1; centre=N",
    ));
    let sold = house.ok(saying(sell("4"), "project=P2"));
    let cases = [
        (
            json!({"op": "customer_return", "of": sold, "qty": "1", "disposition": "restock"}),
            "project=P2",
        ),
        (
            saying(
                json!({"op": "customer_return", "of": sold, "qty": "1", "disposition": "restock"}),
                "centre=S",
            ),
            "centre=S; project=P2",
        ),
        (
            json!({"op": "supplier_return", "of": "r1", "qty": "1"}),
            "centre=N; project=P1",
        ),
        (
            json!({"op": "invoice", "of": "r1", "qty": "10", "amount": "120"}),
            "centre=N; project=P1",
        ),
        (
            saying(
                json!({"op": "invoice", "of": "r1", "qty": "5", "amount": "60"}),
                "project=P3",
            ),
            "centre=N; project=P3",
        ),
        (json!({"op": "adjust", "item": "A", "qty": "-1"}), ""),
    ];
    for (asked, expected) in cases {
        house.ok(asked.clone());
        let last = house.all::<Movement>().pop().unwrap();
        assert_eq!(last.dimensions.to_string(), expected, "{asked}");
    }
    let out = house.ok(saying(
        json!({"op": "transfer_out", "item": "A", "qty": "2", "from_site": "MAIN", "to_site": "SHOP"}),
        "centre=W",
    ));
    house.ok(json!({"op": "transfer_in", "of": out, "qty": "2", "to": "SHOP-1"}));
    let last = house.all::<Movement>().pop().unwrap();
    assert_eq!(last.dimensions.to_string(), "centre=W");
    house.holds("dimensions that are taken over");
}

#[test]
fn late_cost_of_what_was_sold_belongs_to_the_project_it_was_sold_for() {
    let mut house = house();
    house.ok(saying(
        json!({"id": "r1", "op": "receive", "item": "A", "qty": "10", "cost": "10"}),
        "project=P1",
    ));
    house.ok(saying(sell("4"), "project=P2"));
    house.ok(saying(sell("1"), "project=P3"));
    let before = house.entries();
    let freight = saying(
        json!({"op": "landed_cost", "of": ["r1"], "amount": "10", "basis": "quantity"}),
        "centre=F",
    );
    let freight = house.ok(freight);
    let laid = [
        "1300 5.00 centre=F; project=P1",
        "2150 -10.00 centre=F; project=P1",
        "5000 4.00 project=P2",
        "5000 1.00 project=P3",
    ];
    assert_eq!(said(&house, before), laid);
    house.holds("late cost by project");
    house.ok(json!({"op": "reverse", "of": freight}));
    assert!(said(&house, before).is_empty(), "{:?}", said(&house, before));
    house.holds("late cost by project, taken back");
}

#[test]
fn a_reversal_says_what_was_said_and_nothing_of_its_own() {
    let mut house = house();
    house.ok(receive("10", "10"));
    let before = house.entries();
    let sold = house.ok(saying(sell("4"), "project=P2; centre=S"));
    let back = json!({"op": "reverse", "of": sold});
    assert_eq!(house.no(saying(back.clone(), "project=P2")), "FIELD_NOT_HERE");
    house.ok(back);
    assert!(said(&house, before).is_empty());
    let last = house.all::<Movement>().pop().unwrap();
    assert_eq!(last.dimensions.to_string(), "centre=S; project=P2");
    let hold = json!({"op": "hold", "item": "A", "lot": "L", "why": "glass"});
    assert_ne!(house.no(saying(hold, "project=P2")), "", "nothing moves with it");
    house.holds("a reversal says the same");
}

#[test]
fn lines_say_their_own_beside_what_the_document_says() {
    let mut house = house();
    house.ok(receive("10", "10"));
    let before = house.entries();
    let lines = json!([
        {"item": "A", "qty": "1", "price": "20", "dimensions": {"project": "P2"}},
        {"item": "A", "qty": "2", "price": "20"}
    ]);
    house.ok(saying(
        json!({"op": "ship", "lines": lines}),
        "project=P1; centre=S",
    ));
    let sales: Vec<String> = said(&house, before)
        .into_iter()
        .filter(|it| it.starts_with("4000"))
        .collect();
    assert_eq!(
        sales,
        [
            "4000 -40.00 centre=S; project=P1",
            "4000 -20.00 centre=S; project=P2"
        ]
    );
    let wrong = json!([{"item": "A", "qty": "1", "price": "20", "dimensions": {"project": "P9"}}]);
    assert_eq!(house.no(json!({"op": "ship", "lines": wrong})), "WRONG_DIMENSION");
    house.holds("lines with dimensions of their own");
}

#[test]
fn what_is_needed_is_asked_of_documents_and_of_accounts() {
    let mut house = house();
    house.ok(receive("10", "10"));
    let kept = house.ok(sell("1"));
    house.define(
        json!({"record": "dimension", "dimension": "project", "name": "Project", "free": false,
        "required_for": "ship; 5300"}),
    );
    assert_eq!(house.no(sell("1")), "DIMENSION_NEEDED");
    assert_eq!(house.no(saying(sell("1"), "centre=S")), "DIMENSION_NEEDED");
    house.ok(saying(sell("1"), "project=P1"));
    let lost = json!({"op": "adjust", "item": "A", "qty": "-1"});
    assert_eq!(house.no(lost.clone()), "DIMENSION_NEEDED", "5300 needs one");
    house.ok(saying(lost, "project=P2"));
    house.ok(json!({"op": "count", "item": "A", "counted": "6"}));
    house.ok(json!({"op": "reverse", "of": kept}));
    house.holds("what is needed is said");
}

/// A store in which the journal lines say something else of dimensions than they do.
struct Otherwise<'v>(&'v dyn View);

impl Otherwise<'_> {
    fn told(table: &Table, row: Row) -> Row {
        if *table != *EntryLine::TABLE {
            return row;
        }
        let line = EntryLine::from_row(row).unwrap();
        let dimensions = "project=P2".parse().unwrap();
        EntryLine { dimensions, ..line }.to_row()
    }
}

impl View for Otherwise<'_> {
    fn row(&self, table: &'static Table, key: &[Cell]) -> Result<Option<Row>, Fault> {
        Ok(self.0.row(table, key)?.map(|row| Self::told(table, row)))
    }

    fn rows(&self, range: &Range) -> Result<Vec<Row>, Fault> {
        let rows = self.0.rows(range)?.into_iter();
        Ok(rows.map(|row| Self::told(range.table, row)).collect())
    }

    fn last(&self, table: &'static Table) -> Result<i64, Fault> {
        self.0.last(table)
    }
}

#[test]
fn the_audit_tells_a_line_that_says_otherwise() {
    let mut house = house();
    house.ok(saying(receive("10", "10"), "project=P1"));
    let broken = |found: Vec<Finding>| {
        let own = found
            .into_iter()
            .filter(|it| it.invariant.contains("says of dimensions"));
        own.map(|it| it.broken).sum::<i64>()
    };
    assert_eq!(broken(house.store().read(audit).unwrap()), 0);
    let found = house.store().read(|view| audit(&Otherwise(view))).unwrap();
    assert_eq!(broken(found), 1);
}
