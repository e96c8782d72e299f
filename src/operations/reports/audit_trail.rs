//! Entry types: how many entries each rule posted, and how much. Debits and credits add up to the trial balance.

use super::{RowKind, Scope};
use crate::domain::amount::{Money, Total};
use crate::domain::entry::Rule;
use crate::domain::record::Fault;
use crate::operations::pages::journal;
use crate::operations::view::View;
use chrono::NaiveDate;
use serde::Serialize;
use std::collections::BTreeMap;

/// What one rule posted, in all or on a posting day; or what all of them posted.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Row {
    /// A rule, or the sum.
    pub kind: RowKind,
    /// The posting day, if days are told apart.
    pub day: Option<NaiveDate>,
    /// The rule; `None` for the sum.
    pub rule: Option<Rule>,
    /// How many entries.
    pub entries: u64,
    /// How many lines they have.
    pub lines: u64,
    /// The sum of their debits.
    pub debit: Total,
    /// The sum of their credits.
    pub credit: Total,
}

impl Row {
    const fn of(kind: RowKind, day: Option<NaiveDate>, rule: Option<Rule>) -> Self {
        Self {
            kind,
            day,
            rule,
            entries: 0,
            lines: 0,
            debit: Total::ZERO,
            credit: Total::ZERO,
        }
    }
}

/// Returns a row per rule, and per posting day if `by_day`, then their sum. A site and posting days may narrow it.
///
/// # Errors
/// Fails if the store can't be read.
pub fn rows(view: &dyn View, scope: &Scope, by_day: bool) -> Result<Vec<Row>, Fault> {
    let mut rules: BTreeMap<(Option<NaiveDate>, &'static str), Row> = BTreeMap::new();
    let mut sum = Row::of(RowKind::Sum, None, None);
    for posted in journal(view) {
        let (entry, lines) = posted?;
        if !scope.site(&entry.site) || !scope.day(entry.posting) {
            continue;
        }
        let day = by_day.then_some(entry.posting);
        let row = rules
            .entry((day, entry.rule.word()))
            .or_insert_with(|| Row::of(RowKind::Row, day, Some(entry.rule)));
        for row in [row, &mut sum] {
            row.entries += 1;
            for line in &lines {
                row.lines += 1;
                row.debit += line.amount.max(Money::ZERO);
                row.credit += (-line.amount).max(Money::ZERO);
            }
        }
    }
    Ok(rules.into_values().chain([sum]).collect())
}
