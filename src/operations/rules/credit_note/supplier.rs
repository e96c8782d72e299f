//! Credits of vendors: for goods that are kept, for landed cost that was taken off, for services.

use super::{over, service};
use crate::domain::amount::{Amount, Money, Qty};
use crate::domain::code::PartyCode;
use crate::domain::company::Method;
use crate::domain::entry::Rule;
use crate::domain::log::Logged;
use crate::domain::movement::{Movement, MovementKind};
use crate::domain::policy::InvoiceVariance;
use crate::domain::purchase::{Paper, Receipt, Settlement, Voucher};
use crate::domain::record::Range;
use crate::domain::refusal::Refusal;
use crate::domain::tax::TaxSide;
use crate::ledger::posting::Sale;
use crate::ledger::posting::purchase::{Billed, invoice};
use crate::operations::change::Halt;
use crate::operations::nouns::noun;
use crate::operations::request::{CreditNote, Invoice};
use crate::operations::rules::books::Books;
use crate::operations::rules::currency::Terms;
use crate::operations::rules::goods::positive;
use crate::operations::rules::invoice::lines::charged;
use crate::operations::rules::invoice::{freight, made_by, numbered, paper, post, purchase_accounts, same};
use crate::operations::rules::late::{self, Laid, Late};
use crate::operations::rules::stock::Goods;
use crate::operations::rules::tax;
use std::collections::HashMap;

/// Posts a vendor's credit note, whatever it is for.
pub(super) fn credit(
    books: &mut Books<'_, '_>,
    asked: &CreditNote,
    terms: &Terms,
) -> Result<Option<String>, Halt> {
    let logged = made_by(books, &asked.of)?;
    let mut vouchers = Vec::new();
    for movement in about(books, &logged)? {
        let receipt: Option<Receipt> = books.view().find(&[&movement])?;
        if let Some(receipt) = receipt {
            return of_goods(books, asked, receipt, terms);
        }
        vouchers.extend(books.view().find::<Voucher>(&[&movement])?);
    }
    if vouchers.iter().any(|voucher| voucher.amount < Money::ZERO) {
        let mut told = None;
        for line in &charged(books, &as_bill(asked), terms)? {
            let known = (&asked.of, vouchers.clone());
            told = freight::bill(books, line, Paper::CreditNote, known, terms)?;
        }
        return Ok(told);
    }
    let services = services(books, &logged)?;
    if vouchers.is_empty() && !services.is_empty() {
        return service::credit(books, asked, (&logged, services), terms);
    }
    let need = if vouchers.is_empty() {
        "the id of a receipt, of its bill, of a bill for services, or of a landed cost below zero"
    } else {
        "a landed cost below zero, which takes freight off the goods before it is credited"
    };
    let found = format!("{} {}", noun(&logged.op), asked.of);
    let need = need.to_owned();
    Err(Refusal::WrongWord { need, found }.into())
}

/// Returns the movements that an operation is about: its own, or of a bill those that it billed.
fn about(books: &Books<'_, '_>, logged: &Logged) -> Result<Vec<i64>, Halt> {
    let first = logged.movement.unwrap_or(0);
    let mut found = Vec::new();
    for movement in first..first + logged.movements {
        found.push(movement);
        if books.moved(movement)?.kind == MovementKind::Invoice {
            let settled: Vec<Settlement> = books.view().all(&[&movement])?;
            found.extend(settled.iter().map(|it| it.settles));
        }
    }
    Ok(found)
}

/// Returns the movements with which an operation billed services.
fn services(books: &Books<'_, '_>, logged: &Logged) -> Result<Vec<Movement>, Halt> {
    let first = logged.movement.unwrap_or(0);
    let mut found = Vec::new();
    for movement in first..first + logged.movements {
        let moved = books.moved(movement)?;
        if moved.kind == MovementKind::Invoice && moved.reverses.is_none() && books.item(&moved.item)?.service
        {
            found.push(moved);
        }
    }
    Ok(found)
}

/// Returns a credit note as what it is to the accounts: a bill below zero.
fn as_bill(asked: &CreditNote) -> Invoice {
    let CreditNote {
        of,
        amount,
        qty,
        tax,
        vendor,
        currency,
        rate,
        prices_include_tax,
        ..
    } = asked.clone();
    Invoice {
        amount: -amount,
        of: Some(of),
        item: None,
        qty,
        tax: tax.map(|tax| -tax),
        vendor,
        currency,
        rate,
        tax_type: None,
        prices_include_tax,
        lines: None,
    }
}

/// What a credit note for goods is made of, in company currency.
struct Credited {
    /// Of the price, at the rate of the receipt.
    price: Money,
    /// What the rates make.
    exchange: Money,
    /// Tax on it.
    tax: Money,
}

/// Credits goods that are kept: they cost less, wherever they are by now, or the variance of their bill shrinks.
fn of_goods(
    books: &mut Books<'_, '_>,
    asked: &CreditNote,
    receipt: Receipt,
    terms: &Terms,
) -> Result<Option<String>, Halt> {
    let what = format!("receipt {}", asked.of);
    let vendor = asked.vendor.as_ref().map(PartyCode::as_str);
    same(&what, "vendor", receipt.vendor.as_str(), vendor)?;
    numbered(books, Paper::CreditNote, asked.vendor.as_ref(), &receipt.vendor)?;
    let credited = amounts(
        books,
        &without_tax(books, asked, &receipt, terms)?,
        &receipt,
        terms,
        &what,
    )?;
    let origin = books.moved(receipt.movement)?;
    books.site = receipt.site.clone();
    let goods = Goods::of(books.item(&receipt.item)?, &origin);
    let order_no = receipt.order_no.to_string();
    let order = (!order_no.is_empty()).then_some(order_no.as_str());
    let document = books.request.document.clone();
    let document = document.or_else(|| order.map(str::to_owned));
    let company = purchase_accounts(books)?;
    let is_laid = goods.item.method != Method::Standard
        && books.policies()?.invoice_variance()? == InvoiceVariance::Capitalise;
    let late = if is_laid {
        let laid = Laid {
            amount: -credited.price,
            kind: MovementKind::CreditNote,
            from: company.supplier.clone(),
            document: document.clone(),
            apart: gone_back(books, &receipt)?,
        };
        late::place(books, &origin, laid)?
    } else {
        let movement = paper(books, Paper::CreditNote, &goods, order, Some(receipt.movement))?;
        Late::of(movement, Vec::new())
    };
    let billed = Billed {
        cost: Money::ZERO,
        amount: -(credited.price + credited.exchange),
        tax: -credited.tax,
        exchange: -credited.exchange,
        laid: if is_laid { -credited.price } else { Money::ZERO },
    };
    let group = books.accounts(&goods.item, &receipt.site)?;
    let movement = late.movement;
    let lines = invoice(&group, &company, &receipt.account, billed, &late.debits);
    post(books, Paper::CreditNote, &group, movement, order, lines)?;
    let (net, by) = (billed.amount, tax::of_receipt(books, &receipt)?);
    let tax = billed.tax;
    let about_it = (movement, Some(receipt.movement));
    tax::note(books, about_it, TaxSide::Purchases, by, Sale { net, tax })?;
    late::post(books, Rule::CreditNote, document.as_ref(), late)?;
    note(books, receipt, movement, &credited);
    Ok(None)
}

/// Returns the note with its amount without tax; where that is part of it and not named, it has the part that it has of
/// what is owed for the goods.
fn without_tax(
    books: &Books<'_, '_>,
    asked: &CreditNote,
    receipt: &Receipt,
    terms: &Terms,
) -> Result<CreditNote, Halt> {
    if asked.prices_include_tax != Some(true) {
        return Ok(asked.clone());
    }
    let owed = receipt.owed() + receipt.exchange + receipt.tax;
    let tax = match asked.tax {
        Some(tax) => tax,
        None if receipt.tax.is_zero() => Amount::default(),
        None => {
            let units = Money(terms.minor_units(books, asked.amount)?);
            terms.amount(units.with(receipt.tax, owed)?.0)
        }
    };
    Ok(CreditNote {
        amount: asked.amount - tax,
        tax: Some(tax),
        prices_include_tax: None,
        ..asked.clone()
    })
}

/// Returns what is credited: of the price no more than was billed for the goods that are kept, and not credited since.
fn amounts(
    books: &Books<'_, '_>,
    asked: &CreditNote,
    receipt: &Receipt,
    terms: &Terms,
    what: &str,
) -> Result<Credited, Halt> {
    let kept = receipt.kept_billed();
    let total = terms.in_company(asked.amount)?;
    if kept.is_zero() {
        return Err(over(&asked.of, Money::ZERO, total));
    }
    let qty = asked.qty.unwrap_or(kept);
    positive(qty)?;
    if kept < qty {
        let need = format!("at most {kept}, which were billed and did not go back");
        let found = qty.to_string();
        return Err(Refusal::Unfit { need, found }.into());
    }
    let known = Terms::of_receipt(receipt);
    let is_foreign = terms.matches(books, &known, what)? && known.rate.is_some();
    let price = if is_foreign {
        known.in_company(asked.amount)?
    } else {
        total
    };
    let most = receipt.owed().share(qty, kept)?;
    let rounded = if is_foreign { ROUNDED } else { Money::ZERO };
    if most <= Money::ZERO || most + rounded < price {
        return Err(over(&asked.of, most, price));
    }
    let price = price.min(most);
    let billed = receipt.tax.share(qty, kept)?;
    let tax = match asked.tax {
        Some(tax) => terms.in_company(tax)?,
        None => billed.with(price, most)?,
    };
    if billed < tax && !is_foreign {
        return Err(over(
            &format!("the tax of {}", asked.of).as_str().into(),
            billed,
            tax,
        ));
    }
    let exchange = total - price;
    Ok(Credited { price, exchange, tax })
}

/// By how much parts of a foreign price may exceed it, each rounded to company currency.
const ROUNDED: Money = Money(1);

/// Returns what went back to the vendor, by movement: it takes no part in what is credited for goods that are kept.
fn gone_back(books: &Books<'_, '_>, receipt: &Receipt) -> Result<HashMap<i64, Qty>, Halt> {
    let mut apart = HashMap::new();
    let settled = Range::by(Settlement::BY_SETTLED, &[&receipt.movement]);
    for it in books.view().list::<Settlement>(&settled)? {
        let moved: Movement = books.moved(it.movement)?;
        if moved.kind == MovementKind::SupplierReturn {
            apart.insert(moved.seq, moved.qty);
        }
    }
    Ok(apart)
}

/// Takes what is credited off what the receipt was billed.
fn note(books: &mut Books<'_, '_>, receipt: Receipt, movement: i64, credited: &Credited) {
    let Credited { price, exchange, tax } = *credited;
    books.draft.put(&Settlement {
        movement,
        settles: receipt.movement,
        qty: Qty::ZERO,
        cost: Money::ZERO,
        payable: Money::ZERO,
        exchange: -exchange,
        tax: -tax,
        difference: -price,
    });
    books.draft.put(&Receipt {
        exchange: receipt.exchange - exchange,
        tax: receipt.tax - tax,
        difference: receipt.difference - price,
        ..receipt
    });
}
