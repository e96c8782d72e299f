//! Goods on hold: held for a reason, moved out of promises at once, and released by two.

use super::house::House;
use super::inbound::{lot, receive};
use super::outbound::{open_picks, pack, pick, work};
use binledger::domain::amount::Qty;
use binledger::domain::catalog::Lot;
use binledger::domain::code::Key;
use binledger::domain::company::Method;
use binledger::domain::hold::Hold;
use binledger::domain::order::{Order, OrderKind, OrderLine, OrderState};
use binledger::domain::refusal::Refusal;
use binledger::operations::answer::Answer;
use binledger::operations::decide::decide_by;
use binledger::operations::request::{Allocate, HoldLot, Operation, Receive, Release, Requester, Reverse};
use binledger::store::Store;

fn held(why: Option<&str>) -> HoldLot {
    HoldLot {
        item: Some("LOT".into()),
        lot: Some("L1".into()),
        why: why.map(str::to_owned),
        ..HoldLot::default()
    }
}

fn release() -> Release {
    Release {
        item: Some("LOT".into()),
        lot: Some("L1".into()),
        ..Release::default()
    }
}

/// Asks for what takes two, as a document that names who asks and who approves.
fn by(house: &mut House, asks: &str, approves: &str, operation: impl Into<Operation>) -> Answer {
    let mut request = house.request(operation);
    request.requester = Requester::document(asks.into());
    request.approved_by = Some(approves.into()).filter(|_| !approves.is_empty());
    request.reason = Some("checked".into());
    house.send(&request)
}

fn code(answer: &Answer) -> Option<&'static str> {
    answer.refusal.as_ref().map(Refusal::code)
}

fn hold_of(house: &House, lot: &str) -> Option<String> {
    let lots: Vec<Lot> = house.all();
    lots.into_iter().find(|it| it.lot == lot.into())?.hold
}

fn piece(serial: &str) -> Receive {
    Receive {
        serial: Some(serial.into()),
        ..receive("SER", 1, "10")
    }
}

fn line(house: &House) -> (Qty, Qty) {
    let lines: Vec<OrderLine> = house.all();
    (lines[0].allocated, lines[0].picked)
}

#[test]
fn a_hold_needs_a_reason_and_never_releases() {
    let mut house = House::new(Method::Fifo);
    house.ok(lot(5, "L1", "2026-12-31"));
    house.sign_in("SUE");
    assert_eq!(house.no(held(None)), "UNFIT");
    assert_eq!(house.no(held(Some(" "))), "UNFIT");
    house.ok(held(Some("glass")));
    assert_eq!(house.no(held(None)), "UNFIT", "nor does a second one release");
    assert_eq!(hold_of(&house, "L1").as_deref(), Some("glass"));
    let mut request = house.request(held(None));
    let store: &dyn Store = &house.store;
    let older = store.read(|view| Ok(decide_by(view, &request, 12).is_ok()));
    assert!(older.unwrap(), "operations in the log keep their meaning");
    request.reason = Some("recalled".into());
    house.send(&request);
    assert_eq!(
        hold_of(&house, "L1").as_deref(),
        Some("recalled"),
        "the newest reason is shown"
    );
}

#[test]
fn a_release_takes_a_reason_and_two_people_one_of_whom_is_a_supervisor() {
    let mut house = House::new(Method::Fifo);
    house.ok(lot(5, "L1", "2026-12-31"));
    house.sign_in("SUE").ok(held(Some("glass")));
    assert_eq!(house.no(release()), "UNFIT", "without a reason");
    for (asks, approves, refused) in [
        ("SUE", "", Some("SECOND_PERSON")),
        ("SUE", "SUE", Some("SECOND_PERSON")),
        ("", "SUE", Some("SECOND_PERSON")),
        ("SUE", "BEN", Some("ROLE_NEEDED")),
        ("EVE", "SUE", None),
    ] {
        let answer = by(&mut house, asks, approves, release());
        assert_eq!(code(&answer), refused, "{asks} asks, {approves} approves");
    }
    assert_eq!(hold_of(&house, "L1"), None);
    let answer = by(&mut house, "EVE", "SUE", release());
    assert_eq!(code(&answer), Some("NOT_ON_HOLD"));
    let hold = house.all::<Hold>().remove(0);
    let said = (hold.hold, hold.reason.as_str(), hold.released_because.as_str());
    assert_eq!(said, (1, "glass", "checked"));
    assert_eq!((hold.released_by, hold.approved_by), ("EVE".into(), "SUE".into()));
    let mut request = house.request(release());
    (request.reason, request.approved_by) = (Some("checked".into()), Some("SUE".into()));
    assert_eq!(
        code(&house.send(&request)),
        Some("NOT_ON_HOLD"),
        "a terminal asks the same"
    );
}

#[test]
fn a_lot_is_free_only_once_every_hold_of_it_is_over() {
    let mut house = House::new(Method::Fifo);
    let receipt = house.ok(lot(5, "L1", "2026-12-31"));
    house.ok(held(Some("glass")));
    house.ok(HoldLot {
        receipt: Some(receipt),
        ..held(Some("wet")).bare()
    });
    assert_eq!(hold_of(&house, "L1").as_deref(), Some("wet"));
    let of_hold = |hold| Release {
        hold: Some(hold),
        ..Release::default()
    };
    assert_eq!(code(&by(&mut house, "EVE", "SUE", of_hold(2))), None);
    assert_eq!(hold_of(&house, "L1").as_deref(), Some("glass"));
    assert_eq!(
        code(&by(&mut house, "EVE", "SUE", of_hold(2))),
        Some("NOT_ON_HOLD")
    );
    assert_eq!(code(&by(&mut house, "EVE", "SUE", of_hold(1))), None);
    assert_eq!(hold_of(&house, "L1"), None);
    house.is_sound();
}

#[test]
fn what_is_promised_of_a_held_lot_moves_to_the_next_and_the_rest_is_open_again() {
    let mut house = House::new(Method::Fifo);
    house.ok(lot(5, "L1", "2026-06-30"));
    house.ok(lot(2, "L2", "2026-12-31"));
    house.order(OrderKind::Sales, "SO1", "LOT", 4);
    house.sign_in("ANA").ok(work("SO1"));
    let first = open_picks(&house)[0].task;
    house.ok(pick(first, 1));
    let answer = house.sign_in("SUE").ask(held(Some("glass")));
    let told = answer.note.expect("a note");
    assert!(told.contains("Hold 1: 5 of LOT L1 held: "), "{told}");
    assert!(
        told.contains("4 at STORAGE") && told.contains("1 in T1 of SO1 at PACKING"),
        "{told}"
    );
    assert!(
        told.ends_with(". SO1: 2 promised from elsewhere, 1 open again"),
        "{told}"
    );
    let picks = open_picks(&house);
    let open: Vec<(&str, Qty)> = picks.iter().map(|it| (it.lot.as_str(), it.qty)).collect();
    assert_eq!(open, [("L2", Qty::units(2))]);
    assert_eq!(picks[0].owner, Some("ANA".into()), "whoever works on it goes on");
    assert_eq!(line(&house), (Qty::units(2), Qty::ONE));
    assert_eq!(
        house.at("LOT", "STORAGE").1,
        Qty::units(2),
        "nothing of the lot is promised"
    );
    house.sign_in("ANA").ok(pick(picks[0].task, 2));
    assert_eq!(house.no(pack()), "ON_HOLD");
    house.is_sound();
}

#[test]
fn an_order_of_which_all_is_held_waits_as_an_open_one_and_is_promised_once_released() {
    let mut house = House::new(Method::Fifo);
    house.ok(lot(5, "L1", "2026-06-30"));
    house.order(OrderKind::Sales, "SO1", "LOT", 4);
    house.sign_in("ANA").ok(work("SO1"));
    let hold = house.sign_in("SUE").ok(held(Some("glass")));
    assert_eq!(house.all::<Order>()[0].state, OrderState::Open);
    assert_eq!(house.no(Allocate { order: "SO1".into() }), "NO_STOCK");
    assert_eq!(house.no(Reverse { of: hold.clone() }), "NOT_REVERSIBLE");
    let answer = by(&mut house, "EVE", "SUE", Reverse { of: hold });
    assert_eq!(code(&answer), None);
    house.ok(Allocate { order: "SO1".into() });
    house.is_sound();
}

#[test]
fn a_pick_taken_back_to_a_bin_of_held_goods_promises_none_of_them() {
    let mut house = House::new(Method::Fifo);
    house.ok(lot(5, "L1", "2026-06-30"));
    house.order(OrderKind::Sales, "SO1", "LOT", 4);
    house.sign_in("ANA").ok(work("SO1"));
    let task = open_picks(&house)[0].task;
    let picked = house.ok(pick(task, 3));
    house.sign_in("SUE").ok(held(Some("glass")));
    house.sign_in("ANA").ok(Reverse { of: picked });
    assert_eq!(line(&house), (Qty::ZERO, Qty::ZERO));
    assert_eq!(house.at("LOT", "STORAGE"), (Qty::units(5), Qty::ZERO));
    house.is_sound();
}

#[test]
fn pieces_are_held_by_their_serial_numbers_and_one_of_them_is_let_go() {
    let mut house = House::new(Method::Average);
    let receipts: Vec<Key> = ["S-8", "S-9", "S-10", "S-11"]
        .map(|it| house.ok(piece(it)))
        .into();
    house.order(OrderKind::Sales, "SO1", "SER", 4);
    house.ok(Allocate { order: "SO1".into() });
    let range = |from: &str, to: &str| HoldLot {
        item: Some("SER".into()),
        from: Some(from.into()),
        to: Some(to.into()),
        why: Some("battery".into()),
        ..HoldLot::default()
    };
    assert_eq!(house.no(range("S-10", "S-9")), "UNFIT");
    let answer = house.ask(range("S-9", "S-10"));
    let told = answer.note.expect("a note");
    assert!(
        told.starts_with("Hold 1: 2 of SER S-9 to S-10 held: 2 at STORAGE. SO1: 2 open"),
        "{told}"
    );
    let promised = |house: &House| {
        let mut serials: Vec<String> = open_picks(house).iter().map(|it| it.serial.to_string()).collect();
        serials.sort();
        serials.join(" ")
    };
    assert_eq!(promised(&house), "S-11 S-8");
    let one = Release {
        item: Some("SER".into()),
        from: Some("S-10".into()),
        ..Release::default()
    };
    let released = by(&mut house, "EVE", "SUE", one);
    assert_eq!(code(&released), None);
    assert_eq!(house.all::<Hold>()[0].released, 0, "the other one is held still");
    house.ok(Allocate { order: "SO1".into() });
    assert_eq!(promised(&house), "S-10 S-11 S-8");
    house.is_sound();
    house.sign_in("SUE").ok(Reverse { of: released.id });
    assert_eq!(promised(&house), "S-11 S-8");
    house.ok(HoldLot {
        receipt: Some(receipts[0].clone()),
        why: Some("battery".into()),
        ..HoldLot::default()
    });
    assert_eq!(promised(&house), "S-11");
    house.is_sound();
}

#[test]
fn goods_are_named_in_one_way_and_can_be_told_apart() {
    let mut house = House::new(Method::Fifo);
    let receipt = house.ok(receive("A", 5, "2"));
    house.ok(lot(5, "L1", "2026-12-31"));
    for (asked, refused) in [
        (
            HoldLot {
                lot: Some("L1".into()),
                ..held(Some("x")).bare()
            },
            None,
        ),
        (held(Some("x")).bare(), Some("UNFIT")),
        (
            HoldLot {
                from: Some("S1".into()),
                ..held(Some("x"))
            },
            Some("UNFIT"),
        ),
        (
            HoldLot {
                lot: Some("L9".into()),
                ..held(Some("x"))
            },
            Some("UNKNOWN_CODE"),
        ),
        (
            HoldLot {
                item: Some("A".into()),
                from: Some("S1".into()),
                ..held(Some("x")).bare()
            },
            Some("NOT_TRACKED"),
        ),
        (
            HoldLot {
                receipt: Some(receipt),
                ..held(Some("x")).bare()
            },
            Some("UNFIT"),
        ),
        (
            HoldLot {
                receipt: Some("r-none".into()),
                ..held(Some("x")).bare()
            },
            Some("UNKNOWN_OPERATION"),
        ),
    ] {
        let answer = house.ask(asked.clone());
        assert_eq!(code(&answer), refused, "{asked:?}");
    }
}

/// A hold without the goods it names.
trait Bare {
    fn bare(self) -> Self;
}

impl Bare for HoldLot {
    fn bare(self) -> Self {
        let why = self.why;
        Self {
            why,
            ..Self::default()
        }
    }
}
