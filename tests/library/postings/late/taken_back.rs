//! What is taken back after other goods left: at moving average it never happened, and late cost comes off everything
//! that took a share of it.

use super::company::Company;
use binledger::domain::stock::Pool;
use serde_json::json;

const BOTH: [&str; 2] = ["fifo", "average"];

#[test]
fn goods_that_left_before_a_wrong_receipt_was_taken_back_cost_what_they_would_have_without_it() {
    let mut company = Company::new("average");
    company.receive("r", "01", "10", "10.00");
    company.receive("wrong", "02", "10", "20.00");
    company.ship("s", "05", "5");
    assert_eq!(company.costs(), ["75.00 0.00"]);
    let before = company.entries();
    company.reverse("wrong");
    assert_eq!(company.sums(before), "1300 -175.00, 2100 200.00, 5000 -25.00");
    assert_eq!(company.stock(), "A 5 50.00");
    assert_eq!(company.costs(), ["50.00 0.00"]);
    company.holds("wrong");
    company.receive("right", "02", "10", "13.00");
    assert_eq!(company.stock(), "A 15 172.50");
    assert_eq!(company.costs(), ["57.50 0.00"]);
    let (margin, posted) = company.cost_of_orders();
    assert_eq!(margin, posted);
    company.holds("right");
}

#[test]
fn what_left_behind_a_sale_that_is_taken_back_costs_what_it_would_have_without_it() {
    let mut company = Company::new("average");
    company.receive("r", "01", "10", "10.00");
    company.ship("s1", "03", "5");
    company.receive("r2", "04", "5", "20.00");
    company.ship("s2", "05", "5");
    assert_eq!(company.costs(), ["50.00 0.00", "75.00 0.00"]);
    company.reverse("s1");
    assert_eq!(company.costs(), ["66.67 0.00"]);
    assert_eq!(company.stock(), "A 10 133.33");
    company.holds("taken back");
    company.receive("late", "02", "5", "10.00");
    assert_eq!(company.costs(), ["62.50 0.00"]);
    company.holds("late");
}

#[test]
fn freight_that_is_taken_back_comes_off_what_left_since_with_a_share_of_it() {
    for method in BOTH {
        let mut company = Company::new(method);
        company.receive("r", "20", "10", "10.00");
        company.ship("s1", "20", "2");
        company.freight("f", &["r"], "10.00");
        company.ship("s2", "20", "3");
        company.ok(&json!({ "op": "adjust", "item": "A", "qty": "-1" }));
        assert_eq!(company.costs(), ["22.00 0.00", "33.00 0.00"], "{method}");
        let before = company.entries();
        company.reverse("f");
        assert_eq!(
            company.sums(before),
            "1300 -4.00, 2150 10.00, 5000 -5.00, 5300 -1.00",
            "{method}"
        );
        assert_eq!(company.stock(), "A 4 40.00", "{method}");
        assert_eq!(company.costs(), ["20.00 0.00", "30.00 0.00"], "{method}");
        let (margin, posted) = company.cost_of_orders();
        assert_eq!(margin, posted, "{method}");
        company.holds(method);
    }
}

#[test]
fn it_comes_off_at_the_site_where_the_goods_are_by_now() {
    for method in BOTH {
        let mut company = Company::new(method);
        company
            .ok(&json!({ "op": "define", "master": { "record": "site", "site": "SHOP", "name": "Shop" } }));
        company.ok(
            &json!({ "op": "define", "master": { "record": "location", "location": "SHOP-1", "site": "SHOP",
            "zone": "", "purpose": "storage", "sequence": 1 } }),
        );
        company.receive("r", "20", "10", "10.00");
        company.freight("f", &["r"], "10.00");
        company.ok(
            &json!({ "id": "t", "op": "transfer_out", "item": "A", "qty": "6", "from_site": "MAIN",
            "to_site": "SHOP" }),
        );
        company.ok(&json!({ "op": "transfer_in", "of": "t", "qty": "4" }));
        company.ok(&json!({ "op": "ship", "item": "A", "qty": "1", "site": "SHOP" }));
        let before = company.entries();
        company.reverse("f");
        let lines = "1300 -7.00, 1310 -2.00, 2150 10.00, 5000 -1.00";
        assert_eq!(company.sums(before), lines, "{method}");
        let sites: Vec<String> = company
            .all::<Pool>()
            .iter()
            .map(|it| format!("{} {} {}", it.site, it.qty, it.value))
            .collect();
        assert_eq!(sites, ["MAIN 4 40.00", "SHOP 3 30.00"], "{method}");
        company.holds(method);
    }
}

#[test]
fn what_moved_nothing_since_is_taken_back_to_the_cent() {
    let mut company = Company::new("average");
    company.receive("r", "01", "3", "3.333333");
    company.ship("s1", "02", "1");
    company.receive("r2", "03", "3", "1.111111");
    company.ship("s2", "05", "1");
    let (before, stock, costs) = (company.entries(), company.stock(), company.costs());
    company.receive("late", "04", "1", "7.77");
    company.reverse("late");
    assert_eq!(company.sums(before), "");
    assert_eq!((company.stock(), company.costs()), (stock, costs));
    company.holds("late");
}
