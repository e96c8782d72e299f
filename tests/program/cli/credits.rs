//! Credits of vendors and customers, bills that differ, and rates, as journals of the program.

use super::workplace::Workplace;
use binledger::domain::amount::Money;
use serde_json::Value;
use std::collections::BTreeMap;

/// Returns what the entries of a document come to, account by account, as `journal --json` tells them.
pub(in crate::cli) fn posted(place: &Workplace, id: &str) -> String {
    let moved = place.rows(&["moves"]);
    let own: Vec<&Value> = moved
        .iter()
        .filter(|row| row["id"] == id)
        .map(|row| &row["seq"])
        .collect();
    let mut sums: BTreeMap<String, Money> = BTreeMap::new();
    let entries = place.rows(&["journal"]);
    for entry in entries.iter().filter(|entry| own.contains(&&entry["movement"])) {
        for line in entry["lines"].as_array().unwrap() {
            let side = |name: &str| line[name].as_str().unwrap().parse::<Money>().unwrap();
            let account = line["account"].as_str().unwrap().to_owned();
            *sums.entry(account).or_default() += side("debit") - side("credit");
        }
    }
    let shown = sums.into_iter().map(|(account, sum)| format!("{account} {sum}"));
    shown.collect::<Vec<_>>().join(", ")
}

/// Returns what an account holds.
pub(in crate::cli) fn balance(place: &Workplace, account: &str) -> String {
    let rows = place.rows(&["trial-balance"]);
    let row = rows.iter().find(|row| row["account"] == account);
    row.map_or_else(
        || "0.00".to_owned(),
        |row| row["balance"].as_str().unwrap().to_owned(),
    )
}

/// A workplace with an item at FIFO, where these documents of 2 March were applied.
fn after(policy: &str, documents: &[&str]) -> Workplace {
    let place = Workplace::new();
    let policies = place.file("policies.csv", &format!("key,value\ninvoice_variance,{policy}\n"));
    place.run(&["import", &policies]).well();
    post(&place, &[r#""id":"i","op":"item","item":"A","method":"fifo""#]);
    post(&place, documents);
    place
}

pub(in crate::cli) fn post(place: &Workplace, documents: &[&str]) {
    let line = |fields: &&str| format!("{{\"date\":\"2026-03-02\",{fields}}}\n");
    let lines: String = documents.iter().map(line).collect();
    place.feed(&["post", "-"], &lines).well();
}

const BOUGHT: &str = r#""id":"r","op":"receive","item":"A","qty":"100","cost":"10.00","vendor":"V-1""#;
const BILLED: &str = r#""id":"b","op":"invoice","of":"r","amount":"1000.00""#;

#[test]
fn landed_cost_that_was_a_credit_is_settled_by_a_credit_note_and_by_no_bill() {
    let off = r#""id":"l2","op":"landed_cost","of":["r"],"amount":"-15.00","basis":"quantity""#;
    let documents = [
        BOUGHT,
        r#""id":"l","op":"landed_cost","of":["r"],"amount":"40.00","basis":"quantity""#,
        r#""id":"bl","op":"invoice","of":"l","amount":"40.00""#,
        off,
    ];
    let place = after("variance", &documents);
    let wrong = r#"{"id":"bw","op":"invoice","date":"2026-03-02","of":"l2","amount":"15.00"}"#;
    let refused = place.feed(&["post", "-"], wrong);
    assert_eq!(refused.code, 1);
    assert!(refused.err.contains("a credit note for l2"), "{}", refused.err);
    let open = |place: &Workplace| place.rows(&["open-items", "--kind", "landed_cost"]);
    assert_eq!(open(&place)[0]["value"], "-15.00");
    post(
        &place,
        &[r#""id":"c","op":"credit_note","side":"supplier","of":"l2","amount":"15.00""#],
    );
    assert_eq!(posted(&place, "c"), "2000 15.00, 2150 -15.00");
    assert!(open(&place).is_empty());
    assert_eq!(
        (balance(&place, "2150"), balance(&place, "5100")),
        ("0.00".into(), "0.00".into())
    );
    post(&place, &[r#""id":"u","op":"reverse","of":"c""#]);
    assert_eq!(open(&place)[0]["value"], "-15.00");
    post(
        &place,
        &[r#""id":"d","op":"invoice","of":"l2","amount":"-15.00""#],
    );
    assert_eq!(posted(&place, "d"), "2000 15.00, 2150 -15.00");
    let earlier = place.rows(&["open-items", "--kind", "landed_cost", "--date", "2026-03-01"]);
    assert!(earlier.is_empty());
    place.run(&["audit", "--replay"]).well();
}

#[test]
fn a_price_credit_with_goods_kept_goes_where_a_price_difference_goes() {
    for (policy, expected) in [
        ("variance", "2000 400.00, 5100 -400.00"),
        ("capitalise", "1300 -300.00, 2000 400.00, 5000 -100.00"),
    ] {
        let sold = r#""id":"s","op":"ship","item":"A","qty":"25","price":"20.00""#;
        for credit in [
            r#""id":"c","op":"credit_note","side":"supplier","of":"r","amount":"400.00""#,
            r#""id":"c","op":"invoice","of":"r","amount":"-400.00""#,
        ] {
            let place = after(policy, &[BOUGHT, BILLED, sold, credit]);
            assert_eq!(posted(&place, "c"), expected, "{policy}");
            assert_eq!(balance(&place, "2000"), "-600.00");
            post(&place, &[r#""id":"u","op":"reverse","of":"c""#]);
            assert_eq!(balance(&place, "2000"), "-1000.00");
            place.run(&["audit", "--replay"]).well();
        }
    }
}

#[test]
fn a_return_of_goods_whose_bill_differed_leaves_nothing_owed_and_takes_the_variance_back() {
    for policy in ["variance", "capitalise"] {
        let billed = r#""id":"b","op":"invoice","of":"r","amount":"1200.00""#;
        let back = r#""id":"x","op":"supplier_return","of":"r","qty":"100""#;
        let place = after(policy, &[BOUGHT, billed, back]);
        for account in ["2000", "2100", "5100", "1300"] {
            assert_eq!(balance(&place, account), "0.00", "{policy} {account}");
        }
        post(&place, &[r#""id":"u","op":"reverse","of":"x""#]);
        assert_eq!(balance(&place, "2000"), "-1200.00");
        place.run(&["audit", "--replay"]).well();
    }
}

#[test]
fn units_sent_back_before_they_were_billed_take_no_part_in_the_bill() {
    let documents = [
        r#""id":"r","op":"receive","item":"A","qty":"100","cost":"1000.00""#,
        r#""id":"x","op":"supplier_return","of":"r","qty":"20""#,
        r#""id":"b","op":"invoice","of":"r","amount":"88000.00""#,
    ];
    let place = after("capitalise", &documents);
    assert_eq!(posted(&place, "b"), "1300 8000.00, 2000 -88000.00, 2100 80000.00");
    assert_eq!(
        (balance(&place, "1300"), balance(&place, "5000")),
        ("88000.00".into(), "0.00".into())
    );
    place.run(&["audit", "--replay"]).well();
}

#[test]
fn what_rates_make_of_freight_and_of_goods_that_go_back_is_exchange_difference() {
    let documents = [
        r#""id":"r","op":"receive","item":"A","qty":"10","value":"100.00","currency":"EUR","rate":"1.10""#,
        r#""id":"l","op":"landed_cost","of":["r"],"amount":"10.00","basis":"value","currency":"EUR","rate":"1.10""#,
        r#""id":"bl","op":"invoice","of":"l","amount":"10.00","currency":"EUR","rate":"1.20""#,
        r#""id":"b","op":"invoice","of":"r","amount":"120.00","currency":"EUR","rate":"1.20""#,
        r#""id":"x","op":"supplier_return","of":"r","qty":"10""#,
    ];
    let place = after("variance", &documents);
    assert_eq!(posted(&place, "bl"), "2000 -12.00, 2150 11.00, 5800 1.00");
    assert_eq!(
        posted(&place, "b"),
        "2000 -144.00, 2100 110.00, 5100 22.00, 5800 12.00"
    );
    assert_eq!(
        posted(&place, "x"),
        "1300 -121.00, 2000 144.00, 5100 -11.00, 5800 -12.00"
    );
    assert_eq!(
        (balance(&place, "2000"), balance(&place, "5800")),
        ("-12.00".into(), "1.00".into())
    );
    place.run(&["audit", "--replay"]).well();
}

#[test]
fn a_customer_is_credited_without_goods_and_for_what_was_thrown_away() {
    let documents = [
        BOUGHT,
        r#""id":"s","op":"ship","item":"A","qty":"10","price":"20.00","document":"SO-1""#,
        r#""id":"c","op":"credit_note","side":"customer","of":"s","amount":"30.00","document":"CN-1""#,
        r#""id":"k","op":"customer_return","of":"s","qty":"2","disposition":"scrap""#,
        r#""id":"c2","op":"credit_note","side":"customer","of":"k","amount":"34.00""#,
    ];
    let place = after("variance", &documents);
    assert_eq!(posted(&place, "c"), "1100 -30.00, 4000 30.00");
    assert_eq!(posted(&place, "c2"), "1100 -34.00, 4000 34.00");
    let journal = place.rows(&["journal"]);
    let noted = journal.iter().find(|entry| entry["document"] == "CN-1").unwrap();
    assert_eq!(
        (&noted["kind"], &noted["rule"]),
        (&"credit_note".into(), &"credit_note".into())
    );
    let margin = place.rows(&["report", "margin"]);
    assert_eq!(
        (&margin[0]["sales"], &margin[0]["sales_credited"]),
        (&"200.00".into(), &"64.00".into())
    );
    let sales = place.rows(&["report", "cost-of-sales", "--by", "group"]);
    assert_eq!(sales[0]["sales"], "136.00");
    place.run(&["audit", "--replay"]).well();
}

#[test]
fn a_number_of_a_vendor_is_refused_with_the_document_that_has_it() {
    let numbered = r#""id":"b","op":"invoice","of":"r","amount":"400.00","qty":"40","document":"RE-7""#;
    let place = after("variance", &[BOUGHT, numbered]);
    let again =
        r#"{"id":"b2","op":"invoice","date":"2026-03-03","of":"r","amount":"600.00","document":"RE-7"}"#;
    let refused = place.feed(&["post", "-"], again);
    assert_eq!(refused.code, 1);
    assert!(
        refused.err.contains("V-1's bill RE-7 is entered already, as b."),
        "{}",
        refused.err
    );
    post(&place, &[r#""id":"u","op":"reverse","of":"b""#]);
    place.feed(&["post", "-"], again).well();
    place.run(&["audit", "--replay"]).well();
}
