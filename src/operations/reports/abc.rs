//! The few items that make most of the sales, and the many that make the rest.

use super::known::Known;
use super::{Scope, cost_of_sales, movements, percent};
use crate::domain::amount::{Ratio, Total};
use crate::domain::code::{CategoryCode, ItemCode};
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
        /// Categories instead of items, by what was sold of them at cost.
        Category = "category",
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

/// One item, or one category.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Row {
    /// Its place, from 1.
    pub rank: usize,
    /// The item; `None` if categories are ranked.
    pub item: Option<ItemCode>,
    /// What item or category is called; `None` for items of no category.
    pub name: Option<String>,
    /// The inventory group of the item.
    pub group: Option<i64>,
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
    /// The category, which is empty for items of none.
    pub category: CategoryCode,
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

/// Returns all items that were sold, picked or are known, or all categories, the largest first; equal ones by their codes. A site and
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
    if by == By::Category {
        let none = CategoryCode::NONE;
        let has_others = told
            .keys()
            .map(|item| known.category(item))
            .any(|it| it.is_ok_and(|it| it == none));
        let mut sums: BTreeMap<CategoryCode, (Total, i64)> = known
            .each_category()
            .filter(|(category, _)| has_others || !category.is_empty())
            .map(|(category, _)| (category, <_>::default()))
            .collect();
        for (item, (cost, picks)) in told {
            let sum = sums.entry(known.category(&item)?).or_default();
            sum.0 += cost;
            sum.1 += picks;
        }
        return rank(sums, by, bounds, &|category| {
            let name = known.categories.get(&category).cloned();
            Ok((None, name, None, category))
        });
    }
    rank(told, by, bounds, &|item| {
        let about = known.item(&item)?;
        Ok((
            Some(item),
            Some(about.name.clone()),
            Some(about.group),
            about.category.clone(),
        ))
    })
}

/// What a row is about: item, name, group and category.
type About = (Option<ItemCode>, Option<String>, Option<i64>, CategoryCode);

/// Returns the figures in their order, each with its share and its class.
fn rank<K: Ord>(
    told: BTreeMap<K, (Total, i64)>,
    by: By,
    bounds: Bounds,
    about: &dyn Fn(K) -> Result<About, Fault>,
) -> Result<Vec<Row>, Fault> {
    let weight = |(cost, picks): (Total, i64)| match by {
        By::Value | By::Category => cost,
        By::Picks => Total(picks.into()),
    };
    let mut ranked: Vec<(K, (Total, i64))> = told.into_iter().collect();
    ranked.sort_by_key(|(_, figures)| std::cmp::Reverse(weight(*figures)));
    let positive = |figures| weight(figures).max(Total::ZERO);
    let all: Total = ranked.iter().map(|(_, figures)| positive(*figures)).sum();
    let mut before = Total::ZERO;
    let mut rows = Vec::new();
    for (rank, (key, figures)) in (1..).zip(ranked) {
        let own = positive(figures);
        let (item, name, group, category) = about(key)?;
        let class = bounds.class(before, all, own);
        before += own;
        rows.push(Row {
            rank,
            item,
            name,
            group,
            category,
            cost_of_sales: figures.0,
            picks: figures.1,
            share_percent: percent(own, all),
            cumulative_percent: percent(before, all),
            class,
        });
    }
    Ok(rows)
}
