//! What is changed in the file of a store, behind the program's back, is found by the audit: each kind of tampering is a
//! row of a table, with the invariant that tells.

mod changes;

use self::changes::{CHAIN, FILE, LAYOUT, PAGES, REPLAYED, ROWS};
use binledger::cli::replay;
use binledger::domain::log::Logged;
use binledger::operations::invariants::{Finding, audit};
use binledger::operations::log::link;
use binledger::store::Store;
use binledger::store::sqlite::Sqlite;
use rusqlite::Connection;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use tempfile::TempDir;
use testing::tamper::unguarded;

/// A store of the sample company after one working day, sealed, whose file lies alone.
struct Day {
    home: TempDir,
}

impl Day {
    fn new() -> Self {
        let day = Self {
            home: tempfile::tempdir().unwrap(),
        };
        let scans = Path::new(env!("CARGO_MANIFEST_DIR")).join("samples/day.scans");
        day.run(&["init", "--samples"], Stdio::null());
        let scans = fs::File::open(scans).unwrap();
        day.run(
            &["scan", "--escaped", "--badge", "EMP-102", "--pin", "2308"],
            scans.into(),
        );
        day.run(&["gl", "seal"], Stdio::null());
        let backup = day.home.path().join("monday.db").display().to_string();
        day.run(&["backup", &backup], Stdio::null());
        day.run(&["restore", &backup], Stdio::null());
        Connection::open(day.file())
            .and_then(|it| it.query_row("PRAGMA wal_checkpoint(TRUNCATE)", (), |_| Ok(())))
            .unwrap();
        day
    }

    fn file(&self) -> PathBuf {
        self.home.path().join("day").join("store.db")
    }

    fn run(&self, args: &[&str], input: Stdio) {
        let done = Command::new(env!("CARGO_BIN_EXE_binledger"))
            .args(args)
            .env("BINLEDGER_STORE", self.file())
            .env("XDG_CONFIG_HOME", self.home.path())
            .env("XDG_DATA_HOME", self.home.path())
            .env("BINLEDGER_PIN_MS", "1")
            .stdin(input)
            .output()
            .unwrap();
        assert!(done.status.success(), "{args:?}: {done:?}");
    }

    /// Returns what an audit tells of a copy of the file that `tamper` has changed, and what its replay tells besides.
    fn tampered(&self, tamper: &dyn Fn(&Path)) -> (Vec<String>, Vec<String>) {
        let folder = tempfile::tempdir_in(self.home.path()).unwrap();
        let copy = folder.path().join("store.db");
        fs::copy(self.file(), &copy).unwrap();
        tamper(&copy);
        let store = Sqlite::open(&copy).unwrap();
        let mut found = store.prove_file().unwrap();
        if found[0].broken == 0 {
            found.extend((&store as &dyn Store).read(audit).unwrap());
        } else {
            return (broken(found), Vec::new());
        }
        (broken(found), broken(replay::replay(&store).unwrap()))
    }
}

fn broken(found: Vec<Finding>) -> Vec<String> {
    let broken = found.into_iter().filter(|row| row.broken > 0);
    broken
        .map(|row| format!("{}: {}", row.invariant, row.detail))
        .collect()
}

/// Changes rows, with the guards taken away and put back.
fn rows(sql: &str) -> impl Fn(&Path) + '_ {
    move |file| unguarded(file, sql)
}

/// Lays the root page of one table over that of another, or over the first leaf of its own.
fn page<'a>(from: &'a str, to: Option<&'a str>) -> impl Fn(&Path) + 'a {
    move |file| {
        let store = Connection::open(file).unwrap();
        let root = |table: &str| -> u32 {
            let root = "SELECT rootpage FROM sqlite_schema WHERE name = ?";
            store.query_row(root, [table], |row| row.get(0)).unwrap()
        };
        let size: u32 = store.query_row("PRAGMA page_size", (), |row| row.get(0)).unwrap();
        let whole = |number: u32| usize::try_from(number).unwrap();
        let (from, to, size) = (whole(root(from)), to.map(root).map(whole), whole(size));
        drop(store);
        let mut bytes = fs::read(file).unwrap();
        let copied = bytes[(from - 1) * size..from * size].to_vec();
        let number = |at: usize| usize::from(copied[at]) << 8 | usize::from(copied[at + 1]);
        // The number of a leaf is the first of the cell that the page's first pointer leads to.
        let to = to.unwrap_or_else(|| number(number(12)) << 16 | number(number(12) + 2));
        bytes[(to - 1) * size..to * size].copy_from_slice(&copied);
        fs::write(file, bytes).unwrap();
    }
}

#[test]
fn each_kind_of_tampering_is_told_by_its_invariant() {
    let day = Day::new();
    let (sound, same) = day.tampered(&|_| {});
    assert!(sound.is_empty() && same.is_empty(), "{sound:?} {same:?}");
    for (sql, expected) in ROWS {
        let (told, _) = day.tampered(&rows(&format!("PRAGMA ignore_check_constraints = ON; {sql}")));
        assert!(told.iter().any(|row| row.contains(expected)), "{sql}: {told:?}");
    }
    for (sql, table) in REPLAYED {
        let (plain, told) = day.tampered(&rows(sql));
        assert!(plain.is_empty(), "{sql} is told without a replay: {plain:?}");
        let expected = format!("replay: table {table} is the same");
        assert!(told.iter().any(|row| row.contains(&expected)), "{sql}: {told:?}");
    }
    for (sql, expected) in FILE {
        let (told, _) = day.tampered(&|file| Connection::open(file).unwrap().execute_batch(sql).unwrap());
        let expected = |row: &String| row.starts_with(LAYOUT) && row.contains(expected);
        assert!(told.iter().any(expected), "{sql}: {told:?}");
    }
}

#[test]
fn a_log_that_was_made_anew_is_not_the_one_that_was_sealed() {
    let day = Day::new();
    let (told, _) = day.tampered(&|file| {
        let store = Sqlite::open(file).unwrap();
        let mut log: Vec<Logged> = (&store as &dyn Store).all().unwrap();
        drop(store);
        let picked = log
            .iter_mut()
            .find(|logged| logged.op != "define" && logged.request.contains("EMP-102"));
        let picked = &mut picked.unwrap().request;
        *picked = picked.replace("EMP-102", "EMP-101");
        let mut previous = String::new();
        let mut made = Vec::new();
        for logged in &log {
            previous = link(&previous, logged);
            let (request, seq) = (&logged.request, logged.seq);
            let request = request.replace('\'', "''");
            made.push(format!(
                "UPDATE operations SET request = '{request}', hash = '{previous}' WHERE seq = {seq};"
            ));
        }
        rows(&made.join("\n"))(file);
    });
    assert!(!told.iter().any(|row| row.starts_with(CHAIN)), "{told:?}");
    let sealed = "the log is the one behind which each ledger batch was sealed";
    assert!(told.iter().any(|row| row.starts_with(sealed)), "{told:?}");
}

#[test]
fn a_page_copied_over_another_is_told_and_nothing_is_read_behind_it() {
    let day = Day::new();
    for (from, to) in [
        ("users", Some("policies")),
        ("movements", None),
        ("operations", None),
        ("reads", None),
        ("entry_lines", None),
    ] {
        let (told, _) = day.tampered(&page(from, to));
        let is_told = told.iter().any(|row| row.starts_with(PAGES));
        assert!(is_told, "{from} over {to:?}: {told:?}");
    }
}
