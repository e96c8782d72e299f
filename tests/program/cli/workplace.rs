//! A folder with a store, and the program run in it.

use serde_json::Value;
use std::fs;
use std::io::{BufRead, BufReader, Write};
use std::path::{Path, PathBuf};
use std::process::{Child, ChildStdin, ChildStdout, Command, Output, Stdio};
use std::sync::OnceLock;
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

impl From<Output> for Said {
    fn from(output: Output) -> Self {
        Self {
            code: output.status.code().expect("an exit code"),
            out: String::from_utf8(output.stdout).expect("text"),
            err: String::from_utf8(output.stderr).expect("text"),
        }
    }
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

/// The sample company, made once for all tests; each works on a copy.
pub fn sample_company() -> &'static Workplace {
    static MADE: OnceLock<Workplace> = OnceLock::new();
    MADE.get_or_init(|| Workplace::made(&["init", "--samples"]))
}

/// Copies the files of a store's folder into another.
pub fn copy(from: &Path, to: &Path) {
    for entry in fs::read_dir(from).expect("a folder") {
        let entry = entry.expect("a file");
        fs::copy(entry.path(), to.join(entry.file_name())).expect("a copy");
    }
}

/// Returns the names of the files in a folder.
pub fn names(folder: &Path) -> Vec<String> {
    let files = fs::read_dir(folder).expect("a folder");
    let name = |file: std::io::Result<fs::DirEntry>| file.expect("a file").file_name().into_string();
    let mut names: Vec<String> = files.map(|file| name(file).expect("text")).collect();
    names.sort_unstable();
    names
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
        static MADE: OnceLock<Workplace> = OnceLock::new();
        Self::like(MADE.get_or_init(|| Self::made(&["init"])))
    }

    /// With the sample company.
    pub fn with_samples() -> Self {
        Self::like(sample_company())
    }

    fn made(init: &[&str]) -> Self {
        let place = Self::empty();
        place.run(init).well();
        place
    }

    /// With a copy of another one's store.
    fn like(other: &Self) -> Self {
        let place = Self::empty();
        let (from, to) = (other.path("store"), place.path("store"));
        fs::create_dir(&to).expect("a folder");
        fs::set_permissions(&to, fs::metadata(&from).expect("a folder").permissions())
            .expect("its permissions");
        copy(&from, &to);
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

    /// The program, to be run with its standard streams piped.
    pub fn command(&self, arguments: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_binledger"));
        command
            .args(arguments)
            .env("BINLEDGER_STORE", self.store())
            .env("XDG_CONFIG_HOME", self.folder.path())
            .env("XDG_DATA_HOME", self.folder.path())
            .env_remove("NO_COLOR")
            // Hundreds sign in; what a hash really costs is measured once.
            .env("BINLEDGER_PIN_MS", "1")
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped());
        command
    }

    /// Runs the program with something on its standard input.
    pub fn feed(&self, arguments: &[&str], input: &str) -> Said {
        let mut child = self.command(arguments).spawn().expect("the program runs");
        let mut stdin = child.stdin.take().expect("a standard input");
        let input = input.to_owned();
        let feeder = std::thread::spawn(move || {
            let _ = stdin.write_all(input.as_bytes());
        });
        let output = child.wait_with_output().expect("the program ends");
        feeder.join().expect("the input is fed");
        output.into()
    }

    /// Runs a query and answers its rows.
    pub fn rows(&self, arguments: &[&str]) -> Vec<Value> {
        self.run(&[arguments, &["--json"]].concat()).well().rows()
    }

    /// Lets Björn work at the terminal `DOCK`; returns once he is at work.
    pub fn at_work(&self) -> AtWork {
        let who = ["--badge", "EMP-103", "--pin", "9061", "--terminal", "DOCK"];
        let mut child = self
            .command(&[&["scan"], who.as_slice()].concat())
            .spawn()
            .expect("the program runs");
        let mut scans = child.stdin.take().expect("a standard input");
        scans.write_all(b"A\n").expect("a scan");
        let mut said = BufReader::new(child.stdout.take().expect("a standard output"));
        said.read_line(&mut String::new()).expect("an answer");
        AtWork { child, scans, said }
    }
}

/// Somebody who is at work at a terminal.
pub struct AtWork {
    child: Child,
    scans: ChildStdin,
    said: BufReader<ChildStdout>,
}

impl AtWork {
    /// Ends the work.
    pub fn end(mut self) {
        drop(self.scans);
        std::io::copy(&mut self.said, &mut std::io::sink()).expect("the last answers");
        self.child.wait().expect("the program ends");
    }
}
