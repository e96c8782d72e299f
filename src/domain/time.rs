//! The clock's readings, as the store keeps them.

use super::value::{Cell, Value};
use chrono::{DateTime, NaiveDate, SecondsFormat, Utc};

/// Returns the day that a text names as `YYYY-MM-DD`, and in no other spelling: `+2026-03-03` and `2026-3-3` may be slips.
pub fn day(text: &str) -> Option<NaiveDate> {
    let day: NaiveDate = text.parse().ok()?;
    (text.len() == 10 && day.to_string() == text).then_some(day)
}

/// A moment, in milliseconds since 1970-01-01T00:00:00Z.
#[derive(
    Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize, serde::Deserialize,
)]
#[serde(transparent)]
pub struct Time(pub i64);

impl Time {
    /// Returns the moment `millis` later.
    #[must_use]
    pub const fn plus_ms(self, millis: i64) -> Self {
        Self(self.0.saturating_add(millis))
    }

    /// Returns the milliseconds from `earlier` to this.
    pub const fn since_ms(self, earlier: Self) -> i64 {
        self.0.saturating_sub(earlier.0)
    }
}

impl Time {
    /// Returns the day in UTC.
    pub fn day(self) -> NaiveDate {
        DateTime::<Utc>::from_timestamp_millis(self.0)
            .unwrap_or_default()
            .date_naive()
    }

    /// Returns the moment to the minute, in UTC, for people: `2026-03-02 22:00`.
    pub fn to_minute(self) -> String {
        let at = self.to_string();
        at.get(..16).unwrap_or(&at).replace('T', " ")
    }
}

impl From<DateTime<Utc>> for Time {
    fn from(at: DateTime<Utc>) -> Self {
        Self(at.timestamp_millis())
    }
}

impl std::fmt::Display for Time {
    /// Writes the moment as RFC 3339 in UTC, with its offset.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let at = DateTime::<Utc>::from_timestamp_millis(self.0).unwrap_or_default();
        f.pad(&at.to_rfc3339_opts(SecondsFormat::Millis, false))
    }
}

impl Cell for Time {
    fn to_value(&self) -> Value {
        Value::Int(self.0)
    }
    fn from_value(value: Value) -> Option<Self> {
        i64::from_value(value).map(Self)
    }
}
