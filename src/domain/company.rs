//! The company's own records: policies as they are kept, accounts, taxes, groups and posting periods.

use super::code::{AccountCode, Badge, TaxCode};
use super::time::Time;
use crate::record;
use crate::words;

words! {
    /// How an item's stock is valued.
    pub enum Method {
        /// Cost layers, oldest first.
        Fifo = "fifo",
        /// One pool at its moving average.
        Average = "average",
        /// One pool at quantity × standard cost.
        Standard = "standard",
    }
    /// Whether stock is kept in the ledger.
    pub enum Integration {
        /// Every change of its value is posted.
        Full = "full",
        /// Purchases and sales post to the income statement alone.
        None = "none",
    }
    /// Where an account stands in the financial statements.
    pub enum AccountKind {
        /// What the company owns.
        Asset = "asset",
        /// What it owes.
        Liability = "liability",
        /// What belongs to its owners.
        Equity = "equity",
        /// What it earns.
        Income = "income",
        /// What it spends.
        Expense = "expense",
    }
}

record! {
    table "policies", key 1, orders [], append_only false;
    /// One setting of the company.
    pub struct Policy {
        /// Its name.
        key: String,
        /// Its value, as the table in [`super::policy`] says.
        value: String,
    }

    table "accounts", key 1, orders [], append_only false;
    /// One account of the general ledger.
    pub struct Account {
        /// Its code.
        account: AccountCode,
        /// Its name.
        name: String,
        /// Where it stands.
        kind: AccountKind,
    }

    table "taxes", key 1, orders [], append_only false;
    /// One tax type.
    pub struct Tax {
        /// Its code.
        tax: TaxCode,
        /// Its name.
        name: String,
        /// Its rate in parts per million of the amount without tax.
        rate_ppm: i64,
    }

    table "groups", key 1, orders [], append_only false;
    /// An inventory group: the accounts its items post to and what they default to.
    pub struct Group {
        /// 1–999.
        number: i64,
        /// Its name.
        name: String,
        /// Credited with sales.
        sales: AccountCode,
        /// Debited with what is in stock.
        inventory: AccountCode,
        /// Debited with what was sold, at cost.
        cost_of_sales: AccountCode,
        /// The account of what a count finds or misses.
        count_variance: AccountCode,
        /// The account of write-offs and other adjustments.
        adjustment: AccountCode,
        /// The account of differences between purchase price and value.
        purchase_variance: AccountCode,
        /// Tax on sales, where there is one.
        sales_tax: Option<TaxCode>,
        /// Tax on purchases, where there is one.
        purchase_tax: Option<TaxCode>,
        /// How items of the group are valued unless they say otherwise.
        method: Method,
    }

    table "closed_periods", key 1, orders [], append_only true;
    /// A posting period that is closed: nothing posts into it any more.
    pub struct ClosedPeriod {
        /// `YYYY-MM`.
        period: String,
        /// When it was closed.
        closed_at: Time,
        /// By whom.
        closed_by: Badge,
    }
}

impl Tax {
    /// The highest rate, 100 percent.
    const MOST_PPM: i64 = 1_000_000;

    /// Returns whether a rate in parts per million is valid: from 0 to 100 percent.
    pub fn is_rate(ppm: i64) -> bool {
        (0..=Self::MOST_PPM).contains(&ppm)
    }
}
