//! Stores to measure on: the sample company, and the same company after years of business.

use binledger::operations::answer::Verdict;
use binledger::operations::request::Request;
use binledger::store::Store;
use binledger::store::sqlite::Sqlite;
use rusqlite::Connection;
use serde_json::{Value, json};
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::Instant;

/// Changes when the store is built in another way, so that an older one is not taken for it.
const VERSION: u32 = 1;
/// Movements of each item in the large store.
const ROUNDS: u64 = 10;
/// Requests of one transaction while the store is built.
const CHUNK: usize = 5000;

/// Makes the sample company's store at `store`, as a newcomer would.
pub fn sample(store: &Path) {
    let samples = concat!(env!("CARGO_MANIFEST_DIR"), "/samples");
    for arguments in [&["init"][..], &["import", samples]] {
        let done = Command::new(env!("CARGO_BIN_EXE_binledger"))
            .arg("--store")
            .arg(store)
            .args(arguments)
            .output()
            .expect("the program runs");
        assert!(done.status.success(), "{}", String::from_utf8_lossy(&done.stderr));
    }
}

/// The large store with this many movements, built if it is missing or has another layout than the sample.
pub fn large(sample: &Path, movements: u64) -> PathBuf {
    let shelf = Path::new(env!("CARGO_TARGET_TMPDIR")).join("../bench-store");
    let (ready, rising) = (
        shelf.join(format!("v{VERSION}-{movements}")),
        shelf.join("unfinished"),
    );
    let path = ready.join("store.db");
    if ready.exists() && layout(&path) != layout(sample) {
        std::fs::remove_dir_all(&ready).expect("a store of another layout can be removed");
    }
    if !ready.exists() {
        if rising.exists() {
            std::fs::remove_dir_all(&rising).expect("an unfinished store can be removed");
        }
        std::fs::create_dir_all(&shelf).expect("a folder for the large store");
        let rising = rising.join("store.db");
        self::sample(&rising);
        build(&mut Sqlite::open(&rising).expect("a store"), movements);
        std::fs::rename(shelf.join("unfinished"), &ready).expect("the store is ready");
    }
    path
}

fn layout(store: &Path) -> Vec<String> {
    let connection = Connection::open(store).expect("a store");
    let mut statement = connection
        .prepare("SELECT coalesce(sql, '') FROM sqlite_schema ORDER BY name")
        .expect("a layout");
    let rows = statement.query_map((), |row| row.get(0)).expect("a layout");
    rows.collect::<Result<_, _>>().expect("a layout")
}

/// Gives the sample company a great many items, bins for them, and a past.
fn build(store: &mut Sqlite, movements: u64) {
    let items = (movements / ROUNDS).max(1);
    let begun = Instant::now();
    let bins = (0..bins(items)).map(bin);
    apply(
        store,
        bins.chain((0..items).flat_map(|item| [master(item), barcode(item)])),
    );
    eprintln!("{items} items after {} s", begun.elapsed().as_secs());
    for round in 0..ROUNDS {
        apply(store, (0..items).map(|item| past(round, item, items)));
        let done = (round + 1) * items;
        eprintln!("{done} movements after {} s", begun.elapsed().as_secs());
    }
}

fn apply(store: &mut Sqlite, requests: impl Iterator<Item = Request>) {
    let mut requests = requests.peekable();
    while requests.peek().is_some() {
        let chunk: Vec<Request> = requests.by_ref().take(CHUNK).collect();
        let answers = store.transact_all(&chunk).expect("the past is applied");
        let refused = answers.iter().find(|answer| answer.verdict != Verdict::Applied);
        assert!(refused.is_none(), "{refused:?}");
    }
}

const fn bins(items: u64) -> u64 {
    items.div_ceil(2)
}

/// One of the three bins that an item has been in, spread over all of them.
fn place(item: u64, nth: u64, items: u64) -> String {
    format!("Z-{:05}", (item * 7919 + nth * 104_729) % bins(items))
}

fn code(item: u64) -> String {
    format!("BX-{item:06}")
}

/// A GTIN-14 of the GS1 prefix kept for examples, 952.
fn gtin(item: u64) -> String {
    let digits = format!("09529{item:08}");
    let weighed = digits.bytes().zip([3, 1].into_iter().cycle());
    let sum: u32 = weighed
        .map(|(digit, weight)| u32::from(digit - b'0') * weight)
        .sum();
    format!("{digits}{}", (10 - sum % 10) % 10)
}

fn request(key: &str, operation: &Value) -> Request {
    let wrapped = json!({"key": key, "operator": "", "terminal": "", "source": "import", "at": 1_772_440_000_000_i64,
        "date": "2026-03-02", "site": "MAIN", "operation": operation});
    serde_json::from_value(wrapped).expect("a request")
}

fn define(key: &str, record: &Value) -> Request {
    request(key, &json!({"op": "define", "master": record}))
}

fn bin(number: u64) -> Request {
    let name = format!("Z-{number:05}");
    let record = json!({"record": "location", "location": name, "site": "MAIN", "zone": "hall", "purpose": "storage",
        "sequence": 1000 + number, "capacity": null, "check_digits": null, "fixed_item": null});
    define(&format!("bench bin {number}"), &record)
}

fn master(item: u64) -> Request {
    let (tracking, group) = if item.is_multiple_of(2) {
        ("none", 3)
    } else {
        ("lot", 1)
    };
    let method = if item % 4 < 2 { "fifo" } else { "average" };
    let record = json!({"record": "item", "item": code(item), "name": format!("Article of the long tail {item}"),
        "group_number": group, "method": method, "standard_cost": null, "tracking": tracking, "uom": "EA",
        "price": "4.00", "min_life_days": null, "abc": "C", "weight": null, "service": false, "supplier_code": null});
    define(&format!("bench item {item}"), &record)
}

fn barcode(item: u64) -> Request {
    let record =
        json!({"record": "barcode", "barcode": gtin(item), "item": code(item), "qty": "1", "uom": "EA"});
    define(&format!("bench barcode {item}"), &record)
}

/// What happened to an item in a round: two lots arrive in two bins, goods go back and forth, some leave.
fn past(round: u64, item: u64, items: u64) -> Request {
    let [first, second, third] = [0, 1, 2].map(|nth| place(item, nth, items));
    let code = code(item);
    let receive = |qty: u64, to: &str, lot: &str| json!({"op": "receive", "item": code, "qty": qty.to_string(), "cost": "2.50", "to": to, "lot": lot});
    let carry =
        |from: &str, to: &str| json!({"op": "move", "item": code, "qty": "5", "from": from, "to": to});
    let ship = |from: &str| json!({"op": "ship", "item": code, "qty": "3", "price": "4", "from": from});
    let mut operation = match round {
        0 => receive(40, &first, "LOT-A"),
        1 => receive(60, &second, "LOT-B"),
        2 => carry(&first, &third),
        3 => carry(&third, &first),
        4 => ship(&first),
        5 => carry(&second, &third),
        6 => carry(&third, &second),
        7 => ship(&second),
        8 => receive(20, &first, "LOT-A"),
        _ => receive(10, &second, "LOT-B"),
    };
    if item.is_multiple_of(2)
        && let Some(fields) = operation.as_object_mut()
    {
        fields.remove("lot");
    }
    request(&format!("B{round}-{item}"), &operation)
}
