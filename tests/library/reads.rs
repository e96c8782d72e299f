//! What the floor's decoder makes of reads as scanners, keyboards and terminals really send them, fact by fact.

#![allow(clippy::unwrap_used, reason = "a test stops where its story breaks")]

mod facts;
mod hostile;
