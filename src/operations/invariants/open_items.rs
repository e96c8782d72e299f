//! What is open between receipts, bills and freight, and the accounts that it stands on.

use super::{Check, Finding};
use crate::domain::amount::{Money, Qty, Total};
use crate::domain::code::AccountCode;
use crate::domain::policy::CompanyAccount;
use crate::domain::purchase::{Bill, Receipt, Settlement, Voucher};
use crate::domain::record::Fault;
use crate::ledger::trial_balance::TrialBalance;
use crate::operations::pages::Pages;
use crate::operations::standing::in_ledger;
use crate::operations::view::View;
use std::collections::BTreeMap;

/// What settlements took, and what the open items say was taken.
#[derive(Default)]
struct Taken {
    qty: i128,
    cost: i128,
    exchange: i128,
    difference: i128,
}

impl Taken {
    fn add(&mut self, qty: Qty, cost: Money) {
        self.qty += i128::from(qty.0);
        self.cost += i128::from(cost.0);
    }

    fn add_differences(&mut self, exchange: Money, difference: Money) {
        self.exchange += i128::from(exchange.0);
        self.difference += i128::from(difference.0);
    }
}

/// Checks open items against their accounts, whose balances only they explain: no journal rule does.
pub(super) fn check(view: &dyn View, balances: &TrialBalance, found: &mut Vec<Finding>) -> Result<(), Fault> {
    let mut whole = Check::of("no receipt, bill or voucher is settled beyond what it is");
    let mut taken = Taken::default();
    let mut open: BTreeMap<AccountCode, Total> = BTreeMap::new();
    open.insert(view.policies()?.account(CompanyAccount::Grni), Total::ZERO);
    for receipt in Pages::<Receipt>::of(view) {
        let receipt = receipt?;
        whole.see(is_whole(&receipt), || {
            format!(
                "receipt {}: of {} {} are billed and {} went back",
                receipt.movement, receipt.qty, receipt.qty_billed, receipt.qty_back
            )
        });
        if receipt.bill.is_none() {
            taken.add(receipt.qty_billed, receipt.cost_billed);
        }
        taken.add(receipt.qty_released, receipt.cost_released);
        taken.add_differences(receipt.exchange, receipt.difference);
        if !receipt.account.is_empty() {
            *open.entry(receipt.account.clone()).or_default() -= receipt.open_cost();
        }
    }
    for bill in Pages::<Bill>::of(view) {
        let bill = bill?;
        let left = bill.open_qty();
        let holds = Qty::ZERO <= left && bill.open != left.is_zero();
        whole.see(holds && (bill.open || bill.open_cost().is_zero()), || {
            format!(
                "bill {}: of {} {} arrived",
                bill.movement, bill.qty, bill.qty_received
            )
        });
        taken.add(bill.qty_received, bill.cost_received);
        if !bill.account.is_empty() {
            *open.entry(bill.account.clone()).or_default() += bill.open_cost();
        }
    }
    let mut vouchers = Total::ZERO;
    for voucher in Pages::<Voucher>::of(view) {
        let voucher = voucher?;
        let (least, most) = (voucher.amount.min(Money::ZERO), voucher.amount.max(Money::ZERO));
        whole.see((least..=most).contains(&voucher.cleared), || {
            format!(
                "voucher {}: of {} {} is billed",
                voucher.movement, voucher.amount, voucher.cleared
            )
        });
        taken.add(Qty::ZERO, voucher.cleared);
        vouchers += voucher.open();
    }
    let [settled, differing] = settled(view, &taken)?;
    found.extend([whole.finish(), settled, differing]);
    found.extend(accounts(view, balances, &open, vouchers)?);
    Ok(())
}

/// Returns whether a receipt bills and returns no more than it received, has nothing open once it is settled, and owes
/// nothing once all that was billed went back.
fn is_whole(receipt: &Receipt) -> bool {
    let (left, kept) = (receipt.open_qty(), receipt.kept_billed());
    let within = [left, kept, receipt.qty - receipt.qty_back, receipt.qty_released];
    let owed = [receipt.owed(), receipt.exchange, receipt.tax];
    within.iter().all(|qty| Qty::ZERO <= *qty)
        && receipt.open != left.is_zero()
        && (receipt.open || receipt.open_cost().is_zero())
        && (!kept.is_zero() || owed.iter().all(|owed| owed.is_zero()))
}

fn settled(view: &dyn View, taken: &Taken) -> Result<[Finding; 2], Fault> {
    let mut check = Check::of("what is settled = Σ settlements");
    let mut differing = Check::of("what bills differ by = Σ settlements");
    let mut sum = Taken::default();
    for settlement in Pages::<Settlement>::of(view) {
        let settlement = settlement?;
        sum.add(settlement.qty, settlement.cost);
        sum.add_differences(settlement.exchange, settlement.difference);
    }
    check.see(sum.qty == taken.qty && sum.cost == taken.cost, || {
        format!(
            "settlements make {} millionths and {} cents, open items say {} and {}",
            sum.qty, sum.cost, taken.qty, taken.cost
        )
    });
    let holds = (sum.exchange, sum.difference) == (taken.exchange, taken.difference);
    differing.see(holds, || {
        format!(
            "settlements make {} and {} cents by rates and prices, receipts say {} and {}",
            sum.exchange, sum.difference, taken.exchange, taken.difference
        )
    });
    Ok([check.finish(), differing.finish()])
}

fn accounts(
    view: &dyn View,
    balances: &TrialBalance,
    open: &BTreeMap<AccountCode, Total>,
    vouchers: Total,
) -> Result<[Finding; 2], Fault> {
    let mut grni = Check::of("goods received not invoiced = Σ open receipt lines - Σ open bills");
    for (account, worth) in open {
        let (ledger, worth) = (balances.balance(account), in_ledger(view, *worth)?);
        grni.see(ledger == worth, || {
            format!("account {account}: {ledger}, what is open makes {worth}")
        });
    }
    let mut clearing = Check::of("landed-cost clearing = Σ vouchers not yet billed");
    let account = view.policies()?.account(CompanyAccount::LandedCost);
    let (ledger, vouchers) = (balances.balance(&account), in_ledger(view, vouchers)?);
    clearing.see(ledger == -vouchers, || {
        format!("account {account}: {ledger}, vouchers make {}", -vouchers)
    });
    Ok([grni.finish(), clearing.finish()])
}
