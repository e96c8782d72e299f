//! A folder with a store, and the program run in it.

use serde_json::Value;
use std::io::Write;
use std::path::PathBuf;
use std::process::{Command, Stdio};
use tempfile::TempDir;

/// What a run of the program said.
pub struct Said {
    /// Its exit code.
    pub code: i32,
    /// Standard output.
    pub out: String,
    /// Standard error.
    pub err: String,
}

impl Said {
    /// Standard output as one JSON object a line.
    pub fn rows(&self) -> Vec<Value> {
        self.out
            .lines()
            .map(|line| serde_json::from_str(line).expect("a JSON object a line"))
            .collect()
    }

    /// Asserts that all went well.
    pub fn well(self) -> Self {
        assert_eq!(self.code, 0, "{}{}", self.out, self.err);
        self
    }
}

/// A folder of its own.
pub struct Workplace {
    folder: TempDir,
}

impl Workplace {
    /// An empty folder, without a store.
    pub fn empty() -> Self {
        Self {
            folder: tempfile::tempdir().expect("a folder"),
        }
    }

    /// With a store as `init` makes it.
    pub fn new() -> Self {
        let place = Self::empty();
        place.run(&["init"]).well();
        place
    }

    /// With the sample company.
    pub fn with_samples() -> Self {
        let place = Self::empty();
        place.run(&["init", "--samples"]).well();
        place
    }

    /// A path in the folder.
    pub fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    /// The path of the store, in a folder that the program makes for itself.
    pub fn store(&self) -> PathBuf {
        self.path("store").join("store.db")
    }

    /// Writes a file into the folder; answers its path.
    pub fn file(&self, name: &str, content: &str) -> String {
        let path = self.path(name);
        std::fs::write(&path, content).expect("a file");
        path.display().to_string()
    }

    /// Runs the program.
    pub fn run(&self, arguments: &[&str]) -> Said {
        self.feed(arguments, "")
    }

    /// Runs the program with something on its standard input.
    pub fn feed(&self, arguments: &[&str], input: &str) -> Said {
        let mut child = Command::new(env!("CARGO_BIN_EXE_binledger"))
            .args(arguments)
            .env("BINLEDGER_STORE", self.store())
            .env("XDG_CONFIG_HOME", self.folder.path())
            .env("XDG_DATA_HOME", self.folder.path())
            .env_remove("NO_COLOR")
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .expect("the program runs");
        let mut stdin = child.stdin.take().expect("a standard input");
        let input = input.to_owned();
        let feeder = std::thread::spawn(move || {
            let _ = stdin.write_all(input.as_bytes());
        });
        let output = child.wait_with_output().expect("the program ends");
        feeder.join().expect("the input is fed");
        Said {
            code: output.status.code().expect("an exit code"),
            out: String::from_utf8(output.stdout).expect("text"),
            err: String::from_utf8(output.stderr).expect("text"),
        }
    }

    /// Runs a query and answers its rows.
    pub fn rows(&self, arguments: &[&str]) -> Vec<Value> {
        self.run(&[arguments, &["--json"]].concat()).well().rows()
    }
}
