//! Documents of work on orders: from promising stock to a closed parcel.

use crate::domain::amount::Qty;
use crate::domain::code::{ItemCode, LocationCode, LotCode, Lpn, OrderNo, Serial};
use crate::domain::task::TaskKind;
use crate::operations::declare::documents;
use serde::{Deserialize, Serialize};

documents! {
    /// Stock is promised to a sales order, and pick tasks are made.
    Allocate {
        /// The sales order.
        order: OrderNo,
    } optional {}
    /// The next best work is claimed for the operator.
    GetWork {
        /// Of which kind.
        kind: TaskKind,
    } optional {
        /// Of this order only.
        order: OrderNo,
        /// To refill this pick face only.
        location: LocationCode,
    }
    /// The operator's claim on tasks is renewed, or given back.
    KeepWork {
        /// The tasks.
        tasks: Vec<i64>,
        /// Whether to keep them (true) or to give them back.
        keep: bool,
    } optional {}
    /// Work claimed by somebody else is taken over.
    TakeOver {
        /// Of which kind.
        kind: TaskKind,
        /// The order whose tasks are taken; empty where a face is named.
        order: OrderNo,
    } optional {
        /// The pick face whose refilling is taken.
        location: LocationCode,
    }
    /// Goods are taken from a bin into a tote, for a task or for all tasks of an order.
    Pick {
        /// The tote.
        tote: Lpn,
    } optional {
        /// The task.
        task: i64,
        /// Base units of the task; all that is left of it where left out.
        qty: Qty,
        /// The sales order instead of a task: all its open tasks are picked in full.
        order: OrderNo,
        /// The lot taken, where it is not the one promised.
        lot: LotCode,
        /// The serial number taken.
        serial: Serial,
        /// Of goods kept by weight: what the last of several pieces weighs.
        piece: Qty,
    }
    /// A task can't be done in full. Of a pick another bin is promised, or the line is short; of a replenishment the bin is
    /// no reserve until it is counted.
    Short {
        /// The task.
        task: i64,
        /// What the picker says: `empty`, `damaged` or `not_found`.
        code: String,
    } optional {
        /// Of a replenishment: the bin that was found short.
        location: LocationCode,
    }
    /// Goods go from a tote into a parcel.
    Pack {
        /// The tote.
        tote: Lpn,
        /// The parcel.
        parcel: Lpn,
    } optional {
        /// The item; left out packs all that is in the tote.
        item: ItemCode,
        /// Base units of the item; one where left out.
        qty: Qty,
        /// Their lot.
        lot: LotCode,
        /// Their serial number.
        serial: Serial,
    }
    /// A parcel is closed: nothing is added any more.
    CloseParcel {
        /// The parcel.
        parcel: Lpn,
    } optional {
        /// Its gross weight in kilograms.
        weight: Qty,
        /// The carton used.
        carton: String,
    }
}
