//! Work orders from a file to the books: imported, worked on, reported, and told step by step.

use super::workplace::Workplace;
use serde_json::Value;

const HEAD: &str = "order,site,item,qty,component,component_qty,labour,due\n";

/// Components for two work orders; of the first two of four pieces are made.
const WORK: &str = r#"{"id":"r1","op":"receive","date":"2026-03-02","item":"A","qty":"20","cost":"2.00"}
{"id":"r2","op":"receive","date":"2026-03-02","item":"B","qty":"20","cost":"3.00"}
{"id":"i1","op":"work_issue","date":"2026-03-03","order":"WO-1","item":"A","qty":"8"}
{"id":"i2","op":"work_issue","date":"2026-03-03","order":"WO-1","item":"B","qty":"4"}
{"id":"p1","op":"work_report","date":"2026-03-04","order":"WO-1","qty":"2"}
{"id":"i3","op":"work_issue","date":"2026-03-04","order":"WO-2","item":"A","qty":"1"}
{"id":"u3","op":"reverse","date":"2026-03-04","of":"i3"}"#;

fn company() -> Workplace {
    let place = Workplace::new();
    let items = place.file(
        "items.csv",
        "item,name,method\nA,Axle,average\nB,Bolt,fifo\nSET,Set,average\n",
    );
    place.run(&["import", &items]).well();
    imported(&place, "4").well();
    place.feed(&["post", "-"], WORK).well();
    place
}

/// Imports two work orders, the first for so many pieces.
fn imported(place: &Workplace, qty: &str) -> super::workplace::Said {
    let rows = format!(
        "{HEAD}WO-1,MAIN,SET,{qty},A,2,0.50,2026-03-09\nWO-1,MAIN,SET,{qty},B,1,0.50,2026-03-09\nWO-2,MAIN,SET,1,A,1,,\n"
    );
    place.run(&["import", &place.file("work_orders.csv", &rows)])
}

/// The columns of each row, in words.
fn told(rows: &[Value], names: &[&str]) -> Vec<String> {
    let word = |row: &Value, name: &&str| row[name].to_string().replace('"', "");
    let told = |row: &Value| {
        let words: Vec<String> = names.iter().map(|name| word(row, name)).collect();
        words.join(" ")
    };
    rows.iter().map(told).collect()
}

#[test]
fn work_in_process_is_told_order_by_order_and_component_by_component() {
    let place = company();
    assert_eq!(
        told(
            &place.rows(&["report", "wip"]),
            &[
                "kind", "group", "site", "order", "item", "due", "qty", "made", "value"
            ]
        ),
        [
            "row 1 MAIN WO-1 SET 2026-03-09 4 2 14.00",
            "row 1 MAIN WO-2 SET null 1 0 0.00",
            "total 1 null null null null null null 14.00",
            "sum null null null null null null null 14.00",
        ]
    );
    assert_eq!(
        told(
            &place.rows(&["report", "wip", "--by", "component"]),
            &["order", "component", "to_issue", "in_process", "value"]
        )[..3],
        ["WO-1 A 0 4 8.00", "WO-1 B 0 2 6.00", "WO-2 A 1 0 0.00"]
    );
    let balance = told(&place.rows(&["trial-balance"]), &["account", "balance"]);
    assert!(balance.contains(&"1320 14.00".to_owned()), "{balance:?}");
    assert_eq!(place.rows(&["report", "wip", "--site", "NONE"]).len(), 2);
}

#[test]
fn why_of_a_work_order_tells_its_components_and_every_step() {
    let place = company();
    let said = place.run(&["why", "WO-1"]).well();
    assert_eq!(
        said.out,
        "work order WO-1 · 2 of 4 SET made at MAIN, 0 spoilt · due 2026-03-09 · open\n\
         \x20 line 1 · 2 A each · issued 8 · spoilt 0 · made 4 · in process 4 worth 8.00\n\
         \x20 line 2 · 1 B each · issued 4 · spoilt 0 · made 2 · in process 2 worth 6.00\n\
         \x20 movement 3 · work_issue · 8 A · 2026-03-03 · line 1 · value -16.00 · entry 3\n\
         \x20 movement 4 · work_issue · 4 B · 2026-03-03 · line 2 · value -12.00 · entry 4\n\
         \x20 movement 5 · work_report · 2 SET · 2026-03-04 · line 0 · value 15.00 · entry 5\n"
    );
    let rows = place.run(&["why", "WO-2", "--json"]).well().rows();
    let steps = rows[0]["steps"].as_array().expect("steps");
    assert_eq!(steps.len(), 2, "the issue, and what took it back: {steps:?}");
    assert_eq!(steps[1]["reverses"], steps[0]["movement"]);
}

#[test]
fn rows_that_say_something_else_change_the_work_order() {
    let place = company();
    let again = imported(&place, "4").well();
    assert!(
        again.err.contains("0 records imported, 2 were known already"),
        "{}",
        again.err
    );
    let changed = imported(&place, "6").well();
    assert!(
        changed.err.contains("1 records imported, 1 of them changed"),
        "{}",
        changed.err
    );
    assert_eq!(
        told(&place.rows(&["report", "wip"]), &["order", "qty"])[0],
        "WO-1 6"
    );
    let fewer = imported(&place, "1");
    assert_eq!(fewer.code, 3, "{}", fewer.err);
    assert!(fewer.err.contains("BELOW_DONE"), "{}", fewer.err);
    let rows =
        format!("{HEAD}WO-3,MAIN,SET,4,A,2,0.50,\nWO-3,MAIN,SET,5,B,1,0.50,\nWO-4,MAIN,SET,1,NONE,0,,\n");
    let wrong = place.run(&["import", &place.file("work_orders.csv", &rows)]);
    for expected in [
        "line 3, column qty: expected 4 as on the order's first line, found 5",
        "line 4, column component_qty: expected a quantity above zero, found 0",
        "line 4, column component:",
    ] {
        assert!(wrong.err.contains(expected), "{expected}: {}", wrong.err);
    }
}

#[test]
fn a_store_without_the_accounts_of_work_says_what_to_do() {
    let place = Workplace::new();
    let items = place.file("items.csv", "item,name\nA,Axle\nSET,Set\n");
    let policies = place.file("policies.csv", "key,value\naccount.work_in_process,1399\n");
    place.run(&["import", &items]).well();
    let refused = place.run(&["import", &policies]);
    assert_eq!(
        refused.code, 3,
        "an account that the chart does not have: {}",
        refused.err
    );
}
