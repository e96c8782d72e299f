//! What somebody who knows the layout does to the file of a store.

use rusqlite::Connection;
use std::path::Path;

/// Runs statements on the file of a store with its guards dropped, and recreates the guards afterwards.
///
/// # Panics
/// If nothing is changed.
#[track_caller]
pub fn unguarded(file: &Path, sql: &str) {
    let store = Connection::open(file).unwrap();
    let guards = guards(&store);
    store.execute_batch("PRAGMA foreign_keys = OFF").unwrap();
    for (name, _) in &guards {
        store.execute_batch(&format!("DROP TRIGGER {name}")).unwrap();
    }
    let before = changes(&store);
    store.execute_batch(sql).unwrap();
    assert!(before < changes(&store), "{sql} changes nothing");
    for (_, sql) in &guards {
        store.execute_batch(sql).unwrap();
    }
}

fn guards(store: &Connection) -> Vec<(String, String)> {
    let mut statement = store
        .prepare("SELECT name, sql FROM sqlite_schema WHERE type = 'trigger'")
        .unwrap();
    let guards = statement.query_map((), |row| Ok((row.get(0)?, row.get(1)?)));
    guards.unwrap().collect::<Result<_, _>>().unwrap()
}

fn changes(store: &Connection) -> i64 {
    store
        .query_row("SELECT total_changes()", (), |row| row.get(0))
        .unwrap()
}
