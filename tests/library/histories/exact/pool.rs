//! Pools and cost layers whose values are never rounded.

use super::read::fraction;
use num_rational::BigRational;
use std::collections::VecDeque;

/// A cost layer.
#[derive(Clone, Debug)]
pub(super) struct Layer {
    pub seq: i64,
    pub qty: BigRational,
    pub value: BigRational,
    /// What of it takes no part.
    pub aside: BigRational,
}

/// A part of a layer that left.
#[derive(Clone, Debug)]
pub(super) struct Part {
    pub layer: i64,
    pub qty: BigRational,
    pub value: BigRational,
    pub apart: BigRational,
}

/// What is in stock of an item at a site.
#[derive(Clone, Debug)]
pub(super) struct Pool {
    pub qty: BigRational,
    pub value: BigRational,
    pub layers: Vec<Layer>,
    /// What left before it came, and how much of it is not covered.
    pub short: VecDeque<(i64, BigRational)>,
    /// What takes no part.
    pub aside: BigRational,
    /// What happened, in order, and how far that was worked through.
    order: Vec<usize>,
    pub next: usize,
    pub busy: bool,
}

impl Pool {
    pub fn new(order: Vec<usize>) -> Self {
        Self {
            qty: fraction(0),
            value: fraction(0),
            layers: Vec::new(),
            short: VecDeque::new(),
            aside: fraction(0),
            order,
            next: 0,
            busy: false,
        }
    }

    /// Whether some of what left with a movement has not come yet.
    pub fn owes(&self, seq: i64) -> bool {
        self.short.iter().any(|(short, _)| *short == seq)
    }

    pub fn due(&self) -> Option<usize> {
        self.order.get(self.next).copied()
    }

    /// Takes goods out of the layer `first`, then the oldest; `apart` of those of `first` take no part.
    pub fn take(&mut self, qty: &BigRational, first: Option<i64>, apart: &BigRational) -> Vec<Part> {
        let (mut left, mut parts) = (qty.clone(), Vec::new());
        let own = first.and_then(|seq| self.layers.iter().position(|layer| layer.seq == seq));
        let order = own
            .into_iter()
            .chain((0..self.layers.len()).filter(|at| Some(*at) != own));
        for at in order {
            let layer = &mut self.layers[at];
            let qty = left.clone().min(layer.qty.clone());
            if qty == fraction(0) {
                continue;
            }
            let apart = if own == Some(at) {
                apart.clone().min(qty.clone())
            } else {
                fraction(0)
            };
            let value = share(&layer.value, &(&qty - &apart), &(&layer.qty - &layer.aside));
            layer.qty -= &qty;
            layer.value -= &value;
            layer.aside -= &apart;
            left -= &qty;
            parts.push(Part {
                layer: layer.seq,
                qty,
                value,
                apart,
            });
        }
        self.layers.retain(|layer| layer.qty != fraction(0));
        parts
    }

    pub fn put_back(&mut self, parts: Vec<Part>) {
        for part in parts {
            let at = self.layers.partition_point(|layer| layer.seq < part.layer);
            if self.layers.get(at).is_none_or(|layer| layer.seq != part.layer) {
                let (seq, qty, value, aside) = (part.layer, fraction(0), fraction(0), fraction(0));
                self.layers.insert(
                    at,
                    Layer {
                        seq,
                        qty,
                        value,
                        aside,
                    },
                );
            }
            let layer = &mut self.layers[at];
            layer.qty += part.qty;
            layer.value += part.value;
            layer.aside += part.apart;
        }
    }
}

/// The share of a value that a part of a whole takes: all of it with all that take part.
pub(super) fn share(value: &BigRational, part: &BigRational, whole: &BigRational) -> BigRational {
    if part <= &fraction(0) {
        return fraction(0);
    }
    if whole <= part {
        return value.clone();
    }
    value * part / whole
}
