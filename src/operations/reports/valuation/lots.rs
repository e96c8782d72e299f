//! How the lots of an item share its value. At FIFO a lot is worth what is left in the cost layers that were received
//! with it; at average and standard cost the lots on hand share the pool by their quantities.

use super::{Parts, Spot};
use crate::domain::amount::{AmountError, Qty, Total, allocate};
use crate::domain::code::LotCode;
use crate::domain::company::Method;
use crate::domain::movement::Movement;
use crate::domain::record::Fault;
use crate::domain::stock::Slice;
use crate::operations::pages::Pages;
use crate::operations::view::View;
use std::collections::BTreeMap;
use std::iter::Peekable;

/// Quantity and value; the value is that of layers, or zero if the pool is shared.
type Held = (Qty, Total);

/// Lots by where they lie, as the movements are followed.
pub(super) struct Lots<'v> {
    slices: Peekable<Pages<'v, Slice>>,
    /// The lots that layers were received with.
    received: BTreeMap<i64, LotCode>,
    /// Of each item at each site: its lots, and whether they are those of layers.
    spots: BTreeMap<Spot, (bool, BTreeMap<LotCode, Held>)>,
}

impl<'v> Lots<'v> {
    /// Starts before the first movement.
    pub fn of(view: &'v dyn View) -> Self {
        Self {
            slices: Pages::of(view).peekable(),
            received: BTreeMap::new(),
            spots: BTreeMap::new(),
        }
    }

    /// Follows the next movement, which gained `qty`; it counts if `is_wanted`.
    pub fn follow(
        &mut self,
        movement: &Movement,
        method: Method,
        qty: Qty,
        is_wanted: bool,
    ) -> Result<(), Fault> {
        let own = |slice: &Result<Slice, Fault>| {
            slice
                .as_ref()
                .map_or(true, |slice| slice.movement <= movement.seq)
        };
        while let Some(slice) = self.slices.next_if(own) {
            let slice = slice?;
            if slice.layer == movement.seq && !movement.lot.is_empty() {
                self.received.insert(slice.layer, movement.lot.clone());
            }
            if is_wanted && method == Method::Fifo {
                let lot = self.received.get(&slice.layer).cloned().unwrap_or_default();
                let spot = (slice.item, slice.site);
                self.add(spot, lot, true, (slice.qty, slice.value.into()));
            }
        }
        if is_wanted && method != Method::Fifo && !qty.is_zero() {
            let spot = (movement.item.clone(), movement.site.clone());
            self.add(spot, movement.lot.clone(), false, (qty, Total::ZERO));
        }
        Ok(())
    }

    fn add(&mut self, spot: Spot, lot: LotCode, by_layer: bool, (qty, value): Held) {
        let (_, lots) = self
            .spots
            .entry(spot)
            .or_insert_with(|| (by_layer, BTreeMap::new()));
        let held = lots.entry(lot).or_default();
        held.0 += qty;
        held.1 += value;
    }

    /// Returns the lots at a spot, which add up to `qty` and `value` exactly.
    ///
    /// # Errors
    /// Fails if a value can't be recorded.
    pub fn share(&mut self, spot: &Spot, qty: Qty, value: Total) -> Result<Parts, Fault> {
        let Some((by_layer, mut lots)) = self.spots.remove(spot) else {
            return Ok(vec![(LotCode::default(), qty, value)]);
        };
        if !by_layer {
            let weights: Vec<i64> = lots.values().map(|(qty, _)| qty.0).collect();
            let too_large = || AmountError::TooLarge(format!("a value of {value}"));
            let whole = value.money().ok_or_else(too_large)?;
            // Without goods there are no weights: the value is the remainder below.
            let has_goods = weights.iter().any(|weight| *weight != 0);
            let parts = if has_goods {
                allocate(whole, &weights)?
            } else {
                Vec::new()
            };
            for (held, part) in lots.values_mut().zip(parts) {
                held.1 = part.into();
            }
        }
        // Value without goods, as on a day between a posting and what it belongs to, belongs to no lot.
        let rest = value - lots.values().map(|(_, value)| *value).sum::<Total>();
        if !rest.is_zero() {
            lots.entry(LotCode::default()).or_default().1 += rest;
        }
        let part = |(lot, (qty, value))| (lot, qty, value);
        Ok(lots.into_iter().map(part).collect())
    }
}
