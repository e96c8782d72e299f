//! The same rows, written to a database that knows nothing but to keep them.

use binledger::domain::record::Value;
use binledger::operations::change::{Change, Write};
use rusqlite::types::{ToSqlOutput, ValueRef};
use rusqlite::{Connection, ToSql};
use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::path::Path;
use std::time::{Duration, Instant};

struct Cell<'v>(&'v Value);

impl ToSql for Cell<'_> {
    fn to_sql(&self) -> rusqlite::Result<ToSqlOutput<'_>> {
        Ok(ToSqlOutput::Borrowed(match self.0 {
            Value::Null => ValueRef::Null,
            Value::Int(n) => ValueRef::Integer(*n),
            Value::Text(text) => ValueRef::Text(text.as_bytes()),
        }))
    }
}

/// How long it takes to insert the rows of a change, durably and in one transaction.
pub fn insert(path: &Path, change: &Change) -> Duration {
    let connection = Connection::open(path).expect("a database");
    let rows = || {
        change.writes.iter().filter_map(|write| match write {
            Write::Put { table, row } => Some((table, row)),
            Write::Remove { .. } => None,
        })
    };
    let mut set_up = String::from("PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL;");
    let tables: BTreeSet<(&str, String)> = rows()
        .map(|(table, _)| (table.name, table.columns.join(", ")))
        .collect();
    for (name, columns) in tables {
        let _ = write!(set_up, "CREATE TABLE IF NOT EXISTS \"{name}\" ({columns});");
    }
    connection.execute_batch(&set_up).expect("the tables");
    let start = Instant::now();
    connection
        .execute_batch("BEGIN IMMEDIATE")
        .expect("a transaction");
    for (table, row) in rows() {
        let marks = vec!["?"; row.len()].join(", ");
        let sql = format!("INSERT INTO \"{}\" VALUES ({marks})", table.name);
        let mut statement = connection.prepare_cached(&sql).expect("a statement");
        statement
            .execute(rusqlite::params_from_iter(row.iter().map(Cell)))
            .expect("a row");
    }
    connection.execute_batch("COMMIT").expect("a commit");
    start.elapsed()
}

/// Prints a figure.
pub fn print(name: &str, rows: usize, took: Duration, bare: Duration) {
    let micros = |it: Duration| it.as_micros().max(1);
    let tenths = 10 * micros(took) / micros(bare);
    let ms = |it: Duration| format!("{}.{}", it.as_micros() / 1000, it.as_micros() / 100 % 10);
    let times = format!("{}.{}", tenths / 10, tenths % 10);
    println!("{name:<64}{rows:>8}{:>8}{:>8}{times:>8}", ms(took), ms(bare));
}
