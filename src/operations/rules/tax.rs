//! How documents are taxed: by which tax type, on which sum, and what of it is noted.

use super::books::Books;
use super::currency::chargeable;
use crate::domain::amount::Money;
use crate::domain::catalog::Item;
use crate::domain::code::TaxCode;
use crate::domain::company::Tax;
use crate::domain::integration::Billing;
use crate::domain::movement::Shipment;
use crate::domain::policy::CompanyAccount;
use crate::domain::purchase::Receipt;
use crate::domain::record::Range;
use crate::domain::refusal::Refusal;
use crate::domain::tax::{TaxLine, TaxSide};
use crate::ledger::posting::Sale;
use crate::ledger::tax::{Line, Taxed, given, on_document};
use crate::operations::change::Halt;
use crate::operations::log::TAXED;

/// The tax terms of a line.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct TaxedBy {
    /// The tax type, where there is one.
    pub tax_type: Option<TaxCode>,
    /// Its rate in parts per million; `None` where there is no type or the tax was given as an amount.
    pub rate_ppm: Option<i64>,
    /// Whether the price includes tax.
    pub includes_tax: bool,
}

/// What one line of a document charges, and by what it is taxed.
#[derive(Clone, Debug, Default)]
pub(super) struct Charge {
    /// Without tax, and the tax.
    pub sale: Sale,
    /// Its tax terms.
    pub by: TaxedBy,
}

/// One line of a document before its tax is worked out.
#[derive(Clone, Debug)]
pub(super) struct Priced {
    /// Its price, as `by` says with tax or without.
    pub amount: Money,
    /// Its tax terms.
    pub by: TaxedBy,
    /// Its tax, where it is known without a rate.
    pub known: Money,
}

impl Priced {
    /// Returns a line that a tax type taxes, or none.
    pub fn of(amount: Money, tax: Option<Tax>, includes_tax: bool) -> Self {
        let by = TaxedBy {
            tax_type: tax.as_ref().map(|tax| tax.tax.clone()),
            rate_ppm: tax.map(|tax| tax.rate_ppm),
            includes_tax,
        };
        let known = Money::ZERO;
        Self { amount, by, known }
    }

    fn line(&self) -> Line {
        let taxed = match (&self.by.tax_type, self.by.rate_ppm) {
            (Some(code), Some(ppm)) => Taxed::By(code.clone(), ppm),
            _ if self.known.is_zero() => Taxed::No,
            _ => Taxed::Known(self.known),
        };
        Line {
            amount: self.amount,
            includes_tax: self.by.includes_tax,
            taxed,
        }
    }
}

/// Refuses a tax on sales that is below zero, or more than they come to.
pub(super) fn at_most(priced: &[Priced], tax: Option<Money>) -> Result<(), Halt> {
    let Some(tax) = tax else { return Ok(()) };
    chargeable(tax, "a tax")?;
    let most: Money = priced.iter().map(|line| line.amount).sum();
    if most < tax {
        let (need, found) = (format!("a tax of at most {most}"), tax.to_string());
        return Err(Refusal::WrongWord { need, found }.into());
    }
    Ok(())
}

/// Returns what each line of a document charges. Where its tax is given, that is spread over the lines.
pub(super) fn charges(priced: Vec<Priced>, tax: Option<Money>) -> Result<Vec<Charge>, Halt> {
    let lines: Vec<Line> = priced.iter().map(Priced::line).collect();
    let sales = match tax {
        None => on_document(&lines)?,
        Some(tax) => given(&lines, tax)?,
    };
    let by = |by: TaxedBy| TaxedBy {
        rate_ppm: by.rate_ppm.filter(|_| tax.is_none()),
        ..by
    };
    let both = priced.into_iter().zip(sales);
    Ok(both.map(|(it, sale)| Charge { sale, by: by(it.by) }).collect())
}

/// Returns a tax type, or a refusal that names it.
pub(super) fn known(books: &Books<'_, '_>, code: &TaxCode) -> Result<Tax, Halt> {
    let tax: Option<Tax> = books.view().find(&[code])?;
    let tax = tax.ok_or_else(|| Refusal::UnknownTax {
        tax: code.to_string(),
    });
    Ok(tax?)
}

/// Returns the tax type of an item: the one named, else its own, else that of its group.
pub(super) fn on(
    books: &Books<'_, '_>,
    side: TaxSide,
    item: &Item,
    named: Option<&TaxCode>,
) -> Result<Option<Tax>, Halt> {
    let group = books.group(item)?;
    let (own, of_group) = match side {
        TaxSide::Sales => (&item.sales_tax, &group.sales_tax),
        TaxSide::Purchases => (&item.purchase_tax, &group.purchase_tax),
    };
    let code = named.or(own.as_ref()).or(of_group.as_ref());
    code.map(|code| known(books, code)).transpose()
}

/// Notes what a movement posts of taxed sales or purchases, below zero for what it gives back; `of` is the movement of what
/// it is about, where that is another one.
pub(super) fn note(
    books: &mut Books<'_, '_>,
    (movement, of): (i64, Option<i64>),
    side: TaxSide,
    by: TaxedBy,
    Sale { net, tax }: Sale,
) -> Result<(), Halt> {
    let is_nothing = by.tax_type.is_none() && net.is_zero() && tax.is_zero();
    if is_nothing || !books.is_of(TAXED) {
        return Ok(());
    }
    let account = books.account(match side {
        TaxSide::Sales => CompanyAccount::SalesTax,
        TaxSide::Purchases => CompanyAccount::PurchaseTax,
    })?;
    let posting = books.posting_date()?;
    books.draft.add(&TaxLine {
        movement,
        posting,
        side,
        tax_type: by.tax_type,
        rate_ppm: by.rate_ppm,
        account,
        net,
        tax,
        of,
    });
    Ok(())
}

/// Records the negated tax line of a reversed movement.
pub(super) fn take_back(books: &mut Books<'_, '_>, old: i64, new: i64) -> Result<(), Halt> {
    if let Some(line) = books.view().find::<TaxLine>(&[&old])? {
        let posting = books.posting_date()?;
        books.draft.add(&line.negated(new, posting));
    }
    Ok(())
}

/// Returns the tax terms of a shipment: those of its last bill, else its own.
pub(super) fn of_shipment(books: &Books<'_, '_>, shipment: &Shipment) -> Result<TaxedBy, Halt> {
    let billing: Option<Billing> = books.view().find(&[&shipment.movement])?;
    let (tax_type, rate_ppm) = billing.map_or_else(
        || (shipment.tax_type.clone(), shipment.rate_ppm),
        |billing| (billing.tax_type, billing.rate_ppm),
    );
    Ok(TaxedBy {
        tax_type,
        rate_ppm,
        includes_tax: shipment.prices_include_tax,
    })
}

/// Returns the tax terms of a receipt: those of its last bill.
pub(super) fn of_receipt(books: &Books<'_, '_>, receipt: &Receipt) -> Result<TaxedBy, Halt> {
    let mut billed: Option<TaxLine> = last_of(books, receipt.movement)?;
    if let (None, Some(bill)) = (&billed, receipt.bill) {
        billed = books.view().find(&[&bill])?;
    }
    Ok(billed.map_or_else(TaxedBy::default, |line| TaxedBy {
        tax_type: line.tax_type,
        rate_ppm: line.rate_ppm,
        includes_tax: false,
    }))
}

/// Returns the last tax line about a movement.
fn last_of(books: &Books<'_, '_>, movement: i64) -> Result<Option<TaxLine>, Halt> {
    let last = Range::by(TaxLine::BY_ORIGIN, &[&Some(movement)])
        .backwards()
        .first(1);
    Ok(books.view().list(&last)?.pop())
}
