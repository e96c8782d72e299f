//! Late cost: a price difference, freight or duty that becomes known after goods were received, shared between what
//! is still in stock and what has left since.
//!
//! FIFO: the share of what is still in the receipt's layer stays in stock. Moving average: delta propagation. Begin
//! with the amount at the receipt; every later issue of `q` out of a pool of `Q` takes `q/Q` of what is left; other
//! receipts and finds, which were valued when they came, take and add nothing; goods that come back bring the share
//! they left with. That is the difference of two full replays, one with the late cost and one without, because every
//! rule of the moving average is linear in value. No more stays in stock than was laid on it.
//!
//! # Precision
//! What is left is kept in 60 binary places behind the cent, together with a bound of its error. A division that comes
//! out even adds no error, any other one half of 2⁻⁶⁰ of a cent; an issue shares the error out with the value. So after
//! `n` issues and returns the bound is at most `4n · 2⁻⁶⁰` cents: less than 2⁻⁴⁴ after ten thousand. A value no farther
//! below half a cent than its bound counts as half a cent and is rounded away from zero.

use crate::domain::amount::{AmountError, Money, Qty};
use std::collections::HashMap;

const PLACES: u32 = 60;

/// What a movement behind the receipt does to its late cost.
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

/// A movement behind the receipt.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Step {
    /// Its number.
    pub movement: i64,
    /// What it does.
    pub effect: Effect,
    /// What the pool gains; negative if it loses.
    pub qty: Qty,
}

/// A late cost shared out: `stock` and the `gone` of all movements add up to it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Spread {
    /// What is still in stock.
    pub stock: Money,
    /// What went with each movement, by cumulative rounding; negative where one brought some back. Movements with
    /// nothing are left out.
    pub gone: Vec<(i64, Money)>,
}

/// Shares a late cost at FIFO: `taken` is what each movement took out of the layer of `received`, in their order,
/// negative where one put some back.
///
/// # Errors
/// Fails if a share can't be recorded.
pub fn fifo(
    amount: Money,
    received: Qty,
    taken: impl IntoIterator<Item = (i64, Qty)>,
) -> Result<Spread, AmountError> {
    let mut spread = Spread {
        stock: amount,
        gone: Vec::new(),
    };
    let mut left = received;
    for (movement, qty) in taken {
        left -= qty;
        spread.tell(movement, amount.share(left, received)?);
    }
    Ok(spread)
}

/// Shares a late cost at moving average by delta propagation. `before` is the pool before `receipt`, a step that
/// arrives; `steps` are the later movements of the pool. If the receipt met a pool below zero, the part that covered it
/// is gone with the receipt itself. `None` if a figure is larger than can be held.
pub fn average(amount: Money, receipt: &Step, before: Qty, steps: &[Step]) -> Option<Spread> {
    let mut walk = Walk {
        left: Fixed::of(amount),
        pool: before + receipt.qty,
        gone: HashMap::new(),
        spread: Spread {
            stock: amount,
            gone: Vec::new(),
        },
    };
    let covered = (-before).max(Qty::ZERO).min(receipt.qty);
    if Qty::ZERO < covered {
        walk.left = walk.left.ratio(receipt.qty - covered, receipt.qty)?;
        walk.spread.tell(receipt.movement, walk.left.cents()?);
    }
    for step in steps {
        walk.step(step)?;
    }
    Some(walk.spread)
}

impl Spread {
    /// Notes that `left` of the amount is in stock after a movement.
    fn tell(&mut self, movement: i64, left: Money) {
        let gone = self.stock - left;
        if !gone.is_zero() {
            self.gone.push((movement, gone));
            self.stock = left;
        }
    }
}

/// Delta propagation under way.
struct Walk {
    left: Fixed,
    pool: Qty,
    /// What each movement took, and the quantity that it took it with.
    gone: HashMap<i64, (Fixed, Qty)>,
    spread: Spread,
}

impl Walk {
    fn step(&mut self, step: &Step) -> Option<()> {
        let (before, after) = (self.pool, self.pool + step.qty);
        let whole = Qty::ZERO < before && Qty::ZERO < after;
        let (left, error) = match step.effect {
            Effect::Leaves if whole => {
                let left = self.left.ratio(after, before)?;
                (left, self.left.ratio(step.qty.abs(), before)?.error + 1)
            }
            Effect::Returns { of } => self.with_back(of, Some(step.qty.abs()))?,
            Effect::Negates { of } => self.with_back(of, None)?,
            Effect::Leaves | Effect::Arrives => (self.left, 0),
        };
        let (left, error) = if Qty::ZERO < after {
            (left, error)
        } else {
            (Fixed::of(Money::ZERO), self.left.error)
        };
        let value = self.left.value.checked_sub(left.value)?;
        if value != 0 {
            let taken = Fixed { value, error };
            self.gone.insert(step.movement, (taken, step.qty.abs()));
        }
        (self.left, self.pool) = (left, after);
        self.spread.tell(step.movement, left.cents()?);
        Some(())
    }

    /// Returns what is left once movement `of` gives back the share of `qty`, or all that it took; and how far that
    /// share may be off.
    fn with_back(&self, of: i64, qty: Option<Qty>) -> Option<(Fixed, i128)> {
        let Some((taken, whole)) = self.gone.get(&of) else {
            return Some((self.left, 0));
        };
        let back = match qty {
            Some(qty) => taken.ratio(qty, *whole)?,
            None => *taken,
        };
        Some((self.left.plus(back)?, back.error))
    }
}

/// An amount in 2⁻⁶⁰ cents, and by how much it may be off.
#[derive(Clone, Copy, Debug)]
struct Fixed {
    value: i128,
    error: i128,
}

impl Fixed {
    fn of(amount: Money) -> Self {
        Self {
            value: i128::from(amount.0) << PLACES,
            error: 0,
        }
    }

    /// Returns this × `part` / `whole`, rounded to the nearest.
    fn ratio(self, part: Qty, whole: Qty) -> Option<Self> {
        let (part, whole) = (i128::from(part.0), i128::from(whole.0));
        let (times, rest) = (self.value.div_euclid(whole), self.value.rem_euclid(whole));
        let rest = rest * part;
        let even = i128::from(rest % whole != 0);
        let value = times
            .checked_mul(part)?
            .checked_add((rest + whole / 2).div_euclid(whole))?;
        let error = self.error.checked_mul(part)? / whole + i128::from(self.error != 0) + even;
        Some(Self { value, error })
    }

    fn plus(self, other: Self) -> Option<Self> {
        Some(Self {
            value: self.value.checked_add(other.value)?,
            error: self.error.checked_add(other.error)?,
        })
    }

    /// Returns whole cents, rounded half away from zero.
    fn cents(self) -> Option<Money> {
        let (size, half) = (self.value.checked_abs()?, 1_i128 << (PLACES - 1));
        let whole = size.checked_add(half)?.checked_add(self.error)? >> PLACES;
        let cents = i64::try_from(whole).ok()?;
        Some(Money(if self.value < 0 { -cents } else { cents }))
    }
}

#[cfg(test)]
mod tests;
