//! Tax as it was posted, by tax type.

use super::amount::Money;
use super::code::{AccountCode, TaxCode};
use crate::record;
use crate::words;
use chrono::NaiveDate;

words! {
    /// The side of a tax.
    pub enum TaxSide {
        /// To customers, who are charged the tax.
        Sales = "sales",
        /// From vendors, who charge it.
        Purchases = "purchases",
    }
}

record! {
    table "tax_lines", key 1, orders [BY_POSTING [posting], BY_ORIGIN [of]], append_only true;
    /// Taxable sales or purchases that one movement posted. Sales and bills are positive; returns, credit notes and what
    /// takes something back negative.
    pub struct TaxLine {
        /// The movement.
        movement: i64,
        /// The day it is posted to.
        posting: NaiveDate,
        /// Sales or purchases.
        side: TaxSide,
        /// The tax type, where there is one.
        tax_type: Option<TaxCode>,
        /// Its rate in parts per million; `None` where there is no type or the tax was given as an amount.
        rate_ppm: Option<i64>,
        /// The account of the tax.
        account: AccountCode,
        /// Amount without tax.
        net: Money,
        /// Tax on it.
        tax: Money,
        /// The movement that is billed, credited or reversed, if any.
        of: Option<i64>,
    }
}

impl TaxLine {
    /// Returns the line that takes this one back, with the movement and on the day given.
    #[must_use]
    pub fn negated(self, movement: i64, posting: NaiveDate) -> Self {
        Self {
            movement,
            posting,
            net: -self.net,
            tax: -self.tax,
            ..self
        }
    }
}
