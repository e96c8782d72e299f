//! One element: an application identifier, its value, and what the value means.

use std::borrow::Cow;
use std::fmt;
use std::str;

use chrono::NaiveDate;
use rust_decimal::Decimal;

use super::check::check;
use super::date::{long, short, two};
use super::iso::number;
use super::part::Check;
use super::row::{Ai, Row};
use crate::scan::finding::{Finding, Flaw};
use crate::scan::read::in_clear;

/// One element of a label, checked.
#[derive(Debug, Clone)]
pub struct Element<'a> {
    /// Its application identifier.
    pub ai: Ai,
    /// The value as it was read.
    pub value: Cow<'a, str>,
    /// What the value means.
    pub typed: Typed,
    /// The position of the identifier in the raw read.
    pub at: usize,
    pub(super) row: &'static Row,
}

/// What a value means, beyond its characters.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Typed {
    /// What is written, no more.
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
    /// Checks a value against its row of the table.
    ///
    /// # Errors
    ///
    /// What is wrong with the value, and where; `value_at` is its position in the raw read.
    pub(super) fn checked(
        (ai, row): (Ai, &'static Row),
        value: Cow<'a, [u8]>,
        value_at: usize,
        today: NaiveDate,
    ) -> Result<Self, Finding> {
        if let Err((place, flaw)) = fits(row, &value, today) {
            return Err(Finding::about(flaw, ai, &value, value_at + place));
        }
        let typed = Typed::of(ai, row, &value, today);
        let value = match value {
            Cow::Borrowed(bytes) => str::from_utf8(bytes).map(Cow::Borrowed),
            Cow::Owned(bytes) => String::from_utf8(bytes)
                .map(Cow::Owned)
                .map_err(|error| error.utf8_error()),
        };
        let value = value.map_err(|error| Finding::at(Flaw::NotText, value_at + error.valid_up_to()))?;
        Ok(Self {
            ai,
            value,
            typed,
            at: value_at.saturating_sub(ai.digits()),
            row,
        })
    }

    /// The data title printed on labels, such as `BATCH/LOT`.
    pub fn title(&self) -> &'static str {
        self.row.title
    }

    /// The typed form in writing: ISO dates, exact decimals, else the value itself.
    pub fn normal(&self) -> Cow<'_, str> {
        match self.typed {
            Typed::Text => Cow::Borrowed(&*self.value),
            typed => Cow::Owned(typed.to_string()),
        }
    }
}

/// Checks lengths, character sets and contents, part by part.
pub(super) fn fits(row: &Row, value: &[u8], today: NaiveDate) -> Result<(), (usize, Flaw)> {
    if value.len() < usize::from(row.least) {
        return Err((0, Flaw::TooShort(row.least, value.len())));
    }
    if value.len() > usize::from(row.most) {
        return Err((usize::from(row.most), Flaw::TooLong(row.most, value.len())));
    }
    let mut from = 0;
    for part in row.parts {
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
            check(rule, content, today).map_err(inside)?;
        }
        from += content.len();
    }
    Ok(())
}

/// A character that is not allowed, written so that it can be seen.
pub(super) fn stranger(byte: u8) -> Flaw {
    let written = match byte {
        b' ' => "a space".into(),
        0x1d => "a separator".into(),
        _ => in_clear(&[byte]),
    };
    Flaw::Character(written)
}

impl Typed {
    /// Reads a checked value.
    fn of(ai: Ai, row: &Row, value: &[u8], today: NaiveDate) -> Self {
        let first = row.parts.first().map_or(Check::None, |part| part.checks[0]);
        let read = match (first, ai.scale()) {
            (Check::Currency, Some(scale)) => number(&value[..3])
                .zip(decimal(&value[3..], scale))
                .map(|(currency, amount)| Self::Money(currency, amount)),
            (_, Some(scale)) => decimal(value, scale).map(Self::Number),
            (_, None) if matches!(ai.0, 30 | 37) => decimal(value, 0).map(Self::Number),
            (Check::Month, _) => short(&value[..6], today, true)
                .ok()
                .map(|day| Self::since(day, row, &value[6..], today)),
            (Check::Day, _) => short(&value[..6], today, false)
                .ok()
                .map(|day| Self::since(day, row, &value[6..], today)),
            (Check::LongDay, _) => long(&value[..8])
                .ok()
                .map(|day| Self::since(day, row, &value[8..], today)),
            _ => None,
        };
        read.unwrap_or(Self::Text)
    }

    /// A day with what follows it: nothing, a time of day, or the last day of a period.
    fn since(day: NaiveDate, row: &Row, rest: &[u8], today: NaiveDate) -> Self {
        let is_period = row.parts.get(1).is_some_and(|part| part.has(Check::Day));
        let part = |at| (rest.len() > at).then(|| two(rest, at));
        match rest {
            b"" | b"9999" => Self::Date(day),
            _ if is_period => short(rest, today, false).map_or(Self::Text, |last| Self::Period(day, last)),
            _ => Self::Moment(day, two(rest, 0), part(2), part(4)),
        }
    }

    /// The day this value names, or begins with.
    pub fn date(self) -> Option<NaiveDate> {
        match self {
            Self::Date(day) | Self::Moment(day, ..) | Self::Period(day, _) => Some(day),
            Self::Text | Self::Number(_) | Self::Money(..) => None,
        }
    }

    /// The number this value is.
    pub fn number(self) -> Option<Decimal> {
        match self {
            Self::Number(number) => Some(number),
            _ => None,
        }
    }
}

/// Digits with implied decimal places.
fn decimal(digits: &[u8], scale: u32) -> Option<Decimal> {
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
