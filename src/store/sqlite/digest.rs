//! The digest of a store: one hash over every row of every table, whatever their places in the file.

use crate::domain::record::Fault;
use crate::operations::log::in_hexadecimal;
use rusqlite::Connection;
use rusqlite::types::ValueRef;
use sha2::{Digest, Sha256};

/// How many bytes are hashed at once.
const CHUNK: usize = 64 * 1024;

/// Returns the SHA-256 over all tables by name, each with the names of its columns and its rows in the order of their
/// key. It asks the file alone what tables there are, so that any program computes the same of any layout. Holds one
/// row at a time.
///
/// # Errors
/// A [`Fault`] where the file can't be read, or holds what no store holds.
pub(super) fn of(connection: &Connection) -> Result<String, Fault> {
    let wrong = |e| Fault::caused("the digest of the store can't be made", e);
    let mut hashed = Hashed {
        sum: Sha256::new(),
        chunk: Vec::with_capacity(CHUNK),
    };
    let tables =
        "SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite%' ORDER BY name";
    for table in texts(connection, tables).map_err(wrong)? {
        hashed.text(b'T', table.as_bytes());
        add(connection, &table, &mut hashed)?;
    }
    hashed.sum.update(&hashed.chunk);
    Ok(in_hexadecimal(&hashed.sum.finalize()))
}

/// Adds the rows of one table.
fn add(connection: &Connection, table: &str, hashed: &mut Hashed) -> Result<(), Fault> {
    let wrong = |e| Fault::caused(format!("{table} can't be read for the digest"), e);
    let of = |condition: &str| {
        let sql = format!("SELECT name FROM pragma_table_info('{table}') {condition}");
        texts(connection, &sql).map_err(wrong)
    };
    let columns = of("ORDER BY cid")?;
    for column in &columns {
        hashed.text(b'C', column.as_bytes());
    }
    let quoted = |names: &[String]| -> String {
        let names: Vec<String> = names.iter().map(|name| format!("\"{name}\"")).collect();
        names.join(", ")
    };
    let key = of("WHERE pk > 0 ORDER BY pk")?;
    let order = if key.is_empty() { &columns } else { &key };
    let sql = format!(
        "SELECT {} FROM \"{table}\" ORDER BY {}",
        quoted(&columns),
        quoted(order)
    );
    let mut statement = connection.prepare(&sql).map_err(wrong)?;
    let mut rows = statement.query(()).map_err(wrong)?;
    while let Some(row) = rows.next().map_err(wrong)? {
        for (at, column) in columns.iter().enumerate() {
            match row.get_ref(at).map_err(wrong)? {
                ValueRef::Null => hashed.add(b"N"),
                ValueRef::Integer(number) => {
                    hashed.add(b"I");
                    hashed.add(&number.to_be_bytes());
                }
                ValueRef::Text(text) => hashed.text(b'S', text),
                ValueRef::Real(_) | ValueRef::Blob(_) => {
                    return Err(Fault::new(format!("column {column} of {table} is damaged")));
                }
            }
        }
    }
    Ok(())
}

fn texts(connection: &Connection, sql: &str) -> rusqlite::Result<Vec<String>> {
    let mut statement = connection.prepare(sql)?;
    let names = statement.query_map((), |row| row.get(0))?;
    names.collect()
}

/// What was hashed so far, in chunks.
struct Hashed {
    sum: Sha256,
    chunk: Vec<u8>,
}

impl Hashed {
    /// A text with its length before it, so that no two rows read the same.
    fn text(&mut self, kind: u8, text: &[u8]) {
        self.add(&[kind]);
        self.add(&(text.len() as u64).to_be_bytes());
        self.add(text);
    }

    fn add(&mut self, bytes: &[u8]) {
        self.chunk.extend_from_slice(bytes);
        if CHUNK <= self.chunk.len() {
            self.sum.update(&self.chunk);
            self.chunk.clear();
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn digest(sql: &str) -> String {
        let connection = Connection::open_in_memory().unwrap();
        connection.execute_batch(sql).unwrap();
        of(&connection).unwrap()
    }

    #[test]
    fn a_digest_is_that_of_the_rows_and_not_of_their_places() {
        let table = "CREATE TABLE t (k TEXT PRIMARY KEY, n INTEGER) STRICT;";
        let one = digest(&format!("{table} INSERT INTO t VALUES ('A', 1), ('B', NULL);"));
        let moved = format!(
            "{table} INSERT INTO t VALUES ('C', 3), ('B', NULL), ('A', 1); DELETE FROM t WHERE k = 'C';"
        );
        assert_eq!(digest(&moved), one);
        for other in [
            "('A', 1)",
            "('A', 1), ('B', 0)",
            "('AB', 1), ('', NULL)",
            "('A', 1), ('C', NULL)",
        ] {
            assert_ne!(
                digest(&format!("{table} INSERT INTO t VALUES {other};")),
                one,
                "{other}"
            );
        }
        let renamed = "CREATE TABLE t (k TEXT PRIMARY KEY, m INTEGER) STRICT; INSERT INTO t VALUES ('A', 1), ('B', NULL);";
        assert_ne!(digest(renamed), one);
    }
}
