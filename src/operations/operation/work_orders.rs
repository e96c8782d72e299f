//! Documents of work orders: goods that are made in parts, of components that go into process in parts.

use super::Component;
use crate::domain::amount::{Price, Qty};
use crate::domain::code::{ItemCode, LocationCode, LotCode, OrderNo, Serial};
use crate::domain::work_order::{ComponentAct, OutputAct};
use crate::operations::declare::documents;
use crate::operations::meant::no_words;
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

documents! {
    /// A work order is placed, or changed as far as nothing was done for what changes.
    WorkOrder {
        /// Its number.
        order: OrderNo,
        /// What is made.
        item: ItemCode,
        /// Base units to be made.
        qty: Qty,
        /// What one of them takes, each component once.
        components: Vec<Component>,
    } optional {
        /// Labour for one of them.
        labour: Price,
        /// The lot that is made, where it is known ahead.
        lot: LotCode,
        /// Its expiry.
        expiry: NaiveDate,
        /// The day it is due.
        due: NaiveDate,
    }
    /// A component of a work order goes into process, comes back from it, or is spoilt there.
    WorkIssue {
        /// The work order.
        order: OrderNo,
        /// The component.
        item: ItemCode,
        /// Base units of it.
        qty: Qty,
    } optional {
        /// What happens to it; issued where left out.
        act: ComponentAct,
        /// The location it leaves; the site's storage first where left out.
        from: LocationCode,
        /// The location it comes back to; the site's storage where left out.
        to: LocationCode,
        /// Its lot; that of the work order, else first expiry first out where left out.
        lot: LotCode,
        /// Its serial number.
        serial: Serial,
    }
    /// A part of what a work order makes is done.
    WorkReport {
        /// The work order.
        order: OrderNo,
        /// Base units that are done.
        qty: Qty,
    } optional {
        /// What becomes of them; they go into stock where left out.
        act: OutputAct,
        /// Where they are put; the site's storage where left out.
        to: LocationCode,
        /// Their lot; that of the work order where left out.
        lot: LotCode,
        /// Its expiry.
        expiry: NaiveDate,
        /// The serial number of the one piece that is done.
        serial: Serial,
    }
    /// A work order is over: what is left in process becomes assembly variance.
    WorkClose {
        /// The work order.
        order: OrderNo,
    } optional {}
}

no_words!(ComponentAct, OutputAct);
