//! Tests of the policy table against itself, and of the values that a store may hold.

use super::{CompanyAccount, Fefo, Policies, PolicyKey, Takes};
use crate::domain::amount::Qty;
use crate::domain::company::Policy;
use std::collections::BTreeSet;

fn holding(key: &str, value: &str) -> Policies {
    let (key, value) = (key.to_owned(), value.to_owned());
    Policies::of(vec![Policy { key, value }])
}

#[test]
fn every_policy_takes_its_own_default() {
    for policy in PolicyKey::ALL {
        assert_eq!(policy.check(policy.unset()), Ok(()), "{}", policy.key());
        assert_eq!(Policies::default().text(*policy), policy.unset());
        assert_eq!(PolicyKey::of(policy.key()), Some(*policy));
    }
    let keys = PolicyKey::ALL.iter().map(|policy| policy.key());
    let keys: BTreeSet<&str> = keys
        .chain(CompanyAccount::ALL.iter().map(|it| it.key()))
        .collect();
    assert_eq!(keys.len(), PolicyKey::ALL.len() + CompanyAccount::ALL.len());
}

#[test]
fn what_is_set_has_bounds_and_what_a_store_holds_is_read() {
    for (policy, value, expected) in [
        (PolicyKey::PinAttempts, "999999999", "a whole number from 1 to 20"),
        (PolicyKey::PinAttempts, "0", "a whole number from 1 to 20"),
        (
            PolicyKey::SessionLeaseMinutes,
            "1441",
            "a whole number from 1 to 1440",
        ),
        (
            PolicyKey::OverReceiptPercent,
            "101",
            "a whole number from 0 to 100",
        ),
        (
            PolicyKey::CountTolerancePercent,
            "100.5",
            "a number from 0 to 100",
        ),
    ] {
        assert_eq!(policy.check(value), Err(expected.to_owned()), "{value}");
        assert_eq!(policy.read(value), Ok(()), "{value}");
    }
    assert_eq!(PolicyKey::PinAttempts.check("20"), Ok(()));
    assert_eq!(
        holding("pin_attempts", "999999999")
            .pin_attempts()
            .expect("readable"),
        999_999_999
    );
    let counts = PolicyKey::ALL
        .iter()
        .filter(|policy| policy.takes() == Takes::Count);
    for policy in counts {
        assert!(policy.bounds().is_some(), "{} has bounds", policy.key());
    }
}

#[test]
fn an_unset_policy_has_its_default_and_a_set_one_its_value() {
    let unset = Policies::default();
    assert_eq!(unset.fefo().expect("readable"), Fefo::Warn);
    assert_eq!(unset.account(CompanyAccount::Grni).as_str(), "2100");
    assert_eq!(holding("fefo", "force").fefo().expect("readable"), Fefo::Force);
    let tolerance = holding("count_tolerance_qty", "2.5").count_tolerance_qty();
    assert_eq!(tolerance.expect("readable"), Qty(2_500_000));
    let moved = holding("account.grni", "2101").account(CompanyAccount::Grni);
    assert_eq!(moved.as_str(), "2101");
}

#[test]
fn an_unreadable_value_is_a_fault_that_names_the_policy() {
    let faults = [
        holding("fefo", "Force").fefo().map(|_| ()),
        holding("pin_attempts", " 5").pin_attempts().map(|_| ()),
        holding("count_tolerance_value", "-1")
            .count_tolerance_value()
            .map(|_| ()),
        holding("usable_through_expiry", "")
            .usable_through_expiry()
            .map(|_| ()),
        holding("currency", "usd").currency().map(|_| ()),
        holding("default_site", "").default_site().map(|_| ()),
    ];
    let told: Vec<String> = faults.map(|it| it.expect_err("unreadable").context).into();
    assert_eq!(
        told,
        [
            r#"policy fefo is "Force" in the store; it takes none or warn or force"#,
            r#"policy pin_attempts is " 5" in the store; it takes a whole number"#,
            r#"policy count_tolerance_value is "-1" in the store; it takes a number from 0"#,
            r#"policy usable_through_expiry is "" in the store; it takes yes or no"#,
            r#"policy currency is "usd" in the store; it takes a currency code such as USD"#,
            r#"policy default_site is "" in the store; it takes the code of a site"#,
        ]
    );
}

#[test]
fn one_unreadable_value_and_one_unknown_key_leave_the_others_readable() {
    let row = |(key, value): (&str, &str)| Policy {
        key: key.into(),
        value: value.into(),
    };
    let rows = [
        ("costing_scope", "planet"),
        ("of_tomorrow", "x"),
        ("fefo", "none"),
    ];
    let policies = Policies::of(rows.map(row).into());
    assert_eq!(policies.fefo().expect("readable"), Fefo::None);
    assert!(policies.costing_scope().is_err());
    assert_eq!(PolicyKey::of("of_tomorrow"), None);
}
