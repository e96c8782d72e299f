//! The jobs of the floor, told in the operator's language: read after read over the store in memory.

#![allow(clippy::unwrap_used, reason = "a test stops where its story breaks")]

#[path = "floor/assembling.rs"]
mod assembling;
#[path = "floor/bench.rs"]
mod bench;
#[path = "floor/beside.rs"]
mod beside;
#[path = "floor/carrying.rs"]
mod carrying;
#[path = "floor/counting.rs"]
mod counting;
#[path = "floor/cutting.rs"]
mod cutting;
#[path = "floor/doubting.rs"]
mod doubting;
#[path = "floor/hand.rs"]
mod hand;
#[path = "floor/hostile.rs"]
mod hostile;
#[path = "rules/house.rs"]
#[allow(dead_code, reason = "the house serves other stories too")]
mod house;
#[path = "floor/inquiring.rs"]
mod inquiring;
#[path = "floor/ledger.rs"]
mod ledger;
#[path = "floor/ledger_pages.rs"]
mod ledger_pages;
#[path = "floor/numbered.rs"]
mod numbered;
#[path = "floor/packing.rs"]
mod packing;
#[path = "floor/picking.rs"]
mod picking;
#[path = "floor/queueing.rs"]
mod queueing;
#[path = "floor/reading.rs"]
mod reading;
#[path = "floor/receiving.rs"]
mod receiving;
#[path = "floor/repeating.rs"]
mod repeating;
#[path = "floor/replenishing.rs"]
mod replenishing;
#[path = "floor/returning.rs"]
mod returning;
#[path = "floor/screen.rs"]
mod screen;
#[path = "floor/session.rs"]
mod session;
#[path = "floor/shaky.rs"]
mod shaky;
#[path = "floor/sites.rs"]
mod sites;
#[path = "floor/snapshots.rs"]
mod snapshots;
#[path = "floor/stock.rs"]
mod stock;
#[path = "floor/transferring.rs"]
mod transferring;
