//! Bills for freight, duty and the like, which were credited to landed-cost clearing before.

use super::{paper, post, purchase_accounts};
use crate::domain::amount::{Money, Qty, allocate};
use crate::domain::code::Key;
use crate::domain::policy::CompanyAccount;
use crate::domain::purchase::{Settlement, Voucher};
use crate::domain::refusal::Refusal;
use crate::ledger::posting::purchase::{Billed, invoice};
use crate::operations::change::Halt;
use crate::operations::request::Invoice;
use crate::operations::rules::books::Books;
use crate::operations::rules::currency::Terms;
use crate::operations::rules::stock::Goods;

/// Clears all that is open on an operation's vouchers: each gets its share of the bill and its own entry, because each
/// has its own site and group. Tax is posted only if the bill names it: no item group says how freight is taxed.
pub(super) fn bill(
    books: &mut Books<'_, '_>,
    asked: &Invoice,
    id: &Key,
    mut vouchers: Vec<Voucher>,
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
    let open: Vec<i64> = vouchers.iter().map(|voucher| voucher.open().0).collect();
    let amounts = allocate(terms.in_company(asked.amount)?, &open)?;
    let taxes = allocate(terms.in_company(asked.tax.unwrap_or_default())?, &open)?;
    for ((voucher, amount), tax) in vouchers.into_iter().zip(amounts).zip(taxes) {
        one(books, &voucher, amount, tax)?;
    }
    Ok(None)
}

fn one(books: &mut Books<'_, '_>, voucher: &Voucher, amount: Money, tax: Money) -> Result<(), Halt> {
    let origin = books.moved(voucher.movement)?;
    books.site = origin.site.clone();
    let goods = Goods::of(books.item(&origin.item)?, &origin);
    let group = books.group(&goods.item)?;
    let seq = paper(books, &goods, None, Some(voucher.movement))?;
    let cost = voucher.open();
    let billed = Billed {
        cost,
        amount,
        tax,
        ..Billed::default()
    };
    let clearing = books.account(CompanyAccount::LandedCost)?;
    let lines = invoice(&group, &purchase_accounts(books)?, &clearing, billed, &[]);
    post(books, &group, seq, None, lines)?;
    books.draft.put(&Settlement {
        movement: seq,
        settles: voucher.movement,
        qty: Qty::ZERO,
        cost,
        payable: Money::ZERO,
        exchange: Money::ZERO,
        tax,
    });
    let cleared = voucher.amount;
    books.draft.put(&Voucher {
        cleared,
        ..voucher.clone()
    });
    Ok(())
}
