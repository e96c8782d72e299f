//! Broken disks, told by a commit that lies; and the pages of stores, new and old.

mod beside;
mod long_log;

use super::*;
use crate::domain::catalog::Site;
use crate::domain::log::Logged;
use crate::operations::answer::Verdict;
use crate::operations::request::Request;
use crate::store::{Local, Store};
use rusqlite::{Connection, ffi};
use std::cell::Cell;

fn site(code: &str, name: &str) -> Request {
    let site = serde_json::json!({"record": "site", "site": code, "name": name});
    let request = serde_json::json!({"key": code, "operator": "", "terminal": "", "source": "import", "at": 1_783_339_200_000_i64,
        "date": "2026-07-06", "operation": {"op": "define", "master": site}});
    serde_json::from_value(request).unwrap()
}

fn store() -> (tempfile::TempDir, Sqlite) {
    let home = tempfile::tempdir().unwrap();
    let store = Sqlite::create(&home.path().join("store")).unwrap();
    (home, store)
}

/// Returns a commit that ends the transaction with `how` and reports a broken disk, the first `times` times.
fn broken(times: usize, how: &'static str) -> commit::Commit {
    failing(times, how, ffi::SQLITE_IOERR_FSYNC)
}

/// Returns a commit that ends the transaction with `how` and fails with `code`, the first `times` times.
fn failing(times: usize, how: &'static str, code: std::ffi::c_int) -> commit::Commit {
    let left = Cell::new(times);
    Box::new(move |statements| {
        if left.get() == 0 {
            return statements.run("COMMIT");
        }
        left.set(left.get() - 1);
        statements.run(how)?;
        Err(rusqlite::Error::SqliteFailure(ffi::Error::new(code), None))
    })
}

fn logged(store: &Sqlite) -> usize {
    (store as &dyn Store).all::<Logged>().unwrap().len()
}

#[test]
fn a_commit_that_happened_although_the_disk_complained_is_found_and_not_done_twice() {
    let (_home, mut store) = store();
    store.engine.commit = broken(1, "COMMIT");
    assert_eq!(
        store.transact(&site("A", "a")).unwrap().verdict,
        Verdict::Duplicate
    );
    assert_eq!(logged(&store), 1);
}

#[test]
fn a_commit_that_did_not_happen_is_done_once_more() {
    let (_home, mut store) = store();
    store.engine.commit = broken(1, "ROLLBACK");
    assert_eq!(store.transact(&site("A", "a")).unwrap().verdict, Verdict::Applied);
    assert_eq!(logged(&store), 1);
}

#[test]
fn after_two_commits_of_unknown_outcome_the_handle_believes_nothing() {
    let (home, mut store) = store();
    store.engine.commit = broken(2, "ROLLBACK");
    let unknown = store.transact(&site("A", "a"));
    assert!(matches!(unknown, Err(StoreError::Unknown { .. })), "{unknown:?}");
    let stopped = store.transact(&site("B", "b"));
    assert!(stopped.is_err_and(|e| e.to_string().contains("call the supervisor")));
    assert!((&store as &dyn Store).all::<Logged>().is_err());
    let mut other = Sqlite::open(&home.path().join("store")).unwrap();
    assert_eq!(logged(&other), 0);
    assert_eq!(other.transact(&site("A", "a")).unwrap().verdict, Verdict::Applied);
}

#[test]
fn a_commit_that_others_got_ahead_of_is_done_again_but_not_for_ever() {
    let (_home, mut store) = store();
    store.engine.commit = failing(3, "ROLLBACK", ffi::SQLITE_BUSY);
    assert_eq!(store.transact(&site("A", "a")).unwrap().verdict, Verdict::Applied);
    store.engine.commit = failing(4, "ROLLBACK", ffi::SQLITE_BUSY);
    assert!(matches!(
        store.transact(&site("B", "b")),
        Err(StoreError::Busy { .. })
    ));
    assert_eq!(store.transact(&site("B", "b")).unwrap().verdict, Verdict::Applied);
    assert_eq!(logged(&store), 2);
}

#[test]
fn a_commit_that_certainly_failed_is_told_and_not_repeated() {
    let (_home, mut store) = store();
    store.engine.commit = failing(1, "ROLLBACK", ffi::SQLITE_FULL);
    assert!(matches!(
        store.transact(&site("A", "a")),
        Err(StoreError::Full { .. })
    ));
    assert_eq!(logged(&store), 0);
    assert_eq!(store.transact(&site("A", "a")).unwrap().verdict, Verdict::Applied);
}

#[test]
fn a_turn_of_unknown_outcome_is_called_again_and_sees_whether_it_was_written() {
    for (how, seen) in [("COMMIT", true), ("ROLLBACK", false)] {
        let (_home, mut store) = store();
        store.engine.commit = broken(1, how);
        let mut found = Vec::new();
        let turned = store.turn(&mut |turn| {
            let known = turn.view().find::<Site>(&[&"A".to_owned()])?.is_some();
            found.push(known);
            if !known {
                turn.transact(&site("A", "a"))?;
            }
            Ok(())
        });
        assert!(turned.is_ok(), "{turned:?}");
        assert_eq!(found, [false, seen], "{how}");
        assert_eq!(logged(&store), 1, "{how}");
    }
}

#[test]
fn a_full_disk_changes_nothing_and_the_handle_goes_on_when_there_is_room() {
    let (_home, mut store) = store();
    let limit = |store: &Sqlite, pages: &str| {
        let connection = &store.engine.statements.connection;
        connection
            .execute_batch(&format!("PRAGMA max_page_count = {pages}"))
            .unwrap();
    };
    limit(&store, "1");
    let long = "long".repeat(250);
    let (mut applied, mut full) = (0, None);
    while full.is_none() && applied < 100 {
        match store.transact(&site(&format!("A{applied}"), &long)) {
            Ok(_) => applied += 1,
            Err(error) => full = Some(error),
        }
    }
    assert!(matches!(full, Some(StoreError::Full { .. })), "{full:?}");
    assert_eq!((&store as &dyn Store).all::<Site>().unwrap().len(), applied);
    limit(&store, "1000000");
    assert_eq!(
        store.transact(&site("A", &long)).unwrap().verdict,
        Verdict::Applied
    );
}

#[test]
fn a_connection_is_set_up_to_lose_nothing() {
    let (_home, mut store) = store();
    let told = |store: &Sqlite, pragma: &str| -> String {
        let connection = &store.engine.statements.connection;
        let cell = |row: &rusqlite::Row<'_>| row.get::<_, rusqlite::types::Value>(0);
        match connection
            .query_row(&format!("PRAGMA {pragma}"), (), cell)
            .unwrap()
        {
            rusqlite::types::Value::Text(text) => text,
            other => format!("{other:?}"),
        }
    };
    store.note(&[]).unwrap();
    assert_eq!(told(&store, "journal_mode"), "wal");
    for (pragma, value) in [
        ("synchronous", 1),
        ("foreign_keys", 1),
        ("recursive_triggers", 1),
        ("trusted_schema", 0),
    ] {
        assert_eq!(told(&store, pragma), format!("Integer({value})"), "{pragma}");
    }
    let defensive = store
        .engine
        .statements
        .connection
        .execute_batch("PRAGMA writable_schema = ON; DELETE FROM sqlite_schema");
    assert!(defensive.is_err());
}

#[test]
fn a_new_store_has_small_pages_and_an_older_one_keeps_its_own_but_not_in_its_backup() {
    let home = tempfile::tempdir().unwrap();
    let [fresh, older, copy] = ["fresh", "older", "copy"].map(|name| home.path().join(name));
    drop(Sqlite::create(&fresh).unwrap());
    place::new_file(&older).unwrap();
    let made = Connection::open(&older).unwrap();
    made.execute_batch("PRAGMA page_size = 4096").unwrap();
    let made = Statements::new(made);
    migrations::run(&made, &older, migrations::STEPS).unwrap();
    drop(made);
    let mut store = Sqlite::open(&older).unwrap();
    assert_eq!(store.transact(&site("A", "a")).unwrap().verdict, Verdict::Applied);
    copy::backup_to(&store.engine.statements.connection, &copy).unwrap();
    let pages = [&fresh, &older, &copy].map(|path| -> i64 {
        let connection = Connection::open(path).unwrap();
        let size = connection.query_row("PRAGMA page_size", (), |row| row.get(0));
        size.unwrap()
    });
    assert_eq!(pages, [1024, 4096, 1024]);
    assert_eq!(logged(&Sqlite::open(&copy).unwrap()), 1);
}
