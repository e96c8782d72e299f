//! Quantities of the books as they are told: as a number, or withheld because the goods are under count.

use super::amount::Qty;
use serde::{Deserialize, Serialize};
use std::fmt;
use std::iter::Sum;
use std::ops::{Add, Sub};

/// What is told instead of a number that is withheld.
const UNDER_COUNT: &str = "under count";

/// A quantity of the books as one operator is told it. A withheld number is not in it at all, so that nothing that is
/// made from it, shown or kept, can give it away.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Stated(Option<Qty>);

impl Stated {
    /// Returns a quantity that is withheld.
    pub const fn withheld() -> Self {
        Self(None)
    }

    /// Returns the number; `None` if it is withheld.
    pub const fn known(self) -> Option<Qty> {
        self.0
    }

    /// Returns whether the number is withheld.
    pub const fn is_withheld(self) -> bool {
        self.0.is_none()
    }

    /// Returns whether it is known to be below a quantity.
    pub fn is_below(self, qty: Qty) -> bool {
        self.0.is_some_and(|known| known < qty)
    }

    /// Returns whether it is known to be zero.
    pub fn is_zero(self) -> bool {
        self.0.is_some_and(Qty::is_zero)
    }

    /// Returns the smaller of both; withheld if either is.
    #[must_use]
    pub fn min(self, other: Self) -> Self {
        self.with(other, Ord::min)
    }

    fn with(self, other: Self, made: impl Fn(Qty, Qty) -> Qty) -> Self {
        Self(self.0.zip(other.0).map(|(one, other)| made(one, other)))
    }
}

impl Default for Stated {
    fn default() -> Self {
        Qty::ZERO.into()
    }
}

impl From<Qty> for Stated {
    fn from(qty: Qty) -> Self {
        Self(Some(qty))
    }
}

impl Add for Stated {
    type Output = Self;
    fn add(self, other: Self) -> Self {
        self.with(other, Add::add)
    }
}

impl Sub for Stated {
    type Output = Self;
    fn sub(self, other: Self) -> Self {
        self.with(other, Sub::sub)
    }
}

impl Sum for Stated {
    fn sum<I: Iterator<Item = Self>>(parts: I) -> Self {
        parts.fold(Self::default(), Add::add)
    }
}

impl fmt::Display for Stated {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.0 {
            Some(known) => known.fmt(f),
            None => f.pad(UNDER_COUNT),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_total_is_withheld_with_any_of_its_parts() {
        let known = [Qty::units(5), Qty::units(8)].map(Stated::from);
        assert_eq!(known.into_iter().sum::<Stated>(), Qty::units(13).into());
        let parts = [known[0], Stated::withheld()];
        let total: Stated = parts.into_iter().sum();
        assert!(total.is_withheld() && !total.is_below(Qty::units(9_999)) && !total.is_zero());
        assert_eq!(total.to_string(), "under count");
        assert!(known[1].min(Stated::withheld()).is_withheld());
    }

    #[test]
    fn a_known_one_is_kept_as_any_quantity_is() {
        let (known, qty) = (Stated::from(Qty::units(48)), Qty::units(48));
        let written = serde_json::to_string(&known).unwrap();
        assert_eq!(written, serde_json::to_string(&qty).unwrap());
        assert_eq!(serde_json::from_str::<Stated>(&written).unwrap(), known);
        assert_eq!(
            serde_json::from_str::<Stated>("null").unwrap(),
            Stated::withheld()
        );
    }
}
