//! `why` for people: one line a step, indented as far as it is behind the figure.

use crate::domain::amount::Money;
use crate::domain::log::Logged;
use crate::domain::record::Fault;
use crate::operations::request::Request;
use crate::operations::why::words::{late_cost, lot_of, share, way, who};
use crate::operations::why::{AccountWhy, EntryWhy, MovementWhy, saying, sides};

/// Returns an entry, its lines, and what is behind them.
pub(super) fn entry(why: &EntryWhy) -> Vec<String> {
    let EntryWhy { entry, .. } = why;
    let batch = why
        .batch
        .map_or_else(|| "pending".to_owned(), |batch| format!("ledger batch {batch}"));
    let mut lines = vec![format!(
        "entry {} · {} · posted {} at {} · group {} · {batch}",
        entry.entry, entry.rule, entry.posting, entry.site, entry.group_number
    )];
    for (line, name) in &why.lines {
        let (debit, credit) = sides(line.amount);
        let (side, amount) = if credit == Money::ZERO {
            ('D', debit)
        } else {
            ('C', credit)
        };
        let told = format!(
            "  {side} {:>14}  {} {name} {}",
            amount.to_string(),
            line.account,
            line.dimensions
        );
        lines.push(told.trim_end().to_owned());
    }
    lines.push(format!("  because {}", saying(entry.rule)));
    if let Some(negated) = entry.negates {
        lines.push(format!("  negates entry {negated}"));
    }
    if let Some(behind) = &why.movement {
        lines.extend(movement(behind).into_iter().map(|line| format!("  {line}")));
    }
    lines
}

/// Returns a movement, its layers, and who made it.
pub(super) fn movement(why: &MovementWhy) -> Vec<String> {
    let MovementWhy { movement, .. } = why;
    let mut lines = vec![format!(
        "movement {} · {} · {} {}{} · {} · value {}",
        movement.seq,
        movement.kind,
        movement.qty,
        movement.item,
        lot_of(movement),
        way(movement),
        movement.value
    )];
    lines.extend(why.parts.iter().map(|part| format!("  {}", share(part))));
    lines.extend(late_cost(why, usize::MAX).map(|(_, told)| format!("  late cost {told}")));
    lines.extend(why.late.iter().map(|late| {
        format!(
            "  cost {} more, known with movement {}",
            late.value, late.movement
        )
    }));
    if let Some(operation) = &why.operation {
        lines.push(format!(
            "  operation {} · {} · id {}",
            operation.seq, operation.op, operation.key
        ));
        let entries: Vec<String> = why.entries.iter().map(ToString::to_string).collect();
        if !entries.is_empty() {
            lines.push(format!("  entries {}", entries.join(", ")));
        }
    }
    let document = movement
        .document
        .as_ref()
        .map(|document| format!(" · document {document}"));
    let reason = movement
        .reason
        .as_ref()
        .map(|reason| format!(" · reason {reason}"));
    lines.push(format!(
        "  effective {} · entered {} · {}{}{}",
        movement.effective,
        movement.entered_at,
        who(movement),
        document.unwrap_or_default(),
        reason.unwrap_or_default()
    ));
    if let Some((read, result)) = &why.read {
        lines.push(format!(
            "  read {} at {} from {}: {}",
            read.read, read.terminal, read.device, read.raw
        ));
        if let Some(result) = result {
            lines.push(format!(
                "  {} in {} ms at {}: {}",
                result.outcome, result.millis, result.step, result.message
            ));
        }
    }
    if let Some(origin) = movement.origin {
        lines.push(format!("  goods of movement {origin}"));
    }
    if let Some(reverses) = movement.reverses {
        lines.push(format!("  takes movement {reverses} back"));
    }
    if let Some(by) = why.taken_back_by {
        lines.push(format!("  taken back by operation {by}"));
    }
    lines
}

/// Returns an account and its last lines.
pub(super) fn account(why: &AccountWhy) -> Vec<String> {
    let mut lines = vec![format!(
        "account {} {} · debit {} · credit {} · balance {} · {} lines",
        why.account,
        why.name,
        why.debit,
        why.credit,
        why.debit - why.credit,
        why.count
    )];
    for line in &why.lines {
        let (debit, credit) = sides(line.amount);
        let (side, amount) = if credit == Money::ZERO {
            ('D', debit)
        } else {
            ('C', credit)
        };
        let batch = line
            .batch
            .map_or_else(|| "pending".to_owned(), |batch| format!("batch {batch}"));
        let document = line.document.as_deref().unwrap_or("");
        let tail = format!(
            "entry {} · movement {} · {batch} {document}",
            line.entry, line.movement
        );
        lines.push(format!(
            "  {} {side} {:>14}  {:<15} {tail}",
            line.posting,
            amount.to_string(),
            line.rule.to_string()
        ));
    }
    lines
}

/// Returns an operation that moved no goods: who asked for what, and what it changed.
pub(super) fn operation(logged: &Logged) -> Result<Vec<String>, Fault> {
    let request = Request::of(logged)?;
    let mut lines = vec![format!(
        "operation {} · {} · id {}",
        logged.seq, logged.op, logged.key
    )];
    let asked = &request.requester;
    let at = match (asked.operator().is_empty(), asked.terminal().is_empty()) {
        (true, _) => "by nobody who was named".to_owned(),
        (false, true) => format!("by {}", asked.operator()),
        (false, false) => format!("by {} at {}", asked.operator(), asked.terminal()),
    };
    let more = [
        request.document.map(|document| format!(" · document {document}")),
        request.reason.map(|reason| format!(" · reason {reason}")),
        request.approved_by.map(|badge| format!(" · approved by {badge}")),
    ];
    let more: String = more.into_iter().flatten().collect();
    lines.push(format!("  entered {} · {at}{more}", request.at));
    lines.extend(logged.note.iter().map(|note| format!("  {note}")));
    Ok(lines)
}
