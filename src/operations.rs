//! The rule book: one pure function decides every change of the store.
//!
//! [`decide`] takes the store and a request, and returns what is to be written or why it is refused. It reads no clock
//! and no disk of its own; equal inputs give equal answers. A preview is the same call whose result is not written.
//!
//! - Deciding: [`request`] is what is asked, each document [`declare`]d once, and `meant` however it is spelt; [`view`]
//!   is what is seen of the store.
//!   [`decide`] applies `rules`, one file per kind of operation, to a [`draft`], which becomes a [`change`] and an
//!   [`answer`] once `soundness` has checked it; the [`log`] names the rule book that decided, and
//!   [`stamps`] say when. [`preview`] shows the entries alone.
//! - What is open: [`open_items`], [`unbilled`], [`unsealed`], [`pending`], [`standing`], and the [`checklist`] of a
//!   period before it is [`closed`].
//! - To which accounts a group posts at a site: [`group_accounts`].
//! - What there is and what it is worth: [`on_hand`], [`stock_worth`], [`late_costs`], [`takes`], [`lots_apart`], [`replenish`], [`reports`].
//! - What else a code is [`known`] as.
//! - Whom it is told while a bin is counted: [`blindness`].
//! - How it comes to another store: [`carried`].
//! - Whether it is right, and why: [`coverage`] before anything is posted, [`invariants`], [`why`].

pub mod accounts;
pub mod ahead;
pub mod anchor;
pub mod answer;
pub mod blindness;
pub mod buyer;
pub mod care;
pub mod carried;
pub mod change;
pub mod checklist;
pub mod closed;
pub mod coverage;
pub mod decide;
pub mod declare;
pub mod draft;
mod each;
pub mod entities;
pub mod group_accounts;
pub mod holds;
pub mod invariants;
pub mod known;
pub mod late_costs;
pub mod log;
pub mod lots_apart;
pub mod masters;
mod meant;
pub mod nouns;
pub mod on_hand;
pub mod open_items;
mod operation;
pub mod pages;
pub mod passed;
pub mod pending;
pub mod pins;
mod policies;
pub mod preview;
pub mod read_links;
pub mod remembered;
pub mod replenish;
pub mod reports;
pub mod request;
mod requester;
mod rules;
pub mod service_accrual;
pub mod site;

mod soundness;
pub mod stamps;
pub mod standing;
pub mod stock_worth;
pub mod takeable;
pub mod takes;
pub mod unbilled;
pub mod unsealed;
pub mod view;
pub mod waiting;
pub mod why;
