//! The audit: what must hold over the whole store, each invariant as a row.
//!
//! Every check reads its tables once, in pages, and keeps only what is open: goods that lie somewhere, layers that
//! hold something, accounts. So a million movements cost one pass, not a million lookups.

mod allowances;
mod back_orders;
mod below;
mod billing;
mod counts;
mod dimensions;
mod holds;
mod intercompany;
mod journal;
mod late;
mod ledger_batches;
mod log;
mod masters;
mod open_items;
mod promises;
mod queues;
mod reads;
mod services;
mod since;
mod stock;
mod tax;
mod transit;
mod vendor_numbers;
mod work_orders;

pub use self::since::Proof;
use super::coverage;
use super::view::View;
use crate::domain::amount::Money;
use crate::domain::record::Fault;
use serde::Serialize;

/// One invariant, proved or broken.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Finding {
    /// What must hold.
    pub invariant: String,
    /// How many things were looked at.
    pub checked: i64,
    /// How many of them break it.
    pub broken: i64,
    /// The first that break it.
    pub detail: String,
}

/// A check under way.
#[derive(Debug)]
pub struct Check(Finding);

impl Check {
    /// Begins to check an invariant.
    pub fn of(invariant: &str) -> Self {
        Self(Finding {
            invariant: invariant.to_owned(),
            checked: 0,
            broken: 0,
            detail: String::new(),
        })
    }

    /// Notes one thing looked at; `detail` describes it if the invariant does not hold.
    pub fn see(&mut self, holds: bool, detail: impl FnOnce() -> String) {
        const SHOWN: i64 = 3;
        self.0.checked += 1;
        if holds {
            return;
        }
        self.0.broken += 1;
        if self.0.broken <= SHOWN {
            let gap = if self.0.detail.is_empty() { "" } else { "; " };
            self.0.detail = format!("{}{gap}{}", self.0.detail, detail());
        }
    }

    /// Notes so many things looked at that hold.
    pub const fn hold(&mut self, count: i64) {
        self.0.checked += count;
    }

    /// Returns the finding.
    pub fn finish(self) -> Finding {
        self.0
    }
}

/// Returns whether a part lies between two bounds, inclusive, in either order.
fn is_within(one: Money, part: Money, other: Money) -> bool {
    one.min(other) <= part && part <= one.max(other)
}

/// Checks that accounts are explained by what stands behind them: stock, unbilled receipts, goods in transit.
pub(super) fn open_items(view: &dyn View) -> Result<Vec<Finding>, Fault> {
    let accounts = journal::check(view, &log::Closings::default(), &mut Vec::new())?;
    let mut found = Vec::new();
    journal::check_accounts(view, &accounts, &mut found)?;
    Ok(found)
}

/// Checks every invariant that applies, and what was broken when the store was upgraded.
pub fn audit(view: &dyn View) -> Result<Vec<Finding>, Fault> {
    let mut found = books(view)?;
    found.push(log::upgrades(view)?);
    Ok(found)
}

/// Checks every invariant of the store as it is now.
pub fn books(view: &dyn View) -> Result<Vec<Finding>, Fault> {
    let mut found = Vec::new();
    let closings = log::check(view, &mut found)?;
    stock::check(view, &mut found)?;
    late::check(view, &mut found)?;
    queues::check(view, &mut found)?;
    let accounts = journal::check(view, &closings, &mut found)?;
    ledger_batches::check(view, &mut found)?;
    journal::check_accounts(view, &accounts, &mut found)?;
    found.push(counts::check(view)?);
    promises::check(view, &mut found)?;
    holds::check(view, &mut found)?;
    back_orders::check(view, &mut found)?;
    found.push(vendor_numbers::check(view)?);
    found.push(allowances::check(view)?);
    found.push(tax::check(view)?);
    found.push(intercompany::check(view)?);
    found.push(dimensions::check(view)?);
    reads::check(view, &mut found)?;
    let mut covered = Check::of("every movement kind, group and site has its accounts");
    let missing = coverage::missing(view)?;
    covered.see(missing.is_empty(), || missing.join("; "));
    found.push(covered.finish());
    Ok(found)
}
