//! What a bill of a vendor is for, line by line, and the tax on it: one document, whatever it bills.

use super::made_by;
use crate::domain::amount::{Amount, Money};
use crate::domain::catalog::Item;
use crate::domain::code::PartyCode;
use crate::domain::purchase::Receipt;
use crate::domain::refusal::Refusal;
use crate::domain::tax::TaxSide;
use crate::operations::change::Halt;
use crate::operations::request::{Invoice, InvoiceLine};
use crate::operations::rules::books::Books;
use crate::operations::rules::currency::Terms;
use crate::operations::rules::tax::{self, Priced, TaxedBy};

/// A bill, or a line of one.
pub(in crate::operations::rules) struct Charged {
    /// What it is for, in the currency of the bill: its amount without tax, and the tax.
    pub asked: Invoice,
    /// Its tax terms.
    pub by: TaxedBy,
}

/// Returns the lines of a bill with the tax on each, as if each were a bill of its own; a bill without lines is one.
pub(in crate::operations::rules) fn charged(
    books: &Books<'_, '_>,
    asked: &Invoice,
    terms: &Terms,
) -> Result<Vec<Charged>, Halt> {
    let lines = lines(books, asked, terms)?;
    let (mut priced, mut vendor) = (Vec::new(), None);
    for line in &lines {
        let (item, from) = about(books, line)?;
        one_vendor(&mut vendor, from)?;
        let named = line.tax_type.as_ref();
        let tax = match (item, named) {
            (Some(item), _) => tax::on(books, TaxSide::Purchases, &item, named)?,
            (None, Some(named)) => Some(tax::known(books, named)?),
            (None, None) => None,
        };
        // What is shared out and rounded here is in minor units of the bill's currency.
        priced.push(Priced::of(
            Money(terms.minor_units(books, line.amount)?),
            tax,
            asked.prices_include_tax == Some(true),
        ));
    }
    let given = asked.tax.map(|tax| terms.minor_units(books, tax)).transpose()?;
    let charges = tax::charges(priced, given.map(Money))?;
    let plain = |(line, charge): (Invoice, tax::Charge)| {
        let (net, tax) = (terms.amount(charge.sale.net.0), terms.amount(charge.sale.tax.0));
        if !line.amount.is_negative() {
            terms.chargeable(books, net, "an amount without tax")?;
        }
        let asked = Invoice {
            amount: net,
            tax: Some(tax),
            ..line
        };
        Ok(Charged { asked, by: charge.by })
    };
    lines.into_iter().zip(charges).map(plain).collect()
}

/// Returns each line as a bill; their amounts come to that of the whole bill.
fn lines(books: &Books<'_, '_>, asked: &Invoice, terms: &Terms) -> Result<Vec<Invoice>, Halt> {
    let unfit = |need: String, found: String| Err(Refusal::WrongWord { need, found }.into());
    let Some(lines) = &asked.lines else {
        return Ok(vec![asked.clone()]);
    };
    if lines.is_empty() {
        return unfit("at least one line".into(), "none".into());
    }
    let beside = [
        ("of", asked.of.is_some()),
        ("item", asked.item.is_some()),
        ("qty", asked.qty.is_some()),
    ];
    if let Some((field, _)) = beside.iter().find(|(_, is_named)| *is_named) {
        return unfit(
            "each line with its own fields".into(),
            format!("{field} beside the lines"),
        );
    }
    for line in lines {
        terms.chargeable(books, line.amount, "an amount")?;
    }
    let sum: Amount = lines.iter().map(|line| line.amount).sum();
    if sum != asked.amount {
        return unfit(
            format!("lines that come to {}", asked.amount),
            format!("lines of {sum}"),
        );
    }
    let as_bill = |line: &InvoiceLine| Invoice {
        of: line.of.clone(),
        item: line.item.clone(),
        qty: line.qty,
        amount: line.amount,
        tax_type: line.tax_type.clone().or_else(|| asked.tax_type.clone()),
        lines: None,
        ..asked.clone()
    };
    Ok(lines.iter().map(as_bill).collect())
}

/// Returns the item that a line is for, where it is for one, and who it was received from.
fn about(books: &Books<'_, '_>, line: &Invoice) -> Result<(Option<Item>, PartyCode), Halt> {
    let Some(of) = &line.of else {
        let item = line.item.as_ref().map(|code| books.item(code)).transpose()?;
        return Ok((item, PartyCode::default()));
    };
    let logged = made_by(books, of)?;
    let first = logged.movement.unwrap_or(0);
    for movement in first..first + logged.movements {
        if let Some(receipt) = books.view().find::<Receipt>(&[&movement])? {
            return Ok((Some(books.item(&receipt.item)?), receipt.vendor));
        }
    }
    Ok((None, PartyCode::default()))
}

/// Refuses lines of several vendors: a bill is of one.
fn one_vendor(known: &mut Option<PartyCode>, found: PartyCode) -> Result<(), Halt> {
    match known {
        _ if found.is_empty() => {}
        None => *known = Some(found),
        Some(known) if *known != found => {
            let need = format!("lines of {known} alone, because a bill is of one vendor");
            let found = format!("one of {found}");
            return Err(Refusal::WrongWord { need, found }.into());
        }
        Some(_) => {}
    }
    Ok(())
}
