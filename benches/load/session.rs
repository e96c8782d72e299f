//! A terminal that counts a bin: every scan of a piece is posted.

use crate::pace::Pace;
use binledger::domain::log::Logged;
use binledger::domain::record::Record;
use binledger::scan::{Ending, Read, Source, SourceKind};
use binledger::session::Session;
use binledger::store::Store;
use binledger::store::sqlite::Sqlite;
use chrono::Utc;
use serde_json::json;
use std::path::Path;
use std::time::Duration;
use testing::company::{PIN, PIN_HASH, define, founded, request};

/// What such a client is called.
pub const NAME: &str = "terminal";
/// What it counts.
const ITEM: &str = "NUTS";

/// Makes a store of a small company in a folder, with a bin and a badge for each terminal.
pub fn prepare(place: &Path, terminals: u32) {
    let mut store = Sqlite::create(&place.join("store.db")).expect("a store");
    store.transact_all(&founded()).expect("a company");
    join(&mut store, terminals);
}

/// Gives a store a bin and a badge for each terminal.
pub fn join(store: &mut Sqlite, terminals: u32) {
    let mut requests = vec![request(
        "item to count",
        json!({"op": "item", "item": ITEM, "method": "fifo"}),
    )];
    for n in 0..terminals {
        requests.push(define(json!({"record": "location", "location": format!("L-{n}"), "site": "MAIN", "zone": "A",
            "purpose": "storage", "sequence": 100 + n, "capacity": null, "check_digits": null, "fixed_item": null})));
        requests.push(define(
            json!({"record": "user", "badge": format!("E-{n}"), "name": format!("Nr {n}"),
            "roles": "counter", "pin_hash": PIN_HASH, "site": "MAIN", "failures": 0, "locked": false}),
        ));
    }
    store.transact_all(&requests).expect("a store that works");
}

/// Counts pieces at a pace; returns what each scan took.
pub fn scans(place: &Path, n: u32, pace: Pace) -> Vec<Duration> {
    let mut store = Sqlite::open(&place.join("store.db")).expect("the store");
    let mut session = Session::open(&mut store, format!("T-{n}").as_str().into()).expect("a session");
    let mut scan = |line: &str, is_typed: bool| {
        let at = Utc::now();
        let read = Read {
            source: Source::new(SourceKind::Script, ""),
            bytes: line.as_bytes().to_vec(),
            first_at: at,
            last_at: at,
            typed: is_typed,
            ending: Ending::Enter,
            overlong: false,
        };
        let reply = session.read(&read).expect("the store works");
        assert!(reply.code.is_none(), "{line}: {}", reply.message());
    };
    for (line, is_typed) in [
        (format!("E-{n}"), false),
        (PIN.to_owned(), true),
        ("$BL.COUNT".to_owned(), false),
        (format!("L-{n}"), false),
    ] {
        scan(&line, is_typed);
    }
    pace.keep(|_| scan(ITEM, false))
}

/// Returns the number of operations in a store.
pub fn posted(place: &Path) -> usize {
    let store = Sqlite::open(&place.join("store.db")).expect("the store");
    let last = (&store as &dyn Store).read(|view| view.last(Logged::TABLE));
    last.expect("the store works").try_into().expect("a number")
}
