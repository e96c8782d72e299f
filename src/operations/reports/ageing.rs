//! How old stock is: since its goods were received, or until they expire.

mod arrivals;

use super::known::Known;
use super::valuation::{self, By, Key};
use super::{RowKind, Scope};
use crate::domain::amount::{Qty, Total};
use crate::domain::catalog::Lot;
use crate::domain::code::{CategoryCode, ItemCode, LotCode, SiteCode};
use crate::domain::record::Fault;
use crate::operations::view::View;
use crate::words;
use chrono::NaiveDate;
use serde::Serialize;
use std::collections::BTreeMap;

words! {
    /// What age is counted from.
    pub enum Age {
        /// Days since the goods were received.
        Receipt = "receipt",
        /// Days until they expire.
        Expiry = "expiry",
    }
}

/// The last day of each span of days but the last one.
const SPANS: [i64; 5] = [30, 60, 90, 180, 365];
/// Where values stand: what has expired, a place a span, what is beyond them, what has no expiry.
const PLACES: usize = SPANS.len() + 3;

/// Stock of a site, an item or a lot by its age; or of a group or everything.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Row {
    /// One of the things that the report tells apart, or a total.
    pub kind: RowKind,
    /// The inventory group.
    pub group: Option<i64>,
    /// The site.
    pub site: Option<SiteCode>,
    /// The item.
    pub item: Option<ItemCode>,
    /// The lot; `None` if the item has none.
    pub lot: Option<LotCode>,
    /// What group, site, item or category is called.
    pub name: Option<String>,
    /// Base units, of an item or lot.
    pub qty: Option<Qty>,
    /// What they are worth.
    pub value: Total,
    /// The first day on which some of it was received or will expire, or left before it was there.
    pub oldest: Option<NaiveDate>,
    /// What has expired; `None` where age is counted from the receipt.
    pub expired: Option<Total>,
    /// What is at most 30 days old, or expires within them.
    pub days_to_30: Total,
    /// From the 31st day.
    pub days_to_60: Total,
    /// From the 61st day.
    pub days_to_90: Total,
    /// From the 91st day.
    pub days_to_180: Total,
    /// From the 181st day.
    pub days_to_365: Total,
    /// Beyond a year.
    pub days_over_365: Total,
    /// What never expires; `None` where age is counted from the receipt.
    pub without_expiry: Option<Total>,
    /// The category, if categories are told apart; empty for items of none.
    pub category: Option<CategoryCode>,
}

/// Goods of one item and lot at one site that are equally old.
struct Aged {
    item: ItemCode,
    site: SiteCode,
    lot: LotCode,
    /// The day of receipt or expiry.
    day: Option<NaiveDate>,
    qty: Qty,
    value: Total,
}

#[derive(Default)]
struct Tally {
    qty: Qty,
    oldest: Option<NaiveDate>,
    values: [Total; PLACES],
}

impl Tally {
    fn add(&mut self, aged: &Aged, place: usize) {
        self.qty += aged.qty;
        if let Some(sum) = self.values.get_mut(place) {
            *sum += aged.value;
        }
        let days = [self.oldest, aged.day];
        self.oldest = days.into_iter().flatten().min();
    }

    fn is_zero(&self) -> bool {
        self.qty.is_zero() && self.values.iter().all(|value| value.is_zero())
    }

    fn row(self, kind: RowKind, age: Age, key: Key, name: Option<String>) -> Row {
        let Key {
            group,
            site,
            item,
            lot,
            category,
        } = key;
        let [expired, to_30, to_60, to_90, to_180, to_365, over_365, without] = self.values;
        let of_expiry = |value: Total| (age == Age::Expiry).then_some(value);
        Row {
            kind,
            group,
            site,
            qty: item.is_some().then_some(self.qty),
            item,
            lot: lot.filter(|lot| !lot.is_empty()),
            category,
            name,
            value: self.values.into_iter().sum(),
            oldest: self.oldest,
            expired: of_expiry(expired),
            days_to_30: to_30,
            days_to_60: to_60,
            days_to_90: to_90,
            days_to_180: to_180,
            days_to_365: to_365,
            days_over_365: over_365,
            without_expiry: of_expiry(without),
        }
    }
}

/// Returns the place of a day's value.
fn place(age: Age, day: Option<NaiveDate>, at: NaiveDate) -> usize {
    let days = match (age, day) {
        // Value without goods, as on a day between a posting and what it belongs to, is as old as the report.
        (Age::Receipt, day) => day.map_or(0, |day| (at - day).num_days().max(0)),
        (Age::Expiry, Some(day)) => (day - at).num_days(),
        (Age::Expiry, None) => return PLACES - 1,
    };
    if days < 0 {
        return 0;
    }
    1 + SPANS.iter().take_while(|last| **last < days).count()
}

/// Returns stock at the end of posting day `at` by its age on that day: rows by what is asked for, then a total per
/// inventory group, and the sum. Values are those of [`valuation::rows`]. Item, lot and site may narrow it; days do not.
///
/// At FIFO, goods are as old as the cost layers that are left. Otherwise what came first is taken to have left first, of
/// each lot by itself, in whatever order it was entered. Goods from another site are as old as they were there; what
/// customers sent back counts from the day it came back, and what is missing from the day it left.
///
/// # Errors
/// A [`Fault`] if the store can't be read.
pub fn rows(view: &dyn View, scope: &Scope, age: Age, by: By, at: NaiveDate) -> Result<Vec<Row>, Fault> {
    let known = Known::of(view)?;
    let stock = match age {
        Age::Receipt => arrivals::all(view, &known, scope, at)?,
        Age::Expiry => expiring(view, &known, scope, at)?,
    };
    let (mut told, mut groups): (BTreeMap<Key, Tally>, BTreeMap<i64, Tally>) = Default::default();
    let mut sum = Tally::default();
    for aged in stock.iter().filter(|aged| scope.lot(&aged.lot)) {
        let group = known.item(&aged.item)?.group;
        let place = place(age, aged.day, at);
        if let Some(key) = Key::of(&known, by, (&aged.item, &aged.site, &aged.lot))? {
            told.entry(key).or_default().add(aged, place);
        }
        groups.entry(group).or_default().add(aged, place);
        sum.add(aged, place);
    }
    let mut rows = Vec::new();
    for (key, tally) in told.into_iter().filter(|(_, tally)| !tally.is_zero()) {
        let name = key.name(view, &known)?;
        rows.push(tally.row(RowKind::Row, age, key, name));
    }
    for group in &known.groups {
        let tally = groups.remove(&group.number).unwrap_or_default();
        let key = Key {
            group: Some(group.number),
            ..Key::default()
        };
        rows.push(tally.row(RowKind::Total, age, key, Some(group.name.clone())));
    }
    rows.push(sum.row(RowKind::Sum, age, Key::default(), None));
    Ok(rows)
}

/// Returns stock with the expiry of its lots.
fn expiring(view: &dyn View, known: &Known, scope: &Scope, at: NaiveDate) -> Result<Vec<Aged>, Fault> {
    let mut stock = Vec::new();
    for ((item, site), lots) in valuation::stock(view, known, scope, By::Lot, Some(at))? {
        for (lot, qty, value) in lots {
            let known: Option<Lot> = view.find(&[&item, &lot])?;
            stock.push(Aged {
                item: item.clone(),
                site: site.clone(),
                day: known.and_then(|known| known.expiry),
                lot,
                qty,
                value,
            });
        }
    }
    Ok(stock)
}
