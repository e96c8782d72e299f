//! What lines of sales orders need, as an operation leaves them.

use super::plans::Plans;
use crate::domain::amount::Qty;
use crate::domain::code::OrderNo;
use crate::domain::order::{Order, OrderKind, OrderLine, OrderState};
use crate::domain::promise::Promise;
use crate::operations::change::Halt;
use crate::operations::draft::Changed;
use crate::operations::rules::allocate::customer_life;
use crate::operations::rules::books::Books;
use std::collections::BTreeMap;

/// Makes the promises of all lines follow that the operation changed, or whose order it changed.
pub(super) fn follow(books: &mut Books<'_, '_>, plans: &mut Plans) -> Result<(), Halt> {
    let mut lines: BTreeMap<(OrderNo, i64), Changed<OrderLine>> = BTreeMap::new();
    for (before, after) in books.draft.changes::<OrderLine>()? {
        if let Some(line) = after.as_ref().or(before.as_ref())
            && line.kind == OrderKind::Sales
        {
            lines.insert((line.order_no.clone(), line.line), (before, after));
        }
    }
    for (before, after) in books.draft.changes::<Order>()? {
        let Some(order) = after.as_ref().or(before.as_ref()) else {
            continue;
        };
        if order.kind != OrderKind::Sales || before.as_ref().map(wants) == after.as_ref().map(wants) {
            continue;
        }
        for line in books
            .view()
            .all::<OrderLine>(&[&OrderKind::Sales, &order.order_no])?
        {
            let key = (line.order_no.clone(), line.line);
            lines
                .entry(key)
                .or_insert_with(|| (Some(line.clone()), Some(line)));
        }
    }
    let entry = books.operation;
    for ((order, _), (before, after)) in lines {
        let head: Option<Order> = books.view().find(&[&OrderKind::Sales, &order])?;
        line(
            books,
            plans,
            head.as_ref(),
            (before.as_ref(), after.as_ref()),
            entry,
        )?;
    }
    Ok(())
}

/// Returns what of an order decides about its promises.
fn wants(order: &Order) -> impl PartialEq {
    let is_over = order.state == OrderState::Closed;
    (
        is_over,
        order.priority,
        order.due,
        order.site.clone(),
        order.party.clone(),
    )
}

/// Makes the promise of one line follow. What was allocated of it was promised before; what it needs no longer waited
/// first, and what it needs more waits.
pub(super) fn line(
    books: &mut Books<'_, '_>,
    plans: &mut Plans,
    head: Option<&Order>,
    (before, after): (Option<&OrderLine>, Option<&OrderLine>),
    entry: i64,
) -> Result<(), Halt> {
    let Some(line) = after.or(before) else {
        return Ok(());
    };
    let known: Option<Promise> = books.view().find(&[&line.order_no, &line.line])?;
    let live = match (head, after) {
        (Some(head), Some(line)) if head.state != OrderState::Closed && Qty::ZERO < line.open() => {
            Some((head, line)).filter(|_| known.is_some() || Qty::ZERO < line.unallocated())
        }
        _ => None,
    };
    let is_goods = !books.item(&line.item)?.service;
    let Some((head, line)) = live.filter(|_| is_goods) else {
        return known.map_or(Ok(()), |known| drop_of(books, plans, &known));
    };
    let entry = known.as_ref().map_or(entry, |known| known.entry);
    let fresh = Promise {
        order_no: line.order_no.clone(),
        line: line.line,
        item: line.item.clone(),
        site: head.site.clone(),
        lot: line.lot.clone().unwrap_or_default(),
        life: customer_life(books, head)?,
        priority: head.priority,
        due: head.due,
        entry,
        holds: false,
        waits: false,
        promised: Qty::ZERO,
        waiting: Qty::ZERO,
    };
    let wants = |it: &Promise| (it.item.clone(), it.site.clone(), it.lot.clone(), it.life);
    let known = match known {
        Some(known) if wants(&known) != wants(&fresh) => {
            drop_of(books, plans, &known)?;
            None
        }
        known => known,
    };
    let (promised, waiting) = known.map_or((Qty::ZERO, Qty::ZERO), |known| (known.promised, known.waiting));
    let wanted = line.unallocated();
    let taken = taken(line) - before.map_or(Qty::ZERO, taken);
    let (promised_now, waiting_now) = shared((promised, waiting), wanted, taken);
    plans.note(books, &fresh, (promised_now - promised, waiting_now - waiting))?;
    books.draft.put(&fresh.with(promised_now, waiting_now));
    Ok(())
}

/// Returns what of a line is in hand: allocated to it or taken for it.
fn taken(line: &OrderLine) -> Qty {
    line.allocated + line.picked + line.done
}

/// Returns what stays promised and what waits of a line that needs `wanted` now, after `taken` more of it is in hand.
fn shared((promised, waiting): (Qty, Qty), wanted: Qty, taken: Qty) -> (Qty, Qty) {
    let less = (promised + waiting - wanted).max(Qty::ZERO);
    let more = (wanted - promised - waiting).max(Qty::ZERO);
    let kept = promised - less.min(taken.max(Qty::ZERO)).min(promised);
    let left = less - (promised - kept);
    let waits = waiting - left.min(waiting);
    let promised = kept - (left - (waiting - waits));
    (promised, waits + more)
}

/// Drops what a line is promised and waits for.
fn drop_of(books: &mut Books<'_, '_>, plans: &mut Plans, known: &Promise) -> Result<(), Halt> {
    plans.note(books, known, (-known.promised, -known.waiting))?;
    books.draft.remove(known);
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_allocated_was_promised_and_what_is_not_needed_waited() {
        let units = |(one, other): (i64, i64)| (Qty::units(one), Qty::units(other));
        for (before, wanted, taken, after) in [
            ((6, 4), 4, 6, (0, 4)),
            ((6, 4), 7, 0, (6, 1)),
            ((6, 4), 3, 0, (3, 0)),
            ((6, 4), 12, -2, (6, 6)),
            ((6, 4), 2, 3, (2, 0)),
            ((0, 4), 0, 4, (0, 0)),
            ((6, 0), 0, 0, (0, 0)),
            ((0, 0), 5, 0, (0, 5)),
        ] {
            let found = shared(units(before), Qty::units(wanted), Qty::units(taken));
            assert_eq!(found, units(after), "{before:?} wants {wanted}, {taken} in hand");
        }
    }
}
