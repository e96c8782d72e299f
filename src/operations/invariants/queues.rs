//! The queue of cost layers at FIFO, where it was put into the order of days again.

use super::{Check, Finding};
use crate::domain::amount::{Money, Qty};
use crate::domain::policy::FifoScope;
use crate::domain::record::Fault;
use crate::domain::stock::{Requeue, Slice};
use crate::operations::lots_apart;
use crate::operations::pages::Pages;
use crate::operations::view::View;
use std::collections::BTreeMap;

/// What one movement queued anew.
#[derive(Default)]
struct Queued {
    movement: i64,
    /// How much more each movement's goods take.
    issues: BTreeMap<i64, Qty>,
    /// What each layer gave.
    layers: BTreeMap<i64, (Qty, Money)>,
}

/// Checks that goods that were queued anew take as many as left, and that layers gave what these take.
pub(super) fn check(view: &dyn View, found: &mut Vec<Finding>) -> Result<(), Fault> {
    let mut queued = Check::of("what is queued anew is what left, and each layer gives what is taken of it");
    let mut own = Queued::default();
    for row in Pages::<Requeue>::of(view) {
        let row = row?;
        if own.movement != row.movement {
            own.see(view, &mut queued)?;
            own = Queued {
                movement: row.movement,
                ..Queued::default()
            };
        }
        *own.issues.entry(row.issue).or_default() += row.qty;
        let layer = own.layers.entry(row.layer).or_default();
        layer.0 -= row.qty;
        layer.1 -= row.value;
    }
    own.see(view, &mut queued)?;
    found.push(queued.finish());
    lots(view, found)
}

/// Checks that each lot has as much in cost layers as on the shelf, where lots are told apart.
fn lots(view: &dyn View, found: &mut Vec<Finding>) -> Result<(), Fault> {
    let mut apart = Check::of("fifo_scope = lot: the cost layers of a lot hold what lies on the shelf of it");
    if view.policies()?.fifo_scope()? == FifoScope::Lot {
        for ((item, site, lot), (shelf, layers)) in lots_apart::all(view)? {
            apart.see(shelf == layers, || {
                format!("{item} {lot} at {site}: {shelf} on the shelf, {layers} in its cost layers")
            });
        }
    }
    found.push(apart.finish());
    Ok(())
}

impl Queued {
    fn see(&self, view: &dyn View, check: &mut Check) -> Result<(), Fault> {
        for (issue, more) in &self.issues {
            check.see(more.is_zero(), || {
                format!(
                    "movement {} lets the goods of movement {issue} be {more} more",
                    self.movement
                )
            });
        }
        let mut layers = self.layers.clone();
        for slice in view.all::<Slice>(&[&self.movement])? {
            let gave = layers.remove(&slice.layer).unwrap_or_default();
            check.see(gave == (slice.qty, slice.value), || {
                format!(
                    "movement {} changes layer {} by {} worth {}, and goods take {} worth {}",
                    self.movement, slice.layer, slice.qty, slice.value, -gave.0, -gave.1
                )
            });
        }
        for (layer, (qty, value)) in layers {
            check.see(qty.is_zero() && value.is_zero(), || {
                format!(
                    "movement {} leaves layer {layer} as it is, and goods take {}",
                    self.movement, -qty
                )
            });
        }
        Ok(())
    }
}
