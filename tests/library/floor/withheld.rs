//! What a bin under count neither gives away nor lets go to whoever may still count it.

use super::bench::Bench;
use super::blind::{does, secrets_in, stocked, under_count};
use super::house::{House, at_terminal};
use super::inbound::shift;
use super::stock;
use binledger::domain::amount::Qty;
use binledger::domain::count::{Count, CountState};
use binledger::domain::stock::Status;
use binledger::operations::request::{ChangeStatus, CountOpen, Move, Operation};

#[test]
fn nothing_leaves_a_bin_under_count_by_a_number_of_who_may_count_it() {
    let mut house = under_count(CountState::Counting);
    Bench::new(&mut house, "T-1")
        .scan(&["ANA", "$BL.MOVE", "BULK"])
        .refuses("UNDER_COUNT")
        .asks("Scan the bin or plate to move from")
        .scan(&["PAL-1"])
        .refuses("UNDER_COUNT")
        .scan(&["$BL.PUTAWAY", "PAL-1"])
        .refuses("UNDER_COUNT")
        .scan(&["$BL.TRANSFER", "SHOP", "BULK"])
        .refuses("UNDER_COUNT")
        .scan(&["BIN-2"])
        .asks("Scan goods at BIN-2, or DONE");
    for qty in [1, 307, 308] {
        assert_eq!(refused(&mut house, from_face(qty)), Some("UNDER_COUNT"), "{qty}");
    }
    does(&mut house, "PIP", from_face(307));
}

fn from_face(units: i64) -> Move {
    shift("A", units, "FACE", "BIN-2")
}

/// The code with which an operation of `ANA`, who may count, is refused.
fn refused(house: &mut House, operation: impl Into<Operation>) -> Option<&'static str> {
    let mut asked = house.request(operation);
    asked.requester = at_terminal("ANA");
    house.send(&asked).refusal.map(|refusal| refusal.code())
}

#[test]
fn only_what_fills_a_face_leaves_a_bin_under_count_by_a_number() {
    let mut house = under_count(CountState::Counting);
    let fill = |units: i64| Move {
        from: "BULK".into(),
        to: "FACE".into(),
        lpn: Some("PAL-1".into()),
        ..from_face(units)
    };
    let within = |to_lpn: &str| Move {
        to: "FACE".into(),
        to_lpn: Some(to_lpn.into()),
        ..from_face(1)
    };
    let on_a_plate = Move {
        to_lpn: Some("PAL-2".into()),
        ..fill(1)
    };
    let not_to_pick = Move {
        status: Some(Status::Quarantine),
        ..fill(1)
    };
    for asked in [fill(1001), on_a_plate, not_to_pick, within("PAL-2")] {
        assert_eq!(
            refused(&mut house, asked.clone()),
            Some("UNDER_COUNT"),
            "{asked:?}"
        );
    }
    assert_eq!(refused(&mut house, fill(100)), None);
    does(&mut house, "PIP", within("PAL-2"));
}

#[test]
fn nobody_who_counts_a_bin_changes_the_status_of_a_number_of_its_goods() {
    let mut house = under_count(CountState::Counting);
    let damaged = |units: i64| ChangeStatus {
        item: "A".into(),
        qty: Qty::units(units),
        at: "FACE".into(),
        lot: None,
        serial: None,
        lpn: None,
        from: Status::Available,
        to: Status::Damaged,
    };
    for units in [1, 307, 308] {
        assert_eq!(
            refused(&mut house, damaged(units)),
            Some("UNDER_COUNT"),
            "{units}"
        );
    }
    does(&mut house, "PIP", damaged(307));
}

#[test]
fn what_is_taken_back_is_told_without_the_quantity_of_a_bin_under_count() {
    let mut house = stocked();
    let bench = Bench::new(&mut house, "T-1").scan(&["ANA", "$BL.MOVE", "PAL-1", "BIN-2"]);
    does(
        bench.house,
        "BEN",
        CountOpen {
            location: "BIN-2".into(),
        },
    );
    let bench = bench.scan(&["$BL.UNDO"]).tells("move of A at BIN-2 taken back");
    assert_eq!(secrets_in(&bench.told()), []);
}

#[test]
fn pieces_of_a_bin_under_count_are_one_entry_without_their_numbers() {
    let mut house = stocked();
    for piece in ["S-1", "S-2", "S-3", "S-4", "S-5"] {
        stock::serial(&mut house, piece);
    }
    does(
        &mut house,
        "BEN",
        CountOpen {
            location: "STORAGE".into(),
        },
    );
    let bench = Bench::new(&mut house, "T-1")
        .scan(&["ANA", "$BL.INQUIRE", "SER"])
        .tells("available under count: under count at STORAGE");
    assert_eq!(bench.told().matches("at STORAGE").count(), 1, "{}", bench.told());
    let bench = bench.scan(&["STORAGE"]).tells("under count LOT L2, and more");
    let seen = [bench.told(), bench.shown(80, 24)].concat();
    assert!(
        !seen.contains("S-1") && seen.lines().filter(|line| line.contains("SER")).count() == 1,
        "{seen}"
    );
    let bench = bench.scan(&["$BL.SIGNOUT", "PIP", "$BL.INQUIRE", "STORAGE"]);
    assert!(bench.shown(80, 24).contains("S-1"), "{}", bench.told());
}

#[test]
fn a_posted_count_that_is_taken_back_is_another_operators_and_tells_no_difference() {
    let mut house = stocked();
    for (policy, value) in [
        ("count_tolerance_qty", "9"),
        ("count_tolerance_percent", "100"),
        ("count_tolerance_value", "1000"),
    ] {
        house.policy(policy, value);
    }
    let bench = Bench::new(&mut house, "T-1")
        .scan(&["ANA", "$BL.COUNT", "FACE", "A"])
        .typed("305")
        .scan(&["$BL.DONE"])
        .says("FACE is counted")
        .lies(305, "A", "FACE")
        .scan(&["$BL.UNDO"])
        .tells("the count of FACE is taken back, another operator counts it again")
        .lies(307, "A", "FACE")
        .asks("Scan the bin to count");
    assert!(!bench.told().contains('2'), "{}", bench.told());
    assert_eq!(bench.house.all::<Count>()[0].state, CountState::RecountWanted);
    bench
        .scan(&["FACE"])
        .refuses("SAME_COUNTER")
        .at("T-2")
        .scan(&["BEN", "$BL.COUNT", "FACE"])
        .asks("Scan all in FACE, then DONE");
}
