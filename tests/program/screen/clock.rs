//! A machine whose clock is set while a terminal is open, or was wrong when it was opened.

use super::company::{Company, PROGRAM};
use super::station::Station;
use portable_pty::CommandBuilder;
use std::path::PathBuf;
use std::process::Command;

/// The library that makes a clock say what it is told; `None` where the machine has none.
fn library() -> Option<PathBuf> {
    let faked = Command::new("faketime").args(["now", "env"]).output().ok();
    let preloaded = faked.and_then(|said| {
        let text = String::from_utf8(said.stdout).ok()?;
        let line = text.lines().find_map(|line| line.strip_prefix("LD_PRELOAD="));
        line.map(|path| PathBuf::from(path.trim()))
    });
    if preloaded.is_none() {
        println!("skipped: there is no faketime on this machine");
    }
    preloaded
}

/// A terminal whose clock is read from the file `clock` of its company, as an offset.
fn station(company: &Company, library: &PathBuf) -> Station {
    let mut command: CommandBuilder = Station::program(company);
    command.arg("--config");
    command.arg(company.config("DOCK-1"));
    command.env("LD_PRELOAD", library);
    command.env("FAKETIME_TIMESTAMP_FILE", company.folder().join("clock"));
    command.env("FAKETIME_NO_CACHE", "1");
    command.env("FAKETIME_DONT_FAKE_MONOTONIC", "1");
    assert_eq!(command.get_argv()[0], PROGRAM);
    Station::start(command, (80, 24))
}

fn set(company: &Company, clock: &str) {
    let (made, name) = (company.folder().join("clock.new"), company.folder().join("clock"));
    std::fs::write(&made, clock).unwrap();
    std::fs::rename(made, name).unwrap();
}

/// The stamps of the terminal's reads, in order.
fn stamps(company: &Company) -> Vec<String> {
    let reads = company.reads("DOCK-1");
    let stamp = |read: &serde_json::Value| read["last_at"].as_str().unwrap().to_owned();
    reads.iter().map(stamp).collect()
}

#[test]
fn a_terminal_opened_on_a_machine_that_lost_its_time_says_so_to_everybody_who_signs_in() {
    let Some(library) = library() else { return };
    let company = Company::open();
    set(&company, "-3000d");
    let mut station = station(&company, &library);
    station.wait_for("the clock of this machine says");
    station.wait_for("Scan your badge");
    station.send(b"EMP-102\r");
    station.wait_for("PIN");
    station.send(b"2308\r");
    station.wait_for("before the newest work");
    station.send(b"$BL.SIGNOUT\r");
    station.wait_for("signed out");
    let stamps = stamps(&company);
    assert!(stamps.is_sorted() && "2026" < stamps[0].as_str(), "{stamps:?}");
    company.is_sound();
}

#[test]
fn a_clock_that_is_set_while_a_terminal_is_open_is_told_and_never_goes_back() {
    let Some(library) = library() else { return };
    let company = Company::open();
    set(&company, "+0");
    let mut station = station(&company, &library);
    station.sign_in("EMP-102", "2308");
    set(&company, "-2d");
    station.wait_for("before the newest work");
    station.send(b"$BL.MOVE\r");
    station.wait_for("Scan the bin or plate to move from");
    set(&company, "+3h");
    station.wait_for("was set forward by");
    // Nobody was there for three hours, as far as anybody knows.
    station.send(b"2308\r");
    station.wait_for("you went on where you stopped");
    let stamps = stamps(&company);
    assert!(stamps.is_sorted(), "{stamps:?}");
    company.is_sound();
}
