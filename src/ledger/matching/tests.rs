//! What is explained, and by what.

use super::*;

fn amounts(of: &[(&str, i128)]) -> Amounts {
    of.iter()
        .map(|(account, amount)| ((*account).to_owned(), Total(*amount)))
        .collect()
}

/// Returns three batches and a pending day; the account there for our 1300 is 630.
fn ours() -> Ours {
    let batch = |number, acknowledged, of: &[(&str, i128)]| Batch {
        number,
        reverses: None,
        acknowledged,
        amounts: amounts(of),
    };
    let names = [
        ("630", "630"),
        ("Inventory (630)", "630"),
        ("800", "800"),
        ("310", "310"),
    ];
    Ours {
        batches: vec![
            batch(1, true, &[("630", 10_000), ("800", -10_000)]),
            batch(2, false, &[("630", -4_000), ("310", 4_000)]),
            batch(3, true, &[("630", 700), ("800", -700)]),
        ],
        pending: [(
            "2026-03-04 at MAIN".to_owned(),
            amounts(&[("630", 50), ("800", -50)]),
        )]
        .into(),
        names: names
            .into_iter()
            .map(|(name, account)| (name.to_owned(), account.to_owned()))
            .collect(),
        marks: [("MJ-77".to_owned(), 3)].into(),
    }
}

/// Returns each account, what explains it, and the amount; what is unexplained comes last.
fn said(report: &Report) -> Vec<String> {
    let mut said = Vec::new();
    for account in &report.accounts {
        for part in &account.parts {
            said.push(format!(
                "{} {} {} {}",
                account.account, part.kind, part.what, part.amount
            ));
        }
        if account.is_unexplained() {
            said.push(format!("{} unexplained {}", account.account, account.unexplained));
        }
    }
    said
}

fn of(text: &str) -> Vec<String> {
    said(&compare(&ours(), &Statement::read(text).unwrap()))
}

const PENDING: [&str; 2] = [
    "630 pending 2026-03-04 at MAIN 0.50",
    "800 pending 2026-03-04 at MAIN -0.50",
];

#[test]
fn balances_without_what_is_pending_are_explained_by_the_day() {
    let text = "account,debit,credit\nInventory (630),67.00,0\n800,0,107.00\n310,40.00,0\n1000,5.00,0\n";
    assert_eq!(of(text), PENDING);
    let report = compare(&ours(), &Statement::read(text).unwrap());
    assert_eq!(report.foreign_accounts, ["1000".to_owned()].into());
}

#[test]
fn balances_tell_which_batch_is_missing_or_there_twice() {
    let missing = of("account,balance\n630,107.00\n800,-107.00\n");
    assert!(
        missing.contains(&"310 batch ledger batch 2 is not there 40.00".to_owned()),
        "{missing:?}"
    );
    assert!(!missing.iter().any(|line| line.contains("unexplained")));
    let twice = of("account,balance\n630,167.00\n800,-207.00\n310,40\n");
    assert!(
        twice.contains(&"630 batch ledger batch 1 is there 2 times -100.00".to_owned()),
        "{twice:?}"
    );
}

#[test]
fn a_balance_that_nothing_explains_is_said_to_be_unexplained() {
    let found = of("account,balance\n630,66.99\n800,-107.00\n310,40.00\n");
    assert!(found.contains(&"630 unexplained 0.01".to_owned()), "{found:?}");
}

#[test]
fn a_trial_balance_stays_one_though_an_account_has_no_balance_or_stands_there_twice() {
    let balance = "630,67.00\n800,-107.00\n310,40.00\n";
    for more in ["630,0.00\n", "Inventory (630),0\n", "800,-3.00\n800,3.00\n"] {
        assert_eq!(
            of(&format!("account,balance\n{balance}{more}")),
            PENDING,
            "{more}"
        );
    }
    let mut without = ours();
    without.names.insert("999".to_owned(), "999".to_owned());
    let text = format!("account,balance\n{balance}999,0.00\n");
    let report = compare(&without, &Statement::read(&text).unwrap());
    assert_eq!(said(&report), PENDING);
    let wrong = text.replace("67.00", "79.34");
    let report = compare(&without, &Statement::read(&wrong).unwrap());
    assert!(
        said(&report).contains(&"630 unexplained -12.34".to_owned()),
        "{report:?}"
    );
}

#[test]
fn account_lines_are_told_apart_by_what_they_refer_to() {
    let text = "date,account,amount,reference\n\
        2026-03-02,630,100.00,BL-1\n2026-03-02,800,-100.00,\"ledger batch 1, MAIN\"\n\
        2026-03-03,630,7.00,MJ-77\n2026-03-03,800,-7.00,MJ-77\n\
        2026-03-05,630,12.00,accrual\n2026-03-05,1000,-12.00,accrual\n";
    let found = of(text);
    let expected = [
        "310 batch ledger batch 2 is not there 40.00",
        "630 batch ledger batch 2 is not there -40.00",
        "630 foreign journal accrual of 2026-03-05 -12.00",
    ];
    assert_eq!(found.len(), expected.len() + PENDING.len(), "{found:?}");
    assert!(
        expected.iter().all(|line| found.contains(&(*line).to_owned())),
        "{found:?}"
    );
}

#[test]
fn a_batch_with_other_amounts_is_seen_and_not_explained() {
    let text = "account,amount,number\n630,99.00,BL-1-1\n800,-100.00,BL-1-2\n630,-40,BL-2\n310,40,BL-2\n\
        630,14.00,BL-3\n800,-14.00,BL-3\n";
    let found = of(text);
    assert!(
        found.contains(&"630 altered ledger batch 1 is there with other amounts 1.00".to_owned()),
        "{found:?}"
    );
    assert!(found.contains(&"630 unexplained 0.00".to_owned()));
    assert!(
        found.contains(&"800 batch ledger batch 3 is there 2 times 7.00".to_owned()),
        "{found:?}"
    );
}
