//! What packing asks and is told.

use crate::domain::amount::Qty;
use crate::domain::catalog::Tracking;
use crate::domain::code::{ItemCode, LotCode, Lpn, OrderNo, Serial, UomCode};
use crate::domain::refusal::Refusal;
use crate::domain::weight::is_weight;
use crate::flows::naming::name;
use serde::{Deserialize, Serialize};

/// What packing asks of the store.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Question {
    /// What waits to be packed.
    Waiting,
    /// What lies in the totes and open parcels of an order.
    Load {
        /// The order.
        order: OrderNo,
    },
    /// Whether a code that was read where a parcel is awaited is anything else.
    Parcel {
        /// The order that is packed.
        order: OrderNo,
        /// The code.
        parcel: Lpn,
    },
    /// Whether a code that was read where the kind of a carton is awaited is anything else.
    Carton {
        /// The code.
        carton: String,
    },
}

/// What packing is told.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Told {
    /// A tote that waits to be packed.
    Waiting(Option<Lpn>),
    /// Whether a code may be a parcel's.
    Parcel {
        /// The code.
        parcel: Lpn,
        /// What the books know it as, in a clause.
        otherwise: Option<String>,
    },
    /// Whether a code may be the kind of a carton.
    Carton {
        /// The code.
        carton: String,
        /// What the books know it as, in a clause.
        otherwise: Option<String>,
    },
    /// Why an order is not packed here.
    Elsewhere(Refusal),
    /// What lies in the totes and open parcels of an order.
    Load {
        /// The order.
        order: OrderNo,
        /// In totes and open parcels.
        goods: Vec<Goods>,
        /// A code for its next parcel that nobody uses yet.
        next: Lpn,
        /// Whether some of the order is still to be picked.
        to_pick: bool,
    },
}

/// Goods of one kind in one tote or parcel.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Goods {
    /// The tote or parcel.
    pub lpn: Lpn,
    /// Whether that is a parcel: these goods are packed.
    pub packed: bool,
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
    /// Base units.
    pub qty: Qty,
}

impl Goods {
    /// Returns how many a label stands for that does not say so: a package, or all of what is kept by weight and comes
    /// in no package.
    pub fn unsaid(&self, package: Qty) -> Qty {
        if is_weight(&self.uom) && package == Qty::ONE {
            self.qty
        } else {
            package
        }
    }

    /// Returns whether they are goods of the same kind, wherever they lie.
    pub fn is_like(&self, other: &Self) -> bool {
        (&self.item, &self.lot, &self.serial) == (&other.item, &other.lot, &other.serial)
    }

    /// Returns how they are named: item, lot, serial number.
    pub fn named(&self) -> String {
        name(&self.item, &self.lot, &self.serial)
    }
}
