//! Work to be done on the floor, and whose it is.

use super::amount::Qty;
use super::code::{Badge, ItemCode, LocationCode, LotCode, OrderNo, Serial, SiteCode, Terminal};
use super::time::Time;
use crate::record;
use crate::words;
use chrono::NaiveDate;

words! {
    /// What is to be done.
    pub enum TaskKind {
        /// Take goods from a bin for a sales order.
        Pick = "pick",
        /// Count a bin.
        Count = "count",
        /// Bring goods from the reserve to a pick face.
        Replenish = "replenish",
    }
    /// How far it has come.
    pub enum TaskState {
        /// To be done.
        Open = "open",
        /// Done.
        Done = "done",
        /// Given up for lack of stock.
        Short = "short",
        /// No longer needed.
        Cancelled = "cancelled",
    }
}

record! {
    table "tasks", key 1, orders [
        BY_URGENCY [kind, state, site, priority, due, sequence],
        BY_ORDER [order_no, order_line],
        BY_BIN [location, kind, state]
    ], append_only false;
    /// One piece of work. A pick task is also the allocation of the goods it names.
    pub struct Task {
        /// Its number.
        task: i64,
        /// What is to be done.
        kind: TaskKind,
        /// How far it has come.
        state: TaskState,
        /// Where.
        site: SiteCode,
        /// Smaller is more urgent.
        priority: i64,
        /// The day it is due.
        due: NaiveDate,
        /// Its place in the walk order.
        sequence: i64,
        /// The bin; for a replenishment the face.
        location: LocationCode,
        /// The item; empty for a count of the whole bin.
        item: ItemCode,
        /// The sales order, or empty.
        order_no: OrderNo,
        /// Its line.
        order_line: i64,
        /// The lot promised; empty if there is none.
        lot: LotCode,
        /// The serial number promised; empty if there is none.
        serial: Serial,
        /// To do, in base units.
        qty: Qty,
        /// Done.
        done: Qty,
        /// Who has claimed it.
        owner: Option<Badge>,
        /// At which terminal.
        terminal: Option<Terminal>,
        /// Since when.
        since: Option<Time>,
        /// When the claim ends unless it is renewed.
        until: Option<Time>,
        /// Why it was made or given up.
        reason: Option<String>,
    }

    table "denials", key 4, orders [], append_only false;
    /// A bin that was found short: for an order line, to which it is not offered again, or for a replenishment, to
    /// which it is not offered until it is counted.
    pub struct Denial {
        /// The sales order; empty for a replenishment.
        order_no: OrderNo,
        /// Its line; for a replenishment the number of its task.
        order_line: i64,
        /// The bin.
        location: LocationCode,
        /// The lot; empty if there is none.
        lot: LotCode,
        /// What the picker said.
        reason: String,
    }
}

record! {
    table "short_bins", key 3, orders [], append_only false;
    /// A bin where fewer goods were found than the books say: nobody is sent there for them until it is counted.
    pub struct ShortBin {
        /// The bin.
        location: LocationCode,
        /// The item.
        item: ItemCode,
        /// The lot; empty if it has none.
        lot: LotCode,
        /// What the picker said.
        reason: String,
    }
}

impl Task {
    /// Returns what is left to do.
    pub fn left(&self) -> Qty {
        (self.qty - self.done).max(Qty::ZERO)
    }
    /// Returns who holds it at `now`: the operator who claimed it, until the lease runs out.
    pub fn holder(&self, now: Time) -> Option<&Badge> {
        let runs = self.until.is_some_and(|until| now < until);
        self.owner.as_ref().filter(|_| runs)
    }
    /// Returns whether somebody other than `badge` holds it at `now`.
    pub fn is_held_from(&self, badge: &Badge, now: Time) -> bool {
        self.holder(now).is_some_and(|holder| holder != badge)
    }
    /// Returns the task without its claim.
    #[must_use]
    pub fn unclaimed(self) -> Self {
        Self {
            owner: None,
            terminal: None,
            since: None,
            until: None,
            ..self
        }
    }
}
