//! Pieces whose labels number them although the item is not kept by serial number: each counts once in a job, however
//! much later its label is scanned again, and in whatever order the symbols of its label come.
//!
//! A job remembers the last 250 of them, and picking those of one order.
//!
//! Items that are kept by serial number need no such list: the rule book knows where each piece is and on which sheet
//! it was counted.

use super::recent::Recent;
use crate::domain::amount::Qty;
use crate::domain::catalog::Tracking;
use crate::domain::code::{ItemCode, Serial};
use crate::domain::refusal::Refusal;
use serde::{Deserialize, Serialize};

/// The maximum number of pieces remembered, beyond which the oldest are forgotten; they are saved with every read.
const MOST: usize = 250;

/// A piece or pack with a number of its own: its item, its base units, its number. A carton and a piece in it may have
/// the same number.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Numbered(ItemCode, Qty, Serial);

impl Numbered {
    /// Returns a package with the number on its label; `None` if the item is kept by serial number, or the label has no
    /// number.
    pub fn of(item: &ItemCode, tracking: Tracking, package: Qty, serial: Option<&str>) -> Option<Self> {
        let serial = serial.filter(|_| !tracking.wants_serial())?;
        Some(Self(item.clone(), package, serial.into()))
    }

    /// Returns the refusal of a piece that was counted before, `at` naming where.
    pub fn counted(&self, at: &str) -> Refusal {
        Refusal::SerialCounted {
            item: self.0.to_string(),
            serial: self.2.to_string(),
            at: at.to_owned(),
        }
    }
}

/// Pieces that were counted, the oldest first.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Pieces(Recent<Numbered>);

impl Pieces {
    /// Checks that a piece may still be counted.
    ///
    /// # Errors
    /// If it was counted before.
    pub fn check(&self, piece: Option<&Numbered>) -> Result<(), Refusal> {
        match piece {
            Some(piece) if self.0.number_of(piece).is_some() => Err(piece.counted("in this job")),
            _ => Ok(()),
        }
    }

    /// Counts a piece.
    pub fn add(&mut self, piece: Option<Numbered>) {
        if let Some(new) = piece.filter(|piece| self.0.number_of(piece).is_none()) {
            self.0.push(new);
            self.0.shorten(MOST);
        }
    }

    /// Moves all pieces of another list into this one.
    pub fn append(&mut self, other: &mut Self) {
        self.0.append(&mut other.0);
        self.0.shorten(MOST);
    }

    /// Takes a piece back, so that it may be counted again.
    pub fn remove(&mut self, piece: Option<&Numbered>) {
        if let Some(piece) = piece {
            self.0.retain(|_, known| known != piece);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn piece(number: usize) -> Option<Numbered> {
        let serial = number.to_string();
        Numbered::of(&"A".into(), Tracking::Lot, Qty::ONE, Some(&serial))
    }

    #[test]
    fn the_oldest_pieces_are_forgotten_in_the_end() {
        let mut pieces = Pieces::default();
        for number in 0..=MOST {
            pieces.add(piece(number));
            pieces.add(piece(number));
        }
        assert!(pieces.check(piece(0).as_ref()).is_ok());
        assert!(pieces.check(piece(1).as_ref()).is_err());
        assert_eq!(pieces.0.len(), MOST);
    }
}
