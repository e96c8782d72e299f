//! A queue of cost layers worked through again: what goods that left would have taken had everything been entered on the
//! day on which it happened.

use crate::domain::amount::{AmountError, Money, Qty};
use std::collections::{BTreeMap, HashMap};

/// A quantity and what it is worth.
pub type Part = (Qty, Money);

/// What goods that left with a movement took of which layer, keyed by movement and layer.
pub type Takes = BTreeMap<(i64, i64), Part>;

/// What happens to the queue.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Event {
    /// A layer is there from now on, behind all others.
    Comes {
        /// The layer.
        layer: i64,
    },
    /// What is left of a layer is worth so much more.
    Gains {
        /// The layer.
        layer: i64,
        /// How much.
        value: Money,
    },
    /// Goods leave: of one layer first, then of the oldest.
    Leaves {
        /// The movement.
        issue: i64,
        /// How many.
        qty: Qty,
        /// The layer that they came with, if they go back to where they came from.
        own: Option<i64>,
    },
}

/// What happens to one layer.
#[derive(Clone, Copy, Debug)]
enum Turn {
    Gains(Money),
    Takes { issue: i64, qty: Qty, is_own: bool },
}

/// Works through events again. `layers` is what each layer has for them: what is left of it, and what those that left took,
/// which is `before`; `there` are the layers that are there before the first event, oldest first. Returns what each takes
/// now; `None` if more leaves than is there.
///
/// Every unit of a layer is worth the same, but for goods that went back to where they came from, which keep what they
/// took. What would differ from `before` by the rounding of a cent stays as it was.
///
/// # Errors
/// Fails if a share can't be recorded.
pub fn requeue(
    layers: &BTreeMap<i64, Part>,
    there: &[i64],
    events: &[Event],
    before: &Takes,
) -> Result<Option<Takes>, AmountError> {
    let Some(turns) = turns(layers, there, events) else {
        return Ok(None);
    };
    let mut takes = Takes::new();
    for (layer, turns) in turns {
        let whole = layers.get(&layer).copied().unwrap_or_default();
        share(layer, whole, &turns, before, &mut takes)?;
    }
    Ok(Some(takes))
}

/// Returns what happens to each layer, in order; `None` if more leaves than is there.
fn turns(layers: &BTreeMap<i64, Part>, there: &[i64], events: &[Event]) -> Option<BTreeMap<i64, Vec<Turn>>> {
    let mut left: HashMap<i64, Qty> = layers.iter().map(|(layer, (qty, _))| (*layer, *qty)).collect();
    if left.values().any(|qty| *qty < Qty::ZERO) {
        return None;
    }
    let (mut queue, mut oldest) = (there.to_vec(), 0);
    let mut turns: BTreeMap<i64, Vec<Turn>> = BTreeMap::new();
    for event in events {
        let (issue, mut rest, own) = match *event {
            Event::Comes { layer } => {
                queue.push(layer);
                continue;
            }
            Event::Gains { layer, value } => {
                turns.entry(layer).or_default().push(Turn::Gains(value));
                continue;
            }
            Event::Leaves { issue, qty, own } => (issue, qty, own),
        };
        let mut next = own;
        while Qty::ZERO < rest {
            let layer = match next.take() {
                Some(layer) => layer,
                None => *queue.get(oldest)?,
            };
            let held = left.entry(layer).or_default();
            let qty = rest.min(*held);
            *held -= qty;
            rest -= qty;
            if queue.get(oldest) == Some(&layer) && held.is_zero() {
                oldest += 1;
            }
            if !qty.is_zero() {
                let is_own = own == Some(layer);
                let turn = Turn::Takes { issue, qty, is_own };
                turns.entry(layer).or_default().push(turn);
            }
        }
    }
    Some(turns)
}

/// Shares what a layer is worth among those that take of it.
fn share(
    layer: i64,
    (mut qty, mut value): Part,
    turns: &[Turn],
    before: &Takes,
    takes: &mut Takes,
) -> Result<(), AmountError> {
    let known = |issue: i64, qty: Qty| before.get(&(issue, layer)).filter(|known| known.0 == qty);
    let kept = |turn: &Turn| match *turn {
        Turn::Takes { issue, qty, is_own } if is_own => known(issue, qty).copied(),
        _ => None,
    };
    for (part, worth) in turns.iter().filter_map(kept) {
        qty -= part;
        value -= worth;
    }
    let taken = |turn: &Turn| match turn {
        Turn::Takes { qty, .. } if kept(turn).is_none() => *qty,
        _ => Qty::ZERO,
    };
    let mut rest = qty;
    for turn in turns {
        // What is worth more only when nothing is left of it was worth more from the beginning.
        match turn {
            Turn::Gains(more) if Qty::ZERO < rest => value -= *more,
            _ => rest -= taken(turn),
        }
    }
    for turn in turns {
        let (issue, part) = match *turn {
            Turn::Gains(more) if Qty::ZERO < qty => {
                value += more;
                continue;
            }
            Turn::Gains(_) => continue,
            Turn::Takes { issue, qty, .. } => (issue, qty),
        };
        if let Some(part) = kept(turn) {
            takes.insert((issue, layer), part);
            continue;
        }
        let even = value.share(part, qty)?;
        let worth = match known(issue, part) {
            Some((_, old)) if part < qty && (*old - even).abs() <= Money(1) => *old,
            _ => even,
        };
        qty -= part;
        value -= worth;
        takes.insert((issue, layer), (part, worth));
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    const fn leaves(issue: i64, units: i64) -> Event {
        Event::Leaves {
            issue,
            qty: Qty::units(units),
            own: None,
        }
    }

    fn part(units: i64, cents: i64) -> Part {
        (Qty::units(units), Money(cents))
    }

    #[test]
    fn what_came_first_leaves_first_and_what_does_not_change_keeps_its_cents() {
        let layers = BTreeMap::from([(1, part(3, 1000)), (4, part(5, 4000))]);
        let events = [leaves(2, 1), Event::Comes { layer: 4 }, leaves(3, 5)];
        let before = Takes::from([((2, 1), part(1, 334))]);
        let takes = requeue(&layers, &[1], &events, &before).unwrap().unwrap();
        let expected = [
            ((2, 1), part(1, 334)),
            ((3, 1), part(2, 666)),
            ((3, 4), part(3, 2400)),
        ];
        assert_eq!(takes, Takes::from(expected));
    }

    #[test]
    fn what_goes_back_is_of_its_own_layer_and_keeps_its_price() {
        let layers = BTreeMap::from([(1, part(5, 500)), (2, part(10, 1800))]);
        let own = Some(2);
        let back = Event::Leaves {
            issue: 3,
            qty: Qty::units(2),
            own,
        };
        let before = Takes::from([((3, 2), part(2, 200))]);
        let takes = requeue(&layers, &[1, 2], &[back, leaves(4, 6)], &before)
            .unwrap()
            .unwrap();
        let expected = [
            ((3, 2), part(2, 200)),
            ((4, 1), part(5, 500)),
            ((4, 2), part(1, 200)),
        ];
        assert_eq!(takes, Takes::from(expected));
    }

    #[test]
    fn what_left_before_stock_was_worth_more_does_not_cost_more() {
        let layers = BTreeMap::from([(1, part(4, 600))]);
        let gains = Event::Gains {
            layer: 1,
            value: Money(200),
        };
        let events = [leaves(2, 2), gains, leaves(3, 1)];
        let takes = requeue(&layers, &[1], &events, &Takes::new()).unwrap().unwrap();
        assert_eq!(
            takes,
            Takes::from([((2, 1), part(2, 200)), ((3, 1), part(1, 200))])
        );
    }

    #[test]
    fn more_than_there_is_has_no_queue() {
        let layers = BTreeMap::from([(1, part(1, 100)), (3, part(9, 900))]);
        let events = [leaves(2, 2), Event::Comes { layer: 3 }];
        assert_eq!(requeue(&layers, &[1], &events, &Takes::new()), Ok(None));
    }
}
