//! Whatever was done by mistake is taken back by who did it, step by step.

use super::bench::Bench;
use super::hand::Hand;
use super::house::House;
use super::picking::twelve_of_a;
use super::stock;
use binledger::domain::amount::Qty;
use binledger::domain::catalog::Lot;
use binledger::domain::company::Method;
use binledger::domain::count::{Count, CountState};
use binledger::domain::log::Logged;
use binledger::domain::order::{Order, OrderLine, OrderState};
use binledger::domain::stock::{Balance, LpnState, Plate};
use binledger::domain::task::{Denial, Task, TaskState};
use binledger::flows::event::{Command, Job};
use binledger::operations::request::Reverse;

/// The lines of an order, its open tasks as place and quantity, what is promised of each balance, how many shorts were
/// reported, and the state of the order.
type Promises = (Vec<OrderLine>, Vec<(String, Qty)>, Vec<Qty>, usize, OrderState);

/// Returns what an order and its promises come to; its open tasks stand in the order of their places.
fn promises(house: &House) -> Promises {
    let tasks = house.all::<Task>();
    let open = tasks.iter().filter(|task| task.state == TaskState::Open);
    let mut open: Vec<(String, Qty)> = open
        .map(|task| (task.location.to_string(), task.left()))
        .collect();
    open.sort();
    let promised = house.all::<Balance>().iter().map(|it| it.allocated).collect();
    let (denials, order) = (house.all::<Denial>().len(), house.all::<Order>().remove(0));
    (house.all(), open, promised, denials, order.state)
}

#[test]
fn a_short_pick_is_taken_back_with_all_that_it_led_to() {
    let mut house = twelve_of_a();
    let mut ana = Hand::new(&mut house, "ANA", Job::Pick);
    ana.reads(&mut house, &["SO-1", "STORAGE"]);
    let before = promises(&house);
    ana.say(&mut house, Command::Short)
        .say(&mut house, Command::Short);
    assert_eq!(ana.last(), "warn 3 more from BIN-2; 7 EA missing");
    assert_ne!(promises(&house), before);
    ana.say(&mut house, Command::Undo);
    assert_eq!(ana.last(), "good 10 A at STORAGE still to be picked");
    assert_eq!(promises(&house), before, "nothing of the report is left");
    house.is_sound();
    ana.reads(&mut house, &["A", "10", "T1", "BIN-2", "A", "2"]);
    assert_eq!(ana.last(), "good SO-1 is picked. Bring T1 to packing");
}

#[test]
fn one_short_pick_after_the_other_is_taken_back_last_first() {
    let mut house = twelve_of_a();
    let mut ana = Hand::new(&mut house, "ANA", Job::Pick);
    ana.reads(&mut house, &["SO-1", "STORAGE", "A", "4", "T1"]);
    let before = promises(&house);
    ana.say(&mut house, Command::Short)
        .say(&mut house, Command::Empty);
    let between = promises(&house);
    ana.read(&mut house, "BIN-2")
        .say(&mut house, Command::Short)
        .say(&mut house, Command::Damaged);
    ana.say(&mut house, Command::Undo);
    assert_eq!(promises(&house), between);
    for _ in 0..9 {
        if promises(&house) != before {
            ana.say(&mut house, Command::Undo);
        }
    }
    assert_eq!(promises(&house), before);
    house.is_sound();
}

#[test]
fn a_short_pick_stays_where_its_goods_were_picked_elsewhere() {
    let mut house = twelve_of_a();
    let mut ana = Hand::new(&mut house, "ANA", Job::Pick);
    ana.reads(&mut house, &["SO-1", "STORAGE"])
        .say(&mut house, Command::Short)
        .say(&mut house, Command::Short);
    let short = house.all::<binledger::domain::log::Logged>().pop().unwrap();
    ana.reads(&mut house, &["BIN-2", "A", "2", "T1", "A", "3"]);
    let of = short.key;
    let no = house
        .sign_in("SUE")
        .ask(binledger::operations::request::Reverse { of });
    let why = no.refusal.unwrap().to_string();
    assert!(why.contains("BIN-2 gave goods instead since"), "{why}");
}

#[test]
fn a_closed_parcel_is_opened_again() {
    let mut house = twelve_of_a();
    let mut ana = Hand::new(&mut house, "ANA", Job::Pick);
    ana.reads(
        &mut house,
        &["SO-1", "STORAGE", "A", "10", "T1", "BIN-2", "A", "2"],
    );
    let mut ben = Hand::new(&mut house, "BEN", Job::Pack);
    ben.reads(&mut house, &["T1", "P1", "A", "12", "", "", "P1"]);
    let state = |house: &House| (house.all::<Plate>()[0].state, house.all::<Order>()[0].state);
    assert_eq!(state(&house), (LpnState::Closed, OrderState::Packed));
    ben.say(&mut house, Command::Undo);
    assert_eq!(ben.last(), "good P1 is open again");
    assert_eq!(state(&house), (LpnState::Open, OrderState::Picked));
    assert_eq!(ben.prompt(), "Scan the kind of carton, or press Enter");
    ben.reads(&mut house, &["", "", "P1"]);
    assert_eq!(state(&house), (LpnState::Closed, OrderState::Packed));
}

/// A count of 735 of 737, by two counters.
fn counted() -> House {
    let mut house = House::new(Method::Fifo);
    stock::plain(&mut house, 737, "STORAGE");
    for badge in ["ANA", "BEN"] {
        let mut hand = Hand::new(&mut house, badge, Job::Count);
        hand.reads(&mut house, &["STORAGE", "A", "735"])
            .say(&mut house, Command::Done);
    }
    house
}

#[test]
fn decisions_about_a_count_are_taken_back_to_the_sheet_as_it_was() {
    let mut house = counted();
    let before = house.all::<Count>();
    let mut sue = Hand::new(&mut house, "SUE", Job::Reconcile);
    for decision in [Command::Approve, Command::Reject, Command::Recount] {
        sue.read(&mut house, "STORAGE").say(&mut house, decision.clone());
        if decision != Command::Approve {
            sue.read(&mut house, "a mistake");
        }
        assert_ne!(house.all::<Count>(), before, "{decision:?}");
        sue.say(&mut house, Command::Undo);
        assert_eq!(sue.last(), "good the count of STORAGE waits for a decision again");
        assert_eq!(house.all::<Count>(), before, "{decision:?}");
        assert_eq!(house.worth("A").0, Qty::units(737));
        sue.say(&mut house, Command::Back).say(&mut house, Command::Back);
        sue.say(&mut house, Command::Start(Job::Reconcile));
    }
    assert_eq!(house.all::<Count>()[0].state, CountState::ToApprove);
    assert_eq!(
        house.last_entry(),
        "5200 -4.00, 1300 4.00",
        "the entry is negated"
    );
}

#[test]
fn a_release_is_taken_back_and_a_hold_is_released_instead_by_two() {
    let mut house = House::new(Method::Fifo);
    stock::lot(&mut house, 4, "L1", "2027-08-31");
    house.change_user("BEN", |ben| "supervisor".clone_into(&mut ben.roles));
    let hold = |house: &House| house.all::<Lot>()[0].hold.clone();
    let asks = "Scan a supervisor's badge, or BACK: Releasing LOT L1";
    Bench::new(&mut house, "T-1")
        .scan(&["SUE", "$BL.INQUIRE", "L1", "$BL.REASON.recall"])
        .says("Hold 1: 4 of LOT L1 held: 4 at STORAGE")
        .scan(&["$BL.UNDO"])
        .refuses("NOT_REVERSIBLE")
        .tells("release them, which takes another supervisor")
        .scan(&["$BL.REASON.release"])
        .refuses("SECOND_PERSON")
        .asks(asks)
        .scan(&["SUE"])
        .refuses("SECOND_PERSON")
        .asks(asks)
        .scan(&["BEN"])
        .says("LOT L1 released: release. Hold 1 is over");
    assert_eq!(hold(&house), None);
    let of = house.all::<Logged>().pop().expect("the release").key;
    house.sign_in("SUE").ok(Reverse { of });
    assert_eq!(hold(&house).as_deref(), Some("recall"));
}

#[test]
fn undo_goes_on_to_before_the_work_was_claimed() {
    let mut house = twelve_of_a();
    let mut ana = Hand::new(&mut house, "ANA", Job::Pick);
    ana.reads(&mut house, &["SO-1", "STORAGE"]);
    ana.say(&mut house, Command::Undo).say(&mut house, Command::Undo);
    assert_eq!(ana.prompt(), "Press Enter for work, or scan an order");
    assert!(house.all::<Task>().iter().all(|task| task.owner.is_none()));
}

#[test]
fn what_a_count_took_back_by_itself_does_not_come_back() {
    let mut house = House::new(Method::Fifo);
    stock::lot(&mut house, 4, "L1", "2027-08-31");
    let mut ana = Hand::new(&mut house, "ANA", Job::Count);
    ana.read(&mut house, "STORAGE");
    let before = ana.prompt();
    ana.read(&mut house, "LOT");
    assert_eq!(ana.prompt(), "Scan the lot of LOT");
    ana.say(&mut house, Command::Undo);
    assert_eq!(
        (ana.last(), ana.prompt()),
        ("good the last scan is taken back", before)
    );
    // What comes next is the scan of the bin.
    ana.say(&mut house, Command::Undo);
    assert_eq!(
        ana.prompt(),
        "Scan a bin, or press Enter for work",
        "{:?}",
        ana.said
    );
}

#[test]
fn a_skipped_stop_comes_first_again() {
    let mut house = twelve_of_a();
    let mut ana = Hand::new(&mut house, "ANA", Job::Pick);
    ana.read(&mut house, "SO-1").say(&mut house, Command::Skip);
    assert_eq!(ana.prompt(), "Go to BIN-2, scan it");
    ana.say(&mut house, Command::Undo);
    assert_eq!(ana.prompt(), "Go to STORAGE, scan it");
}
