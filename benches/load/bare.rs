//! The least that a client can do that writes as durably, as many bytes, one after the other with all others.

use crate::pace::Pace;
use rusqlite::Connection;
use std::fs::File;
use std::path::Path;
use std::time::Duration;

/// The bytes that a scan which is posted writes into the log, about.
const BYTES: i64 = 14_000;

fn connection(place: &Path) -> Connection {
    let connection = Connection::open(place.join("bare.db")).expect("a database");
    connection
        .busy_timeout(Duration::from_secs(30))
        .expect("a setting");
    let set_up = "PRAGMA page_size = 1024; PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL;
        CREATE TABLE IF NOT EXISTS a (n INTEGER PRIMARY KEY, t BLOB NOT NULL) STRICT;";
    connection.execute_batch(set_up).expect("the settings");
    connection
}

/// A database in a folder.
pub fn prepare(place: &Path) {
    drop(connection(place));
    for name in ["door", "turn"] {
        File::create(place.join(name)).expect("a file");
    }
}

/// Writes at a pace; returns what each write took.
pub fn writes(place: &Path, _: u32, pace: Pace) -> Vec<Duration> {
    let connection = connection(place);
    // A look at the table opens the log, which is forced below.
    connection
        .query_row("SELECT count(*) FROM a", (), |_| Ok(()))
        .expect("a database");
    let open = |name: &str| File::open(place.join(name)).expect("a file");
    let (door, turn, log) = (open("door"), open("turn"), open("bare.db-wal"));
    pace.keep(|_| {
        door.lock().expect("a lock");
        turn.lock().expect("a lock");
        door.unlock().expect("a lock");
        connection
            .execute("INSERT INTO a (t) VALUES (zeroblob(?1))", [BYTES])
            .expect("a write");
        turn.unlock().expect("a lock");
        log.sync_data().expect("a force");
    })
}
