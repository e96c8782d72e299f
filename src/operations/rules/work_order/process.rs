//! What is in process of a component: it comes at its cost, and leaves at the moving average of what is there.

use crate::domain::amount::{Money, Qty};
use crate::domain::movement::MovementKind;
use crate::domain::record::Range;
use crate::domain::work_order::{WorkOrder, WorkPart, WorkStep};
use crate::operations::change::Halt;
use crate::operations::rules::books::Books;

/// Puts goods into process with a movement.
pub(super) fn put(
    books: &mut Books<'_, '_>,
    part: WorkPart,
    (movement, kind): (i64, MovementKind),
    (qty, value): (Qty, Money),
) {
    note(books, &part, (movement, kind), (qty, Qty::ZERO), value);
    books.draft.put(&WorkPart {
        issued: part.issued + qty,
        value: part.value + value,
        ..part
    });
}

/// Returns what `qty` of a component in process is worth.
pub(super) fn worth(part: &WorkPart, qty: Qty) -> Result<Money, Halt> {
    if part.held().is_zero() {
        return Ok(Money::ZERO);
    }
    Ok(part.value.share(qty, part.held())?)
}

/// Takes goods out of process with a movement, at what they are [`worth`]; `change` says what became of them.
pub(super) fn take(
    books: &mut Books<'_, '_>,
    part: WorkPart,
    (movement, kind): (i64, MovementKind),
    qty: Qty,
    change: impl FnOnce(WorkPart) -> WorkPart,
) -> Result<(), Halt> {
    let value = worth(&part, qty)?;
    note(books, &part, (movement, kind), (-qty, part.held()), -value);
    let value = part.value - value;
    books.draft.put(&WorkPart {
        value,
        ..change(part)
    });
    Ok(())
}

fn note(
    books: &mut Books<'_, '_>,
    part: &WorkPart,
    (movement, kind): (i64, MovementKind),
    (qty, whole): (Qty, Qty),
    value: Money,
) {
    books.draft.put(&WorkStep {
        movement,
        line: part.line,
        order_no: part.order_no.clone(),
        kind,
        qty,
        whole,
        value,
    });
}

/// Notes a movement of the work order as a whole.
pub(super) fn note_whole(
    books: &mut Books<'_, '_>,
    order: &WorkOrder,
    (movement, kind): (i64, MovementKind),
    qty: Qty,
) {
    books.draft.put(&WorkStep {
        movement,
        line: 0,
        order_no: order.order_no.clone(),
        kind,
        qty,
        whole: Qty::ZERO,
        value: Money::ZERO,
    });
}

/// Makes what leaves the process from now on happen no earlier than what came into it did, whatever day is named.
pub(super) fn after_issues(books: &mut Books<'_, '_>, order: &WorkOrder) -> Result<(), Halt> {
    let range = Range::by(WorkStep::BY_ORDER, &[&order.order_no]);
    let steps: Vec<WorkStep> = books.view().list(&range)?;
    let (mut effective, mut posting) = (books.request.date, books.request.date);
    for step in steps.iter().filter(|step| !step.is_outward()) {
        let issued = books.moved(step.movement)?;
        effective = effective.max(issued.effective);
        posting = posting.max(issued.posting);
    }
    (books.effective, books.posting) = (Some(effective), Some(posting.max(effective)));
    Ok(())
}
