//! One stop of a pick, and what is in the picker's hand there.

use crate::domain::amount::Qty;
use crate::domain::catalog::Tracking;
use crate::domain::code::{ItemCode, LocationCode, LotCode, Serial, UomCode};
use crate::flows::goods;
use crate::flows::kept::{Kept, Open};
use crate::flows::pieces::{Numbered, Pieces};
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

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
    /// The lot promised, which expires first; empty where none.
    pub lot: LotCode,
    /// Its last day.
    pub expiry: Option<NaiveDate>,
    /// The serial number promised; empty where none.
    pub serial: Serial,
    /// Base units of the whole task.
    pub qty: Qty,
    /// Base units still to take.
    pub left: Qty,
}

impl Stop {
    /// How the goods are named: item, lot, serial number.
    pub fn goods(&self) -> String {
        goods::name(&self.item, &self.lot, &self.serial)
    }

    /// Whether a text is the lot or serial number promised.
    pub fn names(&self, text: &str) -> bool {
        !text.is_empty() && (self.lot.as_str() == text || self.serial.as_str() == text)
    }
}

/// What has been proved at a stop and is not in the tote yet.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Hand {
    /// Whether the item was scanned.
    pub item: bool,
    /// The lot scanned.
    pub lot: Option<LotCode>,
    /// The serial number scanned.
    pub serial: Option<Serial>,
    /// Base units taken.
    pub qty: Qty,
    /// Another lot than promised that waits to be confirmed, with the base units its label stands for.
    pub doubt: Option<(LotCode, Qty)>,
    /// Why another lot was taken.
    pub reason: Option<String>,
    /// The pieces among them that their labels number.
    #[serde(default)]
    pub pieces: Pieces,
    /// Parts of a label whose item is still missing.
    #[serde(default)]
    pub kept: Kept,
    /// The label of the package taken last, as long as it may go on.
    #[serde(default)]
    pub open: Option<Open>,
}

impl Hand {
    /// What the label of the package taken last numbers.
    pub fn number(&self, stop: &Stop) -> Option<Numbered> {
        self.open.as_ref()?.number(&stop.item, stop.tracking)
    }
}
