//! Whether stock is in the ledger, and what its accounts must hold for the stock and open items there are.

use super::entities::site_of;
use super::group_accounts::AllAccounts;
use super::pages::Pages;
use super::view::View;
use crate::domain::amount::{Money, Total};
use crate::domain::catalog::Item;
use crate::domain::code::{AccountCode, ItemCode, SiteCode};
use crate::domain::company::Integration;
use crate::domain::integration::{Billing, Switch};
use crate::domain::movement::Movement;
use crate::domain::policy::CompanyAccount;
use crate::domain::purchase::{Bill, Receipt, Voucher};
use crate::domain::record::{Fault, Range};
use crate::domain::service::ServicePool;
use crate::domain::stock::Pool;
use crate::domain::transfer::Transfer;
use crate::domain::work_order::{WorkOrder, WorkPart};
use chrono::NaiveDate;
use std::collections::BTreeMap;

/// Returns whether stock is kept in the ledger on a posting day; the latest setting if no day is named.
///
/// # Errors
/// Fails if the store can't be read.
pub fn mode(view: &dyn View, day: Option<NaiveDate>) -> Result<Integration, Fault> {
    let switches = view.all::<Switch>(&[])?;
    let known = switches
        .iter()
        .rev()
        .find(|switch| day.is_none_or(|day| switch.first <= day));
    Ok(known.map_or(Integration::Full, |switch| switch.mode))
}

/// Returns what an account of stock must hold: all of `worth` if stock is in the ledger, zero if it is not.
///
/// # Errors
/// Fails if the store can't be read.
pub fn in_ledger(view: &dyn View, worth: Total) -> Result<Total, Fault> {
    Ok(match mode(view, None)? {
        Integration::Full => worth,
        Integration::None => Total::ZERO,
    })
}

/// Where an amount stands: account, site and item group.
pub type Spot = (AccountCode, SiteCode, i64);

/// The amount at each spot, debit positive, with an item that it is about.
#[derive(Clone, Debug, Default)]
pub struct Standing(pub BTreeMap<Spot, (Total, ItemCode)>);

/// Returns everything that inventory and the clearing accounts behind it hold while stock is in the ledger: stock,
/// receipts and bills that wait for each other, freight that was not billed, goods in transit, work in process, services
/// billed and not sold, goods shipped and not invoiced.
///
/// # Errors
/// Fails if the store can't be read.
pub fn standing(view: &dyn View) -> Result<Standing, Fault> {
    let mut books = Tally::of(view)?;
    for pool in Pages::<Pool>::of(view) {
        let pool = pool?;
        let group = books.group(view, &pool.item)?;
        let account = books
            .accounts
            .inventory(group, &pool.site)
            .cloned()
            .unwrap_or_default();
        books.add((account, pool.site, group), pool.value, pool.item);
    }
    for receipt in Pages::<Receipt>::of(view) {
        let it = receipt?;
        let group = books.group(view, &it.item)?;
        let cost = it.open_cost();
        books.add((it.account, it.site, group), -cost, it.item);
    }
    for bill in Pages::<Bill>::of(view) {
        let it = bill?;
        let group = books.group(view, &it.item)?;
        let cost = it.open_cost();
        books.add((it.account, it.site, group), cost, it.item);
    }
    let clearing = view.policies()?.account(CompanyAccount::LandedCost);
    for voucher in Pages::<Voucher>::of(view) {
        let it = voucher?;
        books.moved(view, &clearing, it.movement, -it.open())?;
    }
    for transfer in Pages::<Transfer>::of(view) {
        let it = transfer?;
        let group = books.group(view, &it.item)?;
        let value = it.open_value();
        let site = site_of(view, &it)?;
        books.add((it.account, site, group), value, it.item);
    }
    for order in view.list::<WorkOrder>(&Range::by(WorkOrder::BY_OPEN, &[&true]))? {
        let group = books.group(view, &order.item)?;
        let parts: Vec<WorkPart> = view.all(&[&order.order_no])?;
        let value = parts.iter().map(|part| part.value).sum();
        books.add((order.account, order.site, group), value, order.item);
    }
    for pool in Pages::<ServicePool>::of(view) {
        let it = pool?;
        let group = books.group(view, &it.item)?;
        books.add((it.account, it.site, group), it.value, it.item);
    }
    for billing in Pages::<Billing>::of(view) {
        let it = billing?;
        books.moved(view, &it.account, it.movement, it.open_cost()?)?;
    }
    Ok(books.standing)
}

/// The amounts added up so far.
struct Tally {
    standing: Standing,
    accounts: AllAccounts,
    groups: BTreeMap<ItemCode, i64>,
}

impl Tally {
    fn of(view: &dyn View) -> Result<Self, Fault> {
        Ok(Self {
            standing: Standing::default(),
            accounts: AllAccounts::of(view)?,
            groups: BTreeMap::new(),
        })
    }

    fn group(&mut self, view: &dyn View, item: &ItemCode) -> Result<i64, Fault> {
        if let Some(group) = self.groups.get(item) {
            return Ok(*group);
        }
        let known: Option<Item> = view.find(&[item])?;
        let known = known.ok_or_else(|| Fault::new(format!("item {item} is missing")))?;
        self.groups.insert(item.clone(), known.group_number);
        Ok(known.group_number)
    }

    fn add(&mut self, spot: Spot, amount: Money, item: ItemCode) {
        if amount.is_zero() || spot.0.is_empty() {
            return;
        }
        let sum = self.standing.0.entry(spot).or_insert((Total::ZERO, item));
        sum.0 += amount;
    }

    /// Adds an amount at the site of a movement and in the group of its item.
    fn moved(
        &mut self,
        view: &dyn View,
        account: &AccountCode,
        seq: i64,
        amount: Money,
    ) -> Result<(), Fault> {
        if amount.is_zero() {
            return Ok(());
        }
        let moved: Option<Movement> = view.find(&[&seq])?;
        let moved = moved.ok_or_else(|| Fault::new(format!("movement {seq} is missing")))?;
        let group = self.group(view, &moved.item)?;
        self.add((account.clone(), moved.site, group), amount, moved.item);
        Ok(())
    }
}
