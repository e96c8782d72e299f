//! What is in process for a work order goes back with a movement.

use super::refused;
use crate::domain::code::Key;
use crate::domain::movement::{Movement, MovementKind};
use crate::domain::record::{Fault, Range};
use crate::domain::work_order::{WorkOrder, WorkPart, WorkStep};
use crate::operations::change::Halt;
use crate::operations::rules::books::Books;

/// Puts what left the process into it again, or takes what came out of it. What left it last goes first, because the value
/// of each depends on what was there then.
pub(super) fn take_back(books: &mut Books<'_, '_>, of: &Key, old: &Movement) -> Result<(), Halt> {
    let steps: Vec<WorkStep> = books.view().all(&[&old.seq])?;
    let Some(number) = steps.first().map(|step| step.order_no.clone()) else {
        return Ok(());
    };
    let order: Option<WorkOrder> = books.view().find(&[&number])?;
    let order = order.ok_or_else(|| Fault::new(format!("work order {number} is missing")))?;
    let later = Range::by(WorkStep::BY_ORDER, &[&number]).after(&old.seq);
    let later: Vec<WorkStep> = books.view().list(&later)?;
    for next in later.iter().filter(|step| step.is_outward()) {
        let moved = books.moved(next.movement)?;
        if moved.operation != old.operation {
            let kind = moved.kind.word().replace('_', " ");
            let why = format!(
                "movement {} ({kind}) of {number} came after it; take that back first",
                moved.seq
            );
            return Err(refused(of, why));
        }
    }
    if !order.open && old.kind != MovementKind::WorkClose {
        let why = format!("work order {number} is closed; take its closing back first");
        return Err(refused(of, why));
    }
    for step in &steps {
        if step.line != 0 {
            restore(books, old, step)?;
        }
        books.draft.remove(step);
    }
    match (old.kind, old.order_line) {
        (MovementKind::WorkClose, _) => books.draft.put(&WorkOrder { open: true, ..order }),
        (MovementKind::WorkReport, _) => books.draft.put(&WorkOrder {
            reported: order.reported - old.qty,
            ..order
        }),
        (MovementKind::WorkScrap, Some(0)) => books.draft.put(&WorkOrder {
            scrapped: order.scrapped - old.qty,
            ..order
        }),
        _ => {}
    }
    Ok(())
}

fn restore(books: &mut Books<'_, '_>, old: &Movement, step: &WorkStep) -> Result<(), Halt> {
    let part: Option<WorkPart> = books.view().find(&[&step.order_no, &step.line])?;
    let mut part = part.ok_or_else(|| Fault::new(format!("movement {} has no component", step.movement)))?;
    match (old.kind, old.order_line) {
        (MovementKind::WorkIssue | MovementKind::WorkReturn, _) => part.issued -= step.qty,
        (MovementKind::WorkScrap, Some(line)) if line != 0 => part.scrapped += step.qty,
        _ => part.taken += step.qty,
    }
    part.value -= step.value;
    books.draft.put(&part);
    Ok(())
}
