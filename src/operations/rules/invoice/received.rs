//! Bills for goods that were received.

use super::lines::Charged;
use super::{numbered, paper, post, purchase_accounts, same};
use crate::domain::amount::{Money, Qty};
use crate::domain::code::{AccountCode, ItemCode, Key, PartyCode};
use crate::domain::company::Method;
use crate::domain::entry::Rule;
use crate::domain::movement::MovementKind;
use crate::domain::policy::{CompanyAccount, InvoiceVariance};
use crate::domain::purchase::{Paper, Receipt, Settlement};
use crate::domain::record::Range;
use crate::domain::refusal::Refusal;
use crate::domain::tax::TaxSide;
use crate::ledger::posting::Sale;
use crate::ledger::posting::purchase::{Billed, invoice};
use crate::operations::change::Halt;
use crate::operations::request::Invoice;
use crate::operations::rules::books::Books;
use crate::operations::rules::currency::Terms;
use crate::operations::rules::goods::positive;
use crate::operations::rules::late::{self, Laid, Late};
use crate::operations::rules::stock::Goods;
use crate::operations::rules::tax;
use std::collections::HashMap;

/// Clears the receipt's share of goods received not invoiced, or all that is open if no quantity is named.
pub(super) fn bill(
    books: &mut Books<'_, '_>,
    Charged { asked, by }: &Charged,
    id: &Key,
    receipt: Receipt,
    terms: &Terms,
) -> Result<Option<String>, Halt> {
    let what = format!("receipt {id}");
    let item = asked.item.as_ref().map(ItemCode::as_str);
    same(&what, "item", receipt.item.as_str(), item)?;
    let vendor = asked.vendor.as_ref().map(PartyCode::as_str);
    same(&what, "vendor", receipt.vendor.as_str(), vendor)?;
    numbered(books, Paper::Bill, asked.vendor.as_ref(), &receipt.vendor)?;
    let left = receipt.open_qty();
    let qty = asked
        .qty
        .unwrap_or(if left.is_zero() { receipt.qty } else { left });
    positive(qty)?;
    if left < qty {
        let (id, found) = (id.to_string(), qty);
        return Err(Refusal::OverBilled { id, left, found }.into());
    }
    let origin = books.moved(receipt.movement)?;
    books.site = receipt.site.clone();
    let goods = Goods::of(books.item(&receipt.item)?, &origin);
    let group = books.accounts(&goods.item, &receipt.site)?;
    let tax = terms.in_company(asked.tax.unwrap_or_default())?;
    let (billed, difference) = amounts(books, asked, &receipt, qty, terms, &what)?;
    let order_no = receipt.order_no.to_string();
    let order = (!order_no.is_empty()).then_some(order_no.as_str());
    let is_laid = !difference.is_zero()
        && goods.item.method != Method::Standard
        && books.policies()?.invoice_variance()? == InvoiceVariance::Capitalise;
    let document = books.request.document.clone();
    let document = document.or_else(|| order.map(str::to_owned));
    let late = if is_laid {
        let laid = Laid {
            amount: difference,
            kind: MovementKind::Invoice,
            from: waits_on(books, &receipt)?,
            document: document.clone(),
            apart: sent_back_before(books, &receipt)?,
        };
        late::place(books, &origin, laid)?
    } else {
        let movement = paper(books, Paper::Bill, &goods, order, Some(receipt.movement))?;
        Late::of(movement, Vec::new())
    };
    let (seq, laid) = (late.movement, if is_laid { difference } else { Money::ZERO });
    let billed = Billed { tax, laid, ..billed };
    let company = purchase_accounts(books)?;
    let lines = invoice(&group, &company, &receipt.account, billed, &late.debits);
    post(books, Paper::Bill, &group, seq, order, lines)?;
    let net = billed.amount;
    tax::note(
        books,
        (seq, Some(receipt.movement)),
        TaxSide::Purchases,
        by.clone(),
        Sale { net, tax },
    )?;
    late::post(books, Rule::Invoice, document.as_ref(), late)?;
    settle(books, receipt, qty, seq, billed, difference);
    Ok(None)
}

/// Returns the account on which a receipt waits for its bill.
fn waits_on(books: &Books<'_, '_>, receipt: &Receipt) -> Result<AccountCode, Halt> {
    if receipt.account.is_empty() {
        return books.account(CompanyAccount::Grni);
    }
    Ok(receipt.account.clone())
}

/// Returns what went back to the vendor before it was billed, by movement: it takes no part in a bill's difference.
fn sent_back_before(books: &Books<'_, '_>, receipt: &Receipt) -> Result<HashMap<i64, Qty>, Halt> {
    let settled: Vec<Settlement> = books
        .view()
        .list(&Range::by(Settlement::BY_SETTLED, &[&receipt.movement]))?;
    let mut apart = HashMap::new();
    for it in settled {
        if books.moved(it.movement)?.kind == MovementKind::SupplierReturn && Qty::ZERO < it.qty {
            apart.insert(it.movement, it.qty);
        }
    }
    Ok(apart)
}

/// Returns what the bill clears and what causes its difference: the rates if both are in one currency, and for the rest
/// the price, at the rate of the receipt.
fn amounts(
    books: &Books<'_, '_>,
    asked: &Invoice,
    receipt: &Receipt,
    qty: Qty,
    terms: &Terms,
    what: &str,
) -> Result<(Billed, Money), Halt> {
    let known = Terms::of_receipt(receipt);
    let (amount, cost) = (terms.in_company(asked.amount)?, receipt.cost_of(qty)?);
    let is_foreign = terms.matches(books, &known, what)? && known.rate.is_some();
    let difference = if is_foreign {
        known.in_company(asked.amount - receipt.price_of(qty)?)?
    } else {
        amount - cost
    };
    let exchange = amount - cost - difference;
    let billed = Billed {
        cost,
        amount,
        exchange,
        ..Billed::default()
    };
    Ok((billed, difference))
}

/// Notes what was billed, and what of it goes beyond cost and rate difference.
fn settle(
    books: &mut Books<'_, '_>,
    receipt: Receipt,
    qty: Qty,
    movement: i64,
    billed: Billed,
    difference: Money,
) {
    let Billed {
        cost, exchange, tax, ..
    } = billed;
    books.draft.put(&Settlement {
        movement,
        settles: receipt.movement,
        qty,
        cost,
        payable: Money::ZERO,
        exchange,
        tax,
        difference,
    });
    let receipt = Receipt {
        qty_billed: receipt.qty_billed + qty,
        cost_billed: receipt.cost_billed + cost,
        exchange: receipt.exchange + exchange,
        tax: receipt.tax + tax,
        difference: receipt.difference + difference,
        ..receipt
    };
    books.draft.put(&receipt.settled());
}
