//! When the goods that are on hand were received.

use super::Aged;
use crate::domain::amount::{AmountError, Qty, Total, allocate};
use crate::domain::code::LotCode;
use crate::domain::company::Method;
use crate::domain::movement::{Movement, MovementKind};
use crate::domain::record::Fault;
use crate::domain::stock::Slice;
use crate::operations::pages::Pages;
use crate::operations::reports::known::Known;
use crate::operations::reports::{Scope, Spot, movements};
use crate::operations::view::View;
use chrono::NaiveDate;
use std::collections::{BTreeMap, BTreeSet};
use std::iter::Peekable;

/// Goods that came on one day.
type Batch = (NaiveDate, Qty);

/// Goods by the day on which they came.
type Days = BTreeMap<NaiveDate, Qty>;

/// Goods of one lot, of which what came first leaves first, in whatever order that was entered.
#[derive(Default)]
struct Queue {
    here: Days,
    /// What left and did not go to another site.
    gone: Days,
    /// What left before it came, by the day it left.
    owed: Days,
}

impl Queue {
    /// Adds goods of a day, which came here on the day `came`.
    fn push(&mut self, came: NaiveDate, (day, qty): Batch) {
        let settled = sum(&take(&mut self.owed, qty));
        add(&mut self.gone, day, settled);
        let mut left = qty - settled;
        // What is entered late left in the place of what came later.
        while let Some(mut last) = self.gone.last_entry().filter(|last| came.max(day) < *last.key()) {
            let (later, spared) = (*last.key(), left.min(*last.get()));
            if spared.is_zero() {
                break;
            }
            *last.get_mut() -= spared;
            if last.get().is_zero() {
                last.remove();
            }
            left -= spared;
            add(&mut self.gone, day, spared);
            add(&mut self.here, later, spared);
        }
        add(&mut self.here, day, left);
    }

    /// Takes what came first; returns it.
    fn pop(&mut self, day: NaiveDate, qty: Qty) -> Vec<Batch> {
        let taken = take(&mut self.here, qty);
        add(&mut self.owed, day, qty - sum(&taken));
        taken
    }

    /// Returns what is here, or what is missing.
    fn batches(&self) -> Vec<Batch> {
        let owed = self.owed.iter().map(|(day, qty)| (*day, -*qty));
        let here = self.here.iter().map(|(day, qty)| (*day, *qty));
        here.chain(owed).collect()
    }
}

/// Returns how many goods there are in all.
fn sum(batches: &[Batch]) -> Qty {
    batches.iter().map(|(_, qty)| *qty).sum()
}

/// Adds goods of a day.
fn add(days: &mut Days, day: NaiveDate, qty: Qty) {
    if !qty.is_zero() {
        *days.entry(day).or_default() += qty;
    }
}

/// Takes as much of `qty` as there is, of the first days first; returns it.
fn take(days: &mut Days, mut qty: Qty) -> Vec<Batch> {
    let mut taken = Vec::new();
    while let Some(mut first) = days.first_entry().filter(|_| !qty.is_zero()) {
        let part = qty.min(*first.get());
        taken.push((*first.key(), part));
        qty -= part;
        *first.get_mut() -= part;
        if first.get().is_zero() {
            first.remove();
        }
    }
    taken
}

/// The goods of all spots, as the movements are followed.
struct Followed<'v> {
    slices: Peekable<Pages<'v, Slice>>,
    /// The day and lot of each cost layer.
    layers: BTreeMap<i64, (NaiveDate, LotCode)>,
    /// What is left of each.
    left: BTreeMap<(Spot, i64), (Qty, Total)>,
    /// Goods that have no layers.
    queues: BTreeMap<Spot, BTreeMap<LotCode, Queue>>,
    /// What is on the way between sites, by the movement that sent it; at FIFO the days alone.
    sent: BTreeMap<i64, Days>,
    /// Value of spots whose goods have no layers.
    values: BTreeMap<Spot, Total>,
    /// Movements that were taken back, and those that took them back.
    undone: BTreeSet<i64>,
}

/// Returns all stock at the end of posting day `at` with the day it was received.
pub(super) fn all(view: &dyn View, known: &Known, scope: &Scope, at: NaiveDate) -> Result<Vec<Aged>, Fault> {
    // Goods from another site are followed from there.
    let everywhere = Scope {
        site: None,
        ..scope.clone()
    };
    let mut undone = BTreeSet::new();
    for movement in movements(view, &everywhere)? {
        let movement = movement?;
        if let Some(first) = movement.reverses.filter(|_| movement.posting <= at) {
            undone.extend([first, movement.seq]);
        }
    }
    let mut followed = Followed {
        slices: Pages::of(view).peekable(),
        layers: BTreeMap::new(),
        left: BTreeMap::new(),
        queues: BTreeMap::new(),
        sent: BTreeMap::new(),
        values: BTreeMap::new(),
        undone,
    };
    for movement in movements(view, &everywhere)? {
        let movement = movement?;
        let is_wanted = movement.posting <= at && scope.item(&movement.item);
        if known.item(&movement.item)?.method == Method::Fifo {
            followed.follow_layers(&movement, is_wanted)?;
        } else if is_wanted {
            followed.follow_goods(&movement);
        }
    }
    followed.aged(scope)
}

impl Followed<'_> {
    /// Returns the day from which goods count that came with a movement.
    fn day(&mut self, movement: &Movement) -> NaiveDate {
        let sent = movement
            .origin
            .filter(|_| movement.kind == MovementKind::TransferIn)
            .and_then(|sent| self.sent.get(&sent)?.keys().next().copied());
        sent.unwrap_or(movement.effective)
    }

    fn follow_layers(&mut self, movement: &Movement, is_wanted: bool) -> Result<(), Fault> {
        let own = |slice: &Result<Slice, Fault>| {
            slice
                .as_ref()
                .map_or(true, |slice| slice.movement <= movement.seq)
        };
        while let Some(slice) = self.slices.next_if(own) {
            let slice = slice?;
            if slice.movement != movement.seq {
                continue;
            }
            if slice.layer == movement.seq {
                let day = self.day(movement);
                self.layers.insert(slice.layer, (day, movement.lot.clone()));
            }
            if !is_wanted {
                continue;
            }
            if movement.kind == MovementKind::TransferOut
                && let Some((day, _)) = self.layers.get(&slice.layer)
            {
                let sent = self.sent.entry(movement.seq).or_default();
                sent.insert(*day, Qty::ZERO);
            }
            let left = self
                .left
                .entry(((slice.item, slice.site), slice.layer))
                .or_default();
            left.0 += slice.qty;
            left.1 += slice.value;
        }
        Ok(())
    }

    fn follow_goods(&mut self, movement: &Movement) {
        let spot = (movement.item.clone(), movement.site.clone());
        let qty = movement.gained();
        *self.values.entry(spot.clone()).or_default() += movement.value;
        if qty.is_zero() || self.undone.contains(&movement.seq) {
            return;
        }
        let lots = self.queues.entry(spot).or_default();
        let queue = lots.entry(movement.lot.clone()).or_default();
        if qty < Qty::ZERO {
            let taken = queue.pop(movement.effective, -qty);
            if movement.kind == MovementKind::TransferOut {
                self.sent.insert(movement.seq, taken.into_iter().collect());
            } else {
                for (day, part) in taken {
                    add(&mut queue.gone, day, part);
                }
            }
            return;
        }
        let mut left = qty;
        let sent = movement
            .origin
            .filter(|_| movement.kind == MovementKind::TransferIn);
        if let Some(sent) = sent.and_then(|sent| self.sent.get_mut(&sent)) {
            for (day, part) in take(sent, left) {
                queue.push(movement.effective, (day, part));
                left -= part;
            }
        }
        queue.push(movement.effective, (movement.effective, left));
    }

    /// Returns what is on hand where it is asked for.
    fn aged(self, scope: &Scope) -> Result<Vec<Aged>, Fault> {
        let mut all = Vec::new();
        for (((item, site), layer), (qty, value)) in self.left {
            if !scope.site(&site) || (qty.is_zero() && value.is_zero()) {
                continue;
            }
            let (day, lot) = self.layers.get(&layer).cloned().unzip();
            let lot = lot.unwrap_or_default();
            all.push(Aged {
                item,
                site,
                lot,
                day,
                qty,
                value,
            });
        }
        for (spot, value) in self.values {
            if scope.site(&spot.1) {
                let lots = self.queues.get(&spot);
                all.extend(shared(&spot, lots, value)?);
            }
        }
        Ok(all)
    }
}

/// Returns the goods at a spot: its lots share its value by their quantities, and the days of a lot what it is worth.
fn shared(
    (item, site): &Spot,
    lots: Option<&BTreeMap<LotCode, Queue>>,
    value: Total,
) -> Result<Vec<Aged>, Fault> {
    let aged = |lot: &LotCode, (day, qty): (Option<NaiveDate>, Qty), value| Aged {
        item: item.clone(),
        site: site.clone(),
        lot: lot.clone(),
        day,
        qty,
        value,
    };
    let lots: Vec<(&LotCode, Vec<Batch>)> = lots
        .into_iter()
        .flatten()
        .map(|(lot, queue)| (lot, queue.batches()))
        .filter(|(_, batches)| !batches.is_empty())
        .collect();
    if lots.is_empty() {
        // Value without goods, as on a day between a posting and what it belongs to.
        let rest = aged(&LotCode::default(), (None, Qty::ZERO), value);
        return Ok(Some(rest)
            .filter(|rest| !rest.value.is_zero())
            .into_iter()
            .collect());
    }
    let whole = value
        .money()
        .ok_or_else(|| AmountError::TooLarge(format!("a value of {value}")))?;
    let weights: Vec<i64> = lots.iter().map(|(_, batches)| sum(batches).0).collect();
    let mut all = Vec::new();
    for ((lot, batches), worth) in lots.iter().zip(allocate(whole, &weights)?) {
        let weights: Vec<i64> = batches.iter().map(|(_, qty)| qty.0).collect();
        for ((day, qty), part) in batches.iter().zip(allocate(worth, &weights)?) {
            all.push(aged(lot, (Some(*day), *qty), part.into()));
        }
    }
    Ok(all)
}
