//! Products, quotients and shares of amounts: each is exact to its rounding or an error, and never saturates silently.

use super::{MICRO, Money, Price, Qty, unit};

/// Why an amount can't be computed.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum AmountError {
    /// The result does not fit into 64 bits; holds what was to be computed.
    #[error("{0} is beyond what can be recorded")]
    TooLarge(String),
    /// A division by zero; holds what was to be computed.
    #[error("{0} has no answer, because it is divided by nothing")]
    OfNothing(String),
}

/// Returns `a × b / c`, rounded half away from zero; `None` if `c` is zero or the quotient needs more than 64 bits.
pub fn mul_div(a: i64, b: i64, c: i64) -> Option<i64> {
    divide(i128::from(a) * i128::from(b), i128::from(c))
}

/// Returns `product / divisor`, rounded half away from zero; `None` under the same conditions as for [`mul_div`].
pub(super) fn divide(product: i128, divisor: i128) -> Option<i64> {
    let (quotient, rest) = (product.checked_div(divisor)?, product.checked_rem(divisor)?);
    let away = if (product < 0) == (divisor < 0) { 1 } else { -1 };
    let is_half = divisor.unsigned_abs() <= rest.unsigned_abs().checked_mul(2)?;
    i64::try_from(if is_half { quotient + away } else { quotient }).ok()
}

/// Returns the result of [`mul_div`], or an error that says what was to be computed.
pub(super) fn quotient(a: i64, b: i64, c: i64, what: impl FnOnce() -> String) -> Result<i64, AmountError> {
    match mul_div(a, b, c) {
        Some(quotient) => Ok(quotient),
        None if c == 0 => Err(AmountError::OfNothing(what())),
        None => Err(AmountError::TooLarge(what())),
    }
}

/// Spreads `total` over `weights` by the largest remainder, ties going to the first; the parts sum to `total`.
///
/// # Errors
/// If `total` is not zero and the weights sum to zero, or if a part can't be recorded.
pub fn allocate(total: Money, weights: &[i64]) -> Result<Vec<Money>, AmountError> {
    let what = || format!("{total} spread over {} parts", weights.len());
    let sum: i128 = weights.iter().map(|w| i128::from(*w)).sum();
    if sum == 0 {
        return match total {
            Money::ZERO => Ok(vec![Money::ZERO; weights.len()]),
            _ => Err(AmountError::OfNothing(what())),
        };
    }
    let (sum, sign) = (sum.abs(), sum.signum());
    let exact: Vec<i128> = weights
        .iter()
        .map(|w| i128::from(total.0) * i128::from(*w) * sign)
        .collect();
    let narrow = |part: i128| i64::try_from(part).map_err(|_| AmountError::TooLarge(what()));
    let mut parts: Vec<i64> = exact
        .iter()
        .map(|e| narrow(e.div_euclid(sum)))
        .collect::<Result<_, _>>()?;
    let mut by_rest: Vec<usize> = (0..weights.len()).collect();
    by_rest.sort_by_key(|i| std::cmp::Reverse(exact[*i].rem_euclid(sum)));
    let missing = i128::from(total.0) - parts.iter().map(|part| i128::from(*part)).sum::<i128>();
    // Each part was rounded down by less than one, so fewer are missing than there are parts.
    for i in by_rest.into_iter().take(usize::try_from(missing).unwrap_or(0)) {
        parts[i] += 1;
    }
    Ok(parts.into_iter().map(Money).collect())
}

impl Qty {
    /// More than can be recorded: no operation takes it.
    pub const BEYOND: Self = Self(i64::MAX);
    /// Returns what this many units cost at `price` for every `per` units, rounded half away from zero.
    ///
    /// # Errors
    /// If the amount can't be recorded, or `per` is zero.
    pub fn at(self, price: Price, per: Self) -> Result<Money, AmountError> {
        self.minor_units_at(price, per, unit::decimals()).map(Money)
    }
    /// Returns the same in minor units of a currency with so many decimals.
    ///
    /// # Errors
    /// As [`Qty::at`].
    pub(super) fn minor_units_at(self, price: Price, per: Self, decimals: u32) -> Result<i64, AmountError> {
        let scale = i128::from(per.0) * i128::from(unit::millionths(decimals));
        let what = || format!("{self} at {price} for {per}");
        match divide(i128::from(self.0) * i128::from(price.0), scale) {
            Some(units) => Ok(units),
            None if scale == 0 => Err(AmountError::OfNothing(what())),
            None => Err(AmountError::TooLarge(what())),
        }
    }
    /// Returns what this many units cost at a price per unit.
    ///
    /// # Errors
    /// If the amount can't be recorded.
    pub fn at_unit(self, price: Price) -> Result<Money, AmountError> {
        self.at(price, Self::ONE)
    }
    /// Returns `count` times this quantity, which is what one package holds or one unit takes.
    ///
    /// # Errors
    /// If the quantity can't be recorded.
    pub fn times(self, count: Self) -> Result<Self, AmountError> {
        quotient(self.0, count.0, MICRO, || format!("{count} times {self}")).map(Self)
    }
    /// Returns the share of this quantity that goes with `part` of `whole`.
    ///
    /// # Errors
    /// If the quantity can't be recorded, or `whole` is zero.
    pub fn share(self, part: Self, whole: Self) -> Result<Self, AmountError> {
        let what = || format!("the share of {part} in {whole}, of a quantity of {self},");
        quotient(self.0, part.0, whole.0, what).map(Self)
    }
    /// Returns `percent` percent of this quantity.
    ///
    /// # Errors
    /// If the quantity can't be recorded.
    pub fn percent(self, percent: i64) -> Result<Self, AmountError> {
        quotient(self.0, percent, 100, || format!("{percent} % of {self}")).map(Self)
    }
}

impl Money {
    /// Returns the share of this value that `part` of `whole` carries; all of it if the two are equal.
    ///
    /// # Errors
    /// If the share can't be recorded, or `whole` is zero and `part` is not.
    pub fn share(self, part: Qty, whole: Qty) -> Result<Self, AmountError> {
        if part == whole {
            return Ok(self);
        }
        let what = || format!("the share of {part} in {whole}, worth {self},");
        quotient(self.0, part.0, whole.0, what).map(Self)
    }
    /// Returns the share of this amount that goes with `part` of the amount `whole`.
    ///
    /// # Errors
    /// If it can't be recorded, or `whole` is zero.
    pub fn with(self, part: Self, whole: Self) -> Result<Self, AmountError> {
        let what = || format!("the share of {part} in {whole}, of {self},");
        quotient(self.0, part.0, whole.0, what).map(Self)
    }
    /// Returns this value's share at a rate in parts per million, rounded half away from zero.
    ///
    /// # Errors
    /// If the share can't be recorded.
    pub fn rate_ppm(self, ppm: i64) -> Result<Self, AmountError> {
        quotient(self.0, ppm, MICRO, || format!("{ppm} millionths of {self}")).map(Self)
    }
}

impl Price {
    /// Returns an amount of money as a price with six decimals.
    ///
    /// # Errors
    /// If the price can't be recorded.
    pub fn of_money(value: Money) -> Result<Self, AmountError> {
        let price = value.0.checked_mul(unit::millionths(unit::decimals()));
        let what = || AmountError::TooLarge(format!("a price of {value}"));
        price.map(Self).ok_or_else(what)
    }
    /// Returns the unit price at which `qty` is worth `value`, to six decimals.
    ///
    /// # Errors
    /// If the price can't be recorded, or `qty` is zero.
    pub fn per_unit(value: Money, qty: Qty) -> Result<Self, AmountError> {
        let scale = MICRO * unit::millionths(unit::decimals());
        quotient(value.0, scale, qty.0, || format!("{value} for {qty}")).map(Self)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_third_is_rounded_half_away_and_the_rest_is_not_lost() {
        assert_eq!(mul_div(10, 1, 4), Some(3));
        assert_eq!(mul_div(-10, 1, 4), Some(-3));
        assert_eq!(mul_div(1000, 1, 3), Some(333));
        let parts = |total, weights: &[i64]| allocate(Money(total), weights).unwrap();
        assert_eq!(parts(3700, &[10, 5]), [Money(2467), Money(1233)]);
        assert_eq!(parts(1, &[1, 1, 1]), [Money(1), Money(0), Money(0)]);
        assert_eq!(parts(-100, &[1, 2]).into_iter().sum::<Money>(), Money(-100));
        assert_eq!(parts(0, &[0, 0]), [Money(0), Money(0)]);
    }

    #[test]
    fn a_division_by_nothing_and_a_result_out_of_range_are_errors() {
        assert_eq!(mul_div(1, 1, 0), None);
        assert_eq!(mul_div(0, 0, 0), None);
        assert_eq!(mul_div(i64::MAX, i64::MAX, 1), None);
        assert_eq!(mul_div(i64::MIN, 1, -1), None);
        assert_eq!(mul_div(i64::MAX, i64::MIN, i64::MIN), Some(i64::MAX));
        let text = |error: AmountError| error.to_string();
        let share = Money(100).share(Qty::ONE, Qty::ZERO).map_err(text);
        let why = "the share of 1 in 0, worth 1.00, has no answer, because it is divided by nothing";
        assert_eq!(share, Err(why.to_owned()));
        let many = Qty::units(9_000_000).times(Qty::units(9_000_000)).map_err(text);
        let why = "9000000 times 9000000 is beyond what can be recorded";
        assert_eq!(many, Err(why.to_owned()));
        assert!(Qty::units(9_000_000_000).at_unit(Price(i64::MAX)).is_err());
        assert!(Price::per_unit(Money(1), Qty::ZERO).is_err());
        assert!(Price::of_money(Money(i64::MAX)).is_err());
        assert!(allocate(Money(1), &[0, 0]).is_err());
        assert!(allocate(Money(1), &[]).is_err());
        assert!(allocate(Money(i64::MAX), &[i64::MAX, 1 - i64::MAX]).is_err());
    }
}
