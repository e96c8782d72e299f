//! Every operation, with the fields of its document.

use super::declare::operations;
use super::request::{Disposition, Master, MoveKind};
use crate::domain::amount::{Money, Price, Qty};
use crate::domain::catalog::Tracking;
use crate::domain::code::{
    AccountCode, Badge, Channel, CountNo, ItemCode, Key, LocationCode, LotCode, Lpn, OrderNo, PartyCode,
    Serial, SiteCode, UomCode,
};
use crate::domain::company::Method;
use crate::domain::order::{Order, OrderLine};
use crate::domain::stock::Status;
use crate::domain::task::TaskKind;
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

operations! {
    /// Creates a record of master data, or changes it.
    Define = "define" {
        /// The record.
        master: Master,
    } optional {}
    /// Creates an order with its lines; the same order again must be the same.
    PlaceOrder = "place_order" {
        /// The head.
        order: Order,
        /// The lines.
        lines: Vec<OrderLine>,
    } optional {}
    /// Creates an item, or checks that it is known as described, so that a stream of documents can stand alone.
    DescribeItem = "item" {
        /// Its code.
        item: ItemCode,
        /// How it is valued.
        method: Method,
    } optional {
        /// Its name.
        name: String,
        /// Its standard cost for one base unit.
        standard_cost: Price,
        /// Its group; the first where left out.
        group: i64,
        /// What is recorded of each piece.
        tracking: Tracking,
        /// Its base unit.
        uom: UomCode,
    }
    /// Goods that were there before the books were: their value stands against no other account of the year.
    Opening = "opening_stock" {
        /// The item.
        item: ItemCode,
        /// Base units.
        qty: Qty,
        /// Their value.
        value: Money,
        /// Where they lie.
        location: LocationCode,
    } optional {
        /// Their lot.
        lot: LotCode,
        /// Its expiry.
        expiry: NaiveDate,
        /// Their serial number.
        serial: Serial,
    }
    /// Goods arrive from a vendor.
    Receive = "receive" {
        /// The item.
        item: ItemCode,
        /// Base units.
        qty: Qty,
    } optional {
        /// Price for one base unit.
        cost: Price,
        /// Value of all of it, instead of the price.
        value: Money,
        /// Where it is put; the site's storage where left out.
        to: LocationCode,
        /// Its lot.
        lot: LotCode,
        /// The lot's expiry.
        expiry: NaiveDate,
        /// The serial number of the one piece.
        serial: Serial,
        /// The vendor.
        vendor: PartyCode,
        /// What may be done with it.
        status: Status,
        /// The purchase order, which gives the price.
        order: OrderNo,
        /// Its line, where an item stands on several.
        line: i64,
        /// The licence plate it arrives on.
        lpn: Lpn,
    }
    /// Goods change their place inside a site.
    Move = "move" {
        /// The item.
        item: ItemCode,
        /// Base units.
        qty: Qty,
        /// The location they leave.
        from: LocationCode,
        /// The location they reach.
        to: LocationCode,
    } optional {
        /// Their lot, where the bin holds several.
        lot: LotCode,
        /// Their serial number.
        serial: Serial,
        /// Their status, where the bin holds several.
        status: Status,
        /// The licence plate they leave.
        lpn: Lpn,
        /// The licence plate they are put on.
        to_lpn: Lpn,
        /// A plain move where left out.
        kind: MoveKind,
    }
    /// A licence plate changes its place with all that is on it.
    MovePlate = "move_plate" {
        /// The licence plate.
        lpn: Lpn,
        /// Where it goes.
        to: LocationCode,
    } optional {
        /// A plain move where left out.
        kind: MoveKind,
    }
    /// What may be done with goods changes.
    ChangeStatus = "status" {
        /// The item.
        item: ItemCode,
        /// Base units.
        qty: Qty,
        /// Where they lie.
        at: LocationCode,
        /// The status they have.
        from: Status,
        /// The status they get.
        to: Status,
    } optional {
        /// Their lot.
        lot: LotCode,
        /// Their serial number.
        serial: Serial,
        /// The licence plate they are on.
        lpn: Lpn,
    }
    /// A lot is put on hold (recalled), or released.
    HoldLot = "hold" {
        /// The item.
        item: ItemCode,
        /// The lot.
        lot: LotCode,
    } optional {
        /// Why; left out releases it.
        why: String,
    }
    /// Stock is promised to a sales order, and pick tasks are made.
    Allocate = "allocate" {
        /// The sales order.
        order: OrderNo,
    } optional {}
    /// The next best work is claimed for the operator.
    GetWork = "get_work" {
        /// Of which kind.
        kind: TaskKind,
    } optional {
        /// Of this order only.
        order: OrderNo,
    }
    /// The operator's claim on tasks is renewed, or given back.
    KeepWork = "keep_work" {
        /// The tasks.
        tasks: Vec<i64>,
        /// Whether to keep them (true) or to give them back.
        keep: bool,
    } optional {}
    /// Work claimed by somebody else is taken over.
    TakeOver = "take_over" {
        /// Of which kind.
        kind: TaskKind,
        /// The order whose tasks are taken.
        order: OrderNo,
    } optional {}
    /// Goods are taken from a bin into a tote, for a task or for all tasks of an order.
    Pick = "pick" {
        /// The tote.
        tote: Lpn,
    } optional {
        /// The task.
        task: i64,
        /// Base units of the task; all that is left of it where left out.
        qty: Qty,
        /// The sales order instead of a task: all its open tasks are picked in full.
        order: OrderNo,
        /// The lot taken, where it is another one than promised.
        lot: LotCode,
        /// The serial number taken.
        serial: Serial,
    }
    /// A task can't be done in full: another bin is promised, or the line is short.
    Short = "short" {
        /// The task.
        task: i64,
        /// What the picker says: `empty`, `damaged` or `not_found`.
        code: String,
    } optional {}
    /// Goods go from a tote into a parcel.
    Pack = "pack" {
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
    CloseParcel = "close_parcel" {
        /// The parcel.
        parcel: Lpn,
    } optional {
        /// Its gross weight in kilograms.
        weight: Qty,
        /// The carton used.
        carton: String,
    }
    /// Goods leave for a customer: a closed parcel, or goods straight from a bin.
    Ship = "ship" {} optional {
        /// The parcel.
        parcel: Lpn,
        /// The item, where no parcel is named.
        item: ItemCode,
        /// Base units of it.
        qty: Qty,
        /// Price for one base unit, without tax.
        price: Price,
        /// The location it leaves; the site's storage first where left out.
        from: LocationCode,
        /// Its lot; first expiry first out where left out.
        lot: LotCode,
        /// Its serial number.
        serial: Serial,
        /// The customer.
        customer: PartyCode,
        /// The sales channel.
        channel: Channel,
    }
    /// A customer sends goods back.
    CustomerReturn = "customer_return" {
        /// Base units.
        qty: Qty,
        /// What becomes of them.
        disposition: Disposition,
    } optional {
        /// The id of the shipment.
        of: Key,
        /// The sales order, where the id is not at hand.
        order: OrderNo,
        /// The item, where the id is not at hand.
        item: ItemCode,
        /// Their lot, where the shipment had several.
        lot: LotCode,
        /// Their serial number, where the shipment had several.
        serial: Serial,
        /// Where they are put; the default for the disposition where left out.
        to: LocationCode,
    }
    /// Goods are written off or found.
    Adjust = "adjust" {
        /// The item.
        item: ItemCode,
        /// Base units; negative for a loss.
        qty: Qty,
    } optional {
        /// Where; the site's storage where left out.
        at: LocationCode,
        /// Their lot.
        lot: LotCode,
        /// Its expiry, for a lot that is found for the first time.
        expiry: NaiveDate,
        /// Their serial number.
        serial: Serial,
        /// Their status; what the location is for where left out.
        status: Status,
        /// The account instead of the group's adjustment account.
        account: AccountCode,
        /// Price for one base unit, only for a gain that has no known cost.
        cost: Price,
    }
    /// The book is set to what was counted, without a count sheet.
    CountOnce = "count" {
        /// The item.
        item: ItemCode,
        /// Base units counted.
        counted: Qty,
    } optional {
        /// Where; the site's storage where left out.
        at: LocationCode,
        /// Their lot.
        lot: LotCode,
        /// Their serial number.
        serial: Serial,
    }
    /// A bin is opened for counting, or for its recount: the book is noted, unseen.
    CountOpen = "count_open" {
        /// The bin.
        location: LocationCode,
    } optional {}
    /// Something is counted on an open sheet.
    CountRead = "count_read" {
        /// The sheet.
        count: CountNo,
        /// The item.
        item: ItemCode,
        /// Base units to add; zero says that there is none.
        qty: Qty,
    } optional {
        /// The lot.
        lot: LotCode,
        /// Its expiry as printed.
        expiry: NaiveDate,
        /// The serial number.
        serial: Serial,
        /// Its status; what the bin is for where left out.
        status: Status,
    }
    /// The counter is done with the bin; within tolerance the difference is posted.
    CountClose = "count_close" {
        /// The sheet.
        count: CountNo,
        /// Whether everything not counted is said to be zero.
        rest_is_zero: bool,
    } optional {}
    /// The supervisor accepts the count: the difference is posted.
    CountApprove = "count_approve" {
        /// The sheet.
        count: CountNo,
    } optional {}
    /// The supervisor wants another count by another operator.
    CountAgain = "count_again" {
        /// The sheet.
        count: CountNo,
    } optional {}
    /// The supervisor rejects the count: nothing is posted.
    CountReject = "count_reject" {
        /// The sheet.
        count: CountNo,
    } optional {}
    /// An operation is taken back: the exact negation of what it posted.
    Reverse = "reverse" {
        /// Its id.
        of: Key,
    } optional {}
    /// Somebody signs in; the PIN was compared before.
    SignIn = "sign_in" {
        /// The badge.
        badge: Badge,
        /// Whether the PIN was right.
        pin_right: bool,
    } optional {}
    /// A supervisor unlocks a badge.
    Unlock = "unlock" {
        /// The badge.
        badge: Badge,
    } optional {}
    /// The pending entries of a posting day and site become a ledger batch.
    Seal = "seal" {
        /// The posting day.
        day: NaiveDate,
        /// The site.
        at: SiteCode,
    } optional {}
    /// A posting period is closed.
    ClosePeriod = "close_period" {
        /// `YYYY-MM`.
        period: String,
    } optional {}
}
