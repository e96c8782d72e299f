//! The queue of cost layers at FIFO: which leaves next, and what is undone of it.

use super::issued_since;
use crate::domain::amount::{Money, Qty};
use crate::domain::catalog::Item;
use crate::domain::code::{LotCode, SiteCode};
use crate::domain::company::Method;
use crate::domain::log::Reversal;
use crate::domain::movement::MovementKind;
use crate::domain::policy::{FifoBackdating, FifoScope};
use crate::domain::record::{CellRef, Range};
use crate::domain::refusal::Refusal;
use crate::domain::stock::{Layer, Pool, Requeue, Slice};
use crate::operations::change::Halt;
use crate::operations::request::Operation;
use crate::operations::rules::books::Books;
use crate::operations::takes;
use crate::valuation::queue::Part;
use std::collections::BTreeMap;

impl Books<'_, '_> {
    /// Returns the lot whose layers goods leave at FIFO; `None` where those of the whole item do.
    pub fn told_apart(&self, item: &Item, lot: &LotCode) -> Result<Option<LotCode>, Halt> {
        let by_lot = item.tracking.wants_lot() && self.policies()?.fifo_scope()? == FifoScope::Lot;
        Ok(by_lot.then(|| lot.clone()))
    }

    /// Returns what the layers of a lot hold at a site, where lots are told apart and it has any.
    pub(super) fn held_of_lot(
        &self,
        item: &Item,
        lot: Option<&LotCode>,
        site: &SiteCode,
    ) -> Result<Option<Part>, Halt> {
        let Some(lot) = lot.filter(|_| item.method == Method::Fifo) else {
            return Ok(None);
        };
        let Some(lot) = self.told_apart(item, lot)? else {
            return Ok(None);
        };
        let range = Range::by(Layer::BY_LOT, &[&item.item, site, &lot]);
        let own: Vec<Layer> = self.view().list(&range)?;
        let qty = own.iter().map(|layer| layer.qty).sum();
        let value = own.iter().map(|layer| layer.value).sum();
        Ok((Qty::ZERO < qty).then_some((qty, value)))
    }

    /// Returns the oldest layer that goods can be taken from.
    pub(super) fn oldest(&self, pool: &Pool, lot: Option<&LotCode>) -> Result<Option<Layer>, Halt> {
        let stock: [&dyn CellRef; 2] = [&pool.item, &pool.site];
        let by_days = self.policies()?.fifo_backdating()? == FifoBackdating::Replay;
        let all = match lot {
            Some(lot) => Range::by(Layer::BY_LOT, &[&pool.item, &pool.site, lot]),
            None if by_days => Range::by(Layer::BY_DAY, &stock),
            None => Range::of::<Layer>(&stock),
        };
        let known = self.below.contains(&(pool.item.clone(), pool.site.clone()));
        let is_sorted = lot.is_none() || by_days;
        let range = if known || !is_sorted { all } else { all.first(1) };
        let mut layers: Vec<Layer> = self.view().list(&range)?;
        layers.retain(|layer| Qty::ZERO < layer.qty);
        if !is_sorted {
            layers.sort_by_key(|layer| layer.seq);
        }
        Ok(layers.into_iter().next())
    }

    /// Refuses to let goods come back to a layer of another lot than theirs, where lots are told apart.
    pub(super) fn of_its_lot(&self, layer: &Layer, qty: Qty, old: i64) -> Result<(), Halt> {
        if qty.is_zero() || self.policies()?.fifo_scope()? != FifoScope::Lot {
            return Ok(());
        }
        let by = self.moved(old)?;
        if by.lot == layer.lot || by.qty.is_zero() {
            return Ok(());
        }
        Err(of_another_lot(old, &layer.lot))
    }

    /// Changes what a layer holds as the queue is put in order by a movement.
    pub fn requeue_layer(
        &mut self,
        item: &Item,
        site: &SiteCode,
        seq: i64,
        (qty, value): Part,
        movement: i64,
    ) -> Result<(), Halt> {
        if qty.is_zero() && value.is_zero() {
            return Ok(());
        }
        let found: Option<Layer> = self.view().find(&[&item.item, site, &seq])?;
        let layer = match found {
            Some(layer) => layer,
            None => self.first_state(&item.item, site, seq)?,
        };
        self.slice(&layer, movement, qty, value);
        self.keep_layer(&Layer {
            qty: layer.qty + qty,
            value: layer.value + value,
            ..layer
        })?;
        Ok(())
    }

    /// Returns what movement `old` did to cost layers and is to be undone by movement `new`: what its goods take by now; of
    /// one that put the queue in order, what it changed for goods that are not back by now.
    pub(super) fn undone(&mut self, old: i64, new: i64) -> Result<Vec<Slice>, Halt> {
        let by = self.moved(old)?;
        let queued: Vec<Requeue> = match by.kind {
            MovementKind::Backdated => self.view().all(&[&old])?,
            _ => Vec::new(),
        };
        if queued.is_empty() {
            return Ok(takes::of_issue(self.view(), old)?);
        }
        let item = self.item(&by.item)?;
        let mut slices: BTreeMap<i64, Slice> = BTreeMap::new();
        for it in queued {
            let left = self.moved(it.issue)?.operation;
            if self.view().find::<Reversal>(&[&left])?.is_some() {
                continue;
            }
            let (issue, layer) = (self.moved(it.issue)?, self.moved(it.layer)?);
            if self
                .told_apart(&item, &issue.lot)?
                .is_some_and(|lot| lot != layer.lot)
            {
                return Err(of_another_lot(old, &layer.lot));
            }
            let slice = slices.entry(it.layer).or_insert_with(|| Slice {
                movement: old,
                layer: it.layer,
                item: by.item.clone(),
                site: by.site.clone(),
                qty: Qty::ZERO,
                value: Money::ZERO,
            });
            slice.qty -= it.qty;
            slice.value -= it.value;
            let (qty, value) = (-it.qty, -it.value);
            self.draft.put(&Requeue {
                movement: new,
                qty,
                value,
                ..it
            });
        }
        let mut slices: Vec<Slice> = slices.into_values().collect();
        slices.retain(|slice| !slice.qty.is_zero() || !slice.value.is_zero());
        Ok(slices)
    }

    /// Lets a layer owe until the operation ends what movement `old` had brought: goods that others took, where the queue
    /// goes by days and is put in order, or value that left with goods, which then cost less. Else refuses with `halt`.
    pub(super) fn owes_until_settled(
        &mut self,
        layer: &Layer,
        (old, qty): (i64, Qty),
        halt: Halt,
    ) -> Result<(), Halt> {
        let by_days = self.policies()?.fifo_backdating()? == FifoBackdating::Replay;
        if !by_days && !qty.is_zero() || self.is_provisional(layer)? {
            return Err(halt);
        }
        self.draft.put(layer);
        let layer = layer.clone();
        self.owing.push((layer, old));
        Ok(())
    }

    /// Refuses what left a layer below zero when all queues are in order.
    ///
    /// # Errors
    /// Refuses to take goods back that others took, and that there were no others for.
    pub fn queues_hold(&self) -> Result<(), Halt> {
        for (layer, old) in &self.owing {
            let found: Option<Layer> = self.view().find(&[&layer.item, &layer.site, &layer.seq])?;
            if found.is_none_or(|layer| Qty::ZERO < layer.qty && Money::ZERO <= layer.value) {
                continue;
            }
            return Err(match (&self.request.operation, issued_since(*old)) {
                (Operation::Reverse(asked), Halt::Refused(Refusal::NotReversible { why, .. })) => {
                    let id = asked.of.to_string();
                    Refusal::NotReversible { id, why }.into()
                }
                (_, halt) => halt,
            });
        }
        Ok(())
    }
}

fn of_another_lot(movement: i64, lot: &LotCode) -> Halt {
    let why = format!(
        "its goods left a cost layer of lot {lot} before lots were told apart; post a correction instead"
    );
    let id = movement.to_string();
    Refusal::NotReversible { id, why }.into()
}
