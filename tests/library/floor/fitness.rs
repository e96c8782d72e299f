//! What a picker scans is judged at once: lots, totes and quantities that can't be, before anything is carried.

use super::bench::Bench;
use super::hand::Hand;
use super::house::House;
use super::picking::{twelve_of_a, two_lots};
use super::stock;
use binledger::domain::company::Method;
use binledger::domain::order::OrderKind;
use binledger::domain::stock::Plate;
use binledger::flows::event::{Command, Job};
use binledger::operations::request::HoldLot;

#[test]
fn a_lot_recalled_since_is_refused_at_its_first_scan_and_the_walk_goes_on_with_another() {
    // Twelve are ten of the first lot and two of the second, which is another stop.
    for wanted in [6, 12] {
        let mut house = two_lots(wanted);
        let mut ana = Hand::new(&mut house, "ANA", Job::Pick);
        ana.reads(&mut house, &["SO-1", "STORAGE"]);
        house.sign_in("SUE").ok(HoldLot::of_lot("LOT", "L1", "recall"));
        ana.read(&mut house, "LOT#L1");
        assert!(
            ana.said
                .iter()
                .any(|said| said.starts_with("ON_HOLD LOT L1 is on hold: recall")),
            "{:?}",
            ana.said
        );
        assert_eq!(ana.prompt(), "Scan LOT L2");
        ana.read(&mut house, "LOT#L1");
        assert!(
            ana.last().starts_with("ON_HOLD LOT L1 is on hold: recall"),
            "{}",
            ana.last()
        );
        ana.reads(&mut house, &["LOT#L2", "6", "T1"]);
    }
}

#[test]
fn a_lot_recalled_in_the_hand_goes_back_and_does_not_bar_the_rest() {
    let mut house = two_lots(6);
    let mut ana = Hand::new(&mut house, "ANA", Job::Pick);
    ana.reads(&mut house, &["SO-1", "STORAGE", "LOT#L1", "6"]);
    house.sign_in("SUE").ok(HoldLot::of_lot("LOT", "L1", "recall"));
    ana.read(&mut house, "T1");
    assert!(
        ana.said.iter().any(|said| said.starts_with("ON_HOLD ")),
        "{:?}",
        ana.said
    );
    assert_eq!(ana.prompt(), "Scan LOT L2", "no badge would help");
    ana.reads(&mut house, &["LOT#L2", "6"]);
    assert_eq!(ana.last(), "good SO-1 is picked. Bring T1 to packing");
}

#[test]
fn of_another_lot_no_more_is_taken_than_is_free_and_that_is_said_at_its_scan() {
    let mut house = House::new(Method::Fifo);
    stock::lot(&mut house, 10, "L1", "2026-08-31");
    stock::lot(&mut house, 8, "L2", "2027-08-31");
    house.order(OrderKind::Sales, "SO-1", "LOT", 10);
    let mut ana = Hand::new(&mut house, "ANA", Job::Pick);
    ana.reads(&mut house, &["SO-1", "STORAGE", "LOT#L2"]);
    let hint = "L2 is another lot (expires later, 2027-08-31), only 8 of 10 EA free in STORAGE.";
    assert_eq!(ana.last(), format!("WRONG_LOT {hint} Scan LOT L1, or CONFIRM."));
    ana.say(&mut house, Command::Confirm).read(&mut house, "9");
    assert_eq!(
        ana.last(),
        "NOT_ENOUGH Only 8 of LOT L2 at STORAGE, not 9. Take less, or look in another bin."
    );
    ana.reads(&mut house, &["8", "T1"]);
    assert_eq!(ana.said[0], "good 8 EA LOT L2 put in T1");
    ana.reads(&mut house, &["LOT#L1", "2"]);
    assert_eq!(ana.last(), "good SO-1 is picked. Bring T1 to packing");
}

#[test]
fn where_the_turn_is_forced_a_supervisor_accepts_another_lot() {
    let mut house = two_lots(1);
    house.policy("fefo", "force");
    let mut ana = Hand::new(&mut house, "ANA", Job::Pick);
    ana.reads(&mut house, &["SO-1", "STORAGE", "LOT#L2"]);
    assert!(
        ana.last()
            .ends_with("or CONFIRM, and a supervisor accepts it at the tote."),
        "{}",
        ana.last()
    );
    ana.say(&mut house, Command::Confirm).read(&mut house, "T1");
    assert!(
        ana.last().starts_with("FORCED_LOT L2 is another lot"),
        "{}",
        ana.last()
    );
    assert_eq!(
        ana.prompt(),
        "Scan a supervisor's badge, or BACK: lot L2 out of turn"
    );
    assert!(!ana.legal().contains(&Command::Confirm));
    ana.read(&mut house, "SUE");
    assert!(
        ana.said.contains(&"good 1 EA LOT L2 put in T1".to_owned()),
        "{:?}",
        ana.said
    );
}

#[test]
fn a_lot_on_a_label_of_its_own_is_judged_at_its_scan() {
    for again in ["]C110L2", "$BL.CONFIRM"] {
        let mut house = two_lots(1);
        house.policy("fefo", "force");
        Bench::new(&mut house, "T-1")
            .scan(&["ANA", "SO-1", "STORAGE", "]C110L2"])
            .refuses("WRONG_LOT")
            .tells("Scan LOT L1, or CONFIRM, and a supervisor accepts it at the tote")
            .asks("Scan LOT L1")
            .scan(&[again])
            .says("kept: lot L2; still missing: item")
            .scan(&["]C110L2", "LOT"])
            .asks("Scan a tote for 1 EA")
            .scan(&["TOTE-1"])
            .refuses("FORCED_LOT")
            .scan(&["SUE"])
            .says("1 EA LOT L2 put in TOTE-1");
    }
}

#[test]
fn a_lot_that_was_asked_about_is_left_for_the_promised_one() {
    let mut house = two_lots(2);
    Bench::new(&mut house, "T-1")
        .scan(&["ANA", "SO-1", "STORAGE", "]C110L2", "]C110L1"])
        .says("kept: lot L1; still missing: item")
        .scan(&["LOT"])
        .says("1 of 2 EA")
        .scan(&["$BL.BACK", "]C110L2", "$BL.CONFIRM", "$BL.BACK"])
        .asks("Scan LOT L1")
        .scan(&["LOT"])
        .asks("Scan lot L1")
        .scan(&["$BL.EXIT"])
        .tells("1 EA LOT in hand is not finished")
        .scan(&["L2", "$BL.CONFIRM", "$BL.EXIT"])
        .tells("1 EA LOT L2 in hand is not finished");
    house.policy("fefo", "none");
    Bench::new(&mut house, "T-2")
        .scan(&[
            "BEN",
            "SO-1",
            "$BL.TAKEOVER",
            "$BL.TAKEOVER",
            "STORAGE",
            "]C110L2",
        ])
        .says("kept: lot L2; still missing: item")
        .scan(&["LOT"])
        .says("1 of 2 EA");
}

#[test]
fn a_tote_of_another_order_is_refused_before_anything_is_taken() {
    let mut house = twelve_of_a();
    stock::plain(&mut house, 20, "STORAGE");
    house.order(OrderKind::Sales, "SO-2", "A", 3);
    let mut ben = Hand::new(&mut house, "BEN", Job::Pick);
    ben.reads(&mut house, &["SO-2", "STORAGE", "A", "1", "T7"]);
    let mut ana = Hand::new(&mut house, "ANA", Job::Pick);
    for before in [&["SO-1"][..], &["STORAGE"], &["A"]] {
        ana.reads(&mut house, before).read(&mut house, "T7");
        assert_eq!(
            ana.last(),
            "WRONG_LPN T7 is a tote of SO-2. Scan a tote for SO-1."
        );
    }
    assert_eq!(ana.face().big.as_deref(), Some("1 of 12 EA"));
}

#[test]
fn a_tote_of_another_order_is_refused_whatever_else_speaks_against_the_pick() {
    let mut house = two_lots(6);
    house.order(OrderKind::Sales, "SO-2", "LOT", 3);
    let mut ben = Hand::new(&mut house, "BEN", Job::Pick);
    ben.reads(&mut house, &["SO-2", "STORAGE", "LOT#L1", "1", "T7"]);
    let mut ana = Hand::new(&mut house, "ANA", Job::Pick);
    ana.read(&mut house, "SO-1");
    house.sign_in("SUE").ok(HoldLot::of_lot("LOT", "L1", "recall"));
    ana.read(&mut house, "T7");
    assert_eq!(
        ana.last(),
        "WRONG_LPN T7 is a tote of SO-2. Scan a tote for SO-1."
    );
    ana.read(&mut house, "T8");
    assert_eq!(ana.last(), "good picking into T8");
}

#[test]
fn a_new_tote_may_come_first_and_nothing_else_becomes_one() {
    let mut house = two_lots(6);
    let mut ana = Hand::new(&mut house, "ANA", Job::Pick);
    ana.reads(&mut house, &["SO-1", "TOTE-1"]);
    assert_eq!(ana.last(), "good picking into TOTE-1");
    ana.reads(&mut house, &["STORAGE", "LOT#L1", "6"]);
    assert_eq!(ana.said[0], "good 6 EA LOT L1 put in TOTE-1");

    let mut house = two_lots(6);
    let mut ana = Hand::new(&mut house, "ANA", Job::Pick);
    ana.reads(&mut house, &["SO-1", "STORAGE", "LOT#L1", "6"]);
    for (code, why) in [
        ("L2", "L2 is a lot of LOT"),
        ("SO-1", "SO-1 is a sales order"),
        ("ANA", "ANA is a badge"),
        ("BIN-2", "BIN-2 is another place"),
        ("]E04006381333931", "is unknown"),
        ("BADGE-9", "BADGE-9 is not known as a tote"),
    ] {
        ana.read(&mut house, code);
        assert!(ana.last().contains(why), "{code}: {}", ana.last());
        assert!(house.all::<Plate>().is_empty(), "{code}");
    }
    ana.read(&mut house, "BADGE-9");
    assert_eq!(
        ana.said[0], "good 6 EA LOT L1 put in BADGE-9",
        "said twice, it is one"
    );
}

#[test]
fn what_can_not_be_a_quantity_is_refused_as_it_is_typed() {
    let mut house = twelve_of_a();
    let mut ana = Hand::new(&mut house, "ANA", Job::Pick);
    ana.reads(&mut house, &["SO-1", "STORAGE", "4"]);
    assert_eq!(ana.last(), "NOT_EXPECTED 4 EA comes too early. Scan A.");
    ana.read(&mut house, "A");
    for typed in ["2.5", "2,5"] {
        ana.read(&mut house, typed);
        assert_eq!(
            ana.last(),
            "BAD_QUANTITY 2.5 is not a quantity here: A is counted in EA, with whole numbers."
        );
    }
    ana.read(&mut house, "3,0");
    assert_eq!(ana.face().big.as_deref(), Some("3 of 10 EA"));
}

#[test]
fn an_order_of_which_the_rest_comes_later_can_be_picked_again() {
    let mut house = House::new(Method::Fifo);
    stock::plain(&mut house, 4, "STORAGE");
    house.order(OrderKind::Sales, "SO-9", "A", 10);
    let mut ana = Hand::new(&mut house, "ANA", Job::Pick);
    ana.reads(&mut house, &["SO-9", "STORAGE", "A", "4", "T1"]);
    assert_eq!(
        ana.last(),
        "good 1 line of SO-9 not in stock yet. Bring T1 to packing"
    );
    let mut ben = Hand::new(&mut house, "BEN", Job::Pack);
    ben.reads(&mut house, &["T1", "P1", "A", "4", "", "", "P1"]);
    assert_eq!(
        ben.last(),
        "good P1 is for the dock. SO-9 is not picked in full yet"
    );
    let mut ben = Hand::new(&mut house, "BEN", Job::Ship);
    ben.reads(&mut house, &["SHIPPING", "P1"]);
    stock::plain(&mut house, 20, "STORAGE");
    for ask in ["", "SO-9"] {
        let mut ana = Hand::new(&mut house, "ANA", Job::Pick);
        ana.read(&mut house, ask);
        assert_eq!(ana.prompt(), "Go to STORAGE, scan it", "{ask:?}");
        ana.say(&mut house, Command::Back);
    }
    let mut ana = Hand::new(&mut house, "ANA", Job::Pick);
    ana.reads(&mut house, &["SO-9", "STORAGE", "A", "6", "T1"]);
    assert_eq!(ana.last(), "good SO-9 is picked. Bring T1 to packing");
    let mut ben = Hand::new(&mut house, "BEN", Job::Pack);
    ben.reads(&mut house, &["T1", "P2", "A", "6", "", "", "P2"]);
    assert_eq!(ben.last(), "good SO-9 is packed: P2. Bring it to the dock");
}
