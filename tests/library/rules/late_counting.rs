//! What is entered late, while a sheet waits and behind it: a count tells what was there on its day.

use super::house::House;
use super::inbound::{lot, receive};
use binledger::domain::amount::Qty;
use binledger::domain::company::Method;
use binledger::domain::movement::{Movement, MovementKind};
use binledger::domain::policy::LateBehindCount;
use binledger::operations::decide::decide_by;
use binledger::operations::log::COUNTED;
use binledger::operations::request::{
    CountApprove, CountClose, CountOnce, CountOpen, CountRead, Receive, Request, Requester,
};
use binledger::operations::view::View;

/// Somebody at a terminal counts four of the five in the bin, and closes the sheet.
fn count(house: &mut House, badge: &str) -> String {
    let location = "STORAGE".into();
    let sheet = house
        .sign_in(badge)
        .ask(CountOpen { location })
        .note
        .expect("a sheet");
    house.ok(CountRead {
        count: sheet.as_str().into(),
        item: "A".into(),
        qty: Qty::units(4),
        lot: None,
        expiry: None,
        serial: None,
        status: None,
    });
    house.ok(CountClose {
        count: sheet.as_str().into(),
        rest_is_zero: false,
    });
    sheet
}

/// A document of the day before, or of another: three are received into the bin.
fn late(house: &mut House, came: Receive, way: Option<LateBehindCount>, day: &str) -> Option<String> {
    let mut request = house.request(came);
    request.requester = Requester::Document { operator: None };
    request.date = day.parse().expect("a day");
    request.late_behind_count = way;
    let answer = house.send(&request);
    assert_eq!(answer.refusal, None);
    answer.note
}

fn approve(house: &mut House, sheet: &str) {
    let mut request = house.sign_in("SUE").request(CountApprove { count: sheet.into() });
    request.date = "2026-03-03".parse().expect("a day");
    assert_eq!(house.send(&request).refusal, None);
}

fn counted() -> (House, String) {
    let mut house = House::new(Method::Average);
    let sheet = counted_in(&mut house);
    (house, sheet)
}

/// Two count four of five that were received, and a supervisor has to decide.
fn counted_in(house: &mut House) -> String {
    house.ok(receive("A", 5, "12"));
    let sheet = count(house, "ANA");
    assert_eq!(count(house, "BEN"), sheet);
    sheet
}

/// The differences that counts found: kind, day and quantity below zero where something was missing.
fn differences(house: &House) -> Vec<(String, Qty)> {
    let counts = house.all::<Movement>().into_iter();
    let counts = counts.filter(|moved| moved.kind == MovementKind::Count);
    let signed = |moved: &Movement| {
        if moved.to_location.is_some() {
            moved.qty
        } else {
            -moved.qty
        }
    };
    counts
        .map(|moved| (moved.effective.to_string(), signed(&moved)))
        .collect()
}

#[test]
fn a_sheet_that_is_approved_days_later_tells_of_the_day_on_which_it_was_counted() {
    let (mut house, sheet) = counted();
    // What comes on that day or later is no business of the count; what was there before it is.
    assert_eq!(late(&mut house, receive("A", 3, "12"), None, "2026-03-02"), None);
    approve(&mut house, &sheet);
    assert_eq!(house.at("A", "STORAGE").0, Qty::units(7));
    assert_eq!(differences(&house), [("2026-03-02".to_owned(), -Qty::ONE)]);
    house.is_sound();
}

#[test]
fn what_is_entered_late_while_a_sheet_waits_is_held_against_it() {
    let (mut house, sheet) = counted();
    assert_eq!(late(&mut house, receive("A", 3, "12"), None, "2026-03-01"), None);
    approve(&mut house, &sheet);
    assert_eq!(house.at("A", "STORAGE").0, Qty::units(4));
    assert_eq!(differences(&house), [("2026-03-02".to_owned(), Qty::units(-4))]);
    house.is_sound();

    let mut house = House::new(Method::Average);
    house.policy("late_behind_count", "missed");
    let sheet = counted_in(&mut house);
    late(&mut house, receive("A", 3, "12"), None, "2026-03-01");
    approve(&mut house, &sheet);
    assert_eq!(house.at("A", "STORAGE").0, Qty::units(7));
    house.is_sound();
}

#[test]
fn a_sheet_counts_its_whole_bin_also_what_nobody_found_there() {
    let (mut house, sheet) = counted();
    approve(&mut house, &sheet);
    let told = late(&mut house, receive("A", 3, "12"), None, "2026-03-01").expect("something to tell");
    assert!(told.contains("saw this: 3 of A go to its difference"), "{told}");
    assert_eq!(house.at("A", "STORAGE").0, Qty::units(4));
    late(&mut house, lot(3, "L9", "2027-12-31"), None, "2026-03-01");
    assert_eq!(house.at("LOT", "STORAGE").0, Qty::ZERO);
    late(
        &mut house,
        lot(3, "L9", "2027-12-31"),
        Some(LateBehindCount::Missed),
        "2026-03-01",
    );
    assert_eq!(house.at("LOT", "STORAGE").0, Qty::units(3));
    house.is_sound();
}

#[test]
fn an_older_rule_book_compares_with_the_book_of_the_moment() {
    let mut house = House::new(Method::Average);
    house.ok(receive("A", 5, "12"));
    let mut request = house.request(CountOnce {
        item: "A".into(),
        counted: Qty::units(2),
        at: None,
        lot: None,
        serial: None,
    });
    request.date = "2026-03-01".parse().expect("a day");
    let mut older = house.another();
    let decide = |view: &dyn View, request: &Request| decide_by(view, request, COUNTED - 1);
    let answer = older
        .store
        .transact_by(&request, &decide)
        .expect("the store works");
    assert_eq!(answer.refusal, None);
    assert_eq!(older.at("A", "STORAGE").0, Qty::units(2));
    assert_eq!(house.send(&request).refusal, None);
    assert_eq!(house.at("A", "STORAGE").0, Qty::units(7));
}
