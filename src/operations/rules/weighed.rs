//! Picks of goods that are kept by weight: a piece a little heavier or lighter than the line is taken as it is.

use super::books::Books;
use super::tasks::{order_line, promised};
use crate::domain::amount::Qty;
use crate::domain::order::OrderLine;
use crate::domain::task::Task;
use crate::domain::weight::{Tolerance, is_weight};
use crate::operations::change::Halt;
use crate::operations::log::{NAMED, WEIGHED};

/// Returns the task of a pick of `qty`, with a promise of all of it if that is within the tolerance.
pub(super) fn widened(books: &mut Books<'_, '_>, task: Task, qty: Qty) -> Result<Task, Halt> {
    let more = qty - task.left();
    if more <= Qty::ZERO || tolerance(books, &task)?.more < more {
        return Ok(task);
    }
    let balance = promised(books, &task)?;
    books.promise(balance, more);
    let line = order_line(books, &task)?;
    books.draft.put(&OrderLine {
        allocated: line.allocated + more,
        ..line
    });
    Ok(Task {
        qty: task.qty + more,
        ..task
    })
}

/// Gives up what is left of a task, of which `last` was just picked, if that may be given up; returns whether the task
/// is done.
pub(super) fn is_done(books: &mut Books<'_, '_>, task: &Task, last: Qty) -> Result<bool, Halt> {
    let rest = task.left();
    if rest.is_zero() {
        return Ok(true);
    }
    let tolerance = tolerance(books, task)?;
    let is_given_up = if books.is_of(NAMED) {
        tolerance.gives_up(rest, last)
    } else {
        rest <= tolerance.less
    };
    if !is_given_up {
        return Ok(false);
    }
    let balance = promised(books, task)?;
    books.promise(balance, -rest);
    let line = order_line(books, task)?;
    books.draft.put(&OrderLine {
        allocated: line.allocated - rest,
        short: line.short + rest,
        ..line
    });
    Ok(true)
}

/// Promises a task whose pick was taken back what its line ordered, no more and no less: `given_up` is what had been
/// given up with the pick, as much of which is promised again as is still free.
pub(super) fn restored(books: &mut Books<'_, '_>, task: Task, given_up: Qty) -> Result<(), Halt> {
    if !books.is_of(WEIGHED) || !is_weight(&books.item(&task.item)?.uom) {
        return Ok(());
    }
    let line = order_line(books, &task)?;
    let committed = line.done + line.picked + line.allocated + line.short;
    let excess = (committed - line.qty).max(Qty::ZERO).min(task.left());
    let balance = promised(books, &task)?;
    let back = given_up.min(balance.free().max(Qty::ZERO));
    books.promise(balance, back - excess);
    books.draft.put(&OrderLine {
        allocated: line.allocated + back - excess,
        short: line.short - back,
        ..line
    });
    books.draft.put(&Task {
        qty: task.qty - (given_up - back) - excess,
        ..task
    });
    Ok(())
}

fn tolerance(books: &Books<'_, '_>, task: &Task) -> Result<Tolerance, Halt> {
    if !books.is_of(WEIGHED) {
        return Ok(Tolerance::default());
    }
    let (item, line) = (books.item(&task.item)?, order_line(books, task)?);
    let percent = books.policies()?.weight_tolerance_percent()?;
    Ok(Tolerance::of(&item, &line, percent)?)
}
