//! Work orders: for people one line a component and step, for programs one object.

use super::ordered::step;
use crate::operations::why::WorkWhy;
use serde_json::{Value, json};

/// Returns a work order, its components, and what moved and was posted for it.
pub(super) fn text(why: &WorkWhy) -> Vec<String> {
    let WorkWhy { order, parts, steps } = why;
    let due = order.due.map(|due| format!(" · due {due}")).unwrap_or_default();
    let state = if order.open { "open" } else { "closed" };
    let mut told = vec![format!(
        "work order {} · {} of {} {} made at {}, {} spoilt{due} · {state}",
        order.order_no, order.reported, order.qty, order.item, order.site, order.scrapped
    )];
    for part in parts {
        told.push(format!(
            "  line {} · {} {} each · issued {} · spoilt {} · made {} · in process {} worth {}",
            part.line,
            part.per,
            part.item,
            part.issued,
            part.scrapped,
            part.taken,
            part.held(),
            part.value
        ));
    }
    told.extend(steps.iter().map(step));
    told
}

/// Returns the same as an object.
pub(super) fn json(why: &WorkWhy) -> Value {
    let WorkWhy { order, parts, steps } = why;
    let parts = parts.iter().map(|part| {
        json!({
            "line": part.line,
            "item": part.item,
            "each": part.per,
            "issued": part.issued,
            "spoilt": part.scrapped,
            "made": part.taken,
            "in_process": part.held(),
            "value": part.value,
        })
    });
    let steps = steps.iter().map(|step| {
        json!({
            "movement": step.movement.seq,
            "kind": step.movement.kind,
            "line": step.movement.order_line,
            "item": step.movement.item,
            "lot": step.movement.lot,
            "qty": step.movement.qty,
            "effective_date": step.movement.effective,
            "value": step.movement.value,
            "reverses": step.movement.reverses,
            "entries": step.entries,
        })
    });
    json!({
        "work_order": order.order_no,
        "item": order.item,
        "site": order.site,
        "qty": order.qty,
        "made": order.reported,
        "spoilt": order.scrapped,
        "due": order.due,
        "open": order.open,
        "components": parts.collect::<Vec<_>>(),
        "steps": steps.collect::<Vec<_>>(),
    })
}
