//! How much of goods orders may get: the one definition, for promises, allocation and everything that tells what is
//! available.

use super::holds;
use super::view::View;
use crate::domain::amount::Qty;
use crate::domain::available::may_be_taken;
use crate::domain::catalog::Location;
use crate::domain::record::Fault;
use crate::domain::shelf_life::ShelfLife;
use crate::domain::stock::Balance;
use crate::domain::task::ShortBin;

/// Returns how much of a balance may be allocated, leaving the calendar aside; below zero where more was sold than there
/// was.
///
/// # Errors
/// A [`Fault`] if the store can't answer.
pub fn free(view: &dyn View, balance: &Balance) -> Result<Qty, Fault> {
    let bin: Option<Location> = view.find(&[&balance.location])?;
    let lot = holds::lot_of(view, balance)?;
    let is_taken = may_be_taken(balance, bin.map(|bin| bin.purpose), lot.as_ref());
    if !is_taken || is_short(view, balance)? {
        return Ok(Qty::ZERO);
    }
    Ok(balance.free())
}

/// Returns how much of a balance may be allocated on the day of a calendar; never below zero.
///
/// # Errors
/// A [`Fault`] if the store can't answer.
pub fn available(view: &dyn View, balance: &Balance, shelf_life: ShelfLife) -> Result<Qty, Fault> {
    let is_usable = balance
        .expiry
        .is_none_or(|expiry| shelf_life.check_day(expiry, 0).is_ok());
    let free = if is_usable {
        free(view, balance)?
    } else {
        Qty::ZERO
    };
    Ok(free.max(Qty::ZERO))
}

/// Returns whether the bin was found short of these goods and not counted since.
///
/// # Errors
/// A [`Fault`] if the store can't answer.
pub fn is_short(view: &dyn View, balance: &Balance) -> Result<bool, Fault> {
    let found: Option<ShortBin> = view.find(&[&balance.location, &balance.item, &balance.lot])?;
    Ok(found.is_some())
}
