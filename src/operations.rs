//! The rule book: one pure function decides every change of the store.
//!
//! [`decide`] takes what is there and what is asked, and answers what is to be written or why not. It reads no clock
//! and no disk of its own; equal inputs give equal answers. A preview is the same call, not written.

pub mod accounts;
pub mod answer;
pub mod change;
pub mod checklist;
pub mod coverage;
pub mod decide;
mod declare;
pub mod draft;
pub mod invariants;
pub mod late_costs;
pub mod nouns;
pub mod on_hand;
pub mod open_items;
mod operation;
pub mod pages;
pub mod pending;
pub mod preview;
pub mod replenish;
pub mod reports;
pub mod request;
mod rules;
pub mod site;
pub mod standing;
pub mod stock_worth;
pub mod unbilled;
pub mod unsealed;
pub mod view;
pub mod why;
