//! What lies in a bin or on a licence plate.

use crate::domain::blind::Stated;
use crate::domain::code::{ItemCode, LocationCode, LotCode, Lpn, Serial, UomCode};
use crate::domain::refusal::Refusal;
use crate::domain::shelf_life::Unusable;
use crate::domain::stock::Status;
use crate::flows::naming::name;
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

/// Goods of one kind as a bin or licence plate holds them.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Held {
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
    /// What may be done with it.
    pub status: Status,
    /// The licence plate it is on; empty for loose goods.
    pub lpn: Lpn,
    /// Base units there, as the operator is told them.
    pub qty: Stated,
    /// Base units that are promised to nobody, as the operator is told them.
    pub free: Stated,
    /// Why it may not be picked or shipped.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub barred: Option<Barred>,
}

/// Why goods may not be picked or shipped.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Barred {
    /// Their lot is on hold, for this reason.
    Held(String),
    /// Their lot expired on that day.
    Expired(NaiveDate),
}

impl Barred {
    /// Returns what bars goods that may not be used; `None` if they only keep for fewer days than wanted.
    pub fn of(unusable: Unusable) -> Option<Self> {
        match unusable {
            Unusable::Held { why } => Some(Self::Held(why)),
            Unusable::Expired { expiry } => Some(Self::Expired(expiry)),
            Unusable::Short { .. } => None,
        }
    }
}

/// Where goods are taken from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Place {
    /// A location.
    At(LocationCode),
    /// A licence plate.
    On(Lpn),
}

/// What lies there.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Content {
    /// The location, of the licence plate too.
    pub location: LocationCode,
    /// The licence plate, if one was asked for.
    pub lpn: Option<Lpn>,
    /// What lies there.
    pub held: Vec<Held>,
    /// Whether it is under count and the operator may still count it, so that nothing is taken from it.
    pub under_count: bool,
}

impl Content {
    /// Returns why nothing is taken from there; `what` is the kind of place to scan instead.
    pub fn refusal(&self, what: &str) -> Option<Refusal> {
        let place = self.location.to_string();
        match self.held.is_empty() {
            _ if self.under_count => Some(Refusal::UnderCount { place }),
            true => Some(Refusal::NotExpected {
                need: format!("Scan {what} with goods"),
                found: format!("{place} is empty"),
            }),
            false => None,
        }
    }
}

impl Held {
    /// Returns the goods in words.
    pub fn named(&self) -> String {
        name(&self.item, &self.lot, &self.serial)
    }
}
