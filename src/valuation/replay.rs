//! A moving average replayed, with every value rounded as it is when it is posted: what the books would say had
//! everything been entered on the day on which it happened.

use super::late::run::{Effect, Step};
use crate::domain::amount::{AmountError, Money, Qty};
use std::collections::HashMap;

/// A movement to replay.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Event {
    /// What it does; the quantity it is about is zero if only a value changed.
    pub step: Step,
    /// What it changed so far, and still does if nothing before it explains its value.
    pub value: Money,
}

/// What an issue of the window cost, and how much of it has come back.
#[derive(Clone, Copy)]
struct Issue {
    qty: Qty,
    cost: Money,
    back: Qty,
}

/// Replays events from a pool of `qty` worth `value`; returns what each changes now. `None` if more leaves than is in
/// stock: what left before it arrived has no average.
///
/// # Errors
/// Fails if a share can't be recorded.
pub fn replay(mut qty: Qty, mut value: Money, events: &[Event]) -> Result<Option<Vec<Money>>, AmountError> {
    let mut values: Vec<Money> = Vec::with_capacity(events.len());
    let mut at: HashMap<i64, usize> = HashMap::with_capacity(events.len());
    let mut issues: HashMap<i64, Issue> = HashMap::new();
    for event in events {
        let Event { step, .. } = *event;
        let moved = step.moved;
        if qty + step.qty < Qty::ZERO {
            return Ok(None);
        }
        let change = match step.effect {
            Effect::Leaves => -value.share(moved, qty)?,
            Effect::Returns { of } => match issues.get_mut(&of) {
                Some(issue) => {
                    let before = issue.cost.share(issue.back, issue.qty)?;
                    issue.back += moved;
                    let part = issue.cost.share(issue.back, issue.qty)? - before;
                    if step.qty.is_zero() { Money::ZERO } else { part }
                }
                None => event.value,
            },
            Effect::Negates { of } => match at.get(&of) {
                Some(negated) => {
                    take_back(&mut issues, &events[*negated]);
                    -values[*negated]
                }
                None => event.value,
            },
            Effect::Arrives => event.value,
        };
        if step.effect == Effect::Leaves {
            let (cost, back) = (-change, Qty::ZERO);
            issues.insert(
                step.movement,
                Issue {
                    qty: moved,
                    cost,
                    back,
                },
            );
        }
        (qty, value) = (qty + step.qty, value + change);
        if value < Money::ZERO || (qty.is_zero() && !value.is_zero()) {
            return Ok(None);
        }
        at.insert(step.movement, values.len());
        values.push(change);
    }
    Ok(Some(values))
}

/// Takes what came back out again.
fn take_back(issues: &mut HashMap<i64, Issue>, negated: &Event) {
    if let Effect::Returns { of } = negated.step.effect
        && let Some(issue) = issues.get_mut(&of)
    {
        issue.back -= negated.step.moved;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn event(movement: i64, effect: Effect, units: i64, cents: i64) -> Event {
        let qty = Qty::units(units);
        Event {
            step: Step {
                movement,
                effect,
                qty,
                moved: qty.abs(),
            },
            value: Money(cents),
        }
    }

    #[test]
    fn a_receipt_before_a_sale_makes_it_cost_the_average_of_both() {
        let late = event(3, Effect::Arrives, 5, 4000);
        let sold = event(2, Effect::Leaves, -8, -8000);
        let values = replay(Qty::units(10), Money(10000), &[late, sold])
            .unwrap()
            .unwrap();
        assert_eq!(values, [Money(4000), Money(-7467)]);
    }

    #[test]
    fn what_comes_back_comes_at_the_new_cost_of_what_left_whether_kept_or_thrown_away() {
        let mut events = vec![event(2, Effect::Leaves, -3, -300)];
        events.push(event(3, Effect::Returns { of: 2 }, 1, 100));
        let mut thrown_away = event(4, Effect::Returns { of: 2 }, 0, 0);
        thrown_away.step.moved = Qty::ONE;
        events.push(thrown_away);
        events.push(event(5, Effect::Returns { of: 2 }, 1, 100));
        let values = replay(Qty::units(3), Money(1000), &events).unwrap().unwrap();
        assert_eq!(values, [Money(-1000), Money(333), Money(0), Money(333)]);
    }

    #[test]
    fn what_left_before_it_came_has_no_average() {
        let sold = event(2, Effect::Leaves, -2, -200);
        assert_eq!(replay(Qty::ONE, Money(100), &[sold]), Ok(None));
    }
}
