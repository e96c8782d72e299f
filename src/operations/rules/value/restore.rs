//! Value that goes back with goods that are taken back.

use super::standard;
use crate::domain::amount::{Money, Qty};
use crate::domain::catalog::Item;
use crate::domain::code::SiteCode;
use crate::domain::company::Method;
use crate::domain::late::LateCost;
use crate::domain::refusal::Refusal;
use crate::domain::stock::{Layer, Pool, Slice};
use crate::operations::change::Halt;
use crate::operations::rules::books::Books;
use crate::operations::rules::late;
use std::collections::HashMap;

impl Books<'_, '_> {
    /// Puts back what a movement took from layers, and takes out what it put in, with what was laid on its goods since.
    /// Returns the change of the inventory account; at standard it follows the present pool.
    pub fn value_back(
        &mut self,
        item: &Item,
        site: &SiteCode,
        qty: Qty,
        value: Money,
        (old, laid): (i64, &[LateCost]),
        new: i64,
    ) -> Result<Money, Halt> {
        let before = self.pool(&item.item, site)?;
        self.watch(&before);
        if old < before.valued_from {
            return Err(valued_otherwise(item, &before, old));
        }
        let after = before.qty - qty;
        let late: Money = laid.iter().map(|late| late.value).sum();
        let gained = match item.method {
            Method::Fifo | Method::Average => {
                let by_layer = if item.method == Method::Fifo {
                    late::back::by_layer(self, laid)?
                } else {
                    HashMap::new()
                };
                self.restore_slices(item, site, old, new, by_layer)?;
                late - value
            }
            Method::Standard => after.at_unit(standard(item)?)? - before.value,
        };
        let pool = Pool {
            qty: after,
            value: before.value + gained,
            ..before
        };
        self.possible(&pool, item.method, old, qty <= Qty::ZERO)?;
        self.keep_pool(&pool)?;
        Ok(gained)
    }

    /// Restores the slices of a movement, each with what was laid on its layer for these goods.
    fn restore_slices(
        &mut self,
        item: &Item,
        site: &SiteCode,
        old: i64,
        new: i64,
        mut laid: HashMap<i64, Money>,
    ) -> Result<(), Halt> {
        for slice in self.undone(old, new)? {
            let late = laid.remove(&slice.layer).unwrap_or_default();
            let Slice {
                layer: seq,
                item,
                site,
                qty,
                value,
                ..
            } = slice;
            let found: Option<Layer> = self.view().find(&[&item, &site, &seq])?;
            let layer = match found {
                Some(layer) => layer,
                None => self.first_state(&item, &site, seq)?,
            };
            self.of_its_lot(&layer, qty, old)?;
            let layer = Layer {
                qty: layer.qty - qty,
                value: layer.value - value + late,
                ..layer
            };
            let holds = self.restorable(&layer, old);
            self.slice(&layer, new, -qty, late - value);
            match holds {
                Ok(()) => self.keep_layer(&layer)?,
                Err(halt) => self.owes_until_settled(&layer, (old, qty), halt)?,
            }
        }
        for (layer, late) in laid {
            self.revalue_layer(item, site, layer, late, new)?;
        }
        Ok(())
    }
}

/// Refuses to take back what happened when goods were valued by another method.
fn valued_otherwise(item: &Item, pool: &Pool, movement: i64) -> Halt {
    let since = pool.valued_since.map(|day| day.to_string()).unwrap_or_default();
    let why = format!(
        "{} is valued by {} since {since}, and nothing before that is valued anew; post a correction instead",
        item.item, item.method
    );
    let id = movement.to_string();
    Refusal::NotReversible { id, why }.into()
}
