//! Several processes on one store: killed at any moment they lose nothing and double nothing, and together they never
//! sell a piece twice.

#![allow(clippy::unwrap_used, reason = "a test stops where its story breaks")]

use binledger::domain::amount::Qty;
use binledger::domain::log::{Logged, NotedRead};
use binledger::domain::movement::Source;
use binledger::domain::stock::Balance;
use binledger::domain::time::Time;
use binledger::operations::answer::{Answer, Verdict};
use binledger::operations::request::Request;
use binledger::store::memory::Memory;
use binledger::store::sqlite::Sqlite;
use binledger::store::tables::{NOTES, TABLES};
use binledger::store::{Note, Store};
use serde_json::json;
use std::collections::BTreeMap;
use std::io::{BufRead, BufReader, Write as _};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::sync::Barrier;
use std::thread;
use std::time::{Duration, Instant};
use testing::company::{asked_by, define, founded, order, receive, ship};

const PROCESSES: u64 = 8;
const KILLS: usize = 50;

/// A store in which goods can move, and the directory that holds it.
fn store() -> (tempfile::TempDir, PathBuf) {
    let home = tempfile::tempdir().unwrap();
    let path = home.path().join("store");
    Sqlite::create(&path).unwrap().transact_all(&founded()).unwrap();
    (home, path)
}

/// A sequence of numbers that look random and are the same each time (splitmix64).
fn next(seed: &mut u64) -> u64 {
    *seed = seed.wrapping_add(0x9e37_79b9_7f4a_7c15);
    let mixed = (*seed ^ (*seed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    let mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    mixed ^ (mixed >> 31)
}

/// The `n`th thing that a process does: three pieces in, then one out, and again.
fn task(process: u64, n: u64) -> Request {
    let key = format!("P{process}-{n}");
    if n.is_multiple_of(2) {
        receive(&key, "BEANS", 3)
    } else {
        ship(&key, "BEANS", 1)
    }
}

/// What the processes that are killed do. It is no test of its own: it runs when a test starts it.
#[test]
fn writer() {
    let Ok(given) = std::env::var("BINLEDGER_TEST_WRITER") else {
        return;
    };
    let words: Vec<&str> = given.split_whitespace().collect();
    let (path, process) = (Path::new(words[0]), words[1].parse().unwrap());
    let first: u64 = words[2].parse().unwrap();
    let mut store = Sqlite::open(path).unwrap();
    for n in first.. {
        let read = NotedRead {
            terminal: format!("P{process}-{}", std::process::id()).into(),
            read: n.cast_signed(),
            operator: "42".into(),
            source: Source::Scan,
            device: "wedge".into(),
            raw: "BEANS".into(),
            first_at: Time(0),
            last_at: Time(0),
        };
        store.note(&[Note::Read(read)]).unwrap();
        let answer = store.transact(&task(process, n)).unwrap();
        assert_ne!(answer.verdict, Verdict::Refused, "{answer:?}");
        let mut out = std::io::stdout().lock();
        writeln!(out, "\ndone {n}").unwrap();
        out.flush().unwrap();
    }
}

/// Lets one process work and kills it, again and again; answers what was acknowledged: all below this number.
fn kill_again_and_again(path: &Path, process: u64) -> u64 {
    let mut seed = process;
    let mut acknowledged = 0;
    for _ in 0..KILLS {
        let mut child = Command::new(std::env::current_exe().unwrap())
            .args(["crash::writer", "--exact", "--nocapture", "--test-threads=1"])
            .env(
                "BINLEDGER_TEST_WRITER",
                format!("{} {process} {acknowledged}", path.display()),
            )
            .stdout(Stdio::piped())
            .spawn()
            .unwrap();
        let lives = next(&mut seed) % 6;
        let lines = BufReader::new(child.stdout.take().unwrap()).lines();
        let mut done = lines
            .map_while(Result::ok)
            .filter_map(|line| line.strip_prefix("done ")?.parse::<u64>().ok());
        for n in done.by_ref().take(usize::try_from(lives).unwrap()) {
            acknowledged = n + 1;
        }
        let moment = Instant::now() + Duration::from_micros(next(&mut seed) % 9000);
        while Instant::now() < moment {
            thread::yield_now();
        }
        child.kill().unwrap();
        for n in done {
            acknowledged = n + 1;
        }
        let ended = child.wait().unwrap();
        assert_eq!(ended.code(), None, "process {process} ended by itself");
    }
    acknowledged
}

/// Applies the log of a store to an empty one; both must hold the same, notes aside.
fn assert_replays(store: &dyn Store) {
    let log: Vec<Logged> = store.all().unwrap();
    let mut replayed = Memory::new();
    for logged in &log {
        let request: Request = serde_json::from_str(&logged.request).unwrap();
        assert_eq!(replayed.transact(&request).unwrap().verdict, Verdict::Applied);
    }
    for table in TABLES.iter().filter(|table| !NOTES.contains(table)) {
        let everything = binledger::domain::record::Range {
            table,
            order: 0,
            prefix: Vec::new(),
            after: None,
            descending: false,
            limit: usize::MAX,
        };
        let rows = |store: &dyn Store| store.read(|view| view.rows(&everything)).unwrap();
        assert_eq!(rows(store), rows(&replayed), "{} after a replay", table.name);
    }
}

#[test]
fn eight_processes_killed_fifty_times_each_lose_nothing_and_double_nothing() {
    let (_home, path) = store();
    let acknowledged: Vec<u64> = thread::scope(|scope| {
        let killers = (0..PROCESSES).map(|process| {
            let path = &path;
            scope.spawn(move || kill_again_and_again(path, process))
        });
        let killers: Vec<_> = killers.collect();
        killers.into_iter().map(|killer| killer.join().unwrap()).collect()
    });
    let store = Sqlite::open(&path).unwrap();
    let store: &dyn Store = &store;
    let mut times: BTreeMap<String, u64> = BTreeMap::new();
    for logged in store.all::<Logged>().unwrap() {
        *times.entry(logged.key.to_string()).or_default() += 1;
    }
    let (mut committed, mut pieces) = (0, 0);
    for (process, acknowledged) in (0..PROCESSES).zip(acknowledged) {
        assert!(acknowledged > 50, "process {process} did nothing");
        let recorded = (0..u64::MAX)
            .take_while(|n| times.contains_key(&format!("P{process}-{n}")))
            .count() as u64;
        assert!(
            recorded == acknowledged || recorded == acknowledged + 1,
            "{recorded} of {acknowledged} recorded"
        );
        committed += recorded;
        pieces += recorded.div_ceil(2) * 3 - recorded / 2;
    }
    assert!(times.values().all(|times| *times == 1));
    assert_eq!(times.len() as u64, committed + founded().len() as u64);
    let balances: Vec<Balance> = store.all().unwrap();
    let on_hand: i64 = balances.iter().map(|balance| balance.qty.0).sum();
    assert_eq!(on_hand, Qty::units(pieces.cast_signed()).0);
    assert_replays(store);
}

/// Lets each of several terminals, with a connection of its own, ask once at the same moment.
fn at_once(path: &Path, requests: &[Request]) -> Vec<Answer> {
    let start = Barrier::new(requests.len());
    thread::scope(|scope| {
        let terminals = requests.iter().map(|request| {
            let start = &start;
            scope.spawn(move || {
                let mut store = Sqlite::open(path).unwrap();
                start.wait();
                store.transact(request).unwrap()
            })
        });
        let terminals: Vec<_> = terminals.collect();
        terminals
            .into_iter()
            .map(|terminal| terminal.join().unwrap())
            .collect()
    })
}

#[test]
fn ten_simultaneous_sales_of_the_last_piece_give_one_shipment_and_nine_refusals() {
    let (_home, path) = store();
    Sqlite::open(&path)
        .unwrap()
        .transact(&receive("GR-1", "BEANS", 1))
        .unwrap();
    let sales: Vec<Request> = (0..10).map(|n| ship(&format!("S-{n}"), "BEANS", 1)).collect();
    let answers = at_once(&path, &sales);
    let count = |verdict| answers.iter().filter(|answer| answer.verdict == verdict).count();
    assert_eq!((count(Verdict::Applied), count(Verdict::Refused)), (1, 9));
    let refused = answers.iter().filter_map(|answer| answer.refusal.as_ref());
    assert!(refused.into_iter().all(|refusal| refusal.code() == "NOT_ENOUGH"));
    assert_replays(&Sqlite::open(&path).unwrap());
}

#[test]
fn two_pickers_never_hold_the_same_line() {
    let (_home, path) = store();
    let mut store = Sqlite::open(&path).unwrap();
    let mut before = vec![receive("GR-1", "BEANS", 40)];
    before.push(define(
        json!({"record": "party", "kind": "customer", "party": "SHOP", "name": "Shop",
        "min_life_days": null}),
    ));
    for badge in ["AL", "BO"] {
        before.push(define(
            json!({"record": "user", "badge": badge, "name": badge, "roles": "picker", "pin_hash": null,
            "site": "MAIN", "failures": 0, "locked": false}),
        ));
    }
    before.extend((0..20).map(|n| order(&format!("SO-{n:02}"), "BEANS", 2)));
    store.transact_all(&before).unwrap();
    let mut claimed: Vec<String> = Vec::new();
    for round in 0..10 {
        let claim = |badge: &str| {
            asked_by(
                badge,
                &format!("{badge}-{round}"),
                json!({"op": "get_work", "kind": "pick"}),
            )
        };
        let answers = at_once(&path, &[claim("AL"), claim("BO")]);
        for (badge, answer) in ["AL", "BO"].into_iter().zip(answers) {
            assert_eq!(answer.verdict, Verdict::Applied, "{answer:?}");
            let order = answer.note.unwrap();
            let tote = format!("T-{order}");
            let pick = json!({"op": "pick", "order": order, "tote": tote});
            let picked = store
                .transact(&asked_by(badge, &format!("pick {order}"), pick))
                .unwrap();
            assert_eq!(picked.verdict, Verdict::Applied, "{picked:?}");
            claimed.push(order);
        }
    }
    claimed.sort_unstable();
    claimed.dedup();
    assert_eq!(claimed.len(), 20);
    assert_replays(&store);
}
