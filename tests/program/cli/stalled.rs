//! Whoever takes an answer may stop taking it: the store goes on without them.

use super::workplace::{Said, Workplace};
use std::fmt::Write as _;
use std::io::Read as _;
use std::path::Path;
use std::process::Child;

/// How many movements there are to tell about: far more than a pipe holds.
const MANY: usize = 900;

/// A company with many receipts.
fn company() -> Workplace {
    let place = Workplace::new();
    let item = r#"{"id":"i","op":"item","date":"2026-03-02","item":"A","method":"average"}"#;
    let documents = format!("{item}\n{}", receipts("first", MANY));
    place.feed(&["post", "-"], &documents).well();
    place
}

fn receipts(of: &str, many: usize) -> String {
    let mut documents = String::new();
    for number in 0..many {
        let _ = writeln!(
            documents,
            r#"{{"id":"{of}-{number}","op":"receive","date":"2026-03-02","item":"A","qty":"1","cost":"2"}}"#
        );
    }
    documents
}

/// A query whose reader took one byte and nothing more since.
fn stalled(place: &Workplace, query: &[&str]) -> Child {
    let mut child = place.command(query).spawn().expect("the program runs");
    let mut first = [0];
    let out = child.stdout.as_mut().expect("a standard output");
    out.read_exact(&mut first).expect("an answer");
    child
}

fn log_of(store: &Path) -> u64 {
    let log = format!("{}-wal", store.display());
    std::fs::metadata(log).expect("the log").len()
}

#[test]
fn a_reader_that_stops_does_not_keep_the_log_from_being_emptied() {
    let place = company();
    let stalled: Vec<Child> = ["--json", "--csv"]
        .map(|format| stalled(&place, &["moves", format]))
        .into();
    let mut logs = Vec::new();
    for round in 0..6 {
        let documents = receipts(&format!("round-{round}"), 150);
        place.feed(&["post", "-"], &documents).well();
        logs.push(log_of(&place.store()));
    }
    // Each round writes over what the one before it wrote.
    assert!(logs[5] < 2 * logs[0], "{logs:?}");
    for child in stalled {
        let said = Said::from(child.wait_with_output().expect("it ends")).well();
        // One state of the store is told, whatever was written since; a CSV has a line with the names.
        let rows = said.out.lines().count();
        assert!(rows == MANY || rows == MANY + 1, "{rows}");
    }
}

#[test]
fn a_reader_that_goes_away_is_no_failure() {
    let place = company();
    for format in ["--json", "--csv"] {
        let mut child = stalled(&place, &["moves", format]);
        drop(child.stdout.take());
        let said = Said::from(child.wait_with_output().expect("it ends"));
        assert_eq!((said.code, said.err.as_str()), (0, ""));
    }
}
