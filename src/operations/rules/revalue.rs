//! Stock that is worth more or less than it cost, at FIFO and moving average: it is revalued or written down, site by
//! site, and every cost layer keeps its proportion.

use super::books::Books;
use super::post::{About, Step};
use super::stock::Goods;
use crate::domain::amount::{AmountError, Money, Qty, allocate};
use crate::domain::catalog::Item;
use crate::domain::code::{AccountCode, Channel};
use crate::domain::company::{Group, Method};
use crate::domain::entry::Rule;
use crate::domain::movement::{Movement, MovementKind};
use crate::domain::policy::CompanyAccount;
use crate::domain::refusal::Refusal;
use crate::domain::stock::{Layer, Pool};
use crate::domain::user::Role;
use crate::ledger::posting;
use crate::operations::change::Halt;
use crate::operations::request::Revalue;

/// A hundred percent.
const WHOLE: Qty = Qty::units(100);

/// Revalues what is in stock of an item or a group, at the site named or at every site.
pub(super) fn revalue(books: &mut Books<'_, '_>, asked: &Revalue) -> Result<Option<String>, Halt> {
    books.need(&[Role::Controller])?;
    let reason = books.request.reason.as_deref().unwrap_or_default();
    if reason.trim().is_empty() {
        let (need, found) = ("a reason why stock is worth more or less".into(), "none".into());
        return Err(Refusal::Unfit { need, found }.into());
    }
    let against = against(books, asked)?;
    let stock = stock(books, asked)?;
    let worth = worth(asked, &stock)?;
    let mut gained = Money::ZERO;
    for ((item, pool), value) in stock.iter().zip(worth) {
        let more = value - pool.value;
        if !more.is_zero() {
            one(books, item, pool, &against, more)?;
        }
        gained += more;
    }
    if gained.is_zero() {
        return Ok(Some("Stock is worth that already".to_owned()));
    }
    let word = if gained < Money::ZERO { "less" } else { "more" };
    Ok(Some(format!("stock is worth {} {word}", gained.abs())))
}

/// Returns the account that takes the difference: the one named, else the company's for revaluation.
fn against(books: &Books<'_, '_>, asked: &Revalue) -> Result<AccountCode, Halt> {
    let Some(account) = &asked.account else {
        return books.account(CompanyAccount::Revaluation);
    };
    books.known_account(account)?;
    books.not_kept_by_stock(account)?;
    Ok(account.clone())
}

/// Returns what is in stock, site by site. Goods that are missing are worth what covers them, and those at standard
/// cost their standard.
fn stock(books: &Books<'_, '_>, asked: &Revalue) -> Result<Vec<(Item, Pool)>, Halt> {
    let items: Vec<Item> = match (&asked.item, asked.group) {
        (Some(code), None) => vec![books.stock_item(code)?],
        (None, Some(group)) => {
            let known: Option<Group> = books.view().find(&[&group])?;
            known.ok_or(Refusal::UnknownGroup { group })?;
            let mut items: Vec<Item> = books.view().all(&[])?;
            items.retain(|item| item.group_number == group && item.method != Method::Standard);
            items
        }
        _ => return Err(unfit("an item or a group", "both or none of them")),
    };
    let mut found = Vec::new();
    for item in items {
        if item.method == Method::Standard {
            let has = format!(
                "{}, which is valued at standard cost: post a standard_cost",
                item.item
            );
            return Err(unfit("an item that is valued by fifo or average", has));
        }
        for pool in books.view().all::<Pool>(&[&item.item])? {
            let is_meant = books.request.site.as_ref().is_none_or(|site| *site == pool.site);
            if is_meant && Qty::ZERO < pool.qty {
                found.push((item.clone(), pool));
            }
        }
    }
    if found.is_empty() {
        return Err(unfit("goods in stock, valued by fifo or average", "none"));
    }
    Ok(found)
}

/// Returns what the stock of each item and site is to be worth.
fn worth(asked: &Revalue, stock: &[(Item, Pool)]) -> Result<Vec<Money>, Halt> {
    let each = |worth: &dyn Fn(&Pool) -> Result<Money, AmountError>| {
        let all = stock.iter().map(|(_, pool)| worth(pool));
        Ok::<_, Halt>(all.collect::<Result<Vec<_>, _>>()?)
    };
    let found = match (asked.cost, asked.value, asked.percent) {
        (Some(_), None, None) if asked.item.is_none() => {
            return Err(unfit("a value or a percentage for a group", "a cost"));
        }
        (Some(cost), None, None) if 0 <= cost.0 => return each(&|pool| pool.qty.at_unit(cost)),
        (Some(cost), None, None) => cost.to_string(),
        (None, Some(value), None) if Money::ZERO <= value => return shared(value, stock),
        (None, Some(value), None) => value.to_string(),
        (None, None, Some(percent)) if -WHOLE <= percent => {
            return each(&|pool| pool.value.share(WHOLE + percent, WHOLE));
        }
        (None, None, Some(percent)) => format!("{percent} percent"),
        _ => return Err(unfit("one of cost, value and percent", "several or none of them")),
    };
    Err(unfit("stock that is worth nothing or more", found))
}

/// Shares a value by what the stock of each item and site is worth, or by quantity if all of it is worth nothing.
fn shared(value: Money, stock: &[(Item, Pool)]) -> Result<Vec<Money>, Halt> {
    let weights = weights(stock.iter().map(|(_, pool)| (pool.qty, pool.value)));
    Ok(allocate(value, &weights)?)
}

fn weights(parts: impl Iterator<Item = (Qty, Money)>) -> Vec<i64> {
    let parts: Vec<(Qty, Money)> = parts.collect();
    let is_worth = parts.iter().any(|(_, value)| Money::ZERO < *value);
    let weight = |(qty, value): &(Qty, Money)| if is_worth { value.0 } else { qty.0 };
    parts.iter().map(weight).collect()
}

/// Revalues the stock of one item at one site, layer by layer.
fn one(
    books: &mut Books<'_, '_>,
    item: &Item,
    pool: &Pool,
    against: &AccountCode,
    more: Money,
) -> Result<(), Halt> {
    books.site = pool.site.clone();
    let seq = books.view().next::<Movement>()?;
    if item.method == Method::Fifo {
        let layers: Vec<Layer> = books.view().all(&[&item.item, &pool.site])?;
        let weights = weights(layers.iter().map(|layer| (layer.qty, layer.value)));
        for (layer, value) in layers.iter().zip(allocate(pool.value + more, &weights)?) {
            books.revalue(item, &pool.site, Some(layer.seq), value - layer.value, seq)?;
        }
    } else {
        books.revalue(item, &pool.site, None, more, seq)?;
    }
    let goods = Goods::plain(item.clone());
    let step = Step::new(MovementKind::Revaluation, &goods, Qty::ZERO, None, None);
    let movement = books.movement(&Step {
        value: more,
        pool_before: pool.qty,
        ..step
    })?;
    let group = books.accounts(item, &pool.site)?;
    let about = About {
        rule: Rule::Revaluation,
        movement,
        site: pool.site.clone(),
        group: group.group,
        channel: Channel::default(),
        document: None,
        negates: None,
    };
    books.entry(about, posting::gain_or_loss(&group, against, more))
}

fn unfit(need: &str, found: impl Into<String>) -> Halt {
    let (need, found) = (need.to_owned(), found.into());
    Refusal::Unfit { need, found }.into()
}
