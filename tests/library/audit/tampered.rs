//! What is changed in the file of a store, behind the program's back, is found by the audit: each kind of tampering is a
//! row of a table, with the invariant that tells.

use binledger::cli::replay;
use binledger::operations::invariants::{Finding, audit};
use binledger::store::Store;
use binledger::store::sqlite::Sqlite;
use rusqlite::Connection;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use tempfile::TempDir;

const PAGES: &str = "every page of the file is sound";
const LAYOUT: &str = "tables, indices and guards are those of the program";
const REFERENCES: &str = "every row that another refers to is there";
const DEFINED: &str = "master data, people, policies and orders are as the log defined them";
const NAMED: &str = "each row of the log has the key and the kind of its request";
const CHAIN: &str = "the operation log's hash chain is unbroken";

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

/// Changes rows as somebody does who knows how the guards are made: they are put back as they were.
fn rows(sql: &str) -> impl Fn(&Path) + '_ {
    move |file| {
        let store = Connection::open(file).unwrap();
        let guards = guards(&store);
        store.execute_batch("PRAGMA foreign_keys = OFF").unwrap();
        for (name, _) in &guards {
            store.execute_batch(&format!("DROP TRIGGER {name}")).unwrap();
        }
        let before: i64 = changes(&store);
        store.execute_batch(sql).unwrap();
        assert!(before < changes(&store), "{sql} changes nothing");
        for (_, sql) in &guards {
            store.execute_batch(sql).unwrap();
        }
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

/// Changes rows that the log determines: what is done, and the invariant that tells.
const ROWS: [(&str, &str); 44] = [
    (
        "DELETE FROM reads WHERE read = 7",
        "the reads of each terminal are numbered without gaps",
    ),
    (
        "INSERT INTO reads SELECT 'GHOST', 9, operator, source, device, raw, first_at, last_at FROM reads LIMIT 1",
        "the reads of each terminal are numbered without gaps",
    ),
    (
        "UPDATE read_results SET terminal = 'GHOST' WHERE read = 7 AND terminal = 'T-DOCK'",
        "every result has its read",
    ),
    (
        "UPDATE users SET roles = 'administrator' WHERE badge = 'EMP-104'",
        DEFINED,
    ),
    (
        "UPDATE users SET pin_hash = (SELECT pin_hash FROM users WHERE badge = 'EMP-102') WHERE badge = 'EMP-101'",
        DEFINED,
    ),
    (
        "UPDATE users SET pin_hash = NULL WHERE badge = 'EMP-101'",
        DEFINED,
    ),
    ("UPDATE users SET failures = 2 WHERE badge = 'EMP-104'", DEFINED),
    ("UPDATE users SET locked = 1 WHERE badge = 'EMP-104'", DEFINED),
    (
        "INSERT INTO users VALUES ('X-1', 'X', 'administrator', NULL, 'MAIN', 0, 0)",
        DEFINED,
    ),
    ("DELETE FROM users WHERE badge = 'EMP-104'", DEFINED),
    (
        "UPDATE policies SET value = '75' WHERE key = 'over_receipt_percent'",
        DEFINED,
    ),
    (
        "DELETE FROM policies WHERE key = 'weight_tolerance_percent'",
        DEFINED,
    ),
    ("UPDATE items SET name = 'x' WHERE item = 'EL-2001'", DEFINED),
    ("UPDATE items SET price = 1 WHERE item = 'EL-2001'", DEFINED),
    (
        "UPDATE barcodes SET item = 'EL-2001' WHERE item = 'FD-1001'",
        DEFINED,
    ),
    ("UPDATE accounts SET name = 'x' WHERE account = '1300'", DEFINED),
    ("UPDATE taxes SET rate_ppm = rate_ppm + 1", DEFINED),
    ("UPDATE groups SET cost_of_sales = '5300'", DEFINED),
    (
        "UPDATE locations SET check_digits = '99' WHERE location = 'STORAGE'",
        DEFINED,
    ),
    ("UPDATE parties SET name = 'x' WHERE party = 'CUS-01'", DEFINED),
    ("UPDATE uoms SET decimals = 3 WHERE uom = 'EA'", DEFINED),
    ("UPDATE pick_faces SET max = max + 1000000", DEFINED),
    (
        "UPDATE orders SET party = 'CUS-04' WHERE order_no = 'SO-26101'",
        DEFINED,
    ),
    ("DELETE FROM orders WHERE order_no = 'SO-26111'", DEFINED),
    ("INSERT INTO kits VALUES ('FD-1001', 'EL-2001', 1000000)", DEFINED),
    ("UPDATE sites SET name = 'x'", DEFINED),
    ("UPDATE restorations SET batch = 0", DEFINED),
    (
        "INSERT INTO restorations VALUES (2, 1, 1, 'never.db', 0, 900)",
        DEFINED,
    ),
    ("UPDATE entries SET movement = 9999 WHERE entry = 3", REFERENCES),
    ("UPDATE users SET locked = 7 WHERE badge = 'EMP-104'", PAGES),
    ("UPDATE operations SET key = 'x' WHERE seq = 20", NAMED),
    ("UPDATE operations SET op = 'pick' WHERE seq = 20", NAMED),
    (
        "UPDATE operations SET request = request || ' ' WHERE seq = 20",
        CHAIN,
    ),
    (
        "DELETE FROM operations WHERE seq = 20",
        "operations are numbered without gaps",
    ),
    (
        "UPDATE lots SET expiry = '2031-01-01' WHERE lot = 'NC-2602'",
        "goods expire when their lot does",
    ),
    (
        "UPDATE balances SET qty = qty + 1000000 WHERE item = 'FD-1001'",
        "on hand = Σ movements",
    ),
    (
        "UPDATE pools SET value = value + 1 WHERE item = 'FD-1001'",
        "per inventory account",
    ),
    ("UPDATE layers SET value = value + 1", "every cost layer holds"),
    (
        "UPDATE slices SET value = value + 1 WHERE movement = (SELECT max(movement) FROM slices)",
        "every cost layer holds",
    ),
    (
        "UPDATE entry_lines SET amount = amount + 1 WHERE entry = 1 AND line = 1",
        "debits = credits per entry",
    ),
    (
        "DELETE FROM movements WHERE seq = 5",
        "movements are numbered without gaps",
    ),
    (
        "UPDATE ledger_batch_lines SET debit = debit + 1 WHERE line = 1",
        "the ledger batches' hash chain is unbroken",
    ),
    (
        "DELETE FROM batched_entries WHERE entry = 3",
        "exactly one ledger batch",
    ),
    ("UPDATE shipments SET qty_back = qty + 1", "returned ≤ issued"),
];

/// Changes that the replay alone tells, with the table that it tells of.
const REPLAYED: [(&str, &str); 10] = [
    ("UPDATE lots SET hold = 'held' WHERE lot = 'NC-2602'", "lots"),
    ("UPDATE layers SET received = '2020-01-01'", "layers"),
    ("UPDATE entries SET document = 'x' WHERE entry = 3", "entries"),
    ("UPDATE movements SET operator = 'EMP-101'", "movements"),
    ("UPDATE operations SET note = 'x' WHERE seq = 20", "operations"),
    (
        "UPDATE order_lines SET qty = qty + 1000000 WHERE order_no = 'SO-26111'",
        "order_lines",
    ),
    (
        "UPDATE order_lines SET price = 1 WHERE order_no = 'SO-26111'",
        "order_lines",
    ),
    ("UPDATE tasks SET owner = 'EMP-101'", "tasks"),
    ("UPDATE counts SET agreed = 1 - agreed", "counts"),
    ("UPDATE lpns SET weight = 7", "lpns"),
];

/// Changes the layout or the file, and the invariant that tells.
const FILE: [(&str, &str); 10] = [
    (
        "DROP TRIGGER operations_are_never_changed",
        "trigger operations_are_never_changed is missing",
    ),
    (
        "DROP TRIGGER operations_are_never_changed;
         CREATE TRIGGER operations_are_never_changed BEFORE UPDATE ON operations BEGIN SELECT 1; END",
        "trigger operations_are_never_changed differs from the program's",
    ),
    (
        "DROP INDEX operations_by_key",
        "index operations_by_key is missing",
    ),
    ("CREATE TABLE remarks (x)", "table remarks is not the program's"),
    ("CREATE VIEW v AS SELECT 1", "view v is not the program's"),
    (
        "CREATE INDEX names ON items (name)",
        "index names is not the program's",
    ),
    (
        "CREATE TRIGGER greedy AFTER INSERT ON movements BEGIN
             UPDATE users SET roles = 'administrator' WHERE badge = 'EMP-104'; END",
        "trigger greedy is not the program's",
    ),
    (
        "ALTER TABLE uoms ADD COLUMN z TEXT",
        "table uoms differs from the program's",
    ),
    (
        "CREATE TABLE operations_2 AS SELECT * FROM operations",
        "table operations_2 is not the program's",
    ),
    ("DROP TABLE sessions", "table sessions is missing"),
];

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
