//! The types of the trade: items, lots, movements, refusals and the like. No I/O, no clock.
//!
//! Everything that is kept is a [`record::Record`]: named columns of integers and texts. A store moves records
//! and knows nothing about what they mean.

pub mod amount;
pub mod available;
pub mod bin_range;
pub mod blind;
pub mod catalog;
pub mod code;
pub mod command;
pub mod company;
pub mod concession;
pub mod count;
pub mod currency;
pub mod dimension;
pub mod elsewhere;
pub mod entity;
pub mod entry;
pub mod export;
mod fault;
pub mod fee;
pub mod hold;
pub mod integration;
pub mod job;
pub mod late;
pub mod log;
pub mod movement;
pub mod order;
pub mod parcel;
pub mod part;
pub mod policy;
pub mod promise;
pub mod purchase;
pub mod record;
pub mod refusal;
pub mod service;
pub mod shelf_life;
pub mod stock;
pub mod table;
pub mod task;
pub mod tax;
pub mod time;
pub mod transfer;
pub mod user;
pub mod value;
pub mod weight;
pub mod work_order;
