//! What lies at a place, for the jobs that take something from it.

use super::{gather_items, item};
use crate::domain::amount::Qty;
use crate::domain::catalog::Lot;
use crate::domain::code::{ItemCode, LotCode};
use crate::domain::record::{CellRef, Fault, Range};
use crate::domain::shelf_life::ShelfLife;
use crate::domain::stock::{Balance, Plate};
use crate::flows::event::Context;
use crate::flows::held::{Barred, Content, Held, Place};
use crate::operations::blindness::Blindness;
use crate::operations::view::View;

/// Returns what lies at a location (loose and on licence plates), or on one licence plate, as the operator is told it.
///
/// # Errors
/// A [`Fault`] if the store can't answer.
pub fn content(view: &dyn View, place: &Place, context: &Context) -> Result<Content, Fault> {
    let (location, lpn, range) = match place {
        Place::At(location) => (
            location.clone(),
            None,
            Range::by(Balance::BY_LOCATION, &[location]),
        ),
        Place::On(lpn) => {
            let plate: Option<Plate> = view.find(&[lpn])?;
            let location = plate.map(|plate| plate.location).unwrap_or_default();
            (location, Some(lpn.clone()), Range::by(Balance::BY_LPN, &[lpn]))
        }
    };
    let mut balances: Vec<Balance> = view.list(&range)?;
    balances.retain(|balance| Qty::ZERO < balance.qty);
    gather_items(view, balances.iter().map(|balance| &balance.item))?;
    view.gather::<Lot>(balances.iter().map(|it| vec![it.item.value(), it.lot.value()]))?;
    let blindness = Blindness::among(view, &context.operator, [&location])?;
    let under_count = blindness.hides(&location);
    let shelf_life = ShelfLife::of(&view.policies()?, context.today)?;
    let held = balances
        .into_iter()
        .map(|balance| held(view, balance, &blindness, shelf_life));
    Ok(Content {
        location,
        lpn,
        held: held.collect::<Result<_, Fault>>()?,
        under_count,
    })
}

/// Returns why goods of a lot may not be picked or shipped; `None` if they may.
///
/// # Errors
/// A [`Fault`] if the store can't answer.
pub fn barred(
    view: &dyn View,
    item: &ItemCode,
    lot: &LotCode,
    shelf_life: ShelfLife,
) -> Result<Option<Barred>, Fault> {
    if lot.is_empty() {
        return Ok(None);
    }
    let lot: Option<Lot> = view.find(&[item, lot])?;
    let unusable = lot.and_then(|lot| shelf_life.check(&lot, 0).err());
    Ok(unusable.and_then(Barred::of))
}

fn held(
    view: &dyn View,
    balance: Balance,
    blindness: &Blindness,
    shelf_life: ShelfLife,
) -> Result<Held, Fault> {
    let item = item(view, &balance.item)?;
    Ok(Held {
        barred: barred(view, &balance.item, &balance.lot, shelf_life)?,
        qty: blindness.state(&balance.location, balance.qty),
        free: blindness.state(&balance.location, balance.free()),
        item: balance.item,
        name: item.name,
        uom: item.uom,
        lot: balance.lot,
        serial: balance.serial,
        status: balance.status,
        lpn: balance.lpn,
    })
}
