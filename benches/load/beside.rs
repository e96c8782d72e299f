//! What scans take while a long command works on the same store.

use crate::crowd::{Crowd, now};
use crate::{session, table};
use binledger::store::sqlite::Sqlite;
use std::fmt::Write as _;
use std::fs::File;
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::thread::sleep;
use std::time::Duration;
use testing::history;

/// Documents of the import.
const DOCUMENTS: usize = 100_000;
/// How long the terminals run before the first command.
const ALONE: Duration = Duration::from_secs(1);

/// The commands, each by the words that call it; none first, to compare with.
const COMMANDS: [&[&str]; 8] = [
    &[],
    &["gl", "seal"],
    &["audit"],
    &["audit", "--replay"],
    &["gl", "export", "--target", "hledger", "--output", EXPORT],
    &["report", "valuation"],
    &["post", IMPORT],
    &["backup", BACKUP],
];

/// The exit code of a command that a rule refused.
const REFUSED: i32 = 1;
/// Stand for files of the folder.
const EXPORT: &str = "@export";
const IMPORT: &str = "@import";
const BACKUP: &str = "@backup";

/// Measures a store with a history beside each of the commands.
pub fn measure(home: &Path, crowd: &Crowd) {
    let movements =
        std::env::var("BINLEDGER_BENCH_MOVEMENTS").map_or(Ok(50_000), |movements| movements.parse());
    let movements = movements.expect("a number of movements");
    let kept = home.join("kept");
    std::fs::create_dir(&kept).expect("a folder");
    done(&kept, &mut call(&kept, &["init"]));
    let mut store = Sqlite::open(&kept.join("store.db")).expect("the store");
    session::join(&mut store, crowd.processes);
    drop(store);
    let documents = kept.join("history.jsonl");
    std::fs::write(&documents, history::documents(movements)).expect("a file");
    done(
        &kept,
        &mut call(&kept, &["post", &documents.display().to_string()]),
    );
    println!("beside a command, on a store with {movements} movements");
    table::head();
    for words in COMMANDS {
        let place = home.join("store");
        copy(&kept, &place);
        one(&place, crowd, words);
        std::fs::remove_dir_all(&place).expect("a folder");
    }
}

/// Measures beside one command, which is called again whenever it has ended.
fn one(place: &Path, crowd: &Crowd, words: &[&str]) {
    if words.contains(&EXPORT) {
        done(place, &mut call(place, &["gl", "seal"]));
    }
    let begun = crowd.begin(session::NAME, place);
    let until = begun.start + crowd.lasts();
    sleep((begun.start + ALONE).saturating_sub(now()));
    let since = now();
    let (mut ended, mut first, mut until) = (0, None, until);
    while !words.is_empty() && now() < until {
        let written: Vec<String> = words.iter().map(|word| file(place, word, ended)).collect();
        let written: Vec<&str> = written.iter().map(String::as_str).collect();
        let mut command = call(place, &written);
        if !ends(&mut command, until) {
            break;
        }
        if ended > 0 && command.wait().expect("the program runs").code() == Some(REFUSED) {
            // Nothing was left to seal: what comes now has nobody beside it.
            until = now();
            break;
        }
        done(place, &mut command);
        ended += 1;
        first.get_or_insert_with(|| now().saturating_sub(since));
    }
    let all = begun.end();
    let took: Vec<Duration> = all
        .iter()
        .filter(|done| done.due + done.took >= since && done.due < until)
        .map(|done| done.took)
        .collect();
    let name = if words.is_empty() {
        "nothing".to_owned()
    } else {
        words
            .iter()
            .filter(|word| !word.starts_with("--output") && !word.starts_with('@'))
            .fold(String::new(), |name, word| name + word + " ")
    };
    let word = match first {
        Some(first) => format!("done {ended} times, first in {} ms", first.as_millis()),
        None if words.is_empty() => String::new(),
        None => "at work all the time".to_owned(),
    };
    table::row(name.trim_end(), took, until.saturating_sub(since), &word);
}

/// Writes what a word stands for and returns its name; any other word is itself.
fn file(place: &Path, word: &str, number: usize) -> String {
    let path = place.join(format!("{}-{number}", word.trim_start_matches('@')));
    match word {
        IMPORT => std::fs::write(&path, finds(number)).expect("a file"),
        EXPORT | BACKUP => {}
        _ => return word.to_owned(),
    }
    path.display().to_string()
}

/// Returns documents of pieces that were found, a line each.
fn finds(number: usize) -> String {
    let mut documents = String::new();
    for line in 0..DOCUMENTS {
        let item = line % 40;
        let _ = writeln!(
            documents,
            r#"{{"id":"F{number}-{line}","op":"receive","date":"2026-07-06","item":"SKU-{item}","qty":"1","cost":"2.50"}}"#
        );
    }
    documents
}

/// Calls the program.
fn call(place: &Path, words: &[&str]) -> Child {
    let mut command = Command::new(env!("CARGO_BIN_EXE_binledger"));
    command.arg("--store").arg(place.join("store.db")).args(words);
    command.stdin(Stdio::null()).stdout(Stdio::null());
    command.stderr(File::create(place.join("told")).expect("a file"));
    command.spawn().expect("the program")
}

/// Waits for a command, which must succeed.
fn done(place: &Path, command: &mut Child) {
    let ended = command.wait().expect("the program runs");
    let told = std::fs::read_to_string(place.join("told")).unwrap_or_default();
    assert!(ended.success(), "a command ended with {ended}: {told}");
}

/// Waits for a command until then; returns false where it had to be ended.
fn ends(command: &mut Child, until: Duration) -> bool {
    while command.try_wait().expect("the program runs").is_none() {
        if now() > until {
            command.kill().expect("a command is ended");
            command.wait().expect("the program runs");
            return false;
        }
        sleep(Duration::from_millis(5));
    }
    true
}

/// Copies the files of a store that nobody uses.
fn copy(from: &Path, to: &Path) {
    std::fs::create_dir(to).expect("a folder");
    for file in std::fs::read_dir(from).expect("a folder") {
        let file = file.expect("a file");
        if file.file_name().to_string_lossy().starts_with("store.db") {
            std::fs::copy(file.path(), to.join(file.file_name())).expect("a copy");
        }
    }
}
