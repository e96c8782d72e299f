//! What is open on the clearing accounts, item by item: goods received and not billed, bills whose goods have not come,
//! goods between sites, freight that nobody has billed, shipments that were not billed.

mod as_of;

pub use as_of::list_as_of;

use super::entities::site_of;
use super::pending::{self, Cover};
use super::unbilled::{Unbilled, unbilled};
use super::view::View;
use crate::domain::amount::{Money, Qty, Total};
use crate::domain::code::{AccountCode, ItemCode, LotCode, OrderNo, PartyCode, SiteCode};
use crate::domain::movement::Movement;
use crate::domain::policy::CompanyAccount;
use crate::domain::purchase::{Bill, Receipt, Voucher};
use crate::domain::record::{Fault, Range};
use crate::domain::transfer::Transfer;
use crate::operations::pages::Pages;
use crate::words;
use chrono::NaiveDate;
use std::collections::BTreeMap;

words! {
    /// Why something is open.
    pub enum OpenKind {
        /// Goods were received and not billed.
        Grni = "grni",
        /// A bill came before its goods.
        Bill = "bill",
        /// Goods left a site and have not arrived at the other.
        InTransit = "in_transit",
        /// Freight, duty and the like were laid on goods and not billed.
        LandedCost = "landed_cost",
        /// Goods left for a customer and were not billed.
        Shipped = "shipped_not_invoiced",
    }
}

impl OpenKind {
    /// Returns the company account that it stands on.
    pub const fn account(self) -> CompanyAccount {
        match self {
            Self::Grni | Self::Bill => CompanyAccount::Grni,
            Self::InTransit => CompanyAccount::InTransit,
            Self::LandedCost => CompanyAccount::LandedCost,
            Self::Shipped => CompanyAccount::ShippedNotInvoiced,
        }
    }

    /// Returns the kind that explains the same account: bills before their goods reduce what was received and not
    /// billed.
    #[must_use]
    pub const fn whole(self) -> Self {
        match self {
            Self::Bill => Self::Grni,
            kind => kind,
        }
    }

    /// Returns whether that account carries debits, for goods that are already ours. The others carry what will be
    /// owed.
    pub const fn is_debit(self) -> bool {
        matches!(self, Self::InTransit | Self::Shipped)
    }
}

/// One open item.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OpenItem {
    /// Why it is open.
    pub kind: OpenKind,
    /// The movement that opened it.
    pub movement: i64,
    /// The account it stands on.
    pub account: AccountCode,
    /// The vendor; empty if none was named.
    pub vendor: PartyCode,
    /// The purchase order, or empty.
    pub order_no: OrderNo,
    /// Its line, or 0.
    pub order_line: i64,
    /// The item.
    pub item: ItemCode,
    /// The site whose entry opened it: of goods in transit the one that they left.
    pub site: SiteCode,
    /// The lot; empty if there is none.
    pub lot: LotCode,
    /// The day it was opened.
    pub since: NaiveDate,
    /// Open quantity; zero for freight, `None` if only the journal knows how much was open.
    pub qty: Option<Qty>,
    /// What it adds to its account: to the debit for goods in transit or shipped, otherwise to the credit. Negative for
    /// bills before their goods.
    pub value: Money,
}

/// One account, and what is open on it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Explained {
    /// Why things are open on it.
    pub kind: OpenKind,
    /// The account.
    pub account: AccountCode,
    /// Its balance, debit positive.
    pub balance: Total,
    /// What is open on it, debit positive.
    pub open: Total,
    /// How many items that is.
    pub count: usize,
}

impl OpenItem {
    /// Returns the item's amount on its account, debit positive.
    pub fn amount(&self) -> Money {
        if self.kind.is_debit() {
            self.value
        } else {
            -self.value
        }
    }
}

/// Returns the accounts on which something may be open, each with its balance and the open items' share of it. Bills
/// before their goods count among the receipts that they reduce.
///
/// # Errors
/// Fails if the store can't be read.
pub fn explained(view: &dyn View) -> Result<Vec<Explained>, Fault> {
    let balances = pending::trial_balance(view, &Cover::default())?;
    let mut sums: BTreeMap<(OpenKind, AccountCode), (Total, usize)> = BTreeMap::new();
    let policies = view.policies()?;
    for kind in [
        OpenKind::Grni,
        OpenKind::InTransit,
        OpenKind::LandedCost,
        OpenKind::Shipped,
    ] {
        sums.insert((kind, policies.account(kind.account())), (Total::ZERO, 0));
    }
    for item in list(view)? {
        if item.account.is_empty() {
            continue;
        }
        let (amount, kind) = (item.amount(), item.kind.whole());
        let sum = sums.entry((kind, item.account)).or_default();
        *sum = (sum.0 + amount, sum.1 + 1);
    }
    let told = |((kind, account), (open, count)): ((OpenKind, AccountCode), (Total, usize))| Explained {
        kind,
        balance: balances.balance(&account),
        account,
        open,
        count,
    };
    Ok(sums.into_iter().map(told).collect())
}

/// Returns all open items, kind by kind, the oldest movement first. Only open rows are read, not settled ones.
///
/// # Errors
/// Fails if the store can't be read.
pub fn list(view: &dyn View) -> Result<Vec<OpenItem>, Fault> {
    let mut found = receipts(view)?;
    found.extend(bills(view)?);
    found.extend(transfers(view)?);
    found.extend(vouchers(view)?);
    found.extend(unbilled(view)?.into_iter().map(shipped));
    Ok(found)
}

fn shipped(it: Unbilled) -> OpenItem {
    OpenItem {
        kind: OpenKind::Shipped,
        movement: it.movement,
        account: it.account,
        vendor: PartyCode::default(),
        order_no: it.order_no,
        order_line: it.order_line,
        item: it.item,
        site: it.site,
        lot: it.lot,
        since: it.shipped,
        qty: Some(it.qty),
        value: it.cost,
    }
}

fn receipts(view: &dyn View) -> Result<Vec<OpenItem>, Fault> {
    let open: Vec<Receipt> = view.list(&Range::by(Receipt::BY_OPEN, &[&true]))?;
    let item = |it: Receipt| OpenItem {
        kind: OpenKind::Grni,
        movement: it.movement,
        qty: Some(it.open_qty()),
        value: it.open_cost(),
        account: it.account,
        vendor: it.vendor,
        order_no: it.order_no,
        order_line: it.order_line,
        item: it.item,
        site: it.site,
        lot: it.lot,
        since: it.received,
    };
    Ok(open.into_iter().map(item).collect())
}

fn bills(view: &dyn View) -> Result<Vec<OpenItem>, Fault> {
    let open: Vec<Bill> = view.list(&Range::by(Bill::BY_OPEN, &[&true]))?;
    let item = |it: Bill| OpenItem {
        kind: OpenKind::Bill,
        movement: it.movement,
        qty: Some(it.open_qty()),
        value: -it.open_cost(),
        account: it.account,
        vendor: it.vendor,
        order_no: OrderNo::default(),
        order_line: 0,
        item: it.item,
        site: it.site,
        lot: LotCode::default(),
        since: it.billed,
    };
    Ok(open.into_iter().map(item).collect())
}

fn transfers(view: &dyn View) -> Result<Vec<OpenItem>, Fault> {
    let mut found = Vec::new();
    for it in view.list::<Transfer>(&Range::by(Transfer::BY_OPEN, &[&true]))? {
        found.push(OpenItem {
            kind: OpenKind::InTransit,
            movement: it.movement,
            since: made(view, it.movement)?.effective,
            qty: Some(it.open_qty()),
            value: it.open_value(),
            site: site_of(view, &it)?,
            account: it.account,
            vendor: PartyCode::default(),
            order_no: OrderNo::default(),
            order_line: 0,
            item: it.item,
            lot: it.lot,
        });
    }
    Ok(found)
}

/// Returns the movement with that number.
fn made(view: &dyn View, movement: i64) -> Result<Movement, Fault> {
    let made: Option<Movement> = view.find(&[&movement])?;
    made.ok_or_else(|| Fault::new(format!("movement {movement} is missing")))
}

fn vouchers(view: &dyn View) -> Result<Vec<OpenItem>, Fault> {
    let account = view.policies()?.account(CompanyAccount::LandedCost);
    let mut found = Vec::new();
    for voucher in Pages::<Voucher>::of(view) {
        let voucher = voucher?;
        if voucher.open().is_zero() {
            continue;
        }
        let made = made(view, voucher.movement)?;
        found.push(OpenItem {
            kind: OpenKind::LandedCost,
            movement: voucher.movement,
            account: account.clone(),
            vendor: PartyCode::default(),
            order_no: OrderNo::default(),
            order_line: 0,
            item: made.item,
            site: made.site,
            lot: made.lot,
            since: made.effective,
            qty: Some(Qty::ZERO),
            value: voucher.open(),
        });
    }
    Ok(found)
}
