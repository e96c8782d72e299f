//! What is posted when goods are made of others, or taken apart. D debit, C credit.

use super::balanced::Lines;
use crate::domain::amount::Money;
use crate::domain::code::AccountCode;

/// The company's accounts that assembly needs.
#[derive(Clone, Debug)]
pub struct AssemblyAccounts {
    /// Credited with labour that is put into goods.
    pub labour: AccountCode,
    /// The account of the difference between the standard cost of what is made and what it really cost.
    pub variance: AccountCode,
}

/// Goods made of others: D inventory at `value` · C the inventory account of each component with what it gave · C
/// labour; at standard the difference to assembly variance. Taken apart, every amount is negative and the sides change.
pub fn assembly(
    made: &AccountCode,
    value: Money,
    components: &[(AccountCode, Money)],
    labour: Money,
    company: &AssemblyAccounts,
) -> Lines {
    let cost = components.iter().map(|(_, value)| *value).sum::<Money>() + labour;
    let lines = Lines::default().debit(made, value);
    let lines = components
        .iter()
        .fold(lines, |lines, (account, value)| lines.credit(account, *value));
    lines
        .credit(&company.labour, labour)
        .debit(&company.variance, cost - value)
}
