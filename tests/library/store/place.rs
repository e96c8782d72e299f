//! Where a store may lie, and what is said where it may not.

use binledger::domain::log::Logged;
use binledger::store::sqlite::Sqlite;
use binledger::store::{Store, StoreError};
use std::fs::{self, Permissions};
use std::os::unix::fs::{MetadataExt, PermissionsExt};
use std::path::Path;
use testing::company::{founded, receive};

fn said(opened: Result<Sqlite, StoreError>) -> String {
    opened
        .err()
        .map_or_else(|| "it opened".to_owned(), |error| error.to_string())
}

fn mode(path: &Path) -> u32 {
    fs::metadata(path).unwrap().mode() & 0o7777
}

#[test]
fn a_store_is_made_for_the_group_in_a_directory_of_its_own() {
    let home = tempfile::tempdir().unwrap();
    let path = home.path().join("new/place/store");
    let store = Sqlite::create(&path).unwrap();
    assert_eq!(mode(&path), 0o660);
    assert_eq!(mode(path.parent().unwrap()), 0o2770);
    assert_eq!(mode(&path.with_extension("queue")), 0o660);
    assert_eq!(store.warnings(), [""; 0]);
    assert_eq!(
        mode(home.path()) & 0o2000,
        0,
        "a directory that was there is left alone"
    );
}

#[test]
fn a_wrong_mode_is_told_and_made_right_by_making_the_store_again() {
    let home = tempfile::tempdir().unwrap();
    let path = home.path().join("store");
    Sqlite::create(&path).unwrap();
    fs::set_permissions(&path, Permissions::from_mode(0o600)).unwrap();
    let warned = Sqlite::open(&path).unwrap().warnings().join(" ");
    assert!(warned.contains("mode 600, not 660"), "{warned}");
    fs::set_permissions(&path, Permissions::from_mode(0o666)).unwrap();
    assert!(said(Sqlite::open(&path)).contains("mode 666 lets everybody in"));
    Sqlite::create(&path).unwrap();
    assert_eq!(mode(&path), 0o660);
    Sqlite::open(&path).unwrap();
}

#[test]
fn a_path_that_holds_no_store_is_refused_and_left_as_it_is() {
    let home = tempfile::tempdir().unwrap();
    let path = home.path().join("store");
    assert!(said(Sqlite::open(&path)).contains("binledger init"));
    assert!(!path.exists());
    fs::write(&path, "").unwrap();
    assert!(said(Sqlite::open(&path)).contains("there is no store"));
    fs::write(&path, "dear diary ".repeat(99)).unwrap();
    fs::set_permissions(&path, Permissions::from_mode(0o660)).unwrap();
    assert!(said(Sqlite::open(&path)).contains("another program"));
    assert!(fs::read_to_string(&path).unwrap().starts_with("dear diary"));
    assert!(said(Sqlite::open(home.path())).contains("no file"));
    let below = path.join("store");
    assert!(
        said(Sqlite::create(&below)).contains("no place for a store"),
        "{}",
        said(Sqlite::create(&below))
    );
}

#[test]
fn a_store_with_two_names_is_refused() {
    let home = tempfile::tempdir().unwrap();
    let path = home.path().join("store");
    Sqlite::create(&path).unwrap();
    fs::hard_link(&path, home.path().join("other")).unwrap();
    assert!(said(Sqlite::open(&path)).contains("second name"));
}

#[test]
fn a_store_of_a_newer_program_is_refused() {
    let home = tempfile::tempdir().unwrap();
    let path = home.path().join("store");
    Sqlite::create(&path).unwrap();
    let raw = rusqlite::Connection::open(&path).unwrap();
    raw.execute_batch("PRAGMA user_version = 12345").unwrap();
    drop(raw);
    let refused = Sqlite::open(&path).err().unwrap();
    assert!(
        matches!(refused, StoreError::Newer { found: 12345, .. }),
        "{refused}"
    );
}

#[test]
fn a_backup_holds_everything_and_never_writes_over_a_file() {
    let home = tempfile::tempdir().unwrap();
    let mut store = Sqlite::create(&home.path().join("store")).unwrap();
    store.transact_all(&founded()).unwrap();
    store.transact(&receive("GR-1", "BEANS", 3)).unwrap();
    let copy = home.path().join("copy");
    let standing = store.backup(&copy, &mut |_| Ok(())).unwrap();
    assert!(store.backup(&copy, &mut |_| Ok(())).is_err());
    let copy = Sqlite::open(&copy).unwrap();
    let logs = [&store, &copy].map(|store| (store as &dyn Store).all::<Logged>().unwrap());
    assert_eq!(logs[0], logs[1]);
    assert_eq!(standing.operation, logs[0].last().unwrap().seq);
}

#[test]
fn nothing_gets_round_the_guards_of_an_append_only_table() {
    let home = tempfile::tempdir().unwrap();
    let path = home.path().join("store");
    let mut store = Sqlite::create(&path).unwrap();
    store.transact_all(&founded()).unwrap();
    let raw = rusqlite::Connection::open(&path).unwrap();
    raw.execute_batch("PRAGMA recursive_triggers = ON").unwrap();
    for sql in [
        "UPDATE operations SET op = 'x'",
        "DELETE FROM operations",
        "REPLACE INTO operations SELECT * FROM operations LIMIT 1",
    ] {
        let refused = raw.execute_batch(sql).unwrap_err().to_string();
        assert!(refused.contains("operations are never"), "{refused}");
    }
}
