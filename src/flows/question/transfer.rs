//! What a transfer is on its paper, and what transferring asks and is told.

use crate::domain::amount::Qty;
use crate::domain::catalog::Location;
use crate::domain::code::{ItemCode, Key, LocationCode, LotCode, Serial, SiteCode, UomCode};
use crate::domain::refusal::Refusal;
use crate::flows::held::{Barred, Content, Place};
use crate::flows::naming::name;

/// What transferring asks of the store.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Question {
    /// The transfers on their way to this site, then those from it.
    OnTheWay,
    /// A transfer.
    Paper {
        /// Its number, or the id of the document that sent it.
        number: String,
        /// The movements of its lines that were seen before, so that lines that have arrived since are told too.
        known: Vec<i64>,
    },
    /// What lies at a bin, to be sent to a site.
    Content(Place, SiteCode),
    /// What a bin is for.
    Place(LocationCode),
}

/// What transferring is told.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Told {
    /// The transfers on their way to this site, then those from it.
    OnTheWay(Vec<Paper>),
    /// The transfer; `None` if no paper carries that number.
    Paper(Option<Paper>),
    /// What lies there, and why some of the items can't be sent.
    Content(Content, Vec<(ItemCode, Refusal)>),
    /// The bin.
    Place(Box<Location>),
}

/// A transfer as on its paper: everything that left under one number.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Paper {
    /// Its number.
    pub number: String,
    /// The site that the goods left.
    pub from: SiteCode,
    /// The site that they go to.
    pub to: SiteCode,
    /// Its lines, in the order in which they left.
    pub lines: Vec<Line>,
}

/// Goods of one kind that left in one movement.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Line {
    /// The movement by which they left.
    pub movement: i64,
    /// The id of the operation that sent them.
    pub id: Key,
    /// The item.
    pub item: ItemCode,
    /// Its name.
    pub name: String,
    /// Its base unit.
    pub uom: UomCode,
    /// Its lot; empty if it has none.
    pub lot: LotCode,
    /// Its serial number; empty if it has none.
    pub serial: Serial,
    /// Base units that left.
    pub sent: Qty,
    /// Base units that are still to come.
    pub open: Qty,
    /// Why they may not be picked or shipped.
    pub barred: Option<Barred>,
}

impl Line {
    /// Returns the goods in words.
    pub fn named(&self) -> String {
        name(&self.item, &self.lot, &self.serial)
    }
}

impl Paper {
    /// Returns the lines of which something is still to come.
    pub fn open(&self) -> impl Iterator<Item = &Line> {
        self.lines.iter().filter(|line| Qty::ZERO < line.open)
    }
}

/// Returns the number that a transfer gets from its first movement, unless a document gives it another one.
pub fn number_of(movement: i64) -> String {
    format!("TR-{movement}")
}
