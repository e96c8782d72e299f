//! What a vendor credits of services, and what customers bring back or are credited.

use super::{Firm, bill, sale};
use serde_json::json;

#[test]
fn a_customer_who_gives_a_service_back_gives_its_cost_back_and_one_who_is_credited_does_not() {
    let mut firm = Firm::new();
    firm.ok(&bill("4", "20"));
    let (sold, _) = firm.told(&sale("3"));
    let back =
        |qty: &str, what: &str| json!({"op": "customer_return", "of": sold, "qty": qty, "disposition": what});
    firm.each(&[
        (
            back("1", "restock"),
            "1100 -20.00, 1330 5.00, 4000 20.00, 5000 -5.00 | HOUR 2 10.00",
        ),
        (back("1", "scrap"), "5000 -5.00, 5300 5.00 | HOUR 2 10.00"),
        (
            json!({"op": "credit_note", "side": "customer", "of": sold, "amount": "4"}),
            "1100 -4.00, 4000 4.00 | HOUR 2 10.00",
        ),
    ]);
    firm.holds("given back");
}

#[test]
fn what_comes_back_costs_what_it_is_known_to_have_cost() {
    let mut firm = Firm::new();
    firm.ok(&bill("2", "10"));
    let (sold, _) = firm.told(&sale("4"));
    let back = json!({"op": "customer_return", "of": sold, "qty": "1", "disposition": "restock"});
    firm.each(&[
        (
            back.clone(),
            "1100 -20.00, 1330 5.00, 4000 20.00, 5000 -5.00 | HOUR -1 -5.00 (2: 1 5.00)",
        ),
        (bill("1", "9"), "1330 5.00, 2000 -9.00, 5000 4.00 | "),
        (
            back,
            "1100 -20.00, 1330 6.00, 4000 20.00, 5000 -6.00 | HOUR 1 6.00",
        ),
    ]);
    firm.holds("10 for two, 5 for one that came back, 9 for one");
}

#[test]
fn the_sale_that_comes_back_is_covered_before_older_ones() {
    let mut firm = Firm::new();
    firm.ok(&sale("1"));
    firm.ok(&bill("2", "10"));
    firm.ok(&sale("1"));
    firm.ok(&sale("1"));
    let (last, told) = firm.told(&sale("1"));
    assert!(told.ends_with("HOUR -2 -10.00 (5: 1 5.00) (6: 1 5.00)"), "{told}");
    let back = json!({"op": "customer_return", "of": last, "qty": "1", "disposition": "restock"});
    assert!(firm.told(&back).1.ends_with("HOUR -1 -5.00 (5: 1 5.00)"));
    firm.holds("the last one came back");
}

#[test]
fn a_vendor_credits_the_price_of_what_is_here_and_of_what_is_sold() {
    let mut firm = Firm::new();
    let mut taxed = bill("10", "50");
    taxed["tax"] = json!("5");
    taxed["vendor"] = json!("V1");
    let (billed, _) = firm.told(&taxed);
    firm.ok(&sale("4"));
    let credit =
        |amount: &str| json!({"op": "credit_note", "side": "supplier", "of": billed, "amount": amount});
    let (first, told) = firm.told(&credit("10"));
    assert_eq!(
        told,
        "1330 -6.00, 1400 -1.00, 2000 11.00, 5000 -4.00 | HOUR 6 24.00"
    );
    assert_eq!(firm.no(&credit("40.01")), "OVER_CREDIT");
    let mut other = credit("1");
    other["vendor"] = json!("V2");
    assert_eq!(firm.no(&other), "DIFFERS");
    assert_eq!(firm.no(&json!({"op": "reverse", "of": billed})), "NOT_REVERSIBLE");
    let before = firm.entries();
    firm.ok(&json!({"op": "reverse", "of": first}));
    assert_eq!(firm.sums(before), "1330 6.00, 1400 1.00, 2000 -11.00, 5000 4.00");
    let whole = json!({"op": "invoice", "of": billed, "amount": "-50"});
    assert_eq!(
        firm.told(&whole).1,
        "1330 -30.00, 1400 -5.00, 2000 55.00, 5000 -20.00 | HOUR 6 0.00"
    );
    firm.holds("credited");
}

#[test]
fn a_vendor_takes_units_back_at_what_they_are_worth_and_the_rest_is_variance() {
    let mut firm = Firm::new();
    firm.ok(&bill("10", "50"));
    let (billed, _) = firm.told(&bill("10", "70"));
    firm.ok(&sale("15"));
    let credit = |qty: &str, amount: &str| json!({"op": "credit_note", "side": "supplier", "of": billed, "amount": amount, "qty": qty});
    assert_eq!(firm.no(&credit("6", "42")), "UNFIT", "five are here");
    assert_eq!(firm.no(&credit("4", "28.01")), "OVER_CREDIT");
    firm.each(&[
        (
            credit("4", "28"),
            "1330 -24.00, 2000 28.00, 5100 -4.00 | HOUR 1 6.00",
        ),
        (credit("1", "7"), "1330 -6.00, 2000 7.00, 5100 -1.00 | "),
    ]);
    firm.holds("taken back");
}

#[test]
fn a_credit_at_another_rate_posts_the_difference_of_the_rates() {
    let mut firm = Firm::new();
    let mut euros = bill("10", "100");
    euros["currency"] = json!("EUR");
    euros["rate"] = json!("1.10");
    let (billed, _) = firm.told(&euros);
    let credit = json!({"op": "credit_note", "side": "supplier", "of": billed, "amount": "20", "qty": "2",
        "currency": "EUR", "rate": "1.20"});
    assert_eq!(
        firm.told(&credit).1,
        "1330 -22.00, 2000 24.00, 5800 -2.00 | HOUR 8 88.00"
    );
    firm.holds("rates");
}

#[test]
fn what_is_credited_of_a_service_that_is_not_tracked_comes_off_purchases() {
    let mut firm = Firm::new();
    let lines =
        json!([{"item": "WRAP", "amount": "30", "qty": "3"}, {"item": "HOUR", "amount": "10", "qty": "2"}]);
    let (billed, _) = firm.told(&json!({"op": "invoice", "amount": "40", "lines": lines}));
    let credit = json!({"op": "credit_note", "side": "supplier", "of": billed, "amount": "8"});
    assert_eq!(
        firm.told(&credit).1,
        "1330 -2.00, 2000 8.00, 5600 -6.00 | HOUR 2 8.00"
    );
    let mut units = credit;
    units["qty"] = json!("1");
    assert_eq!(firm.no(&units), "WRONG_WORD", "units of which?");
    firm.holds("two lines");
}
