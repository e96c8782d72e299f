//! Where late cost went: what a price difference, freight or a receipt entered late made of goods that had moved.

use super::view::View;
use crate::domain::amount::Money;
use crate::domain::late::LateCost;
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
