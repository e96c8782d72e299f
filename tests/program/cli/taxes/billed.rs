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

#[test]
fn one_paper_for_several_receipts_freight_and_services_is_one_bill_and_one_sum_of_tax() {
    let place = taxed("");
    let vendors = place.file("vendors.csv", "vendor,name\nV-1,Somebody\nV-2,Other\n");
    place.run(&["import", &vendors]).well();
    let bought = |nth: usize| {
        format!(r#""id":"r{nth}","op":"receive","item":"A","qty":"1","cost":"0.33","vendor":"V-1""#)
    };
    let documents: Vec<String> = (1..=10).map(bought).collect();
    let mut documents: Vec<&str> = documents.iter().map(String::as_str).collect();
    documents.push(r#""id":"l","op":"landed_cost","of":["r1"],"amount":"1.00","basis":"quantity""#);
    documents.push(r#""id":"o","op":"receive","item":"A","qty":"1","cost":"0.33","vendor":"V-2""#);
    post(&place, &documents);
    let lines = |more: &str| {
        let lines: Vec<String> = (1..=10)
            .map(|nth| format!(r#"{{"of":"r{nth}","amount":"0.33"}}"#))
            .collect();
        format!(r#""lines":[{}{more}]"#, lines.join(","))
    };
    let all = lines(
        r#",{"of":"l","amount":"1.00","tax_type":"V7"},{"item":"OFF","amount":"2.00"},{"item":"F","qty":"2","amount":"3.00"}"#,
    );
    let bill = format!(r#""id":"b","op":"invoice","document":"RE-1","amount":"9.30",{all}"#);
    post(&place, &[&bill]);
    // 19 % on 5.30 is 1.01; 7 % on 1.00 and on 3.00, as one sum, is 0.28.
    assert_eq!(
        posted(&place, "b"),
        "1400 1.29, 2000 -10.59, 2100 6.30, 2150 1.00, 5600 2.00"
    );
    sound(&place);
    for (fields, why) in [
        (
            format!(r#""id":"n","op":"invoice","amount":"9.31",{all}"#),
            "lines that come to 9.31",
        ),
        (
            format!(
                r#""id":"n","op":"invoice","amount":"3.63",{}"#,
                lines(r#",{"of":"o","amount":"0.33"}"#)
            ),
            "of one vendor",
        ),
        (
            r#""id":"n","op":"invoice","amount":"0.33","document":"RE-1","of":"r1""#.to_owned(),
            "RE-1",
        ),
        (
            r#""id":"n","op":"invoice","amount":"-0.10","of":"r1","tax_type":"V7""#.to_owned(),
            "a tax type too",
        ),
    ] {
        let said = refused(&place, &fields);
        assert!(said.contains(why), "{fields}: {said}");
    }
    post(&place, &[r#""id":"u","op":"reverse","of":"b""#]);
    assert_eq!(
        (balance(&place, "1400"), balance(&place, "2000")),
        ("0.00".into(), "0.00".into())
    );
    post(&place, &[&bill.replace("\"b\"", "\"c\"")]);
    for nth in 1..=10 {
        let back = format!(r#""id":"x{nth}","op":"supplier_return","of":"r{nth}","qty":"1""#);
        post(&place, &[&back]);
    }
    // The freight, the service and the goods to come stay, with their tax.
    assert_eq!(
        (balance(&place, "1400"), balance(&place, "2000")),
        ("0.66".into(), "-6.66".into())
    );
    sound(&place);
}

#[test]
fn a_credit_with_its_tax_credits_both_as_they_were_charged() {
    let place = taxed("");
    post(
        &place,
        &[
            r#""id":"r","op":"receive","item":"A","qty":"10","cost":"10.00""#,
            r#""id":"b","op":"invoice","of":"r","amount":"119.00","prices_include_tax":true"#,
            r#""id":"c","op":"credit_note","side":"supplier","of":"r","amount":"11.90","prices_include_tax":true"#,
            r#""id":"d","op":"invoice","of":"r","amount":"-11.90","prices_include_tax":true"#,
            &ship("s", "", &[("A", "1", "100.00"), ("F", "1", "100.00")]),
            r#""id":"e","op":"credit_note","side":"customer","of":"s","amount":"22.60","prices_include_tax":true"#,
        ],
    );
    assert_eq!(posted(&place, "c"), "1400 -1.90, 2000 11.90, 5100 -10.00");
    assert_eq!(posted(&place, "d"), "1400 -1.90, 2000 11.90, 5100 -10.00");
    assert_eq!(posted(&place, "e"), "1100 -22.60, 2200 2.60, 4000 20.00");
    sound(&place);
    let over = r#""id":"n","op":"credit_note","side":"customer","of":"s","amount":"203.41","prices_include_tax":true"#;
    assert!(refused(&place, over).contains("203.40"));
}
