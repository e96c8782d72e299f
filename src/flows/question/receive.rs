//! What receiving asks and is told.

use crate::domain::amount::{Price, Qty};
use crate::domain::catalog::Location;
use crate::domain::code::{ItemCode, LocationCode, LotCode, OrderNo, Serial, UomCode};
use chrono::NaiveDate;

/// What receiving asks of the store.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Question {
    /// The lines of a purchase order.
    Order(OrderNo),
    /// What is known of a lot.
    Lot {
        /// The item.
        item: ItemCode,
        /// The lot.
        lot: LotCode,
        /// Whether nothing but the step says that the code is one.
        plain: bool,
    },
    /// Where a piece is that should only now arrive.
    Serial {
        /// The item.
        item: ItemCode,
        /// Its serial number.
        serial: Serial,
        /// Whether nothing but the step says that the code is one.
        plain: bool,
    },
    /// What the item cost last, for goods that nobody ordered.
    Cost(ItemCode),
    /// What a bin is for.
    Place(LocationCode),
}

/// What receiving is told.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Told {
    /// The lines of a purchase order.
    Order {
        /// The order.
        order: OrderNo,
        /// The vendor's name.
        vendor: String,
        /// Its lines.
        lines: Vec<Line>,
    },
    /// What is known of a lot.
    Lot {
        /// Its expiry.
        expiry: Option<NaiveDate>,
        /// Why it may not leave, where it is on hold.
        hold: Option<String>,
        /// The latest expiry of the item's stock on hand at the site.
        latest: Option<NaiveDate>,
    },
    /// The plain code is something else, in a clause that says what: `CUS-01 is a customer, not a lot`.
    Otherwise(String),
    /// Where the piece is already.
    Serial(Option<LocationCode>),
    /// What the item cost last for one base unit.
    Cost(Option<Price>),
    /// The bin.
    Place(Box<Location>),
}

/// One line of the order.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Line {
    /// Its number.
    pub line: i64,
    /// The item.
    pub item: ItemCode,
    /// Its name.
    pub name: String,
    /// Its base unit.
    pub uom: UomCode,
    /// Ordered.
    pub ordered: Qty,
    /// Received.
    pub received: Qty,
}

impl Line {
    /// Returns what has still to come.
    pub fn open(&self) -> Qty {
        (self.ordered - self.received).max(Qty::ZERO)
    }
}
