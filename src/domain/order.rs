//! Purchase and sales orders.

use super::amount::{Price, Qty};
use super::code::{Channel, ItemCode, LotCode, OrderNo, PartyCode, Region, SiteCode, TaxCode};
use super::dimension::Dimensions;
use crate::record;
use crate::words;
use chrono::NaiveDate;

words! {
    /// Which way an order's goods go.
    pub enum OrderKind {
        /// From a vendor to us.
        Purchase = "purchase",
        /// From us to a customer.
        Sales = "sales",
    }
    /// How far an order has come.
    pub enum OrderState {
        /// Nothing has been done.
        Open = "open",
        /// Stock is promised and work is planned.
        Allocated = "allocated",
        /// All that can be picked is picked.
        Picked = "picked",
        /// All that was picked is packed.
        Packed = "packed",
        /// It is done.
        Closed = "closed",
    }
}

record! {
    table "orders", key 2, orders [BY_URGENCY [kind, state, site, priority, due]], append_only false;
    /// A purchase or sales order.
    pub struct Order {
        /// Which of the two.
        kind: OrderKind,
        /// Its number.
        order_no: OrderNo,
        /// The vendor or customer.
        party: PartyCode,
        /// Where its goods arrive or leave.
        site: SiteCode,
        /// The day it is due.
        due: NaiveDate,
        /// Smaller is more urgent.
        priority: i64,
        /// How far it has come.
        state: OrderState,
        /// The channel it came through; empty if there is none.
        channel: Channel,
        /// Whether its prices include tax; as the policy `sales_prices_include_tax` says where left out.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        prices_include_tax: Option<bool>,
        /// The tax type of all its sales, instead of those of the items.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        tax_type: Option<TaxCode>,
        /// The region that its goods go to, where that is not the customer's.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        region: Option<Region>,
        /// What is said of dimensions: what is received or shipped for the order says the same.
        #[serde(default, skip_serializing_if = "Dimensions::is_empty")]
        dimensions: Dimensions,
    }

    table "order_lines", key 3, orders [], append_only false;
    /// One line of an order; quantities in base units.
    pub struct OrderLine {
        /// The order's kind.
        kind: OrderKind,
        /// The order.
        order_no: OrderNo,
        /// The line's number.
        line: i64,
        /// The item.
        item: ItemCode,
        /// Ordered.
        qty: Qty,
        /// Price of `price_per` base units, without tax unless the prices of the order include it.
        price: Price,
        /// Base units the price is for.
        price_per: Qty,
        /// The lot the customer insists on.
        lot: Option<LotCode>,
        /// Received or shipped.
        done: Qty,
        /// Promised from stock, not yet picked.
        allocated: Qty,
        /// Picked, not yet shipped.
        picked: Qty,
        /// Packed; part of what is picked.
        packed: Qty,
        /// Given up: for lack of stock, or because a pick of goods kept by weight was near enough.
        short: Qty,
    }
}

impl OrderLine {
    /// Returns the quantity that has still to be received or shipped.
    pub fn open(&self) -> Qty {
        (self.qty - self.done - self.short).max(Qty::ZERO)
    }
    /// Returns the quantity that still needs a promise from stock.
    pub fn unallocated(&self) -> Qty {
        (self.open() - self.allocated - self.picked).max(Qty::ZERO)
    }
    /// Returns whether anything was done, promised or given up for the line.
    pub fn is_begun(&self) -> bool {
        [self.done, self.allocated, self.picked, self.short]
            .iter()
            .any(|count| !count.is_zero())
    }

    /// Returns whether its number is one of those that the components of a kit ordered as line `number` have.
    pub const fn is_within(&self, number: i64) -> bool {
        let first = number.saturating_mul(COMPONENTS);
        first < self.line && self.line < first.saturating_add(COMPONENTS)
    }
}

/// How many numbers the component lines of an order line may have: those of line 2 are 2001, 2002 and so on.
pub const COMPONENTS: i64 = 1000;

/// Returns the lines of an order that were ordered as line `number`: the line itself or, where it is of a kit, those of
/// the components; nothing if there is no such line.
pub fn ordered_as(lines: &[OrderLine], number: i64) -> Vec<&OrderLine> {
    let line: Vec<&OrderLine> = lines.iter().filter(|line| line.line == number).collect();
    if line.is_empty() {
        return components_of(lines, number);
    }
    line
}

/// Returns the lines of components among those numbered as such. They are told from lines that were ordered by these
/// numbers by what a kit gives them: numbers without a gap, and a price for the whole quantity.
fn components_of(lines: &[OrderLine], number: i64) -> Vec<&OrderLine> {
    let within: Vec<&OrderLine> = lines.iter().filter(|line| line.is_within(number)).collect();
    let numbers = number.saturating_mul(COMPONENTS).saturating_add(1)..;
    let is_made = |(line, at): (&&OrderLine, i64)| {
        line.kind == OrderKind::Sales && line.line == at && line.price_per == line.qty
    };
    if within.iter().zip(numbers).all(is_made) {
        within
    } else {
        Vec::new()
    }
}
