//! The days on which things happened, where they are told out of order or say what can't have been.

use super::company::Company;
use binledger::domain::entry::Entry;
use serde_json::json;

#[test]
fn what_was_found_stays_worth_what_it_was_when_it_was_found() {
    for method in ["fifo", "average"] {
        let mut company = Company::new(method);
        company.receive("r", "01", "10", "1.00");
        company.ok(&json!({ "op": "count", "date": "2026-03-02", "item": "A", "counted": "20" }));
        let before = company.entries();
        company.freight("f", &["r"], "10.00");
        assert_eq!(company.sums(before), "1300 10.00, 2150 -10.00", "{method}");
        let before = company.entries();
        company.receive("late", "01", "5", "4.00");
        assert_eq!(company.sums(before), "1300 20.00, 2100 -20.00", "{method}");
        assert_eq!(company.stock(), "A 25 50.00", "{method}");
        company.holds(method);
    }
}

#[test]
fn what_left_on_a_day_before_it_came_cost_what_was_there_when_it_was_entered() {
    let mut company = Company::new("average");
    company.receive("r1", "02", "4", "12.00");
    company.receive("r2", "04", "4", "0.00");
    company.ship("s", "01", "6");
    assert_eq!(company.stock(), "A 2 12.00");
    let before = company.entries();
    company.freight("f", &["r1"], "8.00");
    assert_eq!(company.sums(before), "1300 2.00, 2150 -8.00, 5000 6.00");
    company.holds("entered");
}

#[test]
fn goods_do_not_come_back_before_they_left() {
    let mut company = Company::new("average");
    company.receive("r1", "01", "6", "10.00");
    company.ship("s", "05", "2");
    company.back("b", "s", "02", "2", "restock");
    let before = company.entries();
    company.freight("f", &["r1"], "10.00");
    assert_eq!(company.sums(before), "1300 10.00, 2150 -10.00");
    assert_eq!(company.stock(), "A 6 70.00");
    company.holds("back");
}

#[test]
fn what_is_taken_back_did_not_go_back_before_it_left() {
    for day in ["05", "15", "25"] {
        let mut company = Company::new("average");
        company.receive("r", "10", "10", "10.00");
        company.ship("s", "20", "4");
        company.ok(&json!({ "op": "reverse", "of": "s", "date": format!("2026-03-{day}") }));
        let before = company.entries();
        company.freight("f", &["r"], "14.00");
        assert_eq!(company.sums(before), "1300 14.00, 2150 -14.00", "on the {day}");
        company.holds(day);
    }
}

#[test]
fn nothing_that_follows_from_goods_is_posted_before_they_were_there() {
    for method in ["fifo", "average", "standard"] {
        let mut company = Company::new(method);
        company.receive("r", "10", "10", "10.00");
        company.ship("s", "20", "4");
        company.back("b", "s", "05", "1", "restock");
        let freight = json!({ "op": "landed_cost", "of": ["r"], "date": "2026-03-02", "amount": "3.00", "basis": "quantity" });
        company.ok(&freight);
        company.ok(&json!({ "op": "supplier_return", "of": "r", "date": "2026-03-01", "qty": "1" }));
        let days: Vec<String> = company
            .all::<Entry>()
            .iter()
            .skip(2)
            .map(|it| format!("{} {} {}", it.rule.word(), it.posting, it.effective))
            .collect();
        let expected = [
            "return 2026-03-20 2026-03-20",
            "landed_cost 2026-03-10 2026-03-10",
            "supplier_return 2026-03-10 2026-03-10",
        ];
        // At FIFO what came back has a layer of its own, and its share of the freight from the day it was there.
        let on_what_came_back = "landed_cost 2026-03-20 2026-03-20";
        let told = days
            .iter()
            .filter(|day| !day.starts_with("backdated") && *day != on_what_came_back);
        assert_eq!(told.collect::<Vec<_>>(), expected, "{method}");
        let more = days.iter().filter(|day| *day == on_what_came_back).count();
        assert_eq!(more, usize::from(method == "fifo"), "{method}");
        company.holds(method);
    }
}
