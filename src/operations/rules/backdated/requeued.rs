//! Goods at FIFO whose queue goes by days: what is entered late takes its place in it, and what left behind it costs
//! what it would have cost.
//!
//! A layer stands by the day on which its goods came and, within a day, in the order of entry; what was taken back
//! never happened. Where more would have left than was there by its days, goods stay with the layers that they left.

use super::{post, ranges};
use crate::domain::amount::{Money, Qty};
use crate::domain::catalog::Item;
use crate::domain::code::{LocationCode, LotCode};
use crate::domain::count::SetOff;
use crate::domain::movement::{Movement, MovementKind};
use crate::domain::part::part;
use crate::domain::record::{Fault, Range};
use crate::domain::stock::{Layer, Requeue, Slice};
use crate::operations::change::Halt;
use crate::operations::rules::books::Books;
use crate::operations::rules::late::{self, Dearer, Root};
use crate::operations::takes;
use crate::valuation::queue::{Event, Part, Takes, requeue};
use chrono::NaiveDate;
use std::collections::{BTreeMap, BTreeSet};

part! {
    /// What a movement did to the queue of its site.
    struct Turned of Movement {
        /// Its number.
        seq: i64,
        /// What happened.
        kind: MovementKind,
        /// Its lot.
        lot: LotCode,
        /// Base units moved.
        qty: Qty,
        /// The location it left.
        from_location: Option<LocationCode>,
        /// The location it reached.
        to_location: Option<LocationCode>,
        /// Valued quantity before it.
        pool_before: Qty,
        /// The movement whose goods go back or were covered.
        origin: Option<i64>,
        /// The movement that it negates.
        reverses: Option<i64>,
    }
}

impl Turned {
    fn comes(&self) -> bool {
        self.from_location.is_none() && self.to_location.is_some() && !self.qty.is_zero()
    }

    fn leaves(&self) -> bool {
        self.from_location.is_some() && self.to_location.is_none() && !self.qty.is_zero()
    }
}

/// A queue of cost layers as it stands, with what happened to it.
struct Queue {
    layers: BTreeMap<i64, Part>,
    there: Vec<i64>,
    events: Vec<Event>,
    takes: Takes,
}

/// Puts the queue since a movement into the order of days, and posts the difference, wherever the goods went.
pub(super) fn correct(books: &mut Books<'_, '_>, item: &Item, first: &Movement) -> Result<(), Halt> {
    if books.pool(&item.item, &first.site)?.qty < Qty::ZERO {
        return Ok(());
    }
    let mut all: Vec<Turned> = Vec::new();
    for range in ranges(first) {
        all.extend(books.view().parts::<Turned>(&range)?);
    }
    let taken_back: BTreeSet<i64> = all.iter().filter_map(|it| it.reverses).collect();
    all.retain(|it| it.reverses.is_none() && !taken_back.contains(&it.seq));
    let (mut before, mut now) = (Takes::new(), Takes::new());
    let lots = all.iter().map(|it| books.told_apart(item, &it.lot));
    for lot in lots.collect::<Result<BTreeSet<_>, Halt>>()? {
        let own = |it: &&Turned| lot.as_ref().is_none_or(|lot| *lot == it.lot);
        let own: Vec<&Turned> = all.iter().filter(own).collect();
        let Some(queue) = queue(books, item, first, (&own, lot.as_ref()))? else {
            continue;
        };
        if let Some(takes) = requeue(&queue.layers, &queue.there, &queue.events, &queue.takes)? {
            before.extend(queue.takes);
            now.extend(takes);
        }
    }
    write(books, item, first, &before, &now)
}

/// Returns the queue, that of a lot where lots are told apart; `None` where it is not known of all goods which layer
/// they left. What goods left of another lot before lots were told apart stays as it is.
fn queue(
    books: &Books<'_, '_>,
    item: &Item,
    first: &Movement,
    (all, lot): (&[&Turned], Option<&LotCode>),
) -> Result<Option<Queue>, Halt> {
    let mut open: BTreeMap<i64, Qty> = all
        .iter()
        .filter(|it| it.leaves())
        .map(|it| (it.seq, it.qty))
        .collect();
    let mut issues: BTreeMap<i64, i64> = open.keys().map(|seq| (*seq, *seq)).collect();
    issues.extend(covers(books, first, all)?);
    let mut takes = takes::of_issues(books.view(), &issues)?;
    let mut layers: BTreeMap<i64, Part> = BTreeMap::new();
    let mut there: BTreeSet<(NaiveDate, i64)> = BTreeSet::new();
    for layer in books.view().all::<Layer>(&[&item.item, &first.site])? {
        if lot.is_none_or(|lot| *lot == layer.lot) {
            layers.insert(layer.seq, (layer.qty, layer.value));
            there.insert((layer.received, layer.seq));
        }
    }
    let mut others: BTreeSet<i64> = BTreeSet::new();
    for ((issue, layer), (qty, value)) in &takes {
        if !layers.contains_key(layer) && !others.contains(layer) {
            let made = books.moved(*layer)?;
            if lot.is_none_or(|lot| *lot == made.lot) {
                there.insert((made.effective, *layer));
            } else {
                others.insert(*layer);
            }
        }
        if others.contains(layer) {
            *open.entry(*issue).or_default() -= *qty;
            continue;
        }
        let own = layers.entry(*layer).or_default();
        own.0 += *qty;
        own.1 += *value;
    }
    takes.retain(|(_, layer), _| !others.contains(layer));
    let mut rest = open.clone();
    for ((issue, _), (qty, _)) in &takes {
        *rest.entry(*issue).or_default() -= *qty;
    }
    if rest.values().any(|rest| !rest.is_zero()) {
        return Ok(None);
    }
    let mut events = Vec::new();
    for it in all {
        events.extend(event(books, it, &open)?);
    }
    let came: BTreeSet<i64> = all.iter().filter(|it| it.comes()).map(|it| it.seq).collect();
    let there = there.into_iter().map(|(_, layer)| layer);
    Ok(Some(Queue {
        there: there.filter(|layer| !came.contains(layer)).collect(),
        layers,
        events,
        takes,
    }))
}

/// Returns which movements settled that goods had left, and with which movement these had left.
fn covers(books: &Books<'_, '_>, first: &Movement, all: &[&Turned]) -> Result<BTreeMap<i64, i64>, Halt> {
    let short = all.iter().filter(|it| it.leaves() && it.pool_before < it.qty);
    let short: BTreeSet<i64> = short.map(|it| it.seq).collect();
    let Some(oldest) = short.first() else {
        return Ok(BTreeMap::new());
    };
    let since = Range::by(Movement::BY_STOCK, &[&first.item, &first.site]).after(oldest);
    let mut since: Vec<Turned> = books.view().parts(&since)?;
    since.retain(|it| it.kind == MovementKind::Cover);
    let of = |it: &Turned| it.origin.filter(|origin| short.contains(origin));
    Ok(since.iter().filter_map(|it| Some((it.seq, of(it)?))).collect())
}

/// Returns what a movement does to the queue; `open` is how much of each that left it takes.
fn event(books: &Books<'_, '_>, it: &Turned, open: &BTreeMap<i64, Qty>) -> Result<Vec<Event>, Halt> {
    if it.comes() {
        return Ok(vec![Event::Comes { layer: it.seq }]);
    }
    if it.kind == MovementKind::Revaluation {
        let slices: Vec<Slice> = books.view().all(&[&it.seq])?;
        let gains = |Slice { layer, value, .. }| Event::Gains { layer, value };
        return Ok(slices.into_iter().map(gains).collect());
    }
    if !it.leaves() {
        return Ok(Vec::new());
    }
    let own = match it.kind {
        MovementKind::SupplierReturn => it.origin,
        MovementKind::Count => books.view().find::<SetOff>(&[&it.seq])?.map(|it| it.late),
        _ => None,
    };
    let (issue, qty) = (it.seq, open.get(&it.seq).copied().unwrap_or_default());
    Ok(vec![Event::Leaves { issue, qty, own }])
}

/// Writes what goods take now of which layer, and posts what they cost more or less.
fn write(
    books: &mut Books<'_, '_>,
    item: &Item,
    first: &Movement,
    before: &Takes,
    now: &Takes,
) -> Result<(), Halt> {
    let movement = books.view().next::<Movement>()?;
    let (mut layers, mut costs) = (BTreeMap::<i64, Part>::new(), BTreeMap::<i64, Money>::new());
    let keys: BTreeSet<&(i64, i64)> = before.keys().chain(now.keys()).collect();
    for key @ (issue, layer) in keys {
        let (old, new) = (
            before.get(key).copied().unwrap_or_default(),
            now.get(key).copied(),
        );
        let new = new.unwrap_or_default();
        let (qty, value) = (new.0 - old.0, new.1 - old.1);
        if qty.is_zero() && value.is_zero() {
            continue;
        }
        books.draft.put(&Requeue {
            movement,
            issue: *issue,
            layer: *layer,
            qty,
            value,
        });
        let own = layers.entry(*layer).or_default();
        own.0 -= qty;
        own.1 -= value;
        *costs.entry(*issue).or_default() += value;
    }
    if layers.is_empty() {
        return Ok(());
    }
    for (layer, part) in layers {
        books.requeue_layer(item, &first.site, layer, part, movement)?;
    }
    let gone: Vec<(i64, Money)> = costs.into_iter().filter(|(_, more)| !more.is_zero()).collect();
    let root = Root::of(first);
    let entered = gone.iter().map(|(issue, _)| issue - 1).min();
    let root = Root {
        entered: entered.unwrap_or(root.entered),
        ..root
    };
    let known = known_by_covers(books, first, &gone)?;
    let dearer = Dearer {
        gone: &gone,
        known: &known,
    };
    let found = late::change(books, (item, first), None, root, dearer)?;
    let written = post(books, item, first, found)?;
    if written == movement {
        return Ok(());
    }
    Err(Fault::new(format!("movement {movement} would be {written}")).into())
}

/// Returns what sales that were covered, and take the place in the queue now that their day gives them for the first time,
/// were known to cost more since they were covered.
fn known_by_covers(
    books: &Books<'_, '_>,
    first: &Movement,
    gone: &[(i64, Money)],
) -> Result<Vec<(i64, i64, Money)>, Halt> {
    let mut known = Vec::new();
    for (issue, _) in gone {
        let requeues: Vec<Requeue> = books.view().list(&Range::by(Requeue::BY_ISSUE, &[issue]))?;
        let movement = requeues.iter().map(|it| it.movement).min();
        if requeues.iter().any(|it| Some(it.movement) != movement) {
            continue;
        }
        let since = Range::by(Movement::BY_STOCK, &[&first.item, &first.site]).after(issue);
        for it in books.view().list::<Movement>(&since)? {
            if it.kind == MovementKind::Cover && it.origin == Some(*issue) && it.reverses.is_none() {
                known.push((*issue, it.seq, -it.value));
            }
        }
    }
    Ok(known)
}
