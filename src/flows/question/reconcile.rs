//! What reconciling asks and is told.

use crate::domain::amount::{Money, Qty, Total};
use crate::domain::code::{AccountCode, CountNo, ItemCode, LocationCode, LotCode, Serial, UomCode};
use crate::domain::count::CountState;
use crate::domain::refusal::Refusal;
use crate::domain::stock::Status;
use crate::domain::time::Time;
use serde::{Deserialize, Serialize};

/// What reconciling asks of the store.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Question {
    /// The counts of the site that a supervisor may decide about.
    Waiting,
    /// Everything about one of them, with what approving it would post.
    Sheet {
        /// The count.
        count: CountNo,
    },
}

/// What reconciling is told.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Told {
    /// The counts of the site that a supervisor may decide about.
    Waiting(Vec<Waiting>),
    /// Everything about one of them.
    Sheet(Box<Sheet>),
}

/// A count that waits for a decision.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Waiting {
    /// Its number.
    pub count: CountNo,
    /// The bin.
    pub location: LocationCode,
    /// How far it has come.
    pub state: CountState,
    /// How many attempts there were.
    pub attempts: i64,
    /// Whether the last two agree.
    pub agreed: bool,
}

/// Everything about one count.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Sheet {
    /// Its number.
    pub count: CountNo,
    /// The bin.
    pub location: LocationCode,
    /// How far it has come.
    pub state: CountState,
    /// Whether the last two attempts agree.
    pub agreed: bool,
    /// Who counted, in the order of the attempts.
    pub counters: Vec<String>,
    /// What was counted, line by line.
    pub lines: Vec<Line>,
    /// The last picks from the bin, latest first.
    pub picks: Vec<Pick>,
    /// What approval posts, line by line.
    pub postings: Vec<Posting>,
    /// Change of the stock's value by approval.
    pub value: Total,
    /// The posting period, and whether it is closed.
    pub period: (String, bool),
    /// Why this supervisor can't approve it.
    pub obstacle: Option<Refusal>,
}

/// One kind of goods on a count.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Line {
    /// The item.
    pub item: ItemCode,
    /// Its name.
    pub name: String,
    /// Its base unit.
    pub uom: UomCode,
    /// Its lot; empty if there is none.
    pub lot: LotCode,
    /// Its serial number; empty if there is none.
    pub serial: Serial,
    /// Its status.
    pub status: Status,
    /// What each attempt found; `None` if it did not count the line.
    pub counted: Vec<Option<Qty>>,
    /// By the book when the last attempt was opened.
    pub book: Qty,
    /// Moved in (positive) or out since then, until it was counted.
    pub moved_before: Qty,
    /// By the book when it was counted.
    pub book_at_scan: Qty,
    /// Moved since it was counted.
    pub moved_after: Qty,
    /// What the last attempt found more or less than the book.
    pub variance: Qty,
    /// What that is worth.
    pub value: Money,
}

/// A pick from the bin.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Pick {
    /// When.
    pub at: Time,
    /// Who.
    pub operator: String,
    /// What.
    pub goods: String,
    /// Base units.
    pub qty: Qty,
    /// For which order.
    pub order: String,
}

/// A line of the journal entry that approval makes.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Posting {
    /// The account.
    pub account: AccountCode,
    /// Its name.
    pub name: String,
    /// Debit positive, credit negative.
    pub amount: Total,
}
