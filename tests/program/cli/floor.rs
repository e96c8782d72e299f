//! The floor without a screen: `scan`, read after read.

use super::workplace::Workplace;
use serde_json::Value;

const DAY: &str = include_str!("../../../samples/day.scans");

fn codes(rows: &[Value]) -> Vec<&str> {
    rows.iter().filter_map(|row| row["code"].as_str()).collect()
}

#[test]
fn the_sample_day_refuses_what_it_says_and_proves_itself() {
    let place = Workplace::with_samples();
    let rows = place.feed(&["scan", "--escaped"], DAY).well().rows();
    assert_eq!(
        codes(&rows),
        ["SERIAL_IN_STOCK", "NOT_ON_ORDER", "WRONG_LOT", "WRONG_LOCATION"]
    );
    let reads = DAY.lines().filter(|line| !line.starts_with('#')).count();
    assert_eq!(rows.len(), reads);
    assert!((1..).zip(&rows).all(|(n, row)| row["n"] == n));
    let proofs = rows.iter().filter(|row| row["read"] == "$BL.SIGNOUT");
    assert!(
        proofs.clone().count() == 9
            && proofs.into_iter().all(|row| {
                row["message"]
                    .as_str()
                    .is_some_and(|text| text.contains(" reads = "))
            })
    );
    place.run(&["audit", "--replay"]).well();
    let orders = place.rows(&["orders"]);
    let state = |no: &str| {
        orders
            .iter()
            .find(|order| order["order"] == no)
            .map(|order| order["state"].clone())
    };
    assert_eq!(state("SO-26103"), Some("closed".into()));
    assert_eq!(state("PO-26032"), Some("open".into()));
    let lot = place.rows(&["stock", "--lot", "NC-2601", "--location", "A-01-1"]);
    assert_eq!(lot[0]["on_hand"], "24");
}

#[test]
fn a_row_tells_what_came_of_a_read_and_what_is_asked_next() {
    let place = Workplace::with_samples();
    let reads = "PO-26033\n19521234030017\n\n96\nRECEIVING\nNOPE\n";
    let said = place
        .feed(&["scan", "--badge", "EMP-102", "--pin", "2308"], reads)
        .well();
    let rows = said.rows();
    let states: Vec<&str> = rows.iter().filter_map(|row| row["state"].as_str()).collect();
    assert_eq!(
        states,
        ["applied", "applied", "cancelled", "applied", "applied", "refused"]
    );
    assert_eq!(rows[1]["message"], "+24 EA (1 CS) PK-3001");
    assert_eq!(rows[3]["prompt"], "Scan its place, or type the total");
    assert!(rows[4]["movement"].is_i64() && rows[4]["entry"].is_i64() && rows[3]["movement"].is_null());
    assert_eq!(
        (&rows[5]["accepted"], &rows[5]["code"]),
        (&false.into(), &"UNKNOWN_CODE".into())
    );
    let moved = place.rows(&["moves", "--item", "PK-3001"]);
    let last = moved.last().expect("a movement");
    assert_eq!(
        (&last["operator"], &last["terminal"]),
        (&"EMP-102".into(), &"SCRIPT".into())
    );
    assert_eq!(last["source"], "scan");
}

#[test]
fn work_goes_on_in_the_next_process_at_the_same_step() {
    let place = Workplace::with_samples();
    let scan = [
        "scan",
        "--escaped",
        "--badge",
        "EMP-102",
        "--pin",
        "2308",
        "--terminal",
        "T-9",
    ];
    place
        .feed(&scan, "PO-26034\n]C1011952123401008810OL-0092\\x1d17270630\n")
        .well();
    let rows = place.feed(&scan, "36\nRECEIVING\n$BL.SIGNOUT\n").well().rows();
    assert_eq!(rows[1]["message"], "36 EA FD-1008 OL-0092 received at RECEIVING");
    assert_eq!(
        rows[2]["message"],
        "signed out: 4 reads = 4 applied + 0 refused + 0 cancelled"
    );
}

#[test]
fn nobody_works_without_the_right_badge_and_pin() {
    let place = Workplace::with_samples();
    for (badge, pin, code) in [
        ("EMP-102", Some("0000"), "WRONG PIN"),
        ("EMP-102", None, "needs its PIN"),
        ("EMP-999", Some("1"), "UNKNOWN BADGE"),
    ] {
        let mut arguments = vec!["scan", "--badge", badge, "--terminal", badge];
        arguments.extend(pin.into_iter().flat_map(|pin| ["--pin", pin]));
        let said = place.feed(&arguments, "PO-26034\n");
        assert_eq!((said.code, said.out.as_str()), (1, ""), "{}", said.err);
        assert!(said.err.contains(code), "{}", said.err);
    }
    let said = place.feed(&["scan"], "#! shift=late\nPO-26034\n");
    assert_eq!(said.code, 3);
    assert!(said.err.contains("shift=late"), "{}", said.err);
}
