//! When stock entered or left the ledger, and what was shipped but not billed.

use super::amount::{AmountError, Money, Qty};
use super::code::{AccountCode, TaxCode};
use super::company::Integration;
use crate::record;
use chrono::NaiveDate;

record! {
    table "integrations", key 1, orders [], append_only false;
    /// Whether stock is kept in the ledger from a day on. Before the first such day it is.
    pub struct Switch {
        /// The first day of a posting period.
        first: NaiveDate,
        /// The mode from then on.
        mode: Integration,
        /// The operation that changed it.
        operation: i64,
    }

    table "billings", key 1, orders [BY_OPEN [open]], append_only false;
    /// A shipment whose sales are posted when it is billed, and how much of it was billed.
    pub struct Billing {
        /// The movement of the shipment.
        movement: i64,
        /// Whether some of it has neither been billed nor come back unbilled.
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
        /// The tax type of what was billed last, else that of the shipment.
        tax_type: Option<TaxCode>,
        /// Its rate in parts per million; `None` where the tax was given as an amount.
        rate_ppm: Option<i64>,
    }
}

impl Billing {
    /// Returns the quantity that was billed or came back unbilled.
    pub fn done(&self) -> Qty {
        self.qty_billed + self.qty_released
    }

    /// Returns the quantity that has neither been billed nor come back unbilled.
    pub fn open_qty(&self) -> Qty {
        self.qty - self.done()
    }

    /// Returns the cost of the open quantity, which the shipped-not-invoiced account still holds.
    ///
    /// # Errors
    /// If the shipped quantity is zero.
    pub fn open_cost(&self) -> Result<Money, AmountError> {
        Ok(self.cost - self.cost.share(self.done(), self.qty)?)
    }

    /// Returns the cost, sales and tax of `qty` units after the first `done`: differences of rounded shares, so that
    /// all parts add up to the whole.
    ///
    /// # Errors
    /// If the shipped quantity is zero.
    pub fn part(&self, done: Qty, qty: Qty) -> Result<[Money; 3], AmountError> {
        let part = |whole| between(whole, done, qty, self.qty);
        Ok([part(self.cost)?, part(self.sales)?, part(self.tax)?])
    }

    /// Returns the record with `open` brought up to date with its quantities.
    #[must_use]
    pub fn settled(self) -> Self {
        let open = !self.open_qty().is_zero();
        Self { open, ..self }
    }
}

/// Returns the share of `whole`, which `of` units carry, that falls to the `qty` units after the first `done`.
fn between(whole: Money, done: Qty, qty: Qty, of: Qty) -> Result<Money, AmountError> {
    Ok(whole.share(done + qty, of)? - whole.share(done, of)?)
}
