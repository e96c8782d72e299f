//! Legal entities of a company, and what one of them sells to another.
//!
//! Each site belongs to one legal entity, or to the company itself, whose code is empty. Goods that go to a site of another
//! one are sold to it, at a transfer price.

use super::amount::{Money, Price};
use super::code::{AccountCode, Badge, EntityCode, ItemCode};
use super::time::Time;
use crate::record;
use chrono::NaiveDate;

record! {
    table "entities", key 1, orders [], append_only false;
    /// A legal entity with books of its own.
    pub struct Entity {
        /// Its code.
        entity: EntityCode,
        /// Its name.
        name: String,
    }

    table "transfer_prices", key 4, orders [], append_only false;
    /// What one legal entity asks of another for an item from a day on, until a later one: a price, or a rate of the cost.
    pub struct TransferPrice {
        /// Who sells; empty for the company itself.
        seller: EntityCode,
        /// Who buys; empty for the company itself.
        buyer: EntityCode,
        /// The item; empty for all that have no price of their own.
        item: ItemCode,
        /// The first day on which it holds.
        since: NaiveDate,
        /// The price of a base unit.
        price: Option<Price>,
        /// Parts per million of the cost.
        rate_ppm: Option<i64>,
    }

    table "intercompany_sales", key 1, orders [], append_only false;
    /// Goods of one kind that one legal entity sold to another with a movement that sent them to its site.
    pub struct IntercompanySale {
        /// The movement by which they left.
        movement: i64,
        /// Who sold; empty for the company itself.
        seller: EntityCode,
        /// Who bought; empty for the company itself.
        buyer: EntityCode,
        /// What they were sold for.
        amount: Money,
        /// The freight that the seller bears.
        freight: Money,
        /// The account that was debited with their cost.
        cost: AccountCode,
        /// Whether it was taken back.
        taken_back: bool,
    }

    table "entity_closings", key 2, orders [], append_only true;
    /// A posting period that is closed in the books of one legal entity.
    pub struct EntityClosing {
        /// The legal entity.
        entity: EntityCode,
        /// `YYYY-MM`.
        period: String,
        /// When it was closed.
        closed_at: Time,
        /// By whom.
        closed_by: Badge,
    }
}

impl TransferPrice {
    /// The highest rate of the cost, ten times as much.
    const MOST_PPM: i64 = 10_000_000;

    /// Returns whether it says one thing: a price from zero, or a rate from 0 to 1000 percent.
    pub fn is_fit(&self) -> bool {
        match (self.price, self.rate_ppm) {
            (Some(price), None) => 0 <= price.0,
            (None, Some(ppm)) => (0..=Self::MOST_PPM).contains(&ppm),
            _ => false,
        }
    }
}
