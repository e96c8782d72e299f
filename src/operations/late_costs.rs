//! Where late cost went: what a price difference, freight or a receipt entered late added to goods that had already
//! moved.

use super::each;
use super::view::View;
use crate::domain::amount::Money;
use crate::domain::late::LateCost;
use crate::domain::movement::{Movement, MovementKind, Shipment};
use crate::domain::part::part;
use crate::domain::record::{Fault, Range};
use std::collections::{BTreeSet, HashMap};

/// Returns what a late movement laid on which goods, in their order; nothing for any other movement.
///
/// # Errors
/// Fails if the store can't be read.
pub fn of(view: &dyn View, movement: i64) -> Result<Vec<LateCost>, Fault> {
    view.all(&[&movement])
}

/// Returns what was laid on the goods of a movement, and by which late movements.
///
/// # Errors
/// Fails if the store can't be read.
pub fn on(view: &dyn View, issue: i64) -> Result<Vec<LateCost>, Fault> {
    view.list(&Range::by(LateCost::BY_ISSUE, &[&issue]))
}

/// Returns the sum of [`on`]: how much more the goods of a movement cost than was known when they moved.
///
/// # Errors
/// Fails if the store can't be read.
pub fn sum_on(view: &dyn View, issue: i64) -> Result<Money, Fault> {
    Ok(on(view, issue)?.iter().map(|late| late.value).sum())
}

/// Returns, for those of the movements `issues` that any late cost was laid on, its sum.
///
/// # Errors
/// Fails if the store can't be read.
pub fn on_each(view: &dyn View, issues: &BTreeSet<i64>) -> Result<HashMap<i64, Money>, Fault> {
    let mut sums: HashMap<i64, Money> = HashMap::new();
    for late in of_each(view, issues)? {
        *sums.entry(late.issue).or_default() += late.value;
    }
    Ok(sums)
}

/// Returns what was laid on the goods of each of the movements `issues`.
///
/// # Errors
/// Fails if the store can't be read.
pub fn of_each(view: &dyn View, issues: &BTreeSet<i64>) -> Result<Vec<LateCost>, Fault> {
    each::rows(
        view,
        &Range::by(LateCost::BY_ISSUE, &[]),
        issues,
        |late: &LateCost| late.issue,
    )
}

/// Returns what a shipment is known to have cost as of now.
///
/// # Errors
/// Fails if the store can't be read.
pub fn cost_of(view: &dyn View, shipment: &Shipment) -> Result<Money, Fault> {
    cost_before(view, shipment, i64::MAX)
}

/// Returns what a shipment was known to have cost just before movement `before`: its cost when it left, what was laid
/// on it since, and the correction of its provisional cost if it left before its goods arrived.
///
/// # Errors
/// Fails if the store can't be read.
pub fn cost_before(view: &dyn View, shipment: &Shipment, before: i64) -> Result<Money, Fault> {
    let laid = on(view, shipment.movement)?;
    let laid = laid.iter().filter(|late| late.movement < before);
    let covered = covers(view, shipment.movement)?;
    let covered = covered.iter().filter(|cover| cover.seq < before);
    let dearer: Money = covered.map(|cover| -cover.value).sum();
    Ok(shipment.cost + laid.map(|late| late.value).sum::<Money>() + dearer)
}

/// Returns whether the cost of a shipment never changed.
///
/// # Errors
/// Fails if the store can't be read.
pub fn is_fixed(view: &dyn View, shipment: &Shipment) -> Result<bool, Fault> {
    Ok(on(view, shipment.movement)?.is_empty() && covers(view, shipment.movement)?.is_empty())
}

part! {
    /// A movement that may have covered goods that left before they arrived.
    struct Later of Movement {
        /// Its number.
        seq: i64,
        /// What happened.
        kind: MovementKind,
        /// What stock value gained, which is how much less those goods cost than was assumed.
        value: Money,
        /// The movement that they had left with.
        origin: Option<i64>,
    }
}

/// Returns the movements that covered goods which had left with movement `issue` before they arrived.
fn covers(view: &dyn View, issue: i64) -> Result<Vec<Later>, Fault> {
    let left: Option<Movement> = view.find(&[&issue])?;
    let Some(left) = left.filter(|left| left.pool_before < left.qty) else {
        return Ok(Vec::new());
    };
    let since = Range::by(Movement::BY_STOCK, &[&left.item, &left.site]).after(&issue);
    let mut since: Vec<Later> = view.parts(&since)?;
    since.retain(|it| it.kind == MovementKind::Cover && it.origin == Some(issue));
    Ok(since)
}
