//! Broken disks, told by a commit that lies; and the pages of stores, new and old.

use super::*;
use crate::domain::catalog::Site;
use crate::domain::log::Logged;
use crate::operations::answer::Verdict;
use crate::operations::request::Request;
use crate::store::{Local, Store};
use rusqlite::ffi;
use std::cell::Cell;

fn site(code: &str, name: &str) -> Request {
    let site = serde_json::json!({"record": "site", "site": code, "name": name});
    let request = serde_json::json!({"key": code, "operator": "", "terminal": "", "source": "import", "at": 0,
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
        Err(StoreError::Fault(_))
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

/// How many commits are numbered and forced, as the file beside the store says.
fn numbers(home: &tempfile::TempDir) -> [u64; 3] {
    let bytes = std::fs::read(home.path().join("store.force")).unwrap();
    let number = |at: usize| u64::from_be_bytes(bytes[at..at + 8].try_into().unwrap());
    [0, 8, 16].map(number)
}

#[test]
fn nobody_is_told_of_a_commit_before_it_is_forced() {
    let (home, mut store) = store();
    let mut other = Sqlite::open(&home.path().join("store")).unwrap();
    store.transact(&site("A", "a")).unwrap();
    let [begun, ..] = numbers(&home);
    assert_eq!(numbers(&home), [begun; 3]);
    // A process that died between its commit and the force.
    store.engine.forcing.begin().unwrap();
    store.engine.forcing.end(None);
    (&other as &dyn Store).glance(|_| Ok(())).unwrap();
    assert_eq!(
        numbers(&home),
        [begun + 1, begun + 1, begun],
        "a glance tells nobody anything"
    );
    assert_eq!(logged(&other), 1);
    assert_eq!(numbers(&home), [begun + 1; 3], "a look");
    store.engine.forcing.begin().unwrap();
    assert_eq!(
        other.transact(&site("A", "a")).unwrap().verdict,
        Verdict::Duplicate
    );
    assert_eq!(
        numbers(&home),
        [begun + 2, begun + 1, begun + 1],
        "what may not be in the log yet counts as not forced"
    );
    other.transact(&site("B", "b")).unwrap();
    assert_eq!(numbers(&home), [begun + 3; 3]);
}

/// A store with one operation in its log is left so, and opened by another process.
#[track_caller]
fn is_made_whole(leave: impl FnOnce(&Sqlite, &Path)) {
    let (home, mut store) = store();
    store.transact(&site("A", "a")).unwrap();
    leave(&store, &home.path().join("store.force"));
    let length = || std::fs::metadata(home.path().join("store-wal")).unwrap().len();
    assert_ne!(length(), 0);
    let other = Sqlite::open(&home.path().join("store")).unwrap();
    assert_eq!(length(), 0, "the log is copied");
    let [begun, ..] = numbers(&home);
    assert_eq!((numbers(&home), 0 < begun), ([begun; 3], true));
    assert_eq!(logged(&other), 1);
}

#[test]
fn a_store_is_made_whole_where_nobody_forces_what_was_committed() {
    is_made_whole(|store, _| store.engine.forcing.begin().unwrap());
}

#[test]
fn a_store_without_numbers_is_made_whole() {
    is_made_whole(|_, numbers| std::fs::write(numbers, "").unwrap());
}

#[test]
fn numbers_that_cannot_be_true_are_not_believed() {
    let (home, mut store) = store();
    for (at, wrong) in [
        vec![0xff; 24],
        [[0; 16], [1; 16]].concat()[..24].to_vec(),
        vec![1],
    ]
    .iter()
    .enumerate()
    {
        std::fs::write(home.path().join("store.force"), wrong).unwrap();
        store.transact(&site(&format!("S{at}"), "a")).unwrap();
        let [begun, written, forced] = numbers(&home);
        assert_eq!((written, forced), (begun, begun), "{wrong:?}");
    }
}

#[test]
fn a_force_that_fails_leaves_the_store_in_doubt_and_the_next_makes_it_whole() {
    let (home, mut store) = store();
    store.transact(&site("A", "a")).unwrap();
    store.engine.forcing.begin().unwrap();
    store.engine.forcing.end(None);
    let log = home.path().join("store-wal");
    // A file that can't be forced stands where the log is.
    store
        .engine
        .forcing
        .replace_log(std::fs::File::open("/dev/null").unwrap());
    let is_in_doubt = || std::fs::metadata(home.path().join("store.turn")).unwrap().len() == 1;
    assert!((&store as &dyn Store).all::<Site>().is_err());
    assert!(is_in_doubt());
    store
        .engine
        .forcing
        .replace_log(std::fs::File::open(&log).unwrap());
    store.force().unwrap();
    assert!(!is_in_doubt());
    assert_eq!(logged(&store), 1);
}

/// A file of a store that is open is taken away or replaced; nothing is written and nothing is told after that.
#[track_caller]
fn is_noticed(take_away: impl Fn(&Path), says: &str) {
    let (home, mut store) = store();
    store.transact(&site("A", "a")).unwrap();
    take_away(&home.path().join("store"));
    for _ in 0..2 {
        let stopped = store.transact(&site("B", "b"));
        let why = stopped.map_or_else(|e| e.to_string(), |it| format!("{it:?}"));
        assert!(why.contains(says), "{why}");
    }
    let looked = (&store as &dyn Store).all::<Site>();
    let why = looked.map_or_else(|e| e.to_string(), |it| format!("{it:?}"));
    assert!(why.contains(says), "{why}");
}

#[test]
fn a_store_that_is_taken_away_under_a_process_is_noticed_before_it_answers() {
    let remove = |what: &str| {
        let what = what.to_owned();
        move |store: &Path| std::fs::remove_file(format!("{}{what}", store.display())).unwrap()
    };
    let log = "store-wal was removed while the store was in use";
    is_noticed(remove("-wal"), log);
    is_noticed(remove("-shm"), "store-shm was removed while the store was in use");
    is_noticed(
        remove(".turn"),
        "store.turn was removed while the store was in use",
    );
    is_noticed(remove(""), "store was removed while the store was in use");
    let replaced = "store was replaced by another file while the store was in use";
    let copy_over = |store: &Path| {
        let copy = store.with_file_name("copy");
        std::fs::copy(store, &copy).unwrap();
        std::fs::rename(&copy, store).unwrap();
    };
    is_noticed(copy_over, replaced);
}

#[test]
fn whoever_comes_after_a_log_was_removed_under_others_is_told_so() {
    let (home, mut store) = store();
    store.transact(&site("A", "a")).unwrap();
    std::fs::remove_file(home.path().join("store-wal")).unwrap();
    let why = Sqlite::open(&home.path().join("store"))
        .err()
        .unwrap()
        .to_string();
    assert!(why.contains("store-wal was removed or cut"), "{why}");
}

#[test]
fn a_link_to_a_store_leads_to_the_same_turn() {
    let (home, mut store) = store();
    let link = home.path().join("link");
    std::os::unix::fs::symlink(home.path().join("store"), &link).unwrap();
    let mut other = Sqlite::open(&link).unwrap();
    other.transact(&site("A", "a")).unwrap();
    store.transact(&site("B", "b")).unwrap();
    assert!(!home.path().join("link.turn").exists());
    assert_eq!(logged(&other), 2);
}

#[test]
fn what_was_forced_is_noted_beside_the_store_and_nothing_that_was_not() {
    let (home, mut store) = store();
    let path = home.path().join("store");
    let newest = || force::noted(&path).unwrap().0 >> 24;
    store.transact(&site("A", "a")).unwrap();
    assert_eq!(newest(), 1);
    let decided = crate::store::Store::preview(&store, &site("B", "b"))
        .unwrap()
        .unwrap();
    let mut writing = store.engine.begin(Force::Now).unwrap();
    for write in &decided.writes {
        crate::store::engine::Transaction::write(&mut writing, write).unwrap();
    }
    crate::store::engine::Transaction::commit(writing).unwrap();
    assert_eq!(newest(), 1, "it is in the log, and nobody was told of it");
    store.engine.force().unwrap();
    assert_eq!(newest(), 2);
}
