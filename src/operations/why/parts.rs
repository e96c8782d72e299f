//! How the value of a movement came about: shares of layers or of the pool, with what rounding did.

use crate::domain::amount::{Money, Qty, unit};
use crate::domain::catalog::Item;
use crate::domain::company::Method;
use crate::domain::movement::{Movement, MovementKind};
use crate::domain::record::{Fault, Range};
use crate::domain::service::ServiceStep;
use crate::domain::stock::Slice;
use crate::operations::view::View;
use chrono::NaiveDate;

/// What one layer, or the pool as a whole, gave or got.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Part {
    /// The movement that made the layer; `None` for the pool.
    pub layer: Option<i64>,
    /// The day the layer was received.
    pub received: Option<NaiveDate>,
    /// What it held before.
    pub held: Qty,
    /// What that was worth.
    pub worth: Money,
    /// What it got (positive) or gave (negative).
    pub qty: Qty,
    /// What that is worth.
    pub value: Money,
}

impl Part {
    /// Returns the exact share to six decimals if it had to be rounded; `None` if it came out even.
    pub fn exact(&self) -> Option<String> {
        if !self.qty.0.is_negative() || self.held.0 <= 0 {
            return None;
        }
        if i128::from(self.worth.0) * i128::from(self.qty.0) % i128::from(self.held.0) == 0 {
            return None;
        }
        let millionths = i128::from(unit::millionths(unit::decimals()));
        let share = i128::from(self.worth.0) * i128::from(-self.qty.0) * millionths / i128::from(self.held.0);
        let sign = if share < 0 { "-" } else { "" };
        let share = share.unsigned_abs();
        Some(format!("{sign}{}.{:06}", share / 1_000_000, share % 1_000_000))
    }
}

/// Returns the parts of a movement's value. At FIFO these are its slices, otherwise one part of the pool.
pub(super) fn of(view: &dyn View, movement: &Movement) -> Result<Vec<Part>, Fault> {
    let slices: Vec<Slice> = view.all(&[&movement.seq])?;
    if !slices.is_empty() {
        return slices.iter().map(|slice| layer(view, slice)).collect();
    }
    if let Some(step) = view.find::<ServiceStep>(&[&movement.seq])? {
        return service(view, &step);
    }
    let item: Option<Item> = view.find(&[&movement.item])?;
    let valued = movement.from_location.is_some() != movement.to_location.is_some();
    if item.is_none_or(|item| item.method == Method::Fifo) || !valued && movement.value.is_zero() {
        return Ok(Vec::new());
    }
    let before = Range::by(Movement::BY_STOCK, &[&movement.item, &movement.site]);
    let worth = view
        .list::<Movement>(&before)?
        .iter()
        .filter(|other| other.seq < movement.seq)
        .map(|other| other.value)
        .sum();
    let qty = if movement.to_location.is_some() {
        movement.qty
    } else {
        -movement.qty
    };
    Ok(vec![Part {
        layer: None,
        received: None,
        held: movement.pool_before,
        worth,
        qty,
        value: movement.value,
    }])
}

/// Returns what a pool of a service gave or got: what was there of it, and what was taken to cost so much because it was not
/// billed. What covers a sale has no share of its own.
fn service(view: &dyn View, step: &ServiceStep) -> Result<Vec<Part>, Fault> {
    let (mut held, mut worth) = (Qty::ZERO, Money::ZERO);
    let of_pool = Range::by(ServiceStep::BY_POOL, &[&step.item, &step.site]);
    for other in view.list::<ServiceStep>(&of_pool)? {
        if other.movement < step.movement {
            held += other.qty;
            worth += other.value;
        }
    }
    let part = |(held, worth), qty, value| Part {
        layer: None,
        received: None,
        held,
        worth,
        qty,
        value,
    };
    let there = part(
        (held, worth),
        step.qty + step.short_qty,
        step.value + step.short_value,
    );
    let ahead = part((Qty::ZERO, Money::ZERO), -step.short_qty, -step.short_value);
    let mut parts = vec![there, ahead];
    parts.retain(|part| !part.qty.is_zero() && step.kind != MovementKind::Cover);
    Ok(parts)
}

fn layer(view: &dyn View, slice: &Slice) -> Result<Part, Fault> {
    let of_layer = Range::by(Slice::BY_LAYER, &[&slice.item, &slice.site, &slice.layer]);
    let (mut held, mut worth) = (Qty::ZERO, Money::ZERO);
    for other in view.list::<Slice>(&of_layer)? {
        if other.movement < slice.movement {
            held += other.qty;
            worth += other.value;
        }
    }
    let made: Option<Movement> = view.find(&[&slice.layer])?;
    Ok(Part {
        layer: Some(slice.layer),
        received: made.map(|made| made.effective),
        held,
        worth,
        qty: slice.qty,
        value: slice.value,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_share_is_told_before_and_after_rounding() {
        let part = Part {
            layer: Some(1),
            received: None,
            held: Qty::units(3),
            worth: Money(1000),
            qty: -Qty::ONE,
            value: Money(-333),
        };
        assert_eq!(part.exact().as_deref(), Some("3.333333"));
        let even = Part {
            qty: Qty::units(-3),
            ..part.clone()
        };
        assert_eq!(even.exact(), None);
        let gained = Part {
            qty: Qty::ONE,
            ..part
        };
        assert_eq!(gained.exact(), None);
    }
}
