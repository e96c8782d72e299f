//! Pieces whose labels number them, though the item is not kept by serial number: each counts once in a job, however
//! long after the first time its label is scanned again.
//!
//! Items that are kept by serial number need no such list: the rule book knows where each piece is and on which sheet
//! it was counted.

use super::scanned::Scanned;
use crate::domain::code::{ItemCode, Serial, UomCode};
use crate::domain::refusal::Refusal;
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;

/// A piece or pack with a number of its own; a carton and a piece in it may have the same one.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Numbered {
    item: ItemCode,
    uom: UomCode,
    serial: Serial,
}

impl Numbered {
    /// The piece that a label numbers; none where the item is kept by serial number, or the label has none.
    pub fn of(scanned: &Scanned) -> Option<Self> {
        let (item, _, uom) = scanned
            .item()
            .filter(|(item, ..)| !item.tracking.wants_serial())?;
        Some(Self {
            item: item.item.clone(),
            uom: uom.clone(),
            serial: scanned.label.serial.clone()?,
        })
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
            Some(piece) if self.0.contains(piece) => Err(Refusal::SerialCounted {
                item: piece.item.to_string(),
                serial: piece.serial.to_string(),
                at: "in this job".into(),
            }),
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
