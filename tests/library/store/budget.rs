//! How many statements an operation may run on the sample company's store, as SQLite itself tells them, those that begin
//! and end its transaction among them.

use super::heard::{Ear, Heard};
use super::sample::Sample;
use serde_json::{Value, json};

/// What is done one after the other, and how many statements it may take.
fn operations() -> Vec<(&'static str, usize, Value)> {
    let receive = |item: &str, more: Value| {
        let mut asked = json!({"op": "receive", "item": item, "qty": "1", "cost": "2"});
        asked
            .as_object_mut()
            .unwrap()
            .extend(more.as_object().unwrap().clone());
        asked
    };
    let ship = json!({"op": "ship", "item": "PK-3003", "qty": "1", "price": "2"});
    vec![
        ("receive", 35, receive("PK-3003", json!({"qty": "20"}))),
        (
            "receive a lot at FIFO",
            39,
            receive("FD-1008", json!({"lot": "X1", "expiry": "2029-01-01"})),
        ),
        (
            "receive a piece",
            37,
            receive("EL-2001", json!({"serial": "SX-1"})),
        ),
        (
            "move",
            28,
            json!({"op": "move", "item": "PK-3003", "qty": "2", "from": "A-01-3", "to": "P-01-2"}),
        ),
        ("ship", 41, ship),
        (
            "ship a piece",
            43,
            json!({"op": "ship", "item": "EL-2001", "qty": "1", "price": "2", "serial": "SX-1"}),
        ),
        ("reverse a shipment", 51, json!({"op": "reverse", "of": "B-5"})),
        (
            "allocate three lines",
            48,
            json!({"op": "allocate", "order": "SO-26101"}),
        ),
        ("get work", 24, json!({"op": "get_work", "kind": "pick"})),
        ("pick", 40, json!({"op": "pick", "tote": "TOTE-1", "task": 1})),
    ]
}

#[test]
fn an_operation_stays_within_its_budget() {
    let ear = Ear::default();
    ear.listen(|| {
        let mut sample = Sample::new(&ear);
        for (what, most, operation) in operations() {
            let heard = sample.apply(operation);
            println!("{what}: {heard}");
            assert!(
                heard.count() <= most,
                "{what} may take {most}, took {}",
                heard.all()
            );
        }
    });
}

/// What touches one lot, one piece or one order.
fn beside() -> Vec<(&'static str, Value)> {
    let ship = |item: &str, more: Value| {
        let mut asked = json!({"op": "ship", "item": item, "qty": "1", "price": "2"});
        asked
            .as_object_mut()
            .unwrap()
            .extend(more.as_object().unwrap().clone());
        asked
    };
    vec![
        (
            "receive a lot",
            json!({"op": "receive", "item": "FD-1001", "qty": "1", "cost": "3", "lot": "NEW",
                "expiry": "2029-09-09", "to": "STORAGE"}),
        ),
        (
            "receive a piece",
            json!({"op": "receive", "item": "EL-2001", "qty": "1", "cost": "90", "serial": "NEW", "to": "STORAGE"}),
        ),
        (
            "move a lot",
            json!({"op": "move", "item": "FD-1001", "qty": "1", "from": "A-01-3", "to": "STORAGE", "lot": "Z00004"}),
        ),
        (
            "move a piece",
            json!({"op": "move", "item": "EL-2001", "qty": "1", "from": "STORAGE", "to": "E-01-1", "serial": "Z00004"}),
        ),
        ("ship what expires first", ship("FD-1001", json!({}))),
        ("ship a lot", ship("FD-1001", json!({"lot": "Z00005"}))),
        ("ship a piece", ship("EL-2001", json!({"serial": "Z00005"}))),
        ("ship any piece", ship("EL-2001", json!({}))),
        ("ship from a bin", ship("EL-2001", json!({"from": "STORAGE"}))),
        ("reverse a shipment", json!({"op": "reverse", "of": "B-9"})),
        ("allocate", json!({"op": "allocate", "order": "SO-26101"})),
        ("get work", json!({"op": "get_work", "kind": "pick"})),
        ("pick", json!({"op": "pick", "tote": "TOTE-1", "task": 1})),
        (
            "find it short",
            json!({"op": "short", "task": 2, "code": "not_found"}),
        ),
        (
            "get the work of an order",
            json!({"op": "get_work", "kind": "pick", "order": "SO-26102"}),
        ),
        (
            "open a count",
            json!({"op": "count_open", "location": "E-01-1", "operator": "EMP-105"}),
        ),
        (
            "count a piece",
            json!({"op": "count_read", "count": "opened", "item": "EL-2001", "qty": "1", "serial": "LP2-00417", "operator": "EMP-105"}),
        ),
        (
            "close a count",
            json!({"op": "count_close", "count": "opened", "rest_is_zero": true, "operator": "EMP-105"}),
        ),
        (
            "reject a count",
            json!({"op": "count_reject", "count": "opened", "operator": "EMP-101"}),
        ),
    ]
}

/// Does it all in a house with so much beside; returns what each took.
fn done_among(many: usize) -> Vec<(&'static str, Heard)> {
    let ear = Ear::default();
    ear.listen(|| {
        let mut sample = Sample::new(&ear);
        sample.lay_beside(many);
        let done = beside().into_iter();
        done.map(|(what, operation)| (what, sample.apply(operation)))
            .collect()
    })
}

#[test]
fn what_lies_beside_costs_nothing() {
    let mut differ = Vec::new();
    for ((what, few), (_, many)) in done_among(10).iter().zip(&done_among(10_000)) {
        println!("{what}: {few}");
        if (few.count(), few.steps) != (many.count(), many.steps) {
            differ.push(format!("{what}: {}\nbut among many {}", few.all(), many.all()));
        }
    }
    assert!(differ.is_empty(), "{}", differ.join("\n"));
}
