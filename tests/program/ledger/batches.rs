//! Ledger batches go out, are acknowledged, reversed, sealed again and reconciled.

use super::workplace::Workplace;
use serde_json::Value;

const DAY: &str = r#"{"id":"i","op":"item","date":"2026-03-02","item":"A","method":"fifo"}
{"id":"r1","op":"receive","date":"2026-03-02","item":"A","qty":"10","cost":"10.00"}
{"id":"r2","op":"receive","date":"2026-03-02","item":"A","qty":"10","cost":"12.00"}
{"id":"s","op":"ship","date":"2026-03-02","item":"A","qty":"15","price":"20.00","channel":"web"}
{"id":"w","op":"adjust","date":"2026-03-03","item":"A","qty":"-1"}"#;
const LATE: &str = r#"{"id":"late","op":"receive","date":"2026-03-02","item":"A","qty":"1","cost":"9.00"}"#;
const MAP: &str = "account,target_account,name\n1100,610,Debtors\n1300,630,Inventory\n2100,801,Accrued purchases\n\
                   4000,200,Sales\n5000,310,Cost of goods\n5300,311,Write-offs\n";

fn sealed() -> Workplace {
    let place = Workplace::new();
    place.feed(&["post", "-"], DAY).well();
    place.run(&["gl", "seal"]).well();
    place
}

fn balances(place: &Workplace) -> Vec<Value> {
    place
        .rows(&["trial-balance"])
        .into_iter()
        .map(|row| row["balance"].clone())
        .collect()
}

fn batches_of(place: &Workplace) -> Vec<Value> {
    place
        .rows(&["journal"])
        .into_iter()
        .map(|row| row["batch"].clone())
        .collect()
}

#[test]
fn a_reversed_batch_is_negated_and_its_day_is_sealed_again_with_what_came_late() {
    let place = sealed();
    let before = balances(&place);
    let made = place.rows(&["gl", "reverse", "1"]);
    assert_eq!((&made[0]["batch"], &made[0]["reverses"]), (&3.into(), &1.into()));
    assert_eq!(
        batches_of(&place),
        [Value::Null, Value::Null, Value::Null, 2.into()]
    );
    assert_eq!(balances(&place), before);
    place.run(&["audit", "--replay"]).well();
    let csv = |batch: &str| {
        place
            .run(&["gl", "export", "--target", "csv", "--batch", batch])
            .well()
            .out
    };
    for (line, negated) in csv("1").lines().zip(csv("3").lines()).skip(1) {
        let (line, negated): (Vec<&str>, Vec<&str>) =
            (line.split(',').collect(), negated.split(',').collect());
        assert_eq!((line[4], line[7], line[8]), (negated[4], negated[8], negated[7]));
    }
    place.feed(&["post", "-"], LATE).well();
    let again = place.rows(&["gl", "seal"]);
    assert_eq!(
        (again.len(), &again[0]["batch"], &again[0]["entries"]),
        (1, &4.into(), &4.into())
    );
    assert_eq!(batches_of(&place), [4, 4, 4, 2, 4]);
    for (batch, code) in [
        ("1", "BATCH_REVERSED"),
        ("3", "REVERSES_ANOTHER"),
        ("9", "UNKNOWN_BATCH"),
    ] {
        let said = place.run(&["gl", "reverse", batch]);
        assert!(said.code == 1 && said.err.contains(code), "{batch}: {}", said.err);
    }
    place.run(&["gl", "reverse", "4"]).well();
    place.run(&["gl", "seal"]).well();
    assert_eq!(batches_of(&place), [6, 6, 6, 2, 6]);
    place.run(&["audit", "--replay"]).well();
    place.run(&["gl", "close", "2026-03"]).well();
    let closed = place.run(&["gl", "reverse", "6"]);
    assert!(
        closed.code == 1 && closed.err.contains("PERIOD_CLOSED"),
        "{}",
        closed.err
    );
}

#[test]
fn what_a_target_calls_a_batch_is_kept() {
    let place = sealed();
    let said = place.run(&["gl", "acknowledge", "1", "MJ-77"]);
    assert!(
        said.code == 1 && said.err.contains("NOT_EXPORTED"),
        "{}",
        said.err
    );
    place.run(&["gl", "export", "--batch", "1"]).well();
    for _ in 0..2 {
        place.run(&["gl", "acknowledge", "1", "MJ-77"]).well();
    }
    place
        .run(&["gl", "acknowledge", "2", "MJ-78", "--target", "xero-json"])
        .well();
    assert_eq!(
        place
            .run(&["gl", "acknowledge", "2", "MJ-78", "--target", "zero"])
            .code,
        1
    );
    let list = place.rows(&["gl", "list"]);
    let cell = |row: usize, name: &str| list[row][name].as_str().unwrap().to_owned();
    assert_eq!(
        (cell(0, "exported"), cell(0, "acknowledged")),
        ("hledger".into(), "hledger: MJ-77".into())
    );
    assert_eq!(
        (cell(1, "exported"), cell(1, "acknowledged")),
        (String::new(), "xero-json: MJ-78".into())
    );
    place.run(&["audit", "--replay"]).well();
}

#[test]
fn an_export_with_another_mapping_is_noticed() {
    let place = sealed();
    let map = place.file("map.csv", MAP);
    let export = |map: &str, more: &[&str]| {
        let asked = [
            "gl",
            "export",
            "--target",
            "xero-json",
            "--batch",
            "1",
            "--map",
            map,
        ];
        place.run(&[&asked[..], more].concat())
    };
    let missing = place.file(
        "some.csv",
        &MAP.replace("1300,630,Inventory\n", "")
            .replace("4000,200,Sales\n", ""),
    );
    let said = export(&missing, &[]);
    assert!(
        said.code == 1 && said.err.contains("1300 (Inventory), 4000 (Sales)"),
        "{}",
        said.err
    );
    let first = export(&map, &[]).well().out;
    assert_eq!(export(&map, &[]).well().out, first);
    let unrelated = place.file("more.csv", &format!("{MAP}1400,820,Tax\n"));
    assert_eq!(export(&unrelated, &[]).well().out, first);
    let other = place.file("other.csv", &MAP.replace("630", "631"));
    let said = export(&other, &[]);
    assert!(
        said.code == 1 && said.err.contains("EXPORT_DIFFERS") && said.out.is_empty(),
        "{}",
        said.err
    );
    let again = export(&other, &["--again"]).well();
    assert!(
        again.out != first && again.err.contains("another mapping"),
        "{}",
        again.err
    );
    place.run(&["gl", "acknowledge", "1", "MJ-1"]).well();
    let said = export(&map, &["--max-lines", "4", "--again"]);
    assert!(
        said.code == 1 && said.err.contains("acknowledged"),
        "{}",
        said.err
    );
    place.run(&["audit", "--replay"]).well();
}

#[test]
fn the_configuration_holds_the_accounts_of_a_system() {
    let place = sealed();
    let mut table = String::new();
    for row in MAP.lines().skip(1) {
        let cells: Vec<&str> = row.split(',').collect();
        table += &[
            cells[0],
            " = { account = '",
            cells[1],
            "', name = '",
            cells[2],
            "' }\n",
        ]
        .concat();
    }
    let config = place.file("config.toml", &format!("[accounts.qbo]\n{table}"));
    for target in ["qbo-json", "qbo-csv"] {
        let said = place
            .run(&["--config", &config, "gl", "export", "--target", target])
            .well();
        assert!(said.out.contains("Inventory"), "{}", said.out);
    }
    let said = place.run(&["--config", &config, "gl", "export", "--target", "iif"]);
    assert!(
        said.code == 1 && said.err.contains("[accounts.iif]"),
        "{}",
        said.err
    );
}

#[test]
fn several_files_are_numbered_and_need_a_name() {
    let place = sealed();
    let map = place.file("map.csv", MAP);
    let row = |n: usize| {
        format!(
            "{{\"id\":\"m{n}\",\"op\":\"receive\",\"date\":\"2026-04-{:02}\",\"item\":\"A\",\"qty\":\"1\",\"cost\":\"1\"}}\n",
            n % 28 + 1
        )
    };
    let receipts: String = (0..200)
        .map(|n| row(n).replace("\"op\"", &format!("\"document\":\"PO-{n}\",\"op\"")))
        .collect();
    place.run(&["init", "--set", "summary=document"]).well();
    place.feed(&["post", "-"], &receipts).well();
    place.run(&["gl", "seal"]).well();
    let asked = ["gl", "export", "--target", "xero-csv", "--map", &map];
    let said = place.run(&asked);
    assert!(
        said.code == 2 && said.err.contains("2 files are needed"),
        "{}",
        said.err
    );
    let name = place.path("journals.csv").display().to_string();
    place.run(&[&asked[..], &["-o", &name]].concat()).well();
    for file in ["journals-1.csv", "journals-2.csv"] {
        let text = std::fs::read_to_string(place.path(file)).unwrap();
        assert!((2..=300).contains(&text.lines().count()), "{file}");
    }
}

#[test]
fn differences_to_the_accounting_system_are_explained() {
    let place = sealed();
    let map = place.file("map.csv", MAP);
    place
        .run(&["gl", "export", "--target", "xero-json", "--map", &map])
        .well();
    place.run(&["gl", "acknowledge", "1", "77"]).well();
    place.feed(&["post", "-"], LATE).well();
    let reconcile = |text: &str| {
        let file = place.file("theirs.csv", text);
        place.run(&[
            "gl",
            "reconcile",
            &file,
            "--target",
            "xero-json",
            "--map",
            &map,
            "--json",
        ])
    };
    let without_second = "Account Code,Account,Debit,Credit\n610,Debtors,300.00,\n630,Inventory,60.00,\n801,Accrued,,220.00\n\
                          200,Sales,,300.00\n310,Cost of goods,160.00,\n090,Bank,12.00,\nTotal,,532.00,520.00\n";
    let said = reconcile(without_second).well();
    let inventory = said
        .rows()
        .into_iter()
        .find(|row| row["account"] == "630")
        .unwrap();
    let parts: Vec<&str> = inventory["parts"]
        .as_array()
        .unwrap()
        .iter()
        .map(|part| part["what"].as_str().unwrap())
        .collect();
    assert_eq!(
        parts,
        ["ledger batch 2 is not there", "2026-03-02 at MAIN is not sealed"]
    );
    assert_eq!(
        (&inventory["unexplained"], &inventory["difference"]),
        (&"0.00".into(), &"-3.00".into())
    );
    assert!(said.err.contains("none of our accounts: 090"), "{}", said.err);
    let wrong = reconcile(&without_second.replace("60.00", "60.01"));
    assert!(
        wrong.code == 1 && wrong.err.contains("not explained"),
        "{}",
        wrong.err
    );
    let lines = "date,account,amount,reference\n2026-03-02,610,300,77\n2026-03-02,630,60,77\n2026-03-02,801,-220,77\n\
                 2026-03-02,200,-300,77\n2026-03-02,310,160,77\n2026-03-03,630,-12.00,BL-2\n2026-03-03,311,12.00,BL-2\n\
                 2026-03-09,630,5.00,accrual\n2026-03-09,090,-5.00,accrual\n";
    let said = reconcile(lines).well();
    assert!(said.out.contains("journal accrual of 2026-03-09"), "{}", said.out);
    assert_eq!(reconcile("a,b\n1,2\n").code, 3);
}

#[test]
fn our_own_exports_reconcile_with_themselves() {
    let place = sealed();
    let file = place.file("own.csv", &place.run(&["trial-balance", "--csv"]).well().out);
    let said = place.run(&["gl", "reconcile", &file]).well();
    assert!(said.err.starts_with("0 accounts differ"), "{}", said.err);
}

#[test]
fn the_check_list_of_a_period_says_what_stands_in_the_way() {
    let place = Workplace::new();
    place.feed(&["post", "-"], DAY).well();
    let asked = ["gl", "close", "2026-03", "--check", "--json"];
    let said = place.run(&asked);
    assert_eq!(said.code, 1);
    let open: Vec<Value> = said.rows().into_iter().filter(|row| row["ok"] == false).collect();
    assert_eq!(open.len(), 1, "{open:?}");
    assert_eq!(open[0]["detail"], "2026-03-02 at MAIN, 2026-03-03 at MAIN");
    place.run(&["gl", "seal"]).well();
    let rows = place.run(&asked).well().rows();
    assert!(rows.iter().any(|row| {
        row["what"]
            .as_str()
            .unwrap()
            .starts_with("goods received not invoiced")
    }));
    place.run(&["gl", "close", "2026-03"]).well();
    let late = r#"{"id":"feb","op":"receive","item":"A","qty":"1","cost":"10.00","date":"2026-02-10"}"#;
    place.feed(&["post", "-"], late).well();
    let posted = place.run(&["journal", "--json"]).well().rows();
    let last = posted.last().expect("a line");
    assert_eq!(
        last["posting_date"], "2026-04-01",
        "the books are closed to the end of March"
    );
    assert_eq!(last["effective_date"], "2026-02-10");
    let again = place.run(&["gl", "close", "2026-02"]);
    assert!(
        again.code == 1 && again.err.contains("PERIOD_CLOSED"),
        "{}",
        again.err
    );
}

#[test]
fn lines_are_told_apart_by_group_and_channel_where_that_is_asked() {
    let place = sealed();
    let said = place
        .run(&["gl", "export", "--batch", "1", "--dimensions"])
        .well()
        .out;
    let sales = said.lines().rfind(|line| line.contains("revenues:4000")).unwrap();
    assert!(
        sales.ends_with("rule:shipment, lines:1, group:1, channel:web"),
        "{said}"
    );
}
