//! Late cost on its way through one pool at moving average.

use super::fixed::Fixed;
use crate::domain::amount::Qty;
use std::collections::{HashMap, VecDeque};

/// What a movement does to a pool.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Effect {
    /// Goods leave at the average.
    Leaves,
    /// Goods arrive at a cost of their own, or are found and were valued then.
    Arrives,
    /// Goods come back at the cost at which they left with movement `of`.
    Returns {
        /// The movement.
        of: i64,
    },
    /// The exact negation of movement `of`.
    Negates {
        /// The movement.
        of: i64,
    },
}

/// A movement of a pool.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Step {
    /// Its number.
    pub movement: i64,
    /// What it does. What comes back and is thrown away is a return that adds nothing to the pool.
    pub effect: Effect,
    /// What the pool gains; negative if it loses.
    pub qty: Qty,
    /// The quantity it was about, never below zero.
    pub moved: Qty,
}

/// A share of late cost that a step moved.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Share {
    /// It left with a movement, or with what covered that later.
    Left {
        /// The movement.
        movement: i64,
        /// How much.
        value: Fixed,
    },
    /// It came back into the pool.
    Back {
        /// The movement with which it had left.
        of: i64,
        /// The movement with which it came back.
        movement: i64,
        /// How much.
        value: Fixed,
    },
    /// It came back and was thrown away, or, below zero, that was taken back.
    Scrapped {
        /// The movement with which it had left.
        of: i64,
        /// The movement with which it came back.
        movement: i64,
        /// How much.
        value: Fixed,
    },
    /// What movement `of` took is there again, or what it had brought is gone again.
    Negated {
        /// The movement that was negated.
        of: i64,
        /// The movement that negates it.
        movement: i64,
        /// How much `of` had taken; negative for what it had brought.
        value: Fixed,
    },
}

/// What left before it arrived and is not covered yet.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Short {
    /// The movement with which it left.
    pub movement: i64,
    /// What of it is not covered.
    pub open: Qty,
    /// All that left with that movement.
    pub moved: Qty,
}

/// Late cost under way in a pool: delta propagation.
#[derive(Clone, Debug)]
pub struct Run {
    left: Fixed,
    pool: Qty,
    /// What left before it arrived, oldest first.
    short: VecDeque<Short>,
    /// Parts of steps that take none of it, by movement, while they are in the pool.
    apart: HashMap<i64, Qty>,
    /// The sum of those parts.
    aside: Qty,
    /// What each movement took, below zero what it brought, and the quantity that it moved.
    gone: HashMap<i64, (Fixed, Qty)>,
    /// What was thrown away with each movement, and what it had left with.
    scrapped: HashMap<i64, (i64, Fixed)>,
    /// What each movement covered, newest first, with the share that this took.
    covered: HashMap<i64, Vec<(Short, Fixed)>>,
}

impl Run {
    /// Begins with a pool of `pool` and with what of it left before it arrived. Of the movements in `apart`, so much
    /// takes no part.
    pub fn new(pool: Qty, short: VecDeque<Short>, apart: HashMap<i64, Qty>) -> Self {
        Self {
            left: Fixed::ZERO,
            pool,
            short,
            aside: apart.values().copied().sum(),
            apart,
            gone: HashMap::new(),
            scrapped: HashMap::new(),
            covered: HashMap::new(),
        }
    }

    /// Returns what is in the pool of it.
    pub const fn left(&self) -> Fixed {
        self.left
    }

    /// Returns the quantity that is in the pool, below zero what it is short of.
    pub const fn pool(&self) -> Qty {
        self.pool
    }

    /// Returns what left before it arrived, oldest first.
    pub fn into_short(self) -> VecDeque<Short> {
        self.short
    }

    /// Takes the next step; `brought` is late cost that arrives with it.
    pub fn step(&mut self, step: &Step, brought: Fixed, tell: &mut dyn FnMut(Share)) {
        match step.effect {
            Effect::Leaves => self.leave(step, tell),
            Effect::Arrives => self.arrive(step, step.qty, brought, tell),
            Effect::Returns { of } => self.come_back(of, step, tell),
            Effect::Negates { of } => self.negate(of, step, tell),
        }
    }

    fn leave(&mut self, step: &Step, tell: &mut dyn FnMut(Share)) {
        let (movement, held) = (step.movement, self.pool.max(Qty::ZERO));
        let taken = step.moved.min(held);
        let apart = self.apart.remove(&movement).unwrap_or_default();
        let (part, whole) = (taken - apart, held - self.aside);
        self.aside -= apart;
        let value = match () {
            () if taken == held || Qty::ZERO < part && whole <= part => self.left,
            () if part <= Qty::ZERO => Fixed::ZERO,
            () => self.left.ratio(part, whole),
        };
        self.left -= value;
        self.pool -= step.moved;
        if taken < step.moved {
            let (open, moved) = (step.moved - taken, step.moved);
            self.short.push_back(Short {
                movement,
                open,
                moved,
            });
        }
        if !value.is_zero() {
            self.gone.insert(movement, (value, step.moved));
            tell(Share::Left { movement, value });
        }
    }

    /// Lets `qty` arrive with late cost; what it covers takes its share at once.
    fn arrive(&mut self, step: &Step, qty: Qty, brought: Fixed, tell: &mut dyn FnMut(Share)) {
        let (mut rest, mut kept) = (qty, brought);
        while let Some(short) = self.short.pop_front() {
            let part = short.open.min(rest);
            rest -= part;
            if part < short.open {
                let open = short.open - part;
                self.short.push_front(Short { open, ..short });
            }
            if part.is_zero() {
                break;
            }
            let movement = short.movement;
            let whole = qty - self.aside;
            let value = if whole <= part {
                kept
            } else {
                brought.ratio(part, whole)
            };
            kept -= value;
            let covered = self.covered.entry(step.movement).or_default();
            covered.insert(0, (Short { open: part, ..short }, value));
            if !value.is_zero() {
                self.gone.entry(movement).or_insert((Fixed::ZERO, short.moved)).0 += value;
                tell(Share::Left { movement, value });
            }
        }
        self.left += kept;
        self.pool += qty;
        if !brought.is_zero() {
            self.gone.insert(step.movement, (-brought, step.moved));
        }
    }

    fn come_back(&mut self, of: i64, step: &Step, tell: &mut dyn FnMut(Share)) {
        let movement = step.movement;
        let (taken, whole) = self.gone.get(&of).copied().unwrap_or_default();
        let value = taken.ratio(step.moved, whole);
        if step.qty.is_zero() {
            if !value.is_zero() {
                self.scrapped.insert(movement, (of, value));
                tell(Share::Scrapped { of, movement, value });
            }
            return;
        }
        if !value.is_zero() {
            tell(Share::Back { of, movement, value });
        }
        self.arrive(step, step.qty, value, tell);
    }

    fn negate(&mut self, of: i64, step: &Step, tell: &mut dyn FnMut(Share)) {
        let movement = step.movement;
        if let Some((left_with, value)) = self.scrapped.remove(&of) {
            tell(Share::Scrapped {
                of: left_with,
                movement: of,
                value: -value,
            });
            return;
        }
        let (value, _) = self.gone.get(&of).copied().unwrap_or_default();
        if !value.is_zero() {
            tell(Share::Negated { of, movement, value });
        }
        if Qty::ZERO < step.qty {
            let was_short = self.short.iter().position(|short| short.movement == of);
            let never_came = was_short.and_then(|at| self.short.remove(at));
            let open = never_came.map_or(Qty::ZERO, |short| short.open);
            self.pool += open;
            self.arrive(step, step.qty - open, value, tell);
            return;
        }
        self.left += value;
        self.pool += step.qty;
        for (short, share) in self.covered.remove(&of).unwrap_or_default() {
            self.uncover(short, share, tell);
        }
        if !value.is_zero() {
            self.gone.insert(movement, (-value, step.moved));
        }
        if self.pool <= Qty::ZERO && !self.left.is_zero() {
            let value = std::mem::take(&mut self.left);
            tell(Share::Left { movement, value });
        }
    }

    /// Lets what was covered be missing again, as what covered it was taken back.
    fn uncover(&mut self, short: Short, share: Fixed, tell: &mut dyn FnMut(Share)) {
        let movement = short.movement;
        match self.short.front_mut().filter(|it| it.movement == movement) {
            Some(known) => known.open += short.open,
            None => self.short.push_front(short),
        }
        if share.is_zero() {
            return;
        }
        self.left += share;
        if let Some((taken, _)) = self.gone.get_mut(&movement) {
            *taken -= share;
        }
        let value = -share;
        tell(Share::Left { movement, value });
    }
}
