//! Bills of suppliers and goods that go back to them. D debit, C credit.

use crate::domain::amount::Money;
use crate::domain::code::AccountCode;
use crate::domain::company::Accounts;
use crate::ledger::balanced::{Line, Lines};

/// The company's accounts of a purchase.
#[derive(Clone, Debug)]
pub struct PurchaseAccounts {
    /// Supplier control.
    pub supplier: AccountCode,
    /// Purchase tax.
    pub tax: AccountCode,
    /// Exchange differences.
    pub exchange: AccountCode,
}

/// What a bill is made of, in company currency.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Billed {
    /// What it clears.
    pub cost: Money,
    /// Billed without tax.
    pub amount: Money,
    /// Tax on it.
    pub tax: Money,
    /// Of the difference, what the rates make.
    pub exchange: Money,
    /// Of the difference, what is laid on the goods.
    pub laid: Money,
}

/// Returns a supplier's bill: D what it clears at `cost` · D tax · C supplier; of the difference, rates to exchange
/// differences, the rest to purchase variance. What is laid on the goods is debited to where these are, by `laid`.
pub fn invoice(
    group: &Accounts,
    company: &PurchaseAccounts,
    clears: &AccountCode,
    bill: Billed,
    laid: &[Line],
) -> Lines {
    let variance = bill.amount - bill.cost - bill.exchange - bill.laid;
    let lines = Lines::default().debit(clears, bill.cost);
    let laid = laid.iter();
    laid.fold(lines, |lines, it| {
        lines.line(&it.account, it.amount, it.dimensions.as_ref())
    })
    .debit(&group.purchase_variance, variance)
    .debit(&company.exchange, bill.exchange)
    .debit(&company.tax, bill.tax)
    .credit(&company.supplier, bill.amount + bill.tax)
}

/// What goods that go back to their vendor are worth, in company currency.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct SentBack {
    /// What stock loses.
    pub value: Money,
    /// Purchase price of what was not billed.
    pub released: Money,
    /// Purchase price of what was billed.
    pub payable: Money,
    /// What the rates made of it.
    pub exchange: Money,
    /// What was billed beyond that.
    pub difference: Money,
    /// Tax on it.
    pub tax: Money,
}

/// Goods back to their vendor: C inventory · D GRNI for what was not billed · D supplier with tax for what was, as it was
/// billed; the difference between stock and that to purchase variance, but what the rates made of it to exchange
/// differences.
pub fn supplier_return(
    group: &Accounts,
    company: &PurchaseAccounts,
    grni: &AccountCode,
    it: SentBack,
) -> Lines {
    let owed = it.payable + it.difference;
    Lines::default()
        .debit(grni, it.released)
        .debit(&company.supplier, owed + it.exchange + it.tax)
        .credit(&company.exchange, it.exchange)
        .credit(&company.tax, it.tax)
        .debit(&group.purchase_variance, it.value - it.released - owed)
        .credit(&group.inventory, it.value)
}
