//! Killed at every step of seal, export, reverse and close, the books are those of before or those of after.

use super::workplace::Workplace;
use crate::killing::{can_trace, copy, kill_at_each_step};
use binledger::domain::company::ClosedPeriod;
use binledger::domain::entry::{BatchedEntry, LedgerBatch, LedgerBatchLine};
use binledger::domain::export::{Exported, ResealedEntry};
use binledger::domain::log::Logged;
use binledger::operations::invariants::audit;
use binledger::store::Store;
use binledger::store::sqlite::Sqlite;
use std::cell::Cell;
use std::path::Path;
use std::process::Command;

const DAY: &str = r#"{"id":"i","op":"item","date":"2026-03-02","item":"A","method":"fifo"}
{"id":"r1","op":"receive","date":"2026-03-02","item":"A","qty":"10","cost":"10.00"}
{"id":"s","op":"ship","date":"2026-03-02","item":"A","qty":"5","price":"20.00"}
{"id":"w","op":"adjust","date":"2026-03-03","item":"A","qty":"-1"}"#;

/// How many rows of each kind there are.
type State = [usize; 7];

fn state(store: &dyn Store) -> State {
    fn count<R: binledger::domain::record::Record>(store: &dyn Store) -> usize {
        store.all::<R>().unwrap().len()
    }
    [
        count::<LedgerBatch>(store),
        count::<LedgerBatchLine>(store),
        count::<BatchedEntry>(store),
        count::<ResealedEntry>(store),
        count::<Exported>(store),
        count::<ClosedPeriod>(store),
        count::<Logged>(store),
    ]
}

fn state_at(path: &Path) -> State {
    let store = Sqlite::open(path).unwrap();
    let broken: Vec<_> = (&store as &dyn Store)
        .read(audit)
        .unwrap()
        .into_iter()
        .filter(|row| row.broken > 0)
        .collect();
    assert!(broken.is_empty(), "{broken:?}");
    state(&store)
}

/// A command that ends well leads from one state to another; killed anywhere it leaves one of the two.
fn is_all_or_nothing(place: &Workplace, command: &[&str]) {
    if !can_trace() {
        println!("skipped: strace is not installed here, or may not trace");
        return;
    }
    let before = state_at(&place.store());
    copy(&place.path("store"), &place.path("done"));
    let done = place.path("done").join("store.db");
    let ended = Command::new(env!("CARGO_BIN_EXE_binledger"))
        .args(command)
        .env("BINLEDGER_STORE", &done)
        .output()
        .unwrap();
    assert!(
        ended.status.success(),
        "{}",
        String::from_utf8_lossy(&ended.stderr)
    );
    let after = state_at(&done);
    assert_ne!(before, after);
    let kills = kill_at_each_step(place, command, &|copy| {
        let left = state_at(&copy.join("store.db"));
        assert!(
            left == before || left == after,
            "{command:?} left {left:?} between {before:?} and {after:?}"
        );
    });
    assert!(kills > 3, "{command:?} was killed only {kills} times");
}

fn place() -> Workplace {
    let place = Workplace::new();
    place.feed(&["post", "-"], DAY).well();
    place
}

#[test]
fn sealing_a_day_is_all_or_nothing() {
    is_all_or_nothing(&place(), &["gl", "seal", "--day", "2026-03-02"]);
}

#[test]
fn sealing_several_days_seals_each_or_not_and_goes_on_when_it_is_called_again() {
    if !can_trace() {
        println!("skipped: strace is not installed here, or may not trace");
        return;
    }
    let place = place();
    let done = |days: &[&str]| {
        copy(&place.path("store"), &place.path("done"));
        let store = place.path("done").join("store.db");
        for day in days {
            let command = Command::new(env!("CARGO_BIN_EXE_binledger"))
                .args(["gl", "seal", "--day", day])
                .env("BINLEDGER_STORE", &store)
                .output()
                .unwrap();
            assert!(command.status.success(), "{day}");
        }
        state_at(&store)
    };
    let days = ["2026-03-02", "2026-03-03"];
    let allowed = [done(&[]), done(&days[..1]), done(&days)];
    let left_between = Cell::new(0);
    kill_at_each_step(&place, &["gl", "seal"], &|copied| {
        let store = copied.join("store.db");
        let left = state_at(&store);
        assert!(allowed.contains(&left), "{left:?} is none of {allowed:?}");
        left_between.set(left_between.get() + usize::from(left == allowed[1]));
        if left != allowed[2] {
            let again = Command::new(env!("CARGO_BIN_EXE_binledger"))
                .args(["gl", "seal"])
                .env("BINLEDGER_STORE", &store)
                .output()
                .unwrap();
            assert!(again.status.success());
            assert_eq!(state_at(&store), allowed[2], "the rest is sealed");
        }
    });
    assert!(
        left_between.get() > 0,
        "no kill came between two days: they share a turn"
    );
}

#[test]
fn reversing_a_batch_is_all_or_nothing() {
    let place = place();
    place.run(&["gl", "seal"]).well();
    is_all_or_nothing(&place, &["gl", "reverse", "1"]);
}

#[test]
fn closing_a_period_is_all_or_nothing() {
    let place = place();
    place.run(&["gl", "seal"]).well();
    is_all_or_nothing(&place, &["gl", "close", "2026-03"]);
}

#[test]
fn an_exported_file_is_whole_or_not_there() {
    if !can_trace() {
        println!("skipped: strace is not installed here, or may not trace");
        return;
    }
    let place = place();
    place.run(&["gl", "seal"]).well();
    let whole = {
        copy(&place.path("store"), &place.path("done"));
        let store = place.path("done").join("store.db");
        let ended = Command::new(env!("CARGO_BIN_EXE_binledger"))
            .args(["gl", "export"])
            .env("BINLEDGER_STORE", store)
            .output()
            .unwrap();
        String::from_utf8(ended.stdout).unwrap()
    };
    let file = place.path("day.journal");
    let name = file.to_str().unwrap().to_owned();
    let before = state_at(&place.store());
    let kills = kill_at_each_step(&place, &["gl", "export", "-o", &name], &|copy| {
        let left = state_at(&copy.join("store.db"));
        let is_kept = left[4] == before[4] + 2;
        assert!(left == before || is_kept, "{left:?}");
        if let Ok(text) = std::fs::read_to_string(&file) {
            assert_eq!(text, whole);
            assert!(is_kept, "the file is there before its hash is kept");
            std::fs::remove_file(&file).unwrap();
        }
    });
    assert!(kills > 5, "killed only {kills} times");
}
