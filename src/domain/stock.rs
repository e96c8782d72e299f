//! What lies where, and what it is worth.

#[cfg(test)]
pub mod seeded;

use super::amount::{Money, Qty};
use super::code::{ItemCode, LocationCode, LotCode, Lpn, OrderNo, Serial, SiteCode};
use super::order::OrderKind;
use super::refusal::Refusal;
use crate::record;
use crate::words;
use chrono::NaiveDate;

words! {
    /// What may be done with goods.
    pub enum Status {
        /// They may be sold.
        Available = "available",
        /// They wait for a decision.
        Quarantine = "quarantine",
        /// They are broken.
        Damaged = "damaged",
        /// They came back from a customer.
        Returned = "returned",
    }
    /// What a licence plate is stuck on.
    pub enum LpnKind {
        /// A box that picks are collected in.
        Tote = "tote",
        /// A box that goes to the customer.
        Parcel = "parcel",
        /// A pallet or case as delivered.
        Pallet = "pallet",
    }
    /// How far a licence plate has come.
    pub enum LpnState {
        /// Goods may be added.
        Open = "open",
        /// Closed; ready for the next step.
        Closed = "closed",
        /// It has left.
        Shipped = "shipped",
    }
}

record! {
    table "balances", key 6, orders [
        BY_LOCATION [location, item], BY_LPN [lpn, item], BY_EXPIRY [item, site, expiry, location],
        BY_EXPIRY_IN_BIN [location, item, expiry], BY_SERIAL [serial, item]
    ], append_only false;
    /// Goods of one kind at one place. Where there is no row, there are no goods.
    pub struct Balance {
        /// The item.
        item: ItemCode,
        /// Its lot; empty if it has none.
        lot: LotCode,
        /// Its serial number; empty if it has none.
        serial: Serial,
        /// Where it lies.
        location: LocationCode,
        /// What may be done with it.
        status: Status,
        /// The tote, parcel or pallet it is in; empty for loose goods.
        lpn: Lpn,
        /// The site of the location.
        site: SiteCode,
        /// On hand.
        qty: Qty,
        /// Promised to orders.
        allocated: Qty,
        /// The expiry of its lot, as the lot itself has it.
        expiry: Option<NaiveDate>,
    }

    table "lpns", key 1, orders [BY_ORDER [order_kind, order_no]], append_only false;
    /// A licence plate that is in use.
    pub struct Plate {
        /// Its code.
        lpn: Lpn,
        /// What it is stuck on.
        kind: LpnKind,
        /// Kind of the order it works for.
        order_kind: Option<OrderKind>,
        /// The order it works for.
        order_no: Option<OrderNo>,
        /// How far it has come.
        state: LpnState,
        /// Where it stands.
        location: LocationCode,
        /// Its gross weight in kilograms.
        weight: Option<Qty>,
        /// The carton it is packed in.
        carton: Option<String>,
    }

    table "pools", key 2, orders [], append_only false;
    /// All stock of one item at one site: the total of its cost layers.
    pub struct Pool {
        /// The item.
        item: ItemCode,
        /// The site.
        site: SiteCode,
        /// Valued quantity.
        qty: Qty,
        /// Its value.
        value: Money,
        /// Quantity of the last receipt that had a cost.
        last_qty: Qty,
        /// Value of that receipt.
        last_value: Money,
        /// The day since which it is valued by its present method; `None` if it was never valued by another.
        valued_since: Option<NaiveDate>,
        /// The first movement since then; 0 if it was never valued by another method.
        valued_from: i64,
    }

    table "layers", key 3, orders [
        BY_DAY [item, site, received], BY_LOT [item, site, lot, received]
    ], append_only false;
    /// A FIFO cost layer that still holds something.
    pub struct Layer {
        /// The item.
        item: ItemCode,
        /// The site.
        site: SiteCode,
        /// The movement that made it: its place in the queue, unless the queue goes by days.
        seq: i64,
        /// What is left.
        qty: Qty,
        /// What is left of its value.
        value: Money,
        /// The day it was received.
        received: NaiveDate,
        /// The lot it was received with.
        lot: LotCode,
    }

    table "slices", key 2, orders [BY_LAYER [item, site, layer]], append_only true;
    /// What one movement put into (positive) or took out of (negative) one cost layer.
    pub struct Slice {
        /// The movement.
        movement: i64,
        /// The layer's place in the queue.
        layer: i64,
        /// The item.
        item: ItemCode,
        /// The site.
        site: SiteCode,
        /// Quantity.
        qty: Qty,
        /// Value.
        value: Money,
    }

    table "requeues", key 3, orders [BY_ISSUE [issue], BY_LAYER [layer]], append_only true;
    /// What goods that had left take of a cost layer since the queue was put into the order of days again. All rows of
    /// a movement about one layer are the opposite of its slice.
    pub struct Requeue {
        /// The movement that puts the queue in order, or takes that back.
        movement: i64,
        /// The movement with which the goods had left.
        issue: i64,
        /// The layer.
        layer: i64,
        /// How much more of the layer they take; below zero what they take no longer.
        qty: Qty,
        /// What that is worth.
        value: Money,
    }
}

impl Plate {
    /// Returns what it is, and of which order: `is a tote of SO-26101`.
    pub fn described(&self) -> String {
        let order = self.order_no.as_ref().map(|order| format!(" of {order}"));
        format!("is a {}{}", self.kind, order.unwrap_or_default())
    }

    /// Returns why it may not be the tote of an order: it is none, or it holds the goods of another order.
    pub fn no_tote_for(&self, order: &OrderNo, is_in_use: bool) -> Option<Refusal> {
        let is_tote = self.kind == LpnKind::Tote;
        let is_ours = is_tote && self.order_no.as_ref() == Some(order);
        let need = match () {
            () if is_in_use && !is_ours => format!("Scan a tote for {order}"),
            () if !is_tote => "Scan a tote".into(),
            () => return None,
        };
        let (found, why) = (self.lpn.to_string(), self.described());
        Some(Refusal::WrongLpn { need, found, why })
    }
}

impl Balance {
    /// Returns the quantity that is promised to nobody; below zero if more was sold than was on hand.
    pub fn free(&self) -> Qty {
        self.qty - self.allocated
    }

    /// Returns whether the goods lie loose and may be sold.
    pub fn is_loose_stock(&self) -> bool {
        self.status == Status::Available && self.lpn.is_empty()
    }
}
