//! Stock that is revalued or written down, and that change taken back.

use super::late::company::Company;
use binledger::domain::stock::Layer;
use serde_json::{Value, json};

impl Company {
    fn revalue(&mut self, id: &str, fields: &Value) {
        let document = revaluation(id, fields);
        self.ok(&document);
    }

    /// What each layer holds.
    fn held(&self) -> String {
        let shown = |it: &Layer| format!("{} {}", it.qty, it.value);
        self.all::<Layer>()
            .iter()
            .map(shown)
            .collect::<Vec<_>>()
            .join(", ")
    }
}

fn revaluation(id: &str, fields: &Value) -> Value {
    let mut document = json!({"id": id, "op": "revalue", "date": "2026-03-10", "reason": "worth less"});
    let more = fields.as_object().unwrap().clone();
    document.as_object_mut().unwrap().extend(more);
    document
}

/// 5 for 10.00 and 5 for 20.00, of which one was sold.
fn company(method: &str) -> Company {
    let mut company = Company::new(method);
    company.receive("r1", "01", "5", "10.00");
    company.receive("r2", "02", "5", "20.00");
    company.ship("s", "03", "1");
    company
}

#[test]
fn stock_is_worth_what_a_unit_is_worth_all_of_it_or_some_percent_less() {
    let asked = [
        (
            json!({"cost": "7.00"}),
            "fifo",
            "1300 -77.00, 5400 77.00",
            "A 9 63.00",
        ),
        (
            json!({"value": "70.00"}),
            "fifo",
            "1300 -70.00, 5400 70.00",
            "A 9 70.00",
        ),
        (
            json!({"percent": "-50"}),
            "fifo",
            "1300 -70.00, 5400 70.00",
            "A 9 70.00",
        ),
        (
            json!({"percent": "-50"}),
            "average",
            "1300 -67.50, 5400 67.50",
            "A 9 67.50",
        ),
        (
            json!({"percent": "12.5"}),
            "average",
            "1300 16.88, 5400 -16.88",
            "A 9 151.88",
        ),
        (
            json!({"cost": "7.00", "account": "5300"}),
            "average",
            "1300 -72.00, 5300 72.00",
            "A 9 63.00",
        ),
    ];
    for (mut fields, method, lines, stock) in asked {
        let mut company = company(method);
        let (before, kept) = (company.entries(), company.stock());
        fields["item"] = json!("A");
        company.revalue("w", &fields);
        assert_eq!(company.sums(before), lines, "{method} {fields}");
        assert_eq!(company.stock(), stock, "{method} {fields}");
        company.holds(method);
        company.reverse("w");
        assert_eq!(
            (company.sums(before), company.stock()),
            (String::new(), kept),
            "{method} {fields}"
        );
        company.holds(method);
    }
}

#[test]
fn each_layer_keeps_its_proportion_to_the_cent() {
    let mut company = company("fifo");
    assert_eq!(company.held(), "4 40.00, 5 100.00");
    company.revalue("w", &json!({"item": "A", "value": "100.01"}));
    assert_eq!(company.held(), "4 28.57, 5 71.44");
    company.holds("proportion");
    company.revalue("nothing", &json!({"item": "A", "percent": "-100"}));
    assert_eq!(company.held(), "4 0.00, 5 0.00");
    company.revalue("again", &json!({"item": "A", "value": "9.00"}));
    assert_eq!(company.held(), "4 4.00, 5 5.00");
    company.holds("by quantity");
}

#[test]
fn a_group_is_revalued_item_by_item_and_site_by_site() {
    let mut company = company("average");
    company.ok(&json!({"op": "receive", "item": "C", "qty": "1", "cost": "65.00"}));
    company.revalue("w", &json!({"group": 1, "value": "100.00"}));
    assert_eq!(company.stock(), "A 9 67.50, C 1 32.50");
    company.revalue("p", &json!({"group": 1, "percent": "-10"}));
    assert_eq!(company.stock(), "A 9 60.75, C 1 29.25");
    company.holds("group");
}

#[test]
fn what_left_since_with_a_share_of_it_costs_again_what_it_would_have_cost() {
    let expected = [
        ("fifo", "1300 -30.00, 5000 30.00", "A 4 80.00", "60.00 0.00"),
        ("average", "1300 -37.50, 5000 37.50", "A 4 60.00", "75.00 0.00"),
    ];
    for (method, sold, left, cost) in expected {
        let mut company = company(method);
        company.revalue("w", &json!({"item": "A", "percent": "-50"}));
        let before = company.entries();
        company.ship("s2", "11", "5");
        assert_eq!(company.sums(before), sold, "{method}");
        company.reverse("w");
        assert_eq!(company.stock(), left, "{method}");
        assert_eq!(company.costs()[1], cost, "{method}");
        company.holds(method);
        company.ship("s3", "12", "4");
        company.holds(method);
    }
}

#[test]
fn what_came_back_since_has_no_share_of_it() {
    for method in ["fifo", "average"] {
        let mut company = Company::new(method);
        company.receive("r", "01", "4", "10.00");
        company.ship("s", "02", "2");
        company.revalue("w", &json!({"item": "A", "percent": "-20"}));
        company.ok(&json!({"op": "reverse", "of": "s", "date": "2026-03-11"}));
        company.ship("s2", "12", "3");
        company.reverse("w");
        assert_eq!(company.stock(), "A 1 10.00", "{method}");
        assert_eq!(company.costs(), ["30.00 0.00"], "{method}");
        company.holds(method);
    }
}

#[test]
fn a_receipt_entered_late_for_a_day_before_leaves_the_amount_as_it_was() {
    let mut company = company("fifo");
    company.ok(
        &json!({"op": "define", "master": {"record": "policy", "key": "fifo_backdating", "value": "replay"}}),
    );
    company.revalue("w", &json!({"item": "A", "percent": "-50"}));
    company.ship("s2", "11", "4");
    assert_eq!(company.costs(), ["10.00 0.00", "20.00 0.00"]);
    company.receive("late", "02", "3", "6.00");
    assert_eq!(company.costs(), ["10.00 0.00", "20.00 0.00"]);
    company.ok(&json!({"op": "receive", "date": "2026-02-27", "item": "A", "qty": "2", "cost": "4.00"}));
    assert_eq!(company.costs(), ["4.00 0.00", "22.00 0.00"]);
    company.holds("late");
}

#[test]
fn what_can_t_be_revalued_is_refused() {
    let mut company = company("fifo");
    let asked = [
        json!({"item": "A"}),
        json!({"item": "A", "cost": "1.00", "percent": "-5"}),
        json!({"item": "A", "cost": "-1.00"}),
        json!({"item": "A", "percent": "-101"}),
        json!({"item": "A", "value": "-0.01"}),
        json!({"group": 1, "cost": "1.00"}),
        json!({"item": "A", "group": 1, "percent": "-5"}),
        json!({"percent": "-5"}),
        json!({"item": "B", "percent": "-5"}),
        json!({"item": "A", "percent": "-5", "account": "1300"}),
        json!({"item": "A", "percent": "-5", "reason": " "}),
    ];
    for fields in asked {
        assert_eq!(company.no(&revaluation("x", &fields)), "UNFIT", "{fields}");
    }
    assert_eq!(
        company.no(&revaluation(
            "x",
            &json!({"item": "A", "percent": "-5", "account": "nope"})
        )),
        "UNKNOWN_ACCOUNT"
    );
    let mut standard = Company::new("standard");
    standard.receive("r", "01", "5", "10.00");
    assert_eq!(
        standard.no(&revaluation("x", &json!({"item": "A", "percent": "-5"}))),
        "UNFIT"
    );
}
