//! What is shipped and not billed, against its account.

use super::{Check, Finding};
use crate::domain::amount::{Money, Qty, Total};
use crate::domain::code::AccountCode;
use crate::domain::integration::Billing;
use crate::domain::movement::{Movement, MovementKind, Shipment};
use crate::domain::policy::CompanyAccount;
use crate::domain::record::{Fault, Range};
use crate::domain::tax::TaxLine;
use crate::ledger::trial_balance::TrialBalance;
use crate::operations::pages::Pages;
use crate::operations::standing::in_ledger;
use crate::operations::view::View;
use std::collections::BTreeMap;

/// Checks shipped-not-invoiced, account by account, and that nothing is billed twice.
pub(super) fn check(view: &dyn View, balances: &TrialBalance, found: &mut Vec<Finding>) -> Result<(), Fault> {
    let mut billed = Check::of("billed + come back unbilled ≤ shipped, and no more comes back than did");
    let waiting = view.policies()?.account(CompanyAccount::ShippedNotInvoiced);
    let mut open: BTreeMap<AccountCode, Total> = BTreeMap::from([(waiting, Total::ZERO)]);
    for billing in Pages::<Billing>::of(view) {
        let it = billing?;
        let shipment: Option<Shipment> = view.find(&[&it.movement])?;
        let back = shipment.map_or(Qty::ZERO, |shipment| shipment.qty_back);
        let left = it.open_qty();
        let counts = [it.qty_billed, it.qty_released, left, back - it.qty_released];
        let holds = counts.iter().all(|qty| Qty::ZERO <= *qty) && it.open != left.is_zero();
        let whole = it.qty_billed.is_zero() || is_noted(view, &it)?;
        let cost = it.open_cost();
        billed.see(
            cost.is_ok() && holds && whole && back <= it.qty_billed + it.qty_released,
            || format!("of shipment {} {left} are still to be billed", it.movement),
        );
        *open.entry(it.account.clone()).or_default() += cost.unwrap_or_default();
    }
    let mut waits = Check::of("shipped-not-invoiced = Σ cost of what is not billed");
    for (account, cost) in open {
        let (ledger, cost) = (balances.balance(&account), in_ledger(view, cost)?);
        waits.see(ledger == cost, || {
            format!("account {account}: {ledger}, what is not billed cost {cost}")
        });
    }
    found.extend([billed, waits].map(Check::finish));
    Ok(())
}

/// Returns whether the bills that are noted for a shipment add up to what was billed of it, where they are all of them:
/// older rule books noted none.
fn is_noted(view: &dyn View, billing: &Billing) -> Result<bool, Fault> {
    let (mut qty, mut net, mut tax) = (Qty::ZERO, Money::ZERO, Money::ZERO);
    let noted = Range::by(TaxLine::BY_ORIGIN, &[&Some(billing.movement)]);
    for line in view.list::<TaxLine>(&noted)? {
        let moved: Option<Movement> = view.find(&[&line.movement])?;
        let Some(moved) = moved.filter(|it| it.kind == MovementKind::SalesInvoice) else {
            continue;
        };
        qty += if moved.reverses.is_some() {
            -moved.qty
        } else {
            moved.qty
        };
        net += line.net;
        tax += line.tax;
    }
    Ok(qty != billing.qty_billed || (net, tax) == (billing.sales_billed, billing.tax_billed))
}
