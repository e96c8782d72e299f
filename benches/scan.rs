//! What a durable scan costs next to the least that a durable write can cost on the same disk, in the same run.
//!
//! `cargo bench --bench scan` prints, for each kind of operation, how many a second one terminal gets through the whole
//! path (queue, view, decide, apply, durable commit), and that as a share of a bare one-row durable insert.

#![allow(clippy::print_stdout, reason = "a bench prints its figures")]

use binledger::domain::log::NotedRead;
use binledger::domain::movement::Source;
use binledger::domain::time::Time;
use binledger::operations::answer::Verdict;
use binledger::operations::request::Request;
use binledger::store::sqlite::Sqlite;
use binledger::store::{Note, Store};
use rusqlite::Connection;
use serde_json::json;
use std::path::Path;
use std::time::Instant;
use testing::company::{founded, receive, request, ship};

const TIMES: usize = 1000;

/// One thing measured: its name and microseconds for each time that it was done.
struct Measured {
    name: &'static str,
    micros: Vec<u128>,
}

impl Measured {
    const fn new(name: &'static str) -> Self {
        let micros = Vec::new();
        Self { name, micros }
    }

    fn time(&mut self, work: impl FnOnce()) {
        let start = Instant::now();
        work();
        self.micros.push(start.elapsed().as_micros());
    }

    fn total(&self) -> u128 {
        self.micros.iter().sum()
    }

    fn print(&self, bare: &Self) {
        let mut sorted = self.micros.clone();
        sorted.sort_unstable();
        let times = self.micros.len() as u128;
        let a_second = times * 1_000_000 / self.total().max(1);
        let percent = 100 * bare.total() * times / (self.total() * bare.micros.len() as u128).max(1);
        let (half, most) = (sorted[sorted.len() / 2], sorted[sorted.len() * 99 / 100]);
        println!("{:<44}{a_second:>8}{half:>10}{most:>10}{percent:>8}%", self.name);
    }
}

/// A database with the store's settings and nothing else in it.
fn bare(path: &Path) -> Connection {
    let connection = Connection::open(path).expect("a database");
    let set_up = "PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL;
        CREATE TABLE a (n INTEGER PRIMARY KEY, t TEXT NOT NULL) STRICT;
        CREATE TABLE b (n INTEGER PRIMARY KEY, t TEXT NOT NULL) STRICT;
        CREATE TABLE c (n INTEGER PRIMARY KEY, t TEXT NOT NULL) STRICT;
        CREATE TABLE d (n INTEGER PRIMARY KEY, t TEXT NOT NULL) STRICT;";
    connection.execute_batch(set_up).expect("the settings");
    connection
}

fn insert(connection: &Connection, table: &str) {
    let sql = format!("INSERT INTO {table} (t) VALUES ('one scan of one terminal')");
    connection
        .prepare_cached(&sql)
        .and_then(|mut statement| statement.execute(()))
        .expect("a row");
}

fn six(connection: &Connection) {
    let run = |sql: &str| {
        connection
            .prepare_cached(sql)
            .and_then(|mut it| it.execute(()))
            .map(drop)
    };
    run("BEGIN IMMEDIATE").expect("a transaction");
    for table in ["a", "b", "c", "d"] {
        insert(connection, table);
    }
    run("UPDATE a SET t = 'changed' WHERE n = 1").expect("a change");
    run("UPDATE b SET t = 'changed' WHERE n = 2").expect("a change");
    run("COMMIT").expect("a commit");
}

fn apply(store: &mut Sqlite, request: &Request) {
    let answer = store.transact(request).expect("an answer");
    assert_eq!(answer.verdict, Verdict::Applied, "{answer:?}");
}

fn note(store: &mut Sqlite, number: usize) {
    let read = NotedRead {
        terminal: "T1".into(),
        read: i64::try_from(number).unwrap_or(i64::MAX),
        operator: "42".into(),
        source: Source::Scan,
        device: "wedge".into(),
        raw: "0104006381333931".into(),
        first_at: Time(0),
        last_at: Time(0),
    };
    store.note(&[Note::Read(read)]).expect("a note");
}

fn main() {
    let home = tempfile::tempdir_in(env!("CARGO_TARGET_TMPDIR")).expect("a directory");
    let least = bare(&home.path().join("bare"));
    let mut store = Sqlite::create(&home.path().join("store")).expect("a store");
    store.transact_all(&founded()).expect("a company");
    let mut measured = [
        "bare: one row, durable",
        "bare: six statements, durable",
        "receive",
        "move",
        "ship",
        "read noted (not forced to the disk)",
    ]
    .map(Measured::new);
    let key = |what: &str, n: usize| format!("{what}-{n}");
    // One of each in turn, so that whatever else the disk is doing meets them all alike.
    for n in 0..TIMES {
        measured[0].time(|| insert(&least, "a"));
        measured[1].time(|| six(&least));
        measured[2].time(|| apply(&mut store, &receive(&key("R", n), "BEANS", 2)));
        let moved = json!({"op": "move", "item": "BEANS", "qty": "1", "from": "A-01", "to": "PACK"});
        measured[3].time(|| apply(&mut store, &request(&key("M", n), moved)));
        measured[4].time(|| apply(&mut store, &ship(&key("S", n), "BEANS", 1)));
        measured[5].time(|| note(&mut store, n));
    }
    println!(
        "{:<44}{:>8}{:>10}{:>10}{:>9}",
        "", "a second", "µs median", "µs 99 %", "of bare"
    );
    for each in &measured {
        each.print(&measured[0]);
    }
}
