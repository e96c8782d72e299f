//! Late cost goes where the goods went.

use super::company::Company;
use binledger::domain::late::LateCost;
use binledger::domain::stock::{Layer, Pool};
use binledger::domain::transfer::Transfer;
use serde_json::json;

/// A company with a second site, and something that is built.
fn company(method: &str) -> Company {
    let mut company = Company::new(method);
    company.ok(&json!({"op": "define", "master": {"record": "site", "site": "SHOP", "name": "Shop"}}));
    company.ok(
        &json!({"op": "define", "master": {"record": "location", "location": "SHOP-1", "site": "SHOP",
        "zone": "", "purpose": "storage", "sequence": 1}}),
    );
    company.ok(&json!({"op": "item", "item": "FG", "method": method, "standard_cost": "55"}));
    let capitalise = json!({"record": "policy", "key": "invoice_variance", "value": "capitalise"});
    company.ok(&json!({"op": "define", "master": capitalise}));
    company
}

impl Company {
    fn transfer(&mut self, id: &str, qty: &str, from: &str, to: &str) {
        self.ok(&json!({"id": id, "op": "transfer_out", "item": "A", "qty": qty, "from_site": from, "to_site": to}));
    }

    fn arrive(&mut self, of: &str, qty: &str) -> String {
        self.ok(&json!({"op": "transfer_in", "of": of, "qty": qty}))
    }

    fn sell(&mut self, site: &str, qty: &str) -> String {
        self.ok(&json!({"op": "ship", "item": "A", "qty": qty, "site": site}))
    }

    fn billed(&mut self, of: &str, amount: &str) -> String {
        self.ok(&json!({"op": "invoice", "of": of, "amount": amount}))
    }

    fn build(&mut self, id: &str, qty: &str) {
        let components = json!([{"item": "A", "qty": "2"}]);
        self.ok(&json!({"id": id, "op": "build", "item": "FG", "qty": qty, "components": components}));
    }

    /// Item, site, quantity and value of everything in stock.
    fn sites(&self) -> String {
        let mut pools = self.all::<Pool>();
        pools.retain(|it| !it.qty.is_zero());
        let shown = |it: &Pool| format!("{} {} {} {}", it.item, it.site, it.qty, it.value);
        pools.iter().map(shown).collect::<Vec<_>>().join(", ")
    }

    fn in_transit(&self) -> Vec<String> {
        let open = self
            .all::<Transfer>()
            .into_iter()
            .filter(|it| !it.open_qty().is_zero());
        open.map(|it| format!("{} {}", it.open_qty(), it.open_value()))
            .collect()
    }
}

const BOTH: [&str; 2] = ["fifo", "average"];

#[test]
fn freight_follows_goods_to_the_site_where_they_are_sold() {
    for method in BOTH {
        let mut company = company(method);
        company.receive("r", "20", "100", "1.70");
        company.transfer("t", "100", "MAIN", "SHOP");
        company.arrive("t", "100");
        let before = company.entries();
        company.freight("f", &["r"], "30.00");
        assert_eq!(company.sums(before), "1300 30.00, 2150 -30.00", "{method}");
        assert_eq!(company.sites(), "A SHOP 100 200.00", "{method}");
        company.sell("SHOP", "100");
        assert_eq!(company.costs(), ["200.00 0.00"], "{method}");
        let (margin, posted) = company.cost_of_orders();
        assert_eq!(margin, posted, "{method}");
        company.holds(method);
    }
}

#[test]
fn what_was_sold_where_it_arrived_cost_more_and_what_is_on_its_way_is_worth_more() {
    for method in BOTH {
        let mut company = company(method);
        company.receive("r", "20", "10", "10.00");
        company.transfer("t", "8", "MAIN", "SHOP");
        company.arrive("t", "5");
        company.sell("SHOP", "2");
        let before = company.entries();
        company.freight("f", &["r"], "20.00");
        assert_eq!(
            company.sums(before),
            "1300 10.00, 1310 6.00, 2150 -20.00, 5000 4.00",
            "{method}"
        );
        assert_eq!(company.sites(), "A MAIN 2 24.00, A SHOP 3 36.00", "{method}");
        assert_eq!(company.in_transit(), ["3 36.00"], "{method}");
        company.holds(method);
        company.reverse("f");
        assert_eq!(company.sums(before), "", "{method}");
        assert_eq!(company.in_transit(), ["3 30.00"], "{method}");
        company.holds(method);
        company.freight("f2", &["r"], "20.00");
        company.arrive("t", "3");
        assert_eq!(company.sites(), "A MAIN 2 24.00, A SHOP 6 72.00", "{method}");
        let goes_on = company.no(&json!({"op": "reverse", "of": "f2"}));
        assert_eq!(goes_on, "NOT_REVERSIBLE", "{method}");
        company.freight("off", &["r"], "-20.00");
        assert_eq!(company.sites(), "A MAIN 2 20.00, A SHOP 6 60.00", "{method}");
        assert_eq!(company.costs(), ["20.00 0.00"], "{method}");
        company.holds(method);
    }
}

#[test]
fn goods_that_went_there_and_back_again_are_followed_all_the_way() {
    for method in BOTH {
        let mut company = company(method);
        company.receive("r", "20", "12", "10.00");
        company.transfer("there", "8", "MAIN", "SHOP");
        company.arrive("there", "8");
        company.transfer("back", "6", "SHOP", "MAIN");
        company.arrive("back", "6");
        company.sell("MAIN", "5");
        let before = company.entries();
        company.freight("f", &["r"], "24.00");
        assert_eq!(
            company.sums(before),
            "1300 14.00, 2150 -24.00, 5000 10.00",
            "{method}"
        );
        assert_eq!(company.sites(), "A MAIN 5 60.00, A SHOP 2 24.00", "{method}");
        company.holds(method);
        company.reverse("f");
        assert_eq!(company.sums(before), "", "{method}");
        company.holds(method);
    }
}

#[test]
fn a_bill_follows_components_into_what_was_built_of_them_and_on() {
    for method in BOTH {
        let mut company = company(method);
        company.receive("r", "20", "10", "10.00");
        company.build("b", "2");
        let before = company.entries();
        let bill = company.billed("r", "120.00");
        assert_eq!(
            company.sums(before),
            "1300 20.00, 2000 -120.00, 2100 100.00",
            "{method}"
        );
        assert_eq!(company.sites(), "A MAIN 6 72.00, FG MAIN 2 48.00", "{method}");
        company.holds(method);
        company.reverse(&bill);
        company.ok(&json!({"op": "ship", "item": "FG", "qty": "1"}));
        company.billed("r", "120.00");
        assert_eq!(company.sites(), "A MAIN 6 72.00, FG MAIN 1 24.00", "{method}");
        assert_eq!(company.costs(), ["24.00 0.00"], "{method}");
        company.holds(method);
    }
}

#[test]
fn what_went_back_before_its_bill_is_no_part_of_what_the_others_became() {
    let mut company = company("fifo");
    company.ok(&json!({"op": "item", "item": "MIX", "method": "average"}));
    company.ok(&json!({"op": "receive", "item": "MIX", "qty": "2", "cost": "20.00"}));
    company.receive("r", "02", "10", "10.00");
    company.ok(&json!({"op": "supplier_return", "of": "r", "qty": "2"}));
    let components = json!([{"item": "A", "qty": "2"}]);
    company.ok(&json!({"op": "build", "item": "MIX", "qty": "2", "components": components}));
    company.ok(&json!({"op": "ship", "item": "MIX", "qty": "2"}));
    company.billed("r", "160.00");
    // Of the 80.00 on eight pieces half went into two of four, of which two were sold.
    assert_eq!(company.sites(), "A MAIN 4 80.00, MIX MAIN 2 60.00");
    company.holds("billed");
}

#[test]
fn what_was_built_and_taken_apart_again_brings_its_share_back_and_a_build_that_is_taken_back_too() {
    for method in BOTH {
        let mut company = company(method);
        company.receive("r", "20", "10", "10.00");
        company.build("b", "2");
        let parts = json!([{"item": "A", "qty": "2"}]);
        company.ok(&json!({"op": "unbuild", "item": "FG", "qty": "1", "components": parts}));
        let before = company.entries();
        company.freight("f", &["r"], "10.00");
        assert_eq!(company.sums(before), "1300 10.00, 2150 -10.00", "{method}");
        assert_eq!(company.sites(), "A MAIN 8 88.00, FG MAIN 1 22.00", "{method}");
        company.holds(method);
    }
    for method in BOTH {
        let mut company = company(method);
        company.receive("r", "20", "10", "10.00");
        company.build("b", "2");
        company.freight("f", &["r"], "10.00");
        company.reverse("b");
        assert_eq!(company.sites(), "A MAIN 10 110.00", "{method}");
        company.holds(method);
    }
}

#[test]
fn what_was_lost_costs_the_account_that_explained_it() {
    for method in BOTH {
        let mut company = company(method);
        company.receive("r", "20", "20", "10.00");
        company.ok(&json!({"id": "a", "op": "adjust", "item": "A", "qty": "-2"}));
        company.ok(&json!({"op": "adjust", "item": "A", "qty": "-3", "account": "5100"}));
        company.ok(&json!({"op": "count", "item": "A", "counted": "14"}));
        company.ship("s", "20", "4");
        company.back("b", "s", "20", "1", "scrap");
        company.transfer("t", "4", "MAIN", "SHOP");
        company.ok(&json!({"id": "c", "op": "transfer_close", "of": "t", "reason": "fell off the lorry"}));
        let before = company.entries();
        company.freight("f", &["r"], "20.00");
        let lines = "1300 6.00, 2150 -20.00, 5000 3.00, 5100 3.00, 5200 1.00, 5300 7.00";
        assert_eq!(company.sums(before), lines, "{method}");
        assert_eq!(company.sites(), "A MAIN 6 66.00", "{method}");
        let (margin, posted) = company.cost_of_orders();
        assert_eq!(margin, posted, "{method}");
        company.holds(method);
        let before = company.entries();
        company.reverse("a");
        company.reverse("c");
        assert_eq!(
            company.sums(before),
            "1300 22.00, 1310 44.00, 5300 -66.00",
            "{method}"
        );
        assert_eq!(company.in_transit(), ["4 44.00"], "{method}");
        company.holds(method);
    }
}

#[test]
fn what_went_back_before_it_was_billed_takes_no_part_in_the_bill_but_in_freight() {
    for method in BOTH {
        let mut company = company(method);
        company.receive("r", "20", "100", "1000.00");
        company.ok(&json!({"op": "supplier_return", "of": "r", "qty": "20"}));
        let before = company.entries();
        company.billed("r", "88000.00");
        assert_eq!(
            company.sums(before),
            "1300 8000.00, 2000 -88000.00, 2100 80000.00",
            "{method}"
        );
        assert_eq!(company.sites(), "A MAIN 80 88000.00", "{method}");
        let before = company.entries();
        company.freight("f", &["r"], "100.00");
        assert_eq!(
            company.sums(before),
            "1300 80.00, 2150 -100.00, 5100 20.00",
            "{method}"
        );
        company.holds(method);
    }
}

#[test]
fn what_a_customer_returned_before_the_bill_is_in_stock_with_its_share() {
    for method in BOTH {
        let mut company = company(method);
        company.receive("r", "20", "10", "10.00");
        company.ship("s", "20", "4");
        company.back("b", "s", "20", "4", "restock");
        let before = company.entries();
        company.billed("r", "120.00");
        assert_eq!(
            company.sums(before),
            "1300 20.00, 2000 -120.00, 2100 100.00",
            "{method}"
        );
        assert_eq!(company.stock(), "A 10 120.00", "{method}");
        company.holds(method);
        let layers: i64 = company.all::<Layer>().iter().map(|it| it.value.0).sum();
        assert_eq!(layers, if method == "fifo" { 12_000 } else { 0 });
        company.reverse("b");
        assert_eq!(company.stock(), "A 6 72.00", "{method}");
        let (margin, posted) = company.cost_of_orders();
        assert_eq!(margin, posted, "{method}");
        company.holds(method);
    }
}

#[test]
fn what_was_sold_before_it_came_takes_its_share_with_what_covered_it() {
    for method in BOTH {
        let mut company = company(method);
        let below = json!({"record": "policy", "key": "negative_stock", "value": "provisional"});
        company.ok(&json!({"op": "define", "master": below}));
        company.receive("r0", "20", "1", "10.00");
        company.ship("s", "20", "5");
        company.receive("r", "20", "10", "10.00");
        let before = company.entries();
        company.freight("f", &["r"], "10.00");
        assert_eq!(
            company.sums(before),
            "1300 6.00, 2150 -10.00, 5000 4.00",
            "{method}"
        );
        assert_eq!(company.costs(), ["54.00 0.00"], "{method}");
        let (margin, posted) = company.cost_of_orders();
        assert_eq!(margin, posted, "{method}");
        company.holds(method);
    }
}

#[test]
fn a_receipt_entered_late_changes_what_was_sold_at_the_other_site() {
    let mut company = company("average");
    company.receive("r", "01", "10", "10.00");
    company.ok(
        &json!({"id": "t", "op": "transfer_out", "date": "2026-03-05", "item": "A", "qty": "8",
        "from_site": "MAIN", "to_site": "SHOP"}),
    );
    company.ok(&json!({"op": "transfer_in", "date": "2026-03-06", "of": "t", "qty": "6"}));
    company.ok(&json!({"op": "ship", "date": "2026-03-07", "item": "A", "qty": "3", "site": "SHOP"}));
    let before = company.entries();
    company.receive("late", "03", "10", "20.00");
    let lines = "1300 175.00, 1310 10.00, 2100 -200.00, 5000 15.00";
    assert_eq!(company.sums(before), lines);
    assert_eq!(company.sites(), "A MAIN 12 180.00, A SHOP 3 45.00");
    assert_eq!(company.in_transit(), ["2 30.00"]);
    company.holds("late");
    company.reverse("late");
    assert_eq!(company.sums(before), "");
    assert_eq!(company.sites(), "A MAIN 2 20.00, A SHOP 3 30.00");
    company.holds("reversed");
}

#[test]
fn a_shortage_is_corrected_once() {
    for method in BOTH {
        let mut company = company(method);
        let below = json!({"record": "policy", "key": "negative_stock", "value": "provisional"});
        company.ok(&json!({"op": "define", "master": below}));
        company.receive("r", "01", "1", "40.00");
        company.ship("s1", "01", "1");
        company.ship("s2", "02", "10");
        company.receive("late", "01", "16", "20.00");
        assert_eq!(company.stock(), "A 6 120.00", "{method}");
        assert_eq!(company.costs(), ["40.00 0.00", "200.00 0.00"], "{method}");
        company.holds(method);
    }
}

#[test]
fn a_shortage_that_was_covered_on_an_earlier_day_is_not_corrected_again_by_what_is_entered_between() {
    let mut company = company("average");
    let below = json!({"record": "policy", "key": "negative_stock", "value": "provisional"});
    company.ok(&json!({"op": "define", "master": below}));
    company.receive("r1", "01", "4", "70.00");
    company.ship("s1", "01", "2");
    company.ship("s2", "04", "3");
    company.receive("r2", "01", "9", "15.00");
    assert_eq!(company.costs(), ["140.00 0.00", "75.00 0.00"]);
    company.back("b", "s1", "03", "1", "restock");
    assert_eq!(company.costs(), ["140.00 70.00", "86.25 0.00"]);
    assert_eq!(company.sites(), "A MAIN 9 258.75");
    company.holds("between");
}

#[test]
fn thirds_go_by_largest_remainder_over_all_legs_the_receipt_s_own_stock_ahead() {
    for method in BOTH {
        let mut company = company(method);
        company.receive("r", "20", "3", "10.00");
        company.transfer("t", "2", "MAIN", "SHOP");
        company.arrive("t", "1");
        company.freight("f", &["r"], "10.00");
        assert_eq!(company.sites(), "A MAIN 1 13.34, A SHOP 1 13.33", "{method}");
        assert_eq!(company.in_transit(), ["1 13.33"], "{method}");
        company.arrive("t", "1");
        assert_eq!(company.sites(), "A MAIN 1 13.34, A SHOP 2 26.66", "{method}");
        company.holds(method);
        let moved: i64 = company.all::<LateCost>().iter().map(|row| row.value.0).sum();
        assert_eq!(moved, -(334 + 333), "less what stayed in stock, {method}");
    }
}
