//! Late cost of components follows them into process, and on into what became of them.

use super::{back, close, in_process, issue, ordered, report, spoil};
use crate::postings::house::House;
use serde_json::json;

/// Nine A of twelve are issued: one comes back, one is spoilt, three go into a reported FG and four stay in process; then
/// freight of 12.00 comes for all twelve. With `closed` they are left over.
fn laid(method: &str, is_closed: bool) -> (House, usize, String) {
    let mut house = House::new(method);
    let bought = house.ok(house.fields("receive 12 A @ 12.00", ""));
    ordered(&mut house, "0");
    house.ok(issue("A", "9"));
    house.ok(back("A", "1"));
    house.ok(spoil("A", "1"));
    house.ok(report("1"));
    if is_closed {
        house.ok(close());
    }
    let entries = house.entries();
    let freight = json!({"op": "landed_cost", "of": [bought], "amount": "12.00", "basis": "quantity"});
    let freight = house.ok(freight);
    (house, entries, freight)
}

#[test]
fn late_cost_goes_where_the_components_went() {
    for method in ["fifo", "average"] {
        let (mut house, entries, freight) = laid(method, false);
        assert_eq!(
            house.sums(entries),
            "1300 7.00, 1320 4.00, 2150 -12.00, 5720 1.00",
            "{method}"
        );
        assert_eq!(in_process(&house), "A 4 52.00", "{method}");
        assert_eq!(house.stock(), "A 4 52.00, FG 1 39.00", "{method}");
        house.holds(method);
        house.ok(json!({"op": "reverse", "of": freight}));
        assert_eq!(house.sums(entries), "", "{method}");
        assert_eq!(in_process(&house), "A 4 48.00", "{method}");
        house.holds(method);
        let (mut house, _, freight) = laid(method, false);
        let reported = house.ok(report("1"));
        assert_eq!(house.stock(), "A 4 52.00, FG 2 78.00", "{method}");
        assert_eq!(
            house.no(json!({"op": "reverse", "of": freight})),
            "NOT_REVERSIBLE",
            "{method}"
        );
        house.ok(json!({"op": "reverse", "of": reported}));
        house.ok(json!({"op": "reverse", "of": freight}));
        house.holds(method);
    }
}

#[test]
fn after_closing_late_cost_of_what_was_left_is_variance() {
    for method in ["fifo", "average"] {
        let (mut house, entries, freight) = laid(method, true);
        let sums = "1300 7.00, 2150 -12.00, 5710 4.00, 5720 1.00";
        assert_eq!(house.sums(entries), sums, "{method}");
        house.holds(method);
        house.ok(json!({"op": "reverse", "of": freight}));
        assert_eq!(house.sums(entries), "", "{method}");
        house.holds(method);
    }
}

#[test]
fn a_report_is_taken_back_with_the_late_cost_that_it_got_since() {
    for method in ["fifo", "average"] {
        let mut house = House::new(method);
        let bought = house.ok(house.fields("receive 12 A @ 12.00", ""));
        ordered(&mut house, "0");
        house.ok(issue("A", "9"));
        let reported = house.ok(report("1"));
        house.ok(json!({"op": "landed_cost", "of": [bought], "amount": "12.00", "basis": "quantity"}));
        house.ok(json!({"op": "reverse", "of": reported}));
        assert_eq!(in_process(&house), "A 9 117.00", "{method}");
        assert_eq!(house.stock(), "A 3 39.00", "{method}");
        house.holds(method);
    }
}

#[test]
fn a_receipt_entered_late_makes_what_was_issued_cost_the_average_of_its_day() {
    let mut house = House::new("average");
    house.ok(json!({"op": "receive", "item": "A", "qty": "6", "cost": "10.00", "date": "2026-03-02"}));
    ordered(&mut house, "0");
    let mut issued = issue("A", "6");
    issued["date"] = json!("2026-03-05");
    house.ok(issued);
    let mut reported = report("1");
    reported["date"] = json!("2026-03-06");
    house.ok(reported);
    let entries = house.entries();
    house.ok(json!({"op": "receive", "item": "A", "qty": "6", "cost": "20.00", "date": "2026-03-03"}));
    assert_eq!(house.sums(entries), "1300 105.00, 1320 15.00, 2100 -120.00");
    assert_eq!(house.stock(), "A 6 90.00, FG 1 45.00");
    assert_eq!(in_process(&house), "A 3 45.00");
    house.holds("a late receipt");
}

#[test]
fn at_standard_the_components_of_what_is_made_are_a_difference() {
    let mut house = House::new("average");
    house.ok(json!({"op": "item", "item": "STD", "method": "standard", "standard_cost": "30.00"}));
    let bought = house.ok(house.fields("receive 12 A @ 12.00", ""));
    let parts = json!([{"item": "A", "qty": "3"}]);
    house.ok(json!({"op": "work_order", "order": "WO-1", "item": "STD", "qty": "2", "components": parts}));
    house.ok(issue("A", "6"));
    house.ok(report("1"));
    let entries = house.entries();
    let freight = json!({"op": "landed_cost", "of": [bought], "amount": "12.00", "basis": "quantity"});
    let freight = house.ok(freight);
    assert_eq!(
        house.sums(entries),
        "1300 6.00, 1320 3.00, 2150 -12.00, 5710 3.00"
    );
    house.holds("late cost at standard");
    house.ok(json!({"op": "reverse", "of": freight}));
    house.holds("late cost at standard, taken off");
}

#[test]
fn late_cost_goes_on_through_one_work_order_into_the_next_and_to_the_customer() {
    for method in ["fifo", "average"] {
        let mut house = House::new(method);
        let bought = house.ok(house.fields("receive 4 A @ 12.00", ""));
        let order = |number: &str, item: &str, of: &str| json!({"op": "work_order", "order": number, "item": item, "qty": "4", "components": [{"item": of, "qty": "1"}]});
        let into = |number: &str, item: &str, qty: &str| json!({"op": "work_issue", "order": number, "item": item, "qty": qty});
        house.ok(order("WO-1", "B", "A"));
        house.ok(order("WO-2", "FG", "B"));
        house.ok(into("WO-1", "A", "4"));
        house.ok(report("4"));
        house.ok(into("WO-2", "B", "3"));
        house.ok(json!({"op": "work_report", "order": "WO-2", "qty": "2"}));
        house.play("sell 1 FG @ 99.00");
        let entries = house.entries();
        let freight = json!({"op": "landed_cost", "of": [bought], "amount": "4.00", "basis": "quantity"});
        let freight = house.ok(freight);
        assert_eq!(
            house.sums(entries),
            "1300 2.00, 1320 1.00, 2150 -4.00, 5000 1.00",
            "{method}"
        );
        house.holds(method);
        house.ok(json!({"op": "reverse", "of": freight}));
        house.holds(method);
    }
}
