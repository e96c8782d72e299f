//! Whether every event that can post has its accounts, proved before anything posts.

use super::view::View;
use crate::domain::code::AccountCode;
use crate::domain::company::{Account, Group, Tax};
use crate::domain::policy::CompanyAccount;
use crate::domain::record::{Fault, Record};
use std::collections::BTreeSet;

/// One account role of a group: its name, how to read the account, and the movements that need it.
type GroupRole = (&'static str, fn(&Group) -> &AccountCode, &'static str);

const GROUP_ROLES: &[GroupRole] = &[
    (
        "inventory",
        |group| &group.inventory,
        "every receipt, shipment, return, adjustment and count",
    ),
    ("sales", |group| &group.sales, "shipments and returns"),
    (
        "cost of sales",
        |group| &group.cost_of_sales,
        "shipments and returns",
    ),
    ("count variance", |group| &group.count_variance, "counts"),
    (
        "adjustment",
        |group| &group.adjustment,
        "adjustments and scrapped returns",
    ),
    (
        "purchase variance",
        |group| &group.purchase_variance,
        "receipts at standard cost",
    ),
];

/// Names every account that some movement of some group would need but the chart does not have. A group's accounts
/// serve all sites alike, so an account is missing at every site or at none.
///
/// # Errors
/// Fails if the store can't be read.
pub fn missing(view: &dyn View) -> Result<Vec<String>, Fault> {
    let chart: BTreeSet<AccountCode> = view
        .all::<Account>(&[])?
        .into_iter()
        .map(|known| known.account)
        .collect();
    let mut missing = Vec::new();
    let policies = view.policies()?;
    for which in CompanyAccount::ALL {
        let (name, code) = (which.name(), policies.account(*which));
        if !chart.contains(&code) {
            missing.push(format!(
                "company account {name} is {code}, which the chart does not have"
            ));
        }
    }
    for group in view.all::<Group>(&[])? {
        for (role, account, movements) in GROUP_ROLES {
            let code = account(&group);
            if !chart.contains(code) {
                missing.push(format!(
                    "group {} ({}) has {code} for {role}, which the chart does not have: {movements}",
                    group.number, group.name
                ));
            }
        }
        for code in group.sales_tax.iter().chain(&group.purchase_tax) {
            if view.find::<Tax>(&[code])?.is_none() {
                missing.push(format!(
                    "group {} ({}) has tax {code}, which is in no {}",
                    group.number,
                    group.name,
                    Tax::TABLE.name
                ));
            }
        }
    }
    Ok(missing)
}
