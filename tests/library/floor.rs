//! The jobs of the floor, told in the operator's language: read after read over the store in memory.

#![allow(clippy::unwrap_used, reason = "a test stops where its story breaks")]

mod advising;
mod anything;
mod approving;
mod asking;
mod assembling;
mod bench;
mod beside;
mod blind;
mod building;
mod cards;
mod carrying;
mod counting;
mod cutting;
mod doubting;
mod elsewhere;
mod entities;
mod first_hour;
mod fitness;
mod forging;
mod guiding;
mod hand;
mod hostile;
mod identity;
mod inquiring;
mod judging;
mod knowing;
mod ledger;
mod ledger_pages;
mod numbered;
mod packing;
mod parcels;
mod picking;
pub mod pins;
mod queueing;
mod reading;
mod receiving;
mod repeating;
mod replenishing;
mod returning;
mod saved;
mod screen;
mod session;
mod setting_up;
mod shaky;
mod sites;
mod snapshots;
mod spelling;
mod stock;
mod transferring;
mod undoing;
mod unlocking;
mod weighing;
mod withheld;

use super::rules::{house, inbound, outbound};
