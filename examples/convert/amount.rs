//! Exact decimals out of text that a float once went through.

use anyhow::{Context, Result};
use rust_decimal::{Decimal, RoundingStrategy};

/// Reads a decimal and rounds it to four places, half away from zero: binary noise such as `9.779999999999999` goes,
/// and every true digit of the data sets stays.
pub fn read(text: &str) -> Result<Decimal> {
    let exact = Decimal::from_str_exact(text.trim()).with_context(|| format!("`{text}` is not a decimal"))?;
    Ok(round(exact, 4).normalize())
}

/// Rounds to cents, half away from zero: what one movement puts into the ledger.
pub fn cents(amount: Decimal) -> Decimal {
    round(amount, 2)
}

fn round(amount: Decimal, places: u32) -> Decimal {
    amount.round_dp_with_strategy(places, RoundingStrategy::MidpointAwayFromZero)
}
