//! What accruals hold of services, against what was billed and sold of them and against their accounts.

use super::{Check, Finding};
use crate::domain::amount::{Money, Qty, Total};
use crate::domain::code::{AccountCode, ItemCode, SiteCode};
use crate::domain::movement::{Movement, Shipment};
use crate::domain::record::Fault;
use crate::domain::service::{ServicePool, ServiceShort, ServiceStep};
use crate::operations::pages::Pages;
use crate::operations::service_accrual;
use crate::operations::standing::in_ledger;
use crate::operations::view::View;
use std::collections::BTreeMap;

type Spot = (ItemCode, SiteCode);

/// What the standing movements did to pools.
#[derive(Default)]
struct Did {
    /// Quantity and value, by pool.
    pools: BTreeMap<Spot, (Qty, Money)>,
    /// What is not billed of sales, by pool and sale.
    shorts: BTreeMap<(ItemCode, SiteCode, i64), (Qty, Money)>,
    /// The accounts that they posted to.
    accounts: BTreeMap<(AccountCode, SiteCode), Total>,
}

/// Checks that pools of services hold what was billed and not sold, and that nothing else is on their accounts.
pub(super) fn check(
    view: &dyn View,
    by_site: &BTreeMap<(AccountCode, SiteCode), Total>,
    found: &mut Vec<Finding>,
) -> Result<(), Fault> {
    let mut moved = Check::of("what a movement did to a service accrual is what it billed, sold or credited");
    let mut did = did(view, &mut moved)?;
    let mut owed = Check::of("services sold before they were billed = Σ what their sales wait for");
    let mut shorts: BTreeMap<Spot, (Qty, Money)> = BTreeMap::new();
    for short in Pages::<ServiceShort>::of(view) {
        let it = short?;
        let made = did
            .shorts
            .remove(&(it.item.clone(), it.site.clone(), it.movement));
        owed.see(made == Some((it.qty, it.value)), || {
            format!(
                "sale {} waits for {} {} worth {}",
                it.movement, it.qty, it.item, it.value
            )
        });
        let sum = shorts.entry((it.item, it.site)).or_default();
        *sum = (sum.0 + it.qty, sum.1 + it.value);
    }
    for ((item, _, sale), (qty, value)) in &did.shorts {
        owed.see(false, || {
            format!("sale {sale} waits for nothing, but {qty} {item} worth {value} of it are not billed")
        });
    }
    let mut pools = Check::of("billed - sold - credited = what is on the accrual, per service and site");
    for pool in Pages::<ServicePool>::of(view) {
        let it = pool?;
        let spot = (it.item.clone(), it.site.clone());
        let made = did.pools.remove(&spot).unwrap_or_default();
        let short = shorts.remove(&spot).unwrap_or_default();
        pools.see(made == (it.qty, it.value) && is_possible(&it, short), || {
            format!("{} at {}: {} worth {}", it.item, it.site, it.qty, it.value)
        });
        *did.accounts.entry((it.account, it.site)).or_default() += it.value;
    }
    for ((item, site), (qty, value)) in &did.pools {
        pools.see(false, || {
            format!("{item} at {site}: no pool, movements make {qty} worth {value}")
        });
    }
    found.extend([moved, owed, pools].map(Check::finish));
    found.push(accounts(view, by_site, did.accounts)?);
    Ok(())
}

/// Returns whether a pool holds something, owes what its sales wait for, or is empty with nothing on it.
fn is_possible(pool: &ServicePool, short: (Qty, Money)) -> bool {
    if pool.qty < Qty::ZERO {
        return short == (-pool.qty, -pool.value);
    }
    let is_whole = !pool.qty.is_zero() || pool.value.is_zero();
    short == (Qty::ZERO, Money::ZERO) && Money::ZERO <= pool.value && is_whole
}

fn did(view: &dyn View, moved: &mut Check) -> Result<Did, Fault> {
    let mut did = Did::default();
    for step in Pages::<ServiceStep>::of(view) {
        let step = step?;
        let made: Option<Movement> = view.find(&[&step.movement])?;
        let sold: Option<Shipment> = view.find(&[&step.movement])?;
        let is_of = made.is_some_and(|made| {
            (made.kind, made.item, made.site) == (step.kind, step.item.clone(), step.site.clone())
        });
        let is_cost = sold.is_none_or(|sold| (sold.qty, sold.cost) == (-step.qty, -step.value));
        moved.see(is_of && is_cost, || {
            let (qty, value) = (step.qty, step.value);
            format!("movement {}: {qty} {} worth {value}", step.movement, step.item)
        });
        let spot = (step.item.clone(), step.site.clone());
        let sum = did.pools.entry(spot).or_default();
        *sum = (sum.0 + step.qty, sum.1 + step.value);
        let sale = step.of.unwrap_or(step.movement);
        let key = (step.item, step.site.clone(), sale);
        if !step.short_qty.is_zero() {
            let sum = did.shorts.entry(key.clone()).or_default();
            *sum = (sum.0 + step.short_qty, sum.1 + step.short_value);
            if *sum == (Qty::ZERO, Money::ZERO) {
                did.shorts.remove(&key);
            }
        }
        did.accounts.entry((step.account, step.site)).or_default();
    }
    Ok(did)
}

/// Checks the accounts, site by site and so in the books of each legal entity.
fn accounts(
    view: &dyn View,
    by_site: &BTreeMap<(AccountCode, SiteCode), Total>,
    mut held: BTreeMap<(AccountCode, SiteCode), Total>,
) -> Result<Finding, Fault> {
    let mut check = Check::of("service accrual = Σ services billed and not sold, per account and site");
    let own = service_accrual::accounts(view)?;
    for spot in by_site.keys().filter(|(account, _)| own.contains(account)) {
        held.entry(spot.clone()).or_default();
    }
    for (spot, value) in held {
        let balance = by_site.get(&spot).copied().unwrap_or_default();
        let value = in_ledger(view, value)?;
        check.see(balance == value, || {
            let (account, site) = &spot;
            format!("account {account} at {site}: {balance}, services hold {value}")
        });
    }
    Ok(check.finish())
}
