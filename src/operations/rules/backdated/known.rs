//! Values of movements as known now, late cost and covered shortages included.

use crate::domain::amount::{Money, Qty};
use crate::domain::movement::{Movement, MovementKind};
use crate::domain::record::{CellRef, Range};
use crate::domain::stock::Pool;
use crate::operations::change::Halt;
use crate::operations::late_costs;
use crate::operations::rules::books::Books;
use crate::operations::rules::late::{self, Moved};
use crate::valuation::late::run::{Effect, Step};
use crate::valuation::replay::Event;
use chrono::NaiveDate;
use std::collections::{BTreeSet, HashSet};

/// Returns a pool as it was at the end of a day, before this operation, at costs as known now. Reversed movements are left
/// out.
pub(in crate::operations::rules) fn pool_on(
    books: &Books<'_, '_>,
    pool: Pool,
    day: NaiveDate,
) -> Result<Pool, Halt> {
    let stock: [&dyn CellRef; 2] = [&pool.item, &pool.site];
    let later = Range::by(Movement::BY_STOCK_AND_DAY, &stock).after(&day);
    let mut since: Vec<Moved> = books.view().parts(&later)?;
    let own: Vec<Movement> = books.draft.written()?;
    let is_own = |it: &&Movement| (&it.item, &it.site) == (&pool.item, &pool.site) && it.effective <= day;
    since.extend(own.iter().filter(is_own).map(Moved::from));
    let moved: Vec<&Moved> = standing(&since).collect();
    let events = as_known(books, stock, &moved)?;
    Ok(Pool {
        qty: pool.qty - events.iter().map(|event| event.step.qty).sum::<Qty>(),
        value: pool.value - events.iter().map(|event| event.value).sum::<Money>(),
        ..pool
    })
}

/// Returns those of some movements that neither take one back nor are taken back by another of them.
pub(super) fn standing(all: &[Moved]) -> impl Iterator<Item = &Moved> {
    let taken_back: HashSet<i64> = all.iter().filter_map(|it| it.reverses).collect();
    all.iter()
        .filter(move |it| it.reverses.is_none() && !taken_back.contains(&it.seq))
}

/// Returns movements as events with the values that are known by now: late cost counts where goods came and left, and
/// what covered a shortage counts where that left, not where or when either was entered.
pub(super) fn as_known(
    books: &Books<'_, '_>,
    stock: [&dyn CellRef; 2],
    moved: &[&Moved],
) -> Result<Vec<Event>, Halt> {
    let mut events: Vec<Event> = moved.iter().filter_map(|it| event(it)).collect();
    let numbers: BTreeSet<i64> = events.iter().map(|event| event.step.movement).collect();
    let mut more = late_costs::on_each(books.view(), &numbers)?;
    let short = moved
        .iter()
        .filter(|it| it.to_location.is_none() && it.pool_before < it.qty);
    let mut covers = HashSet::new();
    if let Some(oldest) = short.map(|it| it.seq).min() {
        let since = Range::by(Movement::BY_STOCK, &stock).after(&oldest);
        let mut since: Vec<Moved> = books.view().parts(&since)?;
        since.retain(|it| it.kind == MovementKind::Cover);
        for (cover, sale) in since.iter().filter_map(|it| Some((it, it.origin?))) {
            if numbers.contains(&sale) {
                *more.entry(sale).or_default() -= cover.value;
                covers.insert(cover.seq);
            }
        }
    }
    events.retain(|event| !covers.contains(&event.step.movement));
    for event in &mut events {
        event.value -= more.get(&event.step.movement).copied().unwrap_or_default();
    }
    Ok(events)
}

/// Returns a movement as an event of its pool; `None` if it is not one.
pub(super) fn event(movement: &Moved) -> Option<Event> {
    let value = movement.value;
    if let Some(step) = late::step(movement) {
        return Some(Event { step, value });
    }
    if !movement.qty.is_zero() || movement.kind.is_late_cost() {
        return None;
    }
    let step = Step {
        movement: movement.seq,
        effect: Effect::Arrives,
        qty: Qty::ZERO,
        moved: Qty::ZERO,
    };
    Some(Event { step, value })
}
