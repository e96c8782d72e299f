//! Pick faces are refilled from the reserve.

use super::bench::Bench;
use super::house::House;
use super::stock;
use binledger::domain::amount::Qty;
use binledger::domain::catalog::{PickFace, Purpose};
use binledger::domain::company::Method;
use binledger::domain::movement::{Movement, MovementKind};
use binledger::domain::order::OrderKind;
use binledger::domain::task::{Task, TaskKind, TaskState};
use binledger::operations::request::{Allocate, Define, HoldLot, Master, Receive, TakeOver};

fn face(house: &mut House, location: &str, item: &str, (min, max): (i64, i64)) {
    house.ok(Define {
        master: Master::PickFace(PickFace {
            location: location.into(),
            item: item.into(),
            min: Qty::units(min),
            max: Qty::units(max),
        }),
    });
}

/// Faces `F-1` for `A` (2 of 4 to 10) and `F-2` for `LOT` (none of 3 to 6); in the reserve eight of `A` in `BIN-2`, three of
/// `L2` and four of `L1`, which expires first, in `STORAGE`.
pub fn faces() -> House {
    let mut house = House::new(Method::Fifo);
    house.location("F-1", Purpose::Pick, 60);
    house.location("F-2", Purpose::Pick, 70);
    face(&mut house, "F-1", "A", (4, 10));
    face(&mut house, "F-2", "LOT", (3, 6));
    stock::plain(&mut house, 2, "F-1");
    stock::plain(&mut house, 8, "BIN-2");
    stock::lot(&mut house, 3, "L2", "2027-02-28");
    stock::lot(&mut house, 4, "L1", "2027-01-31");
    house
}

fn tasks(house: &House) -> Vec<(String, TaskState, Qty, Option<String>)> {
    let mut all = house.all::<Task>();
    all.retain(|task| task.kind == TaskKind::Replenish);
    let told = |it: Task| {
        (
            it.location.to_string(),
            it.state,
            it.done,
            it.owner.map(|it| it.to_string()),
        )
    };
    all.into_iter().map(told).collect()
}

#[test]
fn the_emptiest_face_is_filled_first_up_to_its_maximum_with_what_expires_first() {
    let mut house = faces();
    Bench::new(&mut house, "T-1")
        .scan(&["ANA", "$BL.REPLENISH"])
        .asks("Press Enter for work, or scan a face")
        .scan(&[""])
        .says("F-2 holds 0 of 6 EA. Go to STORAGE, scan it")
        .scan(&["STORAGE"])
        .asks("Scan LOT L1")
        .scan(&["LOT"])
        .asks("Scan the lot of LOT")
        .scan(&["L1"])
        .asks("1 of 4 EA: scan, or type the total")
        .scan(&["F-2"])
        .refuses("NOT_EXPECTED")
        .scan(&["4"])
        .asks("Bring it to F-2, scan it")
        .scan(&["F-2"])
        .says("4 EA LOT L1 put in F-2, 2 more fit")
        .asks("Go to STORAGE, scan it")
        .scan(&["STORAGE", "LOT", "3"])
        .refuses("BAD_QUANTITY")
        .tells("F-2 takes 2 EA more up to its maximum of 6")
        .scan(&["$BL.QTY.2", "F-2"])
        .says("2 EA LOT L2 put in F-2, it holds 6 EA")
        .lies(6, "LOT", "F-2")
        .scan(&["", "BIN-2", "A", "8"])
        .asks("Bring it to F-1, scan it")
        .scan(&["F-1"])
        .says("8 EA A put in F-1, it holds 10 EA")
        .asks("No face is due")
        .scan(&[""])
        .refuses("NO_WORK")
        .scan(&["$BL.DONE"])
        .asks("Scan anything");
    let done = |at: &str, units| (at.to_owned(), TaskState::Done, Qty::units(units), None);
    assert_eq!(tasks(&house), [done("F-2", 6), done("F-1", 8)]);
    let kinds: Vec<MovementKind> = house.all::<Movement>().iter().skip(4).map(|it| it.kind).collect();
    assert_eq!(kinds, [MovementKind::Move; 3]);
}

#[test]
fn a_face_that_orders_wait_for_comes_before_an_emptier_one() {
    let mut house = faces();
    house.order(OrderKind::Sales, "SO-1", "A", 5);
    house.ok(Allocate { order: "SO-1".into() });
    Bench::new(&mut house, "T-1")
        .scan(&["ANA", "$BL.REPLENISH", ""])
        .says("F-1 holds 2 of 10 EA, orders wait for it");
}

#[test]
fn two_people_are_never_sent_to_the_same_face() {
    let mut house = faces();
    Bench::new(&mut house, "T-1")
        .scan(&["ANA", "$BL.REPLENISH", ""])
        .says("F-2 holds");
    Bench::new(&mut house, "T-2")
        .scan(&["BEN", "$BL.REPLENISH", ""])
        .says("F-1 holds 2 of 10 EA")
        .scan(&["$BL.DONE"])
        .says("the face is given back")
        .scan(&["F-2"])
        .refuses("HELD")
        .tells("ANA has bin F-2")
        .asks("Take over F-2")
        .scan(&["$BL.TAKEOVER", "$BL.TAKEOVER"])
        .says("F-2 holds 0 of 6 EA")
        .at("T-1")
        .scan(&["STORAGE"])
        .at("T-2")
        .scan(&["$BL.EXIT"])
        .asks("Scan anything");
    assert!(
        tasks(&house).iter().all(|(.., owner)| owner.is_none()),
        "{:?}",
        tasks(&house)
    );
}

#[test]
fn a_lease_runs_out_and_is_renewed_while_its_owner_scans() {
    let mut house = faces();
    Bench::new(&mut house, "T-1")
        .scan(&["ANA", "$BL.REPLENISH", "F-2"])
        .wait(9 * 60)
        .scan(&["STORAGE"])
        .at("T-2")
        .wait(9 * 60)
        .scan(&["BEN", "$BL.REPLENISH", "F-2"])
        .refuses("HELD")
        .wait(2 * 60)
        .scan(&["F-2"])
        .says("F-2 holds 0 of 6 EA");
}

#[test]
fn undo_takes_the_goods_back_in_hand_and_claims_the_face_again() {
    let mut house = faces();
    Bench::new(&mut house, "T-1")
        .scan(&["ANA", "$BL.REPLENISH", "F-1", "BIN-2", "A", "8", "F-1"])
        .lies(10, "A", "F-1")
        .scan(&["$BL.UNDO"])
        .says("move of 8 A at F-1 taken back")
        .asks("Bring it to F-1, scan it")
        .lies(8, "A", "BIN-2")
        .at("T-2")
        .scan(&["BEN", "$BL.REPLENISH", "F-1"])
        .refuses("HELD")
        .at("T-1")
        .scan(&["F-1"])
        .lies(10, "A", "F-1");
}

#[test]
fn another_bin_is_taken_with_a_warning_and_a_short_one_gives_way_to_the_next() {
    let mut house = faces();
    stock::plain(&mut house, 3, "STORAGE");
    Bench::new(&mut house, "T-1")
        .scan(&["ANA", "$BL.REPLENISH", "F-1"])
        .asks("Go to BIN-2, scan it")
        .scan(&["F-2"])
        .refuses("WRONG_LOCATION")
        .scan(&["STORAGE"])
        .says("OTHER BIN: BIN-2 is suggested")
        .scan(&["LOT"])
        .refuses("WRONG_ITEM")
        .scan(&["$BL.SHORT"])
        .asks("Go to BIN-2, scan it")
        .scan(&["$BL.EMPTY"])
        .refuses("NOT_EXPECTED")
        .tells("What is short shows at its bin. Go to BIN-2, scan it")
        .scan(&["BIN-2", "$BL.EMPTY"])
        .asks("No more of A in reserve: DONE")
        .scan(&["$BL.DONE"])
        .says("the face is given back");
    assert_eq!(tasks(&house)[0].1, TaskState::Open);
}

#[test]
fn what_is_held_promised_or_of_an_order_is_no_reserve_and_a_pallet_is() {
    let mut house = faces();
    house.ok(HoldLot::of_lot("LOT", "L1", "glass"));
    house.ok(Receive {
        item: "LOT".into(),
        qty: Qty::units(5),
        cost: "2".parse().ok(),
        value: None,
        to: Some("BIN-2".into()),
        lot: Some("L3".into()),
        expiry: "2027-01-15".parse().ok(),
        serial: None,
        vendor: None,
        status: None,
        order: None,
        line: None,
        lpn: Some("PAL-3".into()),
        invoice: None,
        currency: None,
        rate: None,
    });
    Bench::new(&mut house, "T-1")
        .scan(&["ANA", "$BL.REPLENISH", "F-2"])
        .asks("Go to BIN-2 PAL-3, scan it")
        .scan(&["PAL-3", "LOT", "5", "F-2"])
        .says("5 EA LOT L3 put in F-2, 1 more fit")
        .asks("Go to STORAGE, scan it")
        .scan(&["STORAGE", "LOT#L1"])
        .refused()
        .scan(&["LOT", "L1"])
        .refused()
        .asks("Bring it to F-2")
        .scan(&["F-2"])
        .says("1 EA LOT L2 put in F-2")
        .lies(6, "LOT", "F-2");
}

#[test]
fn a_face_is_told_apart_from_other_bins_and_its_numbers_are_checked() {
    let mut house = faces();
    let bad = |location: &str, min, max| Define {
        master: Master::PickFace(PickFace {
            location: location.into(),
            item: "A".into(),
            min: Qty::units(min),
            max: Qty::units(max),
        }),
    };
    assert_eq!(house.no(bad("STORAGE", 1, 2)), "UNFIT");
    assert_eq!(house.no(bad("F-9", 1, 2)), "UNKNOWN_LOCATION");
    for (min, max) in [(-1, 2), (3, 2), (0, 0)] {
        assert_eq!(house.no(bad("F-1", min, max)), "UNFIT");
    }
    Bench::new(&mut house, "T-1")
        .scan(&["ANA", "$BL.REPLENISH", "BIN-2"])
        .refuses("NOT_EXPECTED")
        .tells("BIN-2 is not a pick face of MAIN with a minimum")
        .scan(&["A"])
        .refuses("NOT_EXPECTED");
    stock::plain(&mut house, 8, "F-1");
    Bench::new(&mut house, "T-1")
        .scan(&["ANA", "F-1"])
        .refuses("NO_WORK")
        .tells("room at F-1");
}

#[test]
fn what_was_filled_otherwise_is_nobodys_work_any_more() {
    let mut house = faces();
    Bench::new(&mut house, "T-1").scan(&["ANA", "$BL.REPLENISH", "F-1", "$BL.DONE"]);
    assert_eq!(tasks(&house)[0].1, TaskState::Open);
    stock::plain(&mut house, 5, "F-1");
    Bench::new(&mut house, "T-1").scan(&["ANA", ""]).says("F-2 holds");
    let states: Vec<TaskState> = tasks(&house).into_iter().map(|(_, state, ..)| state).collect();
    assert_eq!(states, [TaskState::Done, TaskState::Open]);
}

#[test]
fn a_face_that_is_full_of_what_may_not_be_picked_is_passed_over() {
    let mut house = faces();
    stock::lot_at(&mut house, 6, ("L9", "2027-03-31"), "F-2");
    house.ok(HoldLot::of_lot("LOT", "L9", "glass"));
    let bench = Bench::new(&mut house, "T-1").scan(&["ANA", "$BL.REPLENISH"]);
    let shown = bench.shown(60, 16);
    let row = shown.lines().find(|line| line.contains("F-2"));
    assert!(row.is_some_and(|row| row.contains("no room")), "{shown}");
    bench
        .scan(&["F-2"])
        .refuses("NO_WORK")
        .tells("room at F-2")
        .scan(&[""])
        .says("F-1 holds 2 of 10 EA")
        .scan(&["BIN-2", "A", "8", "F-1"])
        .says("it holds 10 EA")
        .scan(&[""])
        .refuses("NO_WORK")
        .tells("room at F-2");
}

#[test]
fn a_bin_that_was_found_short_is_counted_before_anybody_is_sent_there_again() {
    let mut house = faces();
    Bench::new(&mut house, "T-1")
        .scan(&["ANA", "$BL.REPLENISH", "F-1", "BIN-2", "$BL.EMPTY"])
        .says("BIN-2 will be counted")
        .asks("No more of A in reserve: DONE")
        .scan(&["$BL.DONE"])
        .says("the face is given back")
        .scan(&["F-1"])
        .refuses("NO_WORK")
        .tells("reserve of A for F-1")
        .at("T-2")
        .scan(&["BEN", "$BL.REPLENISH", "F-1"])
        .refuses("NO_WORK")
        .scan(&[""])
        .says("F-2 holds");
    let mut counts = house.all::<Task>();
    counts.retain(|task| task.kind == TaskKind::Count);
    let told: Vec<_> = counts.iter().map(|it| (it.location.as_str(), it.state)).collect();
    assert_eq!(told, [("BIN-2", TaskState::Open)]);
    Bench::new(&mut house, "T-3")
        .scan(&["SUE", "$BL.COUNT", "BIN-2", "A", "8", "$BL.DONE"])
        .at("T-1")
        .scan(&["ANA", "$BL.DONE", "$BL.REPLENISH", "F-1"])
        .asks("Go to BIN-2, scan it");
}

#[test]
fn a_bin_stays_in_doubt_when_its_face_is_no_longer_due() {
    let mut house = faces();
    stock::plain(&mut house, 3, "F-1");
    Bench::new(&mut house, "T-1")
        .scan(&["ANA", "$BL.REPLENISH", "F-1", "BIN-2", "$BL.SHORT"])
        .says("BIN-2 will be counted")
        .scan(&["$BL.UNDO"])
        .says("BIN-2 is a reserve of A again")
        .asks("Scan A")
        .scan(&["$BL.SHORT"])
        .asks("No more of A in reserve: DONE")
        .scan(&["$BL.DONE"]);
    assert_eq!(tasks(&house)[0].1, TaskState::Done);
    Bench::new(&mut house, "T-2")
        .scan(&["BEN", "$BL.REPLENISH", "F-1"])
        .refuses("NO_WORK")
        .tells("reserve of A for F-1");
}

#[test]
fn of_two_items_at_a_face_the_one_that_was_named_is_taken_over() {
    let mut house = faces();
    Bench::new(&mut house, "T-1").scan(&["ANA", "$BL.REPLENISH", "F-1"]);
    face(&mut house, "F-1", "LOT", (2, 4));
    Bench::new(&mut house, "T-2")
        .scan(&["BEN", "$BL.REPLENISH", "F-1"])
        .says("F-1 holds 0 of 4 EA")
        .at("T-3")
        .scan(&["SUE", "$BL.REPLENISH", "F-1"])
        .refuses("HELD")
        .tells("BEN has bin F-1")
        .scan(&["$BL.TAKEOVER", "$BL.TAKEOVER"])
        .says("F-1 holds 0 of 4 EA");
    let owners: Vec<_> = tasks(&house).into_iter().map(|(.., owner)| owner).collect();
    assert_eq!(owners, [Some("ANA".to_owned()), Some("SUE".to_owned())]);
    let nowhere = TakeOver {
        kind: TaskKind::Replenish,
        order: "".into(),
        location: None,
    };
    assert_eq!(house.no(nowhere), "UNFIT");
}
