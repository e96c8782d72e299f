//! What a scan costs at the real terminal: the release program in a pseudo-terminal of 80x24, on the sample company's
//! store and on the same company with a hundred thousand items more and a million movements behind it.
//!
//! `cargo bench --bench terminal`. The large store is built once, in some two minutes, and kept in `target/bench-store`;
//! `BINLEDGER_BENCH_MOVEMENTS` makes it smaller, `BINLEDGER_BENCH_SCANS` says how many scans of each job are measured.

#![allow(
    clippy::print_stdout,
    clippy::print_stderr,
    reason = "a bench prints its figures"
)]

mod figures;
mod reads;
mod screen;
mod script;
mod stores;

use binledger::store::sqlite::Sqlite;
use figures::{Limit, Series};
use screen::Screen;
use std::path::{Path, PathBuf};

/// How often a terminal is opened to measure its start.
const STARTS: usize = 20;

/// What was measured at one store's terminal.
#[derive(Default)]
struct Measured {
    scans: [Series; 2],
    bytes: Series,
    starts: Series,
    resident: u64,
    highest: u64,
    reads: u64,
}

fn main() {
    let set = |name: &str, usual: usize| std::env::var(name).map_or(Ok(usual), |text| text.parse());
    let movements = set("BINLEDGER_BENCH_MOVEMENTS", 1_000_000).expect("a number of movements");
    let scans = set("BINLEDGER_BENCH_SCANS", 2000).expect("a number of scans");
    let home = tempfile::tempdir_in(env!("CARGO_TARGET_TMPDIR")).expect("a directory");
    let sample = home.path().join("store/store.db");
    stores::sample(&sample);
    let large = stores::large(&sample, movements as u64);
    let stores = [sample, large];
    let scripts = stores.each_ref().map(|store| {
        let store = Sqlite::open(store).expect("a store");
        [script::counting(&store, scans), script::moving(&store, scans)]
    });
    // A name that no earlier run had: a terminal goes on where it stopped.
    let name = format!("BENCH-{}", std::process::id());
    std::fs::write(
        home.path().join("config.toml"),
        format!("terminal = \"{name}\"\n"),
    )
    .expect("a configuration");
    let mut measured = [Measured::default(), Measured::default()];
    start(&stores, home.path(), &mut measured);
    work(&stores, &scripts, home.path(), &mut measured);
    for ((store, script), measured) in stores.iter().zip(&scripts).zip(&mut measured) {
        measured.reads = reads::a_second(store, &name, &script[0]);
    }
    print(&measured, movements);
}

/// Opens a terminal on each store in turn, several times.
fn start(stores: &[PathBuf; 2], home: &Path, measured: &mut [Measured; 2]) {
    for _ in 0..STARTS {
        for (store, measured) in stores.iter().zip(&mut *measured) {
            let (screen, micros) = Screen::open(store, home);
            measured.starts.add(micros);
            screen.leave();
        }
    }
}

/// Scans on both stores in turn, so that whatever else the machine does meets both alike.
fn work(stores: &[PathBuf; 2], scripts: &[[Vec<String>; 2]; 2], home: &Path, measured: &mut [Measured; 2]) {
    let mut screens = stores.each_ref().map(|store| Screen::open(store, home).0);
    for screen in &mut screens {
        screen.sign_in(script::BADGE, script::PIN);
    }
    for (job, start) in ["$BL.COUNT", "$BL.MOVE"].into_iter().enumerate() {
        for screen in &mut screens {
            screen.scan(start);
        }
        let longest = scripts.iter().map(|script| script[job].len()).max();
        for at in 0..longest.unwrap_or_default() {
            for ((screen, script), measured) in screens.iter_mut().zip(scripts).zip(&mut *measured) {
                if let Some(code) = script[job].get(at) {
                    let answered = screen.scan(code);
                    measured.scans[job].add(answered.micros);
                    measured.bytes.add(answered.bytes);
                }
            }
        }
    }
    for (screen, measured) in screens.into_iter().zip(measured) {
        (measured.resident, measured.highest) = screen.memory();
        screen.close();
    }
}

fn print([sample, large]: &[Measured; 2], movements: usize) {
    figures::head(&format!("{movements} movements"));
    for (job, name) in ["counting", "moving"].into_iter().enumerate() {
        let (few, many) = (&sample.scans[job], &large.scans[job]);
        let line = |what: &str| format!("{name}: terminator to screen, {what}, µs");
        figures::line(&line("median"), few.at(50), many.at(50), Limit::None);
        figures::line(&line("p99"), few.at(99), many.at(99), Limit::Below(50_000));
        figures::line(&line("longest"), few.at(100), many.at(100), Limit::None);
        let ratio = |share| figures::percent(many.at(share), few.at(share));
        figures::ratio(
            &format!("{name}: large by sample, median"),
            ratio(50),
            Limit::Below(150),
        );
        figures::ratio(
            &format!("{name}: large by sample, p99"),
            ratio(99),
            Limit::Below(150),
        );
    }
    let (few, many) = (&sample.bytes, &large.bytes);
    figures::line(
        "bytes to the terminal a scan, mean",
        few.mean(),
        many.mean(),
        Limit::Below(600),
    );
    figures::line(
        "bytes to the terminal a scan, most",
        few.at(100),
        many.at(100),
        Limit::None,
    );
    let (few, many) = (&sample.starts, &large.starts);
    figures::line(
        "start to first frame, median, µs",
        few.at(50),
        many.at(50),
        Limit::None,
    );
    figures::line(
        "start to first frame, longest, µs",
        few.at(100),
        many.at(100),
        Limit::Below(100_000),
    );
    let limit = Limit::Below(25_000_000 / 1024);
    figures::line("resident memory, KiB", sample.resident, large.resident, limit);
    figures::line(
        "resident memory at its highest, KiB",
        sample.highest,
        large.highest,
        limit,
    );
    figures::line(
        "reads a second without a terminal",
        sample.reads,
        large.reads,
        Limit::None,
    );
}
