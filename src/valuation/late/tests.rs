//! Delta propagation compared with full replays in exact fractions.

use super::*;
use num_rational::BigRational;
use proptest::prelude::*;
use proptest::test_runner::{Config, RngSeed};
use std::collections::BTreeMap;

fn fraction(n: i64) -> BigRational {
    BigRational::from_integer(n.into())
}

/// A pool at moving average whose value is never rounded.
struct Exact {
    qty: Qty,
    value: BigRational,
    /// What each movement changed.
    moved: BTreeMap<i64, BigRational>,
}

impl Exact {
    /// Replays a history; returns what the pool is worth in the end. `late` is laid on `receipt`.
    fn replay(history: &[(Step, i64)], receipt: i64, late: i64) -> BigRational {
        let mut pool = Self {
            qty: Qty::ZERO,
            value: fraction(0),
            moved: BTreeMap::new(),
        };
        for (step, cost) in history {
            let late = if step.movement == receipt { late } else { 0 };
            pool.step(step, cost + late, history);
        }
        pool.value
    }

    fn step(&mut self, step: &Step, cost: i64, history: &[(Step, i64)]) {
        let share = |part: Qty, whole: Qty| BigRational::new(part.0.into(), whole.0.into());
        let change = match step.effect {
            Effect::Arrives => fraction(cost),
            Effect::Leaves => &self.value * share(step.qty, self.qty),
            Effect::Returns { of } => {
                let whole = history.iter().find(|(other, _)| other.movement == of).unwrap();
                &self.moved[&of] * share(step.qty, whole.0.qty)
            }
            Effect::Negates { of } => -self.moved[&of].clone(),
        };
        self.qty += step.qty;
        self.value += &change;
        self.moved.insert(step.movement, change);
    }
}

/// Half away from zero, as nothing that is rounded here may be.
fn cents(value: &BigRational) -> Money {
    Money(value.round().to_integer().try_into().unwrap())
}

/// Returns a history that can have happened: nothing leaves that is not in stock, nothing comes back twice.
fn history(draws: &[(u8, u16, u32)]) -> Vec<(Step, i64)> {
    let mut history: Vec<(Step, i64)> = Vec::new();
    let (mut pool, mut back): (Qty, BTreeMap<i64, Qty>) = (Qty::ZERO, BTreeMap::new());
    for (movement, (kind, pick, size)) in (1..).zip(draws) {
        let size_of = |most: Qty| Qty(1 + i64::from(*size) * 7919 % most.0.max(1));
        let sold: Vec<Step> = history
            .iter()
            .map(|(step, _)| *step)
            .filter(|step| {
                let left = -step.qty - back.get(&step.movement).copied().unwrap_or_default();
                step.effect == Effect::Leaves && Qty::ZERO < left
            })
            .collect();
        let chosen = sold.get(usize::from(*pick) % sold.len().max(1));
        let (effect, qty) = match (kind % 10, chosen) {
            (0..=1, _) => (Effect::Arrives, Qty(1 + i64::from(*size))),
            (3..=4, Some(sold)) => {
                let gone = back.entry(sold.movement).or_default();
                let qty = size_of(-sold.qty - *gone);
                *gone += qty;
                (Effect::Returns { of: sold.movement }, qty)
            }
            (5, Some(sold)) if !back.contains_key(&sold.movement) => {
                back.insert(sold.movement, -sold.qty);
                (Effect::Negates { of: sold.movement }, -sold.qty)
            }
            (_, _) if Qty::ZERO < pool && kind % 5 == 0 => (Effect::Leaves, -pool),
            (_, _) if Qty::ZERO < pool => (Effect::Leaves, -size_of(pool)),
            _ => (Effect::Arrives, Qty(1 + i64::from(*size))),
        };
        pool += qty;
        let step = Step {
            movement,
            effect,
            qty,
        };
        history.push((step, i64::from(*pick)));
    }
    history
}

proptest! {
    #![proptest_config(Config {
        cases: 2500,
        rng_seed: RngSeed::Fixed(2026),
        failure_persistence: None,
        ..Config::default()
    })]

    #[test]
    fn what_stays_is_the_difference_of_two_full_replays(
        draws in proptest::collection::vec((any::<u8>(), any::<u16>(), 0..5_000_000_u32), 1..32),
        late in -1_000_000..1_000_000_i64,
        chosen in any::<u16>(),
    ) {
        let history = history(&draws);
        let receipts: Vec<usize> = (0..history.len())
            .filter(|at| history[*at].0.effect == Effect::Arrives)
            .collect();
        let at = receipts[usize::from(chosen) % receipts.len()];
        let receipt = history[at].0;
        let before: Qty = history[..at].iter().map(|(step, _)| step.qty).sum();
        let steps: Vec<Step> = history[at + 1..].iter().map(|(step, _)| *step).collect();
        let spread = average(Money(late), &receipt, before, &steps).unwrap();
        let with = Exact::replay(&history, receipt.movement, late);
        let without = Exact::replay(&history, receipt.movement, 0);
        prop_assert_eq!(spread.stock, cents(&(with - without)));
        let gone: Money = spread.gone.iter().map(|(_, gone)| *gone).sum();
        prop_assert_eq!(spread.stock + gone, Money(late));
    }
}

fn step(movement: i64, effect: Effect, units: i64) -> Step {
    let qty = Qty::units(units);
    Step {
        movement,
        effect,
        qty,
    }
}

#[test]
fn a_tenth_is_gone_with_the_one_of_ten_that_was_sold() {
    let later = [step(2, Effect::Arrives, 5), step(3, Effect::Leaves, -1)];
    let spread = average(Money(1000), &step(1, Effect::Arrives, 5), Qty::ZERO, &later).unwrap();
    assert_eq!((spread.stock, spread.gone), (Money(900), vec![(3, Money(100))]));
    let spread = fifo(Money(1000), Qty::units(5), [(3, Qty::ONE)]).unwrap();
    assert_eq!((spread.stock, spread.gone), (Money(800), vec![(3, Money(200))]));
}

#[test]
fn half_a_cent_stays_in_stock_however_it_came_about() {
    let receipt = step(1, Effect::Arrives, 6);
    let by_thirds = [step(2, Effect::Leaves, -2), step(3, Effect::Leaves, -1)];
    let spread = average(Money(3), &receipt, Qty::ZERO, &by_thirds).unwrap();
    assert_eq!(spread.stock, Money(2));
    assert_eq!(spread.gone, [(2, Money(1))]);
    let back = average(Money(-3), &receipt, Qty::ZERO, &by_thirds).unwrap();
    assert_eq!(back.stock, Money(-2));
}

#[test]
fn sold_and_taken_back_a_hundred_times_it_is_still_half_a_cent() {
    let mut later = Vec::new();
    for at in 0..100 {
        later.push(step(2 + 2 * at, Effect::Leaves, -2));
        later.push(step(3 + 2 * at, Effect::Returns { of: 2 + 2 * at }, 2));
    }
    later.push(step(900, Effect::Leaves, -3));
    let spread = average(Money(1), &step(1, Effect::Arrives, 6), Qty::ZERO, &later).unwrap();
    assert_eq!((spread.stock, spread.gone), (Money(1), vec![]));
}

#[test]
fn what_covered_a_pool_below_zero_is_gone_with_the_receipt() {
    let spread = average(Money(1000), &step(7, Effect::Arrives, 10), Qty::units(-3), &[]).unwrap();
    assert_eq!((spread.stock, spread.gone), (Money(700), vec![(7, Money(300))]));
}

#[test]
fn the_last_that_leaves_takes_the_rest() {
    let later = [step(2, Effect::Leaves, -2), step(3, Effect::Leaves, -1)];
    let spread = average(Money(1000), &step(1, Effect::Arrives, 3), Qty::ZERO, &later).unwrap();
    assert_eq!(spread.stock, Money::ZERO);
    assert_eq!(spread.gone, [(2, Money(667)), (3, Money(333))]);
}
