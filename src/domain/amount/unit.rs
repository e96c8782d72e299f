//! The minor unit of the company's money: how many decimals its amounts have.
//!
//! It is a fact of the process. A store has one minor unit for as long as it lives, and a process works on one store, so
//! the first store that is opened says what an integer of [`Money`](super::Money) means, once and for all: how it is read
//! and shown, to what prices times quantities are rounded. A second store of another unit is refused, because its amounts
//! would be taken for others. Until a store says so the usual two decimals hold; whatever is read before has no amounts.
//!
//! The alternatives are a unit in every amount, which would be kept in every row and could differ within a sum, and a
//! parameter of whatever reads, shows or divides one, which would be nearly everything.

use super::MICRO_DECIMALS;
use crate::domain::currency::{USUAL, told};
use std::sync::OnceLock;

static DECIMALS: OnceLock<u32> = OnceLock::new();

/// A store whose amounts have another minor unit than those of the store before it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("amounts of the store have {}, and this program works on one whose amounts have {}", told(*.found), told(*.known))]
pub struct OtherUnit {
    /// The decimals of the first store.
    known: u32,
    /// Those of the one that is refused.
    found: u32,
}

/// Returns the decimals of the company's money.
pub fn decimals() -> u32 {
    DECIMALS.get().copied().unwrap_or(USUAL)
}

/// Returns how many millionths of the major unit a minor unit with so many decimals is.
pub const fn millionths(decimals: u32) -> i64 {
    10_i64.pow(MICRO_DECIMALS - decimals)
}

/// Fixes the decimals of the company's money for the rest of the process.
///
/// # Errors
/// [`OtherUnit`] where they are fixed as others.
pub fn fix(decimals: u32) -> Result<(), OtherUnit> {
    let known = *DECIMALS.get_or_init(|| decimals);
    if known == decimals {
        Ok(())
    } else {
        Err(OtherUnit {
            known,
            found: decimals,
        })
    }
}
