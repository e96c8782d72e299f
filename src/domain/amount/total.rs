//! Sums of money, wider than a single amount, so that totals never overflow however long the history is.

use super::ratio::divide;
use super::{AsText, MONEY, Money, Ratio, unit};
use crate::domain::currency::told;
use std::ops::{Add, AddAssign, Neg, Sub, SubAssign};

/// A sum of amounts in minor units. An account may have any number of lines, so the sum of their 64-bit amounts is kept
/// in 128 bits, which can't overflow. It is shown, and written to files and drafts, as money is; the books hold no
/// sums.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Total(pub i128);

impl Total {
    /// Nothing.
    pub const ZERO: Self = Self(0);

    /// Returns whether this is zero.
    pub const fn is_zero(self) -> bool {
        self.0 == 0
    }

    /// Returns its absolute value.
    #[must_use]
    pub const fn abs(self) -> Self {
        Self(self.0.saturating_abs())
    }

    /// Returns the sum as an amount that can be stored and posted; `None` if it is too large for one.
    pub fn money(self) -> Option<Money> {
        i64::try_from(self.0).ok().map(Money)
    }

    /// Returns the share of `whole` that this is, in hundredths of a percent, rounded half away from zero; `None` if
    /// `whole` is zero or the result needs more than 64 bits.
    pub fn percent_of(self, whole: Self) -> Option<Ratio> {
        divide(self.0.checked_mul(10_000)?, whole.0).map(Ratio)
    }

    /// Returns how many times `whole` it is, taken `times`, rounded half away from zero to hundredths; `None` if `whole`
    /// is zero or the result needs more than 64 bits.
    pub fn ratio(self, times: i128, whole: Self) -> Option<Ratio> {
        let hundredths = self.0.checked_mul(times)?.checked_mul(100)?;
        divide(hundredths, whole.0).map(Ratio)
    }

    /// Returns the mean of `count` of which this is the sum, rounded half away from zero; zero of none, and where it
    /// needs more than 64 bits.
    #[must_use]
    pub fn over(self, count: i128) -> Self {
        divide(self.0, count).map_or(Self::ZERO, |mean| Self(mean.into()))
    }

    /// Returns `times` times this, saturating at the bounds of 128 bits.
    #[must_use]
    pub const fn times(self, times: i128) -> Self {
        Self(self.0.saturating_mul(times))
    }
}

impl From<Money> for Total {
    fn from(amount: Money) -> Self {
        Self(i128::from(amount.0))
    }
}

impl PartialEq<Money> for Total {
    fn eq(&self, amount: &Money) -> bool {
        *self == Self::from(*amount)
    }
}

impl<T: Into<Self>> Add<T> for Total {
    type Output = Self;
    fn add(self, other: T) -> Self {
        Self(self.0.saturating_add(other.into().0))
    }
}

impl<T: Into<Self>> Sub<T> for Total {
    type Output = Self;
    fn sub(self, other: T) -> Self {
        Self(self.0.saturating_sub(other.into().0))
    }
}

impl Neg for Total {
    type Output = Self;
    fn neg(self) -> Self {
        Self(self.0.saturating_neg())
    }
}

impl<T: Into<Self>> AddAssign<T> for Total {
    fn add_assign(&mut self, other: T) {
        *self = *self + other;
    }
}

impl<T: Into<Self>> SubAssign<T> for Total {
    fn sub_assign(&mut self, other: T) {
        *self = *self - other;
    }
}

impl<T: Into<Self>> std::iter::Sum<T> for Total {
    fn sum<I: Iterator<Item = T>>(amounts: I) -> Self {
        amounts.fold(Self::ZERO, Add::add)
    }
}

impl std::fmt::Display for Total {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.pad(&written(self.0, unit::decimals()))
    }
}

/// Returns a number of minor units as digits of the major one.
pub(super) fn written(units: i128, decimals: u32) -> String {
    let (major, size) = (10_u128.pow(decimals), units.unsigned_abs());
    let sign = if units < 0 { "-" } else { "" };
    if decimals == 0 {
        return format!("{sign}{size}");
    }
    let places = usize::try_from(decimals).unwrap_or(0);
    format!("{sign}{}.{:0places$}", size / major, size % major)
}

/// Reads what [`written`] returned for as many decimals; `None` for anything else.
fn read(text: &str, decimals: u32) -> Option<i128> {
    let (units, part) = match decimals {
        0 => (text, ""),
        _ => text.rsplit_once('.')?,
    };
    let digits = format!("{units}{part}");
    let is_plain = digits.trim_start_matches('-').bytes().all(|b| b.is_ascii_digit());
    let has_all = u32::try_from(part.len()) == Ok(decimals);
    digits.parse().ok().filter(|_| is_plain && has_all)
}

impl std::str::FromStr for Total {
    type Err = String;

    /// Reads a [`Total`] as it is displayed: an amount with all its decimals, of any size.
    fn from_str(text: &str) -> Result<Self, String> {
        let sum = read(text, unit::decimals()).map(Self);
        sum.ok_or_else(|| format!("expected a sum with {}, found {text:?}", told(unit::decimals())))
    }
}

impl<'de> serde::Deserialize<'de> for Total {
    fn deserialize<D: serde::Deserializer<'de>>(d: D) -> Result<Self, D::Error> {
        String::deserialize(d)?.parse().map_err(serde::de::Error::custom)
    }
}

impl serde::Serialize for Total {
    fn serialize<S: serde::Serializer>(&self, s: S) -> Result<S::Ok, S::Error> {
        s.serialize_newtype_struct(MONEY, &AsText(self))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_sum_is_exact_where_one_amount_would_not_hold_it() {
        let most = [Money(i64::MAX); 3];
        let sum: Total = most.into_iter().sum();
        assert_eq!(sum.to_string(), "276701161105643274.21");
        assert_eq!(sum.money(), None);
        assert_eq!(sum.to_string().parse(), Ok(sum));
        assert!("1".parse::<Total>().is_err_and(|why| why.contains("\"1\"")));
        assert_eq!(
            (sum - Money(i64::MAX) - Money(i64::MAX)).money(),
            Some(Money(i64::MAX))
        );
    }

    #[test]
    fn a_sum_is_written_as_money_is() {
        for cents in [0, 5, -5, 100, -12_345, i64::MAX, i64::MIN] {
            let (sum, amount) = (Total::from(Money(cents)), Money(cents));
            assert_eq!(sum.to_string(), amount.to_string());
            assert_eq!(format!("{sum:>30}"), format!("{amount:>30}"));
            assert_eq!(sum, amount);
            assert_eq!(sum.to_string().parse(), Ok(sum));
        }
    }

    #[test]
    fn a_sum_has_the_decimals_of_its_currency() {
        for (units, decimals, expected) in [
            (1050, 0, "1050"),
            (-5, 0, "-5"),
            (1050, 3, "1.050"),
            (-7, 3, "-0.007"),
            (i128::from(i64::MIN), 4, "-922337203685477.5808"),
        ] {
            assert_eq!(written(units, decimals), expected);
            assert_eq!(read(expected, decimals), Some(units), "{expected}");
        }
        for (text, decimals) in [
            ("1.0", 0),
            ("1", 3),
            ("1.00", 3),
            ("1.0000", 3),
            ("", 0),
            ("1.-00", 3),
        ] {
            assert_eq!(read(text, decimals), None, "{text}");
        }
    }
}
