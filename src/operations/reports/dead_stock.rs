//! Stock that nobody wants: nothing of it left for long, or it lasts for long at the pace at which it leaves.

use super::known::Known;
use super::{RowKind, Scope, Spot, movements};
use crate::domain::amount::{Qty, Ratio, Total};
use crate::domain::code::{CategoryCode, ItemCode, SiteCode};
use crate::domain::movement::{Movement, MovementKind};
use crate::domain::record::Fault;
use crate::operations::view::View;
use crate::words;
use chrono::{NaiveDate, TimeDelta};
use serde::Serialize;
use std::cmp::Reverse;
use std::collections::BTreeMap;

words! {
    /// How little is wanted.
    pub enum State {
        /// Nothing left for as long as was asked.
        Dead = "dead",
        /// Something left, and the rest lasts for longer than was asked.
        Slow = "slow",
    }
}

words! {
    /// What totals are told by.
    pub enum By {
        /// By inventory group.
        Group = "group",
        /// By category of the items.
        Category = "category",
    }
}

/// The days before the day of the report by which the pace is told.
const PACE_DAYS: i64 = 365;

/// An item at a site that is dead or slow; or all of a group, or everything.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Row {
    /// An item, or a total.
    pub kind: RowKind,
    /// The inventory group.
    pub group: Option<i64>,
    /// The item.
    pub item: Option<ItemCode>,
    /// The site.
    pub site: Option<SiteCode>,
    /// What item, group or category is called.
    pub name: Option<String>,
    /// Dead or slow; `None` for totals.
    pub state: Option<State>,
    /// Base units on hand.
    pub qty: Option<Qty>,
    /// What they are worth.
    pub value: Total,
    /// The last day on which some left for a customer or was used for something built; `None` if none ever did.
    pub last_out: Option<NaiveDate>,
    /// Days since then, or since the first arrived.
    pub idle_days: Option<i64>,
    /// Base units that left in the last 365 days.
    pub out_qty: Option<Qty>,
    /// How many days the stock lasts at that pace; `None` if nothing left.
    pub days_on_hand: Option<Ratio>,
    /// The category of the item, or of all; empty for items of none.
    pub category: Option<CategoryCode>,
}

#[derive(Default)]
struct Tally {
    qty: Qty,
    value: Total,
    first_in: Option<NaiveDate>,
    /// What left on each day, less what was taken back of it.
    out: BTreeMap<NaiveDate, Qty>,
}

impl Tally {
    /// Counts a movement; its use, if it is one, on the given day.
    fn add(&mut self, movement: &Movement, used: Option<NaiveDate>) {
        let qty = movement.gained();
        self.qty += qty;
        self.value += movement.value;
        if Qty::ZERO < qty && used.is_none() {
            let days = [self.first_in, Some(movement.effective)];
            self.first_in = days.into_iter().flatten().min();
        }
        if let Some(day) = used {
            *self.out.entry(day).or_default() -= qty;
        }
    }

    fn last_out(&self) -> Option<NaiveDate> {
        let mut used = self.out.iter().filter(|(_, qty)| Qty::ZERO < **qty);
        used.next_back().map(|(day, _)| *day)
    }

    /// Returns what left in the days of the pace.
    fn paced(&self, at: NaiveDate) -> Qty {
        let first = at - TimeDelta::days(PACE_DAYS - 1);
        self.out.range(first..).map(|(_, qty)| *qty).sum()
    }

    /// Returns whether it is dead or slow; `None` if it is neither.
    fn state(&self, at: NaiveDate, days: i64) -> Option<State> {
        if self.qty <= Qty::ZERO {
            return None;
        }
        if days <= self.idle(at)? {
            return Some(State::Dead);
        }
        let is_slow = days.saturating_mul(100) < self.days_on_hand(at)?.0;
        is_slow.then_some(State::Slow)
    }

    fn idle(&self, at: NaiveDate) -> Option<i64> {
        let since = self.last_out().or(self.first_in)?;
        Some((at - since).num_days())
    }

    fn days_on_hand(&self, at: NaiveDate) -> Option<Ratio> {
        let (on_hand, out) = (Total(self.qty.0.into()), Total(self.paced(at).0.into()));
        (Total::ZERO < out).then(|| on_hand.ratio(PACE_DAYS.into(), out))?
    }
}

/// Returns the day on which goods left because somebody wanted them; of what takes that back, the day it takes back.
/// `None` for other movements.
fn day_of_use(view: &dyn View, movement: &Movement) -> Result<Option<NaiveDate>, Fault> {
    let is_used_up = movement.from_location.is_some() != movement.reverses.is_some();
    let is_use = match movement.kind {
        MovementKind::Shipment | MovementKind::TransferOut => true,
        MovementKind::Build => is_used_up && !movement.gained().is_zero(),
        _ => false,
    };
    if !is_use {
        return Ok(None);
    }
    let first: Option<Movement> = match movement.reverses {
        Some(first) => view.find(&[&first])?,
        None => None,
    };
    Ok(Some(first.map_or(movement.effective, |first| first.effective)))
}

/// Returns each item at each site of which nothing left for `days` days before `at`, or that lasts for longer, the most
/// valuable of a group or category first; then the total of each and the sum. Goods that just arrived for the first time are
/// not dead before they lay that long. An item and a site may narrow it.
///
/// # Errors
/// A [`Fault`] if the store can't be read.
pub fn rows(view: &dyn View, scope: &Scope, by: By, days: i64, at: NaiveDate) -> Result<Vec<Row>, Fault> {
    let known = Known::of(view)?;
    let mut spots: BTreeMap<Spot, Tally> = BTreeMap::new();
    for movement in movements(view, scope)? {
        let movement = movement?;
        if scope.item(&movement.item) && scope.site(&movement.site) && movement.posting <= at {
            let spot = (movement.item.clone(), movement.site.clone());
            let used = day_of_use(view, &movement)?;
            spots.entry(spot).or_default().add(&movement, used);
        }
    }
    let mut rows = Vec::new();
    for ((item, site), tally) in spots {
        let Some(state) = tally.state(at, days) else {
            continue;
        };
        let about = known.item(&item)?;
        rows.push(Row {
            kind: RowKind::Row,
            group: Some(about.group),
            category: Some(about.category.clone()),
            name: Some(about.name.clone()),
            item: Some(item),
            site: Some(site),
            state: Some(state),
            qty: Some(tally.qty),
            value: tally.value,
            last_out: tally.last_out(),
            idle_days: tally.idle(at),
            out_qty: Some(tally.paced(at)),
            days_on_hand: tally.days_on_hand(at),
        });
    }
    match by {
        By::Group => rows.sort_by_key(|row| (row.group, Reverse(row.value))),
        By::Category => rows.sort_by_key(|row| (row.category.clone(), Reverse(row.value))),
    }
    let sum = |own: &dyn Fn(&Row) -> bool| -> Total {
        rows.iter().filter(|row| own(row)).map(|row| row.value).sum()
    };
    let mut totals: Vec<Row> = match by {
        By::Group => known
            .groups
            .iter()
            .map(|group| Row {
                group: Some(group.number),
                name: Some(group.name.clone()),
                ..total(RowKind::Total, sum(&|row| row.group == Some(group.number)))
            })
            .collect(),
        By::Category => known
            .each_category()
            .map(|(category, name)| {
                let value = sum(&|row| row.category.as_ref() == Some(&category));
                Row {
                    category: Some(category),
                    name,
                    ..total(RowKind::Total, value)
                }
            })
            .collect(),
    };
    totals.push(total(RowKind::Sum, sum(&|_| true)));
    rows.extend(totals);
    Ok(rows)
}

fn total(kind: RowKind, value: Total) -> Row {
    Row {
        kind,
        group: None,
        item: None,
        site: None,
        category: None,
        name: None,
        state: None,
        qty: None,
        value,
        last_out: None,
        idle_days: None,
        out_qty: None,
        days_on_hand: None,
    }
}
