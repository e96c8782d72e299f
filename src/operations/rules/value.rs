//! Value in and out of the cost layers.

pub(super) mod below;
mod found;
mod layer;
mod queue;
mod restore;
mod since;

use super::books::Books;
use super::limit::summable;
use super::stock::Goods;
use crate::domain::amount::{Money, Price, Qty};
use crate::domain::catalog::{Item, Tracking};
use crate::domain::code::{ItemCode, LotCode, SiteCode};
use crate::domain::company::Method;
use crate::domain::record::Fault;
use crate::domain::refusal::Refusal;
use crate::domain::stock::{Layer, Pool, Slice};
use crate::operations::change::Halt;
use crate::operations::soundness::check_layer;
use crate::valuation::{fifo, pool};

impl Books<'_, '_> {
    /// Returns what the cost layers of an item hold at a site.
    pub fn pool(&self, item: &ItemCode, site: &SiteCode) -> Result<Pool, Halt> {
        let found = self.view().find(&[item, site])?;
        let nothing = || Pool {
            item: item.clone(),
            site: site.clone(),
            qty: Qty::ZERO,
            value: Money::ZERO,
            last_qty: Qty::ZERO,
            last_value: Money::ZERO,
            valued_since: None,
            valued_from: 0,
        };
        Ok(found.unwrap_or_else(nothing))
    }

    /// Values goods that enter a site at `cost`; returns what the inventory account gains. `movement` names the new
    /// layer.
    pub fn value_in(
        &mut self,
        goods: &Goods,
        site: &SiteCode,
        qty: Qty,
        cost: Money,
        movement: i64,
    ) -> Result<Money, Halt> {
        let item = &goods.item;
        let before = self.pool(&item.item, site)?;
        self.watch(&before);
        self.not_before(&before)?;
        let value = pool::gain(&before, item.method, standard(item)?, qty, cost)?;
        if item.method == Method::Fifo {
            self.lay(goods, site, (qty, value), movement);
        }
        self.keep_pool(&Pool {
            qty: before.qty + qty,
            value: before.value + value,
            ..before
        })?;
        Ok(value)
    }

    /// Notes what a purchase cost, for finds when nothing is on hand.
    pub fn note_cost(&mut self, item: &ItemCode, site: &SiteCode, qty: Qty, cost: Money) -> Result<(), Halt> {
        let pool = self.pool(item, site)?;
        self.keep_pool(&Pool {
            last_qty: qty,
            last_value: cost,
            ..pool
        })
    }

    /// Values goods that leave a site; returns what the inventory account loses. What is missing leaves at a
    /// provisional cost, unless it is told apart by lot or serial number.
    pub fn value_out(
        &mut self,
        goods: &Goods,
        site: &SiteCode,
        qty: Qty,
        movement: i64,
    ) -> Result<Money, Halt> {
        let item = &goods.item;
        let before = self.pool(&item.item, site)?;
        self.watch(&before);
        self.not_before(&before)?;
        if before.qty < qty && item.tracking != Tracking::None {
            let have = self.stated_of_item(&item.item, before.qty)?;
            let (item, at) = (item.item.to_string(), site.to_string());
            return Err(Refusal::NotEnough {
                item,
                at,
                need: qty,
                have,
            }
            .into());
        }
        let value = match item.method {
            Method::Standard => pool::loss(&before, item.method, standard(item)?, qty)?,
            _ => self.take_held(goods, &before, qty, movement)?,
        };
        self.keep_pool(&Pool {
            qty: before.qty - qty,
            value: before.value - value,
            ..before
        })?;
        Ok(value)
    }

    /// Changes what stock is worth without moving goods: at FIFO the value of one layer, which must still hold
    /// something. `movement` is the one that is written for it.
    pub fn revalue(
        &mut self,
        item: &Item,
        site: &SiteCode,
        layer: Option<i64>,
        gained: Money,
        movement: i64,
    ) -> Result<(), Halt> {
        if gained.is_zero() {
            return Ok(());
        }
        let pool = self.pool(&item.item, site)?;
        if let (Method::Fifo, Some(seq)) = (item.method, layer) {
            self.revalue_layer(item, site, seq, gained, movement)?;
        }
        self.keep_pool(&Pool {
            value: pool.value + gained,
            ..pool
        })
    }

    fn revalue_layer(
        &mut self,
        item: &Item,
        site: &SiteCode,
        seq: i64,
        gained: Money,
        movement: i64,
    ) -> Result<(), Halt> {
        if gained.is_zero() {
            return Ok(());
        }
        let found: Option<Layer> = self.view().find(&[&item.item, site, &seq])?;
        let layer = found.ok_or_else(|| Fault::new(format!("layer {seq} is empty and can't be revalued")))?;
        self.slice(&layer, movement, Qty::ZERO, gained);
        self.keep_layer(&Layer {
            value: layer.value + gained,
            ..layer
        })?;
        Ok(())
    }

    /// Takes what is in stock at FIFO or average, and makes the rest provisional.
    fn take_held(&mut self, goods: &Goods, pool: &Pool, qty: Qty, movement: i64) -> Result<Money, Halt> {
        let item = &goods.item;
        let held = self.held(pool)?;
        let there = qty.min(held.qty);
        let mut value = match item.method {
            _ if there.is_zero() => Money::ZERO,
            Method::Fifo => {
                let lot = self.told_apart(item, &goods.lot)?;
                self.take_layers(pool, lot.as_ref(), there, movement)?
            }
            _ => held.value.share(there, held.qty)?,
        };
        if there < qty {
            value += self.provide(item, pool, qty - there, movement)?;
        }
        Ok(value)
    }

    /// Takes goods from layers, the oldest ahead: those of `lot`, where lots are told apart.
    fn take_layers(
        &mut self,
        pool: &Pool,
        lot: Option<&LotCode>,
        qty: Qty,
        movement: i64,
    ) -> Result<Money, Halt> {
        let (mut left, mut value) = (qty, Money::ZERO);
        while Qty::ZERO < left {
            let Some(layer) = self.oldest(pool, lot)? else {
                let have = self.stated_of_item(&pool.item, qty - left)?;
                let (item, at) = (pool.item.to_string(), pool.site.to_string());
                return Err(Refusal::NotEnough {
                    item,
                    at,
                    need: qty,
                    have,
                }
                .into());
            };
            let part = fifo::take(&layer, left)?;
            self.slice(&layer, movement, -part.qty, -part.value);
            self.keep_layer(&Layer {
                qty: layer.qty - part.qty,
                value: layer.value - part.value,
                ..layer
            })?;
            left -= part.qty;
            value += part.value;
        }
        Ok(value)
    }

    /// Returns an empty layer as it was made, to be filled again.
    fn first_state(&self, item: &ItemCode, site: &SiteCode, seq: i64) -> Result<Layer, Halt> {
        let made: Option<crate::domain::movement::Movement> = self.view().find(&[&seq])?;
        let made = made.ok_or_else(|| Fault::new(format!("layer {seq} has no movement")))?;
        Ok(Layer {
            item: item.clone(),
            site: site.clone(),
            seq,
            qty: Qty::ZERO,
            value: Money::ZERO,
            received: made.effective,
            lot: made.lot,
        })
    }

    fn slice(&mut self, layer: &Layer, movement: i64, qty: Qty, value: Money) {
        let (item, site) = (layer.item.clone(), layer.site.clone());
        self.draft.put(&Slice {
            movement,
            layer: layer.seq,
            item,
            site,
            qty,
            value,
        });
    }

    /// Writes a layer, or removes it once it is empty, which is when its value is gone too.
    fn keep_layer(&mut self, layer: &Layer) -> Result<(), Fault> {
        if layer.qty.is_zero() {
            check_layer(layer)?;
            self.draft.remove(layer);
        } else {
            self.draft.put(layer);
        }
        Ok(())
    }

    fn keep_pool(&mut self, pool: &Pool) -> Result<(), Halt> {
        let what = || format!("{} of {} worth {}", pool.qty, pool.item, pool.value);
        summable(pool.qty.0, what)?;
        summable(pool.value.0, what)?;
        self.draft.put(pool);
        Ok(())
    }
}

/// Returns the item's standard cost; zero if it is not valued at standard.
fn standard(item: &Item) -> Result<Price, Halt> {
    match (item.method, item.standard_cost) {
        (Method::Standard, None) => Err(Refusal::NoStandard {
            item: item.item.to_string(),
        }
        .into()),
        (_, cost) => Ok(cost.unwrap_or_default()),
    }
}

fn issued_since(movement: i64) -> Halt {
    let why = format!("goods of movement {movement} have been issued since; post a correction instead");
    Refusal::NotReversible {
        id: movement.to_string(),
        why,
    }
    .into()
}
