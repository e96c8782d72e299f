//! Which accounts an event posts to. D debit, C credit; the profit-and-loss leg takes every remainder.

pub mod purchase;
pub mod sales;

use super::balanced::Lines;
use crate::domain::amount::Money;
use crate::domain::code::AccountCode;
use crate::domain::company::Accounts;
use std::ops::{Neg, Sub};

/// Sales with their tax, as charged to or credited to the customer.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Sale {
    /// Without tax.
    pub net: Money,
    /// Tax on it.
    pub tax: Money,
}

impl Neg for Sale {
    type Output = Self;
    fn neg(self) -> Self {
        Self {
            net: -self.net,
            tax: -self.tax,
        }
    }
}

impl Sub for Sale {
    type Output = Self;
    fn sub(self, other: Self) -> Self {
        Self {
            net: self.net - other.net,
            tax: self.tax - other.tax,
        }
    }
}

/// The company's accounts that a sale needs.
#[derive(Clone, Debug)]
pub struct SaleAccounts {
    /// Customer control.
    pub customer: AccountCode,
    /// Sales tax.
    pub tax: AccountCode,
}

/// Goods from a vendor: D inventory at `value` · C GRNI at `cost` · the difference to purchase variance.
pub fn receipt(group: &Accounts, grni: &AccountCode, value: Money, cost: Money) -> Lines {
    Lines::default()
        .debit(&group.inventory, value)
        .debit(&group.purchase_variance, cost - value)
        .credit(grni, cost)
}

/// Goods that were there before the books: D inventory · C opening balances, at standard the difference to
/// revaluation.
pub fn opening(
    group: &Accounts,
    opening: &AccountCode,
    revaluation: &AccountCode,
    value: Money,
    cost: Money,
) -> Lines {
    revalued(group, opening, revaluation, (value, cost))
}

/// Goods enter stock out of another account: D inventory at `value` · C that account at `cost`, the difference to
/// revaluation.
pub(super) fn revalued(
    group: &Accounts,
    from: &AccountCode,
    revaluation: &AccountCode,
    (value, cost): (Money, Money),
) -> Lines {
    Lines::default()
        .debit(&group.inventory, value)
        .debit(revaluation, cost - value)
        .credit(from, cost)
}

/// Goods to a customer: D customer with tax · C sales · C tax; D cost of sales · C inventory.
pub fn shipment(group: &Accounts, company: &SaleAccounts, sale: Sale, cost: Money) -> Lines {
    Lines::default()
        .debit(&company.customer, sale.net + sale.tax)
        .credit(&group.sales, sale.net)
        .credit(&company.tax, sale.tax)
        .debit(&group.cost_of_sales, cost)
        .credit(&group.inventory, cost)
}

/// Goods back from a customer into stock: the sale is reversed; D inventory at `value` · C cost of sales at the
/// original `cost`, at standard the difference to revaluation.
pub fn customer_return(
    group: &Accounts,
    company: &SaleAccounts,
    revaluation: &AccountCode,
    sale: Sale,
    value: Money,
    cost: Money,
) -> Lines {
    Lines::default()
        .debit(&group.sales, sale.net)
        .debit(&company.tax, sale.tax)
        .credit(&company.customer, sale.net + sale.tax)
        .debit(&group.inventory, value)
        .debit(revaluation, cost - value)
        .credit(&group.cost_of_sales, cost)
}

/// Goods back from a customer and thrown away: D adjustment · C cost of sales at original cost. They never re-enter
/// stock, and whether the customer is credited is decided by a credit note, not at the counter.
pub fn scrapped_return(group: &Accounts, cost: Money) -> Lines {
    Lines::default()
        .debit(&group.adjustment, cost)
        .credit(&group.cost_of_sales, cost)
}

/// Stock gained (positive) or lost (negative): D inventory · C the account that explains it.
pub fn gain_or_loss(group: &Accounts, against: &AccountCode, value: Money) -> Lines {
    if value < Money::ZERO {
        return Lines::default()
            .debit(against, -value)
            .credit(&group.inventory, -value);
    }
    Lines::default()
        .debit(&group.inventory, value)
        .credit(against, value)
}
