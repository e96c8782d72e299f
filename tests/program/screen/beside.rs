//! Screens beside the work: the scanner is tested and set up in the middle of a job, which goes on as it stood.

use super::company::Company;
use serde_json::Value;
use std::time::Duration;

/// `F4` and `F5`, as a terminal sends them.
const F4: &[u8] = b"\x1bOS";
const F5: &[u8] = b"\x1b[15~";
const ESC: &[u8] = b"\x1b";
/// The pause before a key that no scanner makes within a code.
const FINGERS: Duration = Duration::from_millis(200);

fn last(company: &Company, count: usize) -> Vec<Value> {
    let reads = company.reads("DOCK-1");
    reads[reads.len() - count..].to_vec()
}

#[test]
fn a_scanner_is_tested_in_the_middle_of_a_job() {
    let company = Company::open();
    let mut station = company.station("DOCK-1");
    station.sign_in("EMP-102", "2308");
    station.scan("PO-26033", "Scan an item");
    station.scan("PK-3001", "Scan its place");
    station.press(b"9", "❯ 9");
    std::thread::sleep(FINGERS);
    station.press(F4, "Scan to test");
    assert!(
        !station.shown().contains("❯ 9"),
        "what was typed waits with the work"
    );
    station.scan("]C101195212340100191727013110NC-2602", "(17)2027-01-31");
    station.scan("RECEIVING", "location RECEIVING");
    station.scan("$BL.UNDO", "command");
    station.scan("EMP-104", "badge of");
    assert!(
        !station.shown().contains("EMP-104"),
        "a badge of another one is not shown"
    );
    for read in last(&company, 4) {
        assert_eq!(
            (&read["outcome"], &read["step"]),
            (&"cancelled".into(), &"scanner test".into()),
            "{read}"
        );
    }
    station.press(ESC, "back at the work");
    station.wait_for("❯ 9");
    station.press(b"6\r", "Quantity 96 EA");
    station.scan("RECEIVING", "received");
    assert_eq!(company.on_hand("PK-3001", "RECEIVING"), "96");
    company.is_sound();
}

#[test]
fn diagnostics_shows_the_terminal_its_sources_and_rings_the_bell() {
    let company = Company::open();
    let mut station = company.station("DOCK-1");
    station.wait_for("Scan your badge");
    station.scan("$BL.DIAGNOSTICS", "Scan to test");
    station.wait_for("80x24, 256 colours");
    for line in ["keyboard connected", "Store", "1 of 1 connected"] {
        station.wait_for(line);
    }
    let bells = |written: &[u8]| String::from_utf8_lossy(written).matches('\x07').count();
    station.press(F5, "no beep: a good scan");
    station.press(F5, "1 beep: a note");
    station.press(F5, "2 beeps: a warning");
    station.wait_until("two beeps", |station| 2 <= bells(&station.written));
    station.scan("$BL.BELL", "3 beeps: a refusal");
    station.resize((20, 16));
    station.press(b"\x1b[A\x1b[A", "keyboard");
    station.scan("$BL.EXIT", "back at the");
}

#[test]
fn reads_scanned_while_testing_are_applied_to_nothing_even_after_a_crash() {
    let company = Company::open();
    let mut station = company.station("DOCK-1");
    station.sign_in("EMP-102", "2308");
    station.scan("PO-26033", "Scan an item");
    station.press(F4, "Scan to test");
    station.scan("PK-3001", "item PK-3001");
    station.kill();
    let mut station = company.station("DOCK-1");
    station.sign_in_again("EMP-102", "2308");
    assert!(station.shown().contains("Scan an item"), "{}", station.shown());
    let [read, ..] = &last(&company, 3)[..] else {
        panic!("a read")
    };
    assert_eq!(
        (&read["raw"], &read["outcome"]),
        (&"PK-3001".into(), &"cancelled".into())
    );
}
