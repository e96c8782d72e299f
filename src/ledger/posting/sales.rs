//! Sales that are posted when they are billed, for which shipped goods wait in shipped-not-invoiced, and what is credited
//! of sales. D debit, C credit.

use super::{Sale, SaleAccounts};
use crate::domain::amount::Money;
use crate::domain::code::AccountCode;
use crate::domain::company::Accounts;
use crate::ledger::balanced::Lines;

/// Goods to a customer that are billed later: D shipped-not-invoiced · C inventory.
pub fn shipped(group: &Accounts, waiting: &AccountCode, cost: Money) -> Lines {
    Lines::default()
        .debit(waiting, cost)
        .credit(&group.inventory, cost)
}

/// Returns a bill to a customer: D cost of sales · C shipped-not-invoiced; D customer with tax · C sales · C tax.
pub fn billed(
    group: &Accounts,
    company: &SaleAccounts,
    waiting: &AccountCode,
    sale: Sale,
    cost: Money,
) -> Lines {
    Lines::default()
        .debit(&company.customer, sale.net + sale.tax)
        .credit(&group.sales, sale.net)
        .credit(&company.tax, sale.tax)
        .debit(&group.cost_of_sales, cost)
        .credit(waiting, cost)
}

/// Returns what a customer is credited without goods: D sales · D tax · C customer.
pub fn allowance(group: &Accounts, company: &SaleAccounts, sale: Sale) -> Lines {
    Lines::default()
        .debit(&group.sales, sale.net)
        .debit(&company.tax, sale.tax)
        .credit(&company.customer, sale.net + sale.tax)
}

/// Goods back before they were billed: D inventory at `value` (at standard the difference to revaluation), or D
/// adjustment where they are thrown away · C shipped-not-invoiced at what it `held` for them; what they cost more or
/// less by now to cost of sales.
pub fn unbilled_return(
    group: &Accounts,
    waiting: &AccountCode,
    revaluation: &AccountCode,
    value: Option<Money>,
    cost: Money,
    held: Money,
) -> Lines {
    let lines = match value {
        Some(value) => Lines::default()
            .debit(&group.inventory, value)
            .debit(revaluation, cost - value),
        None => Lines::default().debit(&group.adjustment, cost),
    };
    lines
        .debit(&group.cost_of_sales, held - cost)
        .credit(waiting, held)
}
