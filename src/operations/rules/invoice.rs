//! Bills of suppliers: for goods that came, for goods to come, for freight, for services.

mod ahead;
pub(super) mod freight;
pub(super) mod lines;
mod received;

use self::lines::Charged;
use super::books::Books;
use super::currency::Terms;
use super::post::{About, Step};
use super::stock::Goods;
use super::vendor_number;
use crate::domain::amount::Qty;
use crate::domain::code::{Channel, Key, PartyCode};
use crate::domain::company::Accounts;
use crate::domain::entry::Rule;
use crate::domain::log::{Logged, Reversal};
use crate::domain::movement::MovementKind;
use crate::domain::policy::CompanyAccount;
use crate::domain::purchase::{Paper, Receipt, Voucher};
use crate::domain::record::Range;
use crate::domain::refusal::Refusal;
use crate::domain::user::Role;
use crate::ledger::balanced::Lines;
use crate::ledger::posting::purchase::PurchaseAccounts;
use crate::operations::change::Halt;
use crate::operations::log::HEEDED;
use crate::operations::nouns::noun;
use crate::operations::request::Invoice;

/// Posts a supplier's bill, whatever it is for.
pub(super) fn invoice(books: &mut Books<'_, '_>, asked: &Invoice) -> Result<Option<String>, Halt> {
    books.need(&[Role::Controller, Role::Supervisor])?;
    let terms = Terms::of(books, asked.currency.as_ref(), asked.rate)?;
    terms.chargeable(books, asked.amount, "an amount")?;
    terms.chargeable(books, asked.tax.unwrap_or_default(), "a tax")?;
    let site = books.site.clone();
    let mut told = None;
    for line in &lines::charged(books, asked, &terms)? {
        books.site = site.clone();
        told = told.or(one(books, line, &terms)?);
    }
    Ok(told)
}

/// Posts a bill, or a line of one; returns what is told of it.
fn one(books: &mut Books<'_, '_>, line: &Charged, terms: &Terms) -> Result<Option<String>, Halt> {
    match (&line.asked.of, &line.asked.item) {
        (Some(id), _) => settle(books, line, id, terms),
        (None, Some(item)) => {
            let item = books.item(item)?;
            if item.service {
                ahead::service(books, line, &item, terms)
            } else {
                ahead::goods(books, line, item, terms)
            }
        }
        (None, None) => {
            let need = "the id of what is billed, or an item".into();
            let found = "neither".into();
            Err(Refusal::WrongWord { need, found }.into())
        }
    }
}

/// Posts a bill for something that was entered before.
fn settle(
    books: &mut Books<'_, '_>,
    line: &Charged,
    id: &Key,
    terms: &Terms,
) -> Result<Option<String>, Halt> {
    let logged = made_by(books, id)?;
    let mut vouchers = Vec::new();
    let first = logged.movement.unwrap_or(0);
    for movement in first..first + logged.movements {
        let receipt: Option<Receipt> = books.view().find(&[&movement])?;
        if let Some(receipt) = receipt {
            return received::bill(books, line, id, receipt, terms);
        }
        vouchers.extend(books.view().find::<Voucher>(&[&movement])?);
    }
    if vouchers.is_empty() {
        let need = "the id of a receipt, a landed cost or a transfer with freight".into();
        let found = format!("{} {id}", noun(&logged.op));
        return Err(Refusal::WrongWord { need, found }.into());
    }
    freight::bill(books, line, Paper::Bill, (id, vouchers), terms)
}

/// Returns the operation under an id, which must not have been taken back.
pub(super) fn made_by(books: &Books<'_, '_>, id: &Key) -> Result<Logged, Halt> {
    let found = books
        .view()
        .list::<Logged>(&Range::by(Logged::BY_KEY, &[id]).first(1))?
        .pop();
    let logged = found.ok_or_else(|| Refusal::UnknownOperation { id: id.to_string() })?;
    let gone: Option<Reversal> = books.view().find(&[&logged.seq])?;
    match gone {
        Some(_) => Err(Refusal::Reversed { id: id.to_string() }.into()),
        None => Ok(logged),
    }
}

/// Notes the number of a paper, which is its vendor's: the one that is known of what it is about, else the one it
/// names.
pub(super) fn numbered(
    books: &mut Books<'_, '_>,
    which: Paper,
    named: Option<&PartyCode>,
    known: &PartyCode,
) -> Result<(), Halt> {
    let named = named.filter(|_| known.is_empty());
    vendor_number::take(books, which, named.unwrap_or(known))
}

/// Returns the company's accounts of a purchase.
pub(super) fn purchase_accounts(books: &Books<'_, '_>) -> Result<PurchaseAccounts, Halt> {
    Ok(PurchaseAccounts {
        supplier: books.account(CompanyAccount::SupplierControl)?,
        tax: books.account(CompanyAccount::PurchaseTax)?,
        exchange: books.account(CompanyAccount::ExchangeDifference)?,
    })
}

/// Returns what is told of a paper that no receipt leads to: whose it is.
fn billed_by(books: &Books<'_, '_>, asked: &Invoice) -> Option<String> {
    let vendor = asked.vendor.as_ref().filter(|_| books.is_of(HEEDED))?;
    Some(format!("of vendor {vendor}"))
}

/// Writes the movement of a vendor's paper, with which no goods move; its site is `books.site`.
pub(super) fn paper(
    books: &mut Books<'_, '_>,
    which: Paper,
    goods: &Goods,
    order: Option<&str>,
    origin: Option<i64>,
) -> Result<i64, Halt> {
    paper_of(books, which, (goods, Qty::ZERO), order, origin)
}

/// Writes the movement of a vendor's paper about so many pieces of something that is never in stock.
pub(super) fn paper_of(
    books: &mut Books<'_, '_>,
    which: Paper,
    (goods, qty): (&Goods, Qty),
    order: Option<&str>,
    origin: Option<i64>,
) -> Result<i64, Halt> {
    let pool_before = books.pool(&goods.item.item, &books.site)?.qty;
    let document = books.request.document.clone();
    let kind = match which {
        Paper::Bill => MovementKind::Invoice,
        Paper::CreditNote => MovementKind::CreditNote,
    };
    let step = Step::new(kind, goods, qty, None, None);
    books.movement(&Step {
        pool_before,
        document: document.or_else(|| order.map(str::to_owned)),
        origin,
        ..step
    })
}

/// Writes the entry of a vendor's paper.
pub(super) fn post(
    books: &mut Books<'_, '_>,
    which: Paper,
    group: &Accounts,
    movement: i64,
    order: Option<&str>,
    lines: Lines,
) -> Result<(), Halt> {
    let document = books.request.document.clone();
    let about = About {
        rule: match which {
            Paper::Bill => Rule::Invoice,
            Paper::CreditNote => Rule::CreditNote,
        },
        movement,
        site: books.site.clone(),
        group: group.group,
        channel: Channel::default(),
        document: document.or_else(|| order.map(str::to_owned)),
        negates: None,
    };
    books.entry(about, lines)
}

/// Refuses a field that contradicts the earlier paper; if that leaves it open, anything goes.
pub(super) fn same(what: &str, field: &str, known: &str, found: Option<&str>) -> Result<(), Halt> {
    let Some(found) = found.filter(|found| *found != known && !known.is_empty()) else {
        return Ok(());
    };
    Err(Refusal::Differs {
        what: what.to_owned(),
        field: field.to_owned(),
        known: known.to_owned(),
        found: found.to_owned(),
    }
    .into())
}
