//! What lies at a place, for the jobs that take something from it.

use super::{gather_items, item};
use crate::domain::amount::Qty;
use crate::domain::record::{Fault, Range};
use crate::domain::stock::{Balance, Plate};
use crate::flows::event::Context;
use crate::flows::held::{Content, Held, Place};
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
    let blindness = Blindness::of(view, &context.operator, &balances)?;
    let held = balances
        .into_iter()
        .map(|balance| held(view, balance, &blindness));
    Ok(Content {
        location,
        lpn,
        held: held.collect::<Result<_, Fault>>()?,
    })
}

fn held(view: &dyn View, balance: Balance, blindness: &Blindness) -> Result<Held, Fault> {
    let item = item(view, &balance.item)?;
    Ok(Held {
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
