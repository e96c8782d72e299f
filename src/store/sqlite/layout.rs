//! What a store consists of besides its rows: what refers to what, tables, indices and guards.

use crate::domain::record::Fault;
use crate::operations::invariants::{Check, Finding};
use rusqlite::Connection;
use std::collections::BTreeMap;

/// The layout, object by object: its kind and name, and the statement that makes it.
type Layout = BTreeMap<(String, String), String>;

/// Checks that every row that another refers to is there.
pub(super) fn references(connection: &Connection) -> Result<Finding, Fault> {
    let wrong = |e| Fault::caused("what refers to what can't be read", e);
    let mut check = Check::of("every row that another refers to is there");
    let tables = "SELECT count(*) FROM sqlite_schema WHERE type = 'table'";
    let tables: i64 = connection
        .query_row(tables, (), |row| row.get(0))
        .map_err(wrong)?;
    let mut statement = connection
        .prepare("SELECT \"table\", parent, count(*) FROM pragma_foreign_key_check GROUP BY 1, 2")
        .map_err(wrong)?;
    let broken = statement
        .query_map((), |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)))
        .and_then(Iterator::collect::<rusqlite::Result<Vec<(String, String, i64)>>>)
        .map_err(wrong)?;
    for (table, parent, rows) in &broken {
        check.see(false, || format!("{rows} of {table} refer to no row of {parent}"));
    }
    for _ in broken.len()..usize::try_from(tables).unwrap_or(0) {
        check.see(true, String::new);
    }
    Ok(check.finish())
}

/// Compares the layout of a store with that of an empty one that the program made.
pub(super) fn compared(connection: &Connection, made: &Connection) -> Result<Finding, Fault> {
    let wrong = |e| Fault::caused("the layout of the store can't be compared", e);
    let (made, mut found) = (layout(made).map_err(wrong)?, layout(connection).map_err(wrong)?);
    let mut check = Check::of("tables, indices and guards are those of the program, and no others");
    for ((kind, name), sql) in made {
        let same = found.remove(&(kind.clone(), name.clone())).map(|own| own == sql);
        let what = if same.is_some() {
            "differs from the program's"
        } else {
            "is missing"
        };
        check.see(same == Some(true), || format!("{kind} {name} {what}"));
    }
    for (kind, name) in found.into_keys() {
        check.see(false, || format!("{kind} {name} is not the program's"));
    }
    Ok(check.finish())
}

/// Returns the statements that made each table, index, guard and view, however they are spaced.
fn layout(connection: &Connection) -> rusqlite::Result<Layout> {
    let sql =
        "SELECT type, name, coalesce(sql, '') FROM sqlite_schema WHERE name NOT LIKE 'sqlite^_%' ESCAPE '^'";
    let mut statement = connection.prepare(sql)?;
    let rows = statement.query_map((), |row| Ok((row.get(0)?, row.get(1)?, row.get::<_, String>(2)?)))?;
    rows.map(|row| row.map(|(kind, name, sql)| ((kind, name), plain(&sql))))
        .collect()
}

/// Returns a statement without its comments and with one space between its words.
fn plain(sql: &str) -> String {
    let lines = sql
        .lines()
        .map(|line| line.split("--").next().unwrap_or_default());
    lines
        .flat_map(str::split_whitespace)
        .collect::<Vec<_>>()
        .join(" ")
}
