//! Scans that nothing waits for, at every step of a transfer and of refilling a face.

use super::bench::Bench;
use super::house::House;
use super::replenishing::faces;
use super::sites::{sent, two_sites};
use binledger::domain::movement::Movement;

/// Codes that no step of a job waits for.
const HOSTILE: [&str; 16] = [
    "TR-",
    "TR--1",
    "TR-01",
    "TR-99999999999999999999",
    "$BL.SITE.",
    "$BL.SITE.MAIN",
    "$BL.QTY.0",
    "$BL.QTY.99999999999999999999",
    "]C1",
    "\u{1d}",
    "]C101095212340100121726130010X",
    "Ünïcode ☃ \u{202e}",
    "LIV",
    "NOWHERE",
    "0",
    "$BL.TAKEOVER",
];

/// Asserts that none of the codes moves goods or changes what is wanted.
#[track_caller]
fn withstands(house: &mut House, terminal: &str, begun: &[&str]) {
    let movements = house.all::<Movement>().len();
    let long = "9".repeat(3000);
    for code in HOSTILE.iter().copied().chain([long.as_str()]) {
        let bench = Bench::new(house, terminal).scan(begun);
        let prompt = bench.prompt();
        let bench = bench.scan(&[code]);
        assert_eq!(bench.prompt(), prompt, "after {code:?}");
        bench
            .scan(&["$BL.SIGNOUT", "$BL.SIGNOUT"])
            .asks("Scan your badge");
    }
    assert_eq!(house.all::<Movement>().len(), movements);
}

#[test]
fn a_transfer_withstands_them() {
    let mut house = two_sites();
    let paper = sent(&mut house);
    let sending = ["ANA", "SHOP", "STORAGE", "LOT"];
    // A label without data is Enter, which would send goods that are complete.
    for begun in [&sending[..3], &sending[..], &["ANA", "SHOP", "STORAGE", "SER"]] {
        withstands(&mut house, "T-1", begun);
    }
    let arriving = ["LIV", &paper, "LOT", "L1", "2"];
    for begun in [&arriving[..2], &arriving[..3], &arriving[..]] {
        withstands(&mut house, "T-2", begun);
    }
}

#[test]
fn refilling_withstands_them() {
    let mut house = faces();
    let begun = ["ANA", "$BL.REPLENISH", "F-2", "STORAGE", "LOT", "L1", "2"];
    for steps in [3, 4, 5, 7] {
        withstands(&mut house, "T-1", &begun[..steps]);
    }
}
