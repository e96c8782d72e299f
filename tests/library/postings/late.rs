//! Late cost: freight laid on goods that were received before, and receipts that were entered late.

pub mod company;
mod days;
mod followed;
mod queued;
mod taken_back;

use super::METHODS;
use binledger::domain::late::LateCost;
use binledger::domain::purchase::Voucher;
use binledger::domain::stock::Layer;
use company::Company;
use serde_json::json;

#[test]
fn v12_freight_over_two_receipts_goes_by_quantity_to_what_is_all_still_here() {
    let expected = [
        ("1300 37.00, 2150 -37.00", "A 10 124.67, C 5 162.33"),
        ("1300 37.00, 2150 -37.00", "A 10 124.67, C 5 162.33"),
        ("2150 -37.00, 5100 37.00", "A 10 105.00, C 5 155.00"),
    ];
    for (method, (lines, stock)) in METHODS.iter().zip(expected) {
        let mut company = Company::new(method);
        company.receive("r1", "20", "10", "10.00");
        company.ok(&json!({ "id": "r2", "op": "receive", "item": "C", "qty": "5", "cost": "30.00" }));
        let before = company.entries();
        company.freight("f", &["r1", "r2"], "37.00");
        assert_eq!(company.sums(before), lines, "{method}");
        assert_eq!(company.stock(), stock, "{method}");
        company.holds(method);
        company.reverse("f");
        assert_eq!(company.sums(before), "", "{method}");
        assert!(company.all::<Voucher>().is_empty());
        company.holds(method);
    }
}

#[test]
fn v13a_freight_on_a_receipt_of_which_four_tenths_are_sold() {
    let expected = [
        ("1300 14.80, 2150 -24.67, 5000 9.87", "A 6 74.80"),
        ("1300 14.80, 2150 -24.67, 5000 9.87", "A 6 74.80"),
        ("2150 -24.67, 5100 24.67", "A 6 63.00"),
    ];
    for (method, (lines, stock)) in METHODS.iter().zip(expected) {
        let mut company = Company::new(method);
        company.receive("r", "20", "10", "10.00");
        company.ship("s", "20", "4");
        let before = company.entries();
        company.freight("f", &["r"], "24.67");
        assert_eq!(company.sums(before), lines, "{method}");
        assert_eq!(company.stock(), stock, "{method}");
        company.holds(method);
    }
}

#[test]
fn v13b_freight_on_the_first_of_two_receipts_that_are_averaged_or_queued() {
    let expected = [
        ("1300 8.00, 2150 -10.00, 5000 2.00", "A 9 108.00"),
        ("1300 9.00, 2150 -10.00, 5000 1.00", "A 9 108.00"),
    ];
    for (method, (lines, stock)) in METHODS.iter().zip(expected) {
        let mut company = Company::new(method);
        company.receive("r", "20", "5", "10.00");
        company.receive("r2", "20", "5", "12.00");
        company.ship("s", "20", "1");
        let before = company.entries();
        company.freight("f", &["r"], "10.00");
        assert_eq!(company.sums(before), lines, "{method}");
        assert_eq!(company.stock(), stock, "{method}");
        assert_eq!(company.costs(), ["12.00 0.00"], "{method}");
        company.holds(method);
    }
}

#[test]
fn v16a_a_receipt_entered_late_changes_the_average_at_which_goods_left() {
    let expected = [
        ("1300 40.00, 2100 -40.00", "A 7 60.00", "80.00"),
        ("1300 45.33, 2100 -40.00, 5000 -5.33", "A 7 65.33", "74.67"),
        ("1300 52.50, 2100 -40.00, 5100 -12.50", "A 7 73.50", "84.00"),
    ];
    for (method, (lines, stock, cost)) in METHODS.iter().zip(expected) {
        let mut company = Company::new(method);
        company.receive("r", "01", "10", "10.00");
        company.ship("s", "09", "8");
        let (before, kept) = (company.entries(), company.stock());
        company.receive("late", "05", "5", "8.00");
        assert_eq!(company.sums(before), lines, "{method}");
        assert_eq!(company.stock(), stock, "{method}");
        assert_eq!(company.costs(), [format!("{cost} 0.00")], "{method}");
        company.holds(method);
        company.reverse("late");
        assert_eq!(
            (company.sums(before), company.stock()),
            (String::new(), kept),
            "{method}"
        );
        company.holds(method);
    }
}

#[test]
fn a_cent_that_can_t_be_split_stays_in_stock_and_cost_of_sales_takes_the_rest() {
    for method in ["fifo", "average"] {
        let mut company = Company::new(method);
        company.receive("r", "20", "7", "3.00");
        company.ship("s", "20", "3");
        let before = company.entries();
        company.freight("f", &["r"], "0.10");
        assert_eq!(
            company.sums(before),
            "1300 0.06, 2150 -0.10, 5000 0.04",
            "{method}"
        );
        assert_eq!(company.stock(), "A 4 12.06", "{method}");
        company.holds(method);
    }
}

#[test]
fn the_detail_of_what_is_gone_adds_up_however_small_the_shares_are() {
    for method in ["fifo", "average"] {
        let mut company = Company::new(method);
        company.receive("r", "20", "9", "1.00");
        for at in 0..6 {
            company.ship(&format!("s{at}"), "20", "1");
        }
        company.freight("f", &["r"], "0.10");
        let gone: Vec<i64> = company.all::<LateCost>().iter().map(|row| row.value.0).collect();
        assert_eq!(gone, [-10, 1, 1, 1, 1, 2, 1], "{method}");
        assert_eq!(company.stock(), "A 3 3.03", "{method}");
        company.holds(method);
    }
}

#[test]
fn goods_that_come_back_bring_their_share_whether_before_or_after_the_freight() {
    for (method, stock) in [("fifo", "A 7 77.00"), ("average", "A 7 77.00")] {
        let mut company = Company::new(method);
        company.receive("r", "20", "10", "10.00");
        company.ship("s", "20", "5");
        company.back("b1", "s", "20", "1", "restock");
        company.freight("f", &["r"], "10.00");
        assert_eq!(company.costs(), ["55.00 10.00"], "{method}");
        company.back("b2", "s", "20", "1", "restock");
        assert_eq!(company.costs(), ["55.00 21.00"], "{method}");
        assert_eq!(company.stock(), stock, "{method}");
        let (cost, posted) = company.cost_of_orders();
        assert_eq!(cost, posted, "{method}");
        company.holds(method);
    }
}

#[test]
fn a_shipment_that_is_taken_back_comes_at_what_it_is_known_to_have_cost() {
    for method in ["fifo", "average"] {
        let mut company = Company::new(method);
        company.receive("r", "20", "10", "10.00");
        company.ship("s", "20", "4");
        company.freight("f", &["r"], "24.67");
        let before = company.entries();
        company.reverse("s");
        assert_eq!(company.sums(before), "1300 49.87, 5000 -49.87", "{method}");
        assert_eq!(company.stock(), "A 10 124.67", "{method}");
        company.holds(method);
        let late = company.no(&json!({ "op": "reverse", "of": "f" }));
        assert_eq!(late, "NOT_REVERSIBLE", "{method}");
    }
}

#[test]
fn a_receipt_under_freight_is_not_taken_back_and_one_taken_back_gets_none() {
    for method in METHODS {
        let mut company = Company::new(method);
        company.receive("r", "20", "10", "10.00");
        company.freight("f", &["r"], "5.00");
        assert_eq!(
            company.no(&json!({ "op": "reverse", "of": "r" })),
            "NOT_REVERSIBLE",
            "{method}"
        );
        company.reverse("f");
        company.reverse("r");
        let again = json!({ "op": "landed_cost", "of": ["r"], "amount": "5.00", "basis": "quantity" });
        assert_eq!(company.no(&again), "ALREADY_REVERSED", "{method}");
        company.holds(method);
    }
}

#[test]
fn freight_is_taken_off_again_by_its_opposite_after_goods_moved_on() {
    for method in ["fifo", "average"] {
        let mut company = Company::new(method);
        company.receive("r", "20", "10", "10.00");
        company.freight("f", &["r"], "7.77");
        company.ship("s", "20", "3");
        company.back("b", "s", "20", "1", "restock");
        company.freight("off", &["r"], "-7.77");
        assert_eq!(company.costs(), ["30.00 10.78"], "{method}");
        let too_much = json!({ "op": "landed_cost", "of": ["r"], "amount": "-999.00", "basis": "quantity" });
        assert_eq!(company.no(&too_much), "BELOW_ZERO", "{method}");
        company.holds(method);
    }
}

#[test]
fn freight_is_shared_by_weight_or_value_in_the_company_s_own_currency() {
    let mut company = Company::new("average");
    company.receive("r1", "20", "10", "10.00");
    company.ok(&json!({ "id": "r2", "op": "receive", "item": "C", "qty": "5", "cost": "60.00" }));
    let by =
        |basis: &str| json!({ "op": "landed_cost", "of": ["r1", "r2"], "amount": "40.00", "basis": basis });
    assert_eq!(company.no(&by("weight")), "NO_WEIGHT");
    let mut foreign = by("value");
    foreign["currency"] = json!("EUR");
    assert_eq!(company.no(&foreign), "WRONG_WORD");
    foreign["rate"] = json!("1.25");
    company.ok(&foreign);
    assert_eq!(company.stock(), "A 10 112.50, C 5 337.50");
    assert_eq!(company.all::<Voucher>()[0].amount, "50.00".parse().unwrap());
    let twice = json!({ "op": "landed_cost", "of": ["r1", "r1"], "amount": "4.00", "basis": "value" });
    assert_eq!(company.no(&twice), "UNFIT");
    company.holds("value");
}

#[test]
fn entered_late_in_whatever_order_the_books_say_what_they_would_have_said_in_time() {
    type Told = (&'static str, fn(&mut Company));
    let story: [Told; 8] = [
        ("01", |it| it.receive("r1", "01", "20", "10.00")),
        ("02", |it| it.ship("s1", "02", "3")),
        ("03", |it| it.receive("r2", "03", "7", "11.13")),
        ("04", |it| it.back("b1", "s1", "04", "1", "restock")),
        ("05", |it| it.ship("s2", "05", "6")),
        ("06", |it| it.back("b2", "s2", "06", "2", "scrap")),
        ("07", |it| {
            it.ok(&json!({ "op": "adjust", "date": "2026-03-07", "item": "A", "qty": "-2" }));
        }),
        ("08", |it| it.ship("s3", "08", "5")),
    ];
    let mut in_time = Company::new("average");
    for (_, tell) in &story {
        tell(&mut in_time);
    }
    for late in [2, 3, 4, 5, 6] {
        let mut company = Company::new("average");
        let told = story.iter().enumerate();
        told.filter(|(at, _)| *at != late && !(late == 4 && *at == 5))
            .for_each(|(_, (_, tell))| tell(&mut company));
        story[late].1(&mut company);
        if late == 4 {
            story[5].1(&mut company);
        }
        let day = story[late].0;
        assert_eq!(company.stock(), in_time.stock(), "what happened on the {day}");
        let sorted = |company: &Company| {
            let known = company.costs().into_iter();
            let mut costs: Vec<String> = known
                .filter_map(|it| Some(it.split_once(' ')?.0.to_owned()))
                .collect();
            costs.sort();
            costs
        };
        assert_eq!(sorted(&company), sorted(&in_time), "what happened on the {day}");
        company.holds(day);
    }
}

#[test]
fn freight_finds_its_receipt_in_the_order_of_the_days() {
    let mut company = Company::new("average");
    company.receive("r1", "01", "5", "10.00");
    company.ship("s1", "09", "4");
    company.receive("late", "05", "5", "10.00");
    company.freight("f", &["late"], "10.00");
    assert_eq!(company.stock(), "A 6 66.00");
    assert_eq!(company.costs(), ["44.00 0.00"]);
    company.holds("freight");
}

#[test]
fn a_fifo_layer_takes_back_with_a_shipment_what_was_laid_on_it_since() {
    let mut company = Company::new("fifo");
    company.receive("r1", "20", "5", "10.00");
    company.receive("r2", "20", "5", "12.00");
    company.ship("s", "20", "7");
    company.freight("f", &["r1", "r2"], "10.00");
    company.reverse("s");
    let layers: Vec<String> = company
        .all::<Layer>()
        .iter()
        .map(|it| format!("{} {}", it.qty, it.value))
        .collect();
    assert_eq!(layers, ["5 55.00", "5 65.00"]);
    company.holds("layers");
}
