//! Journals for hledger, ledger and beancount pass those programs' own strict checks, and their balances are ours.

use super::days::{days, trial_balance};
use super::workplace::Workplace;
use crate::cli::minor_units::days_in;
use binledger::domain::amount::{Amount, Total};
use binledger::domain::entry::LedgerBatchLine;
use binledger::ledger::export::mapping::Mapping;
use binledger::ledger::export::target::Target;
use binledger::ledger::export::{Sealed, Way, beancount, hledger, write};
use std::collections::BTreeMap;
use std::path::Path;
use std::process::Command;

/// A program that reads journals: how it checks one strictly, how it tells balances, and what it calls an account.
struct Judge {
    target: Target,
    check: &'static [&'static str],
    balances: &'static [&'static str],
    account: fn(&LedgerBatchLine) -> String,
}

const JUDGES: [Judge; 3] = [
    Judge {
        target: Target::Hledger,
        check: &["hledger", "-f", "FILE", "check", "-s"],
        balances: &[
            "hledger", "-f", "FILE", "balance", "--flat", "-E", "-N", "-O", "csv",
        ],
        account: hledger::account,
    },
    Judge {
        target: Target::Ledger,
        check: &["ledger", "-f", "FILE", "--strict", "--pedantic", "balance"],
        balances: &[
            "ledger",
            "-f",
            "FILE",
            "--strict",
            "--pedantic",
            "balance",
            "--flat",
            "--no-total",
            "--empty",
            "-F",
            "%(account)\t%(display_total)\n",
        ],
        account: hledger::account,
    },
    Judge {
        target: Target::Beancount,
        check: &["bean-check", "FILE"],
        balances: &[
            "bean-query",
            "-q",
            "-f",
            "csv",
            "FILE",
            "SELECT account, sum(position) GROUP BY account",
        ],
        account: beancount::account,
    },
];

/// The output of a command that succeeds; `None` if the program is not installed.
fn told(command: &[&str], file: &Path) -> Option<String> {
    let words = command[1..].iter().map(|word| {
        if *word == "FILE" {
            file.to_str().unwrap()
        } else {
            word
        }
    });
    let Ok(output) = Command::new(command[0]).args(words).output() else {
        println!("skipped: {} is not installed here", command[0]);
        return None;
    };
    let complaint = String::from_utf8_lossy(&output.stderr);
    assert!(
        output.status.success(),
        "{command:?} on {}: {complaint}",
        file.display()
    );
    Some(String::from_utf8(output.stdout).unwrap())
}

/// Account and balance of each line of a report, whose cells are parted by tabs or commas.
fn balances(report: &str) -> BTreeMap<String, Amount> {
    let separator = if report.contains('\t') { b'\t' } else { b',' };
    let mut reader = csv::ReaderBuilder::new()
        .delimiter(separator)
        .has_headers(false)
        .flexible(true)
        .trim(csv::Trim::All)
        .from_reader(report.as_bytes());
    let mut found = BTreeMap::new();
    for row in reader.records() {
        let row = row.unwrap();
        let amount = row
            .get(1)
            .and_then(|amount| amount.split_whitespace().next())
            .unwrap_or("0");
        if let Ok(amount) = amount.parse::<Amount>() {
            found.insert(row[0].to_owned(), amount);
        }
    }
    found
}

/// The program accepts the batches, and says of every account what they say.
fn agrees(judge: &Judge, batches: &[Sealed], way: &Way<'_>, folder: &Path) {
    let file = folder.join(format!("{}.journal", judge.target));
    std::fs::write(&file, write(batches, way).unwrap().concat()).unwrap();
    if told(judge.check, &file).is_none() {
        return;
    }
    let found = balances(&told(judge.balances, &file).unwrap());
    let ours = trial_balance(batches);
    let mut expected: BTreeMap<String, Total> = BTreeMap::new();
    for line in batches.iter().flat_map(|batch| &batch.lines) {
        expected.insert((judge.account)(line), ours.balance(&line.account));
    }
    assert!(!expected.is_empty());
    for (account, balance) in expected {
        let said = found.get(&account).copied().unwrap_or_default();
        assert_eq!(
            balance.money().map(Amount::from),
            Some(said),
            "{}: {account} in {found:#?}",
            judge.target
        );
    }
}

fn way(target: Target, mapping: &Mapping) -> Way<'_> {
    Way {
        target,
        mapping,
        most: None,
        bare: false,
        tax_rate: "",
    }
}

#[test]
fn a_thousand_random_days_pass_every_program_and_agree_with_the_trial_balance() {
    let folder = tempfile::tempdir().unwrap();
    let batches = days(1000, 1, false);
    let none = Mapping::default();
    for judge in &JUDGES {
        agrees(judge, &batches, &way(judge.target, &none), folder.path());
    }
}

#[test]
fn days_told_apart_by_group_and_channel_and_in_parts_pass_as_well() {
    let folder = tempfile::tempdir().unwrap();
    let batches = days(60, 2, true);
    let none = Mapping::default();
    for judge in &JUDGES {
        let way = Way {
            most: Some(5),
            ..way(judge.target, &none)
        };
        agrees(judge, &batches, &way, folder.path());
    }
}

#[test]
fn the_sample_day_passes_every_program_and_agrees_with_the_trial_balance() {
    let place = Workplace::with_samples();
    let day = include_str!("../../../samples/day.scans");
    place.feed(&["scan", "--escaped"], day).well();
    passes(&place);
}

#[test]
fn credits_pass_every_program_and_agree_with_the_trial_balance() {
    let place = Workplace::new();
    let documents = r#"{"id":"i","op":"item","date":"2026-03-02","item":"A","method":"average"}
{"id":"r","op":"receive","date":"2026-03-02","item":"A","qty":"10","value":"100.00","currency":"EUR","rate":"1.10","vendor":"V-1"}
{"id":"l","op":"landed_cost","date":"2026-03-02","of":["r"],"amount":"10.00","basis":"value","currency":"EUR","rate":"1.10"}
{"id":"bl","op":"invoice","date":"2026-03-02","of":"l","amount":"10.00","currency":"EUR","rate":"1.20"}
{"id":"b","op":"invoice","date":"2026-03-03","of":"r","amount":"120.00","tax":"24.00","currency":"EUR","rate":"1.20","document":"RE-1"}
{"id":"c","op":"credit_note","date":"2026-03-03","side":"supplier","of":"r","amount":"33.33","currency":"EUR","rate":"1.25","document":"GS-1"}
{"id":"o","op":"landed_cost","date":"2026-03-03","of":["r"],"amount":"-3.33","basis":"value"}
{"id":"co","op":"credit_note","date":"2026-03-03","side":"supplier","of":"o","amount":"3.00"}
{"id":"s","op":"ship","date":"2026-03-04","item":"A","qty":"4","price":"20.00","channel":"web"}
{"id":"cs","op":"credit_note","date":"2026-03-04","side":"customer","of":"s","amount":"7.77"}
{"id":"k","op":"customer_return","date":"2026-03-04","of":"s","qty":"1","disposition":"restock"}
{"id":"x","op":"supplier_return","date":"2026-03-05","of":"r","qty":"3"}"#;
    place.feed(&["post", "-"], documents).well();
    passes(&place);
}

#[test]
fn services_billed_sold_and_credited_pass_every_program_and_agree_with_the_trial_balance() {
    let place = Workplace::new();
    let documents = r#"{"id":"g","op":"define","date":"2026-03-02","master":{"record":"group","number":2,"name":"Services","sales":"4000","inventory":"1300","cost_of_sales":"5000","count_variance":"5200","adjustment":"5300","purchase_variance":"5100","sales_tax":null,"purchase_tax":null,"method":"average","service_cost":"tracked"}}
{"id":"i","op":"define","date":"2026-03-02","master":{"record":"item","item":"HOUR","name":"Hour","group_number":2,"method":"average","standard_cost":null,"tracking":"none","uom":"EA","price":null,"min_life_days":null,"abc":"C","weight":null,"service":true,"supplier_code":null}}
{"id":"b1","op":"invoice","date":"2026-03-02","item":"HOUR","qty":"3","amount":"10.00","tax":"1.90","currency":"EUR","rate":"1.10"}
{"id":"s1","op":"ship","date":"2026-03-03","item":"HOUR","qty":"5","price":"20.00","channel":"web"}
{"id":"b2","op":"invoice","date":"2026-03-04","item":"HOUR","qty":"7","amount":"33.33"}
{"id":"c1","op":"credit_note","date":"2026-03-04","side":"supplier","of":"b2","amount":"4.75","qty":"1"}
{"id":"c2","op":"credit_note","date":"2026-03-05","side":"supplier","of":"b1","amount":"1.00","currency":"EUR","rate":"1.20"}
{"id":"k","op":"customer_return","date":"2026-03-05","of":"s1","qty":"1","disposition":"restock"}"#;
    place.feed(&["post", "-"], documents).well();
    passes(&place);
}

#[test]
fn amounts_without_decimals_and_with_three_pass_every_program() {
    for currency in ["JPY", "KWD"] {
        passes(&days_in(currency));
    }
}

/// Seals all days of a workplace; every program accepts them and says what the trial balance says.
fn passes(place: &Workplace) {
    place.run(&["gl", "seal"]).well();
    let mut ours: BTreeMap<String, Amount> = BTreeMap::new();
    for row in place.rows(&["trial-balance"]) {
        let balance = row["balance"].as_str().unwrap().parse().unwrap();
        ours.insert(row["account"].as_str().unwrap().to_owned(), balance);
    }
    for judge in &JUDGES {
        let file = place.path(judge.target.word());
        let name = file.to_str().unwrap();
        place
            .run(&["gl", "export", "--target", judge.target.word(), "-o", name])
            .well();
        if told(judge.check, &file).is_none() {
            continue;
        }
        let found = balances(&told(judge.balances, &file).unwrap());
        assert!(found.len() > 5, "{found:?}");
        let mut said: BTreeMap<String, Amount> = BTreeMap::new();
        for (account, balance) in found.iter().filter(|(account, _)| account.contains(':')) {
            let code = account.rsplit(':').next().unwrap().split(' ').next().unwrap();
            let said = said.entry(code.to_owned()).or_default();
            *said = *said + *balance;
        }
        for (account, balance) in &ours {
            assert_eq!(
                said.get(account).copied().unwrap_or_default(),
                *balance,
                "{account} of {}",
                judge.target
            );
        }
    }
}
