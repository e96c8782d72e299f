//! Since when stock is valued as it is.

use crate::domain::amount::{Money, Qty};
use crate::domain::code::SiteCode;
use crate::domain::refusal::Refusal;
use crate::domain::stock::{Layer, Pool};
use crate::operations::change::Halt;
use crate::operations::rules::books::Books;
use crate::operations::rules::stock::Goods;

impl Books<'_, '_> {
    /// Makes a cost layer of goods that a movement brought.
    pub fn lay(&mut self, goods: &Goods, site: &SiteCode, (qty, value): (Qty, Money), movement: i64) {
        let layer = Layer {
            item: goods.item.item.clone(),
            site: site.clone(),
            seq: movement,
            qty,
            value,
            received: self.effective.unwrap_or(self.request.date),
            lot: goods.lot.clone(),
        };
        self.draft.add(&layer);
        self.slice(&layer, movement, qty, value);
    }

    /// Values stock by another method from a movement on.
    pub fn value_since(&mut self, pool: &Pool, value: Money, movement: i64) -> Result<(), Halt> {
        self.keep_pool(&Pool {
            value,
            valued_since: Some(self.request.date),
            valued_from: movement,
            ..pool.clone()
        })
    }

    /// Refuses to let goods come or leave before the day since which they are valued as they are.
    pub(super) fn not_before(&self, pool: &Pool) -> Result<(), Halt> {
        let day = self.effective.unwrap_or(self.request.date);
        match pool.valued_since {
            Some(since) if day < since => {
                let need = format!(
                    "a day from {since} on, since which {} is valued as it is",
                    pool.item
                );
                let found = day.to_string();
                Err(Refusal::Unfit { need, found }.into())
            }
            _ => Ok(()),
        }
    }
}
