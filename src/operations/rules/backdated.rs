//! What is entered late although it happened before goods left: at moving average those goods would have cost something
//! else, and the difference is posted separately.
//!
//! The average follows the days on which things happened and, within a day, the order of their entry. FIFO and standard
//! cost have no such difference: a layer is queued when it is entered, and a standard needs no history.

use super::books::Books;
use super::late::{self, Laid, Moved, Root};
use super::post::About;
use crate::domain::amount::{Money, Qty};
use crate::domain::catalog::Item;
use crate::domain::code::{AccountCode, Channel, ItemCode, SiteCode};
use crate::domain::company::Method;
use crate::domain::entry::Rule;
use crate::domain::movement::{Movement, MovementKind};
use crate::domain::record::Range;
use crate::ledger::balanced::Lines;
use crate::operations::change::Halt;
use crate::operations::late_costs;
use crate::operations::request::Operation;
use crate::valuation::late::run::{Effect, Step};
use crate::valuation::replay::{Event, replay};
use std::collections::{BTreeSet, HashMap, HashSet};

/// Corrects what happened after the movements that the operation made, if these came late. A reversal negates to the
/// cent and is never replayed.
pub(super) fn settle(books: &mut Books<'_, '_>) -> Result<(), Halt> {
    if matches!(books.request.operation, Operation::Reverse(_)) {
        return Ok(());
    }
    let made: Vec<Movement> = books.draft.written()?;
    let mut seen: Vec<(&ItemCode, &SiteCode)> = Vec::new();
    for movement in made.iter().filter(|movement| is_event(movement)) {
        let stock = (&movement.item, &movement.site);
        if seen.contains(&stock) {
            continue;
        }
        seen.push(stock);
        let item = books.item(&movement.item)?;
        let later = Range::by(Movement::BY_STOCK_AND_DAY, &[stock.0, stock.1]);
        let later = later.after(&movement.effective);
        if item.method == Method::Average && !books.view().rows(&later.clone().first(1))?.is_empty() {
            let own: Vec<&Movement> = made.iter().filter(|it| (&it.item, &it.site) == stock).collect();
            let later: Vec<Moved> = books.view().parts(&later)?;
            correct(books, &item, &own, &later)?;
        }
    }
    Ok(())
}

/// Replays what happened since, and posts the difference, wherever the goods went.
fn correct(books: &mut Books<'_, '_>, item: &Item, own: &[&Movement], later: &[Moved]) -> Result<(), Halt> {
    let Some(first) = own.iter().find(|movement| is_event(movement)) else {
        return Ok(());
    };
    let moved: Vec<Moved> = own.iter().map(|movement| Moved::from(*movement)).collect();
    let moved: Vec<&Moved> = moved.iter().chain(later).collect();
    let events = as_known(books, &moved)?;
    let pool = books.pool(&item.item, &first.site)?;
    let qty = pool.qty - events.iter().map(|event| event.step.qty).sum::<Qty>();
    let value = pool.value - events.iter().map(|event| event.value).sum::<Money>();
    let Some(values) = replay(qty, value, &events)? else {
        return Ok(());
    };
    let differs = |(event, now): (&Event, &Money)| {
        let gone = event.value - *now;
        (!gone.is_zero()).then_some((event.step.movement, gone))
    };
    let gone: Vec<(i64, Money)> = events.iter().zip(&values).filter_map(differs).collect();
    let Some(entered) = gone.iter().map(|(movement, _)| movement - 1).min() else {
        return Ok(());
    };
    let root = Root {
        entered,
        ..Root::of(first)
    };
    let found = late::change(books, (item, &first.site), root, &gone)?;
    let laid = Laid {
        amount: Money::ZERO,
        kind: MovementKind::Backdated,
        from: AccountCode::default(),
        document: None,
        apart: HashMap::new(),
    };
    let late = late::write(books, first, &laid, found)?;
    let about = About {
        rule: Rule::Backdated,
        movement: late.movement,
        site: first.site.clone(),
        group: books.group(item)?.number,
        channel: Channel::default(),
        document: None,
        negates: None,
    };
    books.entry(about, late.debit(Lines::default()))?;
    late::post(books, Rule::Backdated, None, late)
}

/// Returns movements as events with the values that are known by now: late cost counts where goods came and left, and
/// what covered a shortage counts where that left, not where either was entered.
fn as_known(books: &Books<'_, '_>, moved: &[&Moved]) -> Result<Vec<Event>, Halt> {
    let mut events: Vec<Event> = moved.iter().filter_map(|it| event(it)).collect();
    let numbers: BTreeSet<i64> = events.iter().map(|event| event.step.movement).collect();
    let mut more = late_costs::on_each(books.view(), &numbers)?;
    let mut covers = HashSet::new();
    for cover in moved.iter().filter(|it| it.kind == MovementKind::Cover) {
        if let Some(origin) = cover.origin.filter(|origin| numbers.contains(origin)) {
            *more.entry(origin).or_default() -= cover.value;
            covers.insert(cover.seq);
        }
    }
    events.retain(|event| !covers.contains(&event.step.movement));
    for event in &mut events {
        event.value -= more.get(&event.step.movement).copied().unwrap_or_default();
    }
    Ok(events)
}

fn is_event(movement: &Movement) -> bool {
    event(&Moved::from(movement)).is_some()
}

/// Returns a movement as an event of its pool; `None` if it is not one.
fn event(movement: &Moved) -> Option<Event> {
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
