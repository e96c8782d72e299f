//! The sample company in a store of its own, whose statements are heard.

use super::heard::{Ear, Heard};
use binledger::operations::answer::Verdict;
use binledger::store::Store;
use binledger::store::sqlite::Sqlite;
use serde_json::Value;
use std::process::Command;
use tempfile::TempDir;
use testing::company::request;

/// A handle on the sample company's store.
pub struct Sample {
    pub store: Sqlite,
    ear: Ear,
    last: usize,
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
            .output()
            .unwrap();
        assert!(made.status.success(), "{made:?}");
        Self {
            store: Sqlite::open(&path).unwrap(),
            ear: ear.clone(),
            last: 0,
            _home: home,
        }
    }

    /// Applies a document; answers the statements that it took.
    pub fn apply(&mut self, operation: Value) -> Heard {
        self.last += 1;
        let request = request(&format!("B-{}", self.last), operation);
        self.ear.heard();
        let answer = self.store.transact(&request).unwrap();
        assert_eq!(answer.verdict, Verdict::Applied, "{answer:?}");
        self.ear.heard()
    }
}
