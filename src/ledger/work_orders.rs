//! What is posted for work orders. D debit, C credit.

use super::assembly::AssemblyAccounts;
use super::balanced::Lines;
use super::posting::revalued;
use crate::domain::amount::Money;
use crate::domain::code::AccountCode;
use crate::domain::company::Accounts;

/// Components go into process: D work in process · C inventory.
pub fn issue(group: &Accounts, in_process: &AccountCode, cost: Money) -> Lines {
    Lines::default()
        .debit(in_process, cost)
        .credit(&group.inventory, cost)
}

/// Components come back from process: D inventory at `value` · C work in process at `cost`; at standard the difference to
/// revaluation.
pub fn brought_back(
    group: &Accounts,
    in_process: &AccountCode,
    revaluation: &AccountCode,
    value: Money,
    cost: Money,
) -> Lines {
    revalued(group, in_process, revaluation, (value, cost))
}

/// Something is spoilt in process: D assembly scrap · C work in process.
pub fn spoilt(in_process: &AccountCode, scrap: &AccountCode, cost: Money) -> Lines {
    Lines::default().debit(scrap, cost).credit(in_process, cost)
}

/// What is made is spoilt: D assembly scrap · C work in process for its components · C labour.
pub fn spoilt_output(
    in_process: &AccountCode,
    scrap: &AccountCode,
    labour_put_in: &AccountCode,
    (material, labour): (Money, Money),
) -> Lines {
    Lines::default()
        .debit(scrap, material + labour)
        .credit(in_process, material)
        .credit(labour_put_in, labour)
}

/// Something is made: D inventory at `value` · C work in process for its components · C labour; at standard the
/// difference to assembly variance.
pub fn made(
    group: &Accounts,
    in_process: &AccountCode,
    company: &AssemblyAccounts,
    value: Money,
    (material, labour): (Money, Money),
) -> Lines {
    Lines::default()
        .debit(&group.inventory, value)
        .debit(&company.variance, material + labour - value)
        .credit(in_process, material)
        .credit(&company.labour, labour)
}

/// A work order is closed: D assembly variance · C work in process for what is left.
pub fn closed(in_process: &AccountCode, variance: &AccountCode, left: Money) -> Lines {
    Lines::default().debit(variance, left).credit(in_process, left)
}
