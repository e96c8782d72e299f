//! Freight, duty and the like laid on goods that were received.

use super::books::Books;
use super::currency::Terms;
use super::late;
use super::post::About;
use crate::domain::amount::{Money, Qty, allocate};
use crate::domain::code::{Channel, Key};
use crate::domain::entry::Rule;
use crate::domain::log::Logged;
use crate::domain::movement::{Movement, MovementKind};
use crate::domain::policy::CompanyAccount;
use crate::domain::purchase::{Receipt, Voucher};
use crate::domain::record::Range;
use crate::domain::refusal::Refusal;
use crate::domain::user::Role;
use crate::ledger::balanced::Lines;
use crate::operations::change::Halt;
use crate::operations::nouns::a_noun;
use crate::operations::request::{Basis, LandedCost};
use std::collections::HashMap;

/// Shares the cost out over the receipts and posts each share; the amount credited waits for its bill.
pub(super) fn lay(books: &mut Books<'_, '_>, asked: &LandedCost) -> Result<Option<String>, Halt> {
    books.need(&[Role::Controller])?;
    let receipts = receipts(books, &asked.of)?;
    let terms = Terms::of(books, asked.currency.as_ref(), asked.rate)?;
    terms.minor_units(books, asked.amount)?;
    let total = terms.in_company(asked.amount)?;
    if total.is_zero() {
        let (need, found) = ("an amount other than zero".into(), asked.amount.to_string());
        return Err(Refusal::Unfit { need, found }.into());
    }
    let weights: Vec<i64> = receipts
        .iter()
        .map(|receipt| weight(books, receipt, asked.basis))
        .collect::<Result<_, _>>()?;
    if weights.iter().all(|weight| *weight == 0) {
        let need = format!("receipts that have a {}", asked.basis);
        let found = "none that has".into();
        return Err(Refusal::Unfit { need, found }.into());
    }
    let clearing = books.account(CompanyAccount::LandedCost)?;
    let mut voucher = None;
    for (receipt, share) in receipts.iter().zip(allocate(total, &weights)?) {
        if share.is_zero() {
            continue;
        }
        let laid = late::Laid {
            amount: share,
            kind: MovementKind::LandedCost,
            from: clearing.clone(),
            document: None,
            apart: HashMap::new(),
        };
        let late = late::place(books, receipt, laid)?;
        voucher.get_or_insert(late.movement);
        let group = books.item(&receipt.item)?.group_number;
        let lines = late.debit(Lines::default()).credit(&clearing, share);
        let about = About {
            rule: Rule::LandedCost,
            movement: late.movement,
            site: receipt.site.clone(),
            group,
            channel: Channel::default(),
            document: None,
            negates: None,
        };
        books.entry(about, lines)?;
        late::post(books, Rule::LandedCost, None, late)?;
    }
    if let Some(movement) = voucher {
        books.draft.put(&Voucher {
            movement,
            amount: total,
            cleared: Money::ZERO,
        });
    }
    Ok(None)
}

/// Returns what was received with the operations named, none of them twice.
fn receipts(books: &Books<'_, '_>, of: &[Key]) -> Result<Vec<Movement>, Halt> {
    let mut found: Vec<Movement> = Vec::new();
    for id in of {
        let range = Range::by(Logged::BY_KEY, &[id]).first(1);
        let logged = books.view().list::<Logged>(&range)?.pop();
        let logged = logged.ok_or_else(|| Refusal::UnknownOperation { id: id.to_string() })?;
        let first = logged.movement.unwrap_or(0);
        let before = found.len();
        for number in first..first + logged.movements {
            let movement: Option<Movement> = books.view().find(&[&number])?;
            let is_receipt = |it: &Movement| {
                it.kind == MovementKind::Receipt && it.reverses.is_none() && it.qty != Qty::ZERO
            };
            if let Some(movement) = movement.filter(is_receipt) {
                found.push(movement);
            }
        }
        let twice = found[before..]
            .iter()
            .any(|it| found[..before].iter().any(|known| known.seq == it.seq));
        if found.len() == before || twice {
            let need = "receipts, each of them once".into();
            let again = if twice { ", again" } else { "" };
            let found = format!("{id}, {}{again}", a_noun(&logged.op));
            return Err(Refusal::Unfit { need, found }.into());
        }
    }
    if found.is_empty() {
        let (need, found) = ("the ids of receipts".into(), "none".into());
        return Err(Refusal::Unfit { need, found }.into());
    }
    Ok(found)
}

/// Returns how much of the cost a receipt takes, next to the others.
fn weight(books: &Books<'_, '_>, receipt: &Movement, basis: Basis) -> Result<i64, Halt> {
    Ok(match basis {
        Basis::Quantity => receipt.qty.0,
        Basis::Value => {
            let known: Option<Receipt> = books.view().find(&[&receipt.seq])?;
            known.map_or(receipt.value, |known| known.cost).0
        }
        Basis::Weight => {
            let item = receipt.item.to_string();
            let weight = books.item(&receipt.item)?.weight;
            let weight = weight.ok_or(Refusal::NoWeight { item })?;
            receipt.qty.times(weight)?.0
        }
    })
}

/// Removes the voucher of a landed cost that is taken back; refuses if it was billed.
pub(super) fn unclaim(books: &mut Books<'_, '_>, of: &Key, old: &Movement) -> Result<(), Halt> {
    let voucher: Option<Voucher> = books.view().find(&[&old.seq])?;
    let Some(voucher) = voucher else { return Ok(()) };
    if !voucher.cleared.is_zero() {
        let why = format!(
            "{} of it was billed since; take the bill back first",
            voucher.cleared
        );
        let id = of.to_string();
        return Err(Refusal::NotReversible { id, why }.into());
    }
    books.draft.remove(&voucher);
    Ok(())
}
