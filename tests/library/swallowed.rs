//! Lost separators: how many swallowed fields are reported, and how often a label that is right is doubted.

#![allow(clippy::unwrap_used, reason = "a test stops where its story breaks")]
#![allow(clippy::print_stdout, reason = "the rates are worth reading")]

mod corpus;
mod measured;

use chrono::NaiveDate;

/// The day these labels are read.
fn today() -> NaiveDate {
    NaiveDate::from_ymd_opt(2026, 7, 1).unwrap()
}
