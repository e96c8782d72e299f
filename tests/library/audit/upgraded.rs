//! An upgrade makes nothing good: what was altered in the store of an older program stays told for ever, and a store whose
//! version was changed is not touched.

use super::checkpoints::older;
use binledger::domain::log::Checkpoint;
use binledger::operations::invariants::{Finding, audit};
use binledger::store::Store;
use binledger::store::sqlite::Sqlite;
use rusqlite::Connection;
use std::path::Path;
use testing::tamper::unguarded;

const UPGRADES: &str = "each upgrade found the store sound";
const READS: &str = "the chain of the reads and their results is unbroken";

/// Reads of an older program, one of which has no result yet.
const READ: &str = "
    INSERT INTO reads VALUES ('T-1', 1, 'EMP-1', 'scan', 'd', 'A', 1, 1), ('T-1', 2, 'EMP-1', 'scan', 'd', 'B', 1, 1),
        ('T-2', 1, 'EMP-1', 'scan', 'd', 'C', 1, 1);
    INSERT INTO read_results (terminal, read, outcome, message, step, millis)
        VALUES ('T-1', 1, 'applied', 'm', 's', 3), ('T-2', 1, 'applied', 'm', 's', 3);";

fn run(file: &Path, sql: &str) {
    Connection::open(file).unwrap().execute_batch(sql).unwrap();
}

/// Changes rows without their guards, or the layout.
fn change(file: &Path, sql: &str) {
    let is_of_rows = ["UPDATE", "DELETE"].iter().any(|begin| sql.starts_with(begin));
    if is_of_rows {
        unguarded(file, sql);
    } else {
        run(file, sql);
    }
}

fn broken(store: &Sqlite) -> Vec<Finding> {
    let found = (store as &dyn Store).read(audit).unwrap();
    found.into_iter().filter(|row| row.broken > 0).collect()
}

fn told(store: &Sqlite, invariant: &str) -> Option<String> {
    let found = broken(store).into_iter().find(|row| row.invariant == invariant);
    found.map(|row| row.detail)
}

#[test]
fn a_sound_store_is_upgraded_with_the_proof_that_it_was() {
    let folder = tempfile::tempdir().unwrap();
    let file = older(folder.path());
    run(&file, READ);
    let store = Sqlite::open(&file).unwrap();
    assert_eq!(store.warnings().join(" "), "");
    assert_eq!(broken(&store), []);
    let made: Vec<Checkpoint> = (&store as &dyn Store).all().unwrap();
    assert_eq!(made[0].found.as_deref(), Some(""));
}

#[test]
fn what_was_altered_before_an_upgrade_is_told_at_the_upgrade_and_for_ever() {
    let cases = [
        (
            "UPDATE pools SET value = value + 1 WHERE item = 'S'",
            "per inventory account",
            "UPDATE pools SET value = value - 1 WHERE item = 'S'",
        ),
        (
            "DROP TRIGGER operations_are_never_changed",
            "trigger operations_are_never_changed is missing",
            "CREATE TRIGGER operations_are_never_changed BEFORE UPDATE ON operations
             BEGIN SELECT RAISE(ABORT, 'operations are never changed'); END;",
        ),
        (
            "CREATE TABLE remarks (x)",
            "table remarks is not the program's",
            "DROP TABLE remarks",
        ),
        (
            "UPDATE operations SET request = request || ' ' WHERE seq = 3",
            "operation 3 does not match its hash",
            "UPDATE operations SET request = rtrim(request) WHERE seq = 3",
        ),
        (
            "DELETE FROM movements WHERE seq = 1",
            "movements are numbered without gaps",
            "",
        ),
    ];
    for (sql, expected, mended) in cases {
        let folder = tempfile::tempdir().unwrap();
        let file = older(folder.path());
        change(&file, sql);
        let store = Sqlite::open(&file).unwrap();
        let warned = store.warnings().join(" ");
        assert!(warned.contains(expected), "{sql}: {warned}");
        drop(store);
        change(&file, mended);
        let store = Sqlite::open(&file).unwrap();
        let told = told(&store, UPGRADES).unwrap_or_default();
        assert!(told.contains(expected), "{sql}: {told}");
        drop(store);
        unguarded(&file, "UPDATE checkpoints SET found = ''");
        let found = broken(&Sqlite::open(&file).unwrap());
        let is_told = found
            .iter()
            .any(|row| row.detail == "checkpoint 1 does not match its hash");
        assert!(is_told, "{sql}: {found:?}");
    }
}

#[test]
fn a_store_that_says_another_version_than_it_has_is_not_touched() {
    let folder = tempfile::tempdir().unwrap();
    let file = older(folder.path());
    for version in [1, 0] {
        run(&file, &format!("PRAGMA user_version = {version}"));
        let before = std::fs::read(&file).unwrap();
        let refused = Sqlite::open(&file).map(drop).unwrap_err().to_string();
        let expected = format!(
            "the store at {} says that it has version {version}, but its tables are those of version 2: somebody changed it. \
             Nothing was written. Restore a backup (binledger restore FILE)",
            file.display()
        );
        assert_eq!(refused, expected);
        assert_eq!(std::fs::read(&file).unwrap(), before);
    }
    run(
        &file,
        "DROP TRIGGER operations_are_never_changed; PRAGMA user_version = 1",
    );
    let refused = Sqlite::open(&file).map(drop).unwrap_err().to_string();
    let told = [
        "step 2 of the store's layout fails",
        "somebody changed the store",
        "Restore a backup",
    ];
    assert!(told.iter().all(|told| refused.contains(told)), "{refused}");
}

#[test]
fn reads_of_an_older_program_are_covered_by_the_first_link() {
    for (sql, sound) in [
        ("", true),
        (
            "UPDATE reads SET raw = 'x' WHERE terminal = 'T-1' AND read = 1",
            false,
        ),
        (
            "UPDATE read_results SET message = 'x' WHERE terminal = 'T-2'",
            false,
        ),
        (
            "DELETE FROM read_results WHERE terminal = 'T-2'; DELETE FROM reads WHERE terminal = 'T-2'",
            false,
        ),
        ("DELETE FROM read_links", false),
        ("UPDATE read_links SET read = 1", false),
    ] {
        let folder = tempfile::tempdir().unwrap();
        let file = older(folder.path());
        run(&file, READ);
        drop(Sqlite::open(&file).unwrap());
        change(&file, sql);
        let told = told(&Sqlite::open(&file).unwrap(), READS);
        assert_eq!(told.is_none(), sound, "{sql}: {told:?}");
    }
}
