//! A standard cost changes: all stock of the item is worth more or less at once, site by site.

use super::books::Books;
use super::post::{About, Step};
use super::stock::Goods;
use crate::domain::amount::{Money, Qty};
use crate::domain::catalog::{CostChange, Item};
use crate::domain::code::{Channel, Key};
use crate::domain::company::Method;
use crate::domain::entry::Rule;
use crate::domain::log::Logged;
use crate::domain::movement::{Movement, MovementKind};
use crate::domain::policy::CompanyAccount;
use crate::domain::refusal::Refusal;
use crate::domain::stock::Pool;
use crate::domain::user::Role;
use crate::ledger::posting;
use crate::operations::change::Halt;
use crate::operations::request::StandardCost;

/// Sets the standard cost and revalues the item at every site that holds it; at the site of the request if none does.
pub(super) fn change(books: &mut Books<'_, '_>, asked: &StandardCost) -> Result<Option<String>, Halt> {
    books.need(&[Role::Controller])?;
    let known = books.stock_item(&asked.item)?;
    let Some(cost_before) = known.standard_cost.filter(|_| known.method == Method::Standard) else {
        let need = "an item that is valued at standard cost".to_owned();
        let found = format!("{}, which is valued by {}", known.item, known.method);
        return Err(Refusal::Unfit { need, found }.into());
    };
    if asked.cost.0 < 0 {
        let (need, found) = ("a standard cost from zero".into(), asked.cost.to_string());
        return Err(Refusal::Unfit { need, found }.into());
    }
    let (item, standard_cost) = (known.item.clone(), Some(asked.cost));
    let known = Item {
        standard_cost,
        ..known
    };
    books.draft.put(&known);
    let mut pools: Vec<Pool> = books.view().all(&[&item])?;
    pools.retain(|pool| !pool.qty.is_zero());
    if pools.is_empty() {
        pools.push(books.pool(&item, &books.site)?);
    }
    let (mut gained, mut first) = (Money::ZERO, None);
    for pool in &pools {
        let (movement, value) = at_site(books, &known, pool)?;
        gained += value;
        first.get_or_insert(movement);
    }
    let (movement, cost_after) = (first.unwrap_or_default(), asked.cost);
    books.draft.put(&CostChange {
        movement,
        item,
        cost_before,
        cost_after,
    });
    let word = if gained < Money::ZERO { "less" } else { "more" };
    Ok(Some(format!("stock is worth {} {word}", gained.abs())))
}

/// Posts D inventory · C revaluation by the difference of two rounded values; returns the movement and that difference.
fn at_site(books: &mut Books<'_, '_>, item: &Item, pool: &Pool) -> Result<(i64, Money), Halt> {
    let goods = Goods::plain(item.clone());
    let standard = item.standard_cost.unwrap_or_default();
    let value = pool.qty.at_unit(standard)? - pool.value;
    books.site = pool.site.clone();
    let step = Step::new(MovementKind::StandardCost, &goods, Qty::ZERO, None, None);
    let pool_before = pool.qty;
    let movement = books.movement(&Step {
        value,
        pool_before,
        ..step
    })?;
    books.revalue(item, &pool.site, None, value, movement)?;
    let group = books.accounts(item, &pool.site)?;
    let lines = posting::gain_or_loss(&group, &books.account(CompanyAccount::Revaluation)?, value);
    let about = About {
        rule: Rule::StandardCost,
        movement,
        site: pool.site.clone(),
        group: group.group,
        channel: Channel::default(),
        document: None,
        negates: None,
    };
    books.entry(about, lines)?;
    Ok((movement, value))
}

/// Restores the previous standard cost before the movements are negated, so that these find the old value. What came or
/// left since is valued at that cost too; the difference goes to revaluation like every other drift.
pub(super) fn put_back(books: &mut Books<'_, '_>, of: &Key, logged: &Logged) -> Result<(), Halt> {
    let first = logged.movement.unwrap_or(0);
    let Some(change) = books.view().find::<CostChange>(&[&first])? else {
        return Ok(());
    };
    let refused = |why: String| {
        let id = of.to_string();
        Halt::from(Refusal::NotReversible { id, why })
    };
    let item = books.item(&change.item)?;
    if item.standard_cost != Some(change.cost_after) {
        let now = item.standard_cost.unwrap_or_default();
        return Err(refused(format!(
            "the standard cost is {now} by now; take that change back first"
        )));
    }
    let mut sites = Vec::new();
    for number in first..first + logged.movements {
        let movement: Option<Movement> = books.view().find(&[&number])?;
        sites.extend(movement.map(|movement| movement.site));
    }
    let pools: Vec<Pool> = books.view().all(&[&change.item])?;
    let new = |pool: &&Pool| !pool.qty.is_zero() && !sites.contains(&pool.site);
    if let Some(pool) = pools.iter().find(new) {
        let why = format!(
            "site {} has stock of it only since then; post a standard_cost of {} instead",
            pool.site, change.cost_before
        );
        return Err(refused(why));
    }
    books.draft.put(&Item {
        standard_cost: Some(change.cost_before),
        ..item
    });
    books.draft.remove(&change);
    Ok(())
}
