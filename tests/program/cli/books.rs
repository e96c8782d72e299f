//! From the journal to the general ledger: preview, seal, export, close.

use super::workplace::Workplace;
use serde_json::Value;
use std::collections::BTreeMap;
use std::process::Command;

const DAY: &str = r#"{"id":"i","op":"item","date":"2026-03-02","item":"A","method":"fifo"}
{"id":"r1","op":"receive","date":"2026-03-02","item":"A","qty":"10","cost":"10.00"}
{"id":"r2","op":"receive","date":"2026-03-02","item":"A","qty":"10","cost":"12.00"}
{"id":"s","op":"ship","date":"2026-03-02","item":"A","qty":"15","price":"20.00"}
{"id":"u","op":"reverse","date":"2026-03-02","of":"s"}
{"id":"w","op":"adjust","date":"2026-03-03","item":"A","qty":"-1"}"#;
const LATE: &str = r#"{"id":"late","op":"receive","date":"2026-03-02","item":"A","qty":"1","cost":"9.00"}"#;

fn with_a_day() -> Workplace {
    let place = Workplace::new();
    place.feed(&["post", "-"], DAY).well();
    place
}

#[test]
fn a_preview_shows_debits_and_credits_unnetted_and_seals_nothing() {
    let place = with_a_day();
    let days = place.rows(&["gl", "preview"]);
    assert_eq!(days.len(), 2);
    assert_eq!(
        (&days[0]["debit"], &days[0]["credit"], &days[0]["entries"]),
        (&"1140.00".into(), &"1140.00".into(), &4.into())
    );
    let line = |rule: &str| {
        let lines = days[0]["lines"].as_array().unwrap().iter();
        lines
            .clone()
            .find(|line| line["account"] == "1300" && line["rule"] == rule)
            .unwrap()
            .clone()
    };
    assert_eq!(
        (&line("receipt")["debit"], &line("receipt")["movements"]),
        (&"220.00".into(), &2.into())
    );
    assert_eq!(line("shipment")["credit"], "160.00");
    assert_eq!(line("reversal")["debit"], "160.00");
    assert_eq!(place.run(&["gl", "export"]).code, 1);
}

#[test]
fn late_entries_of_a_sealed_day_go_into_a_supplementary_batch() {
    let place = with_a_day();
    let sealed = place.rows(&["gl", "seal", "--day", "2026-03-02"]);
    assert_eq!(
        (sealed.len(), &sealed[0]["batch"], &sealed[0]["entries"]),
        (1, &1.into(), &4.into())
    );
    let again = place.run(&["gl", "seal", "--day", "2026-03-02", "--site", "MAIN"]);
    assert_eq!(again.code, 1);
    assert!(again.err.contains("NOTHING_TO_SEAL"), "{}", again.err);
    place.feed(&["post", "-"], LATE).well();
    let numbers: Vec<Value> = place
        .rows(&["gl", "seal"])
        .into_iter()
        .map(|row| row["batch"].clone())
        .collect();
    assert_eq!(numbers, [2, 3]);
    let batches: Vec<Value> = place
        .rows(&["journal"])
        .into_iter()
        .map(|row| row["batch"].clone())
        .collect();
    assert_eq!(batches, [1, 1, 1, 1, 3, 2]);
    place.run(&["audit", "--replay"]).well();
}

#[test]
fn a_batch_is_exported_in_the_same_bytes_for_ever() {
    let place = with_a_day();
    place.run(&["gl", "seal"]).well();
    let export = |target: &str| {
        place
            .run(&["gl", "export", "--target", target, "--batch", "1"])
            .well()
            .out
    };
    let (hledger, csv) = (export("hledger"), export("csv"));
    let renamed = place.file("accounts.csv", "account,name,type\n1300,Stock in trade,asset\n");
    place.run(&["import", &renamed]).well();
    let other = place.run(&["init", "--set", "currency=CHF"]);
    assert!(other.err.contains("CURRENCY_STAYS"), "{}", other.err);
    place.run(&["init", "--set", "company=Stock & Co"]).well();
    place.feed(&["post", "-"], LATE).well();
    place.run(&["gl", "seal"]).well();
    assert_eq!((export("hledger"), export("csv")), (hledger, csv.clone()));
    let hash = place.rows(&["journal"]).len();
    assert_eq!(hash, 6);
    let rows: Vec<&str> = csv.lines().skip(1).collect();
    let seal = rows[0].rsplit(',').next().unwrap();
    assert!(seal.len() == 64 && rows.iter().all(|row| row.ends_with(seal)));
}

#[test]
fn a_period_closes_when_every_day_is_sealed_and_then_nothing_posts_into_it() {
    let place = with_a_day();
    let said = place.run(&["gl", "close", "2026-03"]);
    assert_eq!(said.code, 1);
    assert!(
        said.err
            .contains("2026-03-02 at MAIN, 2026-03-03 at MAIN must be sealed"),
        "{}",
        said.err
    );
    assert_eq!(place.run(&["gl", "close", "March"]).code, 1);
    place.run(&["gl", "seal"]).well();
    let ahead = place.run(&["gl", "close", "2199-12"]);
    assert!(
        ahead.code == 1 && ahead.err.contains("PERIOD_AHEAD"),
        "{}",
        ahead.err
    );
    place.run(&["gl", "close", "2026-03"]).well();
    place.feed(&["post", "-"], LATE).well();
    let last = place.rows(&["journal"]).pop().unwrap();
    assert_eq!(
        (&last["effective_date"], &last["posting_date"]),
        (&"2026-03-02".into(), &"2026-04-01".into())
    );
    place.run(&["audit", "--replay"]).well();
}

#[test]
fn an_export_never_takes_the_place_of_the_store_and_names_a_batch_that_is_not_there() {
    let place = with_a_day();
    let none = place.run(&["gl", "export"]);
    assert!(none.err.contains("no ledger batch is sealed yet"), "{}", none.err);
    place.run(&["gl", "seal"]).well();
    let unknown = place.run(&["gl", "export", "--batch", "99"]);
    assert_eq!(unknown.code, 1);
    assert!(unknown.err.contains("ledger batch 99"), "{}", unknown.err);
    let store = place.store().display().to_string();
    for path in [store.clone(), format!("{store}-wal"), format!("{store}.ballast")] {
        let said = place.run(&["gl", "export", "--output", &path]);
        assert_eq!(said.code, 2, "{path}");
        assert!(said.err.contains("which belongs to a store"), "{}", said.err);
    }
    place.run(&["audit", "--replay"]).well();
}

#[test]
fn a_statement_or_mapping_without_an_end_is_not_read_for_ever() {
    let place = with_a_day();
    let mapped = ["gl", "reconcile", "none.csv", "--map", "/dev/zero"];
    for command in [["gl", "reconcile", "/dev/zero"].as_slice(), &mapped] {
        let said = place.run(command);
        assert_eq!(said.code, 3, "{}", said.err);
        assert!(said.err.contains("at most 64 MiB, found more"), "{}", said.err);
    }
}

#[test]
fn hledger_accepts_the_export_and_agrees_with_the_trial_balance() {
    agrees_with_hledger(&with_a_day());
}

#[test]
fn hledger_accepts_the_sample_day_and_agrees_with_the_trial_balance() {
    let place = Workplace::with_samples();
    let day = include_str!("../../../samples/day.scans");
    place.feed(&["scan", "--escaped"], day).well();
    agrees_with_hledger(&place);
}

/// Seals and exports everything; hledger's strict check accepts it, and its balances are those of the trial balance.
fn agrees_with_hledger(place: &Workplace) {
    place.run(&["gl", "seal"]).well();
    let file = place.path("day.journal").display().to_string();
    place.run(&["gl", "export", "--output", &file]).well();
    let Ok(check) = Command::new("hledger")
        .args(["-f", &file, "check", "-s"])
        .output()
    else {
        println!("skipped: hledger is not installed here");
        return;
    };
    assert!(
        check.status.success(),
        "{}",
        String::from_utf8_lossy(&check.stderr)
    );
    let output = Command::new("hledger")
        .args(["-f", &file, "balance", "--flat", "-E", "-N", "-O", "csv"])
        .output()
        .unwrap();
    let text = String::from_utf8(output.stdout).unwrap();
    let balances: BTreeMap<String, String> = text
        .lines()
        .skip(1)
        .map(|line| {
            let (account, amount) = line.trim_matches('"').split_once("\",\"").unwrap();
            let code = account.split(':').nth(1).unwrap().split(' ').next().unwrap();
            (code.to_owned(), amount.split(' ').next().unwrap().to_owned())
        })
        .collect();
    for row in place.rows(&["trial-balance"]) {
        let (account, balance) = (row["account"].as_str().unwrap(), row["balance"].as_str().unwrap());
        let found = balances.get(account).map_or("0", String::as_str);
        assert_eq!(
            found.trim_start_matches('0').is_empty(),
            balance == "0.00",
            "{account}: {text}"
        );
        if balance != "0.00" {
            assert_eq!(found, balance, "{account}: {text}");
        }
    }
}
