//! What is open between receipts, bills and freight: the rows behind the clearing accounts.
//!
//! Goods received not invoiced are the open receipts less the open bills; landed-cost clearing is the open vouchers.

use super::amount::{Amount, AmountError, Money, Price, Qty};
use super::code::{AccountCode, ItemCode, LotCode, OrderNo, PartyCode, SiteCode};
use crate::record;
use crate::words;
use chrono::NaiveDate;

record! {
    table "receipts", key 1, orders [BY_OPEN [open]], append_only false;
    /// What one movement received from a vendor, and how much of it was billed or went back.
    pub struct Receipt {
        /// The movement.
        movement: i64,
        /// Whether some of it has neither been billed nor gone back unbilled.
        open: bool,
        /// The vendor; empty if there is none was named.
        vendor: PartyCode,
        /// The purchase order, or empty.
        order_no: OrderNo,
        /// Its line, or 0.
        order_line: i64,
        /// The item.
        item: ItemCode,
        /// Where it was received.
        site: SiteCode,
        /// Its lot; empty if it has none.
        lot: LotCode,
        /// The day it was received.
        received: NaiveDate,
        /// The bill that came before it.
        bill: Option<i64>,
        /// The account that was credited with its cost; empty if it cost nothing.
        account: AccountCode,
        /// Received.
        qty: Qty,
        /// What that account was credited with.
        cost: Money,
        /// The currency of its price, where it was named.
        currency: Option<String>,
        /// Company currency for one unit of that currency.
        rate: Option<Price>,
        /// Its price in minor units of that currency.
        price: i64,
        /// Billed of the quantity.
        qty_billed: Qty,
        /// Billed of the cost.
        cost_billed: Money,
        /// Rate difference on what was billed, less that of what went back or was credited.
        exchange: Money,
        /// Tax on what was billed, less that on what went back or was credited.
        tax: Money,
        /// Gone back to the vendor.
        qty_back: Qty,
        /// Cost of what went back.
        cost_back: Money,
        /// Gone back to the vendor without having been billed.
        qty_released: Qty,
        /// Cost of what went back without having been billed.
        cost_released: Money,
        /// Billed beyond cost and rate difference, less that of what went back, and less what was credited. Bills of
        /// rule books before version 10 are not in it.
        difference: Money,
        /// The decimals of its price: two where it was noted before version 12 of the rule book.
        decimals: u32,
    }

    table "bills", key 1, orders [BY_OPEN [open]], append_only false;
    /// A vendor's bill that came before its goods, and how much of them has arrived.
    pub struct Bill {
        /// The movement.
        movement: i64,
        /// Whether some of the goods have not arrived.
        open: bool,
        /// The vendor; empty if there is none was named.
        vendor: PartyCode,
        /// The item.
        item: ItemCode,
        /// Where it was billed.
        site: SiteCode,
        /// The day of the bill.
        billed: NaiveDate,
        /// The account that was debited with its cost; empty if it cost nothing.
        account: AccountCode,
        /// Billed.
        qty: Qty,
        /// What that account was debited with.
        cost: Money,
        /// The currency of the bill, where it was named.
        currency: Option<String>,
        /// Company currency for one unit of that currency.
        rate: Option<Price>,
        /// The amount without tax, in minor units of that currency.
        price: i64,
        /// Tax on it, in the company's currency.
        tax: Money,
        /// Arrived of the quantity.
        qty_received: Qty,
        /// Arrived of the cost.
        cost_received: Money,
        /// The decimals of its amount: two where it was noted before version 12 of the rule book.
        decimals: u32,
    }

    table "vouchers", key 1, orders [], append_only false;
    /// What one movement credited to landed-cost clearing, and how much of it was billed.
    pub struct Voucher {
        /// The movement.
        movement: i64,
        /// Credited.
        amount: Money,
        /// Billed of it.
        cleared: Money,
    }

    table "settlements", key 2, orders [BY_SETTLED [settles]], append_only false;
    /// What one movement took off a receipt, a bill or a voucher. The row is deleted when the movement is taken back.
    pub struct Settlement {
        /// The movement that settles: a bill, a receipt against a bill, or a return to the vendor.
        movement: i64,
        /// The movement of the receipt, bill or voucher.
        settles: i64,
        /// Quantity; for a return to the vendor only what was not billed.
        qty: Qty,
        /// Cost; for a return only that of what was not billed.
        cost: Money,
        /// For a return, the cost of what was billed, which the vendor owes.
        payable: Money,
        /// Rate difference that a receipt carries; negative for what a return or a credit note gave back.
        exchange: Money,
        /// Tax; negative for what a return or a credit note gave back.
        tax: Money,
        /// What a receipt carries beyond cost and rate difference; negative for what a return or a credit note gave
        /// back.
        difference: Money,
    }

    table "vendor_numbers", key 3, orders [BY_OPERATION [operation]], append_only false;
    /// The number of a vendor's paper, which no other paper of this kind and vendor has. The row is deleted when the
    /// paper is taken back.
    pub struct VendorNumber {
        /// The vendor.
        vendor: PartyCode,
        /// Which kind of paper.
        paper: Paper,
        /// The number.
        number: String,
        /// The operation that entered it.
        operation: i64,
    }
}

words! {
    /// What a vendor sends.
    pub enum Paper {
        /// A bill.
        Bill = "bill",
        /// A credit note.
        CreditNote = "credit_note",
    }
}

/// Returns the part of `whole` that the next `qty` of `of` units carry, after `done` units carried `carried`: the
/// rounded share of all units so far less `carried`, so that all parts add up to the whole.
///
/// # Errors
/// If `of` is zero, or the part can't be recorded.
pub fn part(whole: Money, of: Qty, done: Qty, carried: Money, qty: Qty) -> Result<Money, AmountError> {
    Ok(whole.share(done + qty, of)? - carried)
}

/// Returns the part of the price of a whole that the next `qty` of `of` units carry behind `done` of them.
fn next_of(whole: Amount, of: Qty, done: Qty, qty: Qty) -> Result<Amount, AmountError> {
    Ok(whole.share(done + qty, of)? - whole.share(done, of)?)
}

impl Receipt {
    /// Returns the quantity that has neither been billed nor gone back unbilled.
    pub fn open_qty(&self) -> Qty {
        self.qty - self.qty_billed - self.qty_released
    }

    /// Returns the cost of the open quantity.
    pub fn open_cost(&self) -> Money {
        self.cost - self.cost_billed - self.cost_released
    }

    /// Returns the cost of the next `qty` units that are billed or go back unbilled.
    ///
    /// # Errors
    /// If the received quantity is zero.
    pub fn cost_of(&self, qty: Qty) -> Result<Money, AmountError> {
        let (done, carried) = (
            self.qty_billed + self.qty_released,
            self.cost_billed + self.cost_released,
        );
        part(self.cost, self.qty, done, carried, qty)
    }

    /// Returns the share of its price, in the currency of the price, for the next `qty` units.
    ///
    /// # Errors
    /// If the received quantity is zero.
    pub fn price_of(&self, qty: Qty) -> Result<Amount, AmountError> {
        let done = self.qty_billed + self.qty_released;
        next_of(Amount::of(self.price, self.decimals), self.qty, done, qty)
    }

    /// Returns the quantity that was billed and did not go back.
    pub fn kept_billed(&self) -> Qty {
        self.qty_billed - (self.qty_back - self.qty_released)
    }

    /// Returns what was billed at the rate of the receipt, less what went back or was credited.
    pub fn owed(&self) -> Money {
        self.cost_billed - (self.cost_back - self.cost_released) + self.difference
    }

    /// Returns the record with `open` brought up to date with its quantities.
    #[must_use]
    pub fn settled(self) -> Self {
        let open = !self.open_qty().is_zero();
        Self { open, ..self }
    }
}

impl Bill {
    /// Returns the share of its amount, in the currency of the bill, for the next `qty` units that arrive.
    ///
    /// # Errors
    /// If the billed quantity is zero.
    pub fn price_of(&self, qty: Qty) -> Result<Amount, AmountError> {
        next_of(
            Amount::of(self.price, self.decimals),
            self.qty,
            self.qty_received,
            qty,
        )
    }

    /// Returns the billed quantity that has not arrived.
    pub fn open_qty(&self) -> Qty {
        self.qty - self.qty_received
    }

    /// Returns the cost of the open quantity.
    pub fn open_cost(&self) -> Money {
        self.cost - self.cost_received
    }

    /// Returns the record with `open` brought up to date with its quantities.
    #[must_use]
    pub fn settled(self) -> Self {
        let open = !self.open_qty().is_zero();
        Self { open, ..self }
    }
}

impl Voucher {
    /// Returns the amount that has not been billed.
    pub fn open(&self) -> Money {
        self.amount - self.cleared
    }
}
