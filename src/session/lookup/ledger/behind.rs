//! What is behind a figure: from the entry to the layers, the movement, the scan and the operator.

use super::MOST;
use crate::domain::amount::Money;
use crate::domain::blind::Stated;
use crate::domain::record::Fault;
use crate::domain::user::User;
use crate::flows::event::Context;
use crate::flows::question::ledger::{Column, Mark, Only, Page, Place, Row};
use crate::operations::blindness::hides_movement;
use crate::operations::view::View;
use crate::operations::why::words::{late_cost, lot_of, share, way, who};
use crate::operations::why::{self, MovementWhy, saying, sides};

const COLUMNS: [Column; 2] = [Column::text("What", 0), Column::text("Says", 0)];

/// Returns a row that shows its whole text while it is marked.
fn told(what: impl Into<String>, text: impl Into<String>) -> Row {
    let (what, text) = (what.into(), text.into());
    Row::of([what.clone(), text.clone()]).saying(&what, text)
}

/// Returns a journal entry: its lines, the rule and why, and the movement.
pub(super) fn entry(view: &dyn View, number: i64, context: &Context) -> Result<Option<Page>, Fault> {
    let Some(why) = why::of_entry(view, number)? else {
        return Ok(None);
    };
    let mut page = Page::new(format!("Ledger entry {number}"), &COLUMNS);
    let entry = &why.entry;
    page.fact("Posted", format!("{} at {}", entry.posting, entry.site));
    for (line, name) in &why.lines {
        let (debit, credit) = sides(line.amount);
        let (letter, amount) = if credit == Money::ZERO {
            ('D', debit)
        } else {
            ('C', credit)
        };
        let said = line.dimensions.to_string();
        let text = [amount.to_string(), name.clone(), said].join(" ");
        let row = told(format!("{letter} {}", line.account), text.trim());
        page.rows.push(row.to(Place::Account {
            account: line.account.clone(),
            only: Only::Every,
        }));
    }
    page.rows
        .push(told("Rule", format!("{}: {}", entry.rule, saying(entry.rule))));
    if let Some(negated) = entry.negates {
        let row = told("Negates", format!("entry {negated}"));
        page.rows.push(row.to(Place::Entry(negated)));
    }
    page.rows.push(match why.batch {
        Some(batch) => told("Batch", format!("ledger batch {batch}")).to(Place::Batch(batch)),
        None => told("Batch", "pending, not sealed yet").marked(Mark::Look),
    });
    if let Some(behind) = &why.movement {
        page.rows.extend(rows(view, behind, number, context)?);
    }
    Ok(Some(page))
}

/// Returns a movement: its goods and layers, and every entry of its operation.
pub(super) fn movement(view: &dyn View, number: i64, context: &Context) -> Result<Option<Page>, Fault> {
    let Some(why) = why::of_movement(view, number)? else {
        return Ok(None);
    };
    let mut page = Page::new(format!("Ledger movement {number}"), &COLUMNS);
    page.fact(
        "Posted",
        format!("{} at {}", why.movement.posting, why.movement.site),
    );
    page.rows = rows(view, &why, 0, context)?;
    Ok(Some(page))
}

/// Returns the movement step by step; `from` is the entry that led here. Of goods under count, whoever may still count
/// them is told no more than that.
fn rows(view: &dyn View, why: &MovementWhy, from: i64, context: &Context) -> Result<Vec<Row>, Fault> {
    let movement = &why.movement;
    if hides_movement(view, &context.operator, movement)? {
        let text = format!("{} {} {}", movement.seq, movement.kind, Stated::withheld());
        return Ok(vec![told("Movement", text)]);
    }
    steps(view, why, from)
}

fn steps(view: &dyn View, why: &MovementWhy, from: i64) -> Result<Vec<Row>, Fault> {
    let MovementWhy { movement, .. } = why;
    let goods = format!("{}{}", movement.item, lot_of(movement));
    let mut rows = vec![
        told(
            "Movement",
            format!(
                "{} {} {} {goods} {}",
                movement.seq,
                movement.kind,
                movement.qty,
                way(movement)
            ),
        )
        .to(Place::Movement(movement.seq)),
        told("Value", movement.value.to_string()),
    ];
    rows.extend(why.parts.iter().map(|part| {
        let row = told("Layer", share(part));
        match part.layer {
            Some(layer) => row.to(Place::Movement(layer)),
            None => row,
        }
    }));
    rows.extend(late_cost(why, MOST).map(|(seq, text)| told("Late cost", text).to(Place::Movement(seq))));
    rows.extend(why.late.iter().take(MOST).map(|late| {
        let text = format!("{} more, known with movement {}", late.value, late.movement);
        told("Cost", text).to(Place::Movement(late.movement))
    }));
    if let Some(operation) = &why.operation {
        rows.push(told(
            "Operation",
            format!("{} {} id {}", operation.seq, operation.op, operation.key),
        ));
    }
    let others = why.entries.iter().filter(|entry| **entry != from);
    rows.extend(others.map(|entry| told("Entry", format!("E{entry}")).to(Place::Entry(*entry))));
    let user: Option<User> = view.find(&[&movement.operator])?;
    let name = user.map_or_else(String::new, |user| format!("{}, ", user.name));
    rows.push(told("Who", format!("{name}{}", who(movement))));
    rows.push(told(
        "When",
        format!("{}, entered {}", movement.effective, movement.entered_at),
    ));
    for (what, text) in [("Document", &movement.document), ("Reason", &movement.reason)] {
        rows.extend(text.as_ref().map(|text| told(what, text.clone())));
    }
    if let Some((read, result)) = &why.read {
        rows.push(told(
            "Scan",
            format!(
                "{} of {} from {}: {}",
                read.read, read.terminal, read.device, read.raw
            ),
        ));
        rows.extend(result.as_ref().map(|result| {
            let text = format!("{} in {} ms: {}", result.outcome, result.millis, result.message);
            told("Answer", text)
        }));
    }
    for (what, number) in [("Goods of", movement.origin), ("Takes back", movement.reverses)] {
        let row = |number: i64| told(what, format!("movement {number}")).to(Place::Movement(number));
        rows.extend(number.map(row));
    }
    if let Some(by) = why.taken_back_by {
        rows.push(told("Taken back", format!("by operation {by}")).marked(Mark::Look));
    }
    Ok(rows)
}
