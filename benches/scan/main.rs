//! What a durable scan costs next to the least that a durable write can cost on the same disk, in the same run.
//!
//! `cargo bench --bench scan` prints, for each kind of operation, how many a second one terminal gets through the whole
//! path (queue, view, decide, apply, durable commit), and that as a share of a bare one-row durable insert.
//! `cargo bench --bench scan -- cpu` prints what each takes of the processor, in user and system time, and the bytes that
//! it writes, on a file system in memory: there a flush costs nothing, and other work on the machine hardly counts.

#![allow(clippy::print_stdout, reason = "a bench prints its figures")]

mod spent;

use binledger::domain::log::NotedRead;
use binledger::domain::movement::Source;
use binledger::domain::time::Time;
use binledger::operations::answer::Verdict;
use binledger::operations::request::Request;
use binledger::store::sqlite::Sqlite;
use binledger::store::{Note, Store};
use mimalloc::MiMalloc;
use rusqlite::Connection;
use serde_json::json;
use spent::Spent;
use std::path::Path;
use std::time::Instant;
use testing::company::{founded, receive, request, ship};

/// The allocator of the program.
#[global_allocator]
static ALLOCATOR: MiMalloc = MiMalloc;

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

/// What is measured, in the order of the figures.
const NAMES: [&str; 6] = [
    "bare: one row, durable",
    "bare: six statements, durable",
    "receive",
    "move",
    "ship",
    "read noted (not forced to the disk)",
];

/// A database and a store in one directory.
struct Places {
    bare: Connection,
    store: Sqlite,
}

impl Places {
    fn set_up(home: &Path) -> Self {
        let bare = bare(&home.join("bare"));
        let mut store = Sqlite::create(&home.join("store")).expect("a store");
        store.transact_all(&founded()).expect("a company");
        Self { bare, store }
    }

    /// Does the `n`th of one of the things measured, by its place among the names.
    fn run(&mut self, which: usize, n: usize) {
        let key = |what: &str| format!("{what}-{n}");
        let moved = json!({"op": "move", "item": "BEANS", "qty": "1", "from": "A-01", "to": "PACK"});
        match which {
            0 => insert(&self.bare, "a"),
            1 => six(&self.bare),
            2 => apply(&mut self.store, &receive(&key("R"), "BEANS", 2)),
            3 => apply(&mut self.store, &request(&key("M"), moved)),
            4 => apply(&mut self.store, &ship(&key("S"), "BEANS", 1)),
            _ => note(&mut self.store, n),
        }
    }
}

fn durable() {
    let home = tempfile::tempdir_in(env!("CARGO_TARGET_TMPDIR")).expect("a directory");
    let mut places = Places::set_up(home.path());
    let mut measured = NAMES.map(Measured::new);
    // One of each in turn, so that whatever else the disk is doing meets them all alike.
    for n in 0..TIMES {
        for (which, each) in measured.iter_mut().enumerate() {
            each.time(|| places.run(which, n));
        }
    }
    println!(
        "{:<44}{:>8}{:>10}{:>10}{:>9}",
        "", "a second", "µs median", "µs 99 %", "of bare"
    );
    for each in &measured {
        each.print(&measured[0]);
    }
}

/// Measures without the flush. Many of each in a row, because reading what was spent takes time as well.
fn cpu() {
    const ROW: usize = 100;
    let home = spent::memory();
    let mut places = Places::set_up(home.path());
    let mut spent = [Spent::default(); NAMES.len()];
    for row in 0..TIMES / ROW {
        for (which, each) in spent.iter_mut().enumerate() {
            each.on(|| (row * ROW..(row + 1) * ROW).for_each(|n| places.run(which, n)));
        }
    }
    println!("{:<44}{:>10}{:>10}", "", "µs CPU", "bytes");
    for (name, each) in NAMES.iter().zip(&spent) {
        let times = TIMES as u64;
        let (micros, bytes) = (each.processor / 1000 / times, each.bytes / times);
        println!("{name:<44}{micros:>10}{bytes:>10}");
    }
}

fn main() {
    if std::env::args().any(|argument| argument == "cpu") {
        cpu();
    } else {
        durable();
    }
}
