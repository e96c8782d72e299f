//! What is in transit goes back with a movement of a transfer.

use super::{later, refused};
use crate::domain::amount::Money;
use crate::domain::code::Key;
use crate::domain::company::Method;
use crate::domain::entity::IntercompanySale;
use crate::domain::movement::Movement;
use crate::domain::purchase::Voucher;
use crate::domain::transfer::Transfer;
use crate::operations::change::Halt;
use crate::operations::late_costs;
use crate::operations::rules::books::Books;

/// Undoes the departure of goods; refuses if some arrived, the rest was written off, or their freight was billed.
pub(super) fn unsend(books: &mut Books<'_, '_>, of: &Key, old: &Movement) -> Result<(), Halt> {
    if let Some(transfer) = books.view().find::<Transfer>(&[&old.seq])? {
        if transfer.closed {
            return Err(refused(
                of,
                "the rest of it was written off; take that back first",
            ));
        }
        if !transfer.qty_in.is_zero() {
            let why = format!("{} of it arrived; take that back first", transfer.qty_in);
            return Err(refused(of, why));
        }
        books.draft.remove(&transfer);
    }
    if let Some(sale) = books.view().find::<IntercompanySale>(&[&old.seq])? {
        let taken_back = true;
        books.draft.put(&IntercompanySale { taken_back, ..sale });
    }
    if let Some(voucher) = books.view().find::<Voucher>(&[&old.seq])? {
        if voucher.cleared != Money::ZERO {
            return Err(refused(of, "its freight was billed; take the bill back first"));
        }
        books.draft.remove(&voucher);
    }
    Ok(())
}

/// Puts the goods in transit again. The last arrival goes first, because the value of each depends on what arrived
/// before it.
pub(super) fn unreceive(books: &mut Books<'_, '_>, of: &Key, old: &Movement) -> Result<(), Halt> {
    let Some(origin) = old.origin else { return Ok(()) };
    let Some(transfer) = books.view().find::<Transfer>(&[&origin])? else {
        return Ok(());
    };
    if transfer.closed {
        return Err(refused(
            of,
            "the rest of the transfer was written off; take that back first",
        ));
    }
    if let Some(next) = later(books, old, origin)? {
        let why = format!(
            "more of the transfer arrived with movement {}; take that back first",
            next.seq
        );
        return Err(refused(of, why));
    }
    let qty_in = transfer.qty_in - old.qty;
    let value_in = if books.item(&old.item)?.method == Method::Standard {
        transfer.value.share(qty_in, transfer.qty)?
    } else {
        transfer.value_in - old.value + late_costs::sum_on(books.view(), old.seq)?
    };
    let before = Transfer {
        qty_in,
        value_in,
        ..transfer
    };
    books.draft.put(&before.settled());
    Ok(())
}

/// Puts what was written off in transit again.
pub(super) fn reopen(books: &mut Books<'_, '_>, old: &Movement) -> Result<(), Halt> {
    let Some(origin) = old.origin else { return Ok(()) };
    if let Some(transfer) = books.view().find::<Transfer>(&[&origin])? {
        let closed = false;
        books.draft.put(&Transfer { closed, ..transfer }.settled());
    }
    Ok(())
}
