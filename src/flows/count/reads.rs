//! What was counted last, so that it can be taken back.

use super::{Named, Piece};
use crate::domain::amount::Qty;
use crate::flows::pieces::Numbered;
use crate::flows::recent::Recent;
use chrono::NaiveDate;
use serde::de::Error;
use serde::{Deserialize, Deserializer, Serialize};
use serde_json::Value;

/// How many reads of a count can be taken back one after the other.
const MOST: usize = 50;

/// One read.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
struct Read {
    /// The number of its goods.
    goods: u32,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    expiry: Option<NaiveDate>,
    qty: Qty,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    numbered: Option<Numbered>,
}

/// The last reads of a count. Goods that were read several times are saved once.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub(super) struct Reads {
    goods: Recent<Named>,
    reads: Recent<Read>,
}

impl Reads {
    /// Adds a read; returns whether the oldest was forgotten for it.
    pub(super) fn push(&mut self, piece: Piece) -> bool {
        let known = self.goods.number_of(&piece.goods);
        self.reads.push(Read {
            goods: known.unwrap_or_else(|| self.goods.push(piece.goods)),
            expiry: piece.expiry,
            qty: piece.qty,
            numbered: piece.numbered,
        });
        let forgets = MOST < self.reads.len();
        if forgets {
            self.reads.shorten(MOST);
            self.forget_goods();
        }
        forgets
    }

    /// Removes the newest read.
    pub(super) fn pop(&mut self) -> Option<Piece> {
        let read = self.reads.pop()?;
        let goods = self.goods.get(read.goods)?.clone();
        self.forget_goods();
        Some(Piece {
            numbered: read.numbered,
            ..Piece::of(goods, read.expiry, read.qty)
        })
    }

    pub(super) fn len(&self) -> usize {
        self.reads.len()
    }

    pub(super) fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// Gives the read at a place, the oldest being at 0, the number of its piece; `None` if there is no such read.
    pub(super) fn number(&mut self, place: usize, numbered: Numbered) -> Option<()> {
        self.reads.at_mut(place)?.numbered = Some(numbered);
        Some(())
    }

    /// Returns what was counted by each read, the newest first.
    pub(super) fn quantities(&self) -> impl Iterator<Item = Qty> {
        self.reads.iter().rev().map(|(_, read)| read.qty)
    }

    fn forget_goods(&mut self) {
        let reads = &self.reads;
        self.goods
            .retain(|number, _| reads.iter().any(|(_, read)| read.goods == number));
    }
}

/// A list of pieces is taken as well: it is how older programs saved them.
impl<'de> Deserialize<'de> for Reads {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        #[derive(Deserialize)]
        struct Saved {
            goods: Recent<Named>,
            reads: Recent<Read>,
        }
        let saved = Value::deserialize(deserializer)?;
        if saved.is_array() {
            let pieces: Vec<Piece> = serde_json::from_value(saved).map_err(D::Error::custom)?;
            let mut reads = Self::default();
            for piece in pieces {
                reads.push(piece);
            }
            return Ok(reads);
        }
        let Saved { goods, reads } = serde_json::from_value(saved).map_err(D::Error::custom)?;
        Ok(Self { goods, reads })
    }
}
