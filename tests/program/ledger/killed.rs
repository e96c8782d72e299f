//! Killed at every step of seal, export, reverse and close, the books are those of before or those of after.

use super::workplace::Workplace;
use binledger::domain::company::ClosedPeriod;
use binledger::domain::entry::{BatchedEntry, LedgerBatch, LedgerBatchLine};
use binledger::domain::export::{Exported, ResealedEntry};
use binledger::domain::log::Logged;
use binledger::operations::invariants::audit;
use binledger::store::Store;
use binledger::store::sqlite::Sqlite;
use std::path::Path;
use std::process::{Command, Stdio};

const DAY: &str = r#"{"id":"i","op":"item","date":"2026-03-02","item":"A","method":"fifo"}
{"id":"r1","op":"receive","date":"2026-03-02","item":"A","qty":"10","cost":"10.00"}
{"id":"s","op":"ship","date":"2026-03-02","item":"A","qty":"5","price":"20.00"}
{"id":"w","op":"adjust","date":"2026-03-03","item":"A","qty":"-1"}"#;

/// The system calls by which a process changes what lies on the disk.
const STEPS: [&str; 9] = [
    "write",
    "pwrite64",
    "pwritev",
    "fsync",
    "fdatasync",
    "ftruncate",
    "rename",
    "unlink",
    "fallocate",
];

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

/// Puts a fresh copy of a store, with the files beside it, into a folder.
fn copy(from: &Path, to: &Path) {
    let _ = std::fs::remove_dir_all(to);
    std::fs::create_dir_all(to).unwrap();
    for file in std::fs::read_dir(from).unwrap() {
        let file = file.unwrap();
        std::fs::copy(file.path(), to.join(file.file_name())).unwrap();
    }
}

/// Whether processes can be killed at a system call here.
fn can_trace() -> bool {
    let tried = Command::new("strace")
        .args(["-qq", "-o", "/dev/null", "true"])
        .output();
    tried.is_ok_and(|tried| tried.status.success())
}

/// Runs a command on copies of a store, killed at the first, second, third … call of each kind, until it ends by
/// itself; `holds` looks at what each leaves. Answers how often it was killed.
fn kill_at_each_step(place: &Workplace, command: &[&str], holds: &dyn Fn(&Path)) -> usize {
    let (from, to) = (place.path("store"), place.path("copy"));
    let mut kills = 0;
    for call in STEPS {
        for nth in 1..200 {
            copy(&from, &to);
            let inject = format!("inject={call}:signal=KILL:when={nth}");
            let ended = Command::new("strace")
                .args([
                    "-f",
                    "-qq",
                    "-o",
                    "/dev/null",
                    "-e",
                    &format!("trace={call}"),
                    "-e",
                    &inject,
                ])
                .arg(env!("CARGO_BIN_EXE_binledger"))
                .args(command)
                .env("BINLEDGER_STORE", to.join("store.db"))
                .env("XDG_CONFIG_HOME", place.path("none"))
                .stdin(Stdio::null())
                .output()
                .unwrap();
            holds(&to);
            if ended.status.success() {
                break;
            }
            assert_eq!(
                ended.status.code(),
                None,
                "{}",
                String::from_utf8_lossy(&ended.stderr)
            );
            kills += 1;
        }
    }
    kills
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
fn sealing_several_days_is_all_or_nothing() {
    is_all_or_nothing(&place(), &["gl", "seal"]);
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
