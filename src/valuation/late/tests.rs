//! Delta propagation compared with full replays in exact fractions.

use super::fixed::Fixed;
use super::network::{End, Network, Place};
use super::run::{Effect, Run, Share, Step};
use crate::domain::amount::{Money, Qty};
use num_rational::BigRational;
use proptest::prelude::*;
use proptest::test_runner::{Config, RngSeed};
use std::collections::{BTreeMap, HashMap, VecDeque};

/// What stays of an amount that is laid on the first of some steps, and what goes with which movement.
fn average(amount: Money, steps: &[Step], before: Qty) -> (Money, Vec<(i64, Money)>) {
    let mut run = Run::new(before, VecDeque::new(), HashMap::new());
    let mut ends: Vec<(i64, Fixed)> = Vec::new();
    for (at, step) in steps.iter().enumerate() {
        let brought = if at == 0 { Fixed::of(amount) } else { Fixed::ZERO };
        run.step(step, brought, &mut |share| {
            ends.push(match share {
                Share::Left { movement, value } => (movement, value),
                Share::Back { movement, value, .. }
                | Share::Scrapped { movement, value, .. }
                | Share::Negated { movement, value, .. } => (movement, -value),
            });
        });
    }
    let end = |(_, value): &(i64, Fixed)| End {
        from: 0,
        leg: 0,
        value: *value,
    };
    let network = Network {
        places: vec![Place {
            stock: run.left(),
            holds: true,
        }],
        flows: Vec::new(),
        ends: ends.iter().map(end).collect(),
    };
    let rounded = network.rounded(amount).expect("it fits");
    let gone = ends.iter().zip(&rounded.ends);
    let gone = gone.filter(|(_, value)| !value.is_zero());
    (
        rounded.stock[0],
        gone.map(|((movement, _), value)| (*movement, *value)).collect(),
    )
}

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
            moved: qty.abs(),
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
        let before: Qty = history[..at].iter().map(|(step, _)| step.qty).sum();
        let steps: Vec<Step> = history[at..].iter().map(|(step, _)| *step).collect();
        let (stock, gone) = average(Money(late), &steps, before);
        let with = Exact::replay(&history, steps[0].movement, late);
        let without = Exact::replay(&history, steps[0].movement, 0);
        prop_assert_eq!(stock, cents(&(with - without)));
        prop_assert_eq!(stock + gone.iter().map(|(_, gone)| *gone).sum(), Money(late));
    }
}

fn step(movement: i64, effect: Effect, units: i64) -> Step {
    let qty = Qty::units(units);
    Step {
        movement,
        effect,
        qty,
        moved: qty.abs(),
    }
}

fn arrives(movement: i64, units: i64) -> Step {
    step(movement, Effect::Arrives, units)
}

fn leaves(movement: i64, units: i64) -> Step {
    step(movement, Effect::Leaves, -units)
}

#[test]
fn a_tenth_is_gone_with_the_one_of_ten_that_was_sold() {
    let steps = [arrives(1, 5), arrives(2, 5), leaves(3, 1)];
    assert_eq!(
        average(Money(1000), &steps, Qty::ZERO),
        (Money(900), vec![(3, Money(100))])
    );
}

#[test]
fn half_a_cent_stays_in_stock_however_it_came_about() {
    let steps = [arrives(1, 6), leaves(2, 2), leaves(3, 1)];
    assert_eq!(
        average(Money(3), &steps, Qty::ZERO),
        (Money(2), vec![(2, Money(1))])
    );
    assert_eq!(average(Money(-3), &steps, Qty::ZERO).0, Money(-2));
}

#[test]
fn sold_and_taken_back_a_hundred_times_it_is_still_half_a_cent() {
    let mut steps = vec![arrives(1, 6)];
    for at in 0..100 {
        steps.push(leaves(2 + 2 * at, 2));
        steps.push(step(3 + 2 * at, Effect::Returns { of: 2 + 2 * at }, 2));
    }
    steps.push(leaves(900, 3));
    assert_eq!(average(Money(1), &steps, Qty::ZERO).0, Money(1));
}

#[test]
fn what_left_before_it_came_takes_its_share_of_what_covers_it_and_brings_that_back() {
    let steps = [
        arrives(1, 2),
        leaves(2, 6),
        arrives(3, 8),
        step(4, Effect::Returns { of: 2 }, 3),
    ];
    let (stock, gone) = average(Money(1000), &steps, Qty::ZERO);
    assert_eq!(
        (stock, gone),
        (Money(500), vec![(2, Money(1000)), (4, Money(-500))])
    );
    let mut run = Run::new(Qty::ZERO, VecDeque::new(), HashMap::new());
    let mut told = Vec::new();
    let brought = [Money::ZERO, Money(800)];
    for (step, brought) in [leaves(2, 6), arrives(3, 8)].iter().zip(brought) {
        run.step(step, Fixed::of(brought), &mut |share| told.push(share));
    }
    let value = Fixed::of(Money(600));
    assert_eq!(
        (run.left(), told),
        (Fixed::of(Money(200)), vec![Share::Left { movement: 2, value }])
    );
}

#[test]
fn a_shortage_that_is_taken_back_wants_nothing_any_more() {
    let mut run = Run::new(Qty::ZERO, VecDeque::new(), HashMap::new());
    let mut told = 0;
    for step in [leaves(1, 4), leaves(2, 3), step(3, Effect::Negates { of: 1 }, 4)] {
        run.step(&step, Fixed::ZERO, &mut |_| told += 1);
    }
    assert_eq!((run.pool(), told), (Qty::units(-3), 0));
    let short: Vec<i64> = run.into_short().iter().map(|short| short.movement).collect();
    assert_eq!(short, [2]);
}

#[test]
fn what_went_back_before_it_was_billed_takes_no_part_whatever_was_sold_before() {
    let apart = HashMap::from([(3, Qty::units(20))]);
    let mut run = Run::new(Qty::ZERO, VecDeque::new(), apart);
    let mut told = Vec::new();
    run.step(&arrives(1, 100), Fixed::of(Money(8000)), &mut |_| ());
    for step in [leaves(2, 50), leaves(3, 20)] {
        run.step(&step, Fixed::ZERO, &mut |share| told.push(share));
    }
    let value = Fixed::of(Money(5000));
    assert_eq!(
        (run.left(), told),
        (Fixed::of(Money(3000)), vec![Share::Left { movement: 2, value }])
    );
}

#[test]
fn what_is_thrown_away_takes_its_share_with_it_until_that_is_taken_back() {
    let mut run = Run::new(Qty::ZERO, VecDeque::new(), HashMap::new());
    run.step(&arrives(1, 10), Fixed::of(Money(100)), &mut |_| ());
    run.step(&leaves(2, 4), Fixed::ZERO, &mut |_| ());
    let thrown_away = |movement, effect| Step {
        movement,
        effect,
        qty: Qty::ZERO,
        moved: Qty::ONE,
    };
    let mut told = Vec::new();
    for step in [
        thrown_away(3, Effect::Returns { of: 2 }),
        thrown_away(4, Effect::Negates { of: 3 }),
    ] {
        run.step(&step, Fixed::ZERO, &mut |share| told.push(share));
    }
    let scrapped = |cents| Share::Scrapped {
        of: 2,
        movement: 3,
        value: Fixed::of(Money(cents)),
    };
    assert_eq!(
        (run.left(), told),
        (Fixed::of(Money(60)), vec![scrapped(10), scrapped(-10)])
    );
}

#[test]
fn the_last_that_leaves_takes_the_rest() {
    let steps = [arrives(1, 3), leaves(2, 2), leaves(3, 1)];
    let gone = vec![(2, Money(667)), (3, Money(333))];
    assert_eq!(average(Money(1000), &steps, Qty::ZERO), (Money::ZERO, gone));
}
