//! Reports for the people who answer for the books. Each is computed from movements and journal alone, read page by
//! page, and says with its totals how it agrees with the trial balance.

pub mod abc;
pub mod adjustments;
pub mod ageing;
pub mod audit_trail;
mod brought;
pub mod cost_of_sales;
pub mod dead_stock;
pub mod eliminations;
mod fees;
mod known;
pub mod margin;
pub mod price_variance;
pub mod recall;
pub mod service_accrual;
pub mod taxes;
pub mod turnover;
pub mod valuation;
pub mod wip;
pub mod would_have_been;

use crate::domain::amount::{Ratio, Total};
use crate::domain::code::{DimensionCode, ItemCode, LotCode, SiteCode};
use crate::domain::dimension::{Dimension, DimensionValue};
use crate::domain::entry::Entry;
use crate::domain::movement::Movement;
use crate::domain::record::{Fault, Range};
use crate::operations::pages::Pages;
use crate::operations::view::View;
use crate::words;
use chrono::NaiveDate;

words! {
    /// What a row of a report is about.
    pub enum RowKind {
        /// One of the things that the report tells apart.
        Row = "row",
        /// All of one inventory group.
        Total = "total",
        /// All groups that share an inventory account.
        Account = "account",
        /// Everything.
        Sum = "sum",
    }
}

/// What a report tells apart: one of its own ways, or the values of a dimension of the company's own choosing.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Apart<B> {
    /// A way of the report.
    By(B),
    /// The values of a dimension.
    Dimension(DimensionCode),
}

impl<B> From<B> for Apart<B> {
    fn from(by: B) -> Self {
        Self::By(by)
    }
}

impl<B: std::str::FromStr<Err = String>> std::str::FromStr for Apart<B> {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        match text.parse() {
            Ok(by) => Ok(Self::By(by)),
            Err(_) if Dimension::is_code(text) => Ok(Self::Dimension(text.into())),
            Err(why) => Err(why),
        }
    }
}

impl<B: std::fmt::Display> std::fmt::Display for Apart<B> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::By(by) => by.fmt(f),
            Self::Dimension(dimension) => dimension.fmt(f),
        }
    }
}

/// Returns what a value of a dimension is called; `None` if nobody defined it.
fn value_name(view: &dyn View, dimension: &DimensionCode, value: &str) -> Result<Option<String>, Fault> {
    let known: Option<DimensionValue> = view.find(&[dimension, &value.to_owned()])?;
    Ok(known.map(|known| known.name))
}

/// Goods of one item at one site.
type Spot = (ItemCode, SiteCode);

/// What a report is narrowed to; by default nothing is left out.
#[derive(Clone, Debug, Default)]
pub struct Scope {
    /// Only this item.
    pub item: Option<ItemCode>,
    /// Only this lot.
    pub lot: Option<LotCode>,
    /// Only this site.
    pub site: Option<SiteCode>,
    /// Only from this day on.
    pub since: Option<NaiveDate>,
    /// Only up to this day.
    pub until: Option<NaiveDate>,
}

impl Scope {
    /// Returns whether an item passes.
    fn item(&self, item: &ItemCode) -> bool {
        self.item.as_ref().is_none_or(|wanted| wanted == item)
    }

    /// Returns whether a lot passes.
    fn lot(&self, lot: &LotCode) -> bool {
        self.lot.as_ref().is_none_or(|wanted| wanted == lot)
    }

    /// Returns whether a site passes.
    fn site(&self, site: &SiteCode) -> bool {
        self.site.as_ref().is_none_or(|wanted| wanted == site)
    }

    /// Returns whether a day passes.
    fn day(&self, day: NaiveDate) -> bool {
        self.since.is_none_or(|since| since <= day) && self.until.is_none_or(|until| day <= until)
    }
}

/// Returns the movements that a report may be about, in their order: if it is narrowed to an item, only those of that
/// item (and of its site, if one is named); otherwise all of them, page by page.
fn movements<'v>(
    view: &'v dyn View,
    scope: &Scope,
) -> Result<Box<dyn Iterator<Item = Result<Movement, Fault>> + 'v>, Fault> {
    let Some(item) = &scope.item else {
        return Ok(Box::new(Pages::<Movement>::of(view)));
    };
    let range = match &scope.site {
        Some(site) => Range::by(Movement::BY_STOCK, &[item, site]),
        None => Range::by(Movement::BY_STOCK, &[item]),
    };
    let mut own: Vec<Movement> = view.list(&range)?;
    own.sort_by_key(|movement| movement.seq);
    Ok(Box::new(own.into_iter().map(Ok)))
}

/// Returns the movement that an entry values; a reversal has that of the entry that it negates.
fn valued(view: &dyn View, entry: &Entry) -> Result<Movement, Fault> {
    let negated: Option<Entry> = match entry.negates {
        Some(number) => view.find(&[&number])?,
        None => None,
    };
    let seq = negated.map_or(entry.movement, |negated| negated.movement);
    let moved: Option<Movement> = view.find(&[&seq])?;
    moved.ok_or_else(|| Fault::new(format!("movement {seq} is missing")))
}

/// Returns `part` as a percentage of `whole` with two decimals, half away from zero; `None` if `whole` is zero.
fn percent(part: Total, whole: Total) -> Option<Ratio> {
    part.percent_of(whole)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::record::{Row, Table, Value};

    /// A store that may only be asked for movements of one item.
    struct OneItem;

    impl View for OneItem {
        fn row(&self, _: &'static Table, _: &[Value]) -> Result<Option<Row>, Fault> {
            Ok(None)
        }
        fn rows(&self, range: &Range) -> Result<Vec<Row>, Fault> {
            assert_eq!(
                (range.order, range.prefix.first()),
                (1, Some(&Value::Text("A".into())))
            );
            Ok(Vec::new())
        }
        fn last(&self, _: &'static Table) -> Result<i64, Fault> {
            Ok(0)
        }
    }

    #[test]
    fn a_report_on_one_item_reads_the_movements_of_that_item() {
        let mut scope = Scope {
            item: Some("A".into()),
            ..Scope::default()
        };
        assert_eq!(movements(&OneItem, &scope).unwrap().count(), 0);
        scope.site = Some("MAIN".into());
        assert_eq!(movements(&OneItem, &scope).unwrap().count(), 0);
    }

    #[test]
    fn a_percentage_has_two_decimals_and_none_where_there_is_nothing() {
        assert_eq!(percent(Total(100), Total(300)), Some(Ratio(3333)));
        assert_eq!(percent(Total(-200), Total(300)), Some(Ratio(-6667)));
        assert_eq!(percent(Total(100), Total::ZERO), None);
    }
}
