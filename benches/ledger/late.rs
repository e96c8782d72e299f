//! Late cost on a receipt behind which ten thousand issues lie, and a receipt that is entered behind as many.

use crate::bare;
use binledger::operations::answer::Verdict;
use binledger::operations::request::Request;
use binledger::store::Store;
use binledger::store::sqlite::Sqlite;
use serde_json::json;
use std::time::Instant;
use testing::company::{define, founded, receive, request, ship};

const ISSUES: usize = 10_000;

pub fn measure() {
    let home = tempfile::tempdir_in(env!("CARGO_TARGET_TMPDIR")).expect("a directory");
    let mut store = Sqlite::create(&home.path().join("store")).expect("a store");
    let mut begun = founded();
    let clearing = json!({"record": "account", "account": "2150", "name": "2150", "kind": "liability"});
    begun.push(define(clearing));
    begun.push(request(
        "item",
        json!({"op": "item", "item": "POOLED", "method": "average"}),
    ));
    store.transact_all(&begun).expect("a company");
    for item in ["POOLED", "BEANS"] {
        let received = format!("{item}-received");
        let mut moved = vec![receive(&received, item, 20_000)];
        moved.extend((0..ISSUES).map(|n| ship(&format!("{item}-{n}"), item, 1)));
        store.transact_all(&moved).expect("ten thousand issues");
        for (n, amount) in ["37.00", "100.00", "5000.00"].into_iter().enumerate() {
            let freight =
                json!({"op": "landed_cost", "of": [received], "amount": amount, "basis": "quantity"});
            let freight = request(&format!("{item}-freight-{n}"), freight);
            let name = format!("{amount} of freight, {ISSUES} issues later, {item}");
            time(&mut store, &name, &freight, home.path());
        }
        let mut late = receive(&format!("{item}-late"), item, 1_000);
        late.date = late.date.pred_opt().expect("a day before");
        let name = format!("a receipt entered {ISSUES} issues late, {item}");
        time(&mut store, &name, &late, home.path());
    }
}

fn time(store: &mut Sqlite, name: &str, request: &Request, home: &std::path::Path) {
    let change = store
        .preview(request)
        .expect("the store works")
        .expect("it is applied");
    let bare = bare::insert(&home.join(request.key.as_str()), &change);
    let start = Instant::now();
    let answer = store.transact(request).expect("the store works");
    let took = start.elapsed();
    assert_eq!(answer.verdict, Verdict::Applied, "{answer:?}");
    bare::print(name, change.writes.len(), took, bare);
}
