//! An item valued by another method from a day on: its stock keeps its value, and what was before stays as it was.

use super::late::company::Company;
use binledger::domain::stock::{Layer, Pool};
use serde_json::{Value, json};

fn change(day: &str, method: &str) -> Value {
    json!({"id": format!("to-{method}-{day}"), "op": "change_method", "date": format!("2026-03-{day}"), "item": "A",
        "method": method})
}

fn policy(key: &str, value: &str) -> Value {
    json!({"op": "define", "master": {"record": "policy", "key": key, "value": value}})
}

/// 5 for 10.00 and 5 for 20.00, of which one was sold.
fn company(method: &str) -> Company {
    let mut company = Company::new(method);
    company.receive("r1", "01", "5", "10.00");
    company.receive("r2", "02", "5", "20.00");
    company.ship("s", "03", "1");
    company
}

fn layers(company: &Company) -> String {
    let shown = |it: &Layer| format!("{}{} {}", it.lot, it.qty, it.value);
    company
        .all::<Layer>()
        .iter()
        .map(shown)
        .collect::<Vec<_>>()
        .join(", ")
}

#[test]
fn stock_keeps_its_value_and_leaves_by_the_new_method() {
    let expected = [
        ("fifo", "average", "A 9 140.00", "", "46.67 0.00"),
        ("average", "fifo", "A 9 135.00", "9 135.00", "45.00 0.00"),
        ("standard", "average", "A 9 94.50", "", "31.50 0.00"),
        ("standard", "fifo", "A 9 94.50", "9 94.50", "31.50 0.00"),
    ];
    for (from, to, stock, held, cost) in expected {
        let mut company = company(from);
        let before = company.entries();
        company.ok(&change("05", to));
        assert_eq!(
            (company.sums(before), company.stock()),
            (String::new(), stock.to_owned()),
            "{from} {to}"
        );
        assert_eq!(layers(&company), held, "{from} {to}");
        company.ship("s2", "06", "3");
        assert_eq!(company.costs()[1], cost, "{from} {to}");
        company.receive("r3", "07", "2", "30.00");
        company.back("b", "s", "08", "1", "restock");
        company.holds(&format!("{from} {to}"));
        company.reverse("s2");
        company.holds(&format!("{from} {to}, taken back"));
    }
}

#[test]
fn a_standard_cost_values_what_is_there_against_revaluation() {
    for (from, lines) in [
        ("fifo", "1300 -32.00, 5400 32.00"),
        ("average", "1300 -27.00, 5400 27.00"),
    ] {
        let mut company = company(from);
        let before = company.entries();
        let mut to = change("05", "standard");
        to["standard_cost"] = json!("12.00");
        company.ok(&to);
        assert_eq!(company.sums(before), lines, "{from}");
        assert_eq!(
            (company.stock(), layers(&company)),
            ("A 9 108.00".to_owned(), String::new()),
            "{from}"
        );
        company.ship("s2", "06", "4");
        assert_eq!(company.costs()[1], "48.00 0.00", "{from}");
        company.holds(from);
    }
}

#[test]
fn nothing_is_valued_anew_that_was_before() {
    for (from, to) in [("fifo", "average"), ("average", "fifo")] {
        let mut company = company(from);
        company.ok(&policy("fifo_backdating", "replay"));
        company.ok(&change("05", to));
        let late = json!({"op": "receive", "date": "2026-03-04", "item": "A", "qty": "1", "cost": "1.00"});
        assert_eq!(company.no(&late), "UNFIT", "{from}");
        let late = json!({"op": "ship", "date": "2026-03-04", "item": "A", "qty": "1"});
        assert_eq!(company.no(&late), "UNFIT", "{from}");
        for of in ["s", "r1", &format!("to-{to}-05")] {
            assert_eq!(
                company.no(&json!({"op": "reverse", "of": of})),
                "NOT_REVERSIBLE",
                "{from} {of}"
            );
        }
        let before = company.entries();
        company.freight("f", &["r2"], "10.00");
        assert_eq!(company.sums(before), "2150 -10.00, 5100 10.00", "{from}");
        company.ship("s2", "05", "1");
        company.ship("s1", "05", "1");
        company.reverse("s2");
        company.holds(from);
        company.ok(&change("20", from));
        company.holds("and back");
    }
}

#[test]
fn a_method_changes_only_where_nothing_came_later_and_all_goods_are_there() {
    let mut company = company("fifo");
    for (day, to) in [("02", "average"), ("05", "fifo")] {
        assert_eq!(company.no(&change(day, to)), "UNFIT", "{day} {to}");
    }
    company.ok(&json!({"op": "item", "item": "N", "method": "average"}));
    let no_standard = json!({"op": "change_method", "item": "N", "method": "standard"});
    assert_eq!(company.no(&no_standard), "NO_STANDARD_COST");
    for master in [
        json!({"record": "site", "site": "SHOP", "name": "Shop"}),
        json!({"record": "location", "location": "SHOP-1", "site": "SHOP", "zone": "", "purpose": "storage", "sequence": 1}),
    ] {
        company.ok(&json!({"op": "define", "master": master}));
    }
    company.ok(&json!({"id": "t", "op": "transfer_out", "date": "2026-03-04", "item": "A", "qty": "2", "from_site": "MAIN",
        "to_site": "SHOP"}));
    assert_eq!(
        company.no(&change("05", "average")),
        "UNFIT",
        "some of it is on its way"
    );
    company.ok(&json!({"op": "transfer_in", "date": "2026-03-05", "of": "t", "qty": "2"}));
    company.ok(&change("06", "average"));
    let shown = |it: &Pool| format!("{} {} {}", it.site, it.qty, it.value);
    let stock: Vec<String> = company.all::<Pool>().iter().map(shown).collect();
    assert_eq!(stock, ["MAIN 7 120.00", "SHOP 2 20.00"]);
    company.holds("both sites");
    company.ok(&policy("negative_stock", "provisional"));
    company.ok(&json!({"op": "ship", "date": "2026-03-07", "item": "A", "qty": "9"}));
    assert_eq!(
        company.no(&change("08", "fifo")),
        "UNFIT",
        "some of it is missing"
    );
}

#[test]
fn lots_get_their_own_layers_by_way_of_the_average() {
    let mut company = Company::new("fifo");
    company.ok(&json!({"op": "item", "item": "L", "method": "fifo", "tracking": "lot"}));
    for (lot, cost) in [("L1", "10.00"), ("L2", "20.00")] {
        company.ok(&json!({"op": "receive", "date": "2026-03-01", "item": "L", "lot": lot, "qty": "5", "cost": cost}));
    }
    company.ok(&json!({"op": "ship", "date": "2026-03-02", "item": "L", "lot": "L2", "qty": "2"}));
    assert_eq!(company.no(&policy("fifo_scope", "lot")), "UNFIT");
    for method in ["average", "fifo"] {
        company.ok(&json!({"op": "change_method", "date": "2026-03-03", "item": "L", "method": method}));
        company.ok(&policy("fifo_scope", "lot"));
    }
    assert_eq!(layers(&company), "L15 81.25, L23 48.75");
    company.holds("lots");
}
