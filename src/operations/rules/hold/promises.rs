//! What is promised of held goods moves to others of the item, or is open on its order line again.

use crate::domain::amount::Qty;
use crate::domain::code::{ItemCode, LotCode, OrderNo, Serial};
use crate::domain::hold::HeldGoods;
use crate::domain::order::OrderLine;
use crate::domain::stock::Balance;
use crate::domain::task::{Task, TaskKind, TaskState};
use crate::operations::change::Halt;
use crate::operations::holds;
use crate::operations::log::HELD;
use crate::operations::rules::allocate;
use crate::operations::rules::books::Books;
use crate::operations::rules::pick::picked_when_done;
use crate::operations::rules::promises::room_for;
use crate::operations::rules::short::claim_again;
use crate::operations::rules::tasks::{self, order_line, promised};
use std::collections::BTreeMap;

/// What became of the promises of an order: how much of them moved, and how much is open again.
pub(super) type Moved = BTreeMap<OrderNo, (Qty, Qty)>;

/// Returns the goods in stock that words are about.
pub(super) fn in_stock(books: &Books<'_, '_>, words: &[HeldGoods]) -> Result<Vec<Balance>, Halt> {
    let mut found: Vec<Balance> = Vec::new();
    for word in words {
        let there: Vec<Balance> = if word.first.is_empty() {
            books.view().all(&[&word.item, &word.lot])?
        } else {
            books.view().all(&[&word.item])?
        };
        let held = there.into_iter().filter(|it| word.is_about(&it.lot, &it.serial));
        for balance in held {
            if !found.contains(&balance) {
                found.push(balance);
            }
        }
    }
    Ok(found)
}

/// Moves all promises of the goods that words are about.
pub(super) fn of(books: &mut Books<'_, '_>, words: &[HeldGoods]) -> Result<Moved, Halt> {
    let mut moved = Moved::new();
    for balance in in_stock(books, words)? {
        of_balance(books, &balance, &mut moved)?;
    }
    Ok(moved)
}

/// Moves the promises of goods that came back to their bin, where they are on hold.
pub(in crate::operations::rules) fn move_on(
    books: &mut Books<'_, '_>,
    (item, lot, serial): (&ItemCode, &LotCode, &Serial),
) -> Result<(), Halt> {
    if !books.is_of(HELD) || holds::why(books.view(), item, lot, serial)?.is_none() {
        return Ok(());
    }
    for balance in books.view().all::<Balance>(&[item, lot, serial])? {
        of_balance(books, &balance, &mut Moved::new())?;
    }
    Ok(())
}

fn of_balance(books: &mut Books<'_, '_>, balance: &Balance, moved: &mut Moved) -> Result<(), Halt> {
    if balance.allocated.is_zero() || !balance.is_loose_stock() {
        return Ok(());
    }
    for task in tasks::open_at(books, &balance.location, TaskKind::Pick)? {
        let goods = (&task.item, &task.lot, &task.serial);
        if goods == (&balance.item, &balance.lot, &balance.serial) && Qty::ZERO < task.left() {
            let (order, left) = (task.order_no.clone(), task.left());
            let again = of_task(books, &task)?;
            let sums = moved.entry(order).or_default();
            *sums = (sums.0 + again, sums.1 + left - again);
        }
    }
    Ok(())
}

/// Promises other goods instead of what is left of a pick, to whoever works on it; returns how much was found. The rest
/// is open on its line again.
fn of_task(books: &mut Books<'_, '_>, task: &Task) -> Result<Qty, Halt> {
    let left = task.left();
    let balance = promised(books, task)?;
    books.promise(balance, -left);
    let line = order_line(books, task)?;
    let line = OrderLine {
        allocated: line.allocated - left,
        ..line
    };
    books.draft.put(&line);
    let held = Task {
        state: TaskState::Cancelled,
        reason: Some("on hold".into()),
        ..task.clone()
    };
    books.draft.put(&held.unclaimed());
    let head = allocate::sales_order(books, &task.order_no)?;
    let known = tasks::open_tasks(books, &task.order_no)?;
    let part = room_for(books, &line, left)?;
    let again = allocate::line_from_stock(books, &head, line, part)?;
    claim_again(books, task, &known)?;
    picked_when_done(books, &head.order_no)?;
    Ok(again)
}
