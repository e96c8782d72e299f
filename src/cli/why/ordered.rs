//! Ledger batches and orders for people: one line a step, indented as far as it is behind the figure.

use crate::domain::amount::{Money, Total};
use crate::flows::naming::counted;
use crate::operations::why::{BatchWhy, OrderWhy, Step};

/// Returns a ledger batch, its lines, what became of it, and its entries.
pub(super) fn batch(why: &BatchWhy) -> Vec<String> {
    let (head, amounts) = (&why.sealed.head, &why.sealed.lines);
    let amount: Total = amounts.iter().map(|line| line.debit).sum();
    let by = match head.sealed_by.as_str() {
        "" => String::new(),
        badge => format!(" by {badge}"),
    };
    let mut lines = vec![format!(
        "ledger batch {} · {} at {} · {amount} {} · sealed {}{by}",
        head.batch, head.day, head.site, head.currency, head.sealed_at
    )];
    let more = [
        head.reverses
            .map(|other| format!("  negates ledger batch {other}")),
        why.reversed_by
            .map(|other| format!("  negated by ledger batch {other}")),
    ];
    lines.extend(more.into_iter().flatten());
    for export in &why.handed.exports {
        lines.push(format!("  exported for {} at {}", export.target, export.at));
    }
    for taken in &why.handed.acknowledgements {
        lines.push(format!(
            "  taken by {} as {} at {}",
            taken.target, taken.reference, taken.at
        ));
    }
    for line in amounts {
        for (side, amount) in [('D', line.debit), ('C', line.credit)] {
            if amount != Money::ZERO {
                lines.push(format!(
                    "  {side} {:>14}  {} {} · {} · {}",
                    amount.to_string(),
                    line.account,
                    line.name,
                    line.rule,
                    counted(usize::try_from(line.count).unwrap_or(0), "journal line")
                ));
            }
        }
    }
    let shown = why.entries.len();
    if shown < why.count {
        lines.push(format!("  the last {shown} of {} entries:", why.count));
    }
    for entry in &why.entries {
        let document = entry.document.as_deref().map(|document| format!(" · {document}"));
        lines.push(format!(
            "  entry {} · {} · movement {}{}",
            entry.entry,
            entry.rule,
            entry.movement,
            document.unwrap_or_default()
        ));
    }
    lines
}

/// Returns an order, its lines, and what moved and was posted for it.
pub(super) fn order(why: &OrderWhy) -> Vec<String> {
    let OrderWhy { order, lines, .. } = why;
    let party = why.party.as_deref().unwrap_or_default();
    let mut told = vec![format!(
        "order {} · {} · {} {party} · at {} · due {} · {}",
        order.order_no, order.kind, order.party, order.site, order.due, order.state
    )];
    for line in lines {
        told.push(format!(
            "  line {} · {} {} at {} for {} · done {} · open {}",
            line.line,
            line.qty,
            line.item,
            line.price,
            line.price_per,
            line.done,
            line.open()
        ));
    }
    told.extend(why.steps.iter().map(step));
    told
}

pub(super) fn step(step: &Step) -> String {
    let Step {
        movement,
        entries,
        sold,
        billed,
    } = step;
    let billed = (*billed != Money::ZERO).then(|| format!(" · billed {billed}"));
    let line = movement.order_line.map(|line| format!(" · line {line}"));
    let sold = sold
        .as_ref()
        .map(|sold| format!(" · sales {} · cost {}", sold.sales, sold.cost));
    let numbers: Vec<String> = entries.iter().map(ToString::to_string).collect();
    let posted = match numbers.as_slice() {
        [] => "no entry".to_owned(),
        [one] => format!("entry {one}"),
        _ => format!("entries {}", numbers.join(", ")),
    };
    format!(
        "  movement {} · {} · {} {} · {}{}{}{} · value {} · {posted}",
        movement.seq,
        movement.kind,
        movement.qty,
        movement.item,
        movement.effective,
        line.unwrap_or_default(),
        sold.unwrap_or_default(),
        billed.unwrap_or_default(),
        movement.value
    )
}
