//! What taking goods back asks and is told.

use crate::domain::amount::Qty;
use crate::domain::code::{ItemCode, LotCode, Lpn, OrderNo, Serial, UomCode};
use crate::flows::held::Barred;
use crate::flows::naming::name;

/// What taking goods back asks of the store.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Question {
    /// What was shipped for an order.
    Order(OrderNo),
    /// What left in a parcel.
    Parcel(Lpn),
    /// To whom goods were shipped, newest first.
    Goods {
        /// The item.
        item: ItemCode,
        /// Its lot.
        lot: Option<LotCode>,
        /// Its serial number.
        serial: Option<Serial>,
    },
}

/// What taking goods back is told.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Told {
    /// What was shipped for an order.
    Shipped {
        /// The order.
        order: OrderNo,
        /// The customer's name.
        customer: String,
        /// What was shipped.
        shipped: Vec<Shipped>,
    },
    /// Nothing was shipped.
    Nothing,
}

/// Goods of one kind that left for the order.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Shipped {
    /// The item.
    pub item: ItemCode,
    /// Its base unit.
    pub uom: UomCode,
    /// Its lot; empty if there is none.
    pub lot: LotCode,
    /// Its serial number; empty if there is none.
    pub serial: Serial,
    /// Shipped.
    pub qty: Qty,
    /// Come back.
    pub back: Qty,
    /// Why they may not be picked or shipped again.
    pub barred: Option<Barred>,
}

impl Shipped {
    /// Returns what can still come back.
    pub fn open(&self) -> Qty {
        self.qty - self.back
    }

    /// Returns the goods in words.
    pub fn named(&self) -> String {
        name(&self.item, &self.lot, &self.serial)
    }
}
