//! How many base units a pack holds, as the barcodes say.

use crate::domain::amount::Qty;
use crate::domain::catalog::Barcode;
use crate::domain::code::{ItemCode, UomCode};
use std::collections::BTreeMap;

/// Sizes of packs by item and unit; the smallest, where there are several.
#[derive(Debug, Default)]
pub(super) struct Packs(BTreeMap<(ItemCode, UomCode), Qty>);

impl Packs {
    /// Notes the pack that a barcode is printed on.
    pub fn add(&mut self, barcode: &Barcode) {
        let key = (barcode.item.clone(), barcode.uom.clone());
        let size = self.0.entry(key).or_insert(barcode.qty);
        *size = barcode.qty.min(*size);
    }

    /// Returns how many base units one such pack holds.
    pub fn size(&self, item: &ItemCode, uom: &UomCode) -> Option<Qty> {
        self.0.get(&(item.clone(), uom.clone())).copied()
    }
}
