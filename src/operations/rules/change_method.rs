//! An item is valued by another method from a day on. Stock keeps its value, but for what a standard cost makes of it, and
//! what happened before stays as it was valued.

use super::books::Books;
use super::post::{About, Step};
use super::stock::Goods;
use crate::domain::amount::{Money, Price, Qty, allocate};
use crate::domain::catalog::Item;
use crate::domain::code::{Channel, LotCode};
use crate::domain::company::Method;
use crate::domain::entry::Rule;
use crate::domain::movement::{Movement, MovementKind};
use crate::domain::policy::CompanyAccount;
use crate::domain::record::Range;
use crate::domain::refusal::Refusal;
use crate::domain::stock::{Balance, Layer, Pool};
use crate::domain::transfer::Transfer;
use crate::domain::user::Role;
use crate::ledger::posting;
use crate::operations::change::Halt;
use crate::operations::request::ChangeMethod;
use std::collections::BTreeMap;

/// Changes the method of an item at every site, as of the day of the document.
pub(super) fn change(books: &mut Books<'_, '_>, asked: &ChangeMethod) -> Result<Option<String>, Halt> {
    books.need(&[Role::Controller])?;
    let known = books.stock_item(&asked.item)?;
    let item = Item {
        method: asked.method,
        standard_cost: asked.standard_cost.or(known.standard_cost),
        ..known.clone()
    };
    let name = item.item.to_string();
    if known.method == item.method {
        return Err(unfit(
            "another method",
            format!("{name}, which is valued by {} already", item.method),
        ));
    }
    let cost = item.standard_cost.filter(|_| item.method == Method::Standard);
    match (item.method, cost) {
        (Method::Standard, None) => return Err(Refusal::NoStandard { item: name }.into()),
        (_, Some(cost)) if cost.0 < 0 => return Err(unfit("a standard cost from zero", cost.to_string())),
        _ => {}
    }
    let pools: Vec<Pool> = books.view().all(&[&item.item])?;
    nothing_open(books, &item, &pools)?;
    books.draft.put(&item);
    let mut gained = Money::ZERO;
    for pool in &pools {
        gained += at_site(books, (&known, &item), pool, cost)?;
    }
    let valued = format!("{name} is valued by {} since {}", item.method, books.request.date);
    Ok(Some(match gained {
        Money::ZERO => valued,
        gained if gained < Money::ZERO => format!("{valued}; stock is worth {} less", -gained),
        gained => format!("{valued}; stock is worth {gained} more"),
    }))
}

/// Refuses goods that are on their way or missing, and a day behind which something happened.
fn nothing_open(books: &Books<'_, '_>, item: &Item, pools: &[Pool]) -> Result<(), Halt> {
    let date = books.request.date;
    for pool in pools {
        if pool.qty < Qty::ZERO {
            let found = format!("{} of {} missing at {}", -pool.qty, item.item, pool.site);
            return Err(unfit("stock that is not below zero", found));
        }
        let later = Range::by(Movement::BY_STOCK_AND_DAY, &[&item.item, &pool.site]);
        let last = books
            .view()
            .list::<Movement>(&later.after(&date).backwards().first(1))?
            .pop();
        if let Some(last) = last {
            let need = format!("a day on which nothing of {} moved later", item.item);
            return Err(unfit(&need, format!("a {} on {}", last.kind, last.effective)));
        }
    }
    let open: Vec<Transfer> = books.view().list(&Range::by(Transfer::BY_OPEN, &[&true]))?;
    match open.iter().find(|it| it.item == item.item) {
        None => Ok(()),
        Some(it) => {
            let found = format!(
                "{} of {} on their way to {}",
                it.open_qty(),
                item.item,
                it.to_site
            );
            Err(unfit("goods that are all at a site", found))
        }
    }
}

/// Values the stock of a site by the other method; returns what it gained.
fn at_site(
    books: &mut Books<'_, '_>,
    (known, item): (&Item, &Item),
    pool: &Pool,
    cost: Option<Price>,
) -> Result<Money, Halt> {
    books.site = pool.site.clone();
    let first = books.view().next::<Movement>()?;
    let parts = if item.method == Method::Fifo && !pool.qty.is_zero() {
        lots(books, item, pool)?
    } else {
        vec![(LotCode::default(), pool.qty)]
    };
    let weights: Vec<i64> = parts.iter().map(|(_, qty)| qty.0).collect();
    let values = if pool.qty.is_zero() {
        vec![Money::ZERO]
    } else {
        allocate(pool.value, &weights)?
    };
    let worth = cost.map_or(Ok(pool.value), |cost| pool.qty.at_unit(cost))?;
    let gained = worth - pool.value;
    for ((lot, qty), value) in parts.iter().zip(values) {
        let goods = Goods {
            lot: lot.clone(),
            ..Goods::plain(item.clone())
        };
        let seq = books.view().next::<Movement>()?;
        if item.method == Method::Fifo && !qty.is_zero() {
            books.lay(&goods, &pool.site, (*qty, value), seq);
        }
        let more = if seq == first { gained } else { Money::ZERO };
        let step = Step::new(MovementKind::MethodChange, &goods, Qty::ZERO, None, None);
        books.movement(&Step {
            value: more,
            pool_before: pool.qty,
            ..step
        })?;
    }
    if known.method == Method::Fifo {
        for layer in books.view().all::<Layer>(&[&item.item, &pool.site])? {
            books.requeue_layer(known, &pool.site, layer.seq, (-layer.qty, -layer.value), first)?;
        }
    }
    books.value_since(pool, worth, first)?;
    let group = books.accounts(item, &pool.site)?;
    let about = About {
        rule: Rule::MethodChange,
        movement: first,
        site: pool.site.clone(),
        group: group.group,
        channel: Channel::default(),
        document: None,
        negates: None,
    };
    let revaluation = books.account(CompanyAccount::Revaluation)?;
    books.entry(about, posting::gain_or_loss(&group, &revaluation, gained))?;
    Ok(gained)
}

/// Returns what lies at a site, lot by lot.
fn lots(books: &Books<'_, '_>, item: &Item, pool: &Pool) -> Result<Vec<(LotCode, Qty)>, Halt> {
    let mut lots: BTreeMap<LotCode, Qty> = BTreeMap::new();
    for balance in books.view().all::<Balance>(&[&item.item])? {
        if balance.site == pool.site {
            *lots.entry(balance.lot).or_default() += balance.qty;
        }
    }
    lots.retain(|_, qty| !qty.is_zero());
    Ok(lots.into_iter().collect())
}

fn unfit(need: &str, found: impl Into<String>) -> Halt {
    let (need, found) = (need.to_owned(), found.into());
    Refusal::Unfit { need, found }.into()
}
