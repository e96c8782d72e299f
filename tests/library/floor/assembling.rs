//! A label of several symbols, in every order and in every job that takes goods.

use super::bench::{Bench, LOT_CASE, LOT_EACH, SER_EACH};
use super::house::House;
use super::stock;
use binledger::domain::amount::Qty;
use binledger::domain::company::Method;
use binledger::domain::count::CountLine;
use binledger::domain::movement::{Movement, MovementKind};
use binledger::domain::order::OrderKind;
use binledger::domain::stock::Balance;
use binledger::operations::request::{Allocate, CloseParcel, Pack, Pick, Ship};

const LOT: &str = "]C11727013110L1";
const TWELVE: &str = "]C13012";
const PLATE: &str = "]C100095212345000000018";

/// Every order of these.
fn orders(parts: &[&'static str]) -> Vec<Vec<&'static str>> {
    if parts.is_empty() {
        return vec![Vec::new()];
    }
    let mut all = Vec::new();
    for (n, first) in parts.iter().enumerate() {
        let mut others = parts.to_vec();
        others.remove(n);
        for rest in orders(&others) {
            all.push([&[*first][..], &rest].concat());
        }
    }
    all
}

/// Fifty of lot `L1` and fifty of `L2` in `STORAGE`.
fn two_lots() -> House {
    let mut house = House::new(Method::Fifo);
    stock::lot(&mut house, 50, "L1", "2027-01-31");
    stock::lot(&mut house, 50, "L2", "2027-01-31");
    house
}

/// Both lots, sixty in all, lie in `T1` for order `SO-1`.
fn picked() -> House {
    let mut house = two_lots();
    house.order(OrderKind::Sales, "SO-1", "LOT", 60);
    house.ok(Allocate { order: "SO-1".into() });
    house.ok(Pick {
        tote: "T1".into(),
        task: None,
        qty: None,
        order: Some("SO-1".into()),
        lot: None,
        serial: None,
        piece: None,
    });
    house
}

/// The same goods, shipped to a customer.
fn shipped() -> House {
    let mut house = picked();
    house.ok(Pack {
        tote: "T1".into(),
        parcel: "BOX-1".into(),
        item: None,
        qty: None,
        lot: None,
        serial: None,
    });
    house.ok(CloseParcel {
        parcel: "BOX-1".into(),
        weight: None,
        carton: None,
    });
    house.ok(Ship::of_parcel("BOX-1".into()));
    house
}

fn ordered() -> House {
    let mut house = House::new(Method::Fifo);
    house.order(OrderKind::Purchase, "PO-1", "LOT", 60);
    house
}

/// Asserts how many pieces of `L1` lie at a place, or on a plate.
fn there(house: &House, place: &str) -> Qty {
    let here = |balance: &Balance| balance.location.as_str() == place || balance.lpn.as_str() == place;
    let found = house.all::<Balance>().into_iter();
    found
        .filter(|it| it.item.as_str() == "LOT" && it.lot.as_str() == "L1" && here(it))
        .map(|it| it.qty)
        .sum()
}

fn counted(house: &House, lot: &str) -> Option<Qty> {
    let lines: Vec<CountLine> = house.all();
    lines.iter().find(|line| line.lot.as_str() == lot)?.counted
}

/// A job: what is scanned before and after the goods, and where how many of `L1` must lie then.
struct Job {
    house: fn() -> House,
    before: &'static [&'static str],
    behind: &'static [&'static str],
    done: fn(&House) -> Qty,
}

const JOBS: [Job; 7] = [
    Job {
        house: ordered,
        before: &["ANA", "PO-1"],
        behind: &["RECEIVING"],
        done: |house| there(house, "RECEIVING"),
    },
    Job {
        house: two_lots,
        before: &["ANA", "$BL.PUTAWAY", "STORAGE"],
        behind: &["QUARANTINE", "QUARANTINE"],
        done: |house| there(house, "QUARANTINE"),
    },
    Job {
        house: two_lots,
        before: &["ANA", "$BL.MOVE", "STORAGE"],
        behind: &["BIN-2"],
        done: |house| there(house, "BIN-2"),
    },
    Job {
        house: || {
            let mut house = two_lots();
            house.order(OrderKind::Sales, "SO-1", "LOT", 12);
            house
        },
        before: &["ANA", "$BL.PICK", "SO-1", "STORAGE"],
        behind: &["T1"],
        done: |house| there(house, "T1"),
    },
    Job {
        house: picked,
        before: &["ANA", "$BL.PACK", "T1", "P1"],
        behind: &[],
        done: |house| there(house, "P1"),
    },
    Job {
        house: shipped,
        before: &["ANA", "$BL.RETURN"],
        behind: &["q", ""],
        done: |house| {
            let back = house.all::<Movement>().into_iter();
            let back = back.filter(|it| it.kind == MovementKind::Return && it.lot.as_str() == "L1");
            back.map(|it| it.qty).sum()
        },
    },
    Job {
        house: two_lots,
        before: &["ANA", "$BL.COUNT", "STORAGE"],
        behind: &[],
        done: |house| counted(house, "L1").unwrap_or_default(),
    },
];

#[test]
fn every_job_takes_the_symbols_of_a_label_in_every_order() {
    for Job {
        house,
        before,
        behind,
        done,
    } in JOBS
    {
        for parts in orders(&[LOT_EACH, LOT, TWELVE]) {
            let mut house = house();
            Bench::new(&mut house, "T-1")
                .scan(before)
                .scan(&parts)
                .scan(behind);
            assert_eq!(done(&house), Qty::units(12), "{before:?} {parts:?}");
        }
    }
}

#[test]
fn a_plate_is_one_of_the_symbols_at_the_dock() {
    for parts in orders(&[LOT_EACH, LOT, TWELVE, PLATE]) {
        let mut house = ordered();
        Bench::new(&mut house, "T-1")
            .scan(&["ANA", "PO-1"])
            .scan(&parts)
            .scan(&["RECEIVING"])
            .says("12 EA LOT L1 received at RECEIVING on 095212345000000018");
        assert_eq!(there(&house, "095212345000000018"), Qty::units(12), "{parts:?}");
    }
}

#[test]
fn a_part_before_its_item_is_kept_and_what_is_missing_is_told() {
    let kept = "kept: lot L1, expiry 2027-01-31; still missing: item";
    for Job { house, before, .. } in JOBS {
        let mut house = house();
        Bench::new(&mut house, "T-1")
            .scan(before)
            .scan(&[LOT])
            .says(kept)
            .asks("Scan the item of lot L1")
            .scan(&[TWELVE])
            .says("kept: lot L1, expiry 2027-01-31, count 12; still missing: item")
            .scan(&["$BL.UNDO"])
            .asks("Scan the item of lot L1")
            .scan(&[TWELVE, "$BL.BACK", "$BL.BACK"])
            .scan(&["]C110L1"])
            .says("kept: lot L1; still missing: item");
    }
}

#[test]
fn a_part_that_contradicts_the_label_is_refused_with_both_names() {
    for Job { house, before, .. } in JOBS {
        let mut house = house();
        let bench = Bench::new(&mut house, "T-1").scan(before).scan(&[LOT, "]C110L2"]);
        bench
            .refuses("NOT_EXPECTED")
            .tells("lot L2 contradicts lot L1")
            .asks("Scan the item of lot L1")
            .scan(&["]C115260101", "]C11727022810L1"])
            .refuses("NOT_EXPECTED")
            .tells("expiry 2027-02-28 contradicts expiry 2027-01-31");
    }
}

#[test]
fn an_unknown_item_lends_its_lot_to_nobody() {
    let foreign = "]C1010952123454321310L1";
    for Job { house, before, .. } in JOBS {
        let mut house = house();
        let bench = Bench::new(&mut house, "T-1").scan(before).scan(&[foreign]);
        bench
            .refused()
            .tells("09521234543213")
            .scan(&[LOT_EACH, foreign])
            .refused()
            .tells("09521234543213");
    }
}

#[test]
fn another_item_does_not_take_what_is_kept() {
    let mut house = ordered();
    Bench::new(&mut house, "T-1")
        .scan(&["ANA", "PO-1", LOT_EACH])
        .says("+1 EA LOT; still missing: lot, expiry")
        .scan(&["]C110L1"])
        .says("1 EA LOT L1")
        .scan(&[SER_EACH])
        .refuses("NOT_ON_ORDER")
        .scan(&["]C117270131"])
        .asks("Scan its place");
}

#[test]
fn cases_of_one_lot_add_up_and_each_may_say_how_many() {
    let mut house = ordered();
    Bench::new(&mut house, "T-1")
        .scan(&["ANA", "PO-1", LOT_CASE, LOT, "]C1302"])
        .says("24 EA LOT L1")
        .scan(&[LOT_CASE])
        .says("+12 EA (1 CS): 36 EA LOT L1")
        .scan(&["]C1302"])
        .says("48 EA LOT L1")
        .scan(&["]C1303"])
        .refuses("NOT_EXPECTED")
        .tells("count 3 contradicts count 2")
        .scan(&["RECEIVING"])
        .says("48 EA LOT L1 received");
}

#[test]
fn a_count_after_a_quantity_that_was_typed_must_agree_with_it() {
    let mut house = ordered();
    Bench::new(&mut house, "T-1")
        .scan(&["ANA", "PO-1", LOT_EACH, LOT])
        .typed("10")
        .scan(&[TWELVE])
        .refuses("NOT_EXPECTED")
        .tells("The label counts 12, you said 10")
        .scan(&["]C13010"])
        .says("10 EA LOT L1");
}

#[test]
fn a_piece_and_its_serial_number_come_in_either_order() {
    for parts in orders(&[SER_EACH, "]C121S1"]) {
        let mut house = House::new(Method::Fifo);
        house.order(OrderKind::Purchase, "PO-1", "SER", 3);
        Bench::new(&mut house, "T-1")
            .scan(&["ANA", "PO-1"])
            .scan(&parts)
            .scan(&["RECEIVING"])
            .says("1 EA SER S1 received at RECEIVING");
    }
}

#[test]
fn another_plate_waits_until_this_one_is_put_down() {
    let mut house = ordered();
    Bench::new(&mut house, "T-1")
        .scan(&["ANA", "PO-1", PLATE])
        .says("kept: plate 095212345000000018; still missing: item")
        .scan(&["]C100095212345000000025"])
        .refuses("WRONG_LPN")
        .tells("095212345000000025 is not the plate in hand, 095212345000000018");
}

#[test]
fn goods_are_taken_from_a_label_that_breaks_a_rule_and_the_rule_is_told() {
    let mut house = ordered();
    Bench::new(&mut house, "T-1")
        .scan(&["ANA", "PO-1", &format!("]C101{LOT_EACH}"), LOT, "]C13712"])
        .says("12 EA LOT L1")
        .scan(&["RECEIVING"])
        .says("12 EA LOT L1 received");
    let mut house = ordered();
    Bench::new(&mut house, "T-1")
        .scan(&["ANA", "PO-1", "]C13712", LOT, &format!("]C101{LOT_EACH}")])
        .says("LABEL: 12 EA LOT L1: taken, but (37) 12: must not stand with (01)");
}

#[test]
fn the_lot_on_a_second_symbol_proves_what_was_packed() {
    let mut house = two_lots();
    house.order(OrderKind::Sales, "SO-1", "LOT", 12);
    house.ok(Allocate { order: "SO-1".into() });
    house.ok(Pick {
        tote: "T1".into(),
        task: None,
        qty: None,
        order: Some("SO-1".into()),
        lot: None,
        serial: None,
        piece: None,
    });
    Bench::new(&mut house, "T-1")
        .scan(&["ANA", "$BL.PACK", "T1", "P1", LOT_EACH])
        .says("1 EA LOT L1 packed in P1")
        .scan(&[LOT])
        .says("LOT L1: packed")
        .scan(&[LOT_EACH, "]C110L2"])
        .refuses("NOT_EXPECTED")
        .tells("lot L2 contradicts LOT L1, which is packed")
        .scan(&["$BL.UNDO", "]C110L1", TWELVE])
        .says("kept: lot L1, count 12; still missing: item")
        .scan(&["$BL.DONE"])
        .refuses("NOT_EXPECTED")
        .tells("DONE comes too early. Scan the item of lot L1, count 12, or BACK.");
}

#[test]
fn what_is_kept_is_not_lost_by_a_scan_of_a_place() {
    for job in ["$BL.PUTAWAY", "$BL.MOVE"] {
        let mut house = two_lots();
        Bench::new(&mut house, "T-1")
            .scan(&["ANA", job, "STORAGE", LOT, "BIN-2"])
            .refuses("BIN_READ")
            .asks("Scan the item of lot L1")
            .scan(&["$BL.EXIT"])
            .refuses("WRONG_STATE");
    }
}

#[test]
fn a_zero_said_by_mistake_is_taken_back() {
    let mut house = two_lots();
    let bench = Bench::new(&mut house, "T-1").scan(&["ANA", "$BL.COUNT", "STORAGE", "$BL.DONE"]);
    bench
        .asks("Scan LOT L1, or say EMPTY")
        .scan(&["$BL.EMPTY"])
        .asks("Scan LOT L2, or say EMPTY")
        .scan(&["$BL.UNDO"])
        .asks("Scan LOT L1, or say EMPTY");
    assert_eq!(counted(&house, "L1"), None, "not counted, which is not zero");
}
