//! Every operation by its name; the fields of each document stand with its kind.

mod assembly;
mod costs;
mod counting;
mod goods;
mod ledger;
mod masters;
mod transfers;
mod work;
mod work_orders;

pub use self::assembly::*;
pub use self::costs::*;
pub use self::counting::*;
pub use self::goods::*;
pub use self::ledger::*;
pub use self::masters::*;
pub use self::transfers::*;
pub use self::work::*;
pub use self::work_orders::*;

use super::declare::operations;
use serde::{Deserialize, Serialize};

operations! {
    /// Creates a record of master data, or changes it.
    Define = "define",
    /// Makes the bins of a range that are not known yet.
    AddBins = "add_bins",
    /// Creates an order with its lines, or changes it as far as nothing was done for what changes.
    PlaceOrder = "place_order",
    /// Creates an item, or checks that it is known as described, so that a stream of documents can stand alone.
    DescribeItem = "item",
    /// Goods that were there before the books were: their value stands against no other account of the year.
    Opening = "opening_stock",
    /// Goods arrive from a vendor.
    Receive = "receive",
    /// Goods change their place inside a site.
    Move = "move",
    /// A licence plate changes its place with all that is on it.
    MovePlate = "move_plate",
    /// What may be done with goods changes.
    ChangeStatus = "status",
    /// Goods are put on hold (recalled): a lot, pieces with serial numbers, or what came with a receipt.
    HoldLot = "hold",
    /// Goods that are on hold may leave again, for a reason, asked for by one supervisor and approved by another.
    Release = "release",
    /// Stock is allocated to a sales order, and pick tasks are made.
    Allocate = "allocate",
    /// The next best work is claimed for the operator.
    GetWork = "get_work",
    /// The operator's claim on tasks is renewed, or given back.
    KeepWork = "keep_work",
    /// Work claimed by somebody else is taken over.
    TakeOver = "take_over",
    /// Goods are taken from a bin into a tote, for a task or for all tasks of an order.
    Pick = "pick",
    /// A task can't be done in full: another bin is promised, or the line is short.
    Short = "short",
    /// Goods go from a tote into a parcel.
    Pack = "pack",
    /// A parcel is closed: nothing is added any more.
    CloseParcel = "close_parcel",
    /// Goods leave for a customer: a closed parcel, or goods straight from a bin.
    Ship = "ship",
    /// A customer sends goods back.
    CustomerReturn = "customer_return",
    /// Goods are written off or found.
    Adjust = "adjust",
    /// The book is set to what was counted, without a count sheet.
    CountOnce = "count",
    /// A bin is opened for counting, or for its recount: the book is noted, unseen.
    CountOpen = "count_open",
    /// Something is counted on an open sheet.
    CountRead = "count_read",
    /// The counter is done with the bin; within tolerance the difference is posted.
    CountClose = "count_close",
    /// The supervisor accepts the count: the difference is posted.
    CountApprove = "count_approve",
    /// The supervisor wants another count by another operator.
    CountAgain = "count_again",
    /// The supervisor rejects the count: nothing is posted.
    CountReject = "count_reject",
    /// An operation is taken back: the exact negation of what it posted.
    Reverse = "reverse",
    /// Somebody signs in; the PIN was compared before.
    SignIn = "sign_in",
    /// The first administrator, who is also a supervisor; only where nobody has a badge yet.
    FirstUser = "first_user",
    /// Somebody who has no PIN chooses one, beside a supervisor.
    SetPin = "set_pin",
    /// A supervisor or an administrator unlocks a badge.
    Unlock = "unlock",
    /// The pending entries of a posting day and site become a ledger batch.
    Seal = "seal",
    /// A posting period is closed.
    ClosePeriod = "close_period",
    /// A supplier bills goods, or the freight of a transfer or landed cost.
    Invoice = "invoice",
    /// Freight, duty and the like are laid on goods that were received.
    LandedCost = "landed_cost",
    /// Goods go back to their vendor.
    SupplierReturn = "supplier_return",
    /// A vendor credits a part of what it billed, or a customer is credited a part of what was sold, while the goods stay.
    CreditNote = "credit_note",
    /// A standard cost changes.
    StandardCost = "standard_cost",
    /// Stock is revalued or written down, at FIFO and moving average.
    Revalue = "revalue",
    /// An item is valued by another method from a day on.
    ChangeMethod = "change_method",
    /// What was shipped is billed, where sales are posted on invoice.
    SalesInvoice = "sales_invoice",
    /// Goods leave a site for another one.
    TransferOut = "transfer_out",
    /// Goods in transit arrive.
    TransferIn = "transfer_in",
    /// What of a transfer has not arrived is written off.
    TransferClose = "transfer_close",
    /// Goods are made of components.
    Build = "build",
    /// Goods are taken apart into their components.
    Unbuild = "unbuild",
    /// A work order is placed, or changed as far as nothing was done for what changes.
    WorkOrder = "work_order",
    /// A component of a work order goes into process, comes back from it, or is spoilt there.
    WorkIssue = "work_issue",
    /// A part of what a work order makes is done.
    WorkReport = "work_report",
    /// A work order is over: what is left in process becomes assembly variance.
    WorkClose = "work_close",
    /// Whether stock is kept in the ledger changes.
    Integrate = "integration",
    /// A ledger batch was written for an accounting system.
    Export = "export",
    /// The accounting system has taken a ledger batch.
    Acknowledge = "acknowledge",
    /// A ledger batch is negated by another one.
    ReverseBatch = "reverse_batch",
    /// The store was restored from a backup.
    Restored = "restored",
    /// Somebody who has to know that the store was restored took note of it.
    SeeRestoration = "see_restoration",
    /// A backup of the store was made and proved.
    BackedUp = "backed_up",
}

impl BackedUp {
    /// What the key of every such request begins with, as that of no document does: the program alone writes it.
    pub const KEY: &str = "backed-up:";
}

impl Restored {
    /// What the key of every such request begins with, as that of no document does: the program alone writes it.
    pub const KEY: &str = "restored:";
    /// The highest number of a ledger batch that may be known.
    pub const MOST: i64 = 1_000_000_000_000;
}

impl Operation {
    /// The words of those that only the program asks for: a terminal, where somebody proves who they are, and the commands
    /// `restore` and `backup`.
    pub const OWN: [&str; 6] = [
        "sign_in",
        "set_pin",
        "first_user",
        "restored",
        "see_restoration",
        "backed_up",
    ];

    /// Returns whether it can be taken back although it may move nothing.
    pub const fn goes_back(&self) -> bool {
        matches!(
            self,
            Self::Short(_)
                | Self::CloseParcel(_)
                | Self::HoldLot(_)
                | Self::Release(_)
                | Self::CountApprove(_)
                | Self::CountAgain(_)
                | Self::CountReject(_)
        )
    }
}
