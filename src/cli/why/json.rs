//! `why` for programs: one object, the same steps nested.

use crate::domain::log::Logged;
use crate::domain::record::Fault;
use crate::operations::request::Request;
use crate::operations::why::{
    AccountWhy, BatchWhy, EntryWhy, MovementWhy, OrderWhy, Part, Step, saying, sides,
};
use serde_json::{Value, json};

/// Returns an entry, its lines, and what is behind them.
pub(super) fn entry(why: &EntryWhy) -> Value {
    let lines: Vec<Value> = why
        .lines
        .iter()
        .map(|(line, name)| {
            let (debit, credit) = sides(line.amount);
            let mut told = json!({"account": line.account, "name": name, "debit": debit, "credit": credit});
            if !line.dimensions.is_empty() {
                told["dimensions"] = json!(line.dimensions);
            }
            told
        })
        .collect();
    json!({
        "entry": why.entry.entry,
        "rule": why.entry.rule,
        "because": saying(why.entry.rule),
        "effective_date": why.entry.effective,
        "posting_date": why.entry.posting,
        "entered_at": why.entry.entered_at.to_string(),
        "document": why.entry.document,
        "site": why.entry.site,
        "group": why.entry.group_number,
        "channel": why.entry.channel,
        "batch": why.batch,
        "negates": why.entry.negates,
        "lines": lines,
        "movement": why.movement.as_ref().map(movement),
    })
}

/// Returns a ledger batch, its lines, what became of it, and its entries.
pub(super) fn batch(why: &BatchWhy) -> Value {
    let head = &why.sealed.head;
    let lines = why.sealed.lines.iter().map(|line| {
        json!({"account": line.account, "name": line.name, "rule": line.rule, "debit": line.debit,
            "credit": line.credit, "count": line.count})
    });
    let exports = why.handed.exports.iter();
    let exports = exports.map(|export| json!({"target": export.target, "at": export.at.to_string()}));
    let taken = why.handed.acknowledgements.iter().map(
        |taken| json!({"target": taken.target, "reference": taken.reference, "at": taken.at.to_string()}),
    );
    let entries = why.entries.iter().map(|entry| {
        json!({"entry": entry.entry, "rule": entry.rule, "movement": entry.movement,
            "document": entry.document})
    });
    json!({
        "batch": head.batch,
        "day": head.day,
        "site": head.site,
        "currency": head.currency,
        "sealed_at": head.sealed_at.to_string(),
        "sealed_by": head.sealed_by,
        "hash": head.hash,
        "reverses": head.reverses,
        "reversed_by": why.reversed_by,
        "exports": exports.collect::<Vec<_>>(),
        "acknowledgements": taken.collect::<Vec<_>>(),
        "lines": lines.collect::<Vec<_>>(),
        "count": why.count,
        "entries": entries.collect::<Vec<_>>(),
    })
}

/// Returns an order, its lines, and what moved and was posted for it.
pub(super) fn order(why: &OrderWhy) -> Value {
    let OrderWhy { order, party, .. } = why;
    let lines = why.lines.iter().map(|line| {
        json!({"line": line.line, "item": line.item, "qty": line.qty, "price": line.price,
            "price_per": line.price_per, "done": line.done, "open": line.open()})
    });
    let steps = why.steps.iter().map(|step| {
        let Step { movement, entries, sold, billed } = step;
        json!({"movement": movement.seq, "kind": movement.kind, "line": movement.order_line, "item": movement.item,
            "qty": movement.qty, "value": movement.value, "effective_date": movement.effective,
            "sales": sold.as_ref().map(|sold| sold.sales), "cost": sold.as_ref().map(|sold| sold.cost),
            "billed": billed, "entries": entries})
    });
    json!({
        "order": order.order_no,
        "kind": order.kind,
        "party": order.party,
        "name": party,
        "site": order.site,
        "due": order.due,
        "state": order.state,
        "lines": lines.collect::<Vec<_>>(),
        "steps": steps.collect::<Vec<_>>(),
    })
}

/// Returns a movement, its layers, and who made it.
pub(super) fn movement(why: &MovementWhy) -> Value {
    let moved = &why.movement;
    let parts: Vec<Value> = why.parts.iter().map(part).collect();
    let read = why.read.as_ref().map(|(read, result)| {
        json!({
            "terminal": read.terminal,
            "read": read.read,
            "device": read.device,
            "raw": read.raw,
            "at": read.last_at.to_string(),
            "outcome": result.as_ref().map(|result| result.outcome),
            "message": result.as_ref().map(|result| result.message.clone()),
            "step": result.as_ref().map(|result| result.step.clone()),
        })
    });
    json!({
        "movement": moved.seq,
        "kind": moved.kind,
        "item": moved.item,
        "lot": moved.lot,
        "serial": moved.serial,
        "qty": moved.qty,
        "from": moved.from_location,
        "to": moved.to_location,
        "site": moved.site,
        "value": moved.value,
        "effective_date": moved.effective,
        "entered_at": moved.entered_at.to_string(),
        "operator": moved.operator,
        "terminal": moved.terminal,
        "source": moved.source,
        "document": moved.document,
        "reason": moved.reason,
        "origin": moved.origin,
        "reverses": moved.reverses,
        "taken_back_by": why.taken_back_by,
        "layers": parts,
        "laid": why.laid.iter()
            .map(|late| json!({"movement": late.issue, "value": late.value, "account": late.account}))
            .collect::<Vec<_>>(),
        "beside": why.beside.iter()
            .map(|late| json!({"movement": late.seq, "item": late.item, "site": late.site, "value": late.value}))
            .collect::<Vec<_>>(),
        "late": why.late.iter()
            .map(|late| json!({"movement": late.movement, "value": late.value, "account": late.account}))
            .collect::<Vec<_>>(),
        "operation": why.operation.as_ref().map(|made| json!({"seq": made.seq, "op": made.op, "id": made.key})),
        "entries": why.entries,
        "scan": read,
    })
}

/// Returns an account and its last lines.
pub(super) fn account(why: &AccountWhy) -> Value {
    let lines: Vec<Value> = why
        .lines
        .iter()
        .map(|line| {
            let (debit, credit) = sides(line.amount);
            json!({
                "entry": line.entry,
                "movement": line.movement,
                "posting_date": line.posting,
                "rule": line.rule,
                "document": line.document,
                "batch": line.batch,
                "debit": debit,
                "credit": credit,
            })
        })
        .collect();
    json!({
        "account": why.account,
        "name": why.name,
        "debit": why.debit,
        "credit": why.credit,
        "balance": why.debit - why.credit,
        "count": why.count,
        "lines": lines,
    })
}

fn part(part: &Part) -> Value {
    json!({
        "layer": part.layer,
        "received": part.received,
        "held": part.held,
        "worth": part.worth,
        "qty": part.qty,
        "value": part.value,
        "exact": part.exact(),
    })
}

/// Returns an operation that moved no goods: who asked for what, and what it changed.
pub(super) fn operation(logged: &Logged) -> Result<Value, Fault> {
    let request = Request::of(logged)?;
    Ok(json!({
        "operation": logged.seq,
        "op": logged.op,
        "id": logged.key,
        "entered_at": request.at.to_string(),
        "operator": request.requester.operator(),
        "terminal": request.requester.terminal(),
        "approved_by": request.approved_by,
        "document": request.document,
        "reason": request.reason,
        "note": logged.note,
    }))
}
