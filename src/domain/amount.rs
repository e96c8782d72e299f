//! Money, quantity and price: integers inside, exact decimals at the edges. Nothing here is a float.

mod ratio;
mod stated;
mod total;
pub mod unit;

pub use ratio::{AmountError, allocate, mul_div};
pub use stated::Amount;
pub use total::Total;

use super::value::{Cell, Value};
use rust_decimal::Decimal;
use std::ops::{Add, AddAssign, Neg, Sub, SubAssign};

/// Money in minor units of the company's currency, such as cents: [`mod@unit`] says how many decimals that are.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Money(pub i64);

/// A quantity in millionths of the item's base unit.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Qty(pub i64);

/// A price or rate in millionths of the currency's major unit.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Price(pub i64);

/// A ratio or a percentage in hundredths.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Ratio(pub i64);

/// Decimals of quantities and prices.
pub const MICRO_DECIMALS: u32 = 6;
/// Decimals of ratios.
const RATIO_DECIMALS: u32 = 2;
const MICRO: i64 = 1_000_000;
/// Returns whether a number is one of the bounds at which a sum saturates that does not fit into 64 bits. No row is
/// written with one.
pub const fn is_bound(number: i64) -> bool {
    number == i64::MAX || number <= -i64::MAX
}

impl Money {
    /// Returns so many major units, such as dollars.
    pub fn major(units: i64) -> Self {
        Self(units.saturating_mul(10_i64.pow(unit::decimals())))
    }
}

impl Qty {
    /// One base unit.
    pub const ONE: Self = Self(MICRO);
    /// `n` base units.
    pub const fn units(n: i64) -> Self {
        Self(n * MICRO)
    }
    /// Returns whether it has no decimals.
    pub const fn is_whole(self) -> bool {
        self.0 % MICRO == 0
    }
    /// Returns whether it has at most `decimals` decimals.
    pub fn fits(self, decimals: i64) -> bool {
        let beyond = i64::from(MICRO_DECIMALS) - decimals;
        let step = u32::try_from(beyond)
            .ok()
            .and_then(|beyond| 10_i64.checked_pow(beyond));
        step.is_none_or(|step| self.0 % step == 0)
    }
}

/// Returns how many decimals a number may have, in words that follow it.
pub fn at_most(decimals: u32) -> String {
    match decimals {
        0 => "without decimals".to_owned(),
        some => format!("with at most {some} decimals"),
    }
}

/// Reads an amount, a quantity or a price from a document, a file or the keyboard. Accepts only digits with at most one
/// point, and a minus; other spellings of a number (`1_000`, `+5`, `1e3`, `1,000`) are refused, since what is a
/// thousand to one person is a one to another.
fn parse(text: &str, decimals: u32, what: &str) -> Result<i64, String> {
    let wrong = || format!("expected {what} {}, found {text:?}", at_most(decimals));
    let text = text.trim();
    let (sign, digits) = text.strip_prefix('-').map_or((1, text), |rest| (-1, rest));
    let (whole, part) = digits.split_once('.').unwrap_or((digits, ""));
    let all = [whole, part].concat();
    let is_number = !all.is_empty() && all.bytes().all(|b| b.is_ascii_digit());
    let part = part.trim_end_matches('0');
    let places = usize::try_from(decimals).unwrap_or(usize::MAX);
    if !is_number || places < part.len() {
        return Err(wrong());
    }
    let scaled: Option<i128> = format!("{whole}{part:0<places$}").parse().ok();
    let held = scaled.and_then(|scaled| i64::try_from(sign * scaled).ok());
    held.ok_or_else(|| {
        let most = Decimal::new(i64::MAX, decimals);
        format!("expected {what} from -{most} to {most}, found {text:?}")
    })
}

macro_rules! amounts {
    ($($name:ident, $decimals:expr, $what:literal, $pad:expr;)*) => { $(
        impl $name {
            /// Nothing.
            pub const ZERO: Self = Self(0);
            /// Returns whether this is zero.
            pub const fn is_zero(self) -> bool { self.0 == 0 }
            /// Returns its absolute value.
            #[must_use]
            pub const fn abs(self) -> Self { Self(self.0.saturating_abs()) }
            /// As an exact decimal.
            pub fn decimal(self) -> Decimal { Decimal::new(self.0, $decimals) }
        }
        impl Add for $name { type Output = Self; fn add(self, o: Self) -> Self { Self(self.0.saturating_add(o.0)) } }
        impl Sub for $name { type Output = Self; fn sub(self, o: Self) -> Self { Self(self.0.saturating_sub(o.0)) } }
        impl Neg for $name { type Output = Self; fn neg(self) -> Self { Self(self.0.saturating_neg()) } }
        impl AddAssign for $name { fn add_assign(&mut self, o: Self) { *self = *self + o; } }
        impl SubAssign for $name { fn sub_assign(&mut self, o: Self) { *self = *self - o; } }
        impl std::iter::Sum for $name {
            fn sum<I: Iterator<Item = Self>>(iter: I) -> Self { iter.fold(Self::ZERO, Add::add) }
        }
        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                let decimal = self.decimal();
                f.pad(&if $pad { decimal.to_string() } else { decimal.normalize().to_string() })
            }
        }
        impl std::str::FromStr for $name {
            type Err = String;
            fn from_str(text: &str) -> Result<Self, String> { parse(text, $decimals, $what).map(Self) }
        }
        impl Cell for $name {
            fn to_value(&self) -> Value { Value::Int(self.0) }
            fn from_value(value: Value) -> Option<Self> { i64::from_value(value).map(Self) }
        }
        impl serde::Serialize for $name {
            fn serialize<S: serde::Serializer>(&self, s: S) -> Result<S::Ok, S::Error> {
                s.serialize_newtype_struct(stringify!($name), &AsText(self))
            }
        }
        impl<'de> serde::Deserialize<'de> for $name {
            fn deserialize<D: serde::Deserializer<'de>>(d: D) -> Result<Self, D::Error> {
                Decimals::deserialize(d)?.0.parse().map_err(serde::de::Error::custom)
            }
        }
    )* };
}

amounts! {
    Money, unit::decimals(), "an amount of money", true;
    Qty, MICRO_DECIMALS, "a quantity", false;
    Price, MICRO_DECIMALS, "a price", false;
    Ratio, RATIO_DECIMALS, "a ratio", true;
}

/// What money is called where values are serialised. Formats that know no such names write its digits alone.
pub const MONEY: &str = "Money";
/// What all numbers of this module are called there.
pub const NUMBERS: [&str; 4] = [MONEY, "Qty", "Price", "Ratio"];

/// A number that is written as a string.
struct AsText<'n, T>(&'n T);

impl<T: std::fmt::Display> serde::Serialize for AsText<'_, T> {
    fn serialize<S: serde::Serializer>(&self, s: S) -> Result<S::Ok, S::Error> {
        s.collect_str(self.0)
    }
}

/// The digits of a number that is written as a string or as a JSON number.
struct Decimals(String);

impl<'de> serde::Deserialize<'de> for Decimals {
    fn deserialize<D: serde::Deserializer<'de>>(d: D) -> Result<Self, D::Error> {
        match serde_json::Value::deserialize(d)? {
            serde_json::Value::String(text) => Ok(Self(text)),
            serde_json::Value::Number(number) => {
                // A JSON number with a point is parsed as a double, which keeps fifteen digits and distorts those
                // behind them.
                const EXACT: usize = 15;
                let text = number.to_string();
                let digits = text.trim_start_matches(['-', '0', '.']).bytes();
                if !(number.is_i64() || number.is_u64()) && EXACT < digits.filter(u8::is_ascii_digit).count()
                {
                    return Err(serde::de::Error::custom(format!(
                        "expected a decimal of more than {EXACT} digits as a string, found the number {text}"
                    )));
                }
                Ok(Self(text))
            }
            other => Err(serde::de::Error::custom(format!(
                "expected a decimal as a string, found {other}"
            ))),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn amounts_keep_their_decimals_and_refuse_finer_ones() {
        assert_eq!(
            "10.5".parse::<Money>().map(|m| m.to_string()),
            Ok("10.50".to_owned())
        );
        assert_eq!(
            "2.500".parse::<Qty>().map(|q| q.to_string()),
            Ok("2.5".to_owned())
        );
        assert!("0.001".parse::<Money>().is_err_and(|why| why.contains("0.001")));
        let read = |text: &str| text.parse::<Qty>().map(|qty| qty.0).ok();
        let numbers = [
            ("7", 7_000_000),
            ("-0.5", -500_000),
            (" 1.250000000 ", 1_250_000),
            ("5.", 5_000_000),
            (".5", 500_000),
        ];
        for (text, expected) in numbers {
            assert_eq!(read(text), Some(expected), "{text}");
        }
        for text in [
            "1_000",
            "+5",
            "1e3",
            "1,5",
            "",
            "-",
            ".",
            "1.2.3",
            "--1",
            "1 000",
            "١",
            "0x10",
            "9223372036855",
        ] {
            assert_eq!(read(text), None, "{text}");
        }
        assert_eq!("-92233720368547758.08".parse(), Ok(Money(i64::MIN)));
        let json = |text: &str| serde_json::from_str::<Money>(text).ok();
        assert_eq!(json("12.5"), Some(Money(1250)));
        assert_eq!(
            json("90071992547409.93"),
            None,
            "a double would make it a cent more"
        );
        assert_eq!(json("\"90071992547409.93\""), Some(Money(9_007_199_254_740_993)));
        let price = |text: &str| text.parse().unwrap();
        assert_eq!(Qty::units(3).at_unit(price("3.333333")), Ok(Money(1000)));
        assert_eq!(Qty::units(7).at(price("37"), Qty::units(12)), Ok(Money(2158)));
    }
}
