//! Dimensions of a company's own choosing, from the import to queries, reports and the exports of ledger batches.

use super::credits::post;
use super::workplace::Workplace;
use serde_json::{Value, json};
use std::process::Command;

/// Projects P1 and P2. An order is for P1; of A, bought for P1, two are shipped for P2 and three for nobody.
fn company() -> Workplace {
    let place = Workplace::new();
    let files = [
        (
            "dimensions.csv",
            "dimension,name,free,required_for\nproject,Project,false,\n",
        ),
        (
            "dimension_values.csv",
            "dimension,value,name,since,until\nproject,P1,Fair in Kiel,,\nproject,P2,\"Trade \"\"house\"\"\",2026-01-01,2026-12-31\n",
        ),
        ("items.csv", "item,name,method\nA,Apples,fifo\n"),
        ("vendors.csv", "vendor,name\nV1,Orchard\n"),
        (
            "purchase_orders.csv",
            "order,vendor,due,line,item,qty,price,dimensions\nPO-1,V1,2026-03-02,1,A,10,10,project=P1\n",
        ),
    ];
    let paths: Vec<String> = files.map(|(name, text)| place.file(name, text)).into();
    let mut asked = vec!["import"];
    asked.extend(paths.iter().map(String::as_str));
    place.run(&asked).well();
    post(
        &place,
        &[
            r#""id":"r","op":"receive","item":"A","qty":"10","order":"PO-1","line":1"#,
            r#""id":"s1","op":"ship","item":"A","qty":"2","price":"15","dimensions":{"project":"P2"}"#,
            r#""id":"s2","op":"ship","item":"A","qty":"3","price":"15""#,
            r#""id":"l","op":"landed_cost","of":["r"],"amount":"10","basis":"quantity""#,
        ],
    );
    place
}

/// Rows, each with some of its columns.
fn told(place: &Workplace, asked: &[&str], columns: &[&str]) -> Vec<String> {
    let told = |row: &Value| {
        let cells = columns
            .iter()
            .map(|column| row[*column].to_string().replace('"', ""));
        cells.collect::<Vec<_>>().join(" ")
    };
    place.rows(asked).iter().map(told).collect()
}

#[test]
fn what_is_received_for_an_order_says_what_the_order_says_down_to_the_journal() {
    let place = company();
    let moved = place.rows(&["moves"]);
    let said: Vec<Value> = moved.iter().map(|row| row["dimensions"].clone()).collect();
    let (first, second) = (json!({"project": "P1"}), json!({"project": "P2"}));
    assert_eq!(said, [first.clone(), second, Value::Null, first.clone()]);
    let journal = place.rows(&["journal"]);
    assert!(
        journal[0]["lines"]
            .as_array()
            .unwrap()
            .iter()
            .all(|line| line["dimensions"] == first)
    );
    let of_second = place.rows(&["journal", "--dimension", "project=P2"]);
    let lines: Vec<usize> = of_second
        .iter()
        .map(|entry| entry["lines"].as_array().unwrap().len())
        .collect();
    assert_eq!(lines, [4, 1], "the sale, and its part of the freight");
    assert_eq!(place.rows(&["moves", "--dimension", "project=P2"]).len(), 1);
    for query in [
        &["journal"][..],
        &["moves"],
        &["trial-balance", "--by", "project"],
    ] {
        for form in [&["--csv"][..], &[]] {
            let table = place.run(&[query, form].concat()).well().out;
            assert!(
                table.contains("P1") && table.contains("P2"),
                "{query:?} {form:?}: {table}"
            );
        }
        let book = place.path("book.xlsx").display().to_string();
        place.run(&[query, &["--xlsx", &book]].concat()).well();
    }
    for asked in [
        ["journal", "--dimension", "budget=B"],
        ["trial-balance", "--by", "budget"],
    ] {
        let said = place.run(&asked);
        assert_eq!(said.code, 2, "{}", said.err);
        assert!(
            said.err.contains("expected a dimension (project), found budget"),
            "{}",
            said.err
        );
    }
    let why = place.run(&["why", "entry", "2"]).well().out;
    assert!(why.contains("4000 Sales project=P2"), "{why}");
    place.run(&["audit"]).well();
}

#[test]
fn reports_tell_projects_apart_and_add_up_to_the_trial_balance() {
    let place = company();
    let columns = ["kind", "key", "name", "sales", "cost_of_sales", "margin"];
    assert_eq!(
        told(&place, &["report", "cost-of-sales", "--by", "project"], &columns),
        [
            "row null null 45.00 33.00 12.00",
            "row P2 Trade \\house\\ 30.00 22.00 8.00",
            "sum null null 75.00 55.00 20.00"
        ]
    );
    assert_eq!(
        told(
            &place,
            &["report", "margin", "--by", "project"],
            &["value", "sales", "cost", "margin"]
        ),
        [
            " 45.00 33.00 12.00",
            "P2 30.00 22.00 8.00",
            "null 75.00 55.00 20.00"
        ]
    );
    let whole = told(&place, &["trial-balance"], &["account", "balance"]);
    let columns = ["value", "account", "balance"];
    let apart = told(&place, &["trial-balance", "--by", "project"], &columns);
    assert_eq!(
        apart,
        [
            "null 1100 45.00",
            "null 1300 -30.00",
            "null 4000 -45.00",
            "null 5000 33.00",
            "P1 1300 105.00",
            "P1 2100 -100.00",
            "P1 2150 -10.00",
            "P2 1100 30.00",
            "P2 1300 -20.00",
            "P2 4000 -30.00",
            "P2 5000 22.00"
        ]
    );
    assert!(whole.contains(&"1300 55.00".to_owned()) && whole.contains(&"5000 55.00".to_owned()));
    assert_eq!(
        told(
            &place,
            &["trial-balance", "--dimension", "project=P2"],
            &["account", "balance"]
        ),
        ["1100 30.00", "1300 -20.00", "4000 -30.00", "5000 22.00"]
    );
}

#[test]
fn each_format_of_a_ledger_batch_has_its_place_for_dimensions_and_its_program_accepts_it() {
    let place = company();
    place.run(&["gl", "seal"]).well();
    let export = |target: &str, more: &[&str]| {
        let asked = [&["gl", "export", "--batch", "1", "--target", target], more].concat();
        place.run(&asked).well().out
    };
    assert!(
        !export("hledger", &[]).contains("project"),
        "only where they are asked for"
    );
    for (target, tag, check) in [
        (
            "hledger",
            "project:P2",
            vec!["hledger", "-f", "FILE", "check", "-s"],
        ),
        (
            "ledger",
            "; project: P2",
            vec!["ledger", "-f", "FILE", "--strict", "--pedantic", "balance"],
        ),
        ("beancount", "project: \"P2\"", vec!["bean-check", "FILE"]),
    ] {
        let text = export(target, &["--dimensions", "--again"]);
        assert!(text.contains(tag), "{target}: {text}");
        let file = place.file(&format!("day.{target}"), &text);
        let words = check[1..]
            .iter()
            .map(|word| if *word == "FILE" { file.as_str() } else { word });
        match Command::new(check[0]).args(words).output() {
            Ok(done) => assert!(
                done.status.success(),
                "{target}: {}",
                String::from_utf8_lossy(&done.stderr)
            ),
            Err(_) => println!("skipped: {} is not installed here", check[0]),
        }
    }
    let table = export("csv", &["--dimensions"]);
    let mut lines = table.lines();
    assert!(
        lines
            .next()
            .is_some_and(|head| head.ends_with(",lines,hash,project")),
        "{table}"
    );
    assert!(
        lines.any(|line| line.contains(",4000,") && line.ends_with(",P2")),
        "{table}"
    );
    let map = "account,target_account,name\n1100,1,a\n1300,2,b\n2100,3,c\n2150,4,d\n4000,5,e\n5000,6,f\n";
    let map = place.file("map.csv", map);
    for target in ["xero-json", "qbo-json", "iif"] {
        let text = export(target, &["--dimensions", "--map", &map]);
        assert!(text.contains("project=P2"), "{target} says it in words: {text}");
    }
}

#[test]
fn what_is_picked_for_an_order_is_not_asked_for_its_project() {
    let place = company();
    let order = json!({"id": "so", "op": "place_order", "date": "2026-03-02",
        "order": {"kind": "sales", "order_no": "SO-9", "party": "C-9", "site": "MAIN", "due": "2026-03-03",
            "priority": 1, "state": "open", "channel": "", "dimensions": {"project": "P1"}},
        "lines": [{"kind": "sales", "order_no": "SO-9", "line": 1, "item": "A", "qty": "2", "price": "15",
            "price_per": "1", "lot": null, "done": "0", "allocated": "0", "picked": "0", "packed": "0", "short": "0"}]});
    let documents = [
        json!({"id": "c", "op": "define", "date": "2026-03-02", "master": {"record": "party", "kind": "customer",
            "party": "C-9", "name": "C", "min_life_days": null}}),
        json!({"id": "d", "op": "define", "date": "2026-03-02", "master": {"record": "dimension",
            "dimension": "project", "name": "Project", "free": false, "required_for": "ship"}}),
        order,
        json!({"id": "al", "op": "allocate", "date": "2026-03-02", "order": "SO-9"}),
        json!({"id": "pi", "op": "pick", "date": "2026-03-02", "operator": "E-9", "tote": "TOTE-1", "order": "SO-9"}),
        json!({"id": "pa", "op": "pack", "date": "2026-03-02", "parcel": "SO-9-P1", "tote": "TOTE-1"}),
        json!({"id": "cp", "op": "close_parcel", "date": "2026-03-02", "parcel": "SO-9-P1"}),
        json!({"id": "sh", "op": "ship", "date": "2026-03-02", "parcel": "SO-9-P1"}),
    ];
    let lines: Vec<String> = documents.iter().map(ToString::to_string).collect();
    place.feed(&["post", "-"], &lines.join("\n")).well();
    let moved = place.rows(&["moves", "--dimension", "project=P1"]);
    let kinds: Vec<&str> = moved.iter().map(|row| row["kind"].as_str().unwrap()).collect();
    assert_eq!(kinds, ["receipt", "landed_cost", "pick", "pack", "shipment"]);
    place.run(&["audit"]).well();
}
