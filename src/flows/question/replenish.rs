//! What refilling pick faces asks and is told.

use crate::domain::amount::Qty;
use crate::domain::blind::Stated;
use crate::domain::code::{ItemCode, LocationCode, LotCode, Lpn, Serial, UomCode};
use crate::flows::naming::many;
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

/// What refilling asks of the store.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Question {
    /// The faces of the site that are due.
    Due,
    /// Everything about a task of the operator.
    Work(i64),
}

/// What refilling is told.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Told {
    /// The faces of the site that are due, the most urgent first.
    Due(Vec<Due>),
    /// The task; `None` if the operator does not hold it any more.
    Work(Option<Box<Refill>>),
}

/// A face that is due.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Due {
    /// The face.
    pub face: LocationCode,
    /// The item.
    pub item: ItemCode,
    /// Its name.
    pub name: String,
    /// Its base unit.
    pub uom: UomCode,
    /// Base units that may be picked there, as the operator is told them.
    pub usable: Stated,
    /// Its maximum.
    pub max: Qty,
    /// Whether orders want more than may be picked there.
    pub urgent: bool,
    /// Whether more fits there.
    pub has_room: bool,
    /// Whether there is anything in the reserve.
    pub in_reserve: bool,
    /// Who refills it.
    pub by: Option<String>,
}

/// A face that the operator refills.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Refill {
    /// The task.
    pub task: i64,
    /// The face.
    pub face: LocationCode,
    /// Its check digits.
    pub check_digits: Option<String>,
    /// The item.
    pub item: ItemCode,
    /// Its name.
    pub name: String,
    /// Its base unit.
    pub uom: UomCode,
    /// Base units that lie there, as the operator is told them. No figure of the books is kept with the work: whoever
    /// goes on with it is told anew.
    #[serde(skip, default = "Stated::withheld")]
    pub there: Stated,
    /// Its maximum.
    pub max: Qty,
    /// Whether orders want more than may be picked there.
    pub urgent: bool,
    /// Where more of it lies, the best first.
    pub sources: Vec<Source>,
}

/// Goods in the reserve.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Source {
    /// Where they lie.
    pub location: LocationCode,
    /// The pallet they are on; empty for loose goods.
    pub lpn: Lpn,
    /// Their lot; empty if they have none.
    pub lot: LotCode,
    /// Their serial number; empty if they have none.
    pub serial: Serial,
    /// The lot's expiry.
    pub expiry: Option<NaiveDate>,
    /// Base units that are promised to nobody, as the operator is told them; not kept either.
    #[serde(skip, default = "Stated::withheld")]
    pub free: Stated,
}

impl Refill {
    /// Returns how full the face is, in words: what lies there, and its maximum.
    pub fn filled(&self) -> String {
        format!("{} of {}", self.there, many(self.max, &self.uom))
    }

    /// Returns the base units that still fit up to the maximum.
    pub fn room(&self) -> Stated {
        let there = self.there.min(self.max.into());
        Stated::from(self.max) - there
    }
}

impl Source {
    /// Returns where the goods are, in words: the bin, and the pallet.
    pub fn place(&self) -> String {
        format!("{} {}", self.location, self.lpn).trim().to_owned()
    }
}
