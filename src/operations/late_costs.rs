//! Where late cost went: what a price difference, freight or a receipt entered late made of goods that had moved.

use super::view::View;
use crate::domain::amount::Money;
use crate::domain::late::LateCost;
use crate::domain::movement::Shipment;
use crate::domain::record::{Fault, Range};

/// What a late movement laid on which goods, in their order; nothing for any other movement.
///
/// # Errors
/// Where the store can't be read.
pub fn of(view: &dyn View, movement: i64) -> Result<Vec<LateCost>, Fault> {
    view.all(&[&movement])
}

/// What was laid on the goods of a movement, and by which late movements.
///
/// # Errors
/// Where the store can't be read.
pub fn on(view: &dyn View, issue: i64) -> Result<Vec<LateCost>, Fault> {
    view.list(&Range::of::<LateCost>(&[&issue]).by(1))
}

/// The sum of what [`on`] answers: how much more the goods of a movement cost than was known when they moved.
///
/// # Errors
/// Where the store can't be read.
pub fn sum_on(view: &dyn View, issue: i64) -> Result<Money, Fault> {
    Ok(on(view, issue)?.iter().map(|late| late.value).sum())
}

/// What a shipment is known to have cost by now.
///
/// # Errors
/// Where the store can't be read.
pub fn cost_of(view: &dyn View, shipment: &Shipment) -> Result<Money, Fault> {
    Ok(shipment.cost + sum_on(view, shipment.movement)?)
}

/// What a shipment was known to have cost when movement `before` was about to be made.
///
/// # Errors
/// Where the store can't be read.
pub fn cost_before(view: &dyn View, shipment: &Shipment, before: i64) -> Result<Money, Fault> {
    let laid = on(view, shipment.movement)?;
    let known = laid.iter().filter(|late| late.movement < before);
    Ok(shipment.cost + known.map(|late| late.value).sum::<Money>())
}
