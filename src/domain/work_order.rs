//! Work orders: what is to be made, and what is in process for it.

use super::amount::{Money, Price, Qty};
use super::code::{AccountCode, ItemCode, LotCode, OrderNo, SiteCode};
use super::movement::MovementKind;
use super::user::Role;
use crate::record;
use crate::words;
use chrono::NaiveDate;

words! {
    /// What happens to a component of a work order.
    pub enum ComponentAct {
        /// It goes into process.
        Issue = "issue",
        /// It comes back into stock.
        Return = "return",
        /// It is spoilt in process.
        Scrap = "scrap",
    }
    /// What becomes of what is made.
    pub enum OutputAct {
        /// It goes into stock.
        Stock = "stock",
        /// It is spoilt.
        Scrap = "scrap",
    }
}

record! {
    table "work_orders", key 1, orders [BY_OPEN [open, site]], append_only false;
    /// So many of an item to be made at a site.
    pub struct WorkOrder {
        /// Its number.
        order_no: OrderNo,
        /// Whether it was not closed yet.
        open: bool,
        /// What is made.
        item: ItemCode,
        /// Where.
        site: SiteCode,
        /// Base units ordered.
        qty: Qty,
        /// The lot that is made, where it is known ahead; empty otherwise.
        lot: LotCode,
        /// Its expiry.
        expiry: Option<NaiveDate>,
        /// The day it is due.
        due: Option<NaiveDate>,
        /// Labour for one of them.
        labour: Price,
        /// The account of what is in process.
        account: AccountCode,
        /// Base units that were made and went into stock.
        reported: Qty,
        /// Base units that were made and are spoilt.
        scrapped: Qty,
    }

    table "work_parts", key 2, orders [], append_only false;
    /// A component of a work order, and how much of it is in process: a pool at its moving average.
    pub struct WorkPart {
        /// The work order.
        order_no: OrderNo,
        /// Its line.
        line: i64,
        /// The component.
        item: ItemCode,
        /// Base units of it for one of what is made.
        per: Qty,
        /// The lot to take; empty if the one that expires first is taken.
        lot: LotCode,
        /// Issued, less what came back.
        issued: Qty,
        /// What was spoilt of it in process.
        scrapped: Qty,
        /// What went into what was made.
        taken: Qty,
        /// What all of it that is in process is worth.
        value: Money,
    }

    table "work_steps", key 2, orders [BY_ORDER [order_no, movement]], append_only false;
    /// What a movement did to what is in process of one component. The row is deleted when the movement is taken back.
    pub struct WorkStep {
        /// The movement.
        movement: i64,
        /// The component's line; 0 for the work order as a whole.
        line: i64,
        /// The work order.
        order_no: OrderNo,
        /// What happened.
        kind: MovementKind,
        /// Base units of the component that went into process (positive) or out of it (negative).
        qty: Qty,
        /// Base units that were in process before they left; zero for what came.
        whole: Qty,
        /// What they are worth, late cost included; negative for what left.
        value: Money,
    }

    table "work_lates", key 3, orders [], append_only false;
    /// Where late cost on a component went by way of a work order. The row is deleted when the late cost is taken off.
    pub struct WorkLate {
        /// The movement that laid the cost, at the first place that it reached.
        movement: i64,
        /// The movement that issued the component.
        issue: i64,
        /// The movement with which it left the process again; 0 for what stayed in it.
        onward: i64,
        /// How much.
        value: Money,
    }
}

impl WorkOrder {
    /// The roles that may issue to work orders and report what is made.
    pub const WORKED_BY: [Role; 2] = [Role::Picker, Role::Supervisor];

    /// Returns the base units that were made, spoilt ones too.
    pub fn made(&self) -> Qty {
        self.reported + self.scrapped
    }

    /// Returns the base units that are still to be made.
    pub fn left(&self) -> Qty {
        (self.qty - self.made()).max(Qty::ZERO)
    }
}

impl WorkPart {
    /// Returns the base units that are in process.
    pub fn held(&self) -> Qty {
        self.issued - self.scrapped - self.taken
    }

    /// Returns the base units that are still to be issued for `qty` of what is made, besides what was spoilt.
    ///
    /// # Errors
    /// If it is more than can be recorded.
    pub fn wanted(&self, qty: Qty) -> Result<Qty, super::amount::AmountError> {
        Ok((self.per.times(qty)? + self.scrapped - self.issued).max(Qty::ZERO))
    }
}

impl WorkStep {
    /// Returns whether something left the process with it, or the work order was closed.
    pub const fn is_outward(&self) -> bool {
        !matches!(self.kind, MovementKind::WorkIssue)
    }
}
