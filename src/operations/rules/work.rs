//! Whose work it is: claims with a lease, so that two people never hold the same line.

use super::books::Books;
use super::tasks::{held_by, lease, open_tasks, roles};
use super::{allocate, count, here, promises, replenish, stated};
use crate::domain::amount::Qty;
use crate::domain::code::{LocationCode, OrderNo};
use crate::domain::order::{Order, OrderKind, OrderState};
use crate::domain::promise::Promise;
use crate::domain::record::Range;
use crate::domain::refusal::Refusal;
use crate::domain::task::{Task, TaskKind, TaskState};
use crate::domain::user::Role;
use crate::operations::ahead::{Ahead, FEW};
use crate::operations::change::Halt;
use crate::operations::log::NAMED;
use crate::operations::request::{GetWork, KeepWork, TakeOver};
use crate::operations::waiting;
use chrono::NaiveDate;
use std::collections::BTreeSet;

/// Claims the next best work, or that of one order or pick face. The note names the order, the bin to count or the task
/// of a pick face.
pub(super) fn claim(books: &mut Books<'_, '_>, asked: &GetWork) -> Result<Option<String>, Halt> {
    books.need(roles(asked.kind))?;
    of_its_kind(books, asked.kind, asked.order.as_ref(), asked.location.as_ref())?;
    let order = match (&asked.order, asked.kind) {
        (_, TaskKind::Count) => return claim_count(books),
        (_, TaskKind::Replenish) => return replenish::claim(books, asked.location.as_ref()),
        (Some(order), TaskKind::Pick) => {
            plan(books, order)?;
            order.clone()
        }
        (None, TaskKind::Pick) => next_order(books)?,
    };
    let open = open_tasks(books, &order)?;
    let now = books.request.at;
    let (held, free): (Vec<Task>, Vec<Task>) = open
        .into_iter()
        .partition(|task| task.is_held_from(books.operator(), now));
    if free.is_empty() {
        return Err(match held.first() {
            Some(task) => held_by(books, task)?,
            None => nothing_left(books, &order)?,
        });
    }
    for task in free {
        lease(books, task)?;
    }
    Ok(Some(order.to_string()))
}

/// Refuses an order where no order is picked, and a place where no face is refilled.
fn of_its_kind(
    books: &Books<'_, '_>,
    kind: TaskKind,
    order: Option<&OrderNo>,
    location: Option<&LocationCode>,
) -> Result<(), Halt> {
    let (order, location) = (order.is_some(), location.is_some());
    let said = match kind {
        TaskKind::Pick => [("location", location), ("", false)],
        TaskKind::Replenish => [("order", order), ("", false)],
        TaskKind::Count => [("order", order), ("location", location)],
    };
    stated::nothing(books, &said, &format!("the work is of kind {kind}"))
}

/// Renews the operator's claim on tasks, or gives them back.
pub(super) fn keep(books: &mut Books<'_, '_>, asked: &KeepWork) -> Result<Option<String>, Halt> {
    books.need(&[Role::Picker, Role::Counter, Role::Receiver, Role::Supervisor])?;
    for number in &asked.tasks {
        let task: Option<Task> = books.view().find(&[number])?;
        let task = task.ok_or(Refusal::UnknownTask { task: *number })?;
        if task.state != TaskState::Open {
            continue;
        }
        if task.is_held_from(books.operator(), books.request.at) {
            return Err(held_by(books, &task)?);
        }
        if asked.keep {
            lease(books, task)?;
        } else if task.kind == TaskKind::Replenish {
            replenish::give_back(books, task)?;
        } else {
            books.draft.put(&task.unclaimed());
        }
    }
    Ok(None)
}

/// Takes an order's open tasks, or the refilling of a pick face, over from whoever holds them.
pub(super) fn take_over(books: &mut Books<'_, '_>, asked: &TakeOver) -> Result<Option<String>, Halt> {
    books.need(roles(asked.kind))?;
    if asked.kind != TaskKind::Count {
        let order = Some(&asked.order).filter(|order| !order.is_empty());
        of_its_kind(books, asked.kind, order, asked.location.as_ref())?;
    }
    if asked.kind == TaskKind::Replenish {
        return replenish::take_over(books, asked.location.as_ref());
    }
    let mut open = open_tasks(books, &asked.order)?;
    open.retain(|task| task.kind == asked.kind);
    if open.is_empty() {
        return Err(nothing_left(books, &asked.order)?);
    }
    for task in open {
        here::work(books, &task.order_no, &task.site)?;
        lease(books, task)?;
    }
    Ok(Some(asked.order.to_string()))
}

/// Returns why nothing of an order can be picked, and where it goes on.
fn nothing_left(books: &Books<'_, '_>, order: &OrderNo) -> Result<Halt, Halt> {
    let (state, need) = match allocate::sales_order(books, order)?.state {
        OrderState::Open | OrderState::Allocated => {
            let what = format!("work for order {order}");
            return Ok(Refusal::NoWork { what }.into());
        }
        OrderState::Picked if 0 < waiting::lines(books.view(), order)? => (
            "picked as far as there was stock",
            "Bring its totes to packing; the rest waits for stock",
        ),
        OrderState::Picked => ("picked", "Bring its totes to packing"),
        OrderState::Packed => ("packed", "Bring its parcels to a dock"),
        OrderState::Closed => ("done", "Scan another order"),
    };
    let (what, state, need) = (format!("Order {order}"), state.to_owned(), need.to_owned());
    Ok(Refusal::WrongState { what, state, need }.into())
}

/// Promises stock to an order that still needs some, even if what there was of it before is picked or packed.
fn plan(books: &mut Books<'_, '_>, order: &OrderNo) -> Result<(), Halt> {
    let head = allocate::sales_order(books, order)?;
    here::order(books, &head)?;
    if head.state != OrderState::Closed {
        promises::refresh(books, order)?;
        allocate::promise_all(books, &head)?;
    }
    Ok(())
}

/// Returns the order whose work is next: tasks that are planned and free, else the most urgent open order with stock,
/// else one whose rest has come since the first part was picked.
fn next_order(books: &mut Books<'_, '_>) -> Result<OrderNo, Halt> {
    let planned = first_free(books, TaskKind::Pick, |_| Ok(true))?;
    if books.keeps_promises()? {
        return next_promised(books, planned);
    }
    if let Some(task) = planned {
        return Ok(task.order_no);
    }
    for state in [OrderState::Open, OrderState::Picked, OrderState::Packed] {
        if let Some(order) = next_of(books, state)? {
            return Ok(order);
        }
    }
    Err(Refusal::NoWork { what: "pick".into() }.into())
}

/// Returns the most urgent order that goods are promised to and that nobody else works on: work that is planned for it,
/// else what is allocated now.
fn next_promised(books: &mut Books<'_, '_>, planned: Option<Task>) -> Result<OrderNo, Halt> {
    let urgency = planned.as_ref().map(|task| (task.priority, task.due));
    let mut seen: BTreeSet<OrderNo> = BTreeSet::new();
    while let Some(order) = first_promised(books, urgency, &seen)? {
        let others = open_tasks(books, &order)?;
        let is_held = |task: &Task| task.is_held_from(books.operator(), books.request.at);
        if !others.iter().any(is_held) {
            plan(books, &order)?;
            if !open_tasks(books, &order)?.is_empty() {
                return Ok(order);
            }
        }
        seen.insert(order);
    }
    planned
        .map(|task| task.order_no)
        .ok_or_else(|| Refusal::NoWork { what: "pick".into() }.into())
}

/// Returns the most urgent order that goods are promised to at the site, besides those that were seen; `None` if it is no
/// more urgent than planned work.
fn first_promised(
    books: &Books<'_, '_>,
    urgency: Option<(i64, NaiveDate)>,
    seen: &BTreeSet<OrderNo>,
) -> Result<Option<OrderNo>, Halt> {
    let range = Range::by(Promise::BY_WORK, &[&books.site, &true]);
    for promise in Ahead::<Promise>::of(books.view(), range) {
        let promise = promise?;
        if urgency.is_some_and(|urgency| urgency <= (promise.priority, promise.due)) {
            break;
        }
        if !seen.contains(&promise.order_no) {
            return Ok(Some(promise.order_no));
        }
    }
    Ok(None)
}

/// Returns the most urgent order of a state that there is stock for, and promises it.
fn next_of(books: &mut Books<'_, '_>, state: OrderState) -> Result<Option<OrderNo>, Halt> {
    let range = Range::by(Order::BY_URGENCY, &[&OrderKind::Sales, &state, &books.site]);
    let (mut seen, mut few) = (0, FEW);
    loop {
        let open: Vec<Order> = books.view().list(&range.clone().first(few))?;
        for order in &open[seen..] {
            // What is promised to an order closes the walk, so that what was seen stays where it was.
            let (promised, _) = allocate::promise_all(books, order)?;
            if Qty::ZERO < promised {
                return Ok(Some(order.order_no.clone()));
            }
        }
        if open.len() < few {
            return Ok(None);
        }
        (seen, few) = (open.len(), few.saturating_mul(10));
    }
}

fn claim_count(books: &mut Books<'_, '_>) -> Result<Option<String>, Halt> {
    let free = first_free(books, TaskKind::Count, |task| {
        Ok(!books.is_of(NAMED) || is_for(books, &task.location)?)
    })?;
    let task = free.ok_or_else(|| Refusal::NoWork { what: "count".into() })?;
    let bin = task.location.to_string();
    lease(books, task)?;
    Ok(Some(bin))
}

/// Returns whether the operator may open a sheet for a bin, or go on with the one that is open.
fn is_for(books: &Books<'_, '_>, location: &LocationCode) -> Result<bool, Halt> {
    let Some(count) = count::open_sheet(books, location)? else {
        return Ok(true);
    };
    count::may_open(books, &count)
}

/// Returns the most urgent open task of a kind at the site that nobody else holds and that fits.
fn first_free(
    books: &Books<'_, '_>,
    kind: TaskKind,
    fits: impl Fn(&Task) -> Result<bool, Halt>,
) -> Result<Option<Task>, Halt> {
    let range = Range::by(Task::BY_URGENCY, &[&kind, &TaskState::Open, &books.site]);
    for task in Ahead::<Task>::of(books.view(), range) {
        let task = task?;
        if !task.is_held_from(books.operator(), books.request.at) && fits(&task)? {
            return Ok(Some(task));
        }
    }
    Ok(None)
}
