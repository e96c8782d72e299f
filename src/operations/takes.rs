//! What goods that left took of FIFO cost layers: when they left, or since the queue was put into the order of days again.

use super::view::View;
use super::{each, late_costs};
use crate::domain::amount::{Money, Qty};
use crate::domain::late::LateCost;
use crate::domain::movement::{Movement, MovementKind};
use crate::domain::record::{Fault, Range};
use crate::domain::stock::{Requeue, Slice};
use crate::valuation::queue::{Part, Takes};
use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};

/// What goods took of a layer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Taken {
    /// The movement by which they took it: their own, or the one that put the queue in order.
    pub by: i64,
    /// The movement with which they left, or with which it was settled that they had.
    pub issue: i64,
    /// How much; below zero what they take no longer.
    pub qty: Qty,
}

/// Returns what was taken of a layer, in the order of entry; `slices` are all of the layer, the first of which made it.
/// What was put back with goods that were taken back is among it.
///
/// # Errors
/// Fails if the store can't be read.
pub fn of_layer(view: &dyn View, layer: i64, slices: &[Slice]) -> Result<Vec<Taken>, Fault> {
    let requeues: Vec<Requeue> = view.list(&Range::by(Requeue::BY_LAYER, &[&layer]))?;
    let queued: HashSet<i64> = requeues.iter().map(|it| it.movement).collect();
    let own = slices
        .iter()
        .filter(|it| it.movement != layer && !it.qty.is_zero());
    let own = own.filter(|it| !queued.contains(&it.movement));
    let mut taken: Vec<Taken> = own
        .map(|it| Taken {
            by: it.movement,
            issue: it.movement,
            qty: -it.qty,
        })
        .collect();
    taken.extend(requeues.iter().map(|it| Taken {
        by: it.movement,
        issue: it.issue,
        qty: it.qty,
    }));
    taken.sort_by_key(|it| (it.by, it.issue));
    Ok(taken)
}

/// Returns what the goods of a movement take of each layer, without late cost: its slices, as the queue stands now.
///
/// # Errors
/// Fails if the store can't be read.
pub fn of_issue(view: &dyn View, issue: i64) -> Result<Vec<Slice>, Fault> {
    let mut slices: BTreeMap<i64, Slice> = BTreeMap::new();
    let mut item = None;
    for slice in view.all::<Slice>(&[&issue])? {
        item.get_or_insert_with(|| (slice.item.clone(), slice.site.clone()));
        slices.insert(slice.layer, slice);
    }
    let Some((item, site)) = item else {
        return Ok(Vec::new());
    };
    for it in view.list::<Requeue>(&Range::by(Requeue::BY_ISSUE, &[&issue]))? {
        let (item, site) = (item.clone(), site.clone());
        let slice = slices.entry(it.layer).or_insert_with(|| Slice {
            movement: issue,
            layer: it.layer,
            item,
            site,
            qty: Qty::ZERO,
            value: Money::ZERO,
        });
        slice.qty -= it.qty;
        slice.value -= it.value;
    }
    slices.retain(|_, slice| !slice.qty.is_zero() || !slice.value.is_zero());
    Ok(slices.into_values().collect())
}

/// Returns what the goods of movements take of each layer, late cost included. `issues` says of each movement with which
/// one its goods had left: itself, or for one that covered them later, theirs.
///
/// # Errors
/// Fails if the store can't be read.
pub fn of_issues(view: &dyn View, issues: &BTreeMap<i64, i64>) -> Result<Takes, Fault> {
    let mut takes = Takes::new();
    let mut add = |issue: i64, layer: i64, (qty, value): Part| {
        let take = takes.entry((issue, layer)).or_default();
        take.0 += qty;
        take.1 += value;
    };
    let numbers: BTreeSet<i64> = issues.keys().copied().collect();
    let all = Range::of::<Slice>(&[]);
    for it in each::rows(view, &all, &numbers, |it: &Slice| it.movement)? {
        let issue = issues[&it.movement];
        // What was missing was no layer's.
        if it.layer != issue {
            add(issue, it.layer, (-it.qty, -it.value));
        }
    }
    let all = Range::by(Requeue::BY_ISSUE, &[]);
    for it in each::rows(view, &all, &numbers, |it: &Requeue| it.issue)? {
        add(it.issue, it.layer, (it.qty, it.value));
    }
    let mut by_layer = ByLayer::default();
    for late in late_costs::of_each(view, &numbers)? {
        if let Some(layer) = by_layer.of(view, &late)? {
            add(late.issue, layer, (Qty::ZERO, late.value));
        }
    }
    takes.retain(|_, (qty, value)| !qty.is_zero() || !value.is_zero());
    Ok(takes)
}

/// On which layer late movements laid what they laid.
#[derive(Debug, Default)]
pub struct ByLayer(HashMap<i64, Option<i64>>);

impl ByLayer {
    /// Returns the layer that late cost of goods was laid on; `None` if it comes of putting the queue in order, which may
    /// concern several.
    ///
    /// # Errors
    /// Fails if the store can't be read.
    pub fn of(&mut self, view: &dyn View, late: &LateCost) -> Result<Option<i64>, Fault> {
        if let Some(known) = self.0.get(&late.movement) {
            return Ok(*known);
        }
        let by: Option<Movement> = view.find(&[&late.movement])?;
        let queues = match &by {
            Some(by) if by.kind == MovementKind::Backdated => !view
                .list::<Requeue>(&Range::of::<Requeue>(&[&by.seq]).first(1))?
                .is_empty(),
            _ => false,
        };
        let layer = by.filter(|_| !queues).map(|by| by.origin.unwrap_or_default());
        self.0.insert(late.movement, layer);
        Ok(layer)
    }
}
