//! Credit notes that are taken back.

use super::{bills, later, refused};
use crate::domain::code::Key;
use crate::domain::log::Logged;
use crate::domain::movement::{Movement, MovementKind};
use crate::operations::change::Halt;
use crate::operations::rules::allowance;
use crate::operations::rules::books::Books;

/// Takes a credit note back: a vendor's with what it settled, a customer's with what it allowed. What came or went back
/// since did so at what was credited by then, and goes first.
pub(super) fn take_back(books: &mut Books<'_, '_>, of: &Key, old: &Movement) -> Result<(), Halt> {
    for settled in bills::settlements(books, old.seq)? {
        for next in bills::since(books, &settled)? {
            let moved = books.moved(next.movement)?;
            if moved.kind == MovementKind::SupplierReturn && next.qty < moved.qty {
                return Err(bills::stands_on(books, of, settled.settles)?);
            }
        }
        bills::reopen(books, &settled)?;
    }
    let Some(origin) = old.origin else { return Ok(()) };
    if allowance::forget(books, old.seq)? == crate::ledger::posting::Sale::default() {
        return Ok(());
    }
    match later(books, old, origin)? {
        Some(next) => Err(refused(
            of,
            format!(
                "movement {} ({}) of the same shipment came after it; take that back first",
                next.seq, next.kind
            ),
        )),
        None => Ok(()),
    }
}

/// Refuses if something of a shipment was credited, and names the last credit note.
pub(super) fn none_of(books: &Books<'_, '_>, of: &Key, shipment: i64) -> Result<(), Halt> {
    let Some(last) = allowance::on(books, shipment)?.pop() else {
        return Ok(());
    };
    let made: Option<Logged> = books.view().find(&[&books.moved(last.movement)?.operation])?;
    let id = made.map_or_else(String::new, |made| made.key.to_string());
    Err(refused(
        of,
        format!("credit note {id} stands on it; take that back first"),
    ))
}
