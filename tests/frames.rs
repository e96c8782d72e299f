//! How keys, bytes and pastes become reads, in virtual time: nothing lost, nothing merged.

#![allow(clippy::unwrap_used, reason = "a test stops where its story breaks")]

#[path = "frames/bytes.rs"]
mod bytes;
#[path = "frames/mixtures.rs"]
mod mixtures;
#[path = "frames/network.rs"]
mod network;
#[path = "frames/player.rs"]
mod player;
#[path = "frames/rhythms.rs"]
mod rhythms;
#[path = "frames/sources.rs"]
mod sources;
