//! What services cost that are sold before they are billed.

use crate::domain::amount::{AmountError, Money, Price, Qty};
use crate::domain::service::ServicePool;

/// Returns what `qty` is taken to cost if it is sold before it is billed: what the last bill of the service at the site
/// came to, else the standard cost of the item, else nothing.
///
/// # Errors
/// Fails if it can't be recorded.
pub fn provisional(pool: &ServicePool, standard: Option<Price>, qty: Qty) -> Result<Money, AmountError> {
    if Qty::ZERO < pool.last_qty {
        return pool.last_value.share(qty, pool.last_qty);
    }
    standard.map_or(Ok(Money::ZERO), |cost| qty.at_unit(cost))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_sold_ahead_costs_what_was_paid_last_else_the_standard_else_nothing() {
        let pool = |last_qty, last_value| ServicePool {
            item: "S".into(),
            site: "MAIN".into(),
            account: "1330".into(),
            qty: Qty::ZERO,
            value: Money::ZERO,
            last_qty,
            last_value,
        };
        let standard = Some(Price::of_money(Money(700)).unwrap());
        let known = pool(Qty::units(4), Money(2000));
        let two = Qty::units(2);
        assert_eq!(provisional(&known, standard, two).unwrap(), Money(1000));
        let new = pool(Qty::ZERO, Money::ZERO);
        assert_eq!(provisional(&new, standard, two).unwrap(), Money(1400));
        assert_eq!(provisional(&new, None, two).unwrap(), Money::ZERO);
    }
}
