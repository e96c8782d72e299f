//! What is posted where stock is not kept in the ledger: purchases and sales alone.

use super::balanced::{Balanced, Line, Lines};
use crate::domain::amount::Money;
use crate::domain::code::AccountCode;
use std::collections::BTreeSet;

/// The accounts that count even when stock is not kept in the ledger, and those that are there only because it is.
#[derive(Clone, Debug, Default)]
pub struct Integrated {
    /// Customers, suppliers, taxes and sales: they are posted in any case.
    pub traded: BTreeSet<AccountCode>,
    /// Inventory and the clearing accounts behind it: they hold nothing where stock is not in the ledger.
    pub stock: BTreeSet<AccountCode>,
    /// The account that takes what goods cost instead.
    pub purchases: AccountCode,
}

impl Integrated {
    /// Returns the entry without stock: what it posts to customers, suppliers, taxes and sales; what is left of it to
    /// purchases.
    pub fn without_stock(&self, entry: &Balanced) -> Lines {
        let traded = |line: &&Line| self.traded.contains(&line.account);
        let lines = entry.lines().iter().filter(traded);
        let mut rest = Money::ZERO;
        let mut kept = Lines::default();
        for line in lines {
            kept = kept.line(&line.account, line.amount, line.dimensions.as_ref());
            rest += line.amount;
        }
        kept.credit(&self.purchases, rest)
    }

    /// Returns what an entry does to stock and its clearing accounts, against purchases.
    pub fn stock_alone(&self, entry: &Balanced) -> Lines {
        let stock = |line: &&Line| self.stock.contains(&line.account);
        let lines = entry.lines().iter().filter(stock);
        lines.fold(Lines::default(), |lines, line| {
            self.against_purchases(lines, &line.account, line.amount)
        })
    }

    /// Adds what an account of stock gains, and its counterpart in purchases.
    pub fn against_purchases(&self, lines: Lines, account: &AccountCode, gained: Money) -> Lines {
        lines.debit(account, gained).credit(&self.purchases, gained)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn accounts(codes: &[&str]) -> BTreeSet<AccountCode> {
        codes.iter().map(|code| AccountCode::from(*code)).collect()
    }

    fn shown(lines: Lines) -> Vec<String> {
        let balanced = lines.balanced().unwrap();
        let shown = |line: &Line| format!("{} {}", line.account, line.amount);
        balanced.lines().iter().map(shown).collect()
    }

    fn entry(lines: &[(&str, i64)]) -> Balanced {
        let lines = lines.iter().fold(Lines::default(), |lines, (code, cents)| {
            lines.debit(&AccountCode::from(*code), Money(*cents))
        });
        lines.balanced().unwrap()
    }

    #[test]
    fn without_stock_a_sale_posts_its_sales_and_a_bill_its_purchase() {
        let it = Integrated {
            traded: accounts(&["1100", "1400", "2000", "2200", "4000"]),
            stock: accounts(&["1300", "2100"]),
            purchases: "5600".into(),
        };
        let sale = entry(&[
            ("1100", 110),
            ("4000", -100),
            ("2200", -10),
            ("5000", 60),
            ("1300", -60),
        ]);
        assert_eq!(
            shown(it.without_stock(&sale)),
            ["1100 1.10", "4000 -1.00", "2200 -0.10"]
        );
        let bill = entry(&[("2100", 100), ("5100", 5), ("1400", 7), ("2000", -112)]);
        assert_eq!(
            shown(it.without_stock(&bill)),
            ["1400 0.07", "2000 -1.12", "5600 1.05"]
        );
        let receipt = entry(&[("1300", 100), ("2100", -100)]);
        assert!(shown(it.without_stock(&receipt)).is_empty());
        assert_eq!(
            shown(it.stock_alone(&receipt)),
            ["1300 1.00", "5600 -1.00", "2100 -1.00", "5600 1.00"]
        );
    }
}
