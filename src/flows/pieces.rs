//! Pieces whose labels number them, though the item is not kept by serial number: each counts once in a job, however
//! long after the first time its label is scanned again, and in whatever order the symbols of its label come.
//!
//! Items that are kept by serial number need no such list: the rule book knows where each piece is and on which sheet
//! it was counted.

use crate::domain::amount::Qty;
use crate::domain::catalog::Tracking;
use crate::domain::code::{ItemCode, Serial};
use crate::domain::refusal::Refusal;
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;

/// A piece or pack with a number of its own; a carton and a piece in it may have the same one.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Numbered {
    item: ItemCode,
    package: Qty,
    serial: Serial,
}

impl Numbered {
    /// The package of so many base units that a label numbers; none where the item is kept by serial number, or the
    /// label has none.
    pub fn of(item: &ItemCode, tracking: Tracking, package: Qty, serial: Option<&str>) -> Option<Self> {
        let serial = serial.filter(|_| !tracking.wants_serial())?;
        Some(Self {
            item: item.clone(),
            package,
            serial: serial.into(),
        })
    }

    /// What refuses it where it was counted before.
    pub fn counted(&self, at: &str) -> Refusal {
        Refusal::SerialCounted {
            item: self.item.to_string(),
            serial: self.serial.to_string(),
            at: at.to_owned(),
        }
    }
}

/// Pieces that were counted.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Pieces(BTreeSet<Numbered>);

impl Pieces {
    /// Looks whether a piece may still be counted.
    ///
    /// # Errors
    /// Where it was counted before.
    pub fn check(&self, piece: Option<&Numbered>) -> Result<(), Refusal> {
        match piece {
            Some(piece) if self.0.contains(piece) => Err(piece.counted("in this job")),
            _ => Ok(()),
        }
    }

    /// Counts a piece.
    pub fn add(&mut self, piece: Option<Numbered>) {
        self.0.extend(piece);
    }

    /// Counts all of another list, and empties that.
    pub fn append(&mut self, other: &mut Self) {
        self.0.append(&mut other.0);
    }

    /// A piece is taken back.
    pub fn remove(&mut self, piece: Option<&Numbered>) {
        if let Some(piece) = piece {
            self.0.remove(piece);
        }
    }
}
