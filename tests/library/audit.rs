//! The audit finds what is broken: a sound store, seen through a glass that changes one cell.

#![allow(clippy::unwrap_used, reason = "a test stops where its story breaks")]

mod checkpoints;
mod credited;
mod entities;
mod replayed;
mod services;
mod tampered;
mod unsound;
mod upgraded;

use binledger::cli::{document, lay_down, replay};
use binledger::domain::record::{Fault, Range, Row, Table, Value};
use binledger::operations::change::Halt;
use binledger::operations::checklist;
use binledger::operations::decide::decide;
use binledger::operations::invariants::audit;
use binledger::operations::request::{ClosePeriod, Request, Seal};
use binledger::operations::view::View;
use binledger::store::Store;
use binledger::store::memory::Memory;

const DAY: &str = r#"{"id":"f","op":"item","date":"2026-03-02","item":"F","method":"fifo"}
{"id":"g","op":"item","date":"2026-03-02","item":"G","method":"average"}
{"id":"r1","op":"receive","date":"2026-03-02","item":"F","qty":"10","cost":"10.00"}
{"id":"r2","op":"receive","date":"2026-03-02","item":"F","qty":"10","cost":"12.00"}
{"id":"r3","op":"receive","date":"2026-03-02","item":"G","qty":"7","cost":"3.00"}
{"id":"s","op":"ship","date":"2026-03-02","item":"F","qty":"15","price":"20.00"}
{"id":"b","op":"customer_return","date":"2026-03-02","of":"s","qty":"2","disposition":"restock"}
{"id":"m","op":"move","date":"2026-03-02","item":"F","qty":"1","from":"STORAGE","to":"QUARANTINE"}
{"id":"c","op":"count","date":"2026-03-03","item":"G","counted":"6"}
{"id":"u","op":"reverse","date":"2026-03-03","of":"c"}"#;

/// A store in which all of that happened; the first day is sealed.
fn sound() -> Memory {
    let mut store = Memory::new();
    lay_down(&mut store, &[]).expect("a store begins empty");
    for line in DAY.lines() {
        let (request, _) = document::read(line).unwrap().unwrap();
        let answer = store.transact(&request).unwrap();
        assert_eq!(answer.refusal, None, "{line}");
    }
    let (last, _) = document::read(DAY.lines().last().unwrap()).unwrap().unwrap();
    let seal = Seal {
        day: "2026-03-02".parse().unwrap(),
        at: "MAIN".into(),
    };
    let request = Request {
        key: "seal".into(),
        operation: seal.into(),
        ..last
    };
    assert_eq!(store.transact(&request).unwrap().refusal, None);
    store
}

/// What is done to one table's rows.
type Tamper<'a> = &'a dyn Fn(&mut Vec<Row>);

/// A store seen through a glass that changes one table.
struct Glass<'a> {
    view: &'a dyn View,
    table: &'a str,
    tamper: Tamper<'a>,
}

impl Glass<'_> {
    fn all(&self, table: &'static Table) -> Result<Vec<Row>, Fault> {
        let (order, prefix, after, limit) = (0, Vec::new(), None, usize::MAX);
        let mut rows = self.view.rows(&Range {
            table,
            order,
            prefix,
            after,
            descending: false,
            limit,
        })?;
        (self.tamper)(&mut rows);
        Ok(rows)
    }
}

impl View for Glass<'_> {
    fn row(&self, table: &'static Table, key: &[Value]) -> Result<Option<Row>, Fault> {
        if table.name != self.table {
            return self.view.row(table, key);
        }
        Ok(self.all(table)?.into_iter().find(|row| row[..table.key] == *key))
    }

    fn rows(&self, range: &Range) -> Result<Vec<Row>, Fault> {
        if range.table.name != self.table {
            return self.view.rows(range);
        }
        let mut rows = self.all(range.table)?;
        rows.retain(|row| range.holds(row));
        if range.descending {
            rows.reverse();
        }
        rows.truncate(range.limit);
        Ok(rows)
    }

    fn last(&self, table: &'static Table) -> Result<i64, Fault> {
        self.view.last(table)
    }
}

/// The invariants that break when one table is changed.
fn broken(store: &dyn Store, table: &str, tamper: Tamper<'_>) -> Vec<String> {
    let found = store.read(|view| audit(&Glass { view, table, tamper })).unwrap();
    found
        .into_iter()
        .filter(|row| row.broken > 0)
        .map(|row| format!("{}: {}", row.invariant, row.detail))
        .collect()
}

fn add(rows: &mut [Row], at: usize, column: usize, more: i64) {
    match &mut rows[at][column] {
        Value::Int(number) => *number += more,
        other => panic!("column {column} holds {other:?}"),
    }
}

#[test]
fn a_sound_store_breaks_nothing_and_is_rebuilt_from_its_log() {
    let store = sound();
    let mut found = (&store as &dyn Store).read(audit).unwrap();
    found.extend(replay::replay(&store).unwrap());
    assert!(found.iter().all(|row| row.broken == 0), "{found:?}");
    for table in ["movements", "entries", "slices", "ledger_batch_lines"] {
        let row = found
            .iter()
            .find(|row| row.invariant.contains(&format!("table {table} ")))
            .unwrap();
        assert!(row.checked > 0, "{table}");
    }
}

#[test]
fn each_kind_of_damage_is_found_by_its_invariant() {
    let store = sound();
    let cases: [(&str, Tamper<'_>, &str); 16] = [
        (
            "operations",
            &|rows| rows[25][3] = Value::Text("{}".into()),
            "operation log's hash chain",
        ),
        (
            "operations",
            &|rows| drop(rows.remove(20)),
            "operations are numbered without gaps",
        ),
        (
            "movements",
            &|rows| drop(rows.remove(1)),
            "movements are numbered without gaps",
        ),
        (
            "balances",
            &|rows| add(rows, 0, 7, 1_000_000),
            "on hand = Σ movements",
        ),
        (
            "balances",
            &|rows| add(rows, 0, 8, 900_000_000),
            "allocated ≤ on hand",
        ),
        ("balances", &|rows| drop(rows.remove(0)), "on hand = Σ movements"),
        (
            "pools",
            &|rows| add(rows, 1, 2, 1),
            "Σ layer quantity = Σ movements",
        ),
        ("pools", &|rows| add(rows, 1, 3, 1), "per inventory account"),
        ("layers", &|rows| add(rows, 0, 4, 1), "every cost layer holds"),
        (
            "slices",
            &|rows| add(rows, 2, 5, -100_000),
            "value taken from a layer",
        ),
        ("entry_lines", &|rows| add(rows, 0, 3, 1), "debits = credits"),
        (
            "receipts",
            &|rows| add(rows, 0, 12, 1),
            "goods received not invoiced = Σ open receipt lines",
        ),
        (
            "receipts",
            &|rows| add(rows, 0, 16, 1_000_000),
            "what is settled = Σ settlements",
        ),
        ("entries", &|rows| rows[1][2] = rows[0][2].clone(), "posted once"),
        (
            "ledger_batch_lines",
            &|rows| add(rows, 0, 6, 1),
            "hash chain is unbroken, their numbers",
        ),
        (
            "batched_entries",
            &|rows| drop(rows.remove(0)),
            "exactly one ledger batch",
        ),
    ];
    for (table, tamper, expected) in cases {
        let found = broken(&store, table, tamper);
        assert!(
            found.iter().any(|row| row.contains(expected)),
            "{table}: {expected} is not in {found:#?}"
        );
    }
}

#[test]
fn more_come_back_than_went_out_is_found() {
    let store = sound();
    let found = broken(&store, "shipments", &|rows| add(rows, 0, 10, 99_000_000));
    assert!(
        found.iter().any(|row| row.starts_with("returned ≤ issued")),
        "{found:?}"
    );
}

/// The sound store with its batch reversed and its day sealed again, exported and acknowledged.
fn turned_round() -> Memory {
    let mut store = sound();
    let (like, _) = document::read(DAY.lines().last().unwrap()).unwrap().unwrap();
    let documents = [
        r#"{"op":"export","batch":1,"target":"csv","way":"W","hash":"W"}"#,
        r#"{"op":"acknowledge","batch":1,"reference":"J-1"}"#,
        r#"{"op":"reverse_batch","batch":1}"#,
        r#"{"op":"seal","day":"2026-03-02","at":"MAIN"}"#,
    ];
    for (number, document) in documents.iter().enumerate() {
        let document = document.replace('W', &"0".repeat(64));
        let request = Request {
            key: format!("turn-{number}").into(),
            operation: serde_json::from_str(&document).unwrap(),
            ..like.clone()
        };
        assert_eq!(store.transact(&request).unwrap().refusal, None, "{document}");
    }
    store
}

#[test]
fn a_batch_reversed_and_sealed_again_breaks_nothing_and_each_damage_to_it_is_found() {
    let store = turned_round();
    let mut found = (&store as &dyn Store).read(audit).unwrap();
    found.extend(replay::replay(&store).unwrap());
    assert!(found.iter().all(|row| row.broken == 0), "{found:?}");
    let cases: [(&str, Tamper<'_>, &str); 6] = [
        (
            "resealed_entries",
            &|rows| drop(rows.remove(0)),
            "exactly one ledger batch",
        ),
        (
            "resealed_entries",
            &|rows| rows[0][1] = Value::Int(1),
            "exactly one ledger batch",
        ),
        (
            "resealed_entries",
            &|rows| rows.push(vec![Value::Int(999), Value::Int(3)]),
            "exactly one ledger batch",
        ),
        (
            "ledger_batches",
            &|rows| rows[1][3] = Value::Int(3),
            "negates exactly one other",
        ),
        (
            "ledger_batch_lines",
            &|rows| {
                let at = rows.iter().position(|row| row[0] == Value::Int(2)).unwrap();
                add(rows, at, 6, 1);
            },
            "negates exactly one other",
        ),
        (
            "exports",
            &|rows| rows[0][0] = Value::Int(9),
            "every export and acknowledgement",
        ),
    ];
    for (table, tamper, expected) in cases {
        let found = broken(&store, table, tamper);
        assert!(
            found.iter().any(|row| row.contains(expected)),
            "{table}: {expected} is not in {found:#?}"
        );
    }
}

#[test]
fn a_month_is_not_closed_while_stock_or_receipts_do_not_explain_the_ledger() {
    let mut store = sound();
    let (like, _) = document::read(DAY.lines().last().unwrap()).unwrap().unwrap();
    let ask = |key: &str, operation| Request {
        key: key.into(),
        operation,
        ..like.clone()
    };
    let rest = Seal {
        day: "2026-03-03".parse().unwrap(),
        at: "MAIN".into(),
    };
    assert_eq!(store.transact(&ask("rest", rest.into())).unwrap().refusal, None);
    let period = "2026-03".to_owned();
    let close = ask("close", ClosePeriod { period, entity: None }.into());
    let cases: [(&str, Tamper<'_>, &str); 2] = [
        ("pools", &|rows| add(rows, 1, 3, 1), "STOCK_DIFFERS"),
        ("receipts", &|rows| add(rows, 0, 12, 1), "NOT_EXPLAINED"),
    ];
    for (table, tamper, code) in cases {
        let refused = (&store as &dyn Store)
            .read(|view| {
                let glass = Glass { view, table, tamper };
                let listed = checklist::conditions(&glass, "2026-03", None)?;
                assert!(listed.iter().any(|condition| !condition.ok), "{table}");
                Ok(decide(&glass, &close))
            })
            .unwrap();
        let Err(Halt::Refused(refusal)) = refused else {
            panic!("the month is closed over {table}");
        };
        assert_eq!(refusal.code(), code, "{refusal}");
    }
    assert_eq!(store.transact(&close).unwrap().refusal, None);
}
