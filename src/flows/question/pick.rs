//! What picking asks and is told.

use crate::domain::amount::Qty;
use crate::domain::blind::Stated;
use crate::domain::catalog::Tracking;
use crate::domain::code::{ItemCode, LocationCode, LotCode, Lpn, OrderNo, Serial, Terminal, UomCode};
use crate::domain::refusal::Refusal;
use crate::domain::weight::Tolerance;
use crate::flows::naming::{many, name};
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

/// What picking asks of the store.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Question {
    /// The operator's open stops of an order.
    Work {
        /// The order.
        order: OrderNo,
        /// Whether a tote is to be named that may take its goods.
        wants_tote: bool,
    },
    /// Whether the operator has work of an order at another terminal.
    Claimed {
        /// The order.
        order: OrderNo,
    },
    /// What the store knows of a lot in a bin.
    Lot {
        /// The task it would be taken for.
        task: i64,
        /// The lot.
        lot: LotCode,
    },
    /// Whether a piece may be taken for a task.
    Serial {
        /// The task.
        task: i64,
        /// Its serial number.
        serial: Serial,
    },
    /// Whether goods of a task may go into a tote.
    Tote {
        /// The task.
        task: i64,
        /// The code read where a tote may be scanned.
        tote: Lpn,
        /// Whether goods go into it at once, so that the rules judge the code with them.
        is_put: bool,
    },
}

/// What picking is told.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Told {
    /// The operator's open stops of an order, in walk order.
    Work {
        /// The order.
        order: OrderNo,
        /// Its stops.
        stops: Vec<Stop>,
        /// Once there are none: how many of its lines wait for stock.
        waiting: usize,
        /// How many of its stops are open that the operator has not claimed.
        others: usize,
        /// Once there are none: its totes with goods in them, whoever filled them.
        totes: Vec<Lpn>,
        /// A tote that may take the goods, if one is to be named.
        tote: Option<Lpn>,
    },
    /// Whether the operator has work of an order at another terminal.
    Claimed {
        /// The order.
        order: OrderNo,
        /// That terminal.
        terminal: Option<Terminal>,
    },
    /// What the store knows of a lot in the bin of a task.
    Lot {
        /// The lot.
        lot: LotCode,
        /// Whether the item has such a lot at all.
        is_known: bool,
        /// What else the books know the code as if it has not, in a clause.
        otherwise: Option<String>,
        /// Its last day.
        expiry: Option<NaiveDate>,
        /// Base units in the bin that are promised to nobody, as the operator is told them.
        free: Stated,
        /// Whether a lot other than the promised one is taken without asking.
        any: bool,
        /// Whether only a supervisor may take another lot.
        forced: bool,
        /// Its days of life and those that the customer wants, if it has fewer.
        life: Option<(i64, i64)>,
        /// Why it may not leave at all.
        obstacle: Option<Refusal>,
    },
    /// Whether a piece may be taken.
    Serial {
        /// Its serial number.
        serial: Serial,
        /// Whether it lies in the bin and is promised to nobody.
        is_free: bool,
        /// Why it may not leave at all.
        obstacle: Option<Refusal>,
    },
    /// Whether goods may go into a tote.
    Tote {
        /// The code.
        tote: Lpn,
        /// Whether nothing known carries the code and it does not look like a tote.
        is_new: bool,
        /// What else the books know it as, in a clause.
        otherwise: Option<String>,
        /// Whether it is the serial number of a piece of the task's item.
        is_piece: bool,
        /// Why they may not.
        unfit: Option<Refusal>,
    },
}

/// Goods of one kind to be taken from one bin.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Stop {
    /// The task.
    pub task: i64,
    /// The bin.
    pub location: LocationCode,
    /// Check digits on its sign, which prove being there.
    pub check_digits: Option<String>,
    /// The item.
    pub item: ItemCode,
    /// Its name.
    pub name: String,
    /// Its base unit.
    pub uom: UomCode,
    /// What is recorded of each piece.
    pub tracking: Tracking,
    /// The lot promised, which expires first; empty if there is none.
    pub lot: LotCode,
    /// Its last day.
    pub expiry: Option<NaiveDate>,
    /// The serial number promised; empty if there is none.
    pub serial: Serial,
    /// Base units of the whole task.
    pub qty: Qty,
    /// Base units still to take.
    pub left: Qty,
    /// Decimals that a quantity of it may have; `None` in work that was saved before they were asked for.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub decimals: Option<i64>,
    /// By how much goods kept by weight may miss what is left.
    #[serde(default, skip_serializing_if = "Tolerance::is_none")]
    pub tolerance: Tolerance,
}

impl Stop {
    /// Returns how the goods are named: item, lot, serial number.
    pub fn goods(&self) -> String {
        name(&self.item, &self.lot, &self.serial)
    }

    /// Returns goods that are taken, in words: of the lot and serial number that are promised, unless others are named.
    pub fn taken(&self, qty: Qty, lot: Option<&LotCode>, serial: Option<&Serial>) -> String {
        let (lot, serial) = (lot.unwrap_or(&self.lot), serial.unwrap_or(&self.serial));
        format!("{} {}", many(qty, &self.uom), name(&self.item, lot, serial))
    }

    /// Returns the most that may be taken.
    pub fn most(&self) -> Qty {
        self.left + self.tolerance.more
    }

    /// Returns whether `taken`, the last piece of which is `last`, leaves nothing to take.
    pub fn is_enough(&self, taken: Qty, last: Qty) -> bool {
        self.left <= taken || self.tolerance.gives_up(self.left - taken, last)
    }

    /// Returns whether a text is the lot or serial number promised.
    pub fn names(&self, text: &str) -> bool {
        !text.is_empty() && (self.lot.as_str() == text || self.serial.as_str() == text)
    }
}
