//! What putting away asks and is told.

use crate::domain::amount::Qty;
use crate::domain::catalog::Unfit;
use crate::domain::code::{ItemCode, LocationCode, LotCode};
use crate::domain::refusal::Refusal;
use crate::flows::held::{Content, Place};
use serde::{Deserialize, Serialize};

/// What putting away asks of the store.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Question {
    /// At which dock of the site goods stand.
    Dock,
    /// What lies at a place.
    Content(Place),
    /// The best bin for goods.
    Bin {
        /// The item; the first one of a licence plate.
        item: ItemCode,
        /// Its lot; empty if there is none.
        lot: LotCode,
        /// Base units.
        qty: Qty,
        /// Bins to leave out: where the goods come from, and those that were found full.
        not: Vec<LocationCode>,
    },
    /// Whether goods may be put into a bin and fit.
    Room {
        /// The bin.
        location: LocationCode,
        /// The items.
        items: Vec<ItemCode>,
        /// Base units of all of them.
        qty: Qty,
    },
}

/// What putting away is told.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Told {
    /// The first dock where goods stand.
    Dock(Option<LocationCode>),
    /// What lies there.
    Content(Content),
    /// The best bin, and why.
    Bin(Option<Bin>),
    /// What speaks against a bin.
    Room {
        /// The bin.
        location: LocationCode,
        /// What speaks against it.
        room: Room,
    },
}

/// What speaks against a bin for certain goods.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Room {
    /// Why they don't fit.
    pub full: Option<Refusal>,
    /// Why it is not meant for them.
    pub unfit: Option<Unfit>,
}

/// A bin that is suggested.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Bin {
    /// The bin.
    pub location: LocationCode,
    /// Its check digits.
    pub check_digits: Option<String>,
    /// Why: `its fixed bin`, `the same lot lies there`, `it is empty`.
    pub why: String,
}
