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

/// The accounts of goods that one legal entity sells to another.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SoldTo {
    /// What the buyer owes.
    pub receivable: AccountCode,
    /// What is owed to the seller.
    pub payable: AccountCode,
    /// What the seller earns.
    pub sales: AccountCode,
    /// What the goods cost the seller.
    pub cost: AccountCode,
}

/// Goods are sold to another legal entity, in the books of who sells: D intercompany receivable · C intercompany sales,
/// for the `amount`; D intercompany cost of sales · C inventory at `cost` · C landed-cost clearing for the freight, which
/// the seller bears.
pub fn sold(
    group: &Accounts,
    accounts: &SoldTo,
    clearing: &AccountCode,
    (cost, freight, amount): (Money, Money, Money),
) -> Lines {
    Lines::default()
        .debit(&accounts.receivable, amount)
        .credit(&accounts.sales, amount)
        .debit(&accounts.cost, cost + freight)
        .credit(&group.inventory, cost)
        .credit(clearing, freight)
}

/// Goods are bought of another legal entity, in the books of who buys: D in transit · C intercompany payable.
pub fn bought(accounts: &SoldTo, in_transit: &AccountCode, amount: Money) -> Lines {
    Lines::default()
        .debit(in_transit, amount)
        .credit(&accounts.payable, amount)
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
