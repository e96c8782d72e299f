//! The few items that make most of the sales, and the many that make the rest.

use super::known::Known;
use super::{Scope, cost_of_sales, movements, percent};
use crate::domain::amount::{Ratio, Total};
use crate::domain::code::ItemCode;
use crate::domain::movement::MovementKind;
use crate::domain::record::Fault;
use crate::operations::view::View;
use crate::words;
use serde::Serialize;
use std::collections::BTreeMap;

words! {
    /// What items are ranked by.
    pub enum By {
        /// By what was sold of them, at cost.
        Value = "value",
        /// By how often they were picked.
        Picks = "picks",
    }
    /// The class of an item.
    pub enum Class {
        /// The few that make most.
        A = "A",
        /// Those between.
        B = "B",
        /// The many that make little, and those that make nothing.
        C = "C",
    }
}

/// One item.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Row {
    /// Its place, from 1.
    pub rank: usize,
    /// The item.
    pub item: ItemCode,
    /// What it is called.
    pub name: String,
    /// Its inventory group.
    pub group: i64,
    /// What was sold of it, at cost.
    pub cost_of_sales: Total,
    /// How often it was picked.
    pub picks: i64,
    /// Its share of all, in percent; `None` if nothing was sold or picked.
    pub share_percent: Option<Ratio>,
    /// The share of this item and all before it.
    pub cumulative_percent: Option<Ratio>,
    /// Its class.
    pub class: Class,
}

/// The shares, in percent, that classes A and B make together with those before them.
#[derive(Clone, Copy, Debug)]
pub struct Bounds {
    /// What class A makes.
    pub a: i64,
    /// What classes A and B make.
    pub b: i64,
}

impl Bounds {
    /// Returns the class of an item that makes `own` of `all`, behind items that make `before`. An item belongs to the
    /// class in which its share begins, so that the first is always of class A.
    fn class(self, before: Total, all: Total, own: Total) -> Class {
        let is_below = |bound: i64| before.times(100) < all.times(bound.into());
        if own <= Total::ZERO {
            Class::C
        } else if is_below(self.a) {
            Class::A
        } else if is_below(self.b) {
            Class::B
        } else {
            Class::C
        }
    }
}

/// Returns all items that were sold, picked or are known, the largest first; equal ones by their codes. A site and
/// posting days may narrow it.
///
/// # Errors
/// A [`Fault`] if the store can't be read.
pub fn rows(view: &dyn View, scope: &Scope, by: By, bounds: Bounds) -> Result<Vec<Row>, Fault> {
    let known = Known::of(view)?;
    let mut told: BTreeMap<ItemCode, (Total, i64)> =
        known.codes().map(|item| (item, <_>::default())).collect();
    for sold in cost_of_sales::rows(view, scope, cost_of_sales::By::Item)? {
        if let Some(item) = sold.key {
            told.entry(item.as_str().into()).or_default().0 += sold.cost_of_sales;
        }
    }
    for movement in movements(view, scope)? {
        let movement = movement?;
        if movement.kind == MovementKind::Pick && scope.site(&movement.site) && scope.day(movement.posting) {
            let once = if movement.reverses.is_some() { -1 } else { 1 };
            told.entry(movement.item).or_default().1 += once;
        }
    }
    let weight = |(cost, picks): (Total, i64)| match by {
        By::Value => cost,
        By::Picks => Total(picks.into()),
    };
    let mut ranked: Vec<(ItemCode, (Total, i64))> = told.into_iter().collect();
    ranked.sort_by_key(|(_, figures)| std::cmp::Reverse(weight(*figures)));
    let positive = |figures| weight(figures).max(Total::ZERO);
    let all: Total = ranked.iter().map(|(_, figures)| positive(*figures)).sum();
    let mut before = Total::ZERO;
    let mut rows = Vec::new();
    for (rank, (item, figures)) in (1..).zip(ranked) {
        let own = positive(figures);
        let about = known.item(&item)?;
        let class = bounds.class(before, all, own);
        before += own;
        rows.push(Row {
            rank,
            name: about.name.clone(),
            group: about.group,
            item,
            cost_of_sales: figures.0,
            picks: figures.1,
            share_percent: percent(own, all),
            cumulative_percent: percent(before, all),
            class,
        });
    }
    Ok(rows)
}
