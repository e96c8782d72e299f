//! `why` for programs: one object, the same steps nested.

use super::request_of;
use crate::domain::log::Logged;
use crate::domain::record::Fault;
use crate::operations::why::{AccountWhy, EntryWhy, MovementWhy, Part, saying, sides};
use serde_json::{Value, json};

/// Returns an entry, its lines, and what is behind them.
pub(super) fn entry(why: &EntryWhy) -> Value {
    let lines: Vec<Value> = why
        .lines
        .iter()
        .map(|(line, name)| {
            let (debit, credit) = sides(line.amount);
            json!({"account": line.account, "name": name, "debit": debit, "credit": credit})
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
    let request = request_of(logged)?;
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
