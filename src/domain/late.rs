//! What cost that became known late was charged to.

use super::amount::Money;
use crate::record;

record! {
    table "late_costs", key 2, orders [BY_ISSUE [issue]], append_only true;
    /// What a price difference, freight, duty or a receipt entered late added to the cost of goods that had moved
    /// before it was known. The rows of one late movement add up to what it posted beside stock.
    pub struct LateCost {
        /// The movement that added the cost, or took it off again.
        movement: i64,
        /// The movement by which the goods left whose cost changed; negative where they had come back by then.
        issue: i64,
        /// The additional cost.
        value: Money,
    }
}
