//! Late cost rounded: every leg once, by largest remainder, and what goes on between pools so that each of them adds up.

use super::fixed::Fixed;
use crate::domain::amount::Money;
use std::collections::BTreeMap;

/// Where late cost is, and how it came there. Places are pools, or at FIFO cost layers.
#[derive(Clone, Debug, Default)]
pub struct Network {
    /// The places; late cost comes in at the first.
    pub places: Vec<Place>,
    /// What went from one place to another.
    pub flows: Vec<Flow>,
    /// What went nowhere else.
    pub ends: Vec<End>,
}

/// A pool or a cost layer.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Place {
    /// Late cost that is still there.
    pub stock: Fixed,
    /// Whether goods are there that can be worth more.
    pub holds: bool,
}

/// Late cost that went from one place to another with one movement.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Flow {
    /// The place it left.
    pub from: usize,
    /// The place it reached.
    pub to: usize,
    /// How much.
    pub value: Fixed,
}

/// Late cost that ended with one movement.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct End {
    /// The place it left.
    pub from: usize,
    /// The leg that it is a part of, counted from 0.
    pub leg: usize,
    /// How much.
    pub value: Fixed,
}

/// The same in whole cents, item by item.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Rounded {
    /// What stays at each place.
    pub stock: Vec<Money>,
    /// What each flow carries.
    pub flows: Vec<Money>,
    /// What each end takes.
    pub ends: Vec<Money>,
}

impl Network {
    /// Rounds everything so that it adds up to `amount`: first the legs, stock of each place ahead, then what each leg
    /// is made of, then what flows. `None` if an amount can't be recorded, or the legs don't make up `amount`.
    pub fn rounded(&self, amount: Money) -> Option<Rounded> {
        let legs = self.ends.iter().map(|end| end.leg + 1).max().unwrap_or(0);
        let held: Vec<usize> = (0..self.places.len())
            .filter(|at| self.places[*at].holds)
            .collect();
        let mut exact: Vec<Fixed> = held.iter().map(|at| self.places[*at].stock).collect();
        let mut by_leg = vec![Vec::new(); legs];
        for (at, end) in self.ends.iter().enumerate() {
            by_leg[end.leg].push(at);
        }
        exact.extend(
            by_leg
                .iter()
                .map(|own| own.iter().map(|at| self.ends[*at].value).sum::<Fixed>()),
        );
        let whole = by_remainder(amount, &exact)?;
        let mut stock = vec![Money::ZERO; self.places.len()];
        for (at, value) in held.iter().zip(&whole) {
            stock[*at] = *value;
        }
        let mut ends = vec![Money::ZERO; self.ends.len()];
        for (own, sum) in by_leg.iter().zip(&whole[held.len()..]) {
            let parts: Vec<Fixed> = own.iter().map(|at| self.ends[*at].value).collect();
            for (at, value) in own.iter().zip(cumulative(&parts, *sum)?) {
                ends[*at] = value;
            }
        }
        let flows = self.flows_rounded()?;
        let mut rounded = Rounded { stock, flows, ends };
        self.even_out(&mut rounded, amount);
        Some(rounded)
    }

    /// Rounds what flows between two places so that it adds up to what flows between them in all.
    fn flows_rounded(&self) -> Option<Vec<Money>> {
        let mut between: BTreeMap<(usize, usize), Vec<usize>> = BTreeMap::new();
        for (at, flow) in self.flows.iter().enumerate() {
            between.entry((flow.from, flow.to)).or_default().push(at);
        }
        let mut flows = vec![Money::ZERO; self.flows.len()];
        for own in between.values() {
            let parts: Vec<Fixed> = own.iter().map(|at| self.flows[*at].value).collect();
            let sum: Fixed = parts.iter().copied().sum();
            for (at, value) in own.iter().zip(cumulative(&parts, sum.cents()?)?) {
                flows[*at] = value;
            }
        }
        Some(flows)
    }

    /// Lets the cents that are missing at a place, or too many, come from or go to the place that it had late cost from,
    /// from the farthest place to the first.
    fn even_out(&self, rounded: &mut Rounded, amount: Money) {
        let mut over: Vec<Money> = rounded.stock.iter().map(|stock| -*stock).collect();
        if let Some(first) = over.first_mut() {
            *first += amount;
        }
        for (end, value) in self.ends.iter().zip(&rounded.ends) {
            over[end.from] -= *value;
        }
        for (flow, value) in self.flows.iter().zip(&rounded.flows) {
            over[flow.from] -= *value;
            over[flow.to] += *value;
        }
        for (place, near, by) in self.tree().into_iter().rev() {
            let more = std::mem::take(&mut over[place]);
            over[near] += more;
            let towards = if self.flows[by].from == place { more } else { -more };
            rounded.flows[by] += towards;
        }
    }

    /// Returns every place but the first with one that is nearer to it and the largest flow between the two, the nearest
    /// places ahead.
    fn tree(&self) -> Vec<(usize, usize, usize)> {
        let mut beside: Vec<BTreeMap<usize, usize>> = vec![BTreeMap::new(); self.places.len()];
        let size = |at: usize| self.flows[at].value.max(-self.flows[at].value);
        for (at, flow) in self
            .flows
            .iter()
            .enumerate()
            .filter(|(_, flow)| flow.from != flow.to)
        {
            for (one, other) in [(flow.from, flow.to), (flow.to, flow.from)] {
                let known = beside[one].entry(other).or_insert(at);
                if size(*known) < size(at) {
                    *known = at;
                }
            }
        }
        let mut tree: Vec<(usize, usize, usize)> = Vec::new();
        let mut seen = vec![false; self.places.len()];
        let mut next = vec![0];
        while let Some(near) = next.pop().filter(|near| *near < seen.len()) {
            seen[near] = true;
            for (place, by) in &beside[near] {
                if !seen[*place] {
                    seen[*place] = true;
                    tree.push((*place, near, *by));
                    next.push(*place);
                }
            }
        }
        tree
    }
}

/// Rounds legs by largest remainder so that they add up to `amount`, ties going to the first; less than nothing as the
/// mirror image of as much. `None` if they don't make it up.
fn by_remainder(amount: Money, legs: &[Fixed]) -> Option<Vec<Money>> {
    if amount < Money::ZERO {
        let legs: Vec<Fixed> = legs.iter().map(|leg| -*leg).collect();
        let parts = by_remainder(-amount, &legs)?;
        return Some(parts.into_iter().map(|part| -part).collect());
    }
    let lower: Vec<(i128, Fixed)> = legs.iter().map(|leg| leg.floor()).collect();
    let missing = i128::from(amount.0) - lower.iter().map(|(whole, _)| *whole).sum::<i128>();
    let missing = usize::try_from(missing)
        .ok()
        .filter(|missing| *missing <= legs.len())?;
    let mut by_rest: Vec<usize> = (0..legs.len()).collect();
    by_rest.sort_by_key(|at| std::cmp::Reverse(lower[*at].1));
    let mut parts: Vec<i128> = lower.iter().map(|(whole, _)| *whole).collect();
    for at in by_rest.into_iter().take(missing) {
        parts[at] += 1;
    }
    let parts = parts.into_iter().map(|part| i64::try_from(part).ok().map(Money));
    parts.collect()
}

/// Rounds parts so that they add up to `sum`, which is the whole cents below or above what they add up to: each is the
/// difference of two rounded sums, so that cents are spread evenly.
fn cumulative(parts: &[Fixed], sum: Money) -> Option<Vec<Money>> {
    let one = Fixed::of(Money(1));
    let (lower, rest) = parts.iter().copied().sum::<Fixed>().floor();
    let half = one.halved();
    let lift = if i128::from(sum.0) == lower {
        half.min((one - rest).halved())
    } else {
        half.max(one - rest)
    };
    let (mut upto, mut told) = (Fixed::ZERO, Money::ZERO);
    let mut rounded = Vec::with_capacity(parts.len());
    for (at, part) in (1..).zip(parts) {
        upto += *part;
        let whole = if at == parts.len() {
            sum
        } else {
            Money(i64::try_from((upto + lift).floor().0).ok()?)
        };
        rounded.push(whole - told);
        told = whole;
    }
    Some(rounded)
}

#[cfg(test)]
mod tests;
