//! A long history: importing it, proving it, and applying it again.

use crate::bare;
use crate::company::{founded, receive, request, ship};
use binledger::cli::audit::replay::replay;
use binledger::operations::change::{Change, Write};
use binledger::operations::invariants::audit;
use binledger::operations::pages::Rows;
use binledger::operations::request::Request;
use binledger::store::Store;
use binledger::store::sqlite::Sqlite;
use binledger::store::tables::TABLES;
use serde_json::json;
use std::time::Instant;

const ITEMS: usize = 400;
const MOVEMENTS: usize = 50_000;
const METHODS: [&str; 3] = ["fifo", "average", "standard"];

pub fn measure() {
    let home = tempfile::tempdir_in(env!("CARGO_TARGET_TMPDIR")).expect("a directory");
    let mut store = Sqlite::create(&home.path().join("store")).expect("a store");
    store.transact_all(&founded()).expect("a company");
    let requests = history();
    let start = Instant::now();
    store.transact_all(&requests).expect("a history");
    let took = start.elapsed();
    let kept = kept(&store);
    let bare = bare::insert(&home.path().join("bare"), &kept);
    let rows = kept.writes.len();
    let name = |what: &str| format!("{what} {MOVEMENTS} movements of {ITEMS} items");
    bare::print(&name("importing"), rows, took, bare);
    let store: &dyn Store = &store;
    let start = Instant::now();
    let found = store.read(audit).expect("the store works");
    assert!(found.iter().all(|finding| finding.broken == 0));
    bare::print(&name("proving"), rows, start.elapsed(), bare);
    let start = Instant::now();
    let found = replay(store).expect("the store works");
    assert!(found.iter().all(|finding| finding.broken == 0));
    bare::print(&name("applying again"), rows, start.elapsed(), bare);
}

/// Each item is received, sold three times, comes back once and is written off once, and so on.
fn history() -> Vec<Request> {
    let item = |at: usize| format!("ITEM-{}", at % ITEMS);
    let mut requests: Vec<Request> = (0..ITEMS)
        .map(|at| {
            let described =
                json!({"op": "item", "item": item(at), "method": METHODS[at % 3], "standard_cost": "2.4"});
            request(&item(at), described)
        })
        .collect();
    requests.extend((0..MOVEMENTS).map(|at| {
        let (key, item) = (format!("M{at}"), item(at));
        match at / ITEMS % 6 {
            0 => receive(&key, &item, 9),
            4 => request(
                &key,
                json!({"op": "customer_return", "of": format!("M{}", at - ITEMS), "qty": "1", "disposition": "restock"}),
            ),
            5 => request(&key, json!({"op": "adjust", "item": item, "qty": "-1"})),
            _ => ship(&key, &item, 2),
        }
    }));
    requests
}

/// Every row that is in the store, as if one change had written it.
fn kept(store: &dyn Store) -> Change {
    let rows = store.read(|view| {
        let mut writes = Vec::new();
        for table in TABLES {
            for row in Rows::of(table, view) {
                writes.push(Write::Put { table, row: row? });
            }
        }
        Ok(writes)
    });
    let writes = rows.expect("the store works");
    Change { writes }
}
