//! When stock entered or left the ledger, and what was shipped and not billed.

use super::amount::{AmountError, Money, Qty};
use super::code::AccountCode;
use super::company::Integration;
use crate::record;
use chrono::NaiveDate;

record! {
    table "integrations", key 1, orders [], append_only false;
    /// Whether stock is kept in the ledger, from a day on. Before the first it is.
    pub struct Switch {
        /// The first day of a posting period.
        first: NaiveDate,
        /// What counts from then on.
        mode: Integration,
        /// The operation that changed it.
        operation: i64,
    }

    table "billings", key 1, orders [BY_OPEN [open]], append_only false;
    /// A shipment whose sales are posted when it is billed, and how much of it was.
    pub struct Billing {
        /// The movement of the shipment.
        movement: i64,
        /// Whether some of it is neither billed nor came back unbilled.
        open: bool,
        /// The account of what is shipped and not invoiced.
        account: AccountCode,
        /// Shipped.
        qty: Qty,
        /// What that account was debited with.
        cost: Money,
        /// Sales without tax, when all of it is billed.
        sales: Money,
        /// Tax on them.
        tax: Money,
        /// Billed of the quantity.
        qty_billed: Qty,
        /// Billed of the sales.
        sales_billed: Money,
        /// Billed of the tax.
        tax_billed: Money,
        /// Came back before it was billed.
        qty_released: Qty,
    }
}

impl Billing {
    /// Billed, or come back unbilled.
    pub fn done(&self) -> Qty {
        self.qty_billed + self.qty_released
    }

    /// Returns what is neither billed nor came back unbilled.
    pub fn open_qty(&self) -> Qty {
        self.qty - self.done()
    }

    /// Returns its cost, which shipped-not-invoiced still holds.
    ///
    /// # Errors
    /// Where the shipment was of nothing.
    pub fn open_cost(&self) -> Result<Money, AmountError> {
        Ok(self.cost - self.cost.share(self.done(), self.qty)?)
    }

    /// Cost, sales and tax of `qty` units after the first `done`: differences of rounded shares, so that all parts add up
    /// to the whole.
    ///
    /// # Errors
    /// Where the shipment was of nothing.
    pub fn part(&self, done: Qty, qty: Qty) -> Result<[Money; 3], AmountError> {
        let part = |whole| between(whole, done, qty, self.qty);
        Ok([part(self.cost)?, part(self.sales)?, part(self.tax)?])
    }

    /// Sales and tax to credit for `qty` units that come back after `back` of what was billed came back.
    ///
    /// # Errors
    /// Where nothing was billed.
    pub fn credit(&self, back: Qty, qty: Qty) -> Result<[Money; 2], AmountError> {
        let part = |whole| between(whole, back, qty, self.qty_billed);
        Ok([part(self.sales_billed)?, part(self.tax_billed)?])
    }

    /// Returns the same with `open` as its counters say.
    #[must_use]
    pub fn settled(self) -> Self {
        let open = !self.open_qty().is_zero();
        Self { open, ..self }
    }
}

/// The share of `qty` units after the first `done` in a whole of `of` units.
fn between(whole: Money, done: Qty, qty: Qty, of: Qty) -> Result<Money, AmountError> {
    Ok(whole.share(done + qty, of)? - whole.share(done, of)?)
}
