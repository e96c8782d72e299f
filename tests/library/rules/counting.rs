//! Bins are counted, recounted by somebody else, and decided about.

use super::counted::Counted;
use super::house::House;
use super::inbound::{receive, shift};
use super::outbound::work;
use binledger::domain::amount::Qty;
use binledger::domain::company::Method;
use binledger::domain::count::{Count, CountState};
use binledger::domain::order::{OrderKind, OrderLine};
use binledger::domain::record::Record;
use binledger::operations::decide::decide;
use binledger::operations::request::{
    CountApprove, CountClose, CountOnce, CountOpen, CountRead, CountReject,
};
use binledger::store::Store;

fn open() -> CountOpen {
    CountOpen {
        location: "STORAGE".into(),
    }
}

fn read(count: &str, units: i64) -> CountRead {
    CountRead {
        count: count.into(),
        item: "A".into(),
        qty: Qty::units(units),
        lot: None,
        expiry: None,
        serial: None,
        status: None,
    }
}

fn close(count: &str) -> CountClose {
    CountClose {
        count: count.into(),
        rest_is_zero: false,
    }
}

fn sheet(house: &mut House) -> String {
    let answer = house.ask(open());
    answer
        .note
        .unwrap_or_else(|| panic!("{:?}", answer.refusal.map(|r| r.to_string())))
}

fn state(house: &House) -> CountState {
    house.all::<Count>()[0].state
}

fn stocked() -> House {
    let mut house = House::new(Method::Fifo);
    house.ok(receive("A", 5, "12"));
    house
}

#[test]
fn a_count_that_agrees_with_the_book_posts_nothing() {
    let mut house = stocked();
    let entry = house.last_entry();
    let count = sheet(house.sign_in("ANA"));
    house.ok(read(&count, 2));
    house.ok(read(&count, 3));
    house.ok(close(&count));
    assert_eq!((state(&house), house.last_entry()), (CountState::Posted, entry));
}

#[test]
fn not_counted_is_not_zero() {
    let mut house = stocked();
    let count = sheet(house.sign_in("ANA"));
    assert_eq!(house.no(close(&count)), "NOT_COUNTED");
    house.ok(CountClose {
        rest_is_zero: true,
        ..close(&count)
    });
    assert_eq!(state(&house), CountState::RecountWanted);
}

#[test]
fn a_difference_is_counted_again_by_another_and_decided_by_a_third() {
    let mut house = stocked();
    let count = sheet(house.sign_in("ANA"));
    house.ok(read(&count, 4));
    house.ok(close(&count));
    assert_eq!(state(&house), CountState::RecountWanted);
    assert_eq!(house.no(open()), "SAME_COUNTER");
    assert_eq!(
        house.sign_in("BEN").no(read(&count, 4)),
        "WRONG_STATE",
        "the recount must be opened first"
    );
    let again = sheet(&mut house);
    assert_eq!(again, count);
    assert_eq!(house.sign_in("ANA").no(read(&count, 4)), "HELD");
    house.sign_in("BEN").ok(read(&count, 4));
    house.ok(close(&count));
    assert_eq!(
        (state(&house), house.all::<Count>()[0].agreed),
        (CountState::ToApprove, true)
    );
    let approve = CountApprove {
        count: count.as_str().into(),
    };
    assert_eq!(house.no(approve.clone()), "ROLE_NEEDED");
    house.sign_in("SUE").ok(approve);
    assert_eq!(house.last_entry(), "5200 12.00, 1300 -12.00");
    assert_eq!(house.at("A", "STORAGE").0, Qty::units(4));
}

#[test]
fn a_supervisor_who_counted_can_not_approve() {
    let mut house = stocked();
    let count = sheet(house.sign_in("SUE"));
    house.ok(read(&count, 4));
    house.ok(close(&count));
    assert_eq!(
        house.no(CountApprove {
            count: count.as_str().into()
        }),
        "SAME_COUNTER"
    );
    house.ok(CountReject {
        count: count.as_str().into(),
    });
    assert_eq!(
        (state(&house), house.at("A", "STORAGE").0),
        (CountState::Rejected, Qty::units(5))
    );
}

#[test]
fn work_goes_on_while_a_bin_is_counted() {
    let mut house = stocked();
    let count = sheet(house.sign_in("ANA"));
    house.sign_in("SUE").ok(shift("A", 1, "STORAGE", "BIN-2"));
    house.sign_in("ANA").ok(read(&count, 4));
    house.sign_in("SUE").ok(shift("A", 2, "STORAGE", "BIN-2"));
    house.sign_in("ANA").ok(close(&count));
    assert_eq!(
        (state(&house), house.at("A", "STORAGE").0),
        (CountState::Posted, Qty::units(2))
    );
}

#[test]
fn a_small_difference_is_tolerated_only_in_quantity_percent_and_value() {
    for (qty, percent, value, expected) in [
        ("1", "20", "12", CountState::Posted),
        ("1", "19", "12", CountState::RecountWanted),
        ("1", "20", "11.99", CountState::RecountWanted),
        ("0", "20", "12", CountState::RecountWanted),
    ] {
        let mut house = stocked();
        house.policy("count_tolerance_qty", qty);
        house.policy("count_tolerance_percent", percent);
        house.policy("count_tolerance_value", value);
        let count = sheet(house.sign_in("ANA"));
        house.ok(read(&count, 4));
        house.ok(close(&count));
        assert_eq!(state(&house), expected, "{qty} {percent} {value}");
    }
}

#[test]
fn promises_that_a_count_finds_empty_are_planned_again() {
    let mut house = stocked();
    house.order(OrderKind::Sales, "SO1", "A", 5);
    house.sign_in("BEN").ok(work("SO1"));
    let count = sheet(house.sign_in("ANA"));
    house.ok(CountClose {
        rest_is_zero: true,
        ..close(&count)
    });
    house.sign_in("SUE").ok(CountApprove {
        count: count.as_str().into(),
    });
    assert_eq!(house.at("A", "STORAGE"), (Qty::ZERO, Qty::ZERO));
    assert_eq!(house.all::<OrderLine>()[0].unallocated(), Qty::units(5));
}

#[test]
fn a_find_is_valued_at_what_is_carried() {
    let mut house = stocked();
    house.ok(CountOnce {
        item: "A".into(),
        counted: Qty::units(7),
        at: None,
        lot: None,
        serial: None,
    });
    assert_eq!(house.last_entry(), "1300 24.00, 5200 -24.00");
}

#[test]
fn only_sheets_that_are_open_are_read_of_a_bin_that_was_counted_often() {
    let mut house = stocked();
    house.sign_in("ANA");
    for _ in 0..20 {
        let sheet = sheet(&mut house);
        house.ok(read(&sheet, 5));
        house.ok(close(&sheet));
    }
    let request = house.request(open());
    let store: &dyn Store = &house.store;
    let read = store.read(|view| {
        let counted = Counted::of(view, Count::TABLE.name);
        assert!(decide(&counted, &request).is_ok());
        Ok(counted.rows.get())
    });
    assert_eq!(read.expect("the store works"), 0, "all are closed");
}
