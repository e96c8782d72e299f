//! Whether every event that can post has its accounts, proved before anything posts.

use super::group_accounts::AllAccounts;
use super::view::View;
use crate::domain::code::AccountCode;
use crate::domain::company::{Account, Group, Tax};
use crate::domain::entity::Entity;
use crate::domain::policy::CompanyAccount;
use crate::domain::record::{Fault, Range, Record};
use crate::domain::work_order::WorkOrder;
use std::collections::BTreeSet;

/// Returns the movements that need an account of a group.
fn needed_by(role: &str) -> &'static str {
    match role {
        "inventory" => "every receipt, shipment, return, adjustment and count",
        "sales" | "cost of sales" => "shipments and returns",
        "count variance" => "counts",
        "adjustment" => "adjustments and scrapped returns",
        "purchase variance" => "receipts at standard cost",
        "service accrual" => "bills and sales of services whose cost is tracked",
        _ => "bills of services",
    }
}

/// Returns the company accounts that may be posted to: those of work orders, of services whose cost is tracked and of
/// sales between legal entities only once there is one, because charts of before have none of them.
///
/// # Errors
/// Fails if the store can't be read.
pub fn company_accounts(view: &dyn View) -> Result<Vec<CompanyAccount>, Fault> {
    let first = Range::of::<WorkOrder>(&[]).first(1);
    let is_worked = !view.list::<WorkOrder>(&first)?.is_empty();
    let first = Range::of::<Entity>(&[]).first(1);
    let is_divided = !view.list::<Entity>(&first)?.is_empty();
    let mut all = CompanyAccount::ALL.to_vec();
    all.retain(|which| is_worked || !CompanyAccount::OF_WORK.contains(which));
    let is_tracked = AllAccounts::of(view)?.is_tracking();
    all.retain(|which| is_tracked || *which != CompanyAccount::ServiceAccrual);
    all.retain(|which| is_divided || !CompanyAccount::INTERCOMPANY.contains(which));
    Ok(all)
}

/// Names every account that some movement of some group at some site would need but the chart does not have.
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
    for which in company_accounts(view)? {
        let (name, code) = (which.name(), policies.account(which));
        if !chart.contains(&code) {
            missing.push(format!(
                "company account {name} is {code}, which the chart does not have"
            ));
        }
    }
    for (site, accounts) in AllAccounts::of(view)?.each() {
        let at = site.map_or_else(String::new, |site| format!(" at {site}"));
        let group: Option<Group> = view.find(&[&accounts.group])?;
        let name = group.map(|group| group.name).unwrap_or_default();
        for (role, code) in accounts.all() {
            if !chart.contains(code) {
                missing.push(format!(
                    "group {} ({name}) has {code} for {role}{at}, which the chart does not have: {}",
                    accounts.group,
                    needed_by(role)
                ));
            }
        }
    }
    for group in view.all::<Group>(&[])? {
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
