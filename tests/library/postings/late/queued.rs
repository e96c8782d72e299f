//! FIFO whose queue goes by days: what is entered late takes its place, and what left behind it costs what it would have
//! cost.

use super::company::Company;
use binledger::domain::policy::Policies;
use binledger::domain::stock::{Layer, Pool};
use binledger::operations::reports::{Scope, would_have_been};
use serde_json::json;

fn company() -> Company {
    let mut company = Company::new("fifo");
    company.ok(
        &json!({"op": "define", "master": {"record": "policy", "key": "fifo_backdating", "value": "replay"}}),
    );
    company
}

fn policy_below() -> serde_json::Value {
    json!({"op": "define", "master": {"record": "policy", "key": "negative_stock", "value": "provisional"}})
}

impl Company {
    fn layers(&self) -> String {
        let shown = |it: &Layer| format!("{} {}", it.qty, it.value);
        self.all::<Layer>()
            .iter()
            .map(shown)
            .collect::<Vec<_>>()
            .join(", ")
    }
}

/// 5 for 10.00 and 5 for 20.00, of which 6 were sold.
fn sold() -> Company {
    let mut company = company();
    company.receive("r1", "01", "5", "10.00");
    company.receive("r2", "10", "5", "20.00");
    company.ship("s", "12", "6");
    assert_eq!(company.costs(), ["70.00 0.00"]);
    company
}

#[test]
fn a_receipt_stands_where_it_was_entered_unless_the_queue_goes_by_days() {
    assert_eq!(Policies::default().fifo_backdating().unwrap().word(), "queue");
    let mut company = sold();
    let (before, kept) = (company.entries(), company.stock());
    company.receive("late", "05", "3", "4.00");
    assert_eq!(company.sums(before), "1300 28.00, 2100 -12.00, 5000 -16.00");
    assert_eq!(company.costs(), ["54.00 0.00"]);
    assert_eq!(company.layers(), "5 100.00, 2 8.00");
    company.holds("late");
    company.reverse("late");
    assert_eq!((company.sums(before), company.stock()), (String::new(), kept));
    assert_eq!(company.layers(), "4 80.00");
    company.holds("taken back");
    company.receive("again", "05", "3", "4.00");
    company.ship("next", "13", "3");
    assert_eq!(company.costs(), ["54.00 0.00", "28.00 0.00"]);
    company.holds("next");
}

#[test]
fn a_sale_that_is_entered_late_takes_what_was_the_oldest_on_its_day() {
    let mut company = company();
    company.receive("r1", "01", "5", "10.00");
    company.receive("r2", "10", "5", "20.00");
    company.ship("second", "12", "5");
    let before = company.entries();
    company.ship("first", "05", "3");
    assert_eq!(company.sums(before), "1300 -60.00, 5000 60.00");
    assert_eq!(company.costs(), ["80.00 0.00", "30.00 0.00"]);
    company.holds("late");
    company.reverse("first");
    assert_eq!(company.costs(), ["50.00 0.00"]);
    assert_eq!(company.stock(), "A 5 100.00");
    company.holds("taken back");
}

#[test]
fn what_is_taken_back_never_happened() {
    let mut company = company();
    company.receive("r1", "01", "5", "10.00");
    company.receive("r2", "01", "5", "20.00");
    company.ship("s1", "02", "4");
    company.ship("s2", "03", "4");
    let before = company.entries();
    company.reverse("s1");
    assert_eq!(company.sums(before), "1300 70.00, 5000 -70.00");
    assert_eq!(company.layers(), "1 10.00, 5 100.00");
    company.holds("sale");
    company.reverse("r1");
    assert_eq!(company.sums(before), "1300 -20.00, 2100 50.00, 5000 -30.00");
    assert_eq!(
        (company.layers(), company.stock()),
        ("1 20.00".to_owned(), "A 1 20.00".to_owned())
    );
    company.holds("receipt");
    assert_eq!(company.no(&json!({ "op": "reverse", "of": "r2" })), "NOT_ENOUGH");
}

#[test]
fn what_goods_cost_less_goes_where_they_went() {
    let mut company = company();
    for master in [
        json!({"record": "site", "site": "SHOP", "name": "Shop"}),
        json!({"record": "location", "location": "SHOP-1", "site": "SHOP", "zone": "", "purpose": "storage", "sequence": 1}),
    ] {
        company.ok(&json!({"op": "define", "master": master}));
    }
    company.ok(&json!({"op": "item", "item": "FG", "method": "fifo"}));
    company.receive("r", "02", "10", "10.00");
    company.ok(&json!({"id": "t", "op": "transfer_out", "date": "2026-03-05", "item": "A", "qty": "4", "from_site": "MAIN",
        "to_site": "SHOP"}));
    company.ok(&json!({"op": "transfer_in", "date": "2026-03-05", "of": "t", "qty": "3"}));
    company.ok(&json!({"op": "ship", "date": "2026-03-06", "item": "A", "qty": "2", "site": "SHOP"}));
    company.ok(
        &json!({"op": "build", "date": "2026-03-07", "item": "FG", "qty": "1",
        "components": [{"item": "A", "qty": "2"}]}),
    );
    company.ok(&json!({"op": "adjust", "date": "2026-03-08", "item": "A", "qty": "-2"}));
    let before = company.entries();
    company.receive("late", "01", "10", "7.00");
    assert_eq!(
        company.sums(before),
        "1300 85.00, 1310 -3.00, 2100 -70.00, 5000 -6.00, 5300 -6.00"
    );
    let shown = |it: &Pool| format!("{} {} {} {}", it.item, it.site, it.qty, it.value);
    let stock: Vec<String> = company.all::<Pool>().iter().map(shown).collect();
    assert_eq!(stock, ["A MAIN 12 114.00", "A SHOP 1 7.00", "FG MAIN 1 14.00"]);
    company.holds("late");
    company.reverse("late");
    assert_eq!(company.sums(before), "");
    company.holds("taken back");
}

#[test]
fn what_went_back_to_its_vendor_is_its_own_where_that_is_still_there() {
    let mut company = company();
    company.receive("r1", "02", "5", "10.00");
    company.receive("r2", "03", "5", "20.00");
    company.ship("s", "04", "4");
    company.ok(&json!({"op": "supplier_return", "date": "2026-03-05", "of": "r1", "qty": "2"}));
    let before = company.entries();
    company.receive("late", "01", "3", "4.00");
    assert_eq!(
        company.sums(before),
        "1300 40.00, 2100 -12.00, 5000 -18.00, 5100 -10.00"
    );
    assert_eq!(company.layers(), "2 20.00, 5 100.00");
    company.holds("late");
}

#[test]
fn what_came_back_comes_at_what_it_would_have_left_with() {
    let mut company = company();
    company.receive("r", "02", "5", "10.00");
    company.ship("s", "05", "4");
    company.back("b", "s", "06", "1", "restock");
    company.back("x", "s", "06", "1", "scrap");
    let before = company.entries();
    company.receive("late", "01", "5", "4.00");
    assert_eq!(
        company.sums(before),
        "1300 38.00, 2100 -20.00, 5000 -12.00, 5300 -6.00"
    );
    assert_eq!(company.layers(), "5 50.00, 1 4.00, 1 4.00");
    company.holds("late");
}

#[test]
fn freight_follows_the_queue_as_it_stands_and_comes_off_it() {
    let mut company = sold();
    company.freight("f2", &["r2"], "10.00");
    assert_eq!(company.costs(), ["72.00 0.00"]);
    let before = company.entries();
    company.receive("late", "05", "3", "4.00");
    assert_eq!(company.sums(before), "1300 30.00, 2100 -12.00, 5000 -18.00");
    let before = company.entries();
    company.freight("f", &["late"], "3.00");
    assert_eq!(company.sums(before), "1300 2.00, 2150 -3.00, 5000 1.00");
    company.holds("laid");
    company.reverse("f");
    assert_eq!(company.sums(before), "");
    company.reverse("f2");
    assert_eq!(company.sums(before), "1300 -10.00, 2150 10.00");
    assert_eq!(
        (company.costs(), company.layers()),
        (vec!["54.00 0.00".to_owned()], "5 100.00, 2 8.00".to_owned())
    );
    company.holds("taken off");
    company.reverse("s");
    assert_eq!(company.layers(), "5 50.00, 5 100.00, 3 12.00");
    company.holds("sale taken back");
}

#[test]
fn a_bill_follows_what_was_sold_before_its_goods_were_entered_to_what_came_back_of_it() {
    let mut company = company();
    company.receive("r", "03", "5", "9.00");
    company.ship("s", "04", "4");
    company.back("b", "s", "05", "1", "restock");
    company.receive("late", "02", "2", "5.00");
    assert_eq!(company.layers(), "3 27.00, 1 7.00");
    let before = company.entries();
    company.freight("f", &["late"], "8.00");
    assert_eq!(company.sums(before), "1300 2.00, 2150 -8.00, 5000 6.00");
    assert_eq!(company.layers(), "3 27.00, 1 9.00");
    company.holds("freight");
}

#[test]
fn a_shortage_is_settled_first_and_then_takes_its_place_in_the_queue() {
    let mut company = company();
    company.ok(&json!({"op": "define", "master": {"record": "policy", "key": "negative_stock", "value": "provisional"}}));
    company.receive("r1", "02", "2", "10.00");
    company.ship("s1", "03", "2");
    company.ship("s2", "04", "3");
    company.receive("r2", "01", "4", "6.00");
    company.holds("covered");
    assert_eq!(company.costs(), ["12.00 0.00", "22.00 0.00"]);
}

#[test]
fn what_covered_a_shortage_and_was_queued_anew_is_taken_back_once() {
    let mut company = company();
    company.ok(&policy_below());
    company.receive("r", "01", "4", "7.00");
    company.ship("s", "05", "5");
    company.receive("cover", "05", "8", "9.00");
    company.receive("late", "04", "4", "2.00");
    assert_eq!(company.costs(), ["30.00 0.00"]);
    company.reverse("cover");
    assert_eq!(
        (company.costs(), company.stock()),
        (vec!["30.00 0.00".to_owned()], "A 3 6.00".to_owned())
    );
    company.holds("taken back");
}

#[test]
fn what_late_receipts_change_belongs_to_the_month_of_each_sale() {
    let mut company = company();
    let posted = [
        json!({"op": "receive", "date": "2026-01-05", "item": "A", "qty": "10", "cost": "10.00"}),
        json!({"op": "ship", "date": "2026-01-20", "item": "A", "qty": "4"}),
        json!({"op": "ship", "date": "2026-02-10", "item": "A", "qty": "4"}),
        json!({"op": "seal", "day": "2026-01-05", "at": "MAIN"}),
        json!({"op": "seal", "day": "2026-01-20", "at": "MAIN"}),
        json!({"op": "seal", "day": "2026-02-10", "at": "MAIN"}),
        json!({"op": "close_period", "period": "2026-02"}),
        json!({"op": "receive", "date": "2026-01-04", "item": "A", "qty": "5", "cost": "4.00"}),
    ];
    for document in posted {
        company.ok(&document);
    }
    let months = ["2026-01".to_owned(), "2026-02".to_owned()];
    let rows = company
        .store()
        .read(|view| would_have_been::rows(view, &Scope::default(), &months))
        .unwrap();
    let sold = rows.iter().filter(|row| row.account.as_str() == "5000");
    let told: Vec<String> = sold
        .map(|row| format!("{} {} {}", row.period, row.as_closed, row.would_have_been))
        .collect();
    assert_eq!(told, ["2026-01 40.00 16.00", "2026-02 40.00 34.00"]);
    company.holds("months");
}

#[test]
fn what_came_back_before_its_sale_was_covered_has_its_share_of_what_the_queue_says() {
    let mut company = company();
    company.ok(&policy_below());
    company.receive("first", "01", "1", "700.00");
    company.ship("short", "13", "3");
    // What comes back covers one of the two that were short of the very sale.
    company.back("back", "short", "13", "1", "restock");
    company.receive("late", "04", "10", "300.00");
    // By its days the sale takes 1 for 700.00 and 2 for 600.00 in all, of which a third came back.
    assert_eq!(company.layers(), "1 433.33, 8 2400.00");
    assert_eq!(company.stock(), "A 9 2833.33");
    company.holds("late");
    company.reverse("back");
    assert_eq!(company.layers(), "8 2400.00");
    company.holds("it did not come back");
    company.freight("freight", &["late"], "100.00");
    assert_eq!(company.layers(), "8 2480.00");
    company.holds("freight");
}
