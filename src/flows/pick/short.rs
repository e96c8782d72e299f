//! What a short pick leads to: other bins that now have to give what is missing, or less on the order.

use super::{State, Stop};
use crate::domain::amount::Qty;
use crate::domain::code::{ItemCode, UomCode};
use crate::flows::event::Effect;
use crate::flows::goods::{many, warn};
use serde::{Deserialize, Serialize};

/// A stop that was reported short, with what the others had to give before.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Shortage {
    item: ItemCode,
    uom: UomCode,
    missing: Qty,
    others: Vec<(i64, Qty)>,
}

impl Shortage {
    /// Notes the current stop as short.
    pub(super) fn of(state: &State) -> Option<Box<Self>> {
        let (short, others) = state.stops.split_first()?;
        let (item, uom, missing) = (short.item.clone(), short.uom.clone(), short.left);
        let others = others.iter().map(|stop| (stop.task, stop.left)).collect();
        Some(Box::new(Self {
            item,
            uom,
            missing,
            others,
        }))
    }

    /// Tells what was put into a tote before, which bins give how much of it now, and what is missing still.
    pub(super) fn told(self, stops: &[Stop], put: Option<&str>) -> Effect {
        let put = put.map_or_else(String::new, |put| format!("{put}; "));
        let before = |stop: &Stop| {
            let known = self.others.iter().find(|(task, _)| *task == stop.task);
            known.map_or(Qty::ZERO, |(_, left)| *left)
        };
        let more: Vec<(&Stop, Qty)> = stops
            .iter()
            .filter(|stop| stop.item == self.item)
            .map(|stop| (stop, stop.left - before(stop)))
            .filter(|(_, more)| Qty::ZERO < *more)
            .collect();
        let promised: Qty = more.iter().map(|(_, more)| *more).sum();
        let missing = self.missing - promised;
        let rest = if Qty::ZERO < missing {
            format!("{} missing", many(missing, &self.uom))
        } else {
            "nothing missing".to_owned()
        };
        let bins: Vec<String> = more.iter().map(|(stop, _)| stop.location.to_string()).collect();
        warn(
            "SHORT",
            match bins.as_slice() {
                [] => format!("{put}no other bin has it; {rest}"),
                bins => format!("{put}{promised} more from {}; {rest}", bins.join(", ")),
            },
        )
    }
}
