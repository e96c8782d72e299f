//! How fast stock turns over: its average value, what was sold of it at cost, and how long it lasts.

use super::known::Known;
use super::{RowKind, Scope, cost_of_sales, movements};
use crate::domain::amount::{Ratio, Total};
use crate::domain::catalog::Site;
use crate::domain::record::Fault;
use crate::operations::view::View;
use crate::words;
use chrono::NaiveDate;
use serde::Serialize;
use std::collections::BTreeMap;

words! {
    /// What stock is broken down by.
    pub enum By {
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

/// The days of a year, for which turns are told.
const YEAR: i128 = 365;

/// The turnover of one group, site, item or category; or of everything.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Row {
    /// One of them, or the sum.
    pub kind: RowKind,
    /// What stock is broken down by.
    pub by: By,
    /// Its code or number; `None` for the sum and for items without a category.
    pub key: Option<String>,
    /// What it is called.
    pub name: Option<String>,
    /// What stock was worth at the end of the day before the first.
    pub opening: Total,
    /// What it was worth at the end of the last day.
    pub closing: Total,
    /// The mean of what it was worth at the end of each day.
    pub average: Total,
    /// Cost of sales, as the accounts show it.
    pub cost_of_sales: Total,
    /// How often the average would be sold in a year at that pace; `None` without stock, and where more is missing
    /// than there was.
    pub turns: Option<Ratio>,
    /// How many days the average lasts at that pace; `None` where there are no turns, and if nothing was sold or
    /// more came back.
    pub days_on_hand: Option<Ratio>,
}

/// The days of a report.
#[derive(Clone, Copy, Debug)]
pub struct Days {
    /// The first one.
    pub since: NaiveDate,
    /// The last one, which is not before the first.
    pub until: NaiveDate,
}

impl Days {
    /// Returns how many there are.
    fn count(self) -> i128 {
        i128::from((self.until - self.since).num_days() + 1)
    }
}

#[derive(Clone, Copy, Default)]
struct Tally {
    opening: Total,
    closing: Total,
    /// The sum of the values at the end of each day.
    days: Total,
    cost: Total,
}

impl Tally {
    fn add(&mut self, other: Self) {
        self.opening += other.opening;
        self.closing += other.closing;
        self.days += other.days;
        self.cost += other.cost;
    }

    /// Returns what a change of value on a posting day makes of the figures.
    fn of(value: Total, posting: NaiveDate, days: Days) -> Self {
        if days.until < posting {
            return Self::default();
        }
        let is_before = posting < days.since;
        let from = posting.max(days.since);
        Self {
            opening: if is_before { value } else { Total::ZERO },
            closing: value,
            days: value.times(i128::from((days.until - from).num_days() + 1)),
            cost: Total::ZERO,
        }
    }

    fn row(self, kind: RowKind, by: By, (key, name): (Option<String>, Option<String>), days: Days) -> Row {
        let count = days.count();
        let is_stock = Total::ZERO < self.days;
        Row {
            kind,
            by,
            key,
            name,
            opening: self.opening,
            closing: self.closing,
            average: self.days.over(count),
            cost_of_sales: self.cost,
            turns: is_stock.then(|| self.cost.ratio(YEAR, self.days)).flatten(),
            days_on_hand: (is_stock && Total::ZERO < self.cost)
                .then(|| self.days.ratio(1, self.cost))
                .flatten(),
        }
    }
}

/// Groups in the order of their numbers, everything else in that of its code.
type Sorted = (i64, String);

/// Returns each group, site, item or category with stock or sales in these posting days, then the sum. An item and a site may
/// narrow it. Value and cost of sales are those of the accounts.
///
/// # Errors
/// A [`Fault`] if the store can't be read.
pub fn rows(view: &dyn View, scope: &Scope, by: By, days: Days) -> Result<Vec<Row>, Fault> {
    let known = Known::of(view)?;
    let scope = Scope {
        since: Some(days.since),
        until: Some(days.until),
        ..scope.clone()
    };
    let mut told: BTreeMap<Sorted, Tally> = BTreeMap::new();
    for movement in movements(view, &scope)? {
        let movement = movement?;
        if !scope.item(&movement.item) || !scope.site(&movement.site) || movement.value.is_zero() {
            continue;
        }
        let key = match by {
            By::Group => (known.item(&movement.item)?.group, String::new()),
            By::Site => (0, movement.site.to_string()),
            By::Item => (0, movement.item.to_string()),
            By::Category => (0, known.category(&movement.item)?.to_string()),
        };
        let tally = Tally::of(movement.value.into(), movement.posting, days);
        told.entry(key).or_default().add(tally);
    }
    let by_sold = match by {
        By::Group => cost_of_sales::By::Group,
        By::Site => cost_of_sales::By::Site,
        By::Item => cost_of_sales::By::Item,
        By::Category => cost_of_sales::By::Category,
    };
    for sold in cost_of_sales::rows(view, &scope, by_sold)? {
        if sold.kind != RowKind::Row {
            continue;
        }
        let key = sold.key.unwrap_or_default();
        let key = match by {
            By::Group => (key.parse().unwrap_or_default(), String::new()),
            By::Site | By::Item | By::Category => (0, key),
        };
        told.entry(key).or_default().cost += sold.cost_of_sales;
    }
    let mut sum = Tally::default();
    let mut rows = Vec::new();
    for ((number, text), tally) in told {
        sum.add(tally);
        let (key, name) = match by {
            By::Group => (
                number.to_string(),
                known.group(number).map(|group| group.name.clone()),
            ),
            By::Site => {
                let site: Option<Site> = view.find(&[&text])?;
                (text, site.map(|site| site.name))
            }
            By::Category => {
                let name = known.categories.get(&text.as_str().into()).cloned();
                (text, name)
            }
            By::Item => {
                let name = known.item(&text.as_str().into())?.name.clone();
                (text, Some(name))
            }
        };
        let key = Some(key).filter(|key| !key.is_empty());
        rows.push(tally.row(RowKind::Row, by, (key, name), days));
    }
    rows.push(sum.row(RowKind::Sum, by, (None, None), days));
    Ok(rows)
}
