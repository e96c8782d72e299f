//! What is in the picker's hand at a stop.

use crate::domain::amount::Qty;
use crate::domain::code::{LotCode, Serial};
use crate::flows::kept::{Kept, Open};
use crate::flows::pieces::{Numbered, Pieces};
use crate::flows::question::pick::Stop;
use serde::{Deserialize, Serialize};

/// What has been proved at a stop and is not in the tote yet.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Hand {
    /// Whether the item was scanned.
    pub item: bool,
    /// The lot scanned.
    pub lot: Option<LotCode>,
    /// The serial number scanned.
    pub serial: Option<Serial>,
    /// Base units taken.
    pub qty: Qty,
    /// A lot other than the promised one that waits to be confirmed, with the base units its label stands for.
    pub doubt: Option<(LotCode, Qty)>,
    /// Base units of another lot that are free here; `None` for the promised one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub limit: Option<Qty>,
    /// Why another lot was taken.
    pub reason: Option<String>,
    /// The pieces among them that have a number on their label.
    #[serde(default)]
    pub pieces: Pieces,
    /// Parts of a label whose item is still missing.
    #[serde(default)]
    pub kept: Kept,
    /// The label of the package taken last, as long as more of its symbols may follow.
    #[serde(default)]
    pub open: Option<Open>,
}

impl Hand {
    /// Forgets what was said about the lot of a label whose item is still missing.
    pub fn forget_kept_lot(&mut self) {
        if !self.item {
            let kept = std::mem::take(&mut self.kept);
            *self = Self {
                kept,
                ..Self::default()
            };
        }
    }

    /// Returns whether it is asked about the lot of a label whose item is still missing.
    pub fn doubts_kept_lot(&self) -> bool {
        !self.item && !self.kept.is_empty() && self.doubt.is_some()
    }

    /// Returns how much is to be taken of what is left of a stop: of another lot no more than is free.
    pub fn to_take(&self, left: Qty) -> Qty {
        self.limit.map_or(left, |limit| left.min(limit))
    }

    /// Returns in words what is taken at a stop; while its lot is not scanned, without one.
    pub fn named(&self, stop: &Stop) -> String {
        let lot = self.lot.clone().unwrap_or_default();
        stop.taken(self.qty, Some(&lot), self.serial.as_ref())
    }

    /// Returns the weight of the piece taken last of goods kept by weight: all in hand if a total was typed.
    pub fn last_piece(&self) -> Qty {
        self.open.as_ref().map_or(self.qty, Open::weight).min(self.qty)
    }

    /// Returns the package taken last with the number on its label; `None` if it has none.
    pub fn number(&self, stop: &Stop) -> Option<Numbered> {
        self.open.as_ref()?.number(&stop.item, stop.tracking)
    }
}
