//! What labels mean, fact by fact, and what holds for any bytes at all.

#![allow(clippy::unwrap_used, reason = "a test stops where its story breaks")]

#[path = "labels/facts.rs"]
mod facts;
#[path = "labels/hostile.rs"]
mod hostile;
#[path = "labels/properties.rs"]
mod properties;

use chrono::NaiveDate;

/// The day these labels are read; it decides the century of their dates.
fn today() -> NaiveDate {
    NaiveDate::from_ymd_opt(2026, 7, 1).unwrap()
}
