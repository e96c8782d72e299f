//! Closed months as if what was entered late had been in them. Nothing is posted into a closed month: what happened in
//! it and is entered after the closing goes to the first open one, and keeps the day on which it happened. This report
//! puts it back to that day, on paper; late cost to the days on which the goods came and left that it belongs to.

mod parts;

use self::parts::Part;
use super::Scope;
use crate::domain::amount::{Money, Total};
use crate::domain::code::{AccountCode, SiteCode};
use crate::domain::company::{Account, ClosedPeriod};
use crate::domain::entity::EntityClosing;
use crate::domain::entry::{Entry, Rule};
use crate::domain::record::Fault;
use crate::operations::entities;
use crate::operations::pages::{Pages, journal};
use crate::operations::view::View;
use crate::words;
use chrono::NaiveDate;
use serde::Serialize;
use std::collections::{BTreeMap, BTreeSet};

words! {
    /// Which way an entry would have moved.
    pub enum Way {
        /// It happened in the month and was posted to a later one.
        In = "in",
        /// It was posted to the month and happened in an earlier one that was closed by then.
        Out = "out",
    }
}

/// What was posted to one account in a closed month, debit positive.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Row {
    /// The month, `YYYY-MM`.
    pub period: String,
    /// The account.
    pub account: AccountCode,
    /// Its name.
    pub name: String,
    /// What was posted to it in the month.
    pub as_closed: Total,
    /// What happened in the month and was posted later.
    pub late: Total,
    /// What was posted in the month for an earlier one, taken out: the other sign.
    pub earlier: Total,
    /// The three added up.
    pub would_have_been: Total,
}

/// One line of an entry that would have been in another month.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Moved {
    /// The month, `YYYY-MM`.
    pub period: String,
    /// Whether it would have moved into the month or out of it.
    pub way: Way,
    /// The entry.
    pub entry: i64,
    /// When it happened.
    pub effective_date: NaiveDate,
    /// The day it was posted to.
    pub posting_date: NaiveDate,
    /// Its rule.
    pub rule: Rule,
    /// Its document.
    pub document: Option<String>,
    /// The movement it values.
    pub movement: i64,
    /// Its site.
    pub site: SiteCode,
    /// The account.
    pub account: AccountCode,
    /// The line's debit.
    pub debit: Money,
    /// Or its credit.
    pub credit: Money,
}

/// Returns the closed months, oldest first: closing a month closes all those before it in which anything happened or was
/// posted. In the books of one site, those that its legal entity closed count as well.
///
/// # Errors
/// Fails if the store can't be read.
pub fn closed(view: &dyn View, site: Option<&SiteCode>) -> Result<Vec<String>, Fault> {
    let closed = view.all::<ClosedPeriod>(&[])?;
    let mut months: BTreeSet<String> = closed.into_iter().map(|closed| closed.period).collect();
    if let Some(site) = site {
        let own: Vec<EntityClosing> = view.all(&[&entities::of_site(view, site)?])?;
        months.extend(own.into_iter().map(|closed| closed.period));
    }
    let Some(last) = months.last().cloned() else {
        return Ok(Vec::new());
    };
    for entry in Pages::<Entry>::of(view) {
        let entry = entry?;
        months.extend(
            [month(entry.effective), month(entry.posting)]
                .into_iter()
                .filter(|it| *it < last),
        );
    }
    Ok(months.into_iter().collect())
}

/// Returns every account that was posted to in one of the months, or would have been. A site may narrow it.
///
/// # Errors
/// Fails if the store can't be read.
pub fn rows(view: &dyn View, scope: &Scope, periods: &[String]) -> Result<Vec<Row>, Fault> {
    let mut sums: BTreeMap<(String, AccountCode), [Total; 3]> = BTreeMap::new();
    for posted in journal(view) {
        let (entry, lines) = posted?;
        if !scope.site(&entry.site) {
            continue;
        }
        let posting = month(entry.posting);
        for line in lines.iter().filter(|_| periods.contains(&posting)) {
            let sum = sums.entry((posting.clone(), line.account.clone())).or_default();
            sum[0] += line.amount;
        }
        for part in parts::of(view, &entry, &lines)? {
            for (period, way) in moves(&part, entry.posting, periods) {
                let sum = sums.entry((period, part.account.clone())).or_default();
                match way {
                    Way::In => sum[1] += part.amount,
                    Way::Out => sum[2] += -part.amount,
                }
            }
        }
    }
    let row = |((period, account), [as_closed, late, earlier]): ((String, AccountCode), [Total; 3])| {
        let known: Option<Account> = view.find(&[&account])?;
        Ok(Row {
            period,
            account,
            name: known.map(|known| known.name).unwrap_or_default(),
            as_closed,
            late,
            earlier,
            would_have_been: as_closed + late + earlier,
        })
    };
    sums.into_iter().map(row).collect()
}

/// Returns the lines behind what [`rows`] moves into the months and out of them, in the order of their entries.
///
/// # Errors
/// Fails if the store can't be read.
pub fn moved(view: &dyn View, scope: &Scope, periods: &[String]) -> Result<Vec<Moved>, Fault> {
    let mut found = Vec::new();
    for posted in journal(view) {
        let (entry, lines) = posted?;
        if !scope.site(&entry.site) {
            continue;
        }
        for part in parts::of(view, &entry, &lines)? {
            for (period, way) in moves(&part, entry.posting, periods) {
                found.push(Moved {
                    period,
                    way,
                    entry: entry.entry,
                    effective_date: part.day,
                    posting_date: entry.posting,
                    rule: entry.rule,
                    document: entry.document.clone(),
                    movement: entry.movement,
                    site: entry.site.clone(),
                    account: part.account.clone(),
                    debit: part.amount.max(Money::ZERO),
                    credit: (-part.amount).max(Money::ZERO),
                });
            }
        }
    }
    found.sort_by(|one, other| {
        (&one.period, one.way, one.entry).cmp(&(&other.period, other.way, other.entry))
    });
    Ok(found)
}

/// Returns the months that a part of an entry would have moved into, and those it would have moved out of.
fn moves(part: &Part, posting: NaiveDate, periods: &[String]) -> Vec<(String, Way)> {
    let (happened, posted) = (month(part.day), month(posting));
    if posted <= happened {
        return Vec::new();
    }
    let both = [(happened, Way::In), (posted, Way::Out)];
    both.into_iter()
        .filter(|(period, _)| periods.contains(period))
        .collect()
}

/// Returns the posting period of a day.
fn month(day: NaiveDate) -> String {
    day.format("%Y-%m").to_string()
}
