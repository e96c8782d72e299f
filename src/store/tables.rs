//! Every table that is kept, parents before children.

use crate::domain::catalog::{
    Barcode, Category, CostChange, Item, Kit, Location, Lot, Party, PickFace, Site, Spelling, Uom,
};
use crate::domain::company::{Account, ClosedPeriod, Group, GroupAccounts, Policy, Tax};
use crate::domain::count::{Count, CountAttempt, CountChange, CountLine, Counted, SetOff};
use crate::domain::dimension::{Dimension, DimensionValue};
use crate::domain::entity::{Entity, EntityClosing, IntercompanySale, TransferPrice};
use crate::domain::entry::{BatchedEntry, Entry, EntryLine, LedgerBatch, LedgerBatchLine};
use crate::domain::export::{Acknowledgement, Exported, ResealedEntry};
use crate::domain::fee::ChannelFee;
use crate::domain::hold::{HeldGoods, Hold};
use crate::domain::integration::{Billing, Switch};
use crate::domain::late::LateCost;
use crate::domain::log::{
    Checkpoint, Logged, MadeBackup, NotedRead, ReadLink, ReadResult, Restoration, Reversal, SavedSession,
    SeenRestoration,
};
use crate::domain::movement::{Allowance, Movement, Shipment};
use crate::domain::order::{Order, OrderLine};
use crate::domain::promise::{Promise, Supply};
use crate::domain::purchase::{Bill, Receipt, Settlement, VendorNumber, Voucher};
use crate::domain::record::{Record, Table};
use crate::domain::service::{ServicePool, ServiceShort, ServiceStep};
use crate::domain::stock::{Balance, Layer, Plate, Pool, Requeue, Slice};
use crate::domain::task::{Denial, ShortBin, Task};
use crate::domain::tax::TaxLine;
use crate::domain::transfer::Transfer;
use crate::domain::user::User;
use crate::domain::work_order::{WorkLate, WorkOrder, WorkPart, WorkStep};

/// Every table, in an order in which a row never refers to a table behind its own.
pub const TABLES: &[&Table] = &[
    Logged::TABLE,
    Movement::TABLE,
    Entry::TABLE,
    EntryLine::TABLE,
    TaxLine::TABLE,
    ChannelFee::TABLE,
    TransferPrice::TABLE,
    IntercompanySale::TABLE,
    Slice::TABLE,
    Balance::TABLE,
    Pool::TABLE,
    Layer::TABLE,
    Task::TABLE,
    OrderLine::TABLE,
    Order::TABLE,
    Promise::TABLE,
    Supply::TABLE,
    Plate::TABLE,
    Denial::TABLE,
    ShortBin::TABLE,
    Reversal::TABLE,
    Restoration::TABLE,
    SeenRestoration::TABLE,
    MadeBackup::TABLE,
    Shipment::TABLE,
    Allowance::TABLE,
    Receipt::TABLE,
    Bill::TABLE,
    Voucher::TABLE,
    Settlement::TABLE,
    VendorNumber::TABLE,
    LateCost::TABLE,
    Requeue::TABLE,
    Transfer::TABLE,
    WorkOrder::TABLE,
    WorkPart::TABLE,
    WorkStep::TABLE,
    WorkLate::TABLE,
    ServicePool::TABLE,
    ServiceShort::TABLE,
    ServiceStep::TABLE,
    Billing::TABLE,
    Switch::TABLE,
    Count::TABLE,
    CountAttempt::TABLE,
    CountLine::TABLE,
    CountChange::TABLE,
    Counted::TABLE,
    SetOff::TABLE,
    NotedRead::TABLE,
    ReadResult::TABLE,
    ReadLink::TABLE,
    SavedSession::TABLE,
    Checkpoint::TABLE,
    LedgerBatch::TABLE,
    LedgerBatchLine::TABLE,
    BatchedEntry::TABLE,
    ResealedEntry::TABLE,
    Exported::TABLE,
    Acknowledgement::TABLE,
    ClosedPeriod::TABLE,
    EntityClosing::TABLE,
    Policy::TABLE,
    Account::TABLE,
    Tax::TABLE,
    Group::TABLE,
    Uom::TABLE,
    Entity::TABLE,
    Site::TABLE,
    GroupAccounts::TABLE,
    Location::TABLE,
    PickFace::TABLE,
    Party::TABLE,
    Category::TABLE,
    Dimension::TABLE,
    DimensionValue::TABLE,
    Item::TABLE,
    CostChange::TABLE,
    Kit::TABLE,
    Barcode::TABLE,
    Lot::TABLE,
    Hold::TABLE,
    HeldGoods::TABLE,
    Spelling::TABLE,
    User::TABLE,
];

/// The tables of [`Note`](super::Note)s and of their chain: what happened at a terminal, not what it did to stock.
pub const NOTES: &[&Table] = &[
    NotedRead::TABLE,
    ReadResult::TABLE,
    ReadLink::TABLE,
    SavedSession::TABLE,
];

/// Returns whether the operation log alone rebuilds a table: all but the notes, and the checkpoints that upgrades made.
pub fn is_rebuilt(table: &Table) -> bool {
    !NOTES.contains(&table) && *table != *Checkpoint::TABLE
}

/// Returns the table's place in [`TABLES`]; the place after the last for any other table.
pub(super) fn rank(table: &Table) -> usize {
    let known = TABLES.iter().position(|known| known.name == table.name);
    known.unwrap_or(TABLES.len())
}
