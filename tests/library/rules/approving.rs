//! An approval covers what it was given for, and nothing else that the operation would be refused for.

use super::house::House;
use super::inbound::{lot, receive};
use super::outbound::{pick, work};
use super::placing::like_a;
use binledger::domain::amount::Qty;
use binledger::domain::catalog::{Location, Tracking};
use binledger::domain::company::Method;
use binledger::domain::concession::Concession;
use binledger::domain::order::OrderKind;
use binledger::domain::refusal::Refusal;
use binledger::domain::task::Task;
use binledger::operations::decide::decide_by;
use binledger::operations::request::{Define, Master, Pick, Receive, Request, Requester};
use binledger::store::Store;

/// Receives five where three are ordered, with little life left, into a bin for four.
fn three_faults() -> (House, Request) {
    let mut house = House::new(Method::Fifo);
    like_a(&mut house, "MILK", |item| {
        (item.tracking, item.min_life_days) = (Tracking::Expiry, Some(30));
    });
    let bins = house.all::<Location>();
    let bin = bins.into_iter().find(|bin| bin.location.as_str() == "BIN-2");
    let capacity = Some(Qty::units(4));
    let bin = Location {
        capacity,
        ..bin.expect("as the house says")
    };
    house.ok(Define {
        master: Master::Location(bin),
    });
    house.order(OrderKind::Purchase, "PO1", "MILK", 3);
    let receive = Receive {
        lot: Some("L1".into()),
        expiry: Some("2026-03-12".parse().expect("a day")),
        to: Some("BIN-2".into()),
        cost: None,
        order: Some("PO1".into()),
        ..receive("MILK", 5, "0")
    };
    let mut request = house.sign_in("ANA").request(receive);
    (request.approved_by, request.approved_by_pin) = (Some("SUE".into()), true);
    (house, request)
}

fn refused(house: &mut House, request: &Request) -> Option<Refusal> {
    house.send(request).refusal
}

#[test]
fn an_approval_covers_only_what_the_supervisor_was_told() {
    let (mut house, mut request) = three_faults();
    for code in ["OVER_RECEIPT", "SHORT_LIFE", "LOCATION_FULL"] {
        let refusal = refused(&mut house, &request).expect("nobody accepted it yet");
        assert_eq!(refusal.code(), code);
        request.accepted.push(Concession::of(&refusal));
    }
    let mut other = request.clone();
    other.accepted[0] = Concession::of(&Refusal::OverReceipt {
        item: "MILK".into(),
        order: "PO1".into(),
        open: Qty::units(4),
        found: Qty::units(5),
    });
    let told = refused(&mut house, &other).expect("less is open now");
    assert_eq!(told.code(), "OVER_RECEIPT");
    let unapproved = Request {
        approved_by: None,
        approved_by_pin: false,
        ..request.clone()
    };
    let told = refused(&mut house, &unapproved).expect("a supervisor's word is missing");
    assert_eq!(told.code(), "OVER_RECEIPT");
    let store: &dyn Store = &house.store;
    let older = Request {
        accepted: Vec::new(),
        ..request.clone()
    };
    let decided = |rules| store.read(|view| Ok(decide_by(view, &older, rules).is_ok()));
    assert!(
        decided(6).unwrap() && !decided(7).unwrap(),
        "an older log replays"
    );
    assert_eq!(refused(&mut house, &request), None);
}

#[test]
fn whoever_approves_a_document_approves_all_that_it_says() {
    let (mut house, mut request) = three_faults();
    request.requester = Requester::Document { operator: None };
    request.approved_by_pin = false;
    assert_eq!(refused(&mut house, &request), None);
}

#[test]
fn approving_something_else_is_no_reason_for_another_lot() {
    let mut house = House::new(Method::Fifo);
    house.ok(lot(5, "LATE", "2026-12-31"));
    house.ok(lot(5, "SOON", "2026-06-30"));
    house.order(OrderKind::Sales, "SO1", "LOT", 3);
    house.sign_in("ANA").ok(work("SO1"));
    let task = house.all::<Task>()[0].task;
    let lot = Some("LATE".into());
    let mut request = house.request(Pick { lot, ..pick(task, 3) });
    let other = Refusal::ShortLife {
        item: "LOT LATE".into(),
        lot: "LATE".into(),
        days: 3,
        need: 30,
    };
    (request.approved_by, request.approved_by_pin) = (Some("SUE".into()), true);
    request.accepted = vec![Concession::of(&other)];
    request.reason = Some("approved SHORT_LIFE".into());
    let told = refused(&mut house, &request).expect("SOON goes first");
    assert_eq!(told.code(), "WRONG_LOT");
    let mut because = request.clone();
    because.reason = Some("SOON is behind the pallet".into());
    let store: &dyn Store = &house.store;
    let decided = |request: &Request| store.read(|view| Ok(decide_by(view, request, 7).is_ok()));
    assert!(decided(&because).unwrap(), "a reason of one's own is one");
    request.accepted.push(Concession::of(&told));
    assert_eq!(refused(&mut house, &request), None);
}
