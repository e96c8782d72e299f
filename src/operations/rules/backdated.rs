//! What is entered late although it happened before goods left, or is taken back after they left: at moving average
//! those goods would have cost something else, and the difference is posted separately.
//!
//! The average follows the days on which things happened and, within a day, the order of their entry; what was taken
//! back never happened. At FIFO the policy `fifo_backdating` decides: by days too, or a layer is queued when it is
//! entered and taken back only if it is whole. What can be taken off it after goods left is late cost. A standard needs
//! no history.

mod known;
mod queued;
mod requeued;

pub(super) use self::known::pool_on;

use self::known::{as_known, event, standing};
use super::books::Books;
use super::late::{self, Dearer, Found, Laid, Moved, Root};
use super::post::About;
use crate::domain::amount::{Money, Qty};
use crate::domain::catalog::Item;
use crate::domain::code::{AccountCode, Channel};
use crate::domain::company::Method;
use crate::domain::entry::Rule;
use crate::domain::movement::{Movement, MovementKind};
use crate::domain::policy::FifoBackdating;
use crate::domain::record::{CellRef, Range};
use crate::ledger::balanced::Lines;
use crate::operations::change::Halt;
use crate::operations::late_costs;
use crate::valuation::replay::{Event, replay};
use std::collections::HashMap;

/// From which movement on goods of an item at a site cost something else than they did.
struct Began {
    first: Movement,
    /// The first movement that is taken back; `None` if something new was entered.
    taken_back: Option<Movement>,
}

/// Corrects what happened after the movements that the operation made, if these came late, and after those that it took
/// back.
pub(super) fn settle(books: &mut Books<'_, '_>) -> Result<(), Halt> {
    let mut all: Vec<Began> = Vec::new();
    for movement in books.draft.written::<Movement>()? {
        queued::correct(books, &movement)?;
        let Some(began) = began(books, movement)? else {
            continue;
        };
        let same =
            |it: &&mut Began| (&it.first.item, &it.first.site) == (&began.first.item, &began.first.site);
        match all.iter_mut().find(same) {
            Some(known) => known.no_later_than(began),
            None => all.push(began),
        }
    }
    for Began { first, taken_back } in all {
        let item = books.item(&first.item)?;
        let by_days = match item.method {
            Method::Average => true,
            Method::Fifo => books.policies()?.fifo_backdating()? == FifoBackdating::Replay,
            Method::Standard => false,
        };
        if by_days && is_late(books, &first, taken_back.as_ref())? {
            match item.method {
                Method::Fifo => requeued::correct(books, &item, &first)?,
                _ => correct(books, &item, &first)?,
            }
        }
    }
    books.queues_hold()
}

impl Began {
    fn no_later_than(&mut self, other: Self) {
        let at = |it: &Movement| (it.effective, it.seq);
        if at(&other.first) < at(&self.first) {
            self.first = other.first;
        }
        if other.taken_back.as_ref().map(|it| it.seq) < self.taken_back.as_ref().map(|it| it.seq) {
            self.taken_back = other.taken_back;
        }
    }
}

/// Returns where goods begin to cost something else because of a movement that was just made: with itself, with the one
/// that it takes back, or where the late cost was laid that it takes back. `None` if it changes nothing.
fn began(books: &Books<'_, '_>, made: Movement) -> Result<Option<Began>, Halt> {
    let Some(old) = made.reverses else {
        let began = is_event(&made).then_some(Began {
            first: made,
            taken_back: None,
        });
        return Ok(began);
    };
    let taken_back = books.moved(old)?;
    let first = match taken_back.origin.filter(|_| taken_back.kind.is_late_cost()) {
        Some(_) if late_costs::of(books.view(), old)?.is_empty() => return Ok(None),
        Some(goods) => books.moved(goods)?,
        None => taken_back.clone(),
    };
    // What is covered no longer left before what covered it came.
    let covered = taken_back
        .origin
        .filter(|_| taken_back.kind == MovementKind::Cover);
    let first = covered.map_or(Ok(first), |sale| books.moved(sale))?;
    Ok(is_event(&first).then_some(Began {
        first,
        taken_back: Some(taken_back),
    }))
}

/// Returns whether goods moved behind a movement that was just entered, or moved or cost something else since the one
/// that is taken back.
fn is_late(books: &Books<'_, '_>, first: &Movement, taken_back: Option<&Movement>) -> Result<bool, Halt> {
    let stock: [&dyn CellRef; 2] = [&first.item, &first.site];
    let Some(old) = taken_back else {
        let later = Range::by(Movement::BY_STOCK_AND_DAY, &stock).after(&first.effective);
        return Ok(!books.view().rows(&later.first(1))?.is_empty());
    };
    let since: Vec<Moved> = books
        .view()
        .parts(&Range::by(Movement::BY_STOCK, &stock).after(&old.seq))?;
    for it in standing(&since) {
        let is_other = ![old.operation, books.operation].contains(&it.operation);
        let laid =
            || Ok::<_, Halt>(it.kind.is_late_cost() && !late_costs::of(books.view(), it.seq)?.is_empty());
        if is_other && (late::step(it).is_some() || laid()?) {
            return Ok(true);
        }
    }
    Ok(false)
}

/// Replays what happened since a movement, and posts the difference, wherever the goods went.
fn correct(books: &mut Books<'_, '_>, item: &Item, first: &Movement) -> Result<(), Halt> {
    let root = Root::of(first);
    let stock: [&dyn CellRef; 2] = [&item.item, &first.site];
    let mut all: Vec<Moved> = Vec::new();
    for range in ranges(first) {
        all.extend(books.view().parts::<Moved>(&range)?);
    }
    let moved: Vec<&Moved> = standing(&all).collect();
    let events = as_known(books, stock, &moved)?;
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
    let root = Root { entered, ..root };
    let found = late::change(books, (item, first), None, root, Dearer::of(&gone))?;
    post(books, item, first, found).map(drop)
}

/// Returns what happened to the goods of a movement since then, itself included: on its day, and later.
fn ranges(first: &Movement) -> [Range; 2] {
    let root = Root::of(first);
    let stock: [&dyn CellRef; 3] = [&first.item, &first.site, &root.day];
    [
        Range::by(Movement::BY_STOCK_AND_DAY, &stock).after(&root.seq),
        Range::by(Movement::BY_STOCK_AND_DAY, &stock[..2]).after(&root.day),
    ]
}

/// Writes and posts what was found, beginning with goods that came with movement `first`; returns the movement.
fn post(books: &mut Books<'_, '_>, item: &Item, first: &Movement, found: Found) -> Result<i64, Halt> {
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
        group: item.group_number,
        channel: Channel::default(),
        document: None,
        negates: None,
    };
    books.entry(about, late.debit(Lines::default()))?;
    let movement = late.movement;
    late::post(books, Rule::Backdated, None, late)?;
    Ok(movement)
}

fn is_event(movement: &Movement) -> bool {
    event(&Moved::from(movement)).is_some()
}
