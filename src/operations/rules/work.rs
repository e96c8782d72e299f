//! Whose work it is: claims with a lease, so that two people never hold the same line.

use super::allocate;
use super::books::Books;
use super::replenish;
use super::tasks::{held_by, lease, open_tasks, roles};
use crate::domain::code::OrderNo;
use crate::domain::order::{Order, OrderKind, OrderState};
use crate::domain::record::Range;
use crate::domain::refusal::Refusal;
use crate::domain::task::{Task, TaskKind, TaskState};
use crate::domain::user::Role;
use crate::operations::change::Halt;
use crate::operations::request::{GetWork, KeepWork, TakeOver};

/// Claims the next best work, or that of one order or pick face. The note names the order, the bin to count or the task of
/// a pick face.
pub(super) fn claim(books: &mut Books<'_, '_>, asked: &GetWork) -> Result<Option<String>, Halt> {
    books.need(roles(asked.kind))?;
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
            None => Refusal::NoWork {
                what: format!("work for order {order}"),
            }
            .into(),
        });
    }
    for task in free {
        lease(books, task)?;
    }
    Ok(Some(order.to_string()))
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
    if asked.kind == TaskKind::Replenish {
        return replenish::take_over(books, asked.location.as_ref());
    }
    let mut open = open_tasks(books, &asked.order)?;
    open.retain(|task| task.kind == asked.kind);
    if open.is_empty() {
        return Err(Refusal::NoWork {
            what: format!("work for order {}", asked.order),
        }
        .into());
    }
    for task in open {
        lease(books, task)?;
    }
    Ok(Some(asked.order.to_string()))
}

/// Promises stock to an order that still needs some.
fn plan(books: &mut Books<'_, '_>, order: &OrderNo) -> Result<(), Halt> {
    let head = allocate::sales_order(books, order)?;
    if matches!(head.state, OrderState::Open | OrderState::Allocated) {
        allocate::promise_all(books, &head)?;
    }
    Ok(())
}

/// The order whose work is next: tasks that are planned and free, else the most urgent open order with stock.
fn next_order(books: &mut Books<'_, '_>) -> Result<OrderNo, Halt> {
    let range = Range::by(
        Task::BY_URGENCY,
        &[&TaskKind::Pick, &TaskState::Open, &books.site],
    );
    let tasks: Vec<Task> = books.view().list(&range)?;
    let now = books.request.at;
    if let Some(task) = tasks
        .into_iter()
        .find(|task| !task.is_held_from(books.operator(), now))
    {
        return Ok(task.order_no);
    }
    let range = Range::by(Order::BY_STATE, &[&OrderKind::Sales, &OrderState::Open]);
    let mut open: Vec<Order> = books.view().list(&range)?;
    open.retain(|order| order.site == books.site);
    open.sort_by(|a, b| (a.priority, a.due, &a.order_no).cmp(&(b.priority, b.due, &b.order_no)));
    for order in open {
        let (promised, _) = allocate::promise_all(books, &order)?;
        if crate::domain::amount::Qty::ZERO < promised {
            return Ok(order.order_no);
        }
    }
    Err(Refusal::NoWork { what: "pick".into() }.into())
}

fn claim_count(books: &mut Books<'_, '_>) -> Result<Option<String>, Halt> {
    let range = Range::by(
        Task::BY_URGENCY,
        &[&TaskKind::Count, &TaskState::Open, &books.site],
    );
    let tasks: Vec<Task> = books.view().list(&range)?;
    let now = books.request.at;
    let free = tasks
        .into_iter()
        .find(|task| !task.is_held_from(books.operator(), now));
    let task = free.ok_or_else(|| Refusal::NoWork { what: "count".into() })?;
    let bin = task.location.to_string();
    lease(books, task)?;
    Ok(Some(bin))
}
