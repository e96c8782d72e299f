//! The one place where commands read the clock.

use crate::domain::time::Time;
use chrono::{Local, NaiveDate, Utc};

/// Now.
pub fn now() -> Time {
    Utc::now().into()
}

/// Returns the day here, which is the default date of what is entered.
pub fn today() -> NaiveDate {
    Local::now().date_naive()
}

/// Returns the day here of a moment.
pub fn day_of(at: Time) -> NaiveDate {
    let utc = chrono::DateTime::<Utc>::from_timestamp_millis(at.0).unwrap_or_default();
    utc.with_timezone(&Local).date_naive()
}
