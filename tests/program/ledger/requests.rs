//! Requests to Xero and QuickBooks Online fit their schemas, balance to the cent, and are told apart.

use super::days::{days, mapping};
use super::schema::misfits;
use binledger::domain::amount::Money;
use binledger::ledger::export::mapping::Mapping;
use binledger::ledger::export::target::Target;
use binledger::ledger::export::{Refused, Way, write};
use serde_json::Value;
use std::collections::BTreeSet;

const XERO: &str = include_str!("../schemas/xero-manual-journal.json");
const QBO: &str = include_str!("../schemas/qbo-journal-entry.json");

fn requests(target: Target, most: Option<usize>, with_shares: bool) -> Vec<Value> {
    let mapping = mapping();
    let way = Way {
        target,
        mapping: &mapping,
        most,
        bare: false,
        tax_rate: "",
    };
    let files = write(&days(200, 3, with_shares), &way).unwrap();
    assert_eq!(files.len(), 1);
    files[0]
        .lines()
        .map(|line| serde_json::from_str(line).unwrap())
        .collect()
}

/// The exact amount as written: two decimals, without a float on the way.
fn cents(number: &Value) -> Money {
    number.to_string().parse().unwrap()
}

#[test]
fn requests_to_xero_fit_and_balance() {
    let schema: Value = serde_json::from_str(XERO).unwrap();
    let mut keys = BTreeSet::new();
    for (most, with_shares) in [(None, false), (Some(4), true)] {
        for request in requests(Target::XeroJson, most, with_shares) {
            assert_eq!(misfits(&schema, &request), Vec::<String>::new());
            let lines = request["body"]["ManualJournals"][0]["JournalLines"]
                .as_array()
                .unwrap();
            let sum: Money = lines.iter().map(|line| cents(&line["LineAmount"])).sum();
            assert_eq!(sum, Money::ZERO, "{request}");
            assert!(most.is_none_or(|most| lines.len() <= most));
            assert_eq!(
                lines.iter().all(|line| line.get("Tracking").is_some()),
                with_shares && !narration(&request).contains("reverses")
            );
            keys.insert((most, request["headers"]["Idempotency-Key"].to_string()));
        }
    }
    let both =
        requests(Target::XeroJson, None, false).len() + requests(Target::XeroJson, Some(4), true).len();
    assert_eq!(keys.len(), both);
}

fn narration(request: &Value) -> &str {
    request["body"]["ManualJournals"][0]["Narration"]
        .as_str()
        .unwrap()
}

#[test]
fn requests_to_quickbooks_online_fit_and_balance() {
    let schema: Value = serde_json::from_str(QBO).unwrap();
    for most in [None, Some(2)] {
        let mut numbers = BTreeSet::new();
        let requests = requests(Target::QuickbooksJson, most, false);
        for request in &requests {
            assert_eq!(misfits(&schema, request), Vec::<String>::new());
            let (mut debit, mut credit) = (Money::ZERO, Money::ZERO);
            for line in request["body"]["Line"].as_array().unwrap() {
                let side = if line["JournalEntryLineDetail"]["PostingType"] == "Debit" {
                    &mut debit
                } else {
                    &mut credit
                };
                *side += cents(&line["Amount"]);
            }
            assert_eq!(debit, credit, "{request}");
            numbers.insert(request["body"]["DocNumber"].to_string());
        }
        assert_eq!(numbers.len(), requests.len());
    }
}

#[test]
fn a_missing_account_refuses_and_every_one_is_named() {
    let none = Mapping::read_csv("account,target_account\n1300,630\n").unwrap();
    let batches = days(30, 3, false);
    for target in Target::ALL.iter().filter(|target| target.system().is_some()) {
        let way = Way {
            target: *target,
            mapping: &none,
            most: None,
            bare: false,
            tax_rate: "",
        };
        let Err(Refused::Unmapped { accounts, .. }) = write(&batches, &way) else {
            panic!("{target} takes accounts that it does not know");
        };
        assert_eq!(accounts.len(), 11, "{accounts:?}");
        assert!(
            accounts.contains(&"5200 (Zählung %(account) $x {y})".to_owned()),
            "{accounts:?}"
        );
    }
}
