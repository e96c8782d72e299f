//! What counting asks and is told.

use crate::domain::amount::Qty;
use crate::domain::catalog::Tracking;
use crate::domain::code::{CountNo, ItemCode, LocationCode, LotCode, Serial, UomCode};
use crate::domain::stock::Status;
use crate::flows::naming::name;
use serde::{Deserialize, Serialize};

/// What counting asks of the store.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Question {
    /// The bins that wait for a count by this operator.
    Wanted,
    /// What this operator has counted on a sheet.
    Sheet {
        /// The sheet.
        count: CountNo,
    },
    /// What lies in the bin by the books and has not been counted: by name only.
    Missing {
        /// The sheet.
        count: CountNo,
    },
    /// Whether the books know a plain code as something else than a lot of the item.
    Lot {
        /// The item.
        item: ItemCode,
        /// The code.
        lot: LotCode,
    },
    /// Whether the books know a plain code as something else than a serial number of the item.
    Serial {
        /// The item.
        item: ItemCode,
        /// The code.
        serial: Serial,
    },
}

/// What counting is told. No quantity in here comes from the books.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Told {
    /// The bins that wait for a count by this operator.
    Wanted(Vec<Wanted>),
    /// What this operator has counted on a sheet.
    Sheet {
        /// The sheet.
        count: CountNo,
        /// Its bin.
        location: LocationCode,
        /// What was counted.
        lines: Vec<Counted>,
    },
    /// What has not been counted.
    Missing(Vec<Named>),
    /// What a code is, in words. `None` if it can be the lot or serial number that it was taken for.
    Otherwise(Option<String>),
}

/// A bin that waits to be counted.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Wanted {
    /// The bin.
    pub location: LocationCode,
    /// Why.
    pub why: String,
    /// Whether it is work to be claimed; a sheet that was begun is resumed by scanning its bin.
    pub claimed: bool,
}

/// Goods by name, without any quantity.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Named {
    /// The item.
    pub item: ItemCode,
    /// Its name.
    pub name: String,
    /// Its base unit.
    pub uom: UomCode,
    /// What is recorded of each piece.
    pub tracking: Tracking,
    /// Its lot; empty if there is none.
    pub lot: LotCode,
    /// Its serial number; empty if there is none.
    pub serial: Serial,
    /// Its status, if it is not the one that the bin is for.
    pub status: Option<Status>,
}

impl Named {
    /// Returns how the goods are named: item, lot, serial number.
    pub fn goods(&self) -> String {
        name(&self.item, &self.lot, &self.serial)
    }
}

/// Goods with the quantity that the operator counted.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Counted {
    /// The goods.
    pub goods: Named,
    /// Counted so far.
    pub qty: Qty,
}
