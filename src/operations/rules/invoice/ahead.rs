//! Bills without goods: those that come before them, and those of services, which have none.

use super::lines::Charged;
use super::{billed_by, numbered, paper_of, post, purchase_accounts};
use crate::domain::amount::{Money, Qty};
use crate::domain::catalog::Item;
use crate::domain::code::{AccountCode, PartyCode};
use crate::domain::movement::MovementKind;
use crate::domain::policy::CompanyAccount;
use crate::domain::purchase::{Bill, Paper};
use crate::domain::refusal::Refusal;
use crate::domain::tax::TaxSide;
use crate::ledger::posting::Sale;
use crate::ledger::posting::purchase::{Billed, invoice};
use crate::operations::change::Halt;
use crate::operations::log::HEEDED;
use crate::operations::request::Invoice;
use crate::operations::rules::books::Books;
use crate::operations::rules::currency::Terms;
use crate::operations::rules::goods::positive;
use crate::operations::rules::service_cost::{self, Step};
use crate::operations::rules::stock::Goods;
use crate::operations::rules::tax::{self, TaxedBy};

/// Posts a bill before its goods: D goods received not invoiced, until they arrive at its cost.
pub(super) fn goods(
    books: &mut Books<'_, '_>,
    Charged { asked, by }: &Charged,
    item: Item,
    terms: &Terms,
) -> Result<Option<String>, Halt> {
    let qty = asked.qty.ok_or_else(|| Refusal::WrongWord {
        need: "the quantity that is billed before it comes".into(),
        found: "none".into(),
    })?;
    positive(qty)?;
    let grni = books.account(CompanyAccount::Grni)?;
    let (movement, sale) = bill(books, asked, by, &item, &grni, terms)?;
    let Sale { net: amount, tax } = sale;
    let account = if amount.is_zero() {
        AccountCode::default()
    } else {
        grni
    };
    let price = terms.minor_units(books, asked.amount)?;
    books.draft.put(&Bill {
        movement,
        open: true,
        vendor: asked.vendor.clone().unwrap_or_default(),
        item: item.item,
        site: books.site.clone(),
        billed: books.request.date,
        account,
        qty,
        cost: amount,
        currency: terms.currency.clone(),
        rate: terms.rate,
        price,
        tax,
        qty_received: Qty::ZERO,
        cost_received: Money::ZERO,
        decimals: terms.decimals,
    });
    Ok(None)
}

/// Posts a bill for a service: D purchases, and nothing waits for it; or where its cost is tracked D its accrual, until it is
/// sold.
pub(super) fn service(
    books: &mut Books<'_, '_>,
    Charged { asked, by }: &Charged,
    item: &Item,
    terms: &Terms,
) -> Result<Option<String>, Halt> {
    asked.qty.map_or(Ok(()), positive)?;
    if service_cost::is_tracked(books, item)? {
        accrued(books, asked, by, item, terms)?;
        return Ok(billed_by(books, asked));
    }
    let group = books.accounts(item, &books.site)?;
    let purchases = books.purchases(&group)?;
    bill(books, asked, by, item, &purchases, terms)?;
    Ok(billed_by(books, asked))
}

/// Posts a bill for a service whose cost is tracked, which must say for how many units it is.
fn accrued(
    books: &mut Books<'_, '_>,
    asked: &Invoice,
    by: &TaxedBy,
    item: &Item,
    terms: &Terms,
) -> Result<(), Halt> {
    let qty = asked.qty.ok_or_else(|| Refusal::WrongWord {
        need: format!(
            "the quantity of {} that is billed, because its cost is tracked",
            item.item
        ),
        found: "none".into(),
    })?;
    let site = books.site.clone();
    let account = service_cost::accrual(books, item, &site)?;
    let (movement, sale) = bill(books, asked, by, item, &account, terms)?;
    let step = Step {
        movement,
        kind: MovementKind::Invoice,
        of: None,
    };
    service_cost::put(books, item, &site, step, (qty, sale.net))
}

/// Posts the bill against an account; returns its movement, and what it is for in company currency.
fn bill(
    books: &mut Books<'_, '_>,
    asked: &Invoice,
    by: &TaxedBy,
    item: &Item,
    against: &AccountCode,
    terms: &Terms,
) -> Result<(i64, Sale), Halt> {
    numbered(books, Paper::Bill, asked.vendor.as_ref(), &PartyCode::default())?;
    let net = terms.in_company(asked.amount)?;
    let tax = terms.in_company(asked.tax.unwrap_or_default())?;
    let about = Goods::plain(item.clone());
    let qty = asked.qty.filter(|_| item.service && books.is_of(HEEDED));
    let qty = qty.unwrap_or(Qty::ZERO);
    let movement = paper_of(books, Paper::Bill, (&about, qty), None, None)?;
    let billed = Billed {
        cost: net,
        amount: net,
        tax,
        ..Billed::default()
    };
    let group = books.accounts(item, &books.site)?;
    let lines = invoice(&group, &purchase_accounts(books)?, against, billed, &[]);
    post(books, Paper::Bill, &group, movement, None, lines)?;
    tax::note(
        books,
        (movement, None),
        TaxSide::Purchases,
        by.clone(),
        Sale { net, tax },
    )?;
    Ok((movement, Sale { net, tax }))
}
