//! What is on its way between sites, against its account.

use super::{Check, Finding};
use crate::domain::amount::{Qty, Total};
use crate::domain::code::{AccountCode, EntityCode, SiteCode};
use crate::domain::policy::CompanyAccount;
use crate::domain::record::Fault;
use crate::domain::transfer::Transfer;
use crate::operations::entities::{named, of_site, site_of};
use crate::operations::pages::Pages;
use crate::operations::standing::in_ledger;
use crate::operations::view::View;
use std::collections::{BTreeMap, BTreeSet};

/// Checks goods in transit, account by account, in the books of each legal entity.
pub(super) fn check(
    view: &dyn View,
    by_site: &BTreeMap<(AccountCode, SiteCode), Total>,
    found: &mut Vec<Finding>,
) -> Result<(), Fault> {
    let mut transit = Check::of("goods in transit = Σ open transfers");
    let mut arrived = Check::of("arrived ≤ sent, in quantity and value, equal when nothing is left");
    let mut open: BTreeMap<(AccountCode, EntityCode), Total> = BTreeMap::new();
    let mut accounts = BTreeSet::from([view.policies()?.account(CompanyAccount::InTransit)]);
    for transfer in Pages::<Transfer>::of(view) {
        let it = transfer?;
        let within = Qty::ZERO <= it.qty_in && it.qty_in <= it.qty && it.value_in <= it.value;
        let is_told = it.open != it.open_qty().is_zero();
        let whole = it.qty_in != it.qty || it.value_in == it.value;
        arrived.see(within && whole && is_told, || {
            format!("of transfer {} {} arrived of {}", it.movement, it.qty_in, it.qty)
        });
        accounts.insert(it.account.clone());
        if !it.open_qty().is_zero() {
            let entity = of_site(view, &site_of(view, &it)?)?;
            *open.entry((it.account.clone(), entity)).or_default() += it.open_value();
        }
    }
    let mut balances: BTreeMap<(AccountCode, EntityCode), Total> = BTreeMap::new();
    for ((account, site), balance) in by_site
        .iter()
        .filter(|((account, _), _)| accounts.contains(account))
    {
        let spot = (account.clone(), of_site(view, site)?);
        *balances.entry(spot.clone()).or_default() += *balance;
        open.entry(spot).or_default();
    }
    for (spot, carried) in &open {
        let balance = balances.get(spot).copied().unwrap_or_default();
        let (carried, (account, entity)) = (in_ledger(view, *carried)?, spot);
        transit.see(balance == carried, || {
            let whose = named(entity);
            format!("account {account} of {whose}: {balance}, open transfers carry {carried}")
        });
    }
    found.extend([arrived, transit].map(Check::finish));
    Ok(())
}
