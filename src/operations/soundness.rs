//! What must hold of every change before it is written. No rule breaks it; if one does after all, the operation fails
//! with a fault, because a wrong row can't be removed from the books again.

use super::change::{Change, Halt, Write};
use crate::domain::amount::{Money, Qty, Total, is_bound};
use crate::domain::entry::{Entry, EntryLine};
use crate::domain::movement::Movement;
use crate::domain::part::part;
use crate::domain::record::{Fault, Value};
use crate::domain::refusal::Refusal;
use crate::domain::stock::{Layer, Pool};
use std::collections::BTreeMap;

part! {
    /// How much a movement moves.
    struct Moved of Movement {
        /// Its number.
        seq: i64,
        /// How much.
        qty: Qty,
    }
}

part! {
    /// A journal entry without what it is about.
    struct Head of Entry {
        /// Its number.
        entry: i64,
    }
}

part! {
    /// The amount of one line of a journal entry, whatever its account.
    struct Posted of EntryLine {
        /// The entry.
        entry: i64,
        /// Its number in the entry.
        line: i64,
        /// Debit (positive) or credit (negative).
        amount: Money,
    }
}

/// Checks a finished change: entries balance, no pool without goods has a value, no layer is below zero unless it is
/// provisional, and no sum was clamped at its bound. Reads the change alone.
///
/// # Errors
/// A [`Fault`] that says what is broken; [`Refusal::TooLarge`] for a sum that does not fit, by the rule books of
/// `rules` 2 and later.
pub(super) fn check(change: &Change, rules: i64) -> Result<(), Halt> {
    balances(change)?;
    for Moved { seq, qty } in change.parts()? {
        if qty < Qty::ZERO {
            return Err(broken(&format!("movement {seq} would move {qty}")).into());
        }
    }
    for pool in change.of::<Pool>()? {
        check_pool(&pool)?;
    }
    for layer in change.of::<Layer>()? {
        check_layer(&layer)?;
    }
    if 2 <= rules { bounded(change) } else { Ok(()) }
}

/// Checks that a pool without goods has no value.
///
/// # Errors
/// A [`Fault`] that names the stock.
pub(super) fn check_pool(pool: &Pool) -> Result<(), Fault> {
    let Pool {
        item,
        site,
        qty,
        value,
        ..
    } = pool;
    if qty.is_zero() && !value.is_zero() {
        return Err(broken(&format!("no {item} at {site} would be worth {value}")));
    }
    Ok(())
}

/// Checks that quantity and value of a layer have the same sign: a provisional layer owes both, any other holds both.
///
/// # Errors
/// A [`Fault`] that names the layer.
pub(super) fn check_layer(layer: &Layer) -> Result<(), Fault> {
    let Layer {
        seq,
        item,
        qty,
        value,
        ..
    } = layer;
    let holds = match qty {
        qty if qty.is_zero() => value.is_zero(),
        qty if Qty::ZERO < *qty => Money::ZERO <= *value,
        _ => *value <= Money::ZERO,
    };
    if holds {
        return Ok(());
    }
    Err(broken(&format!(
        "layer {seq} would hold {qty} {item} worth {value}"
    )))
}

/// Checks that every entry has lines, every line has an entry, and debits equal credits.
fn balances(change: &Change) -> Result<(), Fault> {
    let heads: Vec<Head> = change.parts()?;
    let mut sums: BTreeMap<i64, Option<Total>> = heads.iter().map(|head| (head.entry, None)).collect();
    for Posted { entry, line, amount } in change.parts()? {
        let Some(sum) = sums.get_mut(&entry) else {
            return Err(broken(&format!(
                "line {line} would be added to entry {entry}, which is not new"
            )));
        };
        *sum.get_or_insert_default() += amount;
    }
    for (entry, sum) in sums {
        match sum {
            Some(Total::ZERO) => {}
            Some(sum) => {
                return Err(broken(&format!(
                    "debits and credits of entry {entry} would differ by {sum}"
                )));
            }
            None => return Err(broken(&format!("entry {entry} would have no lines"))),
        }
    }
    Ok(())
}

/// Refuses a row with a sum that did not fit into 64 bits.
fn bounded(change: &Change) -> Result<(), Halt> {
    for write in &change.writes {
        let Write::Put { table, row, .. } = write else {
            continue;
        };
        let at = row
            .iter()
            .position(|cell| matches!(cell, Value::Int(n) if is_bound(*n)));
        if let Some(at) = at {
            let what = format!("the {} in {}", table.columns[at], table.name);
            return Err(Refusal::TooLarge { what }.into());
        }
    }
    Ok(())
}

fn broken(what: &str) -> Fault {
    Fault::new(format!(
        "{what}. Nothing was written; keep the store as it is and report this"
    ))
}

#[cfg(test)]
mod tests;
