//! Lines of a journal entry that sum to zero.

use crate::domain::amount::{Money, Total};
use crate::domain::code::AccountCode;
use crate::domain::dimension::Dimensions;

/// An amount on an account.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Line {
    /// The account.
    pub account: AccountCode,
    /// Debit positive, credit negative.
    pub amount: Money,
    /// What is said of dimensions; `None` for what the movement of the entry says.
    pub dimensions: Option<Dimensions>,
}

/// Lines in the making. Zero lines are not kept: nothing posts zero.
#[derive(Clone, Debug, Default)]
pub struct Lines(Vec<Line>);

impl Lines {
    /// Adds a debit (negative: a credit).
    #[must_use]
    pub fn debit(self, account: &AccountCode, amount: Money) -> Self {
        self.line(account, amount, None)
    }

    /// Adds a credit (negative: a debit).
    #[must_use]
    pub fn credit(self, account: &AccountCode, amount: Money) -> Self {
        self.debit(account, -amount)
    }

    /// Adds a debit (negative: a credit) that says something else of dimensions than the movement of the entry.
    #[must_use]
    pub fn line(mut self, account: &AccountCode, amount: Money, dimensions: Option<&Dimensions>) -> Self {
        if !amount.is_zero() {
            self.0.push(Line {
                account: account.clone(),
                amount,
                dimensions: dimensions.cloned(),
            });
        }
        self
    }

    /// Returns the largest amount of any line, without its sign.
    pub fn largest(&self) -> Money {
        self.0
            .iter()
            .map(|line| line.amount.abs())
            .max()
            .unwrap_or_default()
    }

    /// Returns the sum of its debits.
    pub fn debits(&self) -> Total {
        let debits = self.0.iter().map(|line| line.amount.max(Money::ZERO));
        debits.sum()
    }

    /// Returns by how much debits exceed credits.
    pub fn difference(&self) -> Total {
        self.0.iter().map(|line| line.amount).sum()
    }

    /// Returns the entry if it balances; gives the lines back if they do not.
    pub fn balanced(self) -> Result<Balanced, Self> {
        if self.difference().is_zero() {
            Ok(Balanced(self.0))
        } else {
            Err(self)
        }
    }
}

/// Lines that sum to zero, debits positive. There is no other way to make one.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Balanced(Vec<Line>);

impl Balanced {
    /// Returns the lines, debits positive.
    pub fn lines(&self) -> &[Line] {
        &self.0
    }

    /// Returns whether there is nothing to post.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Returns the exact negation.
    #[must_use]
    pub fn negated(&self) -> Self {
        let negated = self.0.iter().map(|line| Line {
            amount: -line.amount,
            ..line.clone()
        });
        Self(negated.collect())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_does_not_balance_is_no_entry() {
        let (a, b) = (AccountCode::from("1"), AccountCode::from("2"));
        let lopsided = Lines::default().debit(&a, Money(100)).credit(&b, Money(99));
        assert!(lopsided.balanced().is_err());
        let even = Lines::default()
            .debit(&a, Money(100))
            .credit(&b, Money(100))
            .debit(&a, Money(0));
        assert_eq!(even.balanced().map(|entry| entry.lines().len()).ok(), Some(2));
    }
}
