//! Work on the floor: who may do it, whose it is and for how long, and counts that are asked for.

use super::books::Books;
use super::here;
use super::stock::Place;
use crate::domain::amount::Qty;
use crate::domain::code::{Badge, LocationCode, LotCode, OrderNo};
use crate::domain::order::{OrderKind, OrderLine};
use crate::domain::record::Range;
use crate::domain::refusal::Refusal;
use crate::domain::stock::{Balance, Status};
use crate::domain::task::{Task, TaskKind, TaskState};
use crate::domain::time::Time;
use crate::domain::user::{Role, User};
use crate::operations::change::Halt;

/// Returns the roles that may do work of a kind.
pub(super) const fn roles(kind: TaskKind) -> &'static [Role] {
    match kind {
        TaskKind::Pick => &[Role::Picker, Role::Supervisor],
        TaskKind::Count => &[Role::Counter, Role::Supervisor],
        TaskKind::Replenish => &[Role::Picker, Role::Receiver, Role::Supervisor],
    }
}

/// Refuses unless the operator holds the task, at the task's site. A document may do any work that nobody else holds.
pub(super) fn check_claim(books: &Books<'_, '_>, task: &Task) -> Result<(), Halt> {
    if task.is_held_from(books.operator(), books.request.at) {
        return Err(held_by(books, task)?);
    }
    here::task(books, task)?;
    let mine = task.owner.as_ref() == Some(books.operator());
    if mine || books.request.requester.is_document() {
        return Ok(());
    }
    Err(Refusal::NotClaimed {
        work: format!("Task {} at {}", task.task, task.location),
    }
    .into())
}

/// Returns the name of the operator who carries a badge.
pub(super) fn name_of(books: &Books<'_, '_>, badge: &Badge) -> Result<String, Halt> {
    let user: Option<User> = books.view().find(&[badge])?;
    Ok(user.map_or_else(|| badge.to_string(), |user| user.name))
}

/// Refuses work that somebody else holds, by name.
pub(super) fn held_by(books: &Books<'_, '_>, task: &Task) -> Result<Halt, Halt> {
    let owner = name_of(books, &task.owner.clone().unwrap_or_default())?;
    let since = ago(task.since, books.request.at);
    let work = if task.order_no.is_empty() {
        format!("bin {}", task.location)
    } else {
        format!("order {}", task.order_no)
    };
    Ok(Refusal::Held { work, owner, since }.into())
}

/// Claims a task for the operator until the lease runs out.
pub(super) fn lease(books: &mut Books<'_, '_>, task: Task) -> Result<(), Halt> {
    let minutes = i64::from(books.policies()?.session_lease_minutes()?);
    let now = books.request.at;
    let badge = books.operator().clone();
    let since = if task.owner.as_ref() == Some(&badge) {
        task.since
    } else {
        Some(now)
    };
    let (owner, terminal) = (Some(badge), Some(books.request.requester.terminal().clone()));
    books.draft.put(&Task {
        owner,
        terminal,
        since,
        until: Some(now.plus_ms(minutes * 60_000)),
        ..task
    });
    Ok(())
}

/// Returns the open pick tasks of an order.
pub(super) fn open_tasks(books: &Books<'_, '_>, order: &OrderNo) -> Result<Vec<Task>, Halt> {
    let tasks: Vec<Task> = books.view().list(&Range::by(Task::BY_ORDER, &[order]))?;
    Ok(tasks
        .into_iter()
        .filter(|task| task.state == TaskState::Open && task.kind == TaskKind::Pick)
        .collect())
}

/// Returns the open work of a kind at a bin.
pub(super) fn open_at(books: &Books<'_, '_>, bin: &LocationCode, kind: TaskKind) -> Result<Vec<Task>, Halt> {
    let range = Range::by(Task::BY_BIN, &[bin, &kind, &TaskState::Open]);
    Ok(books.view().list(&range)?)
}

/// Returns how long ago something was, in words that need no time zone.
pub(super) fn ago(since: Option<Time>, now: Time) -> String {
    match since.map_or(0, |since| now.since_ms(since) / 60_000) {
        0 => "just now".to_owned(),
        minutes @ 1..120 => format!("{minutes} min ago"),
        minutes => format!("{} h ago", minutes / 60),
    }
}

/// Asks for a count of the bin of a task, unless one is already asked for.
pub(super) fn wish_count(books: &mut Books<'_, '_>, task: &Task, why: String) -> Result<(), Halt> {
    if !open_at(books, &task.location, TaskKind::Count)?.is_empty() {
        return Ok(());
    }
    let count = Task {
        task: books.view().next::<Task>()?,
        kind: TaskKind::Count,
        state: TaskState::Open,
        item: "".into(),
        order_no: OrderNo::default(),
        order_line: 0,
        lot: LotCode::default(),
        serial: "".into(),
        qty: Qty::ZERO,
        done: Qty::ZERO,
        reason: Some(why),
        ..task.clone().unclaimed()
    };
    books.draft.put(&count);
    Ok(())
}

/// Returns the order line of a task.
pub(super) fn order_line(books: &Books<'_, '_>, task: &Task) -> Result<OrderLine, Halt> {
    let line = books
        .view()
        .find(&[&OrderKind::Sales, &task.order_no, &task.order_line])?;
    Ok(line.ok_or_else(|| Refusal::UnknownOrder {
        order: task.order_no.to_string(),
    })?)
}

/// Returns the stock of which a pick promises a part.
pub(super) fn promised(books: &Books<'_, '_>, task: &Task) -> Result<Balance, Halt> {
    let item = books.stock_item(&task.item)?;
    let probe = if task.serial.is_empty() {
        task.left()
    } else {
        Qty::ONE
    };
    let goods = books.goods(item, Some(&task.lot), Some(&task.serial), probe)?;
    let location = books.location(&task.location)?;
    let place = Place {
        status: Status::Available,
        ..Place::at(&location)
    };
    books.balance(&goods, &place)
}
