//! A long history: the commands that import it, prove it and apply it again, as an operator calls them.

use crate::bare::Bare;
use crate::child::{self, Ran};
use binledger::operations::pages::Rows;
use binledger::store::Store;
use binledger::store::sqlite::Sqlite;
use binledger::store::tables::TABLES;
use std::path::Path;
use std::time::Duration;
use testing::history;

/// Rows that are read before they are inserted.
const PAGE: usize = 4096;

pub fn measure(movements: usize) {
    let home = tempfile::tempdir_in(env!("CARGO_TARGET_TMPDIR")).expect("a directory");
    let (store, file) = (home.path().join("store.db"), home.path().join("history.jsonl"));
    let items = history::items(movements);
    std::fs::write(&file, history::documents(movements)).expect("a file");
    child::run(&store, &["init"]);
    let posted = child::run(&store, &["post", &file.display().to_string()]);
    let (rows, bare) = insert(&store, &home.path().join("bare.db"));
    let size = std::fs::metadata(home.path().join("bare.db"))
        .expect("a file")
        .len()
        / 1024;
    println!("\n{movements} movements of {items} items, {rows} rows in the store");
    println!("bare: their insert into plain tables, and the size of those");
    head();
    println!("{:<24}{:>10}{:>36}", "bare", seconds(bare), size / 1024);
    print("post", &posted, bare, size);
    print("audit", &child::run(&store, &["audit"]), bare, size);
    print(
        "audit --replay",
        &child::run(&store, &["audit", "--replay"]),
        bare,
        size,
    );
}

/// Writes every row of the store to a database without rules; returns how many rows, and how long it took.
fn insert(store: &Path, bare: &Path) -> (usize, Duration) {
    let store = Sqlite::open(store).expect("the store");
    let mut bare = Bare::create(bare, TABLES.iter().copied());
    let mut rows = 0;
    (&store as &dyn Store)
        .read(|view| {
            for table in TABLES {
                let mut all = Rows::of(table, view);
                loop {
                    let page = all.by_ref().take(PAGE).collect::<Result<Vec<_>, _>>()?;
                    if page.is_empty() {
                        break;
                    }
                    rows += page.len();
                    bare.insert(table, &page);
                }
            }
            Ok(())
        })
        .expect("the store works");
    (rows, bare.commit())
}

fn head() {
    println!(
        "{:<24}{:>10}{:>10}{:>12}{:>14}{:>12}",
        "", "seconds", "of CPU", "times bare", "highest MiB", "times bare"
    );
}

fn print(name: &str, ran: &Ran, bare: Duration, size: u64) {
    let times = |tenths: u128| format!("{}.{}", tenths / 10, tenths % 10);
    println!(
        "{name:<24}{:>10}{:>10}{:>12}{:>14}{:>12}",
        seconds(ran.took),
        seconds(ran.cpu),
        times(10 * ran.took.as_millis() / bare.as_millis().max(1)),
        ran.peak / 1024,
        times(10 * u128::from(ran.peak) / u128::from(size.max(1))),
    );
}

fn seconds(time: Duration) -> String {
    format!("{}.{}", time.as_millis() / 1000, time.as_millis() / 100 % 10)
}
