//! The company's own records: policies as they are kept, accounts, taxes, groups and posting periods.

use super::code::{AccountCode, Badge, SiteCode, TaxCode};
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
    /// Where the cost of services goes when they are billed.
    pub enum ServiceCost {
        /// To purchases at once.
        Purchases = "purchases",
        /// To an accrual, from which it is released to cost of sales as they are sold.
        Tracked = "tracked",
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
        /// Debited with what is bought and never in stock; the company's account where left out.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        purchases: Option<AccountCode>,
        /// Where the cost of its services goes when they are billed; to purchases where left out.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        service_cost: Option<ServiceCost>,
        /// Debited with the cost of services that is tracked; the company's account where left out.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        service_accrual: Option<AccountCode>,
    }

    table "group_accounts", key 2, orders [], append_only false;
    /// The accounts of a group at one site, as far as they are others there than those of the group.
    pub struct GroupAccounts {
        /// The group.
        group_number: i64,
        /// The site.
        site: SiteCode,
        /// Instead of the group's account for sales.
        sales: Option<AccountCode>,
        /// Instead of the group's account for what is in stock.
        inventory: Option<AccountCode>,
        /// Instead of the group's account for what was sold, at cost.
        cost_of_sales: Option<AccountCode>,
        /// Instead of the group's account for what a count finds or misses.
        count_variance: Option<AccountCode>,
        /// Instead of the group's account for write-offs and other adjustments.
        adjustment: Option<AccountCode>,
        /// Instead of the group's account for differences between purchase price and value.
        purchase_variance: Option<AccountCode>,
        /// Instead of the group's account, or else the company's, for what is bought and never in stock.
        purchases: Option<AccountCode>,
        /// Instead of the group's account, or else the company's, for the cost of services that is tracked.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        service_accrual: Option<AccountCode>,
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

/// The accounts to which a group posts at a site.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Accounts {
    /// The group.
    pub group: i64,
    /// Credited with sales.
    pub sales: AccountCode,
    /// Debited with what is in stock.
    pub inventory: AccountCode,
    /// Debited with what was sold, at cost.
    pub cost_of_sales: AccountCode,
    /// The account of what a count finds or misses.
    pub count_variance: AccountCode,
    /// The account of write-offs and other adjustments.
    pub adjustment: AccountCode,
    /// The account of differences between purchase price and value.
    pub purchase_variance: AccountCode,
    /// Debited with what is bought and never in stock; `None` for the company's account.
    pub purchases: Option<AccountCode>,
    /// Debited with the cost of services that is tracked; `None` for the company's account.
    pub service_accrual: Option<AccountCode>,
}

impl Group {
    /// Returns whether the cost of its services is tracked.
    pub fn tracks_services(&self) -> bool {
        self.service_cost == Some(ServiceCost::Tracked)
    }

    /// Returns its accounts at a site that has `own` ones, or at one that has none. Nothing else decides an account of a
    /// group.
    pub fn accounts(&self, own: Option<&GroupAccounts>) -> Accounts {
        type Named = fn(&GroupAccounts) -> &Option<AccountCode>;
        let or = |named: Named, else_: &AccountCode| {
            own.and_then(|own| named(own).as_ref()).unwrap_or(else_).clone()
        };
        Accounts {
            group: self.number,
            sales: or(|own| &own.sales, &self.sales),
            inventory: or(|own| &own.inventory, &self.inventory),
            cost_of_sales: or(|own| &own.cost_of_sales, &self.cost_of_sales),
            count_variance: or(|own| &own.count_variance, &self.count_variance),
            adjustment: or(|own| &own.adjustment, &self.adjustment),
            purchase_variance: or(|own| &own.purchase_variance, &self.purchase_variance),
            purchases: own
                .and_then(|own| own.purchases.clone())
                .or_else(|| self.purchases.clone()),
            service_accrual: own
                .and_then(|own| own.service_accrual.clone())
                .or_else(|| self.service_accrual.clone()),
        }
    }
}

impl Accounts {
    /// Returns its accounts apart from that of what is in stock, each with what it is for.
    pub fn beside_stock(&self) -> Vec<(&'static str, &AccountCode)> {
        let named = [
            ("sales", &self.sales),
            ("cost of sales", &self.cost_of_sales),
            ("count variance", &self.count_variance),
            ("adjustment", &self.adjustment),
            ("purchase variance", &self.purchase_variance),
        ];
        let purchases = self.purchases.iter().map(|account| ("purchases", account));
        let accrual = self
            .service_accrual
            .iter()
            .map(|account| ("service accrual", account));
        named.into_iter().chain(purchases).chain(accrual).collect()
    }

    /// Returns all of them, each with what it is for.
    pub fn all(&self) -> Vec<(&'static str, &AccountCode)> {
        let mut all = vec![("inventory", &self.inventory)];
        all.extend(self.beside_stock());
        all
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
