//! What stock is worth, by inventory account and day by day: the side of the cost layers.

use super::group_accounts::AllAccounts;
use super::pages::Pages;
use super::standing::mode;
use super::view::View;
use crate::domain::amount::Total;
use crate::domain::catalog::Item;
use crate::domain::code::{AccountCode, ItemCode, SiteCode};
use crate::domain::company::Integration;
use crate::domain::movement::Movement;
use crate::domain::record::Fault;
use crate::domain::stock::Pool;
use chrono::NaiveDate;
use std::collections::BTreeMap;

/// Returns the value of all pools by the inventory account that their item's group has at their site. Accounts without
/// stock are included with zero.
///
/// # Errors
/// Fails if the store can't be read.
pub fn by_account(view: &dyn View) -> Result<BTreeMap<AccountCode, Total>, Fault> {
    let accounts = AllAccounts::of(view)?.holding_stock().into_iter();
    let mut worth: BTreeMap<AccountCode, Total> = accounts.map(|account| (account, Total::ZERO)).collect();
    for ((account, _), value) in by_account_and_site(view)? {
        *worth.entry(account).or_default() += value;
    }
    Ok(worth)
}

/// Returns the value of all pools by the inventory account that their item's group has at their site, and that site.
///
/// # Errors
/// Fails if the store can't be read.
pub fn by_account_and_site(view: &dyn View) -> Result<BTreeMap<(AccountCode, SiteCode), Total>, Fault> {
    let groups = AllAccounts::of(view)?;
    let mut worth: BTreeMap<(AccountCode, SiteCode), Total> = BTreeMap::new();
    let mut items = Pages::<Item>::of(view);
    let mut item: Option<Item> = None;
    for pool in Pages::<Pool>::of(view) {
        let pool = pool?;
        while item.as_ref().is_none_or(|item| item.item < pool.item) {
            let Some(next) = items.next() else { break };
            item = Some(next?);
        }
        let known = item.as_ref().filter(|item| item.item == pool.item);
        let account = known.and_then(|item| groups.inventory(item.group_number, &pool.site));
        let account =
            account.ok_or_else(|| Fault::new(format!("item {} or its group is missing", pool.item)))?;
        *worth.entry((account.clone(), pool.site)).or_default() += pool.value;
    }
    Ok(worth)
}

/// Returns the same values as the ledger must show them: zero while stock is not in the ledger.
///
/// # Errors
/// Fails if the store can't be read.
pub fn in_ledger(view: &dyn View) -> Result<BTreeMap<AccountCode, Total>, Fault> {
    let mut worth = by_account(view)?;
    if mode(view, None)? == Integration::None {
        for value in worth.values_mut() {
            *value = Total::ZERO;
        }
    }
    Ok(worth)
}

/// Returns by how much the value of stock changed on each posting day, by inventory group, in one pass over all
/// movements.
///
/// # Errors
/// Fails if the store can't be read.
pub fn by_day(view: &dyn View) -> Result<BTreeMap<NaiveDate, BTreeMap<i64, Total>>, Fault> {
    let groups = groups_of_items(view)?;
    let mut days: BTreeMap<NaiveDate, BTreeMap<i64, Total>> = BTreeMap::new();
    for movement in Pages::<Movement>::of(view) {
        let movement = movement?;
        if movement.value.is_zero() {
            continue;
        }
        let group = group_of(&groups, &movement)?;
        let day = days.entry(movement.posting).or_default();
        *day.entry(group).or_default() += movement.value;
    }
    Ok(days)
}

/// Returns what stock was worth at each site, by inventory group, by what was posted up to a day, in one pass over all
/// movements.
///
/// # Errors
/// Fails if the store can't be read.
pub fn until(view: &dyn View, end: NaiveDate) -> Result<BTreeMap<(SiteCode, i64), Total>, Fault> {
    let groups = groups_of_items(view)?;
    let mut worth: BTreeMap<(SiteCode, i64), Total> = BTreeMap::new();
    for movement in Pages::<Movement>::of(view) {
        let movement = movement?;
        if end < movement.posting || movement.value.is_zero() {
            continue;
        }
        let group = group_of(&groups, &movement)?;
        *worth.entry((movement.site, group)).or_default() += movement.value;
    }
    Ok(worth)
}

fn groups_of_items(view: &dyn View) -> Result<BTreeMap<ItemCode, i64>, Fault> {
    let item = |item: Result<Item, Fault>| item.map(|item| (item.item, item.group_number));
    Pages::<Item>::of(view).map(item).collect()
}

fn group_of(groups: &BTreeMap<ItemCode, i64>, movement: &Movement) -> Result<i64, Fault> {
    let group = groups.get(&movement.item).copied();
    group.ok_or_else(|| Fault::new(format!("item {} is missing", movement.item)))
}

/// Returns the pools whose quantity is below zero.
///
/// # Errors
/// Fails if the store can't be read.
pub fn negative(view: &dyn View) -> Result<Vec<Pool>, Fault> {
    let below = |pool: &Result<Pool, Fault>| pool.as_ref().map_or(true, |pool| pool.qty.0 < 0);
    Pages::<Pool>::of(view).filter(below).collect()
}
