//! A picker walks from bin to bin.

use super::bench::Bench;
use super::hand::Hand;
use super::house::House;
use super::stock;
use binledger::domain::amount::Qty;
use binledger::domain::company::Method;
use binledger::domain::order::{OrderKind, OrderLine};
use binledger::domain::task::{Task, TaskState};
use binledger::flows::event::{Command, Job};

/// Ten of `A` in `STORAGE`, five in `BIN-2`, an order for twelve.
pub fn twelve_of_a() -> House {
    let mut house = House::new(Method::Fifo);
    stock::plain(&mut house, 10, "STORAGE");
    stock::plain(&mut house, 5, "BIN-2");
    house.order(OrderKind::Sales, "SO-1", "A", 12);
    house
}

/// Two of `A` in `STORAGE`, both ordered.
pub fn two_of_a() -> House {
    let mut house = House::new(Method::Fifo);
    stock::plain(&mut house, 2, "STORAGE");
    house.order(OrderKind::Sales, "SO-1", "A", 2);
    house
}

/// Two lots in `STORAGE`: `L1` expires first.
pub fn two_lots(wanted: i64) -> House {
    let mut house = House::new(Method::Fifo);
    stock::lot(&mut house, 10, "L1", "2026-08-31");
    stock::lot(&mut house, 10, "L2", "2027-08-31");
    house.order(OrderKind::Sales, "SO-1", "LOT", wanted);
    house
}

fn line(house: &House) -> OrderLine {
    house.all::<OrderLine>().remove(0)
}

#[test]
fn a_walk_goes_from_bin_to_goods_to_tote_and_on() {
    let mut house = twelve_of_a();
    let mut ana = Hand::new(&mut house, "ANA", Job::Pick);
    assert_eq!(ana.prompt(), "Press Enter for work, or scan an order");
    assert_eq!(ana.read(&mut house, "").prompt(), "Go to STORAGE, scan it");
    assert_eq!(ana.read(&mut house, "STORAGE").prompt(), "Scan A");
    assert_eq!(
        ana.read(&mut house, "A").prompt(),
        "1 of 10 EA: scan, or type the total"
    );
    assert_eq!(
        ana.read(&mut house, "10").prompt(),
        "Scan a tote for 10 EA, such as TOTE-1"
    );
    ana.read(&mut house, "TOTE-1");
    assert_eq!(ana.said[0], "good 10 EA A put in TOTE-1");
    assert_eq!(ana.prompt(), "Go to BIN-2, scan it");
    ana.reads(&mut house, &["BIN-2", "A", "A"]);
    assert_eq!(ana.last(), "good SO-1 is picked. Bring TOTE-1 to packing");
    assert_eq!(ana.prompt(), "Press Enter for work, or scan an order");
    assert_eq!(line(&house).picked, Qty::units(12));
}

#[test]
fn a_wrong_scan_names_both_and_loses_nothing() {
    let mut house = two_lots(6);
    let mut ana = Hand::new(&mut house, "ANA", Job::Pick);
    ana.reads(&mut house, &["SO-1", "BIN-2"]);
    assert_eq!(
        ana.last(),
        "WRONG_LOCATION BIN-2 is another place. Go to STORAGE."
    );
    ana.reads(&mut house, &["STORAGE", "LOT#L1*3", "LOT#L1", "A"]);
    assert_eq!(
        ana.last(),
        "WRONG_ITEM A is another item. Scan LOT L1, or say SHORT."
    );
    assert_eq!(
        ana.face().big.as_deref(),
        Some("4 of 6 EA"),
        "what was scanned stands"
    );
    ana.read(&mut house, "7");
    assert!(
        ana.last()
            .starts_with("OVER_PICK 7 of LOT is too many: 6 to take"),
        "{}",
        ana.last()
    );
    ana.reads(&mut house, &["6", "T1"]);
    assert_eq!(line(&house).picked, Qty::units(6));
}

#[test]
fn a_case_counts_as_the_pack_it_is() {
    let mut house = twelve_of_a();
    let mut ana = Hand::new(&mut house, "ANA", Job::Pick);
    ana.reads(&mut house, &["SO-1", "STORAGE", "A*4", "A*4"]);
    assert_eq!(ana.prompt(), "8 of 10 EA: scan, or type the total");
    ana.read(&mut house, "A*4");
    assert_eq!(
        ana.last(),
        "warn it holds 4 EA, 2 EA to take. Type the total",
        "less than the case is wanted"
    );
    assert_eq!(ana.prompt(), "8 of 10 EA: scan, or type the total");
    ana.read(&mut house, "12");
    assert!(
        ana.last().starts_with("OVER_PICK 12 of A is too many"),
        "{}",
        ana.last()
    );
    ana.reads(&mut house, &["10", "T1"]);
    assert_eq!(ana.said[0], "good 10 EA A put in T1");
}

#[test]
fn a_lot_that_expires_today_is_refused_at_the_bin_where_the_policy_says_so() {
    let mut house = House::new(Method::Fifo);
    house.policy("usable_through_expiry", "no");
    stock::lot(&mut house, 10, "L0", "2026-03-02");
    stock::lot(&mut house, 10, "L1", "2026-08-31");
    house.order(OrderKind::Sales, "SO-1", "LOT", 1);
    let mut ana = Hand::new(&mut house, "ANA", Job::Pick);
    ana.reads(&mut house, &["SO-1", "STORAGE", "LOT#L0"]);
    assert!(ana.last().starts_with("EXPIRED "), "{}", ana.last());
    assert_eq!(ana.prompt(), "Scan LOT L1");
}

#[test]
fn another_lot_is_taken_only_when_that_is_said_twice() {
    let mut house = two_lots(1);
    let mut ana = Hand::new(&mut house, "ANA", Job::Pick);
    ana.reads(&mut house, &["SO-1", "STORAGE", "LOT#L2"]);
    let hint = "L2 is another lot (expires later, 2027-08-31). Scan LOT L1, or CONFIRM.";
    assert_eq!(ana.last(), format!("WRONG_LOT {hint}"));
    assert_eq!(ana.legal()[0], Command::Confirm);
    assert_eq!(
        ana.read(&mut house, "").prompt(),
        "Scan LOT L1",
        "Enter confirms nothing"
    );
    ana.read(&mut house, "LOT#L2");
    assert_eq!(ana.prompt(), "Scan a tote for 1 EA, such as TOTE-1");
    ana.read(&mut house, "T1");
    assert_eq!(ana.said[0], "good 1 EA LOT L2 put in T1");
    let picked = house
        .all::<binledger::domain::movement::Movement>()
        .pop()
        .unwrap();
    assert_eq!(picked.reason.as_deref(), Some("took lot L2 instead of L1"));
}

#[test]
fn the_lot_may_stand_on_a_label_of_its_own() {
    let mut house = two_lots(2);
    let mut ana = Hand::new(&mut house, "ANA", Job::Pick);
    ana.reads(&mut house, &["SO-1", "STORAGE", "LOT"]);
    assert_eq!(ana.prompt(), "Scan lot L1");
    ana.read(&mut house, "L9");
    assert_eq!(
        ana.last(),
        "NOT_EXPECTED L9 is no known lot of LOT. Scan lot L1, or say SHORT."
    );
    ana.read(&mut house, "L1");
    assert_eq!(ana.prompt(), "1 of 2 EA: scan, or type the total");
}

#[test]
fn a_short_bin_keeps_what_was_taken_and_promises_another() {
    let mut house = twelve_of_a();
    let mut ana = Hand::new(&mut house, "ANA", Job::Pick);
    ana.reads(&mut house, &["SO-1", "STORAGE", "A", "3"]);
    ana.say(&mut house, Command::Short);
    assert_eq!(ana.prompt(), "Say EMPTY, DAMAGED or SHORT (not found)");
    ana.say(&mut house, Command::Empty);
    assert_eq!(
        ana.prompt(),
        "Scan a tote for 3 EA, such as TOTE-1",
        "what is in hand is not lost"
    );
    ana.read(&mut house, "T1");
    assert_eq!(
        ana.said,
        [
            "good 3 EA A put in T1",
            "warn 3 EA A put in T1; 3 more from BIN-2; 4 EA missing"
        ]
    );
    assert_eq!(ana.prompt(), "Go to BIN-2, scan it");
    ana.reads(&mut house, &["BIN-2", "A", "2"]);
    ana.reads(&mut house, &["A", "A", "A"]);
    let line = line(&house);
    assert_eq!((line.picked, line.short), (Qty::units(8), Qty::units(4)));
}

#[test]
fn skipped_stops_come_last_and_a_full_tote_makes_place_for_a_new_one() {
    let mut house = twelve_of_a();
    let mut ana = Hand::new(&mut house, "ANA", Job::Pick);
    ana.read(&mut house, "SO-1").say(&mut house, Command::Skip);
    assert_eq!(ana.prompt(), "Go to BIN-2, scan it");
    ana.reads(&mut house, &["BIN-2", "A", "2", "TOTE-1", "STORAGE", "A", "4"]);
    ana.say(&mut house, Command::Full);
    assert_eq!(ana.said[0], "good 4 EA A put in TOTE-1");
    ana.reads(&mut house, &["A", "6"]);
    assert_eq!(ana.prompt(), "Scan a tote for 6 EA, such as TOTE-2");
    ana.read(&mut house, "TOTE-2");
    assert_eq!(ana.last(), "good SO-1 is picked. Bring TOTE-1, TOTE-2 to packing");
}

#[test]
fn two_pickers_never_hold_the_same_line() {
    let mut house = twelve_of_a();
    let mut ana = Hand::new(&mut house, "ANA", Job::Pick);
    ana.read(&mut house, "SO-1");
    let mut ben = Hand::new(&mut house, "BEN", Job::Pick);
    ben.read(&mut house, "SO-1");
    assert!(
        ben.last().starts_with("HELD ANA has order SO-1, claimed "),
        "{}",
        ben.last()
    );
    assert_eq!(ben.prompt(), "Take over SO-1, or scan another order");
    ben.say(&mut house, Command::TakeOver);
    ben.say(&mut house, Command::TakeOver);
    assert_eq!(ben.prompt(), "Go to STORAGE, scan it");
    ana.wait(2).read(&mut house, "STORAGE");
    assert!(
        ana.said
            .iter()
            .any(|said| said.starts_with("HELD BEN has order SO-1")),
        "{:?}",
        ana.said
    );
    assert_eq!(ana.prompt(), "Take over SO-1, or scan another order");
}

#[test]
fn a_shortage_that_comes_too_late_asks_for_the_work_again() {
    let mut house = twelve_of_a();
    let mut ana = Hand::new(&mut house, "ANA", Job::Pick);
    ana.reads(&mut house, &["SO-1", "STORAGE", "A"])
        .say(&mut house, Command::Back);
    assert_eq!(ana.prompt(), "Scan A");
    let mut ben = Hand::new(&mut house, "BEN", Job::Pick);
    ben.read(&mut house, "SO-1");
    ben.say(&mut house, Command::TakeOver)
        .say(&mut house, Command::TakeOver)
        .reads(&mut house, &["STORAGE", "A", "10", "T1", "BIN-2", "A", "2"]);
    assert_eq!(ben.last(), "good SO-1 is picked. Bring T1 to packing");
    ana.say(&mut house, Command::Empty);
    assert!(
        ana.said.iter().any(|said| said.starts_with("WRONG_STATE")),
        "{:?}",
        ana.said
    );
    assert_eq!(ana.prompt(), "Press Enter for work, or scan an order");
}

#[test]
fn scanning_keeps_the_work_and_leaving_gives_it_back() {
    let mut house = twelve_of_a();
    let mut ana = Hand::new(&mut house, "ANA", Job::Pick);
    ana.read(&mut house, "SO-1");
    let until = |house: &House| house.all::<Task>()[0].until;
    let before = until(&house);
    ana.wait(5).read(&mut house, "STORAGE");
    assert!(before < until(&house), "a scan renews the claim");
    ana.say(&mut house, Command::Back).say(&mut house, Command::Back);
    let tasks = house.all::<Task>();
    assert!(
        tasks
            .iter()
            .all(|task| task.owner.is_none() && task.state == TaskState::Open)
    );
}

#[test]
fn undo_puts_the_goods_back_into_the_bin() {
    let mut house = twelve_of_a();
    let mut ana = Hand::new(&mut house, "ANA", Job::Pick);
    ana.reads(&mut house, &["SO-1", "STORAGE", "A", "10", "T1"]);
    assert_eq!(house.at("A", "STORAGE"), (Qty::ZERO, Qty::ZERO));
    ana.say(&mut house, Command::Undo);
    assert_eq!(house.at("A", "STORAGE"), (Qty::units(10), Qty::units(10)));
    assert_eq!(
        ana.prompt(),
        "Scan a tote for 10 EA, such as TOTE-1",
        "the terminal stands where it stood"
    );
    ana.read(&mut house, "T2");
    assert_eq!(ana.said[0], "good 10 EA A put in T2");
}

#[test]
fn a_label_with_item_and_serial_number_says_both() {
    let mut house = House::new(Method::Fifo);
    stock::serial(&mut house, "S1");
    house.order(OrderKind::Sales, "SO-1", "SER", 1);
    let mut ana = Hand::new(&mut house, "ANA", Job::Pick);
    ana.reads(&mut house, &["SO-1", "STORAGE", "SER#S1"]);
    assert_eq!(ana.prompt(), "Scan a tote for 1 EA, such as TOTE-1");
    ana.read(&mut house, "T1");
    assert_eq!(ana.said[0], "good 1 EA SER S1 put in T1");
}

#[test]
fn any_free_piece_will_do_for_a_serial_number_that_is_promised() {
    let mut house = House::new(Method::Fifo);
    for piece in ["S1", "S2", "S3"] {
        stock::serial(&mut house, piece);
    }
    house.order(OrderKind::Sales, "SO-1", "SER", 2);
    let mut ana = Hand::new(&mut house, "ANA", Job::Pick);
    ana.reads(&mut house, &["SO-1", "STORAGE", "SER"]);
    assert_eq!(ana.prompt(), "Scan a serial, such as S1");
    ana.reads(&mut house, &["S2", "T1"]);
    assert_eq!(
        ana.said[0], "good 1 EA SER S2 put in T1",
        "it is the second piece of the order"
    );
    ana.read(&mut house, "SER#S3");
    assert_eq!(
        ana.last(),
        "good SO-1 is picked. Bring T1 to packing",
        "a free one instead of S1"
    );
    assert_eq!(house.at("SER", "STORAGE"), (Qty::ONE, Qty::ZERO));
    assert_eq!(
        ana.said[0], "good 1 EA SER S3 put in T1",
        "what was taken, not what was promised"
    );
}

#[test]
fn a_scan_that_renewed_the_claim_is_taken_back_like_any_other() {
    let mut house = twelve_of_a();
    let mut ana = Hand::new(&mut house, "ANA", Job::Pick);
    ana.reads(&mut house, &["SO-1", "STORAGE", "A"]);
    ana.wait(5).read(&mut house, "A");
    assert_eq!(ana.face().big.as_deref(), Some("2 of 10 EA"));
    ana.say(&mut house, Command::Undo);
    assert_eq!(ana.face().big.as_deref(), Some("1 of 10 EA"));
}

#[test]
fn a_lot_that_is_not_there_is_refused_before_its_item_is_scanned() {
    let mut house = two_lots(6);
    Bench::new(&mut house, "T-1")
        .scan(&["ANA", "SO-1", "STORAGE", "]C110L9"])
        .refuses("NOT_EXPECTED")
        .tells("L9 is no known lot of LOT. Scan LOT L1, or say SHORT")
        .scan(&["LOT"])
        .asks("Scan lot L1")
        .scan(&["$BL.BACK", "SO-1", "STORAGE", "]C110L2"])
        .refuses("WRONG_LOT")
        .tells("L2 is another lot (expires later, 2027-08-31). Scan LOT L1, or CONFIRM")
        .asks("Scan LOT L1")
        .scan(&["LOT"])
        .refuses("WRONG_LOT")
        .tells("L2 is another lot (expires later, 2027-08-31)")
        .scan(&["$BL.BACK", "SO-1", "STORAGE", "]C110L1"])
        .says("kept: lot L1; still missing: item")
        .scan(&["LOT"])
        .says("1 of 6 EA");
}

#[test]
fn undo_leads_back_to_no_put_that_was_refused() {
    let mut house = two_lots(2);
    house.policy("fefo", "force");
    let mut bench = Bench::new(&mut house, "T-1")
        .scan(&["ANA", "SO-1", "STORAGE", "LOT", "L2", "$BL.CONFIRM"])
        .typed("2")
        .scan(&["TOTE-7"])
        .refuses("FORCED_LOT")
        .scan(&["$BL.SHORT", "$BL.UNDO"])
        .asks("Press Enter to put 2 EA in the tote");
    for _ in 0..5 {
        bench = bench.scan(&["$BL.BACK"]);
        assert!(!bench.told().contains("put in"), "{}", bench.told());
    }
    bench.lies(20, "LOT", "STORAGE");
}
