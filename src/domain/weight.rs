//! Goods that are kept by weight: no piece weighs exactly what was ordered, so a pick may miss its line a little.

use super::amount::{AmountError, Qty};
use super::catalog::Item;
use super::code::UomCode;
use super::order::OrderLine;
use serde::{Deserialize, Serialize};

/// The unit in which a label states a net weight.
const KILOGRAM: &str = "KG";

/// Returns whether a unit is the one in which a label states a net weight.
pub fn is_weight(unit: &UomCode) -> bool {
    unit.as_str() == KILOGRAM
}

/// By how much what is taken for an order line may miss it, in base units.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Tolerance {
    /// More than is left to take.
    pub more: Qty,
    /// Less than is left to take.
    pub less: Qty,
}

impl Tolerance {
    /// Returns what is left of the `percent` percent by which a line of goods kept by weight may be missed; nothing for
    /// goods that are counted.
    ///
    /// # Errors
    /// If the quantity can't be recorded.
    pub fn of(item: &Item, line: &OrderLine, percent: u32) -> Result<Self, AmountError> {
        if !is_weight(&item.uom) {
            return Ok(Self::default());
        }
        let all = line.qty.percent(i64::from(percent))?;
        let over = line.done + line.picked + line.allocated + line.short - line.qty;
        Ok(Self {
            more: (all - over.max(Qty::ZERO)).max(Qty::ZERO),
            less: (all - line.short).max(Qty::ZERO),
        })
    }

    /// Returns whether `rest` is given up behind a piece of `last`: a rest within the tolerance is a difference in weight,
    /// unless another such piece would come nearer to what was ordered.
    pub fn gives_up(&self, rest: Qty, last: Qty) -> bool {
        rest <= self.less && rest < last - rest
    }

    /// Returns whether nothing may be missed.
    pub fn is_none(&self) -> bool {
        *self == Self::default()
    }
}
