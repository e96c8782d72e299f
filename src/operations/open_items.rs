//! What is open on the accounts that are cleared item by item, and whether it explains their balances.

use super::pages::Pages;
use super::pending::{self, Cover};
use super::view::View;
use crate::domain::amount::{Money, Qty};
use crate::domain::code::AccountCode;
use crate::domain::company::{COMPANY_ACCOUNTS, Policy};
use crate::domain::movement::Movement;
use crate::domain::purchase::{Bill, Receipt, Voucher};
use crate::domain::record::{Fault, Range};
use crate::words;
use chrono::NaiveDate;
use std::collections::BTreeMap;

words! {
    /// The accounts that are cleared item by item.
    pub enum Open {
        /// Goods received, not invoiced: open receipts less bills whose goods have not come.
        Grni = "grni",
        /// Goods that left one site and have not reached the other.
        Transit = "in_transit",
        /// Freight, duty and the like whose bills have not come.
        Clearing = "landed_cost",
    }
}

/// One thing that is open.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OpenItem {
    /// The movement that opened it.
    pub movement: i64,
    /// The account it stands on.
    pub account: AccountCode,
    /// Since when it is open.
    pub since: NaiveDate,
    /// Whose it is, or what it is for.
    pub what: String,
    /// What is open of the goods; nothing where it is no goods.
    pub qty: Qty,
    /// What it is on the account, debit positive.
    pub amount: Money,
}

/// One account, and what is open on it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Explained {
    /// The account.
    pub account: AccountCode,
    /// Its balance, debit positive.
    pub balance: Money,
    /// What is open on it.
    pub open: Money,
    /// How many items that is.
    pub count: usize,
}

/// What is open, oldest first.
///
/// # Errors
/// Where the store can't be read.
pub fn of(view: &dyn View, open: Open) -> Result<Vec<OpenItem>, Fault> {
    let mut items = match open {
        Open::Grni => purchases(view)?,
        Open::Transit => Vec::new(),
        Open::Clearing => vouchers(view)?,
    };
    items.sort_by_key(|item| (item.since, item.movement));
    Ok(items)
}

/// The accounts of `open`, each with its balance and what is open on it.
///
/// # Errors
/// Where the store can't be read.
pub fn explained(view: &dyn View, open: Open) -> Result<Vec<Explained>, Fault> {
    let balances = pending::trial_balance(view, &Cover::default())?;
    let mut sums: BTreeMap<AccountCode, (Money, usize)> = BTreeMap::new();
    sums.insert(account_of(view, open)?, (Money::ZERO, 0));
    for item in of(view, open)? {
        let sum = sums.entry(item.account).or_default();
        sum.0 += item.amount;
        sum.1 += 1;
    }
    let told = |(account, (open, count)): (AccountCode, (Money, usize))| Explained {
        balance: balances.balance(&account),
        account,
        open,
        count,
    };
    Ok(sums.into_iter().map(told).collect())
}

/// The company's account of that name.
fn account_of(view: &dyn View, open: Open) -> Result<AccountCode, Fault> {
    let name = open.word();
    let set: Option<Policy> = view.find(&[&format!("account.{name}")])?;
    let default = || COMPANY_ACCOUNTS.iter().find(|(known, _)| *known == name);
    Ok(match set {
        Some(policy) => policy.value.into(),
        None => default().map_or("", |(_, code)| code).into(),
    })
}

/// Receipts that are not billed, and bills whose goods have not come.
fn purchases(view: &dyn View) -> Result<Vec<OpenItem>, Fault> {
    let mut items = Vec::new();
    for receipt in view.list::<Receipt>(&Range::of::<Receipt>(&[&true]).by(1))? {
        let what = format!("{} {} {}", receipt.item, receipt.vendor, receipt.order_no);
        items.push(OpenItem {
            movement: receipt.movement,
            since: receipt.received,
            what: what.trim().to_owned(),
            qty: receipt.open_qty(),
            amount: -receipt.open_cost(),
            account: receipt.account,
        });
    }
    for bill in view.list::<Bill>(&Range::of::<Bill>(&[&true]).by(1))? {
        let what = format!("bill {} {}", bill.item, bill.vendor);
        items.push(OpenItem {
            movement: bill.movement,
            since: bill.billed,
            what: what.trim().to_owned(),
            qty: bill.open_qty(),
            amount: bill.open_cost(),
            account: bill.account,
        });
    }
    items.retain(|item| !item.account.is_empty());
    Ok(items)
}

/// What was credited for freight and the like and is not billed.
fn vouchers(view: &dyn View) -> Result<Vec<OpenItem>, Fault> {
    let account = account_of(view, Open::Clearing)?;
    let mut items = Vec::new();
    for voucher in Pages::<Voucher>::of(view) {
        let voucher = voucher?;
        let made: Option<Movement> = view.find(&[&voucher.movement])?;
        let Some(made) = made.filter(|_| !voucher.open().is_zero()) else {
            continue;
        };
        let paper = made.document.clone().unwrap_or_default();
        items.push(OpenItem {
            movement: voucher.movement,
            account: account.clone(),
            since: made.effective,
            what: format!("{} {paper}", made.kind).trim().to_owned(),
            qty: Qty::ZERO,
            amount: -voucher.open(),
        });
    }
    Ok(items)
}
