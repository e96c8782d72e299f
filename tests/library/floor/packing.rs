//! Totes become parcels, and parcels leave.

use super::hand::Hand;
use super::house::House;
use super::stock;
use binledger::domain::amount::Qty;
use binledger::domain::company::Method;
use binledger::domain::order::{Order, OrderKind, OrderLine, OrderState};
use binledger::domain::stock::{LpnState, Plate};
use binledger::flows::event::{Command, Job};
use binledger::operations::request::PlaceOrder;

/// Order `SO-1` of twelve `A` is picked into `T1`.
fn picked() -> House {
    let mut house = House::new(Method::Fifo);
    stock::plain(&mut house, 20, "STORAGE");
    house.order(OrderKind::Sales, "SO-1", "A", 12);
    let mut ana = Hand::new(&mut house, "ANA", Job::Pick);
    ana.reads(&mut house, &["SO-1", "STORAGE", "A", "12", "T1"]);
    house
}

fn parcel(house: &House, code: &str) -> Plate {
    house
        .all::<Plate>()
        .into_iter()
        .find(|plate| plate.lpn.as_str() == code)
        .expect("a parcel")
}

#[test]
fn a_tote_is_packed_until_green_and_closed_by_its_label() {
    let mut house = picked();
    let mut ana = Hand::new(&mut house, "ANA", Job::Pack);
    assert_eq!(ana.prompt(), "Scan a tote or an order, such as T1");
    assert_eq!(
        ana.read(&mut house, "T1").prompt(),
        "Scan a parcel, or Enter for SO-1-P1"
    );
    assert_eq!(ana.read(&mut house, "").prompt(), "Scan A");
    assert_eq!(ana.read(&mut house, "A").last(), "good 1 EA A packed in SO-1-P1");
    assert_eq!(
        ana.read(&mut house, "8").last(),
        "good 7 EA A packed in SO-1-P1",
        "eight in all"
    );
    ana.read(&mut house, "LOT");
    assert_eq!(ana.last(), "NOT_EXPECTED LOT is not in this tote. Scan A.");
    ana.read(&mut house, "A*4");
    assert_eq!(ana.prompt(), "Scan the kind of carton, or press Enter");
    ana.reads(&mut house, &["BOX-M", "3.5"]);
    assert_eq!(ana.prompt(), "Scan SO-1-P1 or press Enter to close it");
    assert!(
        ana.read(&mut house, "T9")
            .last()
            .starts_with("WRONG_LPN T9 does not close this parcel. Scan SO-1-P1")
    );
    ana.read(&mut house, "SO-1-P1");
    assert_eq!(ana.last(), "good SO-1 is packed: SO-1-P1. Bring it to the dock");
    let closed = parcel(&house, "SO-1-P1");
    assert_eq!(
        (closed.state, closed.carton.as_deref()),
        (LpnState::Closed, Some("BOX-M"))
    );
    assert_eq!(closed.weight, "3.5".parse().ok());
}

#[test]
fn done_packs_all_and_full_begins_another_parcel() {
    let mut house = picked();
    let mut ana = Hand::new(&mut house, "ANA", Job::Pack);
    ana.reads(&mut house, &["SO-1", "P1", "A", "5"])
        .say(&mut house, Command::Full);
    ana.reads(&mut house, &["", "", "P1"]);
    assert_eq!(ana.prompt(), "Scan a parcel, or Enter for SO-1-P1");
    ana.read(&mut house, "P1");
    assert!(
        ana.last().starts_with("WRONG_LPN P1 is closed."),
        "{}",
        ana.last()
    );
    ana.read(&mut house, "P2").say(&mut house, Command::Done);
    assert_eq!(ana.last(), "good all of T1 packed in P2");
    ana.reads(&mut house, &["", "", "P2"]);
    assert_eq!(ana.last(), "good SO-1 is packed: P1, P2. Bring it to the dock");
    assert_eq!(house.all::<Order>()[0].state, OrderState::Packed);
}

#[test]
fn a_packed_piece_goes_back_into_its_tote() {
    let mut house = picked();
    let mut ana = Hand::new(&mut house, "ANA", Job::Pack);
    ana.reads(&mut house, &["T1", "P1", "A", "12"]);
    assert_eq!(ana.prompt(), "Scan the kind of carton, or press Enter");
    ana.say(&mut house, Command::Undo);
    assert_eq!(ana.prompt(), "Scan A");
    ana.say(&mut house, Command::Undo);
    ana.read(&mut house, "A*12");
    assert_eq!(ana.last(), "good 12 EA A packed in P1");
}

#[test]
fn an_open_parcel_is_gone_on_with_and_a_closed_one_ships() {
    let mut house = picked();
    let mut ana = Hand::new(&mut house, "ANA", Job::Pack);
    ana.reads(&mut house, &["T1", "P1", "A"])
        .say(&mut house, Command::Back);
    assert_eq!(ana.prompt(), "Scan a tote or an order, such as T1");
    ana.read(&mut house, "P1");
    assert_eq!(ana.prompt(), "Scan A");
    ana.say(&mut house, Command::Done)
        .say(&mut house, Command::Done)
        .reads(&mut house, &["", "", "P1"]);
    let mut ben = Hand::new(&mut house, "BEN", Job::Ship);
    assert_eq!(
        ben.read(&mut house, "P1").prompt(),
        "Scan the dock for P1, such as SHIPPING"
    );
    assert!(
        ben.read(&mut house, "STORAGE")
            .last()
            .starts_with("WRONG_LOCATION STORAGE (storage) is another place. Go to a shipping dock")
    );
    ben.read(&mut house, "SHIPPING");
    assert!(ben.said.contains(&"good P1 shipped".to_owned()), "{:?}", ben.said);
    ben.read(&mut house, "P1");
    assert!(
        ben.last().ends_with("P1 has left already. Scan a closed parcel."),
        "{}",
        ben.last()
    );
    assert_eq!(house.worth("A").0, Qty::units(8));
    assert_eq!(
        house.last_entry(),
        "1100 240.00, 4000 -240.00, 5000 24.00, 1300 -24.00"
    );
    ben.say(&mut house, Command::Done);
    assert_eq!(ben.last(), "good 1 parcel shipped from SHIPPING");
}

#[test]
fn a_shipped_parcel_comes_back_with_undo() {
    let mut house = picked();
    let mut ana = Hand::new(&mut house, "ANA", Job::Pack);
    ana.reads(&mut house, &["T1", "P1"])
        .say(&mut house, Command::Done)
        .reads(&mut house, &["", "", "P1"]);
    let mut ben = Hand::new(&mut house, "BEN", Job::Ship);
    ben.read(&mut house, "SHIPPING");
    assert_eq!(ben.prompt(), "Scan a parcel, such as P1");
    ben.read(&mut house, "P1").say(&mut house, Command::Undo);
    assert_eq!(house.worth("A").0, Qty::units(20));
    assert_eq!(ben.prompt(), "Scan a parcel, such as P1");
    assert_eq!(ben.last(), "good P1 is no longer shipped");
    ben.say(&mut house, Command::Done);
    assert_eq!(ben.last(), "good nothing shipped, 1 parcel still here");
}

#[test]
fn a_parcel_that_waits_for_its_dock_is_not_left_behind() {
    let mut house = picked();
    let mut ana = Hand::new(&mut house, "ANA", Job::Pack);
    ana.reads(&mut house, &["T1", "P1"])
        .say(&mut house, Command::Done)
        .reads(&mut house, &["", "", "P1"]);
    let mut ben = Hand::new(&mut house, "BEN", Job::Ship);
    ben.read(&mut house, "P1").say(&mut house, Command::Done);
    assert_eq!(
        ben.last(),
        "NOT_EXPECTED P1 has not shipped yet. Scan the dock for P1, such as SHIPPING."
    );
    ben.read(&mut house, "SHIPPING");
    assert!(ben.said.contains(&"good P1 shipped".to_owned()), "{:?}", ben.said);
}

#[test]
fn half_an_order_is_not_called_packed() {
    let mut house = House::new(Method::Fifo);
    stock::plain(&mut house, 20, "STORAGE");
    house.order(OrderKind::Sales, "SO-1", "A", 12);
    let mut ana = Hand::new(&mut house, "ANA", Job::Pick);
    ana.reads(&mut house, &["SO-1", "STORAGE", "A", "5", "", "T1"]);
    let mut ben = Hand::new(&mut house, "BEN", Job::Pack);
    ben.reads(&mut house, &["T1", "P1", "A", "5", "", "", "P1"]);
    assert_eq!(
        ben.last(),
        "good P1 is for the dock. SO-1 is not picked in full yet"
    );
}

#[test]
fn the_rest_is_not_packed_unchecked_without_a_question() {
    let mut house = picked();
    let mut ana = Hand::new(&mut house, "ANA", Job::Pack);
    ana.reads(&mut house, &["T1", "P1", "A"])
        .say(&mut house, Command::Done);
    assert_eq!(
        ana.last(),
        "warn 11 EA A not checked. DONE again packs it as it was picked"
    );
    ana.read(&mut house, "A").say(&mut house, Command::Done);
    assert_eq!(
        ana.last(),
        "warn 10 EA A not checked. DONE again packs it as it was picked"
    );
    ana.say(&mut house, Command::Done);
    assert_eq!(ana.said[0], "good the rest of T1 packed in P1");
}

#[test]
fn a_parcel_without_a_label_is_closed_by_enter() {
    let mut house = picked();
    let mut ana = Hand::new(&mut house, "ANA", Job::Pack);
    ana.reads(&mut house, &["T1", "", "A*12", "", ""]);
    assert_eq!(ana.prompt(), "Scan SO-1-P1 or press Enter to close it");
    ana.read(&mut house, "");
    assert_eq!(ana.last(), "good SO-1 is packed: SO-1-P1. Bring it to the dock");
}

#[test]
fn a_parcel_with_a_label_is_closed_by_it_whatever_it_is_called() {
    let mut house = picked();
    let mut ana = Hand::new(&mut house, "ANA", Job::Pack);
    ana.reads(&mut house, &["T1", "SO-1-P9", "A*12", "", ""]);
    assert_eq!(ana.prompt(), "Scan SO-1-P9 to close it");
    ana.read(&mut house, "");
    assert_eq!(parcel(&house, "SO-1-P9").state, LpnState::Open);
    ana.read(&mut house, "SO-1-P9");
    assert_eq!(ana.last(), "good SO-1 is packed: SO-1-P9. Bring it to the dock");
}

#[test]
fn a_code_made_up_for_a_parcel_is_not_lent_to_the_next_one() {
    let mut house = picked();
    let mut ana = Hand::new(&mut house, "ANA", Job::Pack);
    ana.reads(&mut house, &["T1", "P1", "A"])
        .say(&mut house, Command::Full);
    ana.reads(&mut house, &["", "", "P1", ""]);
    assert_eq!(ana.prompt(), "Scan A");
    ana.say(&mut house, Command::Back)
        .reads(&mut house, &["P2", "A*11", "", "", ""]);
    assert_eq!(ana.prompt(), "Scan P2 to close it");
}

#[test]
fn anything_but_done_takes_the_question_about_the_rest_back() {
    let mut house = picked();
    let asked = "warn 11 EA A not checked. DONE again packs it as it was picked";
    let mut ana = Hand::new(&mut house, "ANA", Job::Pack);
    ana.reads(&mut house, &["T1", "P1", "A"]);
    for between in [Command::Confirm, Command::Qty(Qty::ONE)] {
        ana.say(&mut house, Command::Done);
        assert_eq!(ana.last(), asked);
        ana.say(&mut house, between.clone())
            .say(&mut house, Command::Done);
        assert_eq!(ana.last(), asked, "after {between}");
        ana.read(&mut house, "");
    }
    for between in ["", "L7"] {
        ana.say(&mut house, Command::Done);
        ana.read(&mut house, between).say(&mut house, Command::Done);
        assert_eq!(ana.last(), asked, "after {between:?}");
        ana.read(&mut house, "");
    }
    ana.say(&mut house, Command::Done);
    ana.say(&mut house, Command::Undo).say(&mut house, Command::Done);
    assert_eq!(ana.last(), asked, "after it was taken back");
    ana.say(&mut house, Command::Done);
    assert_eq!(ana.said[0], "good the rest of T1 packed in P1");
}

#[test]
fn the_lot_that_is_asked_for_is_of_the_goods_in_hand() {
    let mut house = House::new(Method::Fifo);
    stock::plain(&mut house, 2, "STORAGE");
    stock::lot(&mut house, 1, "L1", "2026-08-31");
    stock::lot(&mut house, 1, "L2", "2027-08-31");
    house.order(OrderKind::Sales, "SO-1", "A", 2);
    let (order, line) = (house.all::<Order>().remove(0), house.all::<OrderLine>().remove(0));
    let other = OrderLine {
        line: 2,
        item: "LOT".into(),
        ..line.clone()
    };
    let lines = vec![line, other];
    house.ok(PlaceOrder {
        order,
        lines,
        without: None,
    });
    let mut ana = Hand::new(&mut house, "ANA", Job::Pick);
    ana.read(&mut house, "SO-1");
    for code in ["STORAGE", "A", "2", "T1", "LOT#L1", "LOT#L2"] {
        ana.read(&mut house, code);
    }
    let mut ana = Hand::new(&mut house, "ANA", Job::Pack);
    ana.reads(&mut house, &["T1", "P1"]);
    let first = ana.face().big;
    ana.read(&mut house, "LOT");
    assert_eq!(
        (first.as_deref(), ana.face().big.as_deref()),
        (Some("A"), Some("LOT"))
    );
    ana.read(&mut house, "L9");
    assert_eq!(
        ana.last(),
        "NOT_EXPECTED LOT L9 is not in this tote. Scan the lot of LOT."
    );
}

#[test]
fn leaving_the_dock_says_what_waits() {
    let mut house = picked();
    let mut ana = Hand::new(&mut house, "ANA", Job::Pack);
    ana.reads(&mut house, &["T1", "P1"])
        .say(&mut house, Command::Done)
        .reads(&mut house, &["", "", "P1"]);
    let mut ben = Hand::new(&mut house, "BEN", Job::Ship);
    ben.say(&mut house, Command::Done);
    assert_eq!(ben.last(), "good nothing shipped, 1 parcel still here");
}

#[test]
fn a_typed_total_counts_all_of_these_goods_in_the_parcel() {
    let mut house = picked();
    let mut ana = Hand::new(&mut house, "ANA", Job::Pack);
    ana.reads(&mut house, &["T1", "P1", "A", "A", "A"]);
    assert_eq!(ana.prompt(), "3 of 12 EA A: scan, or type the total");
    ana.read(&mut house, "10");
    assert_eq!(ana.last(), "good 7 EA A packed in P1");
    assert_eq!(ana.prompt(), "10 of 12 EA A: scan, or type the total");
    ana.read(&mut house, "9");
    assert!(
        ana.last().contains("10 of A are packed already. Say UNDO"),
        "{}",
        ana.last()
    );
    ana.read(&mut house, "13");
    assert!(
        ana.last()
            .contains("10 of A are packed, 2 left in the totes here"),
        "{}",
        ana.last()
    );
    ana.read(&mut house, "12");
    assert_eq!(ana.last(), "good 2 EA A packed in P1");
    assert_eq!(ana.prompt(), "Scan the kind of carton, or press Enter");
}

#[test]
fn a_typed_total_takes_from_every_tote_on_the_bench() {
    let mut house = House::new(Method::Fifo);
    stock::plain(&mut house, 20, "STORAGE");
    house.order(OrderKind::Sales, "SO-1", "A", 12);
    let mut ana = Hand::new(&mut house, "ANA", Job::Pick);
    ana.reads(&mut house, &["SO-1", "STORAGE", "A", "5", "", "T1"])
        .say(&mut house, Command::Full);
    ana.reads(&mut house, &["A", "7", "T2"]);
    let mut ben = Hand::new(&mut house, "BEN", Job::Pack);
    ben.reads(&mut house, &["T1", "T2", "P1", "A", "12"]);
    assert_eq!(ben.prompt(), "Scan the kind of carton, or press Enter");
}
