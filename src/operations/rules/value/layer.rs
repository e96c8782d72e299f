//! Goods that leave from the cost layer of one receipt first.

use crate::domain::amount::{Money, Qty};
use crate::domain::code::SiteCode;
use crate::domain::company::Method;
use crate::domain::stock::{Layer, Pool};
use crate::operations::change::Halt;
use crate::operations::rules::books::Books;
use crate::operations::rules::stock::Goods;
use crate::valuation::fifo;

impl Books<'_, '_> {
    /// Values goods that leave a site: at FIFO out of layer `seq` as long as it lasts and then out of the oldest, else
    /// as [`Books::value_out`] does. Returns what the inventory account loses.
    pub fn value_out_of(
        &mut self,
        goods: &Goods,
        site: &SiteCode,
        qty: Qty,
        seq: i64,
        movement: i64,
    ) -> Result<Money, Halt> {
        let item = &goods.item;
        let own: Option<Layer> = self.view().find(&[&item.item, site, &seq])?;
        let pool = self.pool(&item.item, site)?;
        let Some(layer) = own.filter(|_| item.method == Method::Fifo && qty <= pool.qty) else {
            return self.value_out(goods, site, qty, movement);
        };
        let part = fifo::take(&layer, qty)?;
        self.slice(&layer, movement, -part.qty, -part.value);
        self.keep_layer(&Layer {
            qty: layer.qty - part.qty,
            value: layer.value - part.value,
            ..layer
        })?;
        self.keep_pool(&Pool {
            qty: pool.qty - part.qty,
            value: pool.value - part.value,
            ..pool
        })?;
        if part.qty == qty {
            return Ok(part.value);
        }
        Ok(part.value + self.value_out(goods, site, qty - part.qty, movement)?)
    }
}
