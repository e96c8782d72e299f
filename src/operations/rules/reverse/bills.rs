//! What is open between receipts, bills and freight goes back with the movement that settled it.

use super::refused;
use crate::domain::code::Key;
use crate::domain::log::Logged;
use crate::domain::movement::{Movement, MovementKind};
use crate::domain::purchase::{Bill, Receipt, Settlement, Voucher};
use crate::domain::record::Range;
use crate::operations::change::Halt;
use crate::operations::nouns::noun;
use crate::operations::rules::books::Books;

/// Removes the receipt from what is open, and makes the bill that came before it wait for its goods again.
pub(super) fn unreceive(books: &mut Books<'_, '_>, old: &Movement) -> Result<(), Halt> {
    let receipt: Option<Receipt> = books.view().find(&[&old.seq])?;
    let Some(receipt) = receipt else { return Ok(()) };
    books.draft.remove(&receipt);
    for settled in settlements(books, old.seq)? {
        let bill: Option<Bill> = books.view().find(&[&settled.settles])?;
        if let Some(bill) = bill {
            let bill = Bill {
                qty_received: bill.qty_received - settled.qty,
                cost_received: bill.cost_received - settled.cost,
                ..bill
            };
            books.draft.put(&bill.settled());
        }
        books.draft.remove(&settled);
    }
    Ok(())
}

/// Reopens what the bill cleared; refuses if what it billed went back or was credited since.
pub(super) fn unbill(books: &mut Books<'_, '_>, of: &Key, old: &Movement) -> Result<(), Halt> {
    let bill: Option<Bill> = books.view().find(&[&old.seq])?;
    if let Some(bill) = bill {
        books.draft.remove(&bill);
    }
    for settled in settlements(books, old.seq)? {
        let receipt: Option<Receipt> = books.view().find(&[&settled.settles])?;
        if let Some(receipt) = receipt
            && (receipt.qty_released < receipt.qty_back || credited_since(books, &settled)?)
        {
            return Err(stands_on(books, of, receipt.movement)?);
        }
        reopen(books, &settled)?;
    }
    Ok(())
}

/// Gives back what a vendor's bill or credit note took off a receipt or a voucher.
pub(super) fn reopen(books: &mut Books<'_, '_>, settled: &Settlement) -> Result<(), Halt> {
    let receipt: Option<Receipt> = books.view().find(&[&settled.settles])?;
    if let Some(receipt) = receipt {
        let receipt = Receipt {
            qty_billed: receipt.qty_billed - settled.qty,
            cost_billed: receipt.cost_billed - settled.cost,
            exchange: receipt.exchange - settled.exchange,
            tax: receipt.tax - settled.tax,
            difference: receipt.difference - settled.difference,
            ..receipt
        };
        books.draft.put(&receipt.settled());
    }
    let voucher: Option<Voucher> = books.view().find(&[&settled.settles])?;
    if let Some(voucher) = voucher {
        let cleared = voucher.cleared - settled.cost;
        books.draft.put(&Voucher { cleared, ..voucher });
    }
    books.draft.remove(settled);
    Ok(())
}

/// Returns whether something of what a bill settled was credited since.
fn credited_since(books: &Books<'_, '_>, billed: &Settlement) -> Result<bool, Halt> {
    for it in since(books, billed)? {
        if books.moved(it.movement)?.kind == MovementKind::CreditNote {
            return Ok(true);
        }
    }
    Ok(false)
}

/// Returns what was settled of the same receipt, bill or voucher since, in order.
pub(super) fn since(books: &Books<'_, '_>, settled: &Settlement) -> Result<Vec<Settlement>, Halt> {
    let range = Range::by(Settlement::BY_SETTLED, &[&settled.settles]);
    Ok(books.view().list(&range.after(&settled.movement))?)
}

/// Reopens the receipt of the goods that were sent back, as it was before.
pub(super) fn unsend(books: &mut Books<'_, '_>, old: &Movement) -> Result<(), Halt> {
    for settled in settlements(books, old.seq)? {
        let receipt: Option<Receipt> = books.view().find(&[&settled.settles])?;
        if let Some(receipt) = receipt {
            let receipt = Receipt {
                exchange: receipt.exchange - settled.exchange,
                tax: receipt.tax - settled.tax,
                difference: receipt.difference - settled.difference,
                qty_back: receipt.qty_back - old.qty,
                cost_back: receipt.cost_back - settled.cost - settled.payable,
                qty_released: receipt.qty_released - settled.qty,
                cost_released: receipt.cost_released - settled.cost,
                ..receipt
            };
            books.draft.put(&receipt.settled());
        }
        books.draft.remove(&settled);
    }
    Ok(())
}

/// Returns what a movement settled.
pub(super) fn settlements(books: &Books<'_, '_>, seq: i64) -> Result<Vec<Settlement>, Halt> {
    Ok(books.view().all(&[&seq])?)
}

/// Refuses if the movement's receipt, bill or voucher was settled since.
pub(super) fn stands_alone(books: &Books<'_, '_>, of: &Key, seq: i64) -> Result<(), Halt> {
    let later: Vec<Settlement> = books
        .view()
        .list(&Range::by(Settlement::BY_SETTLED, &[&seq]).first(1))?;
    match later.first() {
        Some(_) => Err(stands_on(books, of, seq)?),
        None => Ok(()),
    }
}

/// Returns the refusal that names the last operation that settled a movement, which must be taken back first.
pub(super) fn stands_on(books: &Books<'_, '_>, of: &Key, seq: i64) -> Result<Halt, Halt> {
    let last: Vec<Settlement> = books
        .view()
        .list(&Range::by(Settlement::BY_SETTLED, &[&seq]).backwards().first(1))?;
    let Some(last) = last.first() else {
        return Ok(refused(of, "it was settled since"));
    };
    let by = books.moved(last.movement)?;
    let made: Option<Logged> = books.view().find(&[&by.operation])?;
    let id = made.map_or_else(String::new, |made| made.key.to_string());
    Ok(refused(
        of,
        format!("{} {id} stands on it; take that back first", noun(by.kind.word())),
    ))
}
