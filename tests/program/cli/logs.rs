//! Logs: what came after a backup is carried away and done again, or refused by name.

use super::backups::GOODS;
use super::workplace::Workplace;
use rusqlite::types::Value as Cell;
use std::fs;
use std::path::Path;

const DAY: &str = include_str!("../../../samples/day.scans");
pub const MORE: &str = r#"{"id":"r2","op":"receive","item":"A","qty":"5","cost":"2.50","date":"2026-03-02"}
{"id":"r3","op":"receive","item":"A","qty":"6","cost":"2.50","date":"2026-03-02"}
{"id":"r4","op":"receive","item":"A","qty":"7","cost":"2.50","date":"2026-03-02"}"#;

/// Everything that a store holds: its tables and their rows.
pub fn everything(store: &Path) -> Vec<(String, Vec<Vec<Cell>>)> {
    let store = rusqlite::Connection::open(store).unwrap();
    let mut tables = store
        .prepare("SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY name")
        .unwrap();
    let names: Vec<String> = tables
        .query_map((), |row| row.get(0))
        .unwrap()
        .collect::<Result<_, _>>()
        .unwrap();
    let rows = |name: &String| {
        let mut all = store.prepare(&format!("SELECT * FROM {name}")).unwrap();
        let columns = all.column_count();
        let cells = |row: &rusqlite::Row<'_>| (0..columns).map(|at| row.get(at)).collect();
        let mut rows: Vec<Vec<Cell>> = all
            .query_map((), cells)
            .unwrap()
            .collect::<Result<_, _>>()
            .unwrap();
        rows.sort_by_key(|row| format!("{row:?}"));
        (name.clone(), rows)
    };
    names.iter().map(rows).collect()
}

/// A store with a backup of it, and a log of what came after it: the note of the backup, an anchor, three receipts, an
/// anchor. Its last operation is number `last`.
pub struct Kept {
    pub place: Workplace,
    pub backup: String,
    pub log: String,
    pub last: i64,
}

pub fn kept() -> Kept {
    let place = Workplace::new();
    place.feed(&["post", "-"], GOODS).well();
    let backup = place.path("monday.db").display().to_string();
    place.run(&["backup", &backup]).well();
    let log = place.path("monday.log").display().to_string();
    let add = ["log", "export", "--append", "--after-backup", &backup, "-o", &log];
    place.run(&add).well();
    place.feed(&["post", "-"], MORE).well();
    place.run(&add).well();
    let last = last(&place);
    Kept {
        place,
        backup,
        log,
        last,
    }
}

pub fn last(place: &Workplace) -> i64 {
    let store = rusqlite::Connection::open(place.store()).unwrap();
    let newest = "SELECT max(seq) FROM operations";
    store.query_row(newest, (), |row| row.get(0)).unwrap()
}

impl Kept {
    /// Puts the backup in the place of the store, as a copy that nobody noted.
    pub fn copied(&self) {
        fs::remove_dir_all(self.place.path("store")).unwrap();
        fs::create_dir(self.place.path("store")).unwrap();
        fs::copy(&self.backup, self.place.store()).unwrap();
    }

    /// Returns the lines of the log, and writes them back altered.
    pub fn altered(&self, alter: impl FnOnce(&mut Vec<String>)) -> String {
        let mut lines: Vec<String> = fs::read_to_string(&self.log)
            .unwrap()
            .lines()
            .map(str::to_owned)
            .collect();
        alter(&mut lines);
        self.place.file(
            "altered.log",
            &(lines.join(
                "
",
            ) + "
"),
        )
    }
}

#[test]
fn what_came_after_a_backup_is_done_again_and_every_row_is_the_same() {
    let place = Workplace::with_samples();
    let backup = place.path("monday.db").display().to_string();
    place.run(&["backup", &backup]).well();
    place.feed(&["scan", "--escaped"], DAY).well();
    place.run(&["gl", "seal"]).well();
    let log = place.path("monday.log").display().to_string();
    place
        .run(&["log", "export", "--after-backup", &backup, "-o", &log])
        .well();
    let before = everything(&place.store());
    // A copy of the backup on another machine becomes the same store.
    let other = Workplace::empty();
    fs::create_dir(other.path("store")).unwrap();
    fs::copy(&backup, other.store()).unwrap();
    let said = other.run(&["log", "apply", &log, "--json"]).well();
    assert_eq!(everything(&other.store()), before);
    let rows = said.rows();
    assert_eq!(rows[0]["operation"], last(&place));
    assert!(200 < rows[0]["reads"].as_i64().unwrap(), "{rows:?}");
    other.run(&["audit", "--replay", "--anchor", &log]).well();
    // What is there already is passed over.
    let said = other.run(&["log", "apply", &log, "--json"]).well();
    assert_eq!(
        (&said.rows()[0]["operations"], &said.rows()[0]["reads"]),
        (&0.into(), &0.into())
    );
    // The store is lost, and put back to its last operation, in one step.
    let queries: [&[&str]; 7] = [
        &["stock"],
        &["layers"],
        &["journal"],
        &["trial-balance"],
        &["gl", "list"],
        &["moves"],
        &["reads"],
    ];
    let rows = || queries.map(|query| place.rows(query));
    let (told, ended) = (rows(), last(&place));
    fs::remove_dir_all(place.path("store")).unwrap();
    let said = place.run(&["restore", &backup, "--log", &log]).well();
    let end = format!("Restored from {backup} and its log, which end with operation {ended} of ");
    assert!(said.err.contains(&end), "{}", said.err);
    assert_eq!(rows(), told);
    place.run(&["audit", "--replay", "--anchor", &log]).well();
    let status = place.run(&["status"]).well().out;
    assert!(
        status.contains("from monday.db with monday.log, which ends with operation"),
        "{status}"
    );
}

#[test]
fn a_whole_log_makes_a_store_of_nothing() {
    let Kept { place, .. } = kept();
    let log = place.path("whole.log").display().to_string();
    place.run(&["log", "export", "-o", &log]).well();
    let other = Workplace::empty();
    other.run(&["log", "apply", &log]).well();
    assert_eq!(everything(&other.store()), everything(&place.store()));
    // By a pipe, without a file, as from one machine to another.
    let text = place.run(&["log", "export"]).well().out;
    assert_eq!(text, fs::read_to_string(&log).unwrap());
    let third = Workplace::empty();
    third.run(&["init", "--company", "Another"]).well();
    let said = third.feed(&["log", "apply", "-"], &text);
    assert!(
        said.code == 1 && said.err.starts_with("OTHER_STORE: standard input is the log"),
        "{}",
        said.err
    );
}

#[test]
fn a_log_is_done_up_to_an_operation_and_further_later() {
    let it = kept();
    it.copied();
    let first = (it.last - 1).to_string();
    let rows = it.place.rows(&["log", "apply", &it.log, "--until", &first]);
    assert_eq!(
        (&rows[0]["operations"], &rows[0]["operation"]),
        (&3.into(), &(it.last - 1).into())
    );
    it.place.run(&["audit"]).well();
    let rows = it.place.rows(&["log", "apply", &it.log]);
    assert_eq!(
        (&rows[0]["operations"], &rows[0]["operation"]),
        (&1.into(), &it.last.into())
    );
    // A restore up to an operation says what is left out.
    let said = it
        .place
        .run(&[
            "restore", &it.backup, "--log", &it.log, "--until", &first, "--json",
        ])
        .well();
    let lost = said.rows();
    assert_eq!((lost.len(), &lost[0]["key"]), (1, &"r4".into()), "{lost:?}");
    it.place.run(&["audit", "--replay"]).well();
}

#[test]
fn a_log_begins_where_a_store_was() {
    let it = kept();
    let other = Workplace::empty();
    other.run(&["init", "--company", "Another"]).well();
    for (from, why) in [
        (["--since", "9999"], "there is no operation 9999: the last one is"),
        (["--after-backup", &it.log], "can't be read"),
        (
            ["--after-backup", other.store().to_str().unwrap()],
            "of the store is another one",
        ),
    ] {
        let said = it.place.run(&[&["log", "export"], &from[..]].concat());
        assert!(said.code != 0 && said.out.is_empty(), "{from:?}: {}", said.out);
        assert!(said.err.contains(why), "{from:?}: {}", said.err);
    }
    let store = it.place.store().display().to_string();
    for command in [
        &["log", "export", "-o", &store][..],
        &["log", "export", "--append", "-o", &store],
    ] {
        let said = it.place.run(command);
        assert!(
            said.code == 2 && said.err.contains("which belongs to a store"),
            "{}",
            said.err
        );
    }
    it.place.run(&["audit"]).well();
}
