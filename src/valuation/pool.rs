//! Everything of one item at one site as one quantity and one value.

use crate::domain::amount::{AmountError, Money, Price, Qty};
use crate::domain::company::Method;
use crate::domain::stock::Pool;

/// Returns the value that `pool` gains when `qty` enters it at `cost`: the cost itself, or at standard the difference
/// of two pool values, each `round(quantity × standard)`.
///
/// # Errors
/// Fails if it can't be recorded.
pub fn gain(
    pool: &Pool,
    method: Method,
    standard: Price,
    qty: Qty,
    cost: Money,
) -> Result<Money, AmountError> {
    match method {
        Method::Fifo | Method::Average => Ok(cost),
        Method::Standard => Ok((pool.qty + qty).at_unit(standard)? - pool.value),
    }
}

/// Returns the value that `qty` takes out of a pool: its share at the moving average, all of it with the last unit; at
/// standard the difference of two pool values. FIFO asks [`super::fifo::take`] instead.
///
/// # Errors
/// Fails if it can't be recorded, or the pool is empty.
pub fn loss(pool: &Pool, method: Method, standard: Price, qty: Qty) -> Result<Money, AmountError> {
    match method {
        Method::Fifo | Method::Average => pool.value.share(qty, pool.qty),
        Method::Standard => Ok(pool.value - (pool.qty - qty).at_unit(standard)?),
    }
}

/// Returns what `qty` is worth at the carrying average of the pool, else at its last known cost, else at the cost of
/// what was sold below zero; `None` if none is known.
///
/// # Errors
/// Fails if it can't be recorded.
pub fn carrying_cost(pool: &Pool, qty: Qty) -> Result<Option<Money>, AmountError> {
    if Qty::ZERO < pool.qty {
        return pool.value.share(qty, pool.qty).map(Some);
    }
    provisional_cost(pool, qty)
}

/// Returns what `qty` costs if it leaves before it arrives: the last known purchase cost, else the carrying average of
/// what is in stock or was sold below zero; `None` if neither is known.
///
/// # Errors
/// Fails if it can't be recorded.
pub fn provisional_cost(pool: &Pool, qty: Qty) -> Result<Option<Money>, AmountError> {
    if Qty::ZERO < pool.last_qty {
        return pool.last_value.share(qty, pool.last_qty).map(Some);
    }
    let carried = (!pool.qty.is_zero()).then(|| pool.value.share(qty, pool.qty));
    carried.transpose()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn pool(units: i64, cents: i64) -> Pool {
        let (qty, value) = (Qty::units(units), Money(cents));
        Pool {
            item: "A".into(),
            site: "S".into(),
            qty,
            value,
            last_qty: qty,
            last_value: value,
            valued_since: None,
            valued_from: 0,
        }
    }

    #[test]
    fn three_for_ten_sold_singly_cost_ten_by_average_and_by_standard() {
        let third: Price = "3.333333".parse().unwrap();
        for method in [Method::Average, Method::Standard] {
            let mut left = pool(3, 1000);
            let costs: Vec<i64> = (0..3)
                .map(|_| {
                    let cost = loss(&left, method, third, Qty::ONE).unwrap();
                    left = Pool {
                        qty: left.qty - Qty::ONE,
                        value: left.value - cost,
                        ..left.clone()
                    };
                    cost.0
                })
                .collect();
            assert_eq!(costs, [333, 334, 333], "{method}");
            assert_eq!(left.value, Money::ZERO);
        }
    }

    #[test]
    fn a_find_is_valued_at_what_is_carried_or_was_last_paid() {
        let cost = |pool: &Pool, qty| carrying_cost(pool, qty).unwrap();
        assert_eq!(cost(&pool(5, 6000), Qty::units(2)), Some(Money(2400)));
        let empty = Pool {
            qty: Qty::ZERO,
            value: Money::ZERO,
            ..pool(5, 6000)
        };
        assert_eq!(cost(&empty, Qty::units(2)), Some(Money(2400)));
        assert_eq!(cost(&pool(0, 0), Qty::ONE), None);
    }
}
