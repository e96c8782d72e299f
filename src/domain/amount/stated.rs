//! An amount in the currency of its document, which need not be the company's.

use super::ratio::{AmountError, divide, quotient};
use super::{AsText, Decimals, MICRO, MONEY, Money, Price, Qty, parse, total, unit};
use crate::domain::currency;
use std::cmp::Ordering;
use std::ops::{Add, Neg, Sub};

/// An amount of money with decimals of its own: those of the currency that it is in, or as many as a document states.
/// It is exact, and two amounts are equal where they are worth the same.
///
/// As a document states it, it has no fewer decimals than the company's money, so that it is written in one way only.
/// Whether it has no more than its currency knows only who knows the currency.
#[derive(Clone, Copy, Debug, Default)]
pub struct Amount {
    units: i64,
    decimals: u32,
}

impl Amount {
    /// Returns so many minor units of a currency with so many decimals.
    pub const fn of(units: i64, decimals: u32) -> Self {
        Self { units, decimals }
    }

    /// Returns what `qty` units cost at `price` for every `per` units, rounded half away from zero to so many decimals.
    ///
    /// # Errors
    /// If the amount can't be recorded, or `per` is zero.
    pub fn at_price(qty: Qty, price: Price, per: Qty, decimals: u32) -> Result<Self, AmountError> {
        Ok(Self::of(qty.minor_units_at(price, per, decimals)?, decimals))
    }

    /// Returns whether this is zero.
    pub const fn is_zero(self) -> bool {
        self.units == 0
    }

    /// Returns whether this is below zero.
    pub const fn is_negative(self) -> bool {
        self.units < 0
    }

    /// Returns it in minor units of a currency with so many decimals; `None` where it is finer than that, or too large.
    pub fn minor_units(self, decimals: u32) -> Option<i64> {
        match self.decimals.checked_sub(decimals) {
            None | Some(0) => self.units.checked_mul(10_i64.pow(decimals - self.decimals)),
            Some(finer) => {
                let step = 10_i64.pow(finer);
                (self.units % step == 0).then(|| self.units / step)
            }
        }
    }

    /// Returns it in company currency at `rate` for one unit of its own, rounded once, half away from zero.
    ///
    /// # Errors
    /// If it can't be recorded.
    pub fn at(self, rate: Price) -> Result<Money, AmountError> {
        let product = i128::from(self.units) * i128::from(rate.0) * scale(unit::decimals());
        let converted = divide(product, i128::from(MICRO) * scale(self.decimals));
        let what = || AmountError::TooLarge(format!("{self} at {rate}"));
        converted.map(Money).ok_or_else(what)
    }

    /// Returns the share of it that `part` of `whole` carries, rounded to its decimals.
    ///
    /// # Errors
    /// If the share can't be recorded, or `whole` is zero and `part` is not.
    pub fn share(self, part: Qty, whole: Qty) -> Result<Self, AmountError> {
        if part == whole {
            return Ok(self);
        }
        let what = || format!("the share of {part} in {whole}, worth {self},");
        Ok(Self::of(
            quotient(self.units, part.0, whole.0, what)?,
            self.decimals,
        ))
    }

    /// Returns it with no fewer decimals than another amount has; bounded where that is too large.
    fn beside(self, other: Self) -> Self {
        let decimals = self.decimals.max(other.decimals);
        let step = 10_i64.pow(decimals - self.decimals);
        Self::of(self.units.saturating_mul(step), decimals)
    }
}

fn scale(decimals: u32) -> i128 {
    10_i128.pow(decimals)
}

impl From<Money> for Amount {
    fn from(money: Money) -> Self {
        Self::of(money.0, unit::decimals())
    }
}

impl Add for Amount {
    type Output = Self;
    fn add(self, other: Self) -> Self {
        let (one, other) = (self.beside(other), other.beside(self));
        Self::of(one.units.saturating_add(other.units), one.decimals)
    }
}

impl Neg for Amount {
    type Output = Self;
    fn neg(self) -> Self {
        Self::of(self.units.saturating_neg(), self.decimals)
    }
}

impl Sub for Amount {
    type Output = Self;
    fn sub(self, other: Self) -> Self {
        self + -other
    }
}

impl std::iter::Sum for Amount {
    fn sum<I: Iterator<Item = Self>>(amounts: I) -> Self {
        amounts.fold(Self::default(), Add::add)
    }
}

impl PartialEq for Amount {
    fn eq(&self, other: &Self) -> bool {
        self.cmp(other) == Ordering::Equal
    }
}

impl Eq for Amount {}

impl PartialOrd for Amount {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Amount {
    fn cmp(&self, other: &Self) -> Ordering {
        let exact = |it: &Self, beside: &Self| i128::from(it.units) * scale(beside.decimals);
        exact(self, other).cmp(&exact(other, self))
    }
}

impl std::fmt::Display for Amount {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.pad(&total::written(self.units.into(), self.decimals))
    }
}

impl std::str::FromStr for Amount {
    type Err = String;

    /// Reads an amount as a document states it.
    fn from_str(text: &str) -> Result<Self, String> {
        let part = text.trim().split_once('.').map_or("", |(_, part)| part);
        let stated = u32::try_from(part.trim_end_matches('0').len()).unwrap_or(currency::MOST);
        let decimals = stated.min(currency::MOST).max(unit::decimals());
        parse(text, decimals, "an amount of money").map(|units| Self::of(units, decimals))
    }
}

impl serde::Serialize for Amount {
    fn serialize<S: serde::Serializer>(&self, s: S) -> Result<S::Ok, S::Error> {
        s.serialize_newtype_struct(MONEY, &AsText(self))
    }
}

impl<'de> serde::Deserialize<'de> for Amount {
    fn deserialize<D: serde::Deserializer<'de>>(d: D) -> Result<Self, D::Error> {
        Decimals::deserialize(d)?
            .0
            .parse()
            .map_err(serde::de::Error::custom)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Amount {
        text.parse().expect("an amount")
    }

    #[test]
    fn an_amount_is_written_as_it_was_and_with_no_fewer_decimals_than_the_companys() {
        for (stated, written) in [
            ("10.5", "10.50"),
            ("100", "100.00"),
            ("1.234", "1.234"),
            ("1.2340", "1.234"),
            ("-0.0005", "-0.0005"),
            ("92233720368547758.07", "92233720368547758.07"),
        ] {
            assert_eq!(read(stated).to_string(), written);
            let json = serde_json::to_string(&read(stated)).expect("a text");
            assert_eq!(json, format!("\"{written}\""));
            assert_eq!(serde_json::from_str::<Amount>(&json).ok(), Some(read(stated)));
        }
        for text in ["1.23456", "922337203685477.58070001", "1,5", "1.2.3", "", "."] {
            assert!(text.parse::<Amount>().is_err(), "{text}");
        }
    }

    #[test]
    fn minor_units_are_exact_or_none() {
        for (stated, decimals, units) in [
            ("100", 0, Some(100)),
            ("100.5", 0, None),
            ("1.234", 3, Some(1234)),
            ("1.234", 2, None),
            ("1.25", 4, Some(12_500)),
            ("92233720368547758.07", 3, None),
        ] {
            assert_eq!(
                read(stated).minor_units(decimals),
                units,
                "{stated} with {decimals}"
            );
        }
    }

    #[test]
    fn it_is_converted_and_rounded_once() {
        let rate = |text: &str| text.parse::<Price>().expect("a rate");
        for (amount, by, expected) in [
            (Amount::of(100, 0), "0.0061", 61),
            (Amount::of(1234, 3), "3", 370),
            (Amount::of(1235, 3), "1", 124),
            (Amount::of(-1235, 3), "1", -124),
            (Amount::of(125, 2), "1", 125),
            (Amount::of(i64::MAX, 4), "1", 92_233_720_368_547_758),
        ] {
            assert_eq!(amount.at(rate(by)), Ok(Money(expected)), "{amount} at {by}");
        }
        assert!(Amount::of(i64::MAX, 0).at(rate("1")).is_err());
    }

    #[test]
    fn amounts_with_other_decimals_are_compared_and_added_exactly() {
        let (yen, old) = (Amount::of(101, 0), Amount::of(10_050, 2));
        assert_eq!((yen - old).to_string(), "0.50");
        assert!(old < yen && Amount::of(10_100, 2) == yen && Amount::default().is_zero());
        assert_eq!([yen, old].into_iter().sum::<Amount>(), read("201.5"));
        let third = yen.share(Qty::ONE, Qty::units(3));
        assert_eq!(third.map(|it| it.to_string()), Ok("34".to_owned()));
    }
}
