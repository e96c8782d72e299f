//! Lines whose customers insist on a lot: they are allocated at once, because no other goods can stand in.

use super::Of;
use super::plan::Plan;
use crate::domain::amount::Qty;
use crate::domain::catalog::Lot;
use crate::domain::code::LotCode;
use crate::domain::order::{Order, OrderKind, OrderLine, OrderState};
use crate::domain::promise::Promise;
use crate::domain::record::Range;
use crate::operations::change::Halt;
use crate::operations::rules::allocate::{line_from_stock, sales_order};
use crate::operations::rules::books::Books;
use std::collections::BTreeSet;

/// Returns who waits for one of these lots, the most urgent last.
pub(super) fn waiting(
    books: &Books<'_, '_>,
    (item, site): &Of,
    lots: BTreeSet<LotCode>,
) -> Result<Vec<Promise>, Halt> {
    let mut waiting: Vec<Promise> = Vec::new();
    for lot in lots {
        let range = Range::by(Promise::WAITING, &[item, site, &true, &lot]);
        waiting.extend(books.view().list::<Promise>(&range)?);
    }
    waiting.sort_by(|one, other| other.rank().cmp(&one.rank()));
    Ok(waiting)
}

/// Allocates what there is of the lot that a line insists on, as far as that breaks no promise.
pub(super) fn allocate(books: &mut Books<'_, '_>, plan: &mut Plan, promise: Promise) -> Result<(), Halt> {
    let lot: Option<Lot> = books.view().find(&[&promise.item, &promise.lot])?;
    let expiry = lot.and_then(|lot| lot.expiry);
    let wanted = promise.waiting.min(plan.available_of_lot(expiry));
    let line: Option<OrderLine> =
        books
            .view()
            .find(&[&OrderKind::Sales, &promise.order_no, &promise.line])?;
    let Some(line) = line.filter(|_| Qty::ZERO < wanted) else {
        return Ok(());
    };
    let head = sales_order(books, &promise.order_no)?;
    let part = line_from_stock(books, &head, line, wanted)?;
    if part.is_zero() {
        return Ok(());
    }
    let state = OrderState::Allocated;
    books.draft.put(&Order { state, ..head });
    plan.allocated(expiry, part);
    plan.note(books, &promise, (Qty::ZERO, -part))?;
    let waiting = promise.waiting - part;
    books.draft.put(&promise.with(Qty::ZERO, waiting));
    Ok(())
}
