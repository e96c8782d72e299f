//! Two hundred scans a second, answered one by one.

use super::company::Company;
use super::scanner::{ACK, Scanner};
use super::station::Station;
use serde_json::Value;
use std::thread;
use std::time::{Duration, Instant};

/// A carton S; its bin holds three hundred.
const CARTON: &str = "9521234030072";
/// Scans a second.
const PACE: u32 = 200;

/// A counter in front of the bin of cartons, with a serial scanner.
fn counter(company: &Company) -> (Station, Scanner) {
    let path = company.folder().join("scanner");
    let mut scanner = Scanner::plug_in(&path);
    let mut command = Station::program(company);
    command.arg("--config");
    command.arg(company.config("COUNT-1"));
    command.arg("--serial");
    command.arg(path);
    let mut station = Station::start(command, (100, 24));
    station.wait_for("scanner is connected");
    for code in ["EMP-104", "5572", "$BL.COUNT", "P-02-1"] {
        scanner.scan(code);
    }
    station.wait_for("Scan all in P-02-1");
    (station, scanner)
}

/// Cartons, and in between codes that nobody knows and that say their own number.
fn code(n: u32) -> String {
    match n % 4 {
        3 => format!("UNKNOWN-{n:05}"),
        _ => CARTON.to_owned(),
    }
}

/// Asserts that the last reads are these, in order, each with its result.
#[track_caller]
fn are_noted(company: &Company, count: u32) {
    let reads = company.reads("COUNT-1");
    let last = &reads[reads.len() - count as usize..];
    for (n, read) in (0..).zip(last) {
        let expected = if n % 4 == 3 { "refused" } else { "applied" };
        assert_eq!(
            (&read["raw"], &read["outcome"]),
            (&Value::from(code(n)), &Value::from(expected)),
            "{n}: {read}"
        );
    }
    let numbers: Vec<i64> = reads.iter().map(|read| read["read"].as_i64().unwrap()).collect();
    assert!(
        numbers
            .iter()
            .copied()
            .eq(1..=i64::try_from(reads.len()).unwrap()),
        "none missing, none doubled"
    );
    let counted = company.rows("counts");
    let cartons = (count - count / 4).to_string();
    assert!(
        counted
            .iter()
            .any(|line| line["item"] == "PK-3007" && line["counted"] == cartons.as_str()),
        "each of {cartons} cartons counts once: {counted:?}"
    );
}

#[test]
fn a_scanner_that_waits_for_its_ack_is_never_kept_waiting_and_never_answered_twice() {
    let company = Company::open();
    let (_station, mut scanner) = counter(&company);
    let begun = Instant::now();
    for n in 0..200 {
        scanner.scan(&code(n));
    }
    println!("{:.0} reads a second", 200.0 / begun.elapsed().as_secs_f64());
    scanner.was_told_no_more();
    are_noted(&company, 200);
}

/// The full run is ten seconds: `BINLEDGER_SOAK_SECONDS=10 cargo test --release --test program soak -- --nocapture`.
#[test]
fn two_hundred_scans_a_second_are_all_applied_in_order_and_answered() {
    let seconds: u32 = std::env::var("BINLEDGER_SOAK_SECONDS").map_or(1, |text| text.parse().unwrap());
    let company = Company::open();
    let (_station, mut scanner) = counter(&company);
    let mut hand = scanner.hand();
    let begun = Instant::now();
    let sending = thread::spawn(move || {
        for n in 0..seconds * PACE {
            let due = begun + Duration::from_secs(1) / PACE * n;
            thread::sleep(due.saturating_duration_since(Instant::now()));
            hand.send(format!("{}\r", code(n)).as_bytes());
        }
    });
    let told = scanner.told((seconds * PACE) as usize);
    println!(
        "{} reads, the last ACK after {:.2} s",
        told.len(),
        begun.elapsed().as_secs_f64()
    );
    sending.join().unwrap();
    assert!(told.iter().all(|byte| *byte == ACK));
    scanner.was_told_no_more();
    are_noted(&company, seconds * PACE);
    company.is_sound();
}
