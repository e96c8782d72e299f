//! What is below zero at the end of a period: stock, inventory, and shortages whose cost is not known yet.

use super::{Condition, NAMED};
use crate::domain::amount::{Qty, Total};
use crate::domain::catalog::Item;
use crate::domain::code::{ItemCode, SiteCode};
use crate::domain::company::{Integration, Method};
use crate::domain::movement::Movement;
use crate::domain::policy::NegativeStock;
use crate::domain::record::Fault;
use crate::domain::stock::Pool;
use crate::operations::entities::Sites;
use crate::operations::group_accounts::AllAccounts;
use crate::operations::pages::Pages;
use crate::operations::standing::mode;
use crate::operations::stock_worth;
use crate::operations::view::View;
use chrono::{Months, NaiveDate};
use std::collections::BTreeMap;

/// Names the groups and sites whose inventory is below zero at the end of a period (`YYYY-MM`), by what was posted to
/// it: the first few, then how many more there are. Empty while stock is not in the ledger.
///
/// # Errors
/// Fails if the store can't be read.
pub fn inventory(view: &dyn View, period: &str, sites: &Sites) -> Result<Vec<String>, Fault> {
    let end = end_of(period);
    if mode(view, end)? == Integration::None {
        return Ok(Vec::new());
    }
    let groups = AllAccounts::of(view)?;
    let worth = stock_worth::until(view, end.unwrap_or(NaiveDate::MAX))?;
    let below = worth
        .into_iter()
        .filter(|((site, _), value)| sites.has(site) && *value < Total::ZERO);
    let named = below.map(|((site, number), value): ((SiteCode, i64), Total)| {
        let account = groups.inventory(number, &site).map(ToString::to_string);
        let account = account.unwrap_or_default();
        format!("group {number} at {site}: {value} on account {account}")
    });
    Ok(few(named.collect()))
}

/// Returns whether a company that has set its policies so closes a period whose inventory is below zero only for a
/// reason: it allows no sale before its goods, so a date or a receipt is wrong.
///
/// # Errors
/// Fails if the store can't be read.
pub fn needs_reason(view: &dyn View) -> Result<bool, Fault> {
    Ok(view.policies()?.negative_stock()? == NegativeStock::Refuse)
}

/// Returns the conditions about what is below zero.
pub(super) fn conditions(view: &dyn View, period: &str, sites: &Sites) -> Result<Vec<Condition>, Fault> {
    let (mut stock, mut shortages) = (Vec::new(), Vec::new());
    for pool in missing(view, period)?
        .into_iter()
        .filter(|pool| sites.has(&pool.site))
    {
        let (item, site, qty) = (&pool.item, &pool.site, pool.qty);
        stock.push(format!("{item} at {site}: {qty}"));
        let known: Option<Item> = view.find(&[item])?;
        if known.is_some_and(|item| item.method != Method::Standard) {
            shortages.push(format!("{item} at {site}: {qty} at {}", pool.value));
        }
    }
    let warning = |what, wrong: Vec<String>| Condition {
        blocks: false,
        ..Condition::new(what, &few(wrong))
    };
    let below = inventory(view, period, sites)?;
    Ok(vec![
        Condition {
            blocks: needs_reason(view)?,
            ..Condition::new("no inventory is below zero at its end", &below)
        },
        warning("no stock is below zero", stock),
        warning("no shortage waits for its cost", shortages),
    ])
}

/// Returns what is missing now and was at the end of a period, by what was posted to it: a sale of the month after waits
/// for its goods in that one.
fn missing(view: &dyn View, period: &str) -> Result<Vec<Pool>, Fault> {
    let mut pools = stock_worth::negative(view)?;
    let Some(end) = end_of(period).filter(|_| !pools.is_empty()) else {
        return Ok(pools);
    };
    let mut then: BTreeMap<(ItemCode, SiteCode), Qty> = BTreeMap::new();
    for movement in Pages::<Movement>::of(view) {
        let movement = movement?;
        if movement.posting <= end {
            let qty = movement.gained();
            *then.entry((movement.item, movement.site)).or_default() += qty;
        }
    }
    pools.retain(|pool| {
        let spot = (pool.item.clone(), pool.site.clone());
        then.get(&spot).is_some_and(|qty| *qty < Qty::ZERO)
    });
    Ok(pools)
}

/// Returns the last day of a period; `None` if it is none.
pub(super) fn end_of(period: &str) -> Option<NaiveDate> {
    let first = NaiveDate::parse_from_str(&format!("{period}-01"), "%Y-%m-%d").ok()?;
    first.checked_add_months(Months::new(1))?.pred_opt()
}

/// Keeps the first few names, and says how many more there are.
pub(super) fn few(mut names: Vec<String>) -> Vec<String> {
    let all = names.len();
    if NAMED < all {
        names.truncate(NAMED);
        names.push(format!("and {} more", all - NAMED));
    }
    names
}
