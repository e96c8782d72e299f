//! Sales, their cost and the margin, as the accounts of all groups show them: late cost, returns and reversals count on
//! the day they were posted.

use super::known::Known;
use super::{Apart, RowKind, Scope, percent, value_name, valued};
use crate::domain::amount::{Money, Ratio, Total};
use crate::domain::catalog::{Category, Item, Site};
use crate::domain::code::{AccountCode, ItemCode};
use crate::domain::company::Group;
use crate::domain::entry::{Entry, EntryLine};
use crate::domain::record::Fault;
use crate::operations::group_accounts::AllAccounts;
use crate::operations::pages::journal;
use crate::operations::view::View;
use crate::words;
use serde::Serialize;
use std::collections::{BTreeMap, BTreeSet};

words! {
    /// What sales are broken down by.
    pub enum By {
        /// By sales channel.
        Channel = "channel",
        /// By inventory group.
        Group = "group",
        /// By site.
        Site = "site",
        /// By item.
        Item = "item",
        /// By category of the items.
        Category = "category",
    }
}

/// Sales through one channel, of one group, item or category, or at one site; or all of them.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Row {
    /// One of them, or the sum.
    pub kind: RowKind,
    /// What sales are broken down by.
    pub by: String,
    /// Its code or number; `None` for the sum, for sales without a channel and of items without a category.
    pub key: Option<String>,
    /// What it is called.
    pub name: Option<String>,
    /// Sales without tax, less what came back.
    pub sales: Total,
    /// What they cost.
    pub cost_of_sales: Total,
    /// Sales less their cost.
    pub margin: Total,
    /// The margin in percent of the sales; `None` if nothing was sold.
    pub margin_percent: Option<Ratio>,
}

/// The accounts of all groups that the report is about.
struct Accounts {
    sales: BTreeSet<AccountCode>,
    cost: BTreeSet<AccountCode>,
}

/// Returns each channel, group, site, item, category or value of a dimension with sales or cost, then the sum, which
/// equals the trial balance on the accounts for sales and cost of sales. An item, a site and posting days may narrow it.
///
/// # Errors
/// Fails if the store can't be read.
pub fn rows(view: &dyn View, scope: &Scope, by: impl Into<Apart<By>>) -> Result<Vec<Row>, Fault> {
    let by = by.into();
    let all = AllAccounts::of(view)?;
    let accounts = Accounts {
        sales: all.each().map(|(_, accounts)| accounts.sales).collect(),
        cost: all.each().map(|(_, accounts)| accounts.cost_of_sales).collect(),
    };
    let is_by = |wanted: By| by == Apart::By(wanted);
    let known = is_by(By::Category).then(|| Known::of(view)).transpose()?;
    let wants_item = is_by(By::Item) || known.is_some() || scope.item.is_some();
    let mut sums: BTreeMap<Sorted, (Total, Total)> = BTreeMap::new();
    let (mut all_sales, mut all_cost) = (Total::ZERO, Total::ZERO);
    for posted in journal(view) {
        let (entry, lines) = posted?;
        if !scope.site(&entry.site) || !scope.day(entry.posting) {
            continue;
        }
        if lines.iter().all(|line| accounts.is_of(line).is_none()) {
            continue;
        }
        let item = if wants_item {
            valued(view, &entry)?.item
        } else {
            ItemCode::default()
        };
        if !scope.item(&item) {
            continue;
        }
        let category = known.as_ref().map(|known| known.category(&item)).transpose()?;
        for line in &lines {
            let Some((sales, cost)) = accounts.is_of(line) else {
                continue;
            };
            let key = match (&by, &category) {
                (Apart::Dimension(dimension), _) => (
                    0,
                    line.dimensions
                        .value(dimension)
                        .map_or_else(String::new, ToString::to_string),
                ),
                (_, Some(category)) => (0, category.to_string()),
                (Apart::By(by), None) => key(*by, &entry, &item),
            };
            let sum = sums.entry(key).or_default();
            sum.0 += sales;
            sum.1 += cost;
            all_sales += sales;
            all_cost += cost;
        }
    }
    sums.retain(|_, (sales, cost)| !sales.is_zero() || !cost.is_zero());
    let mut rows = Vec::new();
    for ((number, text), (sales, cost)) in sums {
        let key = if is_by(By::Group) {
            number.to_string()
        } else {
            text
        };
        let name = name(view, &by, &key, number)?;
        let key = Some(key).filter(|key| !key.is_empty());
        rows.push(row((RowKind::Row, &by), (key, name), sales, cost));
    }
    rows.push(row((RowKind::Sum, &by), (None, None), all_sales, all_cost));
    Ok(rows)
}

/// Groups in the order of their numbers, everything else in that of its code.
type Sorted = (i64, String);

fn key(by: By, entry: &Entry, item: &ItemCode) -> Sorted {
    match by {
        By::Channel => (0, entry.channel.to_string()),
        By::Group => (entry.group_number, String::new()),
        By::Site => (0, entry.site.to_string()),
        By::Item | By::Category => (0, item.to_string()),
    }
}

fn name(view: &dyn View, by: &Apart<By>, key: &str, number: i64) -> Result<Option<String>, Fault> {
    let code = key.to_owned();
    Ok(match by {
        Apart::Dimension(dimension) => value_name(view, dimension, key)?,
        Apart::By(By::Channel) => None,
        Apart::By(By::Group) => view.find::<Group>(&[&number])?.map(|group| group.name),
        Apart::By(By::Site) => view.find::<Site>(&[&code])?.map(|site| site.name),
        Apart::By(By::Category) => view.find::<Category>(&[&code])?.map(|category| category.name),
        Apart::By(By::Item) => view.find::<Item>(&[&code])?.map(|item| item.name),
    })
}

fn row(
    (kind, by): (RowKind, &Apart<By>),
    (key, name): (Option<String>, Option<String>),
    sales: Total,
    cost: Total,
) -> Row {
    let margin = sales - cost;
    Row {
        kind,
        by: by.to_string(),
        key,
        name,
        sales,
        cost_of_sales: cost,
        margin,
        margin_percent: percent(margin, sales),
    }
}

impl Accounts {
    /// Returns what a line adds to sales and to cost of sales; `None` for one on another account.
    fn is_of(&self, line: &EntryLine) -> Option<(Total, Total)> {
        let on = |accounts: &BTreeSet<AccountCode>, amount: Money| {
            if accounts.contains(&line.account) {
                amount.into()
            } else {
                Total::ZERO
            }
        };
        let (sales, cost) = (on(&self.sales, -line.amount), on(&self.cost, line.amount));
        (!sales.is_zero() || !cost.is_zero()).then_some((sales, cost))
    }
}
