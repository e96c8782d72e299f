//! The sample company in a store of its own, whose statements are heard.

use super::heard::{Ear, Heard};
use binledger::domain::log::Logged;
use binledger::operations::answer::Verdict;
use binledger::store::Store;
use binledger::store::sqlite::Sqlite;
use rusqlite::Connection;
use serde_json::{Value, json};
use std::path::{Path, PathBuf};
use std::process::Command;
use tempfile::TempDir;
use testing::company::asked_by;

/// A handle on the sample company's store.
pub struct Sample {
    pub store: Sqlite,
    ear: Ear,
    last: usize,
    /// The count sheet that was opened last, which every operation on a sheet is about.
    sheet: String,
    pub path: PathBuf,
    _home: TempDir,
}

impl Sample {
    /// The store as `init --samples` makes it. To be called while the ear listens.
    pub fn new(ear: &Ear) -> Self {
        let home = tempfile::tempdir().unwrap();
        let path = home.path().join("store").join("store.db");
        let made = Command::new(env!("CARGO_BIN_EXE_binledger"))
            .args(["init", "--samples"])
            .env("BINLEDGER_STORE", &path)
            .env("XDG_CONFIG_HOME", home.path())
            .env("XDG_DATA_HOME", home.path())
            .env("BINLEDGER_PIN_MS", "1")
            .output()
            .unwrap();
        assert!(made.status.success(), "{made:?}");
        Self {
            store: Sqlite::open(&path).unwrap(),
            ear: ear.clone(),
            last: 0,
            sheet: String::new(),
            path,
            _home: home,
        }
    }

    /// Writes further lots, pieces, open orders, sheets and tasks straight into the file, beside those that the tests
    /// work on: the counts of statements must not depend on them.
    pub fn lay_beside(&self, many: usize) {
        let lot = "printf('Z%05d', n)";
        let expiry = "date('2028-01-01', n || ' days')";
        let numbers = format!(
            "WITH RECURSIVE numbers (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM numbers WHERE n < {many})"
        );
        let rows = format!(
            "BEGIN;
            INSERT INTO lots {numbers} SELECT 'FD-1001', {lot}, {expiry}, NULL FROM numbers;
            INSERT INTO balances {numbers} SELECT 'FD-1001', {lot}, '', 'A-01-3', 'available', '', 'MAIN', 1000000, 0,
                {expiry} FROM numbers;
            INSERT INTO balances {numbers} SELECT 'EL-2001', '', {lot}, 'STORAGE', 'available', '', 'MAIN', 1000000, 0,
                NULL FROM numbers;
            UPDATE pools SET qty = qty + {many} * 1000000, value = value + {many} * 300 WHERE site = 'MAIN'
                AND item IN ('FD-1001', 'EL-2001');
            INSERT INTO orders {numbers} SELECT 'sales', {lot}, 'CUS-01', 'MAIN', '2026-12-01', 9, 'open', 'web',
                NULL, NULL, NULL, '' FROM numbers;
            INSERT INTO order_lines {numbers} SELECT 'sales', {lot}, 1, 'FD-1001', 1000000, 2000000, 1000000, NULL,
                0, 0, 0, 0, 0 FROM numbers;
            INSERT INTO promises {numbers} SELECT {lot}, 1, 'FD-1001', 'MAIN', '', 0, 9, '2026-12-01', 1000, 1, 0, 1000000,
                0 FROM numbers;
            UPDATE supplies SET free = free + {many} * 1000000 WHERE item = 'EL-2001' AND site = 'MAIN';
            INSERT INTO lots VALUES ('FD-1001', 'ZZ', '2099-01-01', NULL);
            INSERT INTO balances VALUES ('FD-1001', 'ZZ', '', 'A-01-3', 'available', '', 'MAIN', 200000000, 0, '2099-01-01');
            UPDATE pools SET qty = qty + 200000000, value = value + 60000 WHERE site = 'MAIN' AND item = 'FD-1001';
            UPDATE supplies SET free = free + 200000000 WHERE item = 'FD-1001' AND site = 'MAIN';
            UPDATE supplies SET free = free + {many} * 1000000, promised = promised + {many} * 1000000
                WHERE item = 'FD-1001' AND site = 'MAIN' AND life = 0;
            INSERT INTO counts {numbers} SELECT {lot}, 'MAIN', {lot}, 'to_approve', 1, 0, 0, NULL FROM numbers;
            INSERT INTO count_attempts {numbers} SELECT {lot}, 1, 'EMP-106', 0, 0, 0, NULL FROM numbers;
            INSERT INTO count_lines {numbers} SELECT {lot}, 1, 'EL-2001', '', {lot}, 'available', NULL, 0, 0, 1000000, NULL
                FROM numbers;
            INSERT INTO tasks {numbers} SELECT -n, iif(n % 2, 'pick', 'count'), 'open', 'MAIN', 9, '2026-12-01', n, {lot},
                'FD-1001', iif(n % 2, {lot}, ''), 1, {lot}, '', 1000000, 0, NULL, NULL, NULL, NULL, NULL FROM numbers;
            COMMIT;"
        );
        let file = Connection::open(&self.path).unwrap();
        file.execute_batch(&rows).unwrap();
    }

    /// Adds further items, bins, people, vendors and closed purchase orders straight into the file.
    pub fn grow(&self, many: usize) {
        let code = "printf('Z%05d', n)";
        let numbers = format!(
            "WITH RECURSIVE numbers (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM numbers WHERE n < {many})"
        );
        let rows = format!(
            "BEGIN;
            INSERT INTO items {numbers} SELECT {code}, name, group_number, method, standard_cost, tracking, uom, price,
                min_life_days, abc, weight, service, NULL, NULL, NULL, NULL FROM items, numbers
                WHERE item = 'PK-3003';
            INSERT INTO locations {numbers} SELECT {code}, 'MAIN', '', 'storage', 1000 + n, NULL, NULL, NULL FROM numbers;
            INSERT INTO users {numbers} SELECT {code}, {code}, 'picker', NULL, 'MAIN', 0, 0 FROM numbers;
            INSERT INTO parties {numbers} SELECT 'vendor', {code}, {code}, NULL, NULL FROM numbers;
            INSERT INTO orders {numbers} SELECT 'purchase', {code}, {code}, 'MAIN', '2026-01-01', 5, 'closed', '',
                NULL, NULL, NULL, '' FROM numbers;
            COMMIT;"
        );
        let file = Connection::open(&self.path).unwrap();
        file.execute_batch(&rows).unwrap();
    }

    /// Adds so many lines to a purchase order, each for an item of its own, straight into the file.
    pub fn lengthen(&self, order: &str, lines: usize) {
        let numbers = format!(
            "WITH RECURSIVE numbers (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM numbers WHERE n < {lines})"
        );
        let rows = format!(
            "BEGIN;
            INSERT INTO items {numbers} SELECT '{order}-' || n, name, group_number, method, standard_cost, tracking, uom,
                price, min_life_days, abc, weight, service, NULL, NULL, NULL, NULL FROM items, numbers
                WHERE item = 'PK-3003';
            INSERT INTO order_lines {numbers} SELECT kind, order_no, 100 + n, '{order}-' || n, 1000000, price, price_per, NULL,
                0, 0, 0, 0, 0 FROM order_lines, numbers
                WHERE kind = 'purchase' AND order_no = '{order}' AND line = 1;
            COMMIT;"
        );
        let file = Connection::open(&self.path).unwrap();
        file.execute_batch(&rows).unwrap();
    }

    /// Applies a document, or what the operator asks for whom it names; returns the statements that it ran.
    pub fn apply(&mut self, mut operation: Value) -> Heard {
        self.last += 1;
        let operator = operation
            .as_object_mut()
            .and_then(|asked| asked.remove("operator"));
        let operator = operator.as_ref().and_then(Value::as_str).unwrap_or_default();
        if operation.get("count").is_some() {
            operation["count"] = self.sheet.as_str().into();
        }
        let request = asked_by(operator, &format!("B-{}", self.last), operation);
        self.ear.heard();
        let answer = self.store.transact(&request).unwrap();
        assert_eq!(answer.verdict, Verdict::Applied, "{answer:?}");
        if let Some(note) = answer.note.filter(|note| note.starts_with("CNT-")) {
            self.sheet = note;
        }
        self.ear.heard()
    }
}

/// Receives pieces at a store as others do at the same time, one by one, whose statements are not heard.
pub fn receive_at(path: &Path, times: usize) {
    let receive = json!({"op": "receive", "item": "PK-3003", "qty": "1", "cost": "2"});
    let post = || {
        let mut store = Sqlite::open(path).unwrap();
        let known = (&store as &dyn Store).all::<Logged>().unwrap().len();
        for n in known..known + times {
            let answer = store
                .transact(&asked_by("", &format!("E-{n}"), receive.clone()))
                .unwrap();
            assert_eq!(answer.verdict, Verdict::Applied, "{answer:?}");
        }
    };
    std::thread::scope(|scope| scope.spawn(post).join().unwrap());
}
