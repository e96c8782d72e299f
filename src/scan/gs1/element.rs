//! One element: an application identifier, its value, and what the value means.

use super::check::check;
use super::date::{Days, two};
use super::dictionary::Basis;
use super::iso::number;
use super::part::{Check, Part};
use super::row::Row;
use crate::scan::ai::Ai;
use crate::scan::finding::{Finding, Flaw};
use crate::scan::read::in_clear;
use chrono::NaiveDate;
use rust_decimal::Decimal;
use std::borrow::Cow;
use std::{fmt, str};

/// One element of a label, checked.
#[derive(Debug, Clone)]
pub struct Element<'a> {
    /// Its application identifier.
    pub ai: Ai,
    /// The value as it was read.
    pub value: Cow<'a, str>,
    /// The position of the identifier in the raw read.
    pub at: usize,
    pub(super) days: Days,
    pub(super) row: &'static Row,
}

/// What a value means, beyond its characters.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Typed {
    /// The text as written, nothing more.
    Text,
    /// A count, a measure, an amount or a percentage, exact.
    Number(Decimal),
    /// An amount in a currency, by its number in ISO 4217.
    Money(u16, Decimal),
    /// A day.
    Date(NaiveDate),
    /// A day and a time of day: hour, and what is given of minute and second.
    Moment(NaiveDate, u8, Option<u8>, Option<u8>),
    /// The days from the first to the second, both included.
    Period(NaiveDate, NaiveDate),
}

impl<'a> Element<'a> {
    /// Checks a value against its row of the dictionary.
    ///
    /// # Errors
    ///
    /// What is wrong with the value, and where; `value_at` is its position in the raw read.
    pub(super) fn checked(
        found: (Ai, &'static Row),
        value: Cow<'a, [u8]>,
        value_at: usize,
        basis: Basis,
    ) -> Result<Self, Finding> {
        let days = judged(found, &value, value_at, basis)?;
        let value = match value {
            Cow::Borrowed(bytes) => str::from_utf8(bytes).map(Cow::Borrowed),
            Cow::Owned(bytes) => String::from_utf8(bytes)
                .map(Cow::Owned)
                .map_err(|error| error.utf8_error()),
        };
        let value = value.map_err(|error| Finding::at(Flaw::NotText, value_at + error.valid_up_to()))?;
        Ok(Self::of(found, value, value_at, days))
    }

    /// Returns an element of a value already judged; `value_at` is its position in the raw read.
    pub(super) fn of(
        (ai, row): (Ai, &'static Row),
        value: Cow<'a, str>,
        value_at: usize,
        days: Days,
    ) -> Self {
        Self {
            ai,
            value,
            at: value_at.saturating_sub(ai.digits()),
            days,
            row,
        }
    }

    /// Returns the element with an owned value, at another position.
    pub(super) fn owned(self, at: usize) -> Element<'static> {
        Element {
            ai: self.ai,
            value: Cow::Owned(self.value.into_owned()),
            days: self.days,
            at,
            row: self.row,
        }
    }

    /// Returns the data title printed on labels, such as `BATCH/LOT`.
    pub fn title(&self) -> &'static str {
        &self.row.title
    }

    /// Returns what the value means, beyond its characters.
    pub fn typed(&self) -> Typed {
        let value = self.value.as_bytes();
        let read = match (self.days, self.ai.scale()) {
            ([Some(first), Some(last)], _) => Some(Typed::Period(first, last)),
            ([Some(day), None], _) => Typed::since(day, self.row, value),
            (_, Some(scale)) => Typed::measure(self.row, value, scale),
            _ if matches!(self.ai.0, 30 | 37) => decimal(value, 0).map(Typed::Number),
            _ => None,
        };
        read.unwrap_or(Typed::Text)
    }

    /// Returns the typed form as text: ISO dates, exact decimals, else the value itself.
    pub fn normal(&self) -> Cow<'_, str> {
        match self.typed() {
            Typed::Text => Cow::Borrowed(&*self.value),
            typed => Cow::Owned(typed.to_string()),
        }
    }
}

/// Judges a value and returns the days that it names.
///
/// # Errors
///
/// What is wrong with the value, and where.
pub(super) fn judged(
    (ai, row): (Ai, &Row),
    value: &[u8],
    value_at: usize,
    basis: Basis,
) -> Result<Days, Finding> {
    fits(row, value, basis.today).map_err(|(place, flaw)| Finding::about(flaw, ai, value, value_at + place))
}

/// Checks lengths, character sets and contents, part by part.
pub(super) fn fits(row: &Row, value: &[u8], today: NaiveDate) -> Result<Days, (usize, Flaw)> {
    if value.len() < usize::from(row.least) {
        return Err((0, Flaw::TooShort(row.least, value.len())));
    }
    if value.len() > usize::from(row.most) {
        return Err((usize::from(row.most), Flaw::TooLong(row.most, value.len())));
    }
    let (mut from, mut days) = (0, [None; 2]);
    for part in &row.judged {
        let content = &value[from..value.len().min(from + usize::from(part.most))];
        if content.is_empty() && part.optional {
            break;
        }
        let inside = |(place, flaw)| (from + place, flaw);
        if let Some(place) = part.set.stranger(content) {
            return Err(inside((place, stranger(content[place]))));
        }
        let least = if part.fixed { part.most } else { 1 };
        if content.len() < usize::from(least) {
            return Err(inside((0, Flaw::TooShort(least, content.len()))));
        }
        for rule in part.checks() {
            check(rule, content, today, &mut days).map_err(inside)?;
        }
        from += content.len();
    }
    Ok(days)
}

/// Returns the flaw of a character that is not allowed, spelt so that it is visible.
pub(super) fn stranger(byte: u8) -> Flaw {
    let written = match byte {
        b' ' => "a space".into(),
        0x1d => "a separator".into(),
        _ => in_clear(&[byte]),
    };
    Flaw::Character(written)
}

impl Typed {
    /// Returns a measure, or an amount of money when a currency stands before it.
    fn measure(row: &Row, value: &[u8], scale: u32) -> Option<Self> {
        if !row.parts.first()?.has(Check::Currency) {
            return decimal(value, scale).map(Self::Number);
        }
        let (currency, amount) = value.split_at_checked(3)?;
        Some(Self::Money(number(currency)?, decimal(amount, scale)?))
    }

    /// Returns a day with whatever follows it in the value: nothing, or a time of day.
    fn since(day: NaiveDate, row: &Row, value: &[u8]) -> Option<Self> {
        let (first, then) = row.parts.split_first()?;
        let rest = value.get(first.most.into()..).unwrap_or_default();
        let part = |at| (rest.len() > at).then(|| two(rest, at));
        let timed = |part: &Part| [Check::Time, Check::TimeOrNone, Check::Hour].map(|check| part.has(check));
        match rest {
            b"" | b"9999" => Some(Self::Date(day)),
            _ => then
                .first()
                .filter(|&part| timed(part).contains(&true))
                .map(|_| Self::Moment(day, two(rest, 0), part(2), part(4))),
        }
    }

    /// Returns the day this value names, or begins with.
    pub fn date(self) -> Option<NaiveDate> {
        match self {
            Self::Date(day) | Self::Moment(day, ..) | Self::Period(day, _) => Some(day),
            Self::Text | Self::Number(_) | Self::Money(..) => None,
        }
    }

    /// Returns the number, if this value is one.
    pub fn number(self) -> Option<Decimal> {
        match self {
            Self::Number(number) => Some(number),
            _ => None,
        }
    }
}

/// Returns digits with implied decimal places as a number; `None` if they are not digits, or too many.
fn decimal(digits: &[u8], scale: u32) -> Option<Decimal> {
    if digits.len() > 18 || !digits.iter().all(u8::is_ascii_digit) {
        return None;
    }
    let whole = digits
        .iter()
        .fold(0_i64, |sum, byte| sum * 10 + i64::from(byte & 0x0f));
    Decimal::try_new(whole, scale).ok()
}

impl fmt::Display for Typed {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Text => Ok(()),
            Self::Number(number) => write!(f, "{number}"),
            Self::Money(currency, amount) => write!(f, "{currency:03}:{amount}"),
            Self::Date(day) => write!(f, "{day}"),
            Self::Moment(day, hour, minute, second) => {
                write!(f, "{day}T{hour:02}")?;
                minute
                    .iter()
                    .chain(second)
                    .try_for_each(|part| write!(f, ":{part:02}"))
            }
            Self::Period(first, last) => write!(f, "{first}/{last}"),
        }
    }
}
