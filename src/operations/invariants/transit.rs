//! What is on its way between sites, against its account.

use super::{Check, Finding};
use crate::domain::amount::{Qty, Total};
use crate::domain::code::AccountCode;
use crate::domain::policy::CompanyAccount;
use crate::domain::record::Fault;
use crate::domain::transfer::Transfer;
use crate::ledger::trial_balance::TrialBalance;
use crate::operations::pages::Pages;
use crate::operations::standing::in_ledger;
use crate::operations::view::View;
use std::collections::BTreeMap;

/// Checks goods in transit, account by account.
pub(super) fn check(view: &dyn View, balances: &TrialBalance, found: &mut Vec<Finding>) -> Result<(), Fault> {
    let mut transit = Check::of("goods in transit = Σ open transfers");
    let mut arrived = Check::of("arrived ≤ sent, in quantity and value, equal when nothing is left");
    let mut open: BTreeMap<AccountCode, Total> =
        BTreeMap::from([(view.policies()?.account(CompanyAccount::InTransit), Total::ZERO)]);
    for transfer in Pages::<Transfer>::of(view) {
        let it = transfer?;
        let within = Qty::ZERO <= it.qty_in && it.qty_in <= it.qty && it.value_in <= it.value;
        let is_told = it.open != it.open_qty().is_zero();
        let whole = it.qty_in != it.qty || it.value_in == it.value;
        arrived.see(within && whole && is_told, || {
            format!("of transfer {} {} arrived of {}", it.movement, it.qty_in, it.qty)
        });
        *open.entry(it.account.clone()).or_default() += it.open_value();
    }
    for (account, carried) in &open {
        let (balance, carried) = (balances.balance(account), in_ledger(view, *carried)?);
        transit.see(balance == carried, || {
            format!("account {account}: {balance}, open transfers carry {carried}")
        });
    }
    found.extend([arrived, transit].map(Check::finish));
    Ok(())
}
