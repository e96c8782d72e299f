//! The same rows, written to a database that knows nothing but to keep them.

use binledger::domain::record::{Row, Table, Value};
use binledger::operations::change::{Change, Write};
use rusqlite::types::{ToSqlOutput, ValueRef};
use rusqlite::{Connection, ToSql};
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

/// A database without keys, indexes and rules, into which rows are inserted durably and in one transaction.
pub struct Bare {
    connection: Connection,
    took: Duration,
}

impl Bare {
    /// An empty database with these tables.
    pub fn create(path: &Path, tables: impl Iterator<Item = &'static Table>) -> Self {
        let connection = Connection::open(path).expect("a database");
        let mut set_up = String::from("PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL;");
        for table in tables {
            let columns = table.columns.join("\", \"");
            let _ = write!(
                set_up,
                "CREATE TABLE IF NOT EXISTS \"{}\" (\"{columns}\");",
                table.name
            );
        }
        connection.execute_batch(&set_up).expect("the tables");
        connection
            .execute_batch("BEGIN IMMEDIATE")
            .expect("a transaction");
        let took = Duration::ZERO;
        Self { connection, took }
    }

    /// Inserts rows of one table.
    pub fn insert<'r>(&mut self, table: &Table, rows: impl IntoIterator<Item = &'r Row>) {
        let start = Instant::now();
        let marks = vec!["?"; table.columns.len()].join(", ");
        let sql = format!("INSERT INTO \"{}\" VALUES ({marks})", table.name);
        let mut statement = self.connection.prepare_cached(&sql).expect("a statement");
        for row in rows {
            statement
                .execute(rusqlite::params_from_iter(row.iter().map(Cell)))
                .expect("a row");
        }
        self.took += start.elapsed();
    }

    /// Commits; returns how long the inserts and the commit took.
    pub fn commit(self) -> Duration {
        let start = Instant::now();
        self.connection.execute_batch("COMMIT").expect("a commit");
        self.took + start.elapsed()
    }
}

/// How long it takes to insert the rows of a change.
pub fn insert(path: &Path, change: &Change) -> Duration {
    let mut bare = Bare::create(path, change.writes.iter().map(Write::table));
    for write in &change.writes {
        if let Write::Put { table, row, .. } = write {
            bare.insert(table, [row]);
        }
    }
    bare.commit()
}

/// Prints a figure.
pub fn print(name: &str, rows: usize, took: Duration, bare: Duration) {
    let micros = |it: Duration| it.as_micros().max(1);
    let tenths = 10 * micros(took) / micros(bare);
    let ms = |it: Duration| format!("{}.{}", it.as_micros() / 1000, it.as_micros() / 100 % 10);
    let times = format!("{}.{}", tenths / 10, tenths % 10);
    println!("{name:<64}{rows:>8}{:>8}{:>8}{times:>8}", ms(took), ms(bare));
}
