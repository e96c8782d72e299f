//! How keys, bytes and pastes become reads, in virtual time: nothing lost, nothing merged.

#![allow(clippy::unwrap_used, reason = "a test stops where its story breaks")]

mod bytes;
mod mixtures;
mod network;
mod player;
mod rhythms;
mod sources;
