//! The cost of found goods: as known, else as given.

use super::standard;
use crate::domain::amount::{Money, Price, Qty};
use crate::domain::catalog::Item;
use crate::domain::code::{LotCode, SiteCode};
use crate::domain::company::Method;
use crate::domain::refusal::Refusal;
use crate::operations::change::Halt;
use crate::operations::log::COUNTED;
use crate::operations::rules::backdated::pool_on;
use crate::operations::rules::books::Books;
use crate::operations::rules::stated;
use crate::valuation::pool;

impl Books<'_, '_> {
    /// Returns what a find of `qty` is worth: the carrying average, at moving average that of its day; else the last known
    /// cost, else what is given.
    pub fn found_cost(
        &self,
        (item, lot): (&Item, Option<&LotCode>),
        site: &SiteCode,
        qty: Qty,
        given: Option<Price>,
    ) -> Result<Money, Halt> {
        if item.method == Method::Standard {
            let cost = qty.at_unit(standard(item)?)?;
            return self.as_known(item, qty, cost, given);
        }
        let mut pool = self.pool(&item.item, site)?;
        if item.method == Method::Average && self.is_of(COUNTED) {
            let then = pool_on(self, pool.clone(), self.effective.unwrap_or(self.request.date))?;
            // Where more had left than was there, the days tell no value.
            if Money::ZERO <= then.value {
                pool = then;
            }
        }
        if let Some(own) = self.held_of_lot(item, lot, site)? {
            (pool.qty, pool.value) = own;
        }
        match (pool::carrying_cost(&pool, qty)?, given) {
            (Some(cost), given) => self.as_known(item, qty, cost, given),
            (None, Some(price)) => Ok(qty.at_unit(price)?),
            (None, None) => Err(Refusal::NoCost {
                item: item.item.to_string(),
            }
            .into()),
        }
    }

    /// Returns what goods cost as it is known; refuses a price by which they would cost something else.
    fn as_known(&self, item: &Item, qty: Qty, cost: Money, given: Option<Price>) -> Result<Money, Halt> {
        let Some(given) = given else { return Ok(cost) };
        if qty.at_unit(given)? != cost {
            let why = format!("{qty} of {} cost {cost}, which is known", item.item);
            stated::nothing(self, &[("cost", true)], &why)?;
        }
        Ok(cost)
    }
}
