//! The list of what a company needs, and what of it is next.

use super::{Receipt, Standing};
use crate::domain::catalog::Purpose;
use crate::domain::order::OrderState;
use crate::words;

words! {
    /// A line of what a company needs.
    pub enum Line {
        /// Its name.
        Company = "Company",
        /// The currency of its books.
        Currency = "Currency",
        /// The name of its site, or one more site.
        Site = "Site",
        /// Where goods lie.
        Bins = "Bins",
        /// What lies there.
        Item = "Item",
        /// An order to a vendor.
        Purchase = "Purchase order",
        /// Goods that arrive and are taken back.
        Receipt = "First receipt",
        /// An order of a customer.
        Sale = "Sales order",
        /// Items, people and opening stock from files.
        Files = "Files",
    }
}

impl Line {
    /// Returns its number in the list.
    pub fn number(self) -> usize {
        let place = Self::ALL.iter().position(|line| *line == self);
        place.map_or(0, |place| place + 1)
    }

    /// Returns whether what it is about is there.
    pub const fn is_there(self, standing: &Standing) -> bool {
        match self {
            Self::Company => !standing.company.is_empty(),
            Self::Currency | Self::Site => true,
            Self::Bins => Purpose::FIRST.len() < standing.bins,
            Self::Item => 0 < standing.items,
            Self::Files => false,
            Self::Purchase => standing.bought.is_begun,
            Self::Receipt => !matches!(standing.receipt, Receipt::None),
            Self::Sale => standing.sold.is_begun,
        }
    }

    /// Returns the line that comes before it; `None` if it can begin.
    pub fn needs(self, standing: &Standing) -> Option<Self> {
        let first = match self {
            Self::Purchase | Self::Sale => Self::Item,
            Self::Receipt => Self::Purchase,
            _ => return None,
        };
        (!first.is_there(standing)).then_some(first)
    }
}

/// Returns the first line that is not there.
pub(super) fn missing(standing: &Standing) -> Option<Line> {
    let is_wanted = |line: &Line| *line != Line::Files && !line.is_there(standing);
    Line::ALL.iter().copied().find(is_wanted)
}

/// Returns what to do once everything is there: the job that an order waits for.
pub(super) fn next(standing: &Standing) -> String {
    if let Some(order) = &standing.bought.open {
        return format!("Now receive: DONE, then type {}", order.order_no);
    }
    if let Some(dock) = &standing.dock {
        return format!("Now put away: DONE, then Put away, then {dock}");
    }
    let Some(order) = &standing.sold.open else {
        return "All is set up: DONE".into();
    };
    match order.state {
        OrderState::Open | OrderState::Allocated => {
            format!("Now pick into TOTE-1: DONE, then type {}", order.order_no)
        }
        OrderState::Picked => format!("Now pack: DONE, then Pack, then {}", order.order_no),
        OrderState::Packed | OrderState::Closed => {
            format!("Now ship: DONE, then Ship, then {}", standing.gate)
        }
    }
}
