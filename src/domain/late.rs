//! What cost that became known late was charged to.

use super::amount::Money;
use super::code::AccountCode;
use crate::record;

record! {
    table "late_costs", key 3, orders [BY_ISSUE [issue]], append_only true;
    /// What a price difference, freight, duty or a receipt entered late added to the cost of goods that had moved
    /// before it was known. The rows of one late movement and the value that it gave to stock add up to nothing.
    pub struct LateCost {
        /// The movement that added the cost, or took it off again.
        movement: i64,
        /// The movement by which the goods came or left whose cost changed.
        issue: i64,
        /// The account against which stock was charged for it: cost of sales for goods that were sold, goods in transit
        /// for those that went to another site. Empty where stock was charged when it came.
        account: AccountCode,
        /// The additional cost of what left; negative for what came, or came back.
        value: Money,
    }
}
