//! Rules may change, history may not: a store of an older program, its checkpoint, and rule books that decide otherwise.

use super::broken;
use binledger::cli::{document, replay};
use binledger::domain::log::{Checkpoint, Logged};
use binledger::domain::record::Value;
use binledger::domain::refusal::Refusal;
use binledger::operations::answer::Verdict;
use binledger::operations::change::Halt;
use binledger::operations::decide::{Decision, decide_by};
use binledger::operations::invariants::{Finding, audit};
use binledger::operations::log::RULES;
use binledger::operations::request::{Operation, Request};
use binledger::operations::view::View;
use binledger::store::Store;
use binledger::store::memory::Memory;
use binledger::store::sqlite::{Sqlite, checkpoint};
use std::fs::{Permissions, set_permissions};
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};

const RECEIVED: &str =
    r#"{"id":"new","op":"receive","date":"2026-03-06","item":"S","qty":"2","cost":"9.00"}"#;

/// Lays a store down as the program of layout 2 left it.
pub fn older(folder: &Path) -> PathBuf {
    let path = folder.join("store.db");
    let layout = [
        include_str!("../../../src/store/sqlite/001_first.sql"),
        include_str!("../../../src/store/sqlite/002_what_a_read_was_about.sql"),
        include_str!("../../program/older/version_2.sql"),
    ];
    let text = format!(
        "PRAGMA application_id = 1112427591; PRAGMA foreign_keys = OFF; BEGIN; {} PRAGMA user_version = 2; COMMIT;",
        layout.join("\n")
    );
    let connection = rusqlite::Connection::open(&path).unwrap();
    connection.execute_batch(&text).unwrap();
    set_permissions(&path, Permissions::from_mode(0o660)).unwrap();
    path
}

/// That store brought up to date, with an operation of today behind those of then.
fn upgraded(folder: &Path) -> (PathBuf, Sqlite) {
    let path = older(folder);
    let mut store = Sqlite::open(&path).unwrap();
    let (request, _) = document::read(RECEIVED).unwrap().unwrap();
    assert_eq!(store.transact(&request).unwrap().refusal, None);
    (path, store)
}

/// A rule book that changed without keeping its old form: nobody ships any more.
fn changed(view: &dyn View, request: &Request, rules: i64) -> Result<Decision, Halt> {
    match &request.operation {
        Operation::Ship(_) => Err(Refusal::NothingToMove {}.into()),
        _ => decide_by(view, request, rules),
    }
}

/// The same, but shipments that the first rule book decided are decided as then.
fn changed_from_the_second_on(view: &dyn View, request: &Request, rules: i64) -> Result<Decision, Halt> {
    if rules < 2 {
        decide_by(view, request, rules)
    } else {
        changed(view, request, rules)
    }
}

/// What the replay begins with and passes over, and whether everything is the same.
fn replayed(path: &Path, store: &Sqlite, decide: &replay::Decide<'_>) -> (String, String, bool) {
    let at_hand = |it: &Checkpoint| checkpoint::at_hand(path, it);
    let found: Vec<Finding> = replay::replay_from(store, &at_hand, decide).unwrap();
    let clean = found.iter().all(|row| row.broken == 0);
    (found[0].invariant.clone(), found[0].detail.clone(), clean)
}

fn logged(store: &Sqlite) -> Vec<Logged> {
    (store as &dyn Store).all().unwrap()
}

#[test]
fn what_older_rules_decided_is_taken_from_the_backup_of_the_upgrade() {
    let folder = tempfile::tempdir().unwrap();
    let (path, store) = upgraded(folder.path());
    let log = logged(&store);
    let before = log.len() - 1;
    let from = format!("replay: begins with the backup store.db.before-40.backup, behind operation {before}");
    for decide in [&decide_by as &replay::Decide<'_>, &changed] {
        assert_eq!(
            replayed(&path, &store, decide),
            (from.clone(), String::new(), true)
        );
    }
    let versions: Vec<i64> = log.iter().map(|logged| logged.rules).collect();
    assert_eq!(versions, [vec![1; before], vec![RULES]].concat());
    let made: Vec<Checkpoint> = (&store as &dyn Store).all().unwrap();
    let [one] = made.as_slice() else {
        panic!("{made:?}")
    };
    assert_eq!(
        (one.rules, one.layout, &one.log),
        (RULES, 2, &log[before - 1].hash)
    );
    let found = (&store as &dyn Store).read(audit).unwrap();
    assert!(found.iter().all(|row| row.broken == 0), "{found:?}");
}

#[test]
fn without_that_backup_the_replay_begins_at_the_beginning_and_says_why() {
    let folder = tempfile::tempdir().unwrap();
    let (path, store) = upgraded(folder.path());
    let backup = folder.path().join("store.db.before-40.backup");
    let first = "replay: begins with the first operation".to_owned();
    let kept = std::fs::read(&backup).unwrap();
    let is_told = |why: &str| {
        let told = format!(
            "not at checkpoint 1, because {}",
            why.replace("BACKUP", &backup.display().to_string())
        );
        assert_eq!(
            replayed(&path, &store, &changed),
            (first.clone(), told.clone(), false)
        );
        let old_form = replayed(&path, &store, &changed_from_the_second_on);
        assert_eq!(old_form, (first.clone(), told, true));
    };
    let altered = rusqlite::Connection::open(&backup).unwrap();
    altered
        .execute("UPDATE pools SET value = value + 1 WHERE item = 'S'", ())
        .unwrap();
    drop(altered);
    is_told("BACKUP is not the backup that was made then, or was changed since");
    std::fs::write(&backup, "no store").unwrap();
    is_told("the digest of the store can't be made");
    std::fs::rename(&backup, folder.path().join("moved")).unwrap();
    is_told("the backup BACKUP is not there");
    std::fs::write(&backup, kept).unwrap();
    assert!(replayed(&path, &store, &changed).2, "it is at hand again");
}

#[test]
fn what_an_older_program_applied_is_not_applied_again() {
    let folder = tempfile::tempdir().unwrap();
    let (_, mut store) = upgraded(folder.path());
    for logged in logged(&store) {
        let request: Request = serde_json::from_str(&logged.request).unwrap();
        let answer = store.transact(&request).unwrap();
        assert_eq!(answer.verdict, Verdict::Duplicate, "{}", logged.request);
    }
}

#[test]
fn the_chain_covers_the_rule_book_of_an_operation_and_the_checkpoints() {
    let folder = tempfile::tempdir().unwrap();
    let (_, store) = upgraded(folder.path());
    let store = (&store as &dyn Store).read(Memory::of).unwrap();
    let rules = |at: fn(usize) -> usize, to: i64| {
        broken(&store, "operations", &|rows| {
            let (at, rules) = (at(rows.len()), rows[0].len() - 1);
            rows[at][rules] = Value::Int(to);
        })
    };
    for broken in [rules(|_| 0, 2), rules(|len| len - 1, 1), rules(|len| len - 1, 2)] {
        assert!(
            broken.iter().any(|row| row.contains("does not match its hash")),
            "{broken:?}"
        );
    }
    for (column, told) in [
        (6, "checkpoint 1 does not match its hash"),
        (2, "is not in the log"),
    ] {
        let broken = broken(&store, "checkpoints", &|rows| {
            rows[0][column] = Value::Text("0".repeat(64).into());
        });
        assert!(broken.iter().any(|row| row.contains(told)), "{broken:?}");
    }
}
