//! Parcels: the names that are made up for them, and how heavy they are.

use super::amount::Qty;
use super::code::{Lpn, OrderNo};

/// The most that a parcel weighs, in kilograms: more is another number that was taken for its weight.
pub const HEAVIEST: Qty = Qty::units(10_000);

/// Returns the name of an order's parcel of this number: `SO-26103-P1`.
pub fn name(order: &OrderNo, number: usize) -> Lpn {
    Lpn::from(format!("{order}-P{number}"))
}

/// Returns the number of the first parcel of an order in a store that was restored so many times. After each restore the
/// numbers begin another thousand: parcels may stand about whose names the store has forgotten.
pub fn first(restored: i64) -> usize {
    const APART: usize = 1000;
    usize::try_from(restored).unwrap_or(0).saturating_mul(APART) + 1
}

/// Returns the number of the order that a code by the pattern of such names is of.
pub fn order_in(code: &str) -> Option<&str> {
    let (order, number) = code.rsplit_once("-P")?;
    let is_number = !number.is_empty() && number.bytes().all(|byte| byte.is_ascii_digit());
    Some(order).filter(|_| is_number)
}

/// Returns whether a weight may be a parcel's, in kilograms.
pub fn may_weigh(weight: Qty) -> bool {
    Qty::ZERO < weight && weight <= HEAVIEST
}
