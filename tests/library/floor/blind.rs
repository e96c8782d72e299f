//! A count is blind: whoever may still count a bin is told nothing from which its content follows, whatever is scanned.

use super::bench::{Bench, LOT_EACH};
use super::house::{House, at_terminal};
use super::inbound::shift;
use super::sites::two_sites;
use super::stock;
use binledger::domain::amount::Qty;
use binledger::domain::catalog::{Location, PickFace, Purpose};
use binledger::domain::code::CountNo;
use binledger::domain::count::{Count, CountState};
use binledger::domain::log::{ReadResult, SavedSession};
use binledger::domain::order::OrderKind;
use binledger::domain::user::User;
use binledger::operations::request::{
    CountApprove, CountClose, CountOpen, Master, Move, Operation, Requester,
};
use testing::company::PIN_HASH;

/// What lies in the bins under count, and every number from which that follows: in `BULK` 4711 of lot `LX` and 613 of `A`
/// on a pallet, in `FACE` 307 of `A`, of which 89 lie in `BIN-2` and 10 in `STORAGE`; 13 of `LX` lie in `BIN-2`.
const SECRETS: &[i64] = &[
    4711, 4724, 613, 307, // the bins, and the lot everywhere
    4701, 4714, // the same, without what is promised
    1019, 1009, 920, 702, 712, 623, 396, 406, // `A` with any of the other bins
    5324, 6101, 676, // all of `BULK`, with 777 more, and what still fits
    693, // what the face still takes of `A`
    5511, 5501, // every piece of `LOT`, and what is promised to nobody
];

fn bin(code: &str, purpose: Purpose, capacity: Option<i64>) -> Master {
    Master::Location(Location {
        location: code.into(),
        site: "MAIN".into(),
        zone: String::new(),
        purpose,
        sequence: 60,
        capacity: capacity.map(Qty::units),
        check_digits: None,
        fixed_item: None,
    })
}

fn user(badge: &str, roles: &str) -> Master {
    Master::User(User {
        badge: badge.into(),
        name: badge.into(),
        roles: roles.into(),
        pin_hash: Some(PIN_HASH.into()),
        site: "MAIN".into(),
        failures: 0,
        locked: false,
    })
}

/// Two bins with figures that stand nowhere else.
pub fn stocked() -> House {
    let mut house = two_sites();
    house.define(bin("BULK", Purpose::Storage, Some(6000)));
    house.define(bin("FACE", Purpose::Pick, None));
    house.define(Master::PickFace(PickFace {
        location: "FACE".into(),
        item: "A".into(),
        min: Qty::units(400),
        max: Qty::units(1000),
    }));
    house.define(user("PIP", "picker;receiver"));
    house.define(user("KIM", "counter"));
    house.define(user("COR", "picker;receiver;counter;controller"));
    stock::lot_at(&mut house, 4711, ("LX", "2027-08-31"), "BULK");
    stock::lot_at(&mut house, 13, ("LX", "2027-08-31"), "BIN-2");
    stock::lot_at(&mut house, 777, ("LY", "2028-08-31"), "BIN-2");
    stock::plain(&mut house, 307, "FACE");
    stock::plain(&mut house, 89, "BIN-2");
    stock::on_plate(&mut house, 613, "BULK", "PAL-1");
    house.order(OrderKind::Sales, "SO-1", "LOT", 20);
    house
}

fn sheets(house: &House) -> Vec<CountNo> {
    house
        .all::<Count>()
        .into_iter()
        .map(|sheet| sheet.count)
        .collect()
}

/// What an operator does at a terminal of their own.
#[track_caller]
pub fn does(house: &mut House, badge: &str, operation: impl Into<Operation>) {
    let mut asked = house.request(operation);
    asked.requester = at_terminal(badge);
    let answer = house.send(&asked);
    assert_eq!(answer.refusal.map(|it| it.to_string()), None);
}

fn open(house: &mut House, badge: &str) {
    for bin in ["BULK", "FACE"] {
        let location = bin.into();
        does(house, badge, CountOpen { location });
    }
}

fn close(house: &mut House, badge: &str) {
    for count in sheets(house) {
        let rest_is_zero = true;
        does(house, badge, CountClose { count, rest_is_zero });
    }
}

/// Brings the counts of both bins this far: Ben counts and finds nothing, and Kim after him.
pub fn under_count(state: CountState) -> House {
    let mut house = stocked();
    open(&mut house, "BEN");
    if state != CountState::Counting {
        close(&mut house, "BEN");
    }
    if state == CountState::ToApprove {
        open(&mut house, "KIM");
        close(&mut house, "KIM");
    }
    assert!(house.all::<Count>().iter().all(|sheet| sheet.state == state));
    house
}

/// What is scanned, job by job; between two jobs everything in hand is put back.
const DAY: &[&[&str]] = &[
    &[
        "$BL.INQUIRE",
        "BULK",
        "FACE",
        "PAL-1",
        "A",
        "LOT",
        "LX",
        LOT_EACH,
        "BIN-2",
        "SO-1",
        "$BL.DOWN",
    ],
    &["$BL.MOVE", "BULK", "LOT", "LX", "5000", "BIN-2", "12", "BIN-2"],
    &["$BL.MOVE", "BULK", "BIN-2", "BIN-2"],
    &["$BL.MOVE", "BULK", "LOT", "LY"],
    &["$BL.MOVE", "PAL-1", "A", "700", "BIN-2"],
    &["$BL.MOVE", "BIN-2", "LOT", "LY", "777", "BULK"],
    &[
        "$BL.MOVE",
        "FACE",
        "A",
        "308",
        "BIN-2",
        "$BL.STATUS.damaged",
        "$BL.DAMAGED",
    ],
    &["$BL.PUTAWAY", "BULK", "LOT", "LX", "4800", "STORAGE", "STORAGE"],
    &["$BL.PUTAWAY", "BIN-2", "LOT", "LX", "12", "BULK", "BULK"],
    &["$BL.PUTAWAY", "PAL-1", "STORAGE", "BULK"],
    &[
        "$BL.REPLENISH",
        "",
        "BULK",
        "BIN-2",
        "A",
        "5",
        "FACE",
        "$BL.DONE",
        "FACE",
    ],
    &["$BL.REPLENISH", "FACE", "PAL-1", "A", "900", "$BL.DONE", "FACE"],
    &["$BL.REPLENISH", "FACE", "STORAGE", "A", "3", "FACE", "$BL.SHORT"],
    &[
        "$BL.TRANSFER",
        "SHOP",
        "BULK",
        "LOT",
        "LX",
        "5000",
        "SHOP",
        "FACE",
        "A",
        "308",
        "SHOP",
    ],
    &[
        "$BL.PICK",
        "SO-1",
        "BULK",
        "LOT",
        "LX",
        "30",
        "TOTE-1",
        "$BL.CONFIRM",
        "LOT",
        "LY",
        "$BL.SHORT",
    ],
    &["$BL.PACK", "SO-1", "TOTE-1", "$BL.DONE"],
    &["$BL.RECEIVE", "LOT", "LX", "A", "BULK"],
    &["$BL.RETURN", "SO-1", "LOT", "LX", "A"],
    &["$BL.LEDGER", "2", "2", "1", "1", "1", "1"],
    &["$BL.HELP", "$BL.UNDO", "BULK", "PAL-1", "A", "4711x"],
];

/// Goes through the day at a terminal of its own; returns everything that the session is told, shown and keeps.
fn everything_told(house: &mut House, badge: &str) -> String {
    let mut told = Vec::new();
    let terminal = format!("T-{badge}");
    let mut bench = Bench::new(house, &terminal).scan(&[badge]);
    for job in DAY {
        for code in job.iter().chain(&["$BL.BACK"; 4]) {
            bench = bench.scan(&[code]);
            told.extend([format!("{code}> {}", bench.told()), bench.prompt()]);
            told.extend([(80, 24), (20, 16)].map(|(columns, rows)| bench.shown(columns, rows)));
            let kept: Vec<SavedSession> = bench.house.all();
            let kept = kept.into_iter().filter(|row| row.operator.as_str() == badge);
            told.extend(kept.map(|row| row.state));
        }
    }
    let results: Vec<ReadResult> = bench.house.all();
    let results = results
        .into_iter()
        .filter(|result| result.terminal.as_str() == terminal);
    told.extend(results.map(|result| result.message));
    told.join("\n")
}

pub fn secrets_in(told: &str) -> Vec<(i64, String)> {
    let mut found = Vec::new();
    for line in told.lines() {
        let numbers = line.split(|c: char| !c.is_ascii_alphanumeric());
        for number in numbers.filter_map(|word| word.parse::<i64>().ok()) {
            if SECRETS.contains(&number) || SECRETS.contains(&(number / 1_000_000)) {
                found.push((number, line.to_owned()));
            }
        }
    }
    found
}

#[test]
fn a_counter_is_told_nothing_from_which_a_bin_under_count_follows() {
    for (badge, states) in [("ANA", CountState::OPEN), ("COR", &[CountState::Counting])] {
        for state in states {
            let mut house = under_count(*state);
            let told = everything_told(&mut house, badge);
            let found = secrets_in(&told);
            assert!(found.is_empty(), "{badge}, {state}: {found:#?}");
            for said in ["UNDER_COUNT", "NOT_ENOUGH", "under count", "On hand"] {
                let codes: Vec<ReadResult> = house.all();
                let is_code = codes.iter().any(|result| result.code.as_deref() == Some(said));
                assert!(is_code || told.contains(said), "{badge}, {state}: no {said}");
            }
        }
    }
}

#[test]
fn whoever_counted_is_told_nothing_either_and_sees_the_own_figures() {
    let mut house = under_count(CountState::RecountWanted);
    assert_eq!(secrets_in(&everything_told(&mut house, "BEN")), []);
    let mut house = under_count(CountState::Counting);
    Bench::new(&mut house, "T-1")
        .scan(&["BEN", "$BL.COUNT", "BULK", "LOT", "LX", "4711"])
        .tells("+4710 EA LOT LX")
        .scan(&["$BL.BACK", "$BL.BACK", "$BL.BACK", "$BL.INQUIRE", "BULK"])
        .says("under count LOT LX");
}

#[test]
fn who_decides_or_may_not_count_is_told_as_before() {
    for badge in ["SUE", "PIP"] {
        let mut house = under_count(CountState::RecountWanted);
        let told = everything_told(&mut house, badge);
        let found: Vec<i64> = secrets_in(&told).into_iter().map(|(number, _)| number).collect();
        for secret in [4711, 4724, 613, 307] {
            assert!(found.contains(&secret), "{badge} is not told {secret}");
        }
        assert!(!told.contains("under count"), "{badge}");
    }
}

#[test]
fn a_supervisor_who_counts_is_blind_until_the_sheet_is_closed() {
    let mut house = stocked();
    Bench::new(&mut house, "T-1")
        .scan(&["SUE", "$BL.INQUIRE", "BULK"])
        .says("4711 EA LOT LX")
        .scan(&[
            "$BL.BACK",
            "$BL.COUNT",
            "BULK",
            "$BL.BACK",
            "$BL.BACK",
            "$BL.INQUIRE",
            "BULK",
        ])
        .says("under count LOT LX");
    close(&mut house, "SUE");
    Bench::new(&mut house, "T-2")
        .scan(&["SUE", "$BL.INQUIRE", "BULK"])
        .says("4711 EA LOT LX");
}

#[test]
fn the_figures_are_told_again_once_the_count_is_decided() {
    let mut house = under_count(CountState::ToApprove);
    for count in sheets(&house) {
        does(&mut house, "SUE", CountApprove { count });
    }
    Bench::new(&mut house, "T-1")
        .scan(&["ANA", "$BL.INQUIRE", "LX"])
        .says("on hand 13 EA");
}

#[test]
fn what_was_told_before_a_count_is_neither_shown_nor_kept_any_longer() {
    let mut house = stocked();
    let bench = Bench::new(&mut house, "T-1").scan(&["ANA", "$BL.REPLENISH", "FACE"]);
    assert!(
        bench.told().contains("FACE holds 307 of 1000 EA"),
        "{}",
        bench.told()
    );
    let bench = bench
        .at("T-2")
        .scan(&["BEN", "$BL.COUNT", "FACE", "$BL.BACK", "$BL.COUNT", "BULK"]);
    let bench = bench.at("T-1").scan(&["$BL.HELP"]);
    let kept: Vec<SavedSession> = bench.house.all();
    let mut seen: Vec<String> = kept.into_iter().map(|row| row.state).collect();
    seen.extend([bench.shown(80, 24), bench.prompt(), bench.told()]);
    assert_eq!(secrets_in(&seen.join("\n")), []);
}

#[test]
fn a_document_is_told_as_before() {
    let mut house = under_count(CountState::Counting);
    let mut asked = house.request(CountOpen {
        location: "BULK".into(),
    });
    asked.requester = Requester::document("BEN".into());
    asked.operation = Move {
        lot: Some("LX".into()),
        ..shift("LOT", 5000, "BULK", "BIN-2")
    }
    .into();
    let refused = house.send(&asked).refusal.expect("a refusal").to_string();
    assert!(refused.contains("Only 4711 of LOT LX"), "{refused}");
}
