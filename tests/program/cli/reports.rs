//! The reports of one small company, every figure worked out by hand beside it.

use super::workplace::Workplace;
use serde_json::Value;

/// January: A comes for 100.00 and 120.00 and twelve leave, B is 10.00 for seven of two lots and two leave.
const JANUARY: &str = r#"{"id":"r1","op":"receive","date":"2026-01-05","item":"A","qty":"10","cost":"10.00"}
{"id":"r2","op":"receive","date":"2026-01-10","item":"A","qty":"10","cost":"12.00"}
{"id":"r3","op":"receive","date":"2026-01-12","item":"B","lot":"L1","qty":"3","cost":"1.00"}
{"id":"r4","op":"receive","date":"2026-01-12","item":"B","lot":"L2","qty":"4","cost":"1.75"}
{"id":"s1","op":"ship","date":"2026-01-20","item":"A","qty":"12","price":"20.00","channel":"web","document":"SO-1"}
{"id":"s2","op":"ship","date":"2026-01-21","item":"B","lot":"L1","qty":"2","price":"3.00","channel":"shop","document":"SO-2"}"#;

/// February: two things that happened in January; freight on r2, of which eight are here; two of the twelve come back; a
/// count misses one; two are written off, and that is taken back; one more leaves.
const FEBRUARY: &str = r#"{"id":"l1","op":"receive","date":"2026-01-25","item":"A","qty":"5","cost":"9.00"}
{"id":"a1","op":"adjust","date":"2026-01-28","item":"B","lot":"L2","qty":"-1","reason":"broken"}
{"id":"f1","op":"landed_cost","date":"2026-02-05","of":["r2"],"amount":"10.00","basis":"value"}
{"id":"c1","op":"customer_return","date":"2026-02-06","of":"s1","qty":"2","disposition":"restock"}
{"id":"n1","op":"count","date":"2026-02-07","item":"A","counted":"14","reason":"cycle"}
{"id":"a2","op":"adjust","date":"2026-02-08","item":"A","qty":"-2","reason":"broken"}
{"id":"u1","op":"reverse","date":"2026-02-09","of":"a2"}
{"id":"s3","op":"ship","date":"2026-02-10","item":"A","qty":"1","price":"20.00","channel":"web","document":"SO-3"}"#;

fn company() -> Workplace {
    let place = Workplace::new();
    let accounts = place.file("accounts.csv", "account,name,type\n1301,Tins,asset\n");
    let groups = place.file(
        "groups.csv",
        "group,name,sales,inventory,cost_of_sales,count_variance,adjustment,purchase_variance,method\n\
         2,Tins,4000,1301,5000,5200,5300,5100,average\n",
    );
    let items = place.file(
        "items.csv",
        "item,name,group,method,tracking\nA,Apples,1,fifo,none\nB,Beans,2,average,lot\n",
    );
    place.run(&["import", &accounts, &groups, &items]).well();
    place.feed(&["post", "-"], JANUARY).well();
    for day in ["05", "10", "12", "20", "21"] {
        let day = format!("2026-01-{day}");
        place.run(&["gl", "seal", "--day", &day]).well();
    }
    place.run(&["gl", "close", "2026-01"]).well();
    place.feed(&["post", "-"], FEBRUARY).well();
    place
}

/// The columns of each row, in words.
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
fn stock_is_valued_on_any_past_day_and_the_accounts_said_the_same() {
    let place = company();
    let valued =
        |more: &[&str], names: &[&str]| told(&place.rows(&[&["report", "valuation"], more].concat()), names);
    let totals = ["kind", "group", "account", "value", "ledger", "difference"];
    // A: 8 of r2 at 12.00. B: 10.00 less round(10.00 x 2/7) = 2.86.
    assert_eq!(
        valued(&["--at", "2026-01-31"], &totals),
        [
            "total 1 1300 96.00 96.00 0.00",
            "total 2 1301 7.14 7.14 0.00",
            "sum null null 103.14 103.14 0.00",
        ]
    );
    // Before anything left, and before B came.
    assert_eq!(
        valued(&["--at", "2026-01-10"], &totals)[2],
        "sum null null 220.00 220.00 0.00"
    );
    assert_eq!(
        valued(&["--at", "2026-01-04"], &totals)[2],
        "sum null null 0.00 0.00 0.00"
    );
    // A: 96 + 45 late + 8 freight + 21 back - 13 counted - 13 shipped. B: 7.14 - round(7.14 / 5).
    assert_eq!(valued(&[], &totals)[0], "total 1 1300 144.00 144.00 0.00");
    assert_eq!(valued(&[], &totals)[1], "total 2 1301 5.71 5.71 0.00");
    let goods = ["kind", "site", "item", "lot", "qty", "value"];
    assert_eq!(
        valued(&["--at", "2026-01-31", "--by", "item"], &goods)[..2],
        ["row null A null 8 96.00", "row null B null 5 7.14"]
    );
    assert_eq!(
        valued(&["--by", "site"], &goods)[0],
        "row MAIN null null null 149.71"
    );
    // 7.14 over 1 and 4: 1.428 and 5.712, the missing cent to the larger remainder.
    assert_eq!(
        valued(&["--at", "2026-01-31", "--by", "lot", "--item", "B"], &goods)[..2],
        ["row null B L1 1 1.43", "row null B L2 4 5.71"]
    );
    let one = ["--by", "lot", "--lot", "L1"];
    assert_eq!(valued(&one, &goods)[0], "row null B L1 1 1.43");
    assert_eq!(valued(&one, &totals)[1], "total 1 1300 0.00 null null");
    let said = place.run(&["report", "valuation", "--until", "2026-01-31"]);
    assert_eq!(said.code, 2);
    assert!(said.err.contains("--at DAY"), "{}", said.err);
    place.run(&["audit", "--replay"]).well();
}

#[test]
fn entry_types_add_up_to_the_trial_balance() {
    let place = company();
    let rows = place.rows(&["report", "audit-trail"]);
    assert_eq!(
        told(&rows, &["kind", "rule", "entries", "debit", "credit"]),
        [
            "row adjustment 2 27.43 27.43",
            "row count 1 13.00 13.00",
            "row landed_cost 1 10.00 10.00",
            "row receipt 5 275.00 275.00",
            "row return 1 61.00 61.00",
            "row reversal 1 26.00 26.00",
            "row shipment 3 405.86 405.86",
            "sum null 14 818.29 818.29",
        ]
    );
    let cents = |row: &Value| {
        row["debit"]
            .as_str()
            .unwrap()
            .replace('.', "")
            .parse::<i64>()
            .unwrap()
    };
    let debits: i64 = place.rows(&["trial-balance"]).iter().map(cents).sum();
    assert_eq!(debits, 81_829);
    let days = place.rows(&["report", "audit-trail", "--by", "day", "--since", "2026-02-01"]);
    assert_eq!(
        told(&days, &["day", "rule", "entries", "debit"])[..2],
        ["2026-02-01 adjustment 1 1.43", "2026-02-01 receipt 1 45.00"]
    );
    let said = place.run(&["report", "audit-trail", "--item", "A"]);
    assert_eq!(said.code, 2);
    assert!(said.err.contains("--site, --since, --until"), "{}", said.err);
}

#[test]
fn sales_are_told_apart_and_late_cost_is_in_what_they_cost() {
    let place = company();
    let names = [
        "kind",
        "key",
        "sales",
        "cost_of_sales",
        "margin",
        "margin_percent",
    ];
    let sold = |more: &[&str]| {
        told(
            &place.rows(&[&["report", "cost-of-sales"], more].concat()),
            &names,
        )
    };
    // web: 240 - 40 + 20 and 124 - 21 + 13; the freight of what had left, 2.00, went through no channel.
    assert_eq!(
        sold(&[]),
        [
            "row null 0.00 2.00 -2.00 null",
            "row shop 6.00 2.86 3.14 52.33",
            "row web 220.00 116.00 104.00 47.27",
            "sum null 226.00 120.86 105.14 46.52",
        ]
    );
    assert_eq!(sold(&["--by", "group"])[0], "row 1 220.00 118.00 102.00 46.36");
    assert_eq!(sold(&["--by", "item"])[1], "row B 6.00 2.86 3.14 52.33");
    assert_eq!(sold(&["--by", "site"])[0], "row MAIN 226.00 120.86 105.14 46.52");
    assert_eq!(
        sold(&["--until", "2026-01-31", "--item", "A"])[0],
        "row web 240.00 124.00 116.00 48.33"
    );
    let names = [
        "kind",
        "document",
        "sales",
        "sales_returned",
        "sales_credited",
        "cost",
        "late_cost",
        "cost_returned",
        "margin",
        "margin_percent",
    ];
    assert_eq!(
        told(&place.rows(&["report", "margin"]), &names),
        [
            "row SO-1 240.00 40.00 0.00 126.00 2.00 21.00 95.00 47.50",
            "row SO-2 6.00 0.00 0.00 2.86 0.00 0.00 3.14 52.33",
            "row SO-3 20.00 0.00 0.00 13.00 0.00 0.00 7.00 35.00",
            "sum null 266.00 40.00 0.00 141.86 2.00 21.00 105.14 46.52",
        ]
    );
}

#[test]
fn adjustments_are_told_by_reason_and_what_was_taken_back_counts_no_more() {
    let place = company();
    let rows = place.rows(&["report", "adjustments"]);
    let names = [
        "kind",
        "movement_kind",
        "reason",
        "movements",
        "taken_back",
        "qty_found",
        "qty_lost",
        "value",
    ];
    assert_eq!(
        told(&rows, &names),
        [
            "row adjustment broken 1 1 0 1 -1.43",
            "row count cycle 1 0 0 1 -13.00",
            "sum null null 2 1 0 2 -14.43",
        ]
    );
    let people = place.rows(&["report", "adjustments", "--by", "operator", "--item", "B"]);
    assert_eq!(
        told(&people, &["reason", "operators", "value"])[0],
        "broken 0 -1.43"
    );
    let csv = place.run(&["report", "adjustments", "--csv"]).well().out;
    assert!(
        csv.starts_with("kind,movement_kind,reason,operator,movements,"),
        "{csv}"
    );
}

#[test]
fn a_closed_month_is_shown_as_if_what_came_late_had_been_in_it() {
    let place = company();
    let names = ["account", "as_closed", "late", "earlier", "would_have_been"];
    assert_eq!(
        told(&place.rows(&["report", "would-have-been", "2026-01"]), &names),
        [
            "1100 246.00 0.00 0.00 246.00",
            "1300 96.00 53.00 0.00 149.00",
            "1301 7.14 -1.43 0.00 5.71",
            "2100 -230.00 -45.00 0.00 -275.00",
            "2150 0.00 -10.00 0.00 -10.00",
            "4000 -246.00 0.00 0.00 -246.00",
            "5000 126.86 2.00 0.00 128.86",
            "5300 0.00 1.43 0.00 1.43",
        ]
    );
    let names = [
        "way",
        "effective_date",
        "posting_date",
        "rule",
        "account",
        "debit",
        "credit",
    ];
    assert_eq!(
        told(&place.rows(&["report", "would-have-been", "--entries"]), &names),
        [
            "in 2026-01-25 2026-02-01 receipt 1300 45.00 0.00",
            "in 2026-01-25 2026-02-01 receipt 2100 0.00 45.00",
            "in 2026-01-28 2026-02-01 adjustment 5300 1.43 0.00",
            "in 2026-01-28 2026-02-01 adjustment 1301 0.00 1.43",
            "in 2026-01-10 2026-02-05 landed_cost 1300 10.00 0.00",
            "in 2026-01-10 2026-02-05 landed_cost 2150 0.00 10.00",
            "in 2026-01-20 2026-02-05 landed_cost 1300 0.00 2.00",
            "in 2026-01-20 2026-02-05 landed_cost 5000 2.00 0.00",
        ]
    );
    let open = place.run(&["report", "would-have-been", "2026-02"]);
    assert_eq!(open.code, 2);
    assert!(open.err.contains("2026-01 so far"), "{}", open.err);
    // Once February is closed too, it shows without what belongs to January.
    for day in ["01", "05", "06", "07", "08", "09", "10"] {
        let day = format!("2026-02-{day}");
        place.run(&["gl", "seal", "--day", &day]).well();
    }
    place.run(&["gl", "close", "2026-02"]).well();
    let both = place.rows(&["report", "would-have-been"]);
    let stock: Vec<String> = told(&both, &["period", "account", "as_closed", "late", "earlier"])
        .into_iter()
        .filter(|row| row.contains(" 1301 "))
        .collect();
    assert_eq!(
        stock,
        ["2026-01 1301 7.14 -1.43 0.00", "2026-02 1301 -1.43 0.00 1.43"]
    );
}
