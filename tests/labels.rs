//! What labels mean, fact by fact, and what holds for any bytes at all.

#![allow(clippy::unwrap_used, reason = "a test stops where its story breaks")]

#[path = "labels/facts.rs"]
mod facts;
#[path = "labels/hostile.rs"]
mod hostile;
#[path = "labels/properties.rs"]
mod properties;
#[path = "labels/swallowed.rs"]
mod swallowed;
