//! Work outlives its terminal: after a crash, at another terminal, with another operator, under another size.

use super::company::Company;
use super::station::Station;

/// Björn at the bin of the label rolls, one roll of twelve in his hand.
fn with_a_roll_in_hand(company: &Company, terminal: &str) -> Station {
    let mut station = company.station(terminal);
    station.sign_in("EMP-103", "9061");
    station.scan("SO-26102", "Go to E-01-1");
    station.press(b"\x0b", "Go to P-01-1");
    station.scan("P-01-1", "Scan PK-3001");
    station.scan("9521234030010", "1 of 12 EA: scan");
    station
}

#[test]
fn a_killed_terminal_goes_on_at_the_same_step() {
    let company = Company::open();
    with_a_roll_in_hand(&company, "PICK-1").kill();
    let mut station = company.station("PICK-1");
    station.sign_in_again("EMP-103", "9061");
    for text in [
        "Pick SO-26102",
        "Björn",
        "1 of 12 EA: scan",
        "1 of 12 EA",
        "P-01-1",
    ] {
        station.wait_for(text);
    }
    station.scan("12", "Scan a tote for 12 EA");
    station.scan("TOTE-2", "Go to P-01-2");
    assert_eq!(company.picked("SO-26102", "PK-3001"), "12", "once, and all of it");
    company.is_sound();
}

#[test]
fn who_signs_in_elsewhere_is_offered_the_work_he_left() {
    let company = Company::open();
    let mut left = with_a_roll_in_hand(&company, "PICK-1");
    let mut station = company.station("PICK-2");
    station.sign_in("EMP-103", "9061");
    station.wait_for("left at PICK-1");
    station.press(b"\x14", "TAKEOVER again");
    station.press(b"\x14", "went on with the work of PICK-1");
    station.wait_for("1 of 12 EA: scan");
    station.wait_for("1 of 12 EA");
    left.send(b"9521234030010\r");
    left.wait_for("went on with this work at PICK-2 at");
    assert!(!left.shown().contains("1 of 12"), "{}", left.shown());
    station.scan("12", "Scan a tote for 12 EA");
}

#[test]
fn whose_work_it_is_is_said_before_it_is_taken_over() {
    let company = Company::open();
    let mut owner = with_a_roll_in_hand(&company, "PICK-1");
    let mut other = company.station("PICK-2");
    other.sign_in("EMP-104", "5572");
    other.scan("SO-26102", "HELD");
    other.wait_for("Björn Åkesson has order SO-26102");
    other.press(b"\x14", "TAKEOVER again");
    other.press(b"\x14", "Go to E-01-1");
    owner.wait_for("Chiara Lo Presti took it over at PICK-2");
    owner.wait_for("Press Enter for work");
    owner.scan("TOTE-9", "TOTE-9 is unknown");
    assert_eq!(
        company.picked("SO-26102", "PK-3001"),
        "0",
        "nothing slips through"
    );
    company.is_sound();
}

#[test]
fn no_size_of_the_window_loses_anything() {
    let company = Company::open();
    let mut station = with_a_roll_in_hand(&company, "PICK-1");
    station.send(b"952123");
    for size in [(20, 16), (40, 8), (132, 50), (80, 24)] {
        station.resize(size);
        for text in ["type the total", "1 of 12 EA", "❯ 952123"] {
            station.wait_for(text);
        }
    }
    station.press(b"4030010\r", "2 of 12 EA: scan");
    station.wait_for("2 of 12 EA");
    let reads = company.reads("PICK-1");
    assert_eq!(
        reads.last().unwrap()["raw"],
        "9521234030010",
        "one read, not cut by the window"
    );
}

#[test]
fn what_one_terminal_does_changes_what_another_shows() {
    let company = Company::open();
    let mut counter = company.station("COUNT-1");
    counter.sign_in("EMP-104", "5572");
    counter.scan("$BL.COUNT", "Scan the bin to count");
    let mut picker = company.station("PICK-1");
    picker.sign_in("EMP-103", "9061");
    picker.scan("SO-26102", "Go to E-01-1");
    assert!(!counter.shown().contains("E-01-1"));
    picker.scan("E-01-1", "Scan EL-2001");
    picker.press(b"\x05", "SHORT");
    counter.wait_for("E-01-1");
}
