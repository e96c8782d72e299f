//! What was posted for services is taken back.

use super::{Firm, bill, sale};
use serde_json::json;

/// Posts a document and takes it back: nothing of it is left.
#[track_caller]
fn there_and_back(firm: &mut Firm, document: &serde_json::Value) {
    let (before, held) = (firm.entries(), firm.held());
    let id = firm.ok(document);
    assert_ne!(firm.held(), held, "{document}");
    firm.ok(&json!({"op": "reverse", "of": id}));
    assert_eq!(
        (firm.sums(before), firm.held()),
        (String::new(), held),
        "{document}"
    );
    firm.holds("taken back");
}

#[test]
fn bills_sales_returns_and_credits_are_taken_back_exactly() {
    let mut firm = Firm::new();
    there_and_back(&mut firm, &sale("2"));
    there_and_back(&mut firm, &bill("3", "10"));
    firm.ok(&sale("3"));
    there_and_back(&mut firm, &bill("2", "9"));
    there_and_back(&mut firm, &bill("5", "9"));
    let (billed, _) = firm.told(&bill("6", "20"));
    let (sold, _) = firm.told(&sale("2"));
    there_and_back(&mut firm, &sale("1"));
    there_and_back(&mut firm, &sale("5"));
    there_and_back(
        &mut firm,
        &json!({"op": "customer_return", "of": sold, "qty": "1", "disposition": "restock"}),
    );
    there_and_back(
        &mut firm,
        &json!({"op": "credit_note", "side": "supplier", "of": billed, "amount": "3.33", "qty": "1"}),
    );
}

#[test]
fn what_was_built_on_goes_first() {
    let mut firm = Firm::new();
    let (billed, _) = firm.told(&bill("3", "10"));
    let (sold, _) = firm.told(&sale("5"));
    let reverse = |of: &str| json!({"op": "reverse", "of": of});
    assert_eq!(
        firm.no(&reverse(&billed)),
        "NOT_REVERSIBLE",
        "some of it was sold"
    );
    let (second, _) = firm.told(&bill("2", "8"));
    assert_eq!(
        firm.no(&reverse(&sold)),
        "NOT_REVERSIBLE",
        "some of it was covered"
    );
    firm.ok(&reverse(&second));
    firm.ok(&reverse(&sold));
    firm.ok(&reverse(&billed));
    assert_eq!((firm.sums(0), firm.held()), (String::new(), String::new()));
    firm.holds("last to first");
}

#[test]
fn another_bill_takes_over_what_the_one_taken_back_had_covered() {
    let mut firm = Firm::new();
    firm.ok(&sale("4"));
    let (first, _) = firm.told(&bill("4", "20"));
    firm.ok(&bill("4", "24"));
    let before = firm.entries();
    firm.ok(&json!({"op": "reverse", "of": first}));
    assert_eq!(firm.sums(before), "1330 -24.00, 2000 20.00, 5000 4.00");
    assert_eq!(firm.held(), "");
    firm.holds("the second covers it");
}
