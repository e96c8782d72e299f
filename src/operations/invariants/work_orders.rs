//! What is in process, against what went into it and its accounts.

use super::{Check, Finding};
use crate::domain::amount::{Money, Qty, Total};
use crate::domain::code::{AccountCode, OrderNo};
use crate::domain::movement::MovementKind;
use crate::domain::policy::CompanyAccount;
use crate::domain::record::{Fault, Range};
use crate::domain::work_order::{WorkOrder, WorkPart, WorkStep};
use crate::ledger::trial_balance::TrialBalance;
use crate::operations::pages::Pages;
use crate::operations::standing::in_ledger;
use crate::operations::view::View;
use std::collections::{BTreeMap, BTreeSet};

/// What went into process of a component, less what left it, by what happened.
#[derive(Default)]
struct Went {
    issued: Qty,
    scrapped: Qty,
    taken: Qty,
    value: Money,
}

/// Checks work in process, account by account, and that what was issued to a work order came back, is spoilt, went into what
/// was made, or is in process.
pub(super) fn check(view: &dyn View, balances: &TrialBalance, found: &mut Vec<Finding>) -> Result<(), Fault> {
    let mut account = Check::of("work in process = Σ open work orders");
    let mut parts = Check::of(
        "issued to a work order = returned + spoilt + made + in process, in quantity and value, nothing when closed",
    );
    let mut held: BTreeMap<AccountCode, Total> = BTreeMap::new();
    let ever = crate::operations::accounts::company_accounts_ever(view)?;
    let of_work = ever
        .into_iter()
        .filter(|(which, _)| *which == CompanyAccount::WorkInProcess);
    held.extend(of_work.map(|(_, code)| (code, Total::ZERO)));
    for order in Pages::<WorkOrder>::of(view) {
        let order = order?;
        let went = went(view, &order.order_no)?;
        for part in view.all::<WorkPart>(&[&order.order_no])? {
            let own = went.get(&part.line);
            let holds = own.map_or_else(
                || (part.issued, part.value) == (Qty::ZERO, Money::ZERO),
                |own| is_of(&part, own),
            );
            let is_over = order.open || part.held().is_zero();
            parts.see(holds && is_over, || {
                let it = &part.order_no;
                format!(
                    "{} of {it}: {} in process, worth {}",
                    part.item,
                    part.held(),
                    part.value
                )
            });
            *held.entry(order.account.clone()).or_default() += part.value;
        }
    }
    for (code, value) in &held {
        let (balance, value) = (balances.balance(code), in_ledger(view, *value)?);
        account.see(balance == value, || {
            format!("account {code}: {balance}, open work orders hold {value}")
        });
    }
    found.extend([parts, account].map(Check::finish));
    Ok(())
}

fn is_of(part: &WorkPart, own: &Went) -> bool {
    let counted = (part.issued, part.scrapped, part.taken, part.value);
    let is_nothing = !part.held().is_zero() || part.value.is_zero();
    let is_possible = Qty::ZERO <= part.held() && Money::ZERO <= part.value;
    counted == (own.issued, own.scrapped, own.taken, own.value) && is_nothing && is_possible
}

/// Returns what the standing movements of a work order did, by line.
fn went(view: &dyn View, order: &OrderNo) -> Result<BTreeMap<i64, Went>, Fault> {
    let steps: Vec<WorkStep> = view.list(&Range::by(WorkStep::BY_ORDER, &[order]))?;
    let whole: BTreeSet<i64> = steps
        .iter()
        .filter(|step| step.line == 0)
        .map(|step| step.movement)
        .collect();
    let mut went: BTreeMap<i64, Went> = BTreeMap::new();
    for step in steps.iter().filter(|step| step.line != 0) {
        let own = went.entry(step.line).or_default();
        own.value += step.value;
        match step.kind {
            MovementKind::WorkIssue | MovementKind::WorkReturn => own.issued += step.qty,
            MovementKind::WorkScrap if !whole.contains(&step.movement) => own.scrapped -= step.qty,
            _ => own.taken -= step.qty,
        }
    }
    Ok(went)
}
