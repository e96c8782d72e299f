//! What is posted while goods go from one site to another. D debit, C credit.

use super::balanced::Lines;
use crate::domain::amount::Money;
use crate::domain::code::AccountCode;
use crate::domain::company::Accounts;

/// Goods leave a site: D in transit at `carried` · C inventory at `cost` · C landed-cost clearing for the freight.
/// Freight that the goods do not carry, because they are valued at standard cost, goes to purchase variance.
pub fn out(
    group: &Accounts,
    in_transit: &AccountCode,
    clearing: &AccountCode,
    (cost, freight, carried): (Money, Money, Money),
) -> Lines {
    Lines::default()
        .debit(in_transit, carried)
        .debit(&group.purchase_variance, cost + freight - carried)
        .credit(&group.inventory, cost)
        .credit(clearing, freight)
}

/// Goods arrive: D inventory at `value` · C in transit at what they `carried`; at standard the difference to purchase
/// variance.
pub fn arrival(group: &Accounts, in_transit: &AccountCode, value: Money, carried: Money) -> Lines {
    Lines::default()
        .debit(&group.inventory, value)
        .debit(&group.purchase_variance, carried - value)
        .credit(in_transit, carried)
}

/// Goods never arrive: D adjustment · C in transit.
pub fn lost(group: &Accounts, in_transit: &AccountCode, carried: Money) -> Lines {
    Lines::default()
        .debit(&group.adjustment, carried)
        .credit(in_transit, carried)
}
