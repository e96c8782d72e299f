//! Where late cost went: what a price difference, freight or a receipt entered late added to goods that had already
//! moved.

use super::each;
use super::view::View;
use crate::domain::amount::Money;
use crate::domain::late::LateCost;
use crate::domain::movement::{Movement, MovementKind, Shipment};
use crate::domain::part::part;
use crate::domain::record::{Fault, Range};
use crate::domain::service::ServiceStep;
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
    let left: Option<Movement> = view.find(&[&shipment.movement])?;
    let is_of_goods = left.as_ref().is_some_and(|left| left.from_location.is_some());
    let covered = covers(view, left)?;
    let covered = covered.iter().filter(|cover| cover.seq < before);
    let mut dearer: Money = covered.map(|cover| -cover.value).sum();
    if !is_of_goods {
        dearer += billed_since(view, shipment.movement, before)?;
    }
    Ok(shipment.cost + laid.map(|late| late.value).sum::<Money>() + dearer)
}

/// Returns whether the cost of a shipment never changed.
///
/// # Errors
/// Fails if the store can't be read.
pub fn is_fixed(view: &dyn View, shipment: &Shipment) -> Result<bool, Fault> {
    let left: Option<Movement> = view.find(&[&shipment.movement])?;
    Ok(on(view, shipment.movement)?.is_empty() && covers(view, left)?.is_empty())
}

/// Returns how much more a service that was sold before it was billed cost by the bills that covered it before movement
/// `before`; zero for anything else.
///
/// # Errors
/// Fails if the store can't be read.
pub fn billed_since(view: &dyn View, sale: i64, before: i64) -> Result<Money, Fault> {
    let own: Option<ServiceStep> = view.find(&[&sale])?;
    if own.is_none_or(|own| own.short_qty.is_zero()) {
        return Ok(Money::ZERO);
    }
    let of_sale: Vec<ServiceStep> = view.list(&Range::by(ServiceStep::BY_ORIGIN, &[&Some(sale)]))?;
    let covers = of_sale
        .iter()
        .filter(|step| step.kind == MovementKind::Cover && step.movement < before);
    Ok(covers.map(|step| -step.value).sum())
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

/// Returns the movements that covered goods which had left with a movement before they arrived.
fn covers(view: &dyn View, left: Option<Movement>) -> Result<Vec<Later>, Fault> {
    let Some(left) = left.filter(|left| left.pool_before < left.qty) else {
        return Ok(Vec::new());
    };
    let since = Range::by(Movement::BY_STOCK, &[&left.item, &left.site]).after(&left.seq);
    let mut since: Vec<Later> = view.parts(&since)?;
    since.retain(|it| it.kind == MovementKind::Cover && it.origin == Some(left.seq));
    Ok(since)
}
