//! Tax on bills, to customers and of vendors.

use super::{refused, ship, sound, taxed, taxes};
use crate::cli::credits::{balance, post, posted};

#[test]
fn a_bill_of_several_shipments_is_taxed_on_its_own_sum() {
    let place = taxed("revenue_on,invoice\n");
    let shipped = |nth: usize| format!(r#""id":"s{nth}","op":"ship","item":"A","qty":"1","price":"0.33""#);
    let documents: Vec<String> = (1..=10).map(shipped).collect();
    let documents: Vec<&str> = documents.iter().map(String::as_str).collect();
    post(&place, &documents);
    let lines: Vec<String> = (1..=10).map(|nth| format!(r#"{{"of":"s{nth}"}}"#)).collect();
    let bill = format!(r#""id":"b","op":"sales_invoice","lines":[{}]"#, lines.join(","));
    post(&place, &[&bill]);
    assert_eq!(
        posted(&place, "b"),
        "1100 3.93, 2200 -0.63, 2300 -1.00, 4000 -3.30, 5000 1.00"
    );
    sound(&place);
    post(&place, &[r#""id":"u","op":"reverse","of":"b""#]);
    assert_eq!(
        (balance(&place, "2200"), balance(&place, "2300")),
        ("0.00".into(), "1.00".into())
    );
    post(&place, &[&bill.replace("\"b\"", "\"c\"")]);
    for nth in 1..=10 {
        let back = format!(
            r#""id":"r{nth}","op":"customer_return","of":"s{nth}","qty":"1","disposition":"restock""#
        );
        post(&place, &[&back]);
    }
    for account in ["1100", "2200", "2300", "4000", "5000"] {
        assert_eq!(balance(&place, account), "0.00", "{account}");
    }
    sound(&place);
}

#[test]
fn what_is_billed_in_parts_at_other_prices_comes_back_at_what_was_billed_for_it() {
    let place = taxed("revenue_on,invoice\nsales_prices_include_tax,yes\n");
    let lines = [("A", "10", "0.33"), ("F", "3", "1.00")];
    post(
        &place,
        &[
            &ship("s", "", &lines),
            r#""id":"b1","op":"sales_invoice","of":"s","lines":[{"item":"A","qty":"3"},{"item":"F"}]"#,
        ],
    );
    // 0.99 at 19 %: 0.16; 3.00 at 7 %: 0.20.
    assert_eq!(
        posted(&place, "b1"),
        "1100 3.99, 2200 -0.36, 2300 -0.60, 4000 -3.63, 5000 0.60"
    );
    let back = |id: &str, qty: &str| {
        format!(
            r#""id":"{id}","op":"customer_return","of":"s","item":"A","qty":"{qty}","disposition":"restock""#
        )
    };
    // Four are not billed when the first two come back: those go back first.
    post(
        &place,
        &[
            r#""id":"b2","op":"sales_invoice","of":"s","lines":[{"item":"A","qty":"4","price":"0.50","tax_type":"V7"}]"#,
        ],
    );
    assert_eq!(
        posted(&place, "b2"),
        "1100 2.00, 2200 -0.13, 2300 -0.40, 4000 -1.87, 5000 0.40"
    );
    post(&place, &[&back("r1", "5")]);
    // Three were not billed, then two of the three that were at 0.33.
    assert_eq!(
        posted(&place, "r1"),
        "1100 -0.66, 1300 0.50, 2200 0.11, 2300 -0.30, 4000 0.55, 5000 -0.20"
    );
    sound(&place);
    post(&place, &[&back("r2", "5")]);
    assert_eq!(
        posted(&place, "r2"),
        "1100 -2.33, 1300 0.50, 2200 0.18, 4000 2.15, 5000 -0.50"
    );
    sound(&place);
    post(
        &place,
        &[r#""id":"u","op":"reverse","of":"r2""#, &back("r3", "5")],
    );
    assert_eq!(posted(&place, "r3"), posted(&place, "r2"));
    assert_eq!(balance(&place, "1100"), "3.00", "F alone is owed");
    let over = r#""id":"n","op":"sales_invoice","of":"s","lines":[{"item":"A","qty":"1"}]"#;
    assert!(refused(&place, over).contains("All of s is billed"));
    let mixed = r#""id":"n","op":"sales_invoice","of":"s","lines":[{"qty":"1"}]"#;
    assert!(refused(&place, mixed).contains("a line for each item of s"));
    sound(&place);
}

#[test]
fn bills_of_vendors_are_taxed_by_the_item_or_as_they_say_and_may_include_their_tax() {
    let place = taxed("");
    let bought = |id: &str, item: &str| {
        format!(r#""id":"{id}","op":"receive","item":"{item}","qty":"10","cost":"1.00""#)
    };
    post(
        &place,
        &[
            &bought("r1", "A"),
            &bought("r2", "F"),
            &bought("r3", "A"),
            r#""id":"b1","op":"invoice","of":"r1","amount":"11.90","prices_include_tax":true"#,
            r#""id":"b2","op":"invoice","of":"r2","amount":"10.00""#,
            r#""id":"b3","op":"invoice","of":"r3","amount":"10.00","tax_type":"V0""#,
            r#""id":"l","op":"landed_cost","of":["r1"],"amount":"5.00","basis":"quantity""#,
            r#""id":"b4","op":"invoice","of":"l","amount":"5.95","tax_type":"V19","prices_include_tax":true"#,
        ],
    );
    assert_eq!(posted(&place, "b1"), "1400 1.90, 2000 -11.90, 2100 10.00");
    assert_eq!(posted(&place, "b2"), "1400 0.70, 2000 -10.70, 2100 10.00");
    assert_eq!(posted(&place, "b3"), "2000 -10.00, 2100 10.00");
    assert_eq!(posted(&place, "b4"), "1400 0.95, 2000 -5.95, 2150 5.00");
    for (nth, of) in ["r1", "r1", "r1"].into_iter().enumerate() {
        let qty = ["3", "3", "4"][nth];
        post(
            &place,
            &[&format!(
                r#""id":"x{nth}","op":"supplier_return","of":"{of}","qty":"{qty}""#
            )],
        );
    }
    assert_eq!(
        balance(&place, "1400"),
        "1.65",
        "all of the first bill's tax came back"
    );
    sound(&place);
    let told = [
        "sales - - 0.00 0.00 ledger 0.00 other 0.00",
        "purchases V0 0 10.00 0.00",
        "purchases V19 19 5.00 0.95",
        "purchases V7 7 10.00 0.70",
        "purchases - - 25.00 1.65 ledger 1.65 other 0.00",
    ];
    assert_eq!(taxes(&place, &[]), told);
}
