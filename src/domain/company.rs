//! The company's own settings: policies, accounts, taxes, groups and posting periods.

use super::amount::Qty;
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
        /// It is: every change of its value is journalled.
        Full = "full",
        /// It is not: purchases and sales post to the income statement alone.
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
        /// Its value, in the words the documentation of the policy gives.
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
        /// Takes what a count finds or misses.
        count_variance: AccountCode,
        /// Takes write-offs and other adjustments.
        adjustment: AccountCode,
        /// Takes the difference between purchase price and value.
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

/// The accounts that belong to the company as a whole, each kept as a policy `account.NAME`: name, default code of
/// the chart that `init` lays down.
pub const COMPANY_ACCOUNTS: &[(&str, &str)] = &[
    ("customer_control", "1100"),
    ("in_transit", "1310"),
    ("purchase_tax", "1400"),
    ("supplier_control", "2000"),
    ("grni", "2100"),
    ("landed_cost", "2150"),
    ("sales_tax", "2200"),
    ("shipped_not_invoiced", "2300"),
    ("revaluation", "5400"),
    ("purchases", "5600"),
    ("assembly_labour", "5700"),
    ("assembly_variance", "5710"),
    ("exchange_difference", "5800"),
    ("opening", "3900"),
];

impl Tax {
    /// The highest rate: a tax as large as what it is on.
    const MOST_PPM: i64 = 1_000_000;

    /// Whether a rate in parts per million can be one: from 0 to 100 percent.
    pub fn is_rate(ppm: i64) -> bool {
        (0..=Self::MOST_PPM).contains(&ppm)
    }
}

/// What a policy's value may be.
#[derive(Clone, Copy, Debug)]
pub enum Choice {
    /// One of these words.
    Word(&'static [&'static str]),
    /// A whole number from 0.
    Count,
    /// A decimal from 0.
    Decimal,
    /// Three capital letters.
    Currency,
    /// The code of a site.
    Site,
}

impl Choice {
    /// Checks a value; the error says what is expected.
    pub fn check(self, value: &str) -> Result<(), String> {
        let (fits, expected) = match self {
            Self::Word(words) => (words.contains(&value), words.join(" or ")),
            Self::Count => (value.parse::<u32>().is_ok(), "a whole number".to_owned()),
            Self::Decimal => (
                value.parse::<Qty>().is_ok_and(|n| Qty::ZERO <= n),
                "a number from 0".to_owned(),
            ),
            Self::Site => (!value.is_empty(), "the code of a site".to_owned()),
            Self::Currency => (
                value.len() == 3 && value.bytes().all(|b| b.is_ascii_uppercase()),
                "a currency code such as USD".to_owned(),
            ),
        };
        if fits { Ok(()) } else { Err(expected) }
    }
}

/// Every other policy: key, default, what it decides, what it may be. `binledger policies` prints this table.
pub const POLICIES: &[(&str, &str, &str, Choice)] = &[
    (
        "currency",
        "USD",
        "the company's currency (two decimals)",
        Choice::Currency,
    ),
    (
        "default_site",
        "MAIN",
        "the site of what names none; the first where there is no such site",
        Choice::Site,
    ),
    (
        "revenue_on",
        "ship",
        "when sales are posted: with the shipment, or with the bill",
        Choice::Word(&["ship", "invoice"]),
    ),
    (
        "negative_stock",
        "refuse",
        "what selling or writing off more than is on hand does: it is refused, or made at a provisional cost",
        Choice::Word(&["refuse", "provisional"]),
    ),
    (
        "invoice_variance",
        "variance",
        "where the difference between a bill and its receipt goes: to purchase variance, or to stock and cost of sales",
        Choice::Word(&["variance", "capitalise"]),
    ),
    (
        "costing_scope",
        "site",
        "within what stock is valued",
        Choice::Word(&["site"]),
    ),
    (
        "summary",
        "day",
        "how a sealed ledger batch is summarised",
        Choice::Word(&["day", "document"]),
    ),
    (
        "fefo",
        "warn",
        "picking another lot than the one that expires first",
        Choice::Word(&["none", "warn", "force"]),
    ),
    (
        "usable_through_expiry",
        "yes",
        "whether goods may still ship on the day they expire",
        Choice::Word(&["yes", "no"]),
    ),
    (
        "over_receipt_percent",
        "0",
        "how much more than ordered may be received",
        Choice::Count,
    ),
    (
        "require_scan",
        "none",
        "what must be scanned and may not be typed",
        Choice::Word(&["none", "lot", "location", "both"]),
    ),
    (
        "count_tolerance_qty",
        "0",
        "a count this far off in quantity is accepted without a recount",
        Choice::Decimal,
    ),
    (
        "count_tolerance_percent",
        "0",
        "and this far off in percent of the book quantity",
        Choice::Decimal,
    ),
    (
        "count_tolerance_value",
        "0",
        "and this far off in value; all three must hold",
        Choice::Decimal,
    ),
    (
        "session_lease_minutes",
        "10",
        "how long claimed work stays with an operator who is silent",
        Choice::Count,
    ),
    (
        "pin_attempts",
        "5",
        "wrong PINs in a row that lock a badge",
        Choice::Count,
    ),
];
