//! Blind counts: who may count, and from whom the books are withheld meanwhile.
//!
//! A bin is under count from the opening of its sheet until the difference is posted or the sheet rejected. Until then
//! whoever may still count it is told neither what the books say of it nor a total that it is part of. Who decides
//! about the sheet is told as always, unless it is the one who counts right now. A document has the right of the
//! store's file and counts nothing.

use super::view::View;
use crate::domain::amount::Qty;
use crate::domain::blind::Stated;
use crate::domain::code::{Badge, ItemCode, LocationCode};
use crate::domain::count::{Count, CountAttempt, CountChange, CountState};
use crate::domain::movement::Movement;
use crate::domain::record::{Fault, Range, Record};
use crate::domain::stock::Balance;
use crate::domain::user::{Role, User};
use std::collections::BTreeSet;

/// Who may count.
pub const COUNTS: &[Role] = &[Role::Counter, Role::Supervisor];
/// Who decides about what was counted.
pub const DECIDES: &[Role] = &[Role::Supervisor];

/// The operations after which a bin may be under count that was not before, or may no longer be.
const CHANGES: &[&str] = &[
    "count_open",
    "count_close",
    "count_again",
    "count_approve",
    "count_reject",
    "take_over",
    "reverse",
];

/// The bins, of those asked about, of which one operator is not told what the books say.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Blindness {
    bins: BTreeSet<LocationCode>,
}

impl Blindness {
    /// Returns which of the bins are under count and may still be counted by the operator. Nothing is looked up for
    /// anybody else, nor of any other bin: during a stock-take there are thousands of open sheets.
    ///
    /// # Errors
    /// A [`Fault`] if the store can't answer.
    pub fn among<'a>(
        view: &dyn View,
        operator: &User,
        bins: impl IntoIterator<Item = &'a LocationCode>,
    ) -> Result<Self, Fault> {
        let mut hidden = BTreeSet::new();
        if counts(operator) {
            let bins: BTreeSet<&LocationCode> = bins.into_iter().collect();
            for bin in bins {
                if is_under_count(view, operator, bin)? {
                    hidden.insert(bin.clone());
                }
            }
        }
        Ok(Self { bins: hidden })
    }

    /// Returns which of the bins of balances are withheld from the operator, as [`among`](Self::among).
    ///
    /// # Errors
    /// A [`Fault`] if the store can't answer.
    pub fn of(view: &dyn View, operator: &User, stock: &[Balance]) -> Result<Self, Fault> {
        Self::among(view, operator, stock.iter().map(|balance| &balance.location))
    }

    /// Returns whether what lies at a location is withheld.
    pub fn hides(&self, location: &LocationCode) -> bool {
        self.bins.contains(location)
    }

    /// Returns a quantity at a location as it is told.
    pub fn state(&self, location: &LocationCode, qty: Qty) -> Stated {
        if self.hides(location) {
            Stated::withheld()
        } else {
            qty.into()
        }
    }

    /// Returns a total over balances as it is told.
    pub fn total(&self, stock: &[Balance], part: impl Fn(&Balance) -> Qty) -> Stated {
        let parts = stock.iter();
        parts
            .map(|balance| self.state(&balance.location, part(balance)))
            .sum()
    }
}

/// Returns whether a movement put goods into a bin that is withheld from an operator, or took them out of it.
///
/// # Errors
/// A [`Fault`] if the store can't answer.
pub fn hides_movement(view: &dyn View, operator: &User, movement: &Movement) -> Result<bool, Fault> {
    let ends = [&movement.from_location, &movement.to_location];
    let hidden = Blindness::among(view, operator, ends.into_iter().flatten())?;
    Ok(!hidden.bins.is_empty())
}

/// Returns a quantity that was counted over all places of an item as an operator may be told it.
///
/// # Errors
/// A [`Fault`] if the store can't answer.
pub fn total_of_item(view: &dyn View, operator: &User, item: &ItemCode, qty: Qty) -> Result<Stated, Fault> {
    if !counts(operator) {
        return Ok(qty.into());
    }
    let stock: Vec<Balance> = view.all(&[item])?;
    let hidden = Blindness::of(view, operator, &stock)?;
    Ok(if hidden.bins.is_empty() {
        qty.into()
    } else {
        Stated::withheld()
    })
}

/// Returns the row that tells terminals of an operation, if other bins may be under count after it than before.
pub fn change_by(operation: i64, word: &str) -> Option<CountChange> {
    CHANGES.contains(&word).then_some(CountChange { operation })
}

/// Returns whether bins may have come under count, or ceased to be, for an operator since such a change, and the number
/// of the last one.
///
/// # Errors
/// A [`Fault`] if the store can't answer.
pub fn may_have_changed(view: &dyn View, operator: &User, since: i64) -> Result<(bool, i64), Fault> {
    if !counts(operator) {
        return Ok((false, since));
    }
    let last = view.last(CountChange::TABLE)?;
    Ok((since < last, last))
}

fn has_one_of(operator: &User, roles: &[Role]) -> bool {
    roles.iter().any(|role| operator.has(*role))
}

fn counts(operator: &User) -> bool {
    has_one_of(operator, COUNTS)
}

fn is_under_count(view: &dyn View, operator: &User, bin: &LocationCode) -> Result<bool, Fault> {
    let decides = has_one_of(operator, DECIDES);
    for state in CountState::OPEN {
        if decides && *state != CountState::Counting {
            continue;
        }
        for count in view.list::<Count>(&Range::by(Count::BY_STATE, &[state, bin]))? {
            if !decides || counts_now(view, &count, &operator.badge)? {
                return Ok(true);
            }
        }
    }
    Ok(false)
}

/// Returns whether the operator makes the attempt that is under way.
fn counts_now(view: &dyn View, count: &Count, operator: &Badge) -> Result<bool, Fault> {
    let attempt: Option<CountAttempt> = view.find(&[&count.count, &count.attempt])?;
    Ok(attempt.is_some_and(|attempt| attempt.operator == *operator))
}
