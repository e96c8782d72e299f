//! What the tests, the benches and the fuzz targets share: each stands here once, and is used from all of them.

#![allow(clippy::unwrap_used, reason = "a test stops where its story breaks")]

pub mod company;
pub mod dice;
pub mod history;
pub mod labels;
pub mod properties;
pub mod swallowed;
pub mod tamper;
