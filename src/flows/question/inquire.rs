//! What inquiring asks and is told.

use crate::domain::code::{ItemCode, LocationCode, LotCode, Lpn, OrderNo, Serial};
use crate::domain::order::OrderKind;
use serde::{Deserialize, Serialize};

/// What inquiring asks of the store.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Question {
    /// An item, a lot of it or a piece of it.
    Item {
        /// The item.
        item: ItemCode,
        /// The lot.
        lot: Option<LotCode>,
        /// The serial number.
        serial: Option<Serial>,
    },
    /// A lot, whatever its item.
    Lot(LotCode),
    /// A location.
    Location(LocationCode),
    /// A licence plate.
    Plate(Lpn),
    /// An order.
    Order(OrderKind, OrderNo),
}

/// What inquiring is told.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Told {
    /// What is known of it; `None` if nothing has that code.
    Found(Option<Box<Card>>),
}

/// What is known of a thing.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Card {
    /// What it is: `FD-1001`.
    pub title: String,
    /// The summary, as a sentence.
    pub text: String,
    /// Single facts: name and value.
    pub facts: Vec<(String, String)>,
    /// Column names; a leading `#` aligns a column to the right and is not shown.
    pub columns: Vec<String>,
    /// Rows below them.
    pub rows: Vec<Vec<String>>,
}
