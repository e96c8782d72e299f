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
        company.ok(
            &json!({ "op": "receive", "date": "2026-03-01", "item": "A", "qty": "5", "cost": "4.00",
            "late_behind_count": "missed" }),
        );
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

#[test]
fn components_that_were_used_up_before_they_came_take_their_share_into_what_was_made_of_them() {
    let mut company = Company::new("fifo");
    company.ok(&json!({ "op": "item", "item": "FG", "method": "average" }));
    company.receive("r", "10", "10", "10.00");
    let components = json!([{ "item": "A", "qty": "2" }]);
    company.ok(
        &json!({ "op": "build", "date": "2026-03-05", "item": "FG", "qty": "2", "components": components }),
    );
    company.ok(&json!({ "op": "ship", "date": "2026-03-06", "item": "FG", "qty": "1" }));
    let before = company.entries();
    company.freight("f", &["r"], "10.00");
    assert_eq!(company.sums(before), "1300 8.00, 2150 -10.00, 5000 2.00");
    assert_eq!(company.stock(), "A 6 66.00, FG 1 22.00");
    company.holds("used");
}

/// A second site that, by its days, sent goods back before it had them.
fn sent_back_too_early() -> Company {
    let mut company = Company::new("average");
    company.ok(&json!({ "op": "define", "master": { "record": "site", "site": "SHOP", "name": "Shop" } }));
    company.ok(
        &json!({ "op": "define", "master": { "record": "location", "location": "SHOP-1", "site": "SHOP",
        "zone": "", "purpose": "storage", "sequence": 1 } }),
    );
    company.receive("r1", "01", "100", "10.00");
    company
}

fn there_and_back(company: &mut Company) {
    for (id, day, from, to) in [("there", "10", "MAIN", "SHOP"), ("back", "05", "SHOP", "MAIN")] {
        let date = format!("2026-03-{day}");
        company.ok(
            &json!({ "id": id, "op": "transfer_out", "date": date, "item": "A", "qty": "100", "from_site": from,
            "to_site": to }),
        );
        company.ok(&json!({ "op": "transfer_in", "date": date, "of": id, "qty": "100" }));
    }
}

#[test]
fn goods_that_went_round_in_a_circle_of_days_are_followed_in_the_order_of_entry() {
    let mut company = sent_back_too_early();
    company.receive("r2", "04", "1", "10.00");
    there_and_back(&mut company);
    company.ship("s", "03", "100");
    let before = company.entries();
    company.freight("f", &["r2"], "1010.00");
    assert_eq!(company.sums(before), "1300 10.00, 2150 -1010.00, 5000 1000.00");
    assert_eq!(company.stock(), "A 1 20.00, A 0 0.00");
    company.holds("circle");
    company.reverse("f");
    assert_eq!(company.sums(before), "");
    company.holds("reversed");
}

#[test]
fn goods_are_followed_to_where_they_had_gone_before_the_receipt_was_entered() {
    let mut company = sent_back_too_early();
    there_and_back(&mut company);
    company.receive("r2", "04", "25", "10.00");
    let before = company.entries();
    company.freight("f", &["r2"], "50.00");
    assert_eq!(company.sums(before), "1300 50.00, 2150 -50.00");
    assert_eq!(company.stock(), "A 125 1300.00, A 0 0.00");
    company.holds("before");
}

#[test]
fn what_is_found_of_a_day_is_worth_what_the_others_of_that_day_are_known_to_have_cost() {
    let mut company = Company::new("average");
    company.receive("r1", "01", "10", "1.00");
    company.receive("r2", "10", "10", "3.00");
    let found = |company: &mut Company, counted: &str| {
        let before = company.entries();
        company.ok(&json!({ "op": "count", "date": "2026-03-05", "item": "A", "counted": counted }));
        company.sums(before)
    };
    assert_eq!(found(&mut company, "11"), "1300 1.00, 5200 -1.00");
    company.freight("f", &["r1"], "10.00");
    // By that day 11 were worth 21.00.
    assert_eq!(found(&mut company, "12"), "1300 1.91, 5200 -1.91");
    assert_eq!(company.stock(), "A 22 52.91");
    company.holds("found");
}

#[test]
fn what_is_found_in_layers_is_worth_what_they_are_worth_whatever_day_it_is_of() {
    let mut company = Company::new("fifo");
    company.receive("dear", "05", "1", "100.00");
    company.ship("s", "01", "1");
    company.receive("cheap", "01", "3", "0.50");
    let before = company.entries();
    company.ok(&json!({ "op": "count", "date": "2026-03-01", "item": "A", "counted": "4" }));
    assert_eq!(company.sums(before), "1300 1.00, 5200 -1.00");
    company.holds("found");
}
