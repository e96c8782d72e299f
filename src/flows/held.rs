//! What lies in a bin or on a licence plate.

use crate::domain::blind::Stated;
use crate::domain::code::{ItemCode, LocationCode, LotCode, Lpn, Serial, UomCode};
use crate::domain::stock::Status;
use crate::flows::naming::name;
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
}

impl Held {
    /// Returns the goods in words.
    pub fn named(&self) -> String {
        name(&self.item, &self.lot, &self.serial)
    }
}
