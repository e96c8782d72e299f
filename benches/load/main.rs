//! Many terminals of one host at one store, each a process that scans at its own pace whether the answer to the scan
//! before has come or not.
//!
//! `cargo bench --bench load -- TERMINALS EVERY_MS SECONDS FLUSH_MS` prints how long a scan that posts takes, from the
//! moment it was due to its answer, next to a client that does nothing but a durable write of as many bytes, with the
//! same queue of writers, in the same run. Each terminal scans once in `EVERY_MS`, and `FLUSH_MS` is added to every
//! flush. By default: 50 1000 5 0.
//!
//! `cargo bench --bench load -- beside TERMINALS EVERY_MS SECONDS FLUSH_MS` prints how long such a scan takes while
//! somebody seals, audits, exports, reports, imports or makes a backup of a store with a history, each for `SECONDS`.
//! `BINLEDGER_BENCH_MOVEMENTS` says how long the history is: fifty thousand movements, unless told otherwise.

#![allow(clippy::print_stdout, reason = "a bench prints its figures")]

mod bare;
mod beside;
mod crowd;
mod pace;
mod session;
mod slow;
mod table;

use crowd::{Client, Crowd};
use mimalloc::MiMalloc;
use std::path::Path;
use std::time::Duration;

/// The allocator of the program.
#[global_allocator]
static ALLOCATOR: MiMalloc = MiMalloc;

/// Two kinds of clients, by their names.
const CLIENTS: [(&str, Client); 2] = [(session::NAME, session::scans), ("bare write", bare::writes)];

fn main() {
    if crowd::is_client(&CLIENTS) {
        return;
    }
    let is_beside = std::env::args().any(|word| word == "beside");
    let given: Vec<u32> = std::env::args()
        .skip(1)
        .filter_map(|word| word.parse().ok())
        .collect();
    let number = |at: usize, default: u32| given.get(at).copied().unwrap_or(default);
    let (processes, seconds) = (number(0, 50), number(2, 5));
    let milliseconds = |at: usize, default: u32| Duration::from_millis(number(at, default).into());
    let (every, flush) = (milliseconds(1, 1000), milliseconds(3, 0));
    let home = tempfile::tempdir_in(env!("CARGO_TARGET_TMPDIR")).expect("a folder on a disk");
    let times = Duration::from_secs(seconds.into()).as_micros() / every.as_micros().max(1);
    let crowd = Crowd {
        processes,
        every,
        times: times.try_into().expect("a number of scans"),
        shim: slow::shim(home.path(), flush),
    };
    println!("{processes} processes, a scan in {every:?} each, for {seconds} s, {flush:?} added to a flush");
    if is_beside {
        beside::measure(home.path(), &crowd);
    } else {
        next_to_bare_writes(home.path(), &crowd);
    }
}

/// Measures each kind of client alone.
fn next_to_bare_writes(home: &Path, crowd: &Crowd) {
    table::head();
    for (name, _) in CLIENTS {
        let place = home.join(name.replace(' ', "-"));
        std::fs::create_dir(&place).expect("a folder");
        session::prepare(&place, crowd.processes);
        bare::prepare(&place);
        let begun = crowd.begin(name, &place);
        let start = begun.start;
        let done = begun.end();
        let ended = crowd::now().saturating_sub(start);
        if name == session::NAME {
            assert!(done.len() <= session::posted(&place), "every scan is posted");
        }
        table::row(name, done.iter().map(|done| done.took).collect(), ended, "");
    }
}
