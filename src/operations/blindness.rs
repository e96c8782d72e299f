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
use crate::domain::count::{Count, CountAttempt, CountState};
use crate::domain::movement::Movement;
use crate::domain::record::{Fault, Range};
use crate::domain::stock::Balance;
use crate::domain::user::{Role, User};

/// Who may count.
pub const COUNTS: &[Role] = &[Role::Counter, Role::Supervisor];
/// Who decides about what was counted.
pub const DECIDES: &[Role] = &[Role::Supervisor];

/// The bins of which one operator is not told what the books say.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Blindness {
    bins: Vec<LocationCode>,
}

impl Blindness {
    /// Returns the bins under count that the operator may still count. Nothing is looked up for anybody else.
    ///
    /// # Errors
    /// A [`Fault`] if the store can't answer.
    pub fn of(view: &dyn View, operator: &User) -> Result<Self, Fault> {
        let has_one_of = |roles: &[Role]| roles.iter().any(|role| operator.has(*role));
        let mut bins = Vec::new();
        if !has_one_of(COUNTS) {
            return Ok(Self { bins });
        }
        let decides = has_one_of(DECIDES);
        for state in CountState::OPEN {
            if decides && *state != CountState::Counting {
                continue;
            }
            for count in view.list::<Count>(&Range::by(Count::BY_STATE, &[state]))? {
                if !decides || counts_now(view, &count, &operator.badge)? {
                    bins.push(count.location);
                }
            }
        }
        Ok(Self { bins })
    }

    /// Returns whether what lies at a location is withheld.
    pub fn hides(&self, location: &LocationCode) -> bool {
        self.bins.contains(location)
    }

    /// Returns whether a movement put goods into such a bin or took them out of it.
    pub fn hides_movement(&self, movement: &Movement) -> bool {
        let ends = [&movement.from_location, &movement.to_location];
        ends.into_iter().flatten().any(|end| self.hides(end))
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

    /// Returns a quantity that was counted over all places of an item as it is told.
    ///
    /// # Errors
    /// A [`Fault`] if the store can't answer.
    pub fn total_of_item(&self, view: &dyn View, item: &ItemCode, qty: Qty) -> Result<Stated, Fault> {
        if self.bins.is_empty() {
            return Ok(qty.into());
        }
        let stock: Vec<Balance> = view.all(&[item])?;
        let is_hidden = stock.iter().any(|balance| self.hides(&balance.location));
        Ok(if is_hidden { Stated::withheld() } else { qty.into() })
    }
}

/// Returns whether the operator makes the attempt that is under way.
fn counts_now(view: &dyn View, count: &Count, operator: &Badge) -> Result<bool, Fault> {
    let attempt: Option<CountAttempt> = view.find(&[&count.count, &count.attempt])?;
    Ok(attempt.is_some_and(|attempt| attempt.operator == *operator))
}
