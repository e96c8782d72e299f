//! Lots at FIFO that are told apart: the cost layers of each are those of its goods.

use super::pages::Pages;
use super::view::View;
use crate::domain::amount::Qty;
use crate::domain::catalog::Item;
use crate::domain::code::{ItemCode, LotCode, SiteCode};
use crate::domain::company::Method;
use crate::domain::record::Fault;
use crate::domain::stock::{Balance, Layer};
use std::collections::{BTreeMap, HashMap};

/// A lot of an item at a site.
pub type Spot = (ItemCode, SiteCode, LotCode);

/// Returns every lot of goods at FIFO that is in stock, or has cost layers: what lies on the shelf, and what its layers hold.
///
/// # Errors
/// Fails if the store can't be read.
pub fn all(view: &dyn View) -> Result<BTreeMap<Spot, (Qty, Qty)>, Fault> {
    let mut known: HashMap<ItemCode, bool> = HashMap::new();
    let mut is_meant = |item: &ItemCode| -> Result<bool, Fault> {
        if let Some(known) = known.get(item) {
            return Ok(*known);
        }
        let found: Option<Item> = view.find(&[item])?;
        let is_meant = found.is_some_and(|it| it.method == Method::Fifo && it.tracking.wants_lot());
        known.insert(item.clone(), is_meant);
        Ok(is_meant)
    };
    let mut spots: BTreeMap<Spot, (Qty, Qty)> = BTreeMap::new();
    for balance in Pages::<Balance>::of(view) {
        let it = balance?;
        if is_meant(&it.item)? {
            spots.entry((it.item, it.site, it.lot)).or_default().0 += it.qty;
        }
    }
    for layer in Pages::<Layer>::of(view) {
        let it = layer?;
        if is_meant(&it.item)? {
            spots.entry((it.item, it.site, it.lot)).or_default().1 += it.qty;
        }
    }
    Ok(spots)
}
