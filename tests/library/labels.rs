//! What labels mean, fact by fact, and what holds for any bytes at all.

#![allow(clippy::unwrap_used, reason = "a test stops where its story breaks")]

mod facts;
mod hostile;
