//! Services whose cost is tracked: what was billed of them and is not sold yet, or was sold and is not billed yet.

use super::amount::{Money, Qty};
use super::code::{AccountCode, ItemCode, SiteCode};
use super::movement::MovementKind;
use crate::record;

record! {
    table "service_pools", key 2, orders [], append_only false;
    /// What the accrual holds of a service at a site: a pool at its moving average, below zero for what was sold before
    /// it was billed.
    pub struct ServicePool {
        /// The service.
        item: ItemCode,
        /// The site.
        site: SiteCode,
        /// The account on which it stands. A pool that holds nothing takes the account of its group when it is used again.
        account: AccountCode,
        /// Base units billed, less those that were sold or credited.
        qty: Qty,
        /// What they are worth.
        value: Money,
        /// Base units of the last bill.
        last_qty: Qty,
        /// What they cost.
        last_value: Money,
    }

    table "service_shorts", key 3, orders [], append_only false;
    /// What of one sale of a service is not billed yet. The row is removed once all of it is.
    pub struct ServiceShort {
        /// The service.
        item: ItemCode,
        /// The site.
        site: SiteCode,
        /// The movement of the sale.
        movement: i64,
        /// Base units that are not billed.
        qty: Qty,
        /// What they are taken to cost until then.
        value: Money,
    }

    table "service_steps", key 1, orders [BY_POOL [item, site, movement], BY_ORIGIN [of, movement]], append_only false;
    /// What a movement did to what the accrual holds of a service. The row is removed when the movement is taken back.
    pub struct ServiceStep {
        /// The movement.
        movement: i64,
        /// The service.
        item: ItemCode,
        /// The site.
        site: SiteCode,
        /// The account that it posted to.
        account: AccountCode,
        /// What happened.
        kind: MovementKind,
        /// The movement of the sale that comes back or is covered, or of the bill that is credited.
        of: Option<i64>,
        /// Base units that came to the pool (positive) or left it (negative).
        qty: Qty,
        /// What they are worth; of what covers a sale, how much less that cost than it was taken to.
        value: Money,
        /// Base units that a sale sold before they were billed, or that were covered of one (negative).
        short_qty: Qty,
        /// What these were taken to cost.
        short_value: Money,
    }
}

impl ServicePool {
    /// Returns whether it holds nothing and owes nothing.
    pub fn is_empty(&self) -> bool {
        self.qty.is_zero() && self.value.is_zero()
    }
}

impl ServiceStep {
    /// Returns whether something left the pool with it, at what the pool was worth then.
    pub fn is_outward(&self) -> bool {
        matches!(self.kind, MovementKind::Shipment | MovementKind::CreditNote)
    }
}
