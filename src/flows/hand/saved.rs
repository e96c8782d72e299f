//! Goods in hand as they were saved, by this edition or an earlier one that knew no symbols.

use super::{Hand, Part};
use crate::domain::amount::Qty;
use crate::domain::catalog::Item;
use crate::domain::code::{LotCode, Serial};
use crate::flows::kept::plain;
use crate::flows::pieces::Pieces;
use crate::scan::assembly::Assembly;
use chrono::NaiveDate;
use serde::Deserialize;

/// Everything that a saved hand may hold.
#[derive(Default, Deserialize)]
#[serde(default)]
pub(super) struct Saved {
    item: Option<Box<Item>>,
    lot: Option<LotCode>,
    expiry: Option<NaiveDate>,
    dated: bool,
    serial: Option<Serial>,
    qty: Qty,
    said: bool,
    label: Assembly,
    package: Qty,
    pieces: Pieces,
    next: Option<Serial>,
    decimals: Option<i64>,
}

impl From<Saved> for Hand {
    fn from(saved: Saved) -> Self {
        let mut label = saved.label;
        let parts = [
            saved.item.as_ref().map(|_| plain(Part::Item, "")),
            saved.lot.map(|lot| plain(Part::Lot, lot.as_str())),
            saved
                .expiry
                .map(|expiry| plain(Part::Expiry, &expiry.to_string())),
            saved.serial.map(|serial| plain(Part::Serial, serial.as_str())),
        ];
        if label.is_empty() {
            for part in parts.into_iter().flatten() {
                // Four different parts can't contradict each other.
                drop(label.add(part, &[]));
            }
        }
        Self {
            item: saved.item,
            dated: saved.dated,
            qty: saved.qty,
            said: saved.said,
            label,
            package: saved.package,
            pieces: saved.pieces,
            next: saved.next,
            decimals: saved.decimals,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_an_earlier_edition_saved_is_not_lost() {
        let old = r#"{"item":null,"lot":"L7","expiry":"2027-06-30","dated":true,"serial":null,"qty":"0","said":false}"#;
        let mut hand: Hand = serde_json::from_str(old).unwrap();
        assert_eq!(hand.lot(), Some("L7".into()));
        assert_eq!((hand.expiry(), hand.dated), ("2027-06-30".parse().ok(), true));
        let again: Hand = serde_json::from_str(&serde_json::to_string(&hand).unwrap()).unwrap();
        assert_eq!(again, hand);
        assert!(hand.back() && hand.expiry().is_none() && hand.lot().is_some());
    }
}
