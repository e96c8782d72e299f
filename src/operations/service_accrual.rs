//! The accounts on which the cost of services stands between their bills and their sales.

use super::group_accounts::AllAccounts;
use super::pages::Pages;
use super::view::View;
use crate::domain::code::AccountCode;
use crate::domain::policy::CompanyAccount;
use crate::domain::record::Fault;
use crate::domain::service::ServicePool;
use std::collections::BTreeSet;

/// Returns the accounts on which groups track the cost of services, and those on which something still stands.
///
/// # Errors
/// Fails if the store can't be read.
pub fn accounts(view: &dyn View) -> Result<BTreeSet<AccountCode>, Fault> {
    let all = AllAccounts::of(view)?;
    let mut found = all.accruing(&view.policies()?.account(CompanyAccount::ServiceAccrual));
    for pool in Pages::<ServicePool>::of(view) {
        found.insert(pool?.account);
    }
    Ok(found)
}

/// Returns one of these accounts to which something else posts too; `None` if there is none. What services cost could not
/// be told from it.
///
/// # Errors
/// Fails if the store can't be read.
pub fn shared(view: &dyn View) -> Result<Option<AccountCode>, Fault> {
    let own = accounts(view)?;
    if own.is_empty() {
        return Ok(None);
    }
    let policies = view.policies()?;
    let company = CompanyAccount::ALL
        .iter()
        .filter(|which| **which != CompanyAccount::ServiceAccrual)
        .map(|which| policies.account(*which));
    let of_groups = AllAccounts::of(view)?;
    let mut others: BTreeSet<AccountCode> = company.collect();
    for (_, accounts) in of_groups.each() {
        let beside = accounts.all().into_iter();
        others.extend(
            beside
                .filter(|(what, _)| *what != "service accrual")
                .map(|(_, account)| account.clone()),
        );
    }
    Ok(own.into_iter().find(|account| others.contains(account)))
}
