//! Services whose cost is tracked: their bills go to an accrual, and what they cost is released from it as they are sold.
//!
//! What the accrual holds of a service at a site is a pool at its moving average; it lies nowhere and no bin knows of it.
//! What is sold before it is billed costs what was billed last, and its pool is below zero until the next bill covers it:
//! as with goods, what they then cost more or less goes to cost of sales at once.

mod cover;
mod reversal;

pub(super) use self::cover::settle;
pub(super) use self::reversal::take_back;

use super::books::Books;
use super::limit::summable;
use crate::domain::amount::{Money, Qty};
use crate::domain::catalog::Item;
use crate::domain::code::{AccountCode, ItemCode, SiteCode};
use crate::domain::company::Accounts;
use crate::domain::movement::MovementKind;
use crate::domain::policy::CompanyAccount;
use crate::domain::service::{ServicePool, ServiceShort, ServiceStep};
use crate::operations::change::Halt;
use crate::valuation::service::provisional;

/// What a movement does to the accrual.
#[derive(Clone, Copy, Debug)]
pub(super) struct Step {
    /// The movement.
    pub movement: i64,
    /// What happens.
    pub kind: MovementKind,
    /// The movement of the sale that comes back, or of the bill that is credited.
    pub of: Option<i64>,
}

/// Returns whether the cost of a service is tracked; that of goods never is.
pub(super) fn is_tracked(books: &Books<'_, '_>, item: &Item) -> Result<bool, Halt> {
    Ok(item.service && books.group(item)?.tracks_services())
}

/// Returns the account on which the cost of a service stands at a site: that of its pool, as long as this holds something.
pub(super) fn accrual(books: &Books<'_, '_>, item: &Item, site: &SiteCode) -> Result<AccountCode, Halt> {
    match known(books, &item.item, site)? {
        Some(pool) if !pool.is_empty() => Ok(pool.account),
        _ => own_account(books, item, site),
    }
}

fn own_account(books: &Books<'_, '_>, item: &Item, site: &SiteCode) -> Result<AccountCode, Halt> {
    let own = books.accounts(item, site)?.service_accrual;
    own.map_or_else(|| books.account(CompanyAccount::ServiceAccrual), Ok)
}

/// Returns the accounts of an item at a site, with that on which a service has what a movement `cost` in the place of stock:
/// its accrual, or purchases where its cost is not tracked any more.
pub(super) fn accounts(
    books: &Books<'_, '_>,
    item: &Item,
    site: &SiteCode,
    (movement, cost): (i64, Money),
) -> Result<Accounts, Halt> {
    let group = books.accounts(item, site)?;
    if !item.service || cost.is_zero() {
        return Ok(group);
    }
    let inventory = match step_of(books, movement)? {
        Some(step) => step.account,
        None => books.purchases(&group)?,
    };
    Ok(Accounts { inventory, ..group })
}

/// Puts so many of a service at so much into its pool with a movement: a bill, or what comes back of a sale.
pub(super) fn put(
    books: &mut Books<'_, '_>,
    item: &Item,
    site: &SiteCode,
    step: Step,
    (qty, value): (Qty, Money),
) -> Result<(), Halt> {
    let pool = pool(books, item, site)?;
    if pool.qty < Qty::ZERO {
        let spot = (item.item.clone(), site.clone());
        books.services.entry(spot).or_default().extend(step.of);
    }
    note(books, &pool, step, (qty, value), (Qty::ZERO, Money::ZERO));
    let (last_qty, last_value) = if step.kind == MovementKind::Invoice {
        (qty, value)
    } else {
        (pool.last_qty, pool.last_value)
    };
    keep(
        books,
        &ServicePool {
            qty: pool.qty + qty,
            value: pool.value + value,
            last_qty,
            last_value,
            ..pool
        },
    )
}

/// Sells so many of a service with a movement; returns what they cost: their share of what was billed and is not sold, and
/// what was paid last for those that are not billed yet.
pub(super) fn sell(books: &mut Books<'_, '_>, item: &Item, movement: i64, qty: Qty) -> Result<Money, Halt> {
    let site = books.site.clone();
    let pool = pool(books, item, &site)?;
    let (held, worth) = held(books, &pool)?;
    let there = qty.min(held);
    let short = qty - there;
    let ahead = provisional(&pool, item.standard_cost, short)?;
    let cost = worth.share(there, held)? + ahead;
    if Qty::ZERO < short {
        summable(ahead.0, || format!("{short} of {} worth {ahead}", item.item))?;
        books.draft.add(&ServiceShort {
            item: item.item.clone(),
            site: site.clone(),
            movement,
            qty: short,
            value: ahead,
        });
    }
    let step = Step {
        movement,
        kind: MovementKind::Shipment,
        of: None,
    };
    note(books, &pool, step, (-qty, -cost), (short, ahead));
    let rest = ServicePool {
        qty: pool.qty - qty,
        value: pool.value - cost,
        ..pool
    };
    keep(books, &rest)?;
    Ok(cost)
}

/// Takes so many at so much out of a pool, which holds them, with a vendor's credit note.
pub(super) fn credit(
    books: &mut Books<'_, '_>,
    item: &Item,
    site: &SiteCode,
    step: Step,
    (qty, value): (Qty, Money),
) -> Result<(), Halt> {
    let pool = pool(books, item, site)?;
    note(books, &pool, step, (-qty, -value), (Qty::ZERO, Money::ZERO));
    keep(
        books,
        &ServicePool {
            qty: pool.qty - qty,
            value: pool.value - value,
            ..pool
        },
    )
}

/// Returns what is there of a service that was billed and not sold, with what it is worth: nothing where more was sold than
/// billed.
pub(super) fn there(books: &Books<'_, '_>, item: &ItemCode, site: &SiteCode) -> Result<(Qty, Money), Halt> {
    match known(books, item, site)? {
        Some(pool) => held(books, &pool),
        None => Ok((Qty::ZERO, Money::ZERO)),
    }
}

/// Returns what a movement did to a pool; `None` if nothing.
pub(super) fn step_of(books: &Books<'_, '_>, movement: i64) -> Result<Option<ServiceStep>, Halt> {
    Ok(books.view().find(&[&movement])?)
}

fn known(books: &Books<'_, '_>, item: &ItemCode, site: &SiteCode) -> Result<Option<ServicePool>, Halt> {
    Ok(books.view().find(&[item, site])?)
}

/// Returns the pool of a service at a site; one that holds nothing stands on the account that its group has now.
fn pool(books: &Books<'_, '_>, item: &Item, site: &SiteCode) -> Result<ServicePool, Halt> {
    let known = known(books, &item.item, site)?;
    if let Some(pool) = known.as_ref().filter(|pool| !pool.is_empty()) {
        return Ok(pool.clone());
    }
    let account = own_account(books, item, site)?;
    Ok(match known {
        Some(pool) => ServicePool { account, ..pool },
        None => ServicePool {
            item: item.item.clone(),
            site: site.clone(),
            account,
            qty: Qty::ZERO,
            value: Money::ZERO,
            last_qty: Qty::ZERO,
            last_value: Money::ZERO,
        },
    })
}

/// Returns what of a pool was billed and not sold. Between operations a pool holds that or owes sales their bills, never
/// both.
fn held(books: &Books<'_, '_>, pool: &ServicePool) -> Result<(Qty, Money), Halt> {
    let spot = (pool.item.clone(), pool.site.clone());
    if !books.services.contains_key(&spot) {
        let is_held = Qty::ZERO < pool.qty;
        let nothing = (Qty::ZERO, Money::ZERO);
        return Ok(if is_held { (pool.qty, pool.value) } else { nothing });
    }
    let shorts = shorts(books, pool)?;
    let qty: Qty = shorts.iter().map(|short| short.qty).sum();
    let value: Money = shorts.iter().map(|short| short.value).sum();
    Ok((pool.qty + qty, pool.value + value))
}

/// Returns what was sold of a pool's service before it was billed, the oldest sale first.
fn shorts(books: &Books<'_, '_>, pool: &ServicePool) -> Result<Vec<ServiceShort>, Halt> {
    Ok(books.view().all(&[&pool.item, &pool.site])?)
}

fn note(
    books: &mut Books<'_, '_>,
    pool: &ServicePool,
    step: Step,
    (qty, value): (Qty, Money),
    (short_qty, short_value): (Qty, Money),
) {
    let Step { movement, kind, of } = step;
    books.draft.put(&ServiceStep {
        movement,
        item: pool.item.clone(),
        site: pool.site.clone(),
        account: pool.account.clone(),
        kind,
        of,
        qty,
        value,
        short_qty,
        short_value,
    });
}

fn keep(books: &mut Books<'_, '_>, pool: &ServicePool) -> Result<(), Halt> {
    let what = || format!("{} of {} worth {}", pool.qty, pool.item, pool.value);
    summable(pool.qty.0, what)?;
    summable(pool.value.0, what)?;
    books.draft.put(pool);
    Ok(())
}
