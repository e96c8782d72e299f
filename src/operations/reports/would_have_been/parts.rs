//! An entry taken apart by the days to which its amounts belong.

use crate::domain::amount::Money;
use crate::domain::code::AccountCode;
use crate::domain::company::{Group, Integration};
use crate::domain::entry::{Entry, EntryLine};
use crate::domain::late::LateCost;
use crate::domain::movement::Movement;
use crate::domain::part::part;
use crate::domain::record::{Fault, Range};
use crate::operations::standing::mode;
use crate::operations::view::View;
use crate::operations::{group_accounts, late_costs};
use chrono::NaiveDate;
use std::collections::BTreeMap;

part! {
    /// When a movement happened.
    struct Happened of Movement {
        /// Its number.
        seq: i64,
        /// When it happened.
        effective: NaiveDate,
    }
}

/// An amount of an entry that belongs to one day.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Part {
    /// The day.
    pub day: NaiveDate,
    /// The account.
    pub account: AccountCode,
    /// Debit positive.
    pub amount: Money,
}

/// Returns the parts of an entry. What late cost adds to goods that came or left belongs to the day on which they did:
/// stock gets it and gives it away on that day. Everything else belongs to the day of the entry.
pub(super) fn of(view: &dyn View, entry: &Entry, lines: &[EntryLine]) -> Result<Vec<Part>, Fault> {
    let day = entry.effective;
    let whole = lines.iter().map(|line| Part {
        day,
        account: line.account.clone(),
        amount: line.amount,
    });
    let (rows, sign) = laid(view, entry)?;
    if rows.is_empty() || mode(view, Some(entry.posting))? != Integration::Full {
        return Ok(whole.collect());
    }
    let mut sums: BTreeMap<(NaiveDate, AccountCode), Money> = BTreeMap::new();
    for part in whole {
        *sums.entry((part.day, part.account)).or_default() += part.amount;
    }
    let group: Option<Group> = view.find(&[&entry.group_number])?;
    if let Some(group) = group {
        let inventory = group_accounts::of(view, &group, &entry.site)?.inventory;
        for row in rows.into_iter().filter(|row| !row.account.is_empty()) {
            let day = happened(view, row.issue)?;
            let value = if sign { row.value } else { -row.value };
            for (account, value) in [(&row.account, value), (&inventory, -value)] {
                *sums.entry((day, account.clone())).or_default() += value;
                *sums.entry((entry.effective, account.clone())).or_default() -= value;
            }
        }
    }
    let parts = sums.into_iter().filter(|(_, amount)| !amount.is_zero());
    Ok(parts
        .map(|((day, account), amount)| Part { day, account, amount })
        .collect())
}

/// Returns the late cost that an entry posts, and whether it adds it; otherwise it takes it off again.
fn laid(view: &dyn View, entry: &Entry) -> Result<(Vec<LateCost>, bool), Fault> {
    let negated: Option<Entry> = match entry.negates {
        Some(number) => view.find(&[&number])?,
        None => None,
    };
    let movement = negated
        .as_ref()
        .map_or(entry.movement, |negated| negated.movement);
    Ok((late_costs::of(view, movement)?, negated.is_none()))
}

fn happened(view: &dyn View, seq: i64) -> Result<NaiveDate, Fault> {
    let known: Option<Happened> = view.parts(&Range::of::<Movement>(&[&seq]))?.pop();
    let known = known.filter(|it| it.seq == seq);
    let missing = || Fault::new(format!("movement {seq} is missing"));
    Ok(known.ok_or_else(missing)?.effective)
}
