//! Debits and credits of every account.

use crate::domain::amount::{Money, Total};
use crate::domain::code::AccountCode;
use std::collections::BTreeMap;

/// Sums of debits and credits by account.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct TrialBalance(BTreeMap<AccountCode, (Total, Total)>);

impl TrialBalance {
    /// Adds the debit and credit of a ledger batch on an account.
    pub fn add(&mut self, account: &AccountCode, debit: Money, credit: Money) {
        let sums = self.0.entry(account.clone()).or_default();
        sums.0 += debit;
        sums.1 += credit;
    }

    /// Adds a journal line, debit positive.
    pub fn add_line(&mut self, account: &AccountCode, amount: Money) {
        if amount < Money::ZERO {
            self.add(account, Money::ZERO, -amount);
        } else {
            self.add(account, amount, Money::ZERO);
        }
    }

    /// Returns account, debits and credits, in the order of the codes.
    pub fn rows(&self) -> impl Iterator<Item = (&AccountCode, Total, Total)> {
        self.0
            .iter()
            .map(|(account, (debit, credit))| (account, *debit, *credit))
    }

    /// Returns debits less credits of an account.
    pub fn balance(&self, account: &AccountCode) -> Total {
        self.0
            .get(account)
            .map_or(Total::ZERO, |(debit, credit)| *debit - *credit)
    }
}
