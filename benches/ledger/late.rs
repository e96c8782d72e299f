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
    for account in ["1310", "2150", "5700", "5710"] {
        begun.push(define(
            json!({"record": "account", "account": account, "name": account, "kind": "liability"}),
        ));
    }
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
    for method in ["average", "fifo"] {
        spread(&mut store, method, home.path());
    }
}

/// Goods at three sites and in what was built of them, sold everywhere: freight on the one receipt that they came from.
fn spread(store: &mut Sqlite, method: &str, home: &std::path::Path) {
    let (item, made) = (format!("SPREAD-{method}"), format!("MADE-{method}"));
    let mut moved: Vec<Request> = [&item, &made]
        .map(|code| {
            let fields = json!({"op": "item", "item": code, "method": method});
            request(&format!("item {code}"), fields)
        })
        .into();
    let sites = ["EAST", "WEST"];
    for site in sites.iter().filter(|_| method == "average") {
        moved.push(define(json!({"record": "site", "site": site, "name": site})));
        moved.push(define(
            json!({"record": "location", "location": site, "site": site, "zone": "",
            "purpose": "storage", "sequence": 1, "capacity": null, "check_digits": null, "fixed_item": null}),
        ));
    }
    let received = format!("{item}-received");
    moved.push(receive(&received, &item, 20_000));
    for site in sites {
        let sent = format!("{item}-to-{site}");
        let fields =
            json!({"op": "transfer_out", "item": item, "qty": "5000", "from_site": "MAIN", "to_site": site});
        moved.push(request(&sent, fields));
        let fields = json!({"op": "transfer_in", "of": sent, "qty": "5000"});
        moved.push(request(&format!("{item}-at-{site}"), fields));
    }
    let built =
        json!({"op": "build", "item": made, "qty": "4000", "components": [{"item": item, "qty": "1"}]});
    moved.push(request(&made, built));
    for n in 0..ISSUES {
        let (of, site) = [(&item, "MAIN"), (&item, "EAST"), (&item, "WEST"), (&made, "MAIN")][n % 4];
        let mut sold = ship(&format!("{item}-{n}"), of, 1);
        sold.site = Some(site.into());
        moved.push(sold);
    }
    store
        .transact_all(&moved)
        .expect("ten thousand issues at three sites");
    for (n, amount) in ["100.00", "5000.00"].into_iter().enumerate() {
        let freight = json!({"op": "landed_cost", "of": [received], "amount": amount, "basis": "quantity"});
        let freight = request(&format!("{item}-freight-{n}"), freight);
        let name = format!("{amount} of freight, {ISSUES} issues at 3 sites and of a build, {method}");
        time(store, &name, &freight, home);
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
