//! What reports tell of stock by lot, of sales whose cost or bill came later, and of who wrote goods off.

use super::workplace::Workplace;
use serde_json::Value;

const LOTS: &str = r#"{"id":"i","op":"item","date":"2026-03-02","item":"L","method":"fifo","tracking":"lot"}
{"id":"r1","op":"receive","date":"2026-03-02","item":"L","lot":"L1","qty":"10","cost":"1.00"}
{"id":"r2","op":"receive","date":"2026-03-03","item":"L","lot":"L2","qty":"10","cost":"2.00"}
{"id":"s1","op":"ship","date":"2026-03-04","item":"L","lot":"L1","qty":"4","price":"5.00"}
{"id":"s2","op":"ship","date":"2026-03-05","item":"L","lot":"L1","qty":"6","price":"5.00"}
{"id":"s3","op":"ship","date":"2026-03-05","item":"L","lot":"L2","qty":"1","price":"5.00"}"#;

fn told(rows: &[Value], names: &[&str]) -> Vec<String> {
    let word = |row: &Value, name: &&str| row[name].to_string().replace('"', "");
    let told = |row: &Value| {
        names
            .iter()
            .map(|name| word(row, name))
            .collect::<Vec<_>>()
            .join(" ")
    };
    rows.iter().map(told).collect()
}

#[test]
fn at_fifo_a_lot_is_worth_what_is_left_of_its_own_layers() {
    let place = Workplace::new();
    place.feed(&["post", "-"], LOTS).well();
    let lots = |day: &str| {
        let rows = place.rows(&["report", "valuation", "--by", "lot", "--at", day]);
        told(&rows, &["kind", "lot", "qty", "value"])
    };
    assert_eq!(lots("2026-03-03")[..2], ["row L1 10 10.00", "row L2 10 20.00"]);
    assert_eq!(lots("2026-03-04")[..2], ["row L1 6 6.00", "row L2 10 20.00"]);
    assert_eq!(lots("2026-03-05")[0], "row L2 9 18.00");
    let one = place.rows(&["report", "valuation", "--by", "lot", "--lot", "L2"]);
    assert_eq!(told(&one, &["lot", "value"])[0], "L2 18.00");
}

#[test]
fn a_margin_knows_what_is_not_billed_and_what_covered_a_sale_cost() {
    let place = Workplace::empty();
    let policies = [
        "--set",
        "negative_stock=provisional",
        "--set",
        "revenue_on=invoice",
    ];
    place.run(&[&["init"], &policies[..]].concat()).well();
    let day = r#"{"id":"i","op":"item","date":"2026-03-02","item":"A","method":"average"}
{"id":"r1","op":"receive","date":"2026-03-02","item":"A","qty":"1","cost":"1.00"}
{"id":"s1","op":"ship","date":"2026-03-03","item":"A","qty":"4","price":"20.00","document":"SO-1"}
{"id":"b1","op":"sales_invoice","date":"2026-03-04","of":"s1","qty":"1"}
{"id":"r2","op":"receive","date":"2026-03-05","item":"A","qty":"5","cost":"2.00"}"#;
    place.feed(&["post", "-"], day).well();
    // Three of the four were sold before they came, at 1.00 each, and cost 2.00 when they did.
    let names = [
        "kind",
        "document",
        "sales",
        "unbilled",
        "cost",
        "late_cost",
        "margin",
    ];
    assert_eq!(
        told(&place.rows(&["report", "margin"]), &names),
        [
            "row SO-1 80.00 60.00 7.00 3.00 73.00",
            "sum null 80.00 60.00 7.00 3.00 73.00"
        ]
    );
    place.run(&["audit", "--replay"]).well();
}

#[test]
fn adjustments_tell_operators_apart() {
    let place = Workplace::new();
    let users = place.file(
        "users.csv",
        "badge,name,roles,site\nANN,Ann,supervisor,MAIN\nBEN,Ben,supervisor,MAIN\n",
    );
    place.run(&["import", &users]).well();
    let day = r#"{"id":"i","op":"item","date":"2026-03-02","item":"A","method":"average"}
{"id":"r1","op":"receive","date":"2026-03-02","item":"A","qty":"10","cost":"1.00"}
{"id":"a1","op":"adjust","date":"2026-03-03","item":"A","qty":"-1","reason":"broken","operator":"ANN"}
{"id":"a2","op":"adjust","date":"2026-03-03","item":"A","qty":"-2","reason":"broken","operator":"BEN"}
{"id":"a3","op":"adjust","date":"2026-03-03","item":"A","qty":"2","reason":"found","operator":"BEN"}
{"id":"z1","op":"reverse","date":"2026-03-04","of":"a2","operator":"ANN"}"#;
    place.feed(&["post", "-"], day).well();
    let names = [
        "reason",
        "operator",
        "movements",
        "taken_back",
        "operators",
        "value",
    ];
    let rows = place.rows(&["report", "adjustments", "--by", "operator"]);
    assert_eq!(
        told(&rows, &names),
        [
            "broken ANN 1 0 1 -1.00",
            "broken BEN 0 1 1 0.00",
            "found BEN 1 0 1 2.00",
            "null null 2 1 2 1.00",
        ]
    );
}

#[test]
fn what_was_lost_on_the_way_is_told_with_its_reason_and_worth() {
    let place = Workplace::new();
    let day = r#"{"id":"site","op":"define","date":"2026-03-02","master":{"record":"site","site":"SHOP","name":"Shop"}}
{"id":"i","op":"item","date":"2026-03-02","item":"A","method":"average"}
{"id":"r","op":"receive","date":"2026-03-02","item":"A","qty":"10","cost":"2.50"}
{"id":"t","op":"transfer_out","date":"2026-03-03","item":"A","qty":"4","from_site":"MAIN","to_site":"SHOP"}
{"id":"x","op":"transfer_close","date":"2026-03-05","of":"t","reason":"fell off the lorry"}"#;
    place.feed(&["post", "-"], day).well();
    let names = ["movement_kind", "reason", "qty_lost", "value"];
    let lost = told(&place.rows(&["report", "adjustments"]), &names);
    assert_eq!(
        lost,
        ["transfer_close fell off the lorry 4 -10.00", "null null 4 -10.00"]
    );
    place
        .feed(
            &["post", "-"],
            r#"{"id":"u","op":"reverse","date":"2026-03-06","of":"x"}"#,
        )
        .well();
    let lost = told(&place.rows(&["report", "adjustments"]), &names);
    assert_eq!(
        lost,
        ["transfer_close fell off the lorry 0 0.00", "null null 0 0.00"]
    );
}
