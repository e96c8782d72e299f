//! Differences between a count and the book: tolerated, compared and posted.

use super::{line_goods, place_of};
use crate::domain::amount::{Qty, mul_div};
use crate::domain::count::{Count, CountAttempt, CountLine};
use crate::domain::entry::Rule;
use crate::domain::movement::MovementKind;
use crate::domain::order::{Order, OrderKind, OrderLine, OrderState};
use crate::domain::policy::LateBehindCount;
use crate::domain::task::{Task, TaskKind, TaskState};
use crate::operations::change::Halt;
use crate::operations::rules::adjust::{Difference, book};
use crate::operations::rules::books::Books;
use crate::operations::rules::stock::{Goods, Place};
use crate::operations::rules::tasks::{open_at, order_line};
use crate::operations::rules::{counted, late_count};
use crate::valuation::pool::carrying_cost;
use chrono::NaiveDate;
use std::cmp::Reverse;
use std::collections::BTreeMap;

/// Returns whether every line is within the tolerance in quantity, percent and value, all three.
pub(super) fn within_tolerance(
    books: &Books<'_, '_>,
    count: &Count,
    lines: &[CountLine],
) -> Result<bool, Halt> {
    let policies = books.policies()?;
    let (qty, percent, value) = (
        policies.count_tolerance_qty()?,
        policies.count_tolerance_percent()?,
        policies.count_tolerance_value()?,
    );
    for line in lines {
        let off = line.variance().abs();
        if off.is_zero() {
            continue;
        }
        let here = books.balance(&line_goods(books, line)?, &place_of(books, count, line)?)?;
        if here.qty + line.variance() < Qty::ZERO {
            return Ok(false);
        }
        let pool = books.pool(&line.item, &count.site)?;
        // Goods without a known cost may be worth anything, and against zero every difference exceeds any percentage.
        let is_worth_less = carrying_cost(&pool, off)?.is_some_and(|worth| worth.0 <= value.0 / 10_000);
        let share = mul_div(off.0, 100 * Qty::ONE.0, line.book_at_scan.0);
        let share = share.filter(|_| Qty::ZERO < line.book_at_scan);
        let is_small = off <= qty && share.is_some_and(|share| share <= percent.0);
        if !is_small || !is_worth_less {
            return Ok(false);
        }
    }
    Ok(true)
}

/// Returns whether two attempts found the same differences; a line that one does not have is no difference.
pub(super) fn agree(first: &[CountLine], second: &[CountLine]) -> bool {
    let key = |line: &CountLine| {
        (
            line.item.clone(),
            line.lot.clone(),
            line.serial.clone(),
            line.status,
        )
    };
    let differences = |lines: &[CountLine]| -> BTreeMap<_, Qty> {
        lines
            .iter()
            .map(|line| (key(line), line.variance()))
            .filter(|(_, off)| !off.is_zero())
            .collect()
    };
    differences(first) == differences(second)
}

/// Posts the differences of an attempt on the day on which it was counted, each as one movement with its entry; what is
/// missing first, because a piece may be missing with one status and found with another.
pub(super) fn post(books: &mut Books<'_, '_>, count: &Count, lines: &[CountLine]) -> Result<(), Halt> {
    let attempt: Option<CountAttempt> = books.view().find(&[&count.count, &count.attempt])?;
    let day = attempt.and_then(|attempt| attempt.day);
    let mut differences: Vec<(&CountLine, Qty)> = Vec::new();
    for line in lines {
        let off = match day {
            Some(day) => off_on(books, count, line, day)?,
            None => line.variance(),
        };
        if !off.is_zero() {
            differences.push((line, off));
        }
    }
    let before = (books.effective, books.posting);
    if let Some(day) = day {
        (books.effective, books.posting) = (Some(day), Some(day));
        counted::note(books, &count.location, None, (day, Some(count.count.to_string())));
    }
    let (missing, found): (Vec<_>, Vec<_>) = differences.into_iter().partition(|(_, off)| *off < Qty::ZERO);
    for (line, qty) in missing.into_iter().chain(found) {
        let (goods, place) = (line_goods(books, line)?, place_of(books, count, line)?);
        if qty < Qty::ZERO {
            release_promises(books, &goods, &place, -qty)?;
        }
        let document = Some(count.count.to_string());
        let (kind, rule) = (MovementKind::Count, Rule::Count);
        book(
            books,
            &Difference {
                kind,
                rule,
                goods: &goods,
                place: &place,
                qty,
                account: None,
                cost: None,
                document,
                late: None,
            },
        )?;
    }
    (books.effective, books.posting) = before;
    Ok(())
}

/// Returns the variance of a line on its own day: zero if a later count stands, and corrected for what was entered late
/// since it was counted, if the count saw that.
fn off_on(books: &Books<'_, '_>, count: &Count, line: &CountLine, day: NaiveDate) -> Result<Qty, Halt> {
    let (goods, place) = (line_goods(books, line)?, place_of(books, count, line)?);
    if counted::first_after(books, &goods, &place, day)?.is_some() {
        return Ok(Qty::ZERO);
    }
    let late = match (line.seen, late_count::way(books)?) {
        (Some(seen), LateBehindCount::Saw) => counted::entered_late(books, &goods, &place, (seen, day))?,
        _ => Qty::ZERO,
    };
    Ok(line.variance() - late)
}

/// Takes promises off goods that a count did not find; their orders are planned again with the next work.
fn release_promises(
    books: &mut Books<'_, '_>,
    goods: &Goods,
    place: &Place,
    missing: Qty,
) -> Result<(), Halt> {
    let balance = books.balance(goods, place)?;
    let mut over = (balance.allocated - (balance.qty - missing)).max(Qty::ZERO);
    if over.is_zero() {
        return Ok(());
    }
    let released = over;
    let mut tasks = open_at(books, &place.location, TaskKind::Pick)?;
    // The least urgent gives its goods back first.
    tasks.sort_by_key(|task| Reverse((task.priority, task.due, task.sequence, task.task)));
    for task in tasks {
        let (item, lot, serial) = (&task.item, &task.lot, &task.serial);
        if (item, lot, serial) != (&goods.item.item, &goods.lot, &goods.serial) || over.is_zero() {
            continue;
        }
        let part = over.min(task.left());
        let line = order_line(books, &task)?;
        books.draft.put(&OrderLine {
            allocated: line.allocated - part,
            ..line
        });
        let head: Option<Order> = books.view().find(&[&OrderKind::Sales, &task.order_no])?;
        if let Some(head) = head {
            books.draft.put(&Order {
                state: OrderState::Open,
                ..head
            });
        }
        let qty = task.qty - part;
        let state = if task.done < qty {
            TaskState::Open
        } else if Qty::ZERO < task.done {
            TaskState::Done
        } else {
            TaskState::Cancelled
        };
        books.draft.put(&Task { qty, state, ..task });
        over -= part;
    }
    books.promise(balance, -(released - over));
    Ok(())
}
