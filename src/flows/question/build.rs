//! What working on a work order asks and is told.

use crate::domain::amount::Qty;
use crate::domain::code::{ItemCode, LocationCode, LotCode, OrderNo, SiteCode, UomCode};
use crate::flows::naming::many;

/// What working on a work order asks of the store.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Question {
    /// The open work orders of this site.
    Open,
    /// A work order.
    Work(OrderNo),
    /// Whether the expiry of a lot that is made is known.
    Lot {
        /// The item.
        item: ItemCode,
        /// The lot.
        lot: LotCode,
    },
}

/// What working on a work order is told.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Told {
    /// The open work orders of this site, the most urgent first.
    Open(Vec<Work>),
    /// The work order; `None` if no order has that number.
    Work(Option<Box<Work>>),
    /// Whether the expiry of the lot is known.
    Lot(bool),
}

/// A work order.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Work {
    /// Its number.
    pub order: OrderNo,
    /// Whether it was not closed yet.
    pub open: bool,
    /// Its site.
    pub site: SiteCode,
    /// What is made.
    pub item: ItemCode,
    /// What that is called.
    pub name: String,
    /// Its base unit.
    pub uom: UomCode,
    /// Ordered.
    pub qty: Qty,
    /// Made, spoilt ones too.
    pub made: Qty,
    /// The lot that is made, where it is known ahead; empty otherwise.
    pub lot: LotCode,
    /// Its components.
    pub lines: Vec<Line>,
}

/// A component of a work order.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Line {
    /// The component.
    pub item: ItemCode,
    /// What it is called.
    pub name: String,
    /// Its base unit.
    pub uom: UomCode,
    /// Still to be issued.
    pub wanted: Qty,
    /// In process.
    pub held: Qty,
    /// The bin and lot that it leaves first, where some is wanted and there.
    pub first: Option<(LocationCode, LotCode)>,
}

impl Work {
    /// Returns what is still to be made.
    pub fn left(&self) -> Qty {
        (self.qty - self.made).max(Qty::ZERO)
    }

    /// Returns the work order in words: `WO-1: 3 of 10 EA SET made`.
    pub fn told(&self) -> String {
        let qty = many(self.qty, &self.uom);
        format!("{}: {} of {qty} {} made", self.order, self.made, self.item)
    }
}
