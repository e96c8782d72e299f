//! Credit notes: what a vendor credits of its bills, and what a customer is credited of its own. No goods move.

mod customer;
mod service;
mod supplier;

use super::books::Books;
use super::currency::Terms;
use crate::domain::amount::Money;
use crate::domain::code::Key;
use crate::domain::refusal::Refusal;
use crate::domain::user::Role;
use crate::operations::change::Halt;
use crate::operations::request::{CreditNote, Invoice, Side};

/// Posts a credit note of either side.
pub(super) fn credit(books: &mut Books<'_, '_>, asked: &CreditNote) -> Result<Option<String>, Halt> {
    books.need(&[Role::Controller, Role::Supervisor])?;
    let terms = Terms::of(books, asked.currency.as_ref(), asked.rate)?;
    terms.chargeable(books, asked.amount, "an amount")?;
    terms.chargeable(books, asked.tax.unwrap_or_default(), "a tax")?;
    if asked.amount.is_zero() {
        let (need, found) = ("an amount above zero".into(), asked.amount.to_string());
        return Err(Refusal::WrongWord { need, found }.into());
    }
    match asked.side {
        Side::Supplier => supplier::credit(books, asked, &terms),
        Side::Customer => customer::credit(books, asked, &terms),
    }
}

/// Posts a bill below zero, which is a vendor's credit note.
pub(super) fn below_zero(books: &mut Books<'_, '_>, asked: &Invoice) -> Result<Option<String>, Halt> {
    let Some(of) = asked.of.clone() else {
        let need = "the id of what a bill below zero credits".into();
        let found = "none".into();
        return Err(Refusal::WrongWord { need, found }.into());
    };
    if let Some(item) = &asked.item {
        let need = format!("the id {of} alone, which says what is credited");
        let found = format!("item {item} too");
        return Err(Refusal::WrongWord { need, found }.into());
    }
    let beside = [
        ("a tax type", asked.tax_type.is_some()),
        ("lines", asked.lines.is_some()),
    ];
    if let Some((named, _)) = beside.iter().find(|(_, is_named)| *is_named) {
        let need = format!("the id {of} alone: a credit is taxed as what it credits");
        let found = format!("{named} too");
        return Err(Refusal::WrongWord { need, found }.into());
    }
    let note = CreditNote {
        side: Side::Supplier,
        of,
        amount: -asked.amount,
        qty: asked.qty,
        tax: asked.tax.map(|tax| -tax),
        vendor: asked.vendor.clone(),
        currency: asked.currency.clone(),
        rate: asked.rate,
        prices_include_tax: asked.prices_include_tax,
    };
    credit(books, &note)
}

/// Refuses to credit more than there is to credit.
fn over(of: &Key, left: Money, found: Money) -> Halt {
    let id = of.to_string();
    Refusal::OverCredit { id, left, found }.into()
}
