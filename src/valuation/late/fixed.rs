//! Amounts finer than a cent, as shares of late cost are until they are rounded, once.

use crate::domain::amount::{Money, Qty};
use std::ops::{Add, AddAssign, Neg, Sub, SubAssign};

/// Binary places behind the cent.
const PLACES: u32 = 60;
/// Places that can't be relied on: every division may be off by half of the last place.
const LOOSE: u32 = 28;

/// An amount in 2⁻⁶⁰ cents. A division that does not come out even is off by at most half of that, so that after ten
/// thousand of them 2⁻⁴⁷ of a cent are uncertain; whatever is rounded is rounded to 2⁻³² of a cent first.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct Fixed(i128);

impl Fixed {
    /// Nothing.
    pub const ZERO: Self = Self(0);

    /// Returns whole cents.
    pub fn of(amount: Money) -> Self {
        Self(i128::from(amount.0) << PLACES)
    }

    /// Returns whether it is exactly nothing.
    pub const fn is_zero(self) -> bool {
        self.0 == 0
    }

    /// Returns this × `part` / `whole`, to the nearest place. A `whole` of nothing has no parts: all of it is nothing.
    #[must_use]
    pub fn ratio(self, part: Qty, whole: Qty) -> Self {
        let (part, whole) = (i128::from(part.0), i128::from(whole.0));
        if whole == 0 {
            return Self::ZERO;
        }
        let (part, whole) = (part * whole.signum(), whole.abs());
        let (times, rest) = (self.0.div_euclid(whole), self.0.rem_euclid(whole));
        let rest = (rest * part + whole / 2).div_euclid(whole);
        Self(times.saturating_mul(part).saturating_add(rest))
    }

    /// Returns the next lower whole cents and what is left of them, from 0 up to less than a cent.
    pub fn floor(self) -> (i128, Self) {
        let told = self.told();
        let whole = told >> PLACES;
        (whole, Self(told - (whole << PLACES)))
    }

    /// Returns whole cents, rounded half away from zero; `None` if they can't be recorded.
    pub fn cents(self) -> Option<Money> {
        let (size, half) = (self.told().checked_abs()?, 1_i128 << (PLACES - 1));
        let whole = i64::try_from(size.checked_add(half)? >> PLACES).ok()?;
        Some(Money(if self.0 < 0 { -whole } else { whole }))
    }

    /// Returns half of the amount.
    #[must_use]
    pub const fn halved(self) -> Self {
        Self(self.0 / 2)
    }

    /// Returns the amount to the places that can be relied on.
    fn told(self) -> i128 {
        self.0.saturating_add(1 << (LOOSE - 1)) >> LOOSE << LOOSE
    }
}

impl Add for Fixed {
    type Output = Self;
    fn add(self, other: Self) -> Self {
        Self(self.0.saturating_add(other.0))
    }
}

impl AddAssign for Fixed {
    fn add_assign(&mut self, other: Self) {
        *self = *self + other;
    }
}

impl Sub for Fixed {
    type Output = Self;
    fn sub(self, other: Self) -> Self {
        Self(self.0.saturating_sub(other.0))
    }
}

impl SubAssign for Fixed {
    fn sub_assign(&mut self, other: Self) {
        *self = *self - other;
    }
}

impl Neg for Fixed {
    type Output = Self;
    fn neg(self) -> Self {
        Self(self.0.saturating_neg())
    }
}

impl std::iter::Sum for Fixed {
    fn sum<I: Iterator<Item = Self>>(amounts: I) -> Self {
        amounts.fold(Self::ZERO, |sum, amount| sum + amount)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn three_thirds_are_a_whole_and_half_a_cent_is_half_a_cent() {
        let third = Fixed::of(Money(1)).ratio(Qty::ONE, Qty::units(3));
        assert_eq!((third + third + third).floor(), (1, Fixed::ZERO));
        let sixth = Fixed::of(Money(1)).ratio(Qty::ONE, Qty::units(6));
        assert_eq!((sixth + sixth + sixth).cents(), Some(Money(1)));
        assert_eq!((-(sixth + sixth + sixth)).cents(), Some(Money(-1)));
        assert_eq!((sixth + sixth).cents(), Some(Money(0)));
    }

    #[test]
    fn the_largest_amount_keeps_its_shares() {
        let largest = Fixed::of(Money(i64::MAX));
        assert_eq!(
            largest.ratio(Qty(i64::MAX - 1), Qty(i64::MAX)).cents(),
            Some(Money(i64::MAX - 1))
        );
        assert_eq!(Fixed::of(Money(-7)).ratio(Qty::ONE, Qty::units(2)).floor().0, -4);
    }
}
