//! A folder with the sample company's store, an empty home, and the program run on it.

use super::station::Station;
use crate::cli::workplace::{Said, copy, sample_company};
use serde_json::Value;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use tempfile::TempDir;

/// The program under test.
pub const PROGRAM: &str = env!("CARGO_BIN_EXE_binledger");

/// A store of its own, in a folder of its own.
pub struct Company {
    folder: TempDir,
}

impl Company {
    /// The sample company on its first morning.
    pub fn open() -> Self {
        let company = Self::without_store();
        copy(&sample_company().path("store"), company.folder.path());
        company
    }

    /// A folder where no store is.
    pub fn without_store() -> Self {
        let folder = tempfile::tempdir().unwrap();
        std::fs::create_dir(folder.path().join("home")).unwrap();
        Self { folder }
    }

    /// The folder.
    pub fn folder(&self) -> &Path {
        self.folder.path()
    }

    /// The store.
    pub fn store(&self) -> PathBuf {
        self.folder.path().join("store.db")
    }

    /// An empty home.
    pub fn home(&self) -> PathBuf {
        self.folder.path().join("home")
    }

    /// The configuration of a terminal of this name.
    pub fn config(&self, terminal: &str) -> PathBuf {
        let path = self.folder.path().join(format!("{terminal}.toml"));
        std::fs::write(&path, format!("terminal = \"{terminal}\"\n")).unwrap();
        path
    }

    /// A terminal of this name, with 80 columns and 24 rows.
    pub fn station(&self, terminal: &str) -> Station {
        self.sized(terminal, (80, 24))
    }

    /// A terminal of this name and size: columns, rows.
    pub fn sized(&self, terminal: &str, size: (u16, u16)) -> Station {
        let mut command = Station::program(self);
        command.arg("--config");
        command.arg(self.config(terminal));
        Station::start(command, size)
    }

    /// Runs the program on the store, without a screen.
    pub fn run(&self, arguments: &[&str]) -> Said {
        Command::new(PROGRAM)
            .arg("--store")
            .arg(self.store())
            .args(arguments)
            .env_clear()
            .env("HOME", self.home())
            .env("BINLEDGER_PIN_MS", "1")
            .stdin(Stdio::null())
            .output()
            .unwrap()
            .into()
    }

    /// The rows of a query.
    pub fn rows(&self, query: &str) -> Vec<Value> {
        self.run(&[query, "--json"]).well().rows()
    }

    /// The reads of a terminal, in order.
    pub fn reads(&self, terminal: &str) -> Vec<Value> {
        let mut reads = self.rows("reads");
        reads.retain(|read| read["terminal"] == terminal);
        reads
    }

    /// What is on hand of an item in a bin where it lies in one row; nothing where it does not lie there.
    pub fn on_hand(&self, item: &str, location: &str) -> String {
        let of = |row: &Value| row["item"] == item && row["location"] == location;
        let row = self.rows("stock").into_iter().find(of);
        row.map_or_else(String::new, |row| row["on_hand"].as_str().unwrap().to_owned())
    }

    /// What is picked of an item of an order.
    pub fn picked(&self, order: &str, item: &str) -> String {
        let of = |row: &Value| row["order"] == order && row["item"] == item;
        let line = self.rows("orders").into_iter().find(of).unwrap();
        line["picked"].as_str().unwrap().to_owned()
    }

    /// Asserts that the books are sound and that the log alone makes them again.
    #[track_caller]
    pub fn is_sound(&self) {
        let said = self.run(&["audit", "--replay"]);
        assert_eq!(said.code, 0, "{}{}", said.out, said.err);
        assert!(said.err.contains("invariants hold"), "{}", said.err);
    }
}
