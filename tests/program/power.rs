//! A force that fails, and then a power cut: what was acknowledged is there all the same.
//!
//! The program runs under strace, which fails one of its forces and writes down every call that changes a file. A model
//! of the disk keeps what was forced: a force that fails takes the written pages away for good, and the next one of the
//! same file succeeds without them, as Linux does. The power is cut after each answer of the program.
//!
//! `BINLEDGER_POWER_TRIPS` makes it longer.

mod disk;
mod trace;

use crate::cli::workplace::Workplace;
use crate::killing::can_trace;
use binledger::domain::movement::Movement;
use binledger::domain::record::Range;
use binledger::operations::invariants::audit;
use binledger::store::Store;
use binledger::store::sqlite::Sqlite;
use disk::Disk;
use std::io::Write;
use std::path::Path;
use std::process::{Command, Stdio};
use trace::Call;

/// Carries pieces to and fro: every third scan posts, and those between are noted without force.
const SCANS: &str = "EMP-103\n9061\n$BL.MOVE\n";
const TRIP: &str = "A-01-3\nFD-1001\nNC-2601\nSTORAGE\nSTORAGE\nFD-1001\nNC-2601\nA-01-3\n";

/// The last movement that the store in a folder holds, which must be sound.
fn last_movement(folder: &Path) -> i64 {
    let store = Sqlite::open(&folder.join("store.db")).unwrap();
    let store: &dyn Store = &store;
    let broken: Vec<_> = store
        .read(audit)
        .unwrap()
        .into_iter()
        .filter(|row| 0 < row.broken)
        .collect();
    assert!(broken.is_empty(), "{broken:?}");
    let last = Range::of::<Movement>(&[]).backwards().first(1);
    let last: Vec<Movement> = store.read(|view| view.list(&last)).unwrap();
    last.first().map_or(0, |movement| movement.seq)
}

/// Runs the scans with one force failing; returns what the program did to its files and said.
fn scanned(place: &Workplace, trips: usize, failing: Option<usize>) -> Vec<Call> {
    let log = place.path("calls");
    let mut program = Command::new("strace")
        .args(["-f", "-y", "-xx", "-s", "1000000", "-o"])
        .arg(&log)
        .args(["-e", &format!("trace={}", trace::CALLS.join(","))])
        .args(failing.iter().flat_map(|at| {
            let inject = format!("inject=fsync,fdatasync:error=EIO:when={at}");
            ["-e".to_owned(), inject]
        }))
        .arg(env!("CARGO_BIN_EXE_binledger"))
        .args(["scan", "--terminal", "T-1"])
        .env("BINLEDGER_STORE", place.path("copy").join("store.db"))
        .env("XDG_CONFIG_HOME", place.path("none"))
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .unwrap();
    let scans = format!("{SCANS}{}", TRIP.repeat(trips));
    // A program that stops at a failing disk reads no further.
    let _ = program.stdin.take().unwrap().write_all(scans.as_bytes());
    program.wait_with_output().unwrap();
    trace::read(&std::fs::read_to_string(log).unwrap())
}

/// The movement that a line of the program acknowledges.
fn acknowledged(said: &[u8]) -> Option<i64> {
    let rows = said.split(|byte| *byte == b'\n');
    let rows = rows.filter_map(|row| serde_json::from_slice::<serde_json::Value>(row).ok());
    rows.filter_map(|row| row["movement"].as_i64()).next_back()
}

#[test]
fn nothing_acknowledged_is_lost_when_a_force_fails_and_the_power_is_cut_later() {
    if !can_trace() {
        println!("skipped: strace is not installed here, or may not trace");
        return;
    }
    let place = Workplace::with_samples();
    let (store, copy, cut) = (place.path("store"), place.path("copy"), place.path("cut"));
    let trips = std::env::var("BINLEDGER_POWER_TRIPS").map_or(2, |trips| trips.parse().unwrap());
    let before = last_movement(&store);
    let (mut cuts, mut acknowledged_cuts) = (0, 0);
    for failing in 1.. {
        crate::killing::copy(&store, &copy);
        let mut disk = Disk::of(&copy);
        let mut known = 0;
        // One process in which a force fails, be it the last when it closes the store, and one that goes on behind it.
        let calls = scanned(&place, trips, Some(failing));
        for call in calls.into_iter().chain(scanned(&place, 1, None)) {
            if let Call::Said { bytes } = &call {
                known = acknowledged(bytes).unwrap_or(known);
                if disk.has_failed() && disk.cut(&cut) {
                    cuts += 1;
                    acknowledged_cuts += usize::from(0 < known);
                    let kept = last_movement(&cut);
                    assert!(
                        known <= kept,
                        "force {failing} failed: {known} was acknowledged, {kept} is kept"
                    );
                }
            } else {
                disk.see(call);
            }
        }
        if !disk.has_failed() {
            let posted = usize::try_from(known - before).unwrap();
            assert_eq!(posted, 2 * (trips + 1), "the run without a failure");
            break;
        }
    }
    println!("the power was cut {cuts} times, {acknowledged_cuts} times behind an acknowledged move");
    assert!(10 < acknowledged_cuts);
}

#[test]
fn nothing_acknowledged_is_lost_when_the_power_is_cut() {
    if !can_trace() {
        println!("skipped: strace is not installed here, or may not trace");
        return;
    }
    let place = Workplace::with_samples();
    let (store, copy, cut) = (place.path("store"), place.path("copy"), place.path("cut"));
    crate::killing::copy(&store, &copy);
    let (mut disk, mut known, mut cuts) = (Disk::of(&copy), 0, 0);
    for call in scanned(&place, 2, None) {
        if let Call::Said { bytes } = &call {
            known = acknowledged(bytes).unwrap_or(known);
            if 0 < known && disk.cut(&cut) {
                let kept = last_movement(&cut);
                assert!(known <= kept, "{known} was acknowledged, {kept} is kept");
                cuts += 1;
            }
        } else {
            disk.see(call);
        }
    }
    println!("the power was cut {cuts} times behind an acknowledged move");
    assert!(4 <= cuts);
}
