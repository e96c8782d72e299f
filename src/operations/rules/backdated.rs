//! What is entered late although it happened before goods left: at moving average those goods would have cost something
//! else, and the difference is posted separately.
//!
//! The average follows the days on which things happened and, within a day, the order of their entry. FIFO and standard
//! cost have no such difference: a layer is queued when it is entered, and a standard needs no history.

use super::books::Books;
use super::late::{self, Moved, keep, paper};
use super::post::About;
use crate::domain::amount::{Money, Qty};
use crate::domain::catalog::Item;
use crate::domain::code::{Channel, ItemCode, SiteCode};
use crate::domain::company::Method;
use crate::domain::entry::Rule;
use crate::domain::movement::{Movement, MovementKind};
use crate::domain::record::Range;
use crate::ledger::posting;
use crate::operations::change::Halt;
use crate::operations::late_costs;
use crate::operations::request::Operation;
use crate::valuation::late::{Effect, Step};
use crate::valuation::replay::{Event, replay};
use std::collections::HashMap;

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

/// Replays what happened since, and posts the difference.
fn correct(books: &mut Books<'_, '_>, item: &Item, own: &[&Movement], later: &[Moved]) -> Result<(), Halt> {
    let Some(first) = own.iter().find(|movement| is_event(movement)) else {
        return Ok(());
    };
    let mut events: Vec<Event> = own
        .iter()
        .filter_map(|movement| event(&Moved::from(*movement)))
        .collect();
    events.extend(as_known(books, later)?);
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
    if gone.is_empty() {
        return Ok(());
    }
    let less: Money = gone.iter().map(|(_, gone)| *gone).sum();
    let movement = paper(books, item, first, MovementKind::Backdated, None, -less)?;
    books.revalue(item, &first.site, None, -less, movement)?;
    keep(books, movement, &gone)?;
    let group = books.group(item)?;
    let lines = posting::gain_or_loss(&group, &group.cost_of_sales, -less);
    let about = About {
        rule: Rule::Backdated,
        movement,
        site: first.site.clone(),
        group: group.number,
        channel: Channel::default(),
        document: None,
        negates: None,
    };
    books.entry(about, lines)
}

/// Returns later movements with the values that are known by now: late cost counts where its goods were received and
/// left, not where it was entered.
fn as_known(books: &Books<'_, '_>, later: &[Moved]) -> Result<Vec<Event>, Halt> {
    let mut events = Vec::with_capacity(later.len());
    let mut laid: HashMap<i64, Money> = HashMap::new();
    for movement in later {
        if let Some(receipt) = movement.origin.filter(|_| is_late_cost(movement)) {
            let gone = late_costs::of(books.view(), movement.seq)?;
            let gone: Money = gone.iter().map(|row| row.value).sum();
            *laid.entry(receipt).or_default() += movement.value + gone;
        } else if let Some(event) = event(movement) {
            let value = event.value - late_costs::sum_on(books.view(), movement.seq)?;
            events.push(Event { value, ..event });
        }
    }
    for event in &mut events {
        event.value += laid.get(&event.step.movement).copied().unwrap_or_default();
    }
    Ok(events)
}

fn is_late_cost(movement: &Moved) -> bool {
    use MovementKind::{Backdated, Invoice, LandedCost};
    movement.qty.is_zero() && matches!(movement.kind, Backdated | Invoice | LandedCost)
}

fn is_event(movement: &Movement) -> bool {
    event(&Moved::from(movement)).is_some()
}

/// Returns a movement as an event of its pool; `None` if it is not one.
fn event(movement: &Moved) -> Option<Event> {
    let (moved, value) = (movement.qty, movement.value);
    if let Some(step) = late::step(movement) {
        return Some(Event { step, moved, value });
    }
    let scrapped = movement.kind == MovementKind::Return && movement.to_location.is_none();
    let effect = match (movement.reverses, movement.origin) {
        (Some(of), _) if scrapped => Effect::Negates { of },
        (None, Some(of)) if scrapped => Effect::Returns { of },
        _ if movement.qty.is_zero() && !is_late_cost(movement) => Effect::Arrives,
        _ => return None,
    };
    let (movement, qty) = (movement.seq, Qty::ZERO);
    let step = Step {
        movement,
        effect,
        qty,
    };
    Some(Event { step, moved, value })
}
