//! What is open between receipts and bills, as a controller asks for it.

use super::workplace::Workplace;
use serde_json::Value;
use std::os::unix::fs::PermissionsExt;

const DAYS: &str = r#"{"id":"i","op":"item","date":"2026-01-02","item":"A","method":"fifo"}
{"id":"r1","op":"receive","date":"2026-01-02","item":"A","qty":"10","cost":"10.00","vendor":"V-1"}
{"id":"r2","op":"receive","date":"2026-02-15","item":"A","qty":"5","cost":"12.00","vendor":"V-2"}
{"id":"r3","op":"receive","date":"2026-03-20","item":"A","qty":"4","cost":"11.00"}
{"id":"b1","op":"invoice","date":"2026-03-21","of":"r1","qty":"4","amount":"41.00","tax":"8.20"}
{"id":"b3","op":"invoice","date":"2026-03-21","of":"r3","amount":"44.00"}
{"id":"b4","op":"invoice","date":"2026-03-25","item":"A","qty":"2","amount":"24.00","vendor":"V-2"}
{"id":"x1","op":"supplier_return","date":"2026-03-26","of":"r1","qty":"1"}"#;

fn traded() -> Workplace {
    let place = Workplace::new();
    place.feed(&["post", "-"], DAYS).well();
    place
}

fn told(rows: &[Value]) -> Vec<String> {
    let word = |row: &Value, name: &str| row[name].to_string().replace('"', "");
    let told = |row: &Value| {
        let names = ["kind", "id", "vendor", "since", "age", "bucket", "qty", "value"];
        names.map(|name| word(row, name)).join(" ")
    };
    rows.iter().map(told).collect()
}

#[test]
fn what_is_received_and_not_invoiced_is_listed_with_its_age() {
    let place = traded();
    let rows = place.rows(&["grni", "--date", "2026-03-31"]);
    assert_eq!(
        told(&rows),
        [
            "grni r1 V-1 2026-01-02 88 61-90 5 50.00",
            "grni r2 V-2 2026-02-15 44 31-60 5 60.00",
            "bill b4 V-2 2026-03-25 6 0-30 2 -24.00",
        ]
    );
    let one = place.rows(&["grni", "--date", "2026-04-03", "--vendor", "V-1"]);
    assert_eq!(told(&one), ["grni r1 V-1 2026-01-02 91 90+ 5 50.00"]);
    let bills = ["open-items", "--kind", "bill", "--date"];
    assert_eq!(
        told(&place.rows(&[&bills[..], &["2026-03-25"]].concat())),
        ["bill b4 V-2 2026-03-25 0 0-30 2 -24.00"]
    );
    assert!(place.rows(&[&bills[..], &["2026-03-24"]].concat()).is_empty());
    let names = "kind,id,movement,account,vendor,order,line,item,site,lot,since,age,bucket,qty,value\n";
    assert!(place.run(&["open-items", "--csv"]).well().out.starts_with(names));
    place.run(&["audit", "--replay"]).well();
}

#[test]
fn what_was_open_on_a_past_day_is_what_the_account_said_then() {
    let place = traded();
    let open = |day: &str| told(&place.rows(&["grni", "--date", day]));
    assert_eq!(
        open("2026-03-20"),
        [
            "grni r1 V-1 2026-01-02 77 61-90 10 100.00",
            "grni r2 V-2 2026-02-15 33 31-60 5 60.00",
            "grni r3 null 2026-03-20 0 0-30 4 44.00",
        ]
    );
    let billed = [
        "grni r1 V-1 2026-01-02 78 61-90 null 60.00",
        "grni r2 V-2 2026-02-15 34 31-60 5 60.00",
    ];
    assert_eq!(open("2026-03-21"), billed);
    // What is taken back on a later day stood as it was until then.
    let back = r#"{"id":"z","op":"reverse","date":"2026-04-02","of":"b3"}"#;
    place.feed(&["post", "-"], back).well();
    assert_eq!(open("2026-03-21"), billed);
    assert_eq!(open("2026-04-02")[2], "grni r3 null 2026-03-20 13 0-30 4 44.00");
    for (day, said) in [
        ("2026-03-20", "204.00"),
        ("2026-03-21", "120.00"),
        ("2026-04-02", "130.00"),
    ] {
        let sums = place.rows(&["grni", "--summary", "--date", day]);
        assert_eq!(sums[0]["ledger"], said, "{day}");
        assert_eq!(sums[0]["difference"], "0.00", "{day}");
    }
}

#[test]
fn what_was_open_on_an_account_that_is_not_used_any_more_is_still_told() {
    let place = traded();
    let accounts = place.file(
        "accounts.csv",
        "account,name,type\n2101,Goods not invoiced,liability\n",
    );
    let policies = place.file("policies.csv", "key,value\naccount.grni,2101\n");
    place.run(&["import", &accounts, &policies]).well();
    let since = r#"{"id":"b1b","op":"invoice","date":"2026-04-01","of":"r1","amount":"50.00"}
{"id":"b2","op":"invoice","date":"2026-04-01","of":"r2","amount":"60.00"}
{"id":"r4","op":"receive","date":"2026-04-02","item":"A","qty":"2","vendor":"V-2","invoice":"b4"}
{"id":"r5","op":"receive","date":"2026-04-03","item":"A","qty":"1","cost":"12.00"}"#;
    place.feed(&["post", "-"], since).well();
    let open = |day: &str| told(&place.rows(&["grni", "--date", day]));
    assert_eq!(
        open("2026-03-20"),
        [
            "grni r1 V-1 2026-01-02 77 61-90 10 100.00",
            "grni r2 V-2 2026-02-15 33 31-60 5 60.00",
            "grni r3 null 2026-03-20 0 0-30 4 44.00",
        ]
    );
    assert_eq!(open("2026-04-03"), ["grni r5 null 2026-04-03 0 0-30 1 12.00"]);
}

#[test]
fn what_was_open_and_was_taken_back_since_is_told_with_its_vendor_and_quantity() {
    let place = Workplace::new();
    place.feed(&["post", "-"], DAYS.lines().next().unwrap()).well();
    let orders = place.file(
        "purchase_orders.csv",
        "order,vendor,due,item,qty,price\nPO-1,V-9,2026-01-09,A,6,10.00\n",
    );
    let vendors = place.file("vendors.csv", "vendor\nV-9\n");
    place.run(&["import", &vendors, &orders]).well();
    let then = r#"{"id":"r0","op":"receive","date":"2026-01-03","item":"A","qty":"9","cost":"10.00","vendor":"V-1"}
{"id":"r1","op":"receive","date":"2026-01-04","item":"A","qty":"6","order":"PO-1"}
{"id":"b0","op":"invoice","date":"2026-01-05","item":"A","qty":"2","amount":"24.00","vendor":"V-2"}
{"id":"z1","op":"reverse","date":"2026-02-01","of":"r1"}
{"id":"z2","op":"reverse","date":"2026-02-01","of":"b0"}
{"id":"z0","op":"reverse","date":"2026-02-01","of":"r0"}"#;
    place.feed(&["post", "-"], then).well();
    let (r0, r1) = (
        "grni r0 V-1 2026-01-03 28 0-30 9 90.00",
        "grni r1 V-9 2026-01-04 27 0-30 6 60.00",
    );
    let b0 = "bill b0 V-2 2026-01-05 26 0-30 2 -24.00";
    let open = |narrowed: &[&str]| {
        let asked = ["grni", "--date", "2026-01-31"];
        told(&place.rows(&[&asked[..], narrowed].concat()))
    };
    assert_eq!(open(&[]), [r0, r1, b0]);
    assert_eq!(open(&["--vendor", "V-1"]), [r0]);
    assert_eq!(open(&["--vendor", "V-2"]), [b0]);
    assert_eq!(open(&["--order", "PO-1"]), [r1]);
    assert!(place.rows(&["grni", "--date", "2026-02-01"]).is_empty());
}

#[test]
fn the_quantity_is_known_of_what_was_settled_only_after_the_day() {
    let place = Workplace::new();
    let site = place.file("sites.csv", "site,name\nEAST,East\n");
    let policies = place.file("policies.csv", "key,value\nrevenue_on,invoice\n");
    let bin = place.file("locations.csv", "location,site,purpose\nE-1,EAST,storage\n");
    place.run(&["import", &site, &bin, &policies]).well();
    let days = r#"{"id":"i","op":"item","date":"2026-01-02","item":"A","method":"fifo"}
{"id":"i2","op":"item","date":"2026-01-02","item":"L","method":"fifo","tracking":"lot"}
{"id":"r1","op":"receive","date":"2026-01-02","item":"A","qty":"10","cost":"10.00"}
{"id":"l1","op":"receive","date":"2026-01-02","item":"L","qty":"3","cost":"1.00","lot":"X"}
{"id":"l2","op":"receive","date":"2026-01-02","item":"L","qty":"3","cost":"2.00","lot":"Y"}
{"id":"t1","op":"transfer_out","date":"2026-01-05","item":"A","qty":"4","from_site":"MAIN","to_site":"EAST","freight":"3.00"}
{"id":"t2","op":"transfer_out","date":"2026-01-05","item":"L","qty":"5","from_site":"MAIN","to_site":"EAST"}
{"id":"s1","op":"ship","date":"2026-01-06","item":"A","qty":"2","price":"30.00"}
{"id":"t3","op":"transfer_in","date":"2026-01-20","of":"t1","qty":"4"}
{"id":"t4","op":"transfer_in","date":"2026-01-20","of":"t2","qty":"5"}
{"id":"f1","op":"invoice","date":"2026-01-20","of":"t1","amount":"3.00"}
{"id":"n1","op":"sales_invoice","date":"2026-01-20","of":"s1"}"#;
    place.feed(&["post", "-"], days).well();
    let open = |kind: &str| told(&place.rows(&["open-items", "--date", "2026-01-10", "--kind", kind]));
    assert_eq!(
        open("in_transit"),
        [
            "in_transit t1 null 2026-01-05 5 0-30 4 43.00",
            "in_transit t2 null 2026-01-05 5 0-30 5 7.00",
        ]
    );
    assert_eq!(
        open("landed_cost"),
        ["landed_cost t1 null 2026-01-05 5 0-30 0 3.00"]
    );
    assert_eq!(
        open("shipped_not_invoiced"),
        ["shipped_not_invoiced s1 null 2026-01-06 4 0-30 2 20.00"]
    );
    let later = ["open-items", "--date", "2026-01-20", "--kind", "in_transit"];
    assert!(place.rows(&later).is_empty());
}

#[test]
fn the_summary_by_age_is_what_the_ledger_says() {
    let place = traded();
    let rows = place.rows(&["grni", "--summary", "--date", "2026-03-31"]);
    assert_eq!(rows.len(), 1);
    let figures = [
        "account",
        "0-30",
        "31-60",
        "61-90",
        "90+",
        "total",
        "ledger",
        "difference",
    ];
    let found = figures.map(|name| rows[0][name].as_str().unwrap().to_owned());
    assert_eq!(
        found,
        [
            "2100", "-24.00", "60.00", "50.00", "0.00", "86.00", "86.00", "0.00"
        ]
    );
    let all = place.rows(&["open-items", "--summary"]);
    let accounts: Vec<&Value> = all.iter().map(|row| &row["account"]).collect();
    assert_eq!(accounts, ["1310", "2100", "2150", "2300"]);
    let narrowed = place.run(&["grni", "--summary", "--vendor", "V-1"]);
    assert_eq!(narrowed.code, 2);
    assert!(narrowed.err.contains("leave the filters out"), "{}", narrowed.err);
}

#[test]
fn goods_between_sites_and_freight_are_open_items_too() {
    let place = traded();
    let sent = r#"{"id":"t1","op":"transfer_out","date":"2026-03-27","item":"A","qty":"2","from_site":"MAIN","to_site":"EAST","freight":"3.00"}
{"id":"l1","op":"landed_cost","date":"2026-03-28","of":["r2"],"amount":"7.50","basis":"value"}"#;
    let site = place.file("sites.csv", "site,name\nEAST,East\n");
    place.run(&["import", &site]).well();
    place.feed(&["post", "-"], sent).well();
    let kinds = |kind: &str| told(&place.rows(&["open-items", "--date", "2026-03-31", "--kind", kind]));
    assert_eq!(
        kinds("in_transit"),
        ["in_transit t1 null 2026-03-27 4 0-30 2 23.00"]
    );
    assert_eq!(
        kinds("landed_cost"),
        [
            "landed_cost t1 null 2026-03-27 4 0-30 0 3.00",
            "landed_cost l1 null 2026-03-28 3 0-30 0 7.50",
        ]
    );
    let sums = place.rows(&["open-items", "--summary"]);
    let found: Vec<String> = sums
        .iter()
        .map(|row| format!("{} {} {}", row["account"], row["ledger"], row["difference"]).replace('"', ""))
        .collect();
    assert_eq!(
        found,
        [
            "1310 23.00 0.00",
            "2100 86.00 0.00",
            "2150 10.50 0.00",
            "2300 0.00 0.00"
        ]
    );
}

#[test]
fn an_older_store_knows_its_open_receipts_as_if_it_had_always_kept_them() {
    let place = Workplace::empty();
    let store = place.path("older");
    let older = rusqlite::Connection::open(&store).unwrap();
    let layout = [
        include_str!("../../../src/store/sqlite/001_first.sql"),
        include_str!("../../../src/store/sqlite/002_what_a_read_was_about.sql"),
        include_str!("../older/version_2.sql"),
    ];
    older
        .execute_batch(&format!(
            "PRAGMA journal_mode = WAL; PRAGMA application_id = 1112427591; PRAGMA foreign_keys = OFF; BEGIN; {} \
             PRAGMA user_version = 2; COMMIT;",
            layout.join("\n")
        ))
        .unwrap();
    drop(older);
    std::fs::set_permissions(&store, std::fs::Permissions::from_mode(0o660)).unwrap();
    let path = store.to_str().unwrap();
    let run = |asked: &[&str]| place.run(&[&["--store", path], asked].concat());
    run(&["audit", "--replay"]).well();
    let rows = run(&["grni", "--date", "2026-03-31", "--json"]).well().rows();
    let told: Vec<String> = rows
        .iter()
        .map(|row| {
            format!(
                "{} {} {} {}",
                row["id"], row["vendor"], row["order"], row["value"]
            )
            .replace('"', "")
        })
        .collect();
    assert_eq!(
        told,
        [
            "r1 V-1 PO-1 13.33",
            "r2 V-9 PO-1 20.00",
            "r3 V-1 PO-1 10.00",
            "r4 V-1 null 100.00",
            "r5 null null 105.00",
            "r6 null null 0.00",
            "r7 null null 0.00",
            "r8 null null 7.77",
        ]
    );
}
