//! Changes that no rule would make, and the faults that they cause.

use super::*;
use crate::domain::entry::Rule;
use crate::domain::record::{Record, Row};
use crate::operations::change::Before;
use crate::operations::log::RULES;

fn put<R: Record>(record: &R) -> Write {
    let (table, row) = (R::TABLE, record.to_row());
    let before = Before::Unknown;
    Write::Put { table, row, before }
}

fn said(writes: Vec<Write>) -> String {
    let change = Change { writes };
    match check(&change, RULES) {
        Ok(()) => "sound".to_owned(),
        Err(halt) => halt.to_string(),
    }
}

fn pool(qty: i64, value: i64) -> Pool {
    Pool {
        item: "BEANS".into(),
        site: "MAIN".into(),
        qty: Qty::units(qty),
        value: Money(value),
        last_qty: Qty::ZERO,
        last_value: Money::ZERO,
        valued_since: None,
        valued_from: 0,
    }
}

fn layer(qty: i64, value: i64) -> Write {
    put(&Layer {
        item: "BEANS".into(),
        site: "MAIN".into(),
        seq: 7,
        qty: Qty::units(qty),
        value: Money(value),
        received: chrono::NaiveDate::default(),
        lot: "".into(),
    })
}

fn entry(amounts: &[i64]) -> Vec<Write> {
    let head = Entry {
        entry: 4,
        operation: 2,
        movement: 3,
        rule: Rule::Receipt,
        negates: None,
        document: None,
        site: "MAIN".into(),
        group_number: 1,
        channel: "".into(),
        posting: chrono::NaiveDate::default(),
        effective: chrono::NaiveDate::default(),
        entered_at: crate::domain::time::Time(0),
    };
    let line = |(line, amount): (i64, &i64)| {
        put(&EntryLine {
            entry: 4,
            line,
            account: "1400".into(),
            amount: Money(*amount),
            dimensions: <_>::default(),
        })
    };
    [put(&head)]
        .into_iter()
        .chain((1..).zip(amounts).map(line))
        .collect()
}

#[test]
fn an_entry_that_does_not_balance_is_a_fault() {
    assert_eq!(said(entry(&[500, -500])), "sound");
    let told = said(entry(&[500, -499]));
    assert!(
        told.starts_with("debits and credits of entry 4 would differ by 0.01. Nothing was written"),
        "{told}"
    );
    assert!(said(entry(&[])).starts_with("entry 4 would have no lines."));
    let lines = entry(&[500, -500]).split_off(1);
    assert!(said(lines).starts_with("line 1 would be added to entry 4, which is not new."));
}

#[test]
fn nothing_is_worth_nothing() {
    assert_eq!(
        said(vec![put(&pool(3, 100)), put(&pool(0, 0)), put(&pool(-1, -5))]),
        "sound"
    );
    assert!(said(vec![put(&pool(0, 1))]).starts_with("no BEANS at MAIN would be worth 0.01."));
}

#[test]
fn a_layer_holds_no_less_than_nothing() {
    assert_eq!(said(vec![layer(3, 100), layer(3, 0), layer(-3, -100)]), "sound");
    for (qty, value, told) in [
        (3, -1, "layer 7 would hold 3 BEANS worth -0.01."),
        (-3, 1, "layer 7 would hold -3 BEANS worth 0.01."),
        (0, 1, "layer 7 would hold 0 BEANS worth 0.01."),
    ] {
        assert!(said(vec![layer(qty, value)]).starts_with(told));
    }
}

#[test]
fn a_sum_that_did_not_fit_is_refused_by_the_rule_books_since_it_is() {
    let many = Pool {
        qty: Qty(i64::MAX),
        ..pool(1, 1)
    };
    let told = said(vec![put(&many)]);
    assert_eq!(told, "the qty in pools is beyond what can be recorded. Split it.");
    let change = Change {
        writes: vec![put(&many)],
    };
    assert!(check(&change, 1).is_ok(), "history may hold it");
    let row: Row = many.to_row();
    assert!(row.contains(&Value::Int(i64::MAX)));
}
