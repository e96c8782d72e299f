//! Goods go to another site and to the pick faces, on the screens that are really out there, with a power cut on the way.

use super::company::Company;
use super::station::{F9, Station};

/// A rugged hand-held, a terminal on a fork-lift, a desk.
const SIZES: [(u16, u16); 3] = [(20, 16), (40, 8), (80, 24)];

const SIGN_OUT: &[u8] = b"\x0f";
const SHORT: &[u8] = b"\x13";
const DAMAGED: &[u8] = b"\x04";
const UNDO: &[u8] = b"\x1a";

/// The power is cut, and the terminal started again: it wants the same of whoever was there, by badge and PIN.
#[track_caller]
fn cut(company: &Company, station: Station, size: (u16, u16), who: (&str, &str), wanted: &str) -> Station {
    station.kill();
    let mut station = company.sized("HAND-1", size);
    station.wait_for("Scan your badge");
    station.scan(who.0, "your PIN");
    station.scan(who.1, wanted);
    station
}

/// Björn sends five ribbons to the shop; answers the number of the transfer.
fn send(company: &Company, size: (u16, u16)) -> (Station, String) {
    let mut station = company.sized("HAND-1", size);
    station.sign_in("EMP-103", "9061");
    station.scan("LUEB", "Scan the bin to send LUEB from");
    station.scan("P-01-1", "Scan goods at P-01-1");
    station.scan("PK-3004", "Type the total");
    station.scan("99", "NOT ENOUGH");
    station.scan("5", "5 EA PK-3004");
    let mut station = cut(company, station, size, ("EMP-103", "9061"), "Type the total");
    station.scan("", "5 EA PK-3004 sent to LUEB");
    let shown = station.shown();
    let number = shown.split_whitespace().find(|word| word.starts_with("TR-"));
    let number = number
        .expect("the number of the transfer")
        .trim_end_matches(',')
        .to_owned();
    station.press(F9, "Scan anything");
    station.press(SIGN_OUT, "signed out");
    (station, number)
}

#[test]
fn goods_are_sent_and_taken_in_short_and_damaged_and_nothing_stays_in_transit() {
    for size in SIZES {
        let company = Company::open();
        let (mut station, number) = send(&company, size);
        assert_eq!(company.on_hand("PK-3004", "P-01-1"), "7");
        station.sign_in("EMP-106", "3826");
        station.scan(&number, "Scan what arrived");
        station.scan("PK-3004", "Scan its place");
        station.scan("3", "3 EA PK-3004");
        let mut station = cut(&company, station, size, ("EMP-106", "3826"), "Scan its place");
        station.scan("S-02-1", "Scan what arrived");
        station.scan("PK-3004", "Scan its place");
        station.press(DAMAGED, "damaged");
        station.scan("L-DAMAGED", "Scan what arrived");
        station.press(SHORT, "Why is it missing?");
        station.scan("wet and thrown away", "Scan a supervisor's badge");
        let mut station = cut(
            &company,
            station,
            size,
            ("EMP-106", "3826"),
            "Scan a supervisor's badge",
        );
        station.scan("EMP-101", "type your PIN");
        station.scan("4417", "is closed");
        station.press(F9, "Scan anything");
        let lies = [("PK-3004", "S-02-1"), ("PK-3004", "L-DAMAGED")];
        assert_eq!(lies.map(|(item, bin)| company.on_hand(item, bin)), ["3", "1"]);
        let open = company.rows("open-items");
        assert!(!open.iter().any(|row| row["kind"] == "in_transit"), "{open:?}");
        let moves = company.rows("moves");
        let closed = moves.iter().find(|row| row["kind"] == "transfer_close").unwrap();
        assert_eq!(closed["reason"], "wet and thrown away");
        assert_eq!(closed["document"], number.as_str());
        company.is_sound();
    }
}

#[test]
fn a_pick_face_is_filled_from_the_reserve() {
    for size in SIZES {
        let company = Company::open();
        let mut station = company.sized("HAND-1", size);
        station.sign_in("EMP-102", "2308");
        station.scan("$BL.MOVE", "Scan the bin");
        station.scan("P-01-1", "Scan goods");
        station.scan("PK-3004", "+1 EA PK-3004");
        station.scan("10", "10 EA PK-3004");
        station.scan("STORAGE", "moved from");
        station.scan("$BL.REPLENISH", "Press Enter for work");
        station.scan("P-01-1", "Go to STORAGE");
        station.scan("STORAGE", "Scan PK-3004");
        station.scan("PK-3004", "1 of 10 EA");
        station.scan("10", "Bring it to P-01-1");
        let mut station = cut(&company, station, size, ("EMP-102", "2308"), "Bring it to P-01-1");
        station.scan("A-01-2", "WRONG LOCATION");
        station.scan("P-01-1", "put in P-01-1");
        station.press(UNDO, "Bring it to P-01-1");
        station.scan("P-01-1", "put in P-01-1");
        station.press(SIGN_OUT, "signed out");
        let tasks = company.rows("tasks");
        let told = tasks
            .iter()
            .map(|task| format!("{} {} {}", task["kind"], task["state"], task["done"]));
        let told: Vec<String> = told.collect();
        assert_eq!(told.last().unwrap(), "\"replenish\" \"done\" \"10\"", "{told:?}");
        assert_eq!(company.on_hand("PK-3004", "P-01-1"), "12");
        company.is_sound();
    }
}
