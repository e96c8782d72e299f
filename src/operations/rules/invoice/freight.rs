//! Bills and credit notes for freight, duty and the like, which landed-cost clearing has waited for since it was laid
//! on goods or taken off them.

use super::lines::Charged;
use super::{billed_by, made_by, numbered, paper, post, purchase_accounts};
use crate::domain::amount::{Amount, Money, Qty, allocate};
use crate::domain::code::{Key, PartyCode};
use crate::domain::policy::CompanyAccount;
use crate::domain::purchase::{Paper, Settlement, Voucher};
use crate::domain::refusal::Refusal;
use crate::domain::tax::TaxSide;
use crate::ledger::posting::Sale;
use crate::ledger::posting::purchase::{Billed, invoice};
use crate::operations::change::Halt;
use crate::operations::request::{LandedCost, Operation, Request};
use crate::operations::rules::books::Books;
use crate::operations::rules::currency::Terms;
use crate::operations::rules::stock::Goods;
use crate::operations::rules::tax::{self, TaxedBy};

/// Clears all that is open on an operation's vouchers: each gets its share of the bill and its own entry, because each
/// has its own site and group. Tax is posted only if the bill names it: no item group says how freight is taxed. A
/// credit note is a bill below zero, for vouchers below zero.
pub(in crate::operations::rules) fn bill(
    books: &mut Books<'_, '_>,
    Charged { asked, by }: &Charged,
    which: Paper,
    (id, mut vouchers): (&Key, Vec<Voucher>),
    terms: &Terms,
) -> Result<Option<String>, Halt> {
    if asked.qty.is_some() || asked.item.is_some() {
        let need = format!("the amount alone, because {id} is freight");
        let found = "a quantity or an item".into();
        return Err(Refusal::WrongWord { need, found }.into());
    }
    vouchers.retain(|voucher| !voucher.open().is_zero());
    if vouchers.is_empty() {
        return Err(Refusal::NothingOpen { id: id.to_string() }.into());
    }
    if which == Paper::Bill && vouchers.iter().any(|voucher| voucher.open() < Money::ZERO) {
        let need = format!("a credit note for {id}, which takes cost off");
        let found = "a bill".into();
        return Err(Refusal::WrongWord { need, found }.into());
    }
    numbered(books, which, asked.vendor.as_ref(), &PartyCode::default())?;
    let open: Vec<i64> = vouchers.iter().map(|voucher| voucher.open().0).collect();
    let amounts = allocate(terms.in_company(asked.amount)?, &open)?;
    let taxes = allocate(terms.in_company(asked.tax.unwrap_or_default())?, &open)?;
    let exchange = allocate(by_rates(books, id, asked.amount, terms)?, &open)?;
    for (((voucher, amount), tax), exchange) in vouchers.into_iter().zip(amounts).zip(taxes).zip(exchange) {
        let cost = voucher.open();
        let billed = Billed {
            cost,
            amount,
            tax,
            exchange,
            ..Billed::default()
        };
        one(books, which, &voucher, billed, by.clone())?;
    }
    Ok(billed_by(books, asked))
}

/// Returns what of a bill's difference the rates make: all that remains of it where the landed cost was in the same
/// currency, once the difference of the two prices is counted at the rate of the landed cost.
fn by_rates(books: &Books<'_, '_>, id: &Key, billed: Amount, terms: &Terms) -> Result<Money, Halt> {
    let Some(laid) = landed_cost(books, id)? else {
        return Ok(Money::ZERO);
    };
    let known = Terms::of(books, laid.currency.as_ref(), laid.rate)?;
    if known.rate.is_none() || known.code(books)? != terms.code(books)? {
        return Ok(Money::ZERO);
    }
    let difference = known.in_company(billed - laid.amount)?;
    Ok(terms.in_company(billed)? - known.in_company(laid.amount)? - difference)
}

/// Returns the landed cost under an id; `None` if it is the freight of a transfer.
fn landed_cost(books: &Books<'_, '_>, id: &Key) -> Result<Option<LandedCost>, Halt> {
    let logged = made_by(books, id)?;
    Ok(match Request::of(&logged)?.operation {
        Operation::LandedCost(laid) => Some(laid),
        _ => None,
    })
}

fn one(
    books: &mut Books<'_, '_>,
    which: Paper,
    voucher: &Voucher,
    billed: Billed,
    by: TaxedBy,
) -> Result<(), Halt> {
    let origin = books.moved(voucher.movement)?;
    books.site = origin.site.clone();
    let goods = Goods::of(books.item(&origin.item)?, &origin);
    let group = books.accounts(&goods.item, &origin.site)?;
    let seq = paper(books, which, &goods, None, Some(voucher.movement))?;
    let clearing = books.account(CompanyAccount::LandedCost)?;
    let lines = invoice(&group, &purchase_accounts(books)?, &clearing, billed, &[]);
    post(books, which, &group, seq, None, lines)?;
    let (net, tax) = (billed.amount, billed.tax);
    tax::note(
        books,
        (seq, Some(voucher.movement)),
        TaxSide::Purchases,
        by,
        Sale { net, tax },
    )?;
    books.draft.put(&Settlement {
        movement: seq,
        settles: voucher.movement,
        qty: Qty::ZERO,
        cost: billed.cost,
        payable: Money::ZERO,
        exchange: Money::ZERO,
        tax: billed.tax,
        difference: Money::ZERO,
    });
    let cleared = voucher.amount;
    books.draft.put(&Voucher {
        cleared,
        ..voucher.clone()
    });
    Ok(())
}
