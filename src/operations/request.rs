//! What can be asked of the store. A [`Request`] is serialisable: it crosses the port, and it is the operation log.

pub use super::operation::*;
pub use super::requester::Requester;

use crate::domain::amount::Qty;
use crate::domain::catalog::{Barcode, Item, Kit, Location, Party, PickFace, Site, Uom};
use crate::domain::code::{Badge, ItemCode, Key, LotCode, Serial, SiteCode};
use crate::domain::company::{Account, Group, Policy, Tax};
use crate::domain::movement::Source;
use crate::domain::time::Time;
use crate::domain::user::User;
use crate::words;
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

/// One operation with who asks, where, when and under which key.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Request {
    /// Unique for ever: a document's id, or terminal and read number. The same key is applied once.
    pub key: Key,
    /// Who asks, written as `operator` and `terminal`.
    #[serde(flatten)]
    pub requester: Requester,
    /// Where the words came from.
    pub source: Source,
    /// The clock.
    pub at: Time,
    /// When it happened.
    pub date: NaiveDate,
    /// The read that asked for it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub read: Option<i64>,
    /// Why.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reason: Option<String>,
    /// The paper it belongs to.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub document: Option<String>,
    /// The site; none for the operator's or the first.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub site: Option<SiteCode>,
    /// A supervisor's badge that approves this one step at another operator's terminal.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub approved_by: Option<Badge>,
    /// What is asked.
    pub operation: Operation,
}

words! {
    /// What becomes of goods that a customer sends back.
    pub enum Disposition {
        /// They may be sold again.
        Restock = "restock",
        /// They wait for a decision.
        Quarantine = "quarantine",
        /// They are kept, broken.
        Damaged = "damaged",
        /// They are thrown away and never enter stock again.
        Scrap = "scrap",
    }
    /// By what landed cost is shared out over receipts.
    pub enum Basis {
        /// By base units.
        Quantity = "quantity",
        /// By what the receipts cost.
        Value = "value",
        /// By the weight of the items.
        Weight = "weight",
    }
    /// Which kind of change of place a move is.
    pub enum MoveKind {
        /// From the dock to a bin.
        Putaway = "putaway",
        /// From bin to bin.
        Move = "move",
    }
}

/// What one unit of something that is built takes.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Component {
    /// The item.
    pub item: ItemCode,
    /// Base units of it.
    pub qty: Qty,
    /// Its lot: the one to take, or the one that comes out.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub lot: Option<LotCode>,
    /// The expiry of a lot that comes out and was never seen before.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub expiry: Option<NaiveDate>,
    /// Its serial number.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub serial: Option<Serial>,
}

/// A record of master data, created or checked.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "record", rename_all = "snake_case")]
#[allow(missing_docs, reason = "each variant is the record of the same name")]
pub enum Master {
    Policy(Policy),
    Account(Account),
    Tax(Tax),
    Group(Group),
    Uom(Uom),
    Site(Site),
    Location(Location),
    Party(Party),
    Item(Box<Item>),
    Barcode(Barcode),
    Kit(Kit),
    PickFace(PickFace),
    User(User),
}
