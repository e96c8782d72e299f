//! A long history: the commands that import it, prove it and apply it again, as an operator calls them.

use crate::bare::Bare;
use crate::child::{self, Ran};
use binledger::operations::pages::Rows;
use binledger::store::Store;
use binledger::store::sqlite::Sqlite;
use binledger::store::tables::TABLES;
use std::fmt::Write as _;
use std::path::Path;
use std::time::Duration;

/// How many movements an item has.
const DEPTH: usize = 125;
const METHODS: [&str; 3] = ["fifo", "average", "standard"];
/// Rows that are read before they are inserted.
const PAGE: usize = 4096;

pub fn measure(movements: usize) {
    let home = tempfile::tempdir_in(env!("CARGO_TARGET_TMPDIR")).expect("a directory");
    let (store, file) = (home.path().join("store.db"), home.path().join("history.jsonl"));
    let items = movements.div_ceil(DEPTH);
    std::fs::write(&file, history(movements, items)).expect("a file");
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

/// Operation documents of five years: deliveries, many sales, goods that come back, breakage and finds.
fn history(movements: usize, items: usize) -> String {
    let mut documents = String::new();
    for item in 0..items {
        let _ = writeln!(
            documents,
            r#"{{"id":"I{item}","op":"item","date":"2020-01-01","item":"SKU-{item}","method":"{}","standard_cost":"{}.50"}}"#,
            METHODS[item % 3],
            5 + item % 40,
        );
    }
    let mut stock = vec![0; items];
    let mut sold = vec![None; items];
    let mut chance = Chance(7);
    for number in 0..movements {
        let item = chance.below(items);
        let day = number * 1800 / movements;
        let date = format!(
            "{}-{:02}-{:02}",
            2020 + day / 360,
            1 + day / 30 % 12,
            (1 + day % 30).min(28)
        );
        let (op, rest) = match (chance.below(100), sold[item].take()) {
            (_, _) if stock[item] < 8 => receive(&mut chance, &mut stock[item]),
            (0..12, _) => receive(&mut chance, &mut stock[item]),
            (88..95, Some((of, qty))) => {
                stock[item] += qty;
                let back = format!(r#""of":"M{of}","qty":"{qty}","disposition":"restock""#);
                ("customer_return", back)
            }
            (95..97, _) => {
                stock[item] -= 1;
                ("adjust", r#""qty":"-1","reason":"broken""#.to_owned())
            }
            (97.., _) => {
                stock[item] += 1;
                ("adjust", r#""qty":"1","reason":"found""#.to_owned())
            }
            _ => {
                let qty = 1 + chance.below(7);
                stock[item] -= qty;
                sold[item] = Some((number, qty));
                (
                    "ship",
                    format!(r#""qty":"{qty}","price":"{}.95""#, 9 + chance.below(80)),
                )
            }
        };
        let of = if op == "customer_return" {
            String::new()
        } else {
            format!(r#""item":"SKU-{item}","#)
        };
        let _ = writeln!(
            documents,
            r#"{{"id":"M{number}","op":"{op}","date":"{date}",{of}{rest}}}"#
        );
    }
    documents
}

fn receive(chance: &mut Chance, stock: &mut usize) -> (&'static str, String) {
    let qty = 20 + chance.below(70);
    *stock += qty;
    let cost = format!("{}.{:02}", 3 + chance.below(37), chance.below(100));
    ("receive", format!(r#""qty":"{qty}","cost":"{cost}""#))
}

/// Numbers that look random and are the same in every run (Numerical Recipes, a linear congruential generator).
struct Chance(u32);

impl Chance {
    fn below(&mut self, limit: usize) -> usize {
        self.0 = self.0.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        (usize::try_from(self.0 >> 8).unwrap_or_default()) % limit
    }
}
