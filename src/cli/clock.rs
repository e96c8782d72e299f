//! The one place where commands read the clock.

use crate::domain::time::Time;
use chrono::{Local, NaiveDate, Utc};

/// Returns the current time.
pub fn now() -> Time {
    Utc::now().into()
}

/// Returns today's local date, the default date of what is entered.
pub fn today() -> NaiveDate {
    Local::now().date_naive()
}

/// Returns the local date of a moment.
pub fn day_of(at: Time) -> NaiveDate {
    let utc = chrono::DateTime::<Utc>::from_timestamp_millis(at.0).unwrap_or_default();
    utc.with_timezone(&Local).date_naive()
}
