//! What picking asks: the stops of an order, and another lot in a bin.

use super::{gather_items, item, location};
use crate::domain::amount::Qty;
use crate::domain::catalog::{Location, Lot};
use crate::domain::code::{LotCode, Lpn, OrderNo, Serial};
use crate::domain::order::{OrderKind, OrderLine};
use crate::domain::policy::Fefo;
use crate::domain::record::{CellRef, Fault, Range};
use crate::domain::shelf_life::ShelfLife;
use crate::domain::stock::{Balance, Status};
use crate::domain::task::{Task, TaskKind, TaskState};
use crate::flows::event::Context;
use crate::flows::question::pick::{Question, Stop, Told};
use crate::operations::blindness::Blindness;
use crate::operations::view::View;

/// Answers a question of a pick.
///
/// # Errors
/// A [`Fault`] if the store can't answer.
pub fn answer(view: &dyn View, question: &Question, context: &Context) -> Result<Told, Fault> {
    match question {
        Question::Work { order } => work(view, order, context),
        Question::Lot { task, lot } => other_lot(view, *task, lot, context),
    }
}

/// Returns the open stops of the operator, in walk order.
fn work(view: &dyn View, order: &OrderNo, context: &Context) -> Result<Told, Fault> {
    let tasks: Vec<Task> = view.list(&Range::by(Task::BY_ORDER, &[order]))?;
    let mine = |task: &&Task| {
        let open = task.kind == TaskKind::Pick && task.state == TaskState::Open;
        open && task.owner.as_ref() == Some(&context.operator.badge)
    };
    let mut mine: Vec<&Task> = tasks.iter().filter(mine).collect();
    mine.sort_by(|a, b| {
        let place = |task: &Task| {
            (
                task.sequence,
                task.location.clone(),
                task.item.clone(),
                task.lot.clone(),
            )
        };
        (place(a), a.task).cmp(&(place(b), b.task))
    });
    gather_items(view, mine.iter().map(|task| &task.item))?;
    view.gather::<Lot>(mine.iter().map(|task| vec![task.item.value(), task.lot.value()]))?;
    view.gather::<Location>(mine.iter().map(|task| vec![task.location.value()]))?;
    let stops: Result<Vec<Stop>, Fault> = mine.into_iter().map(|task| stop(view, task)).collect();
    Ok(Told::Work {
        order: order.clone(),
        stops: stops?,
    })
}

fn stop(view: &dyn View, task: &Task) -> Result<Stop, Fault> {
    let item = item(view, &task.item)?;
    let lot: Option<Lot> = view.find(&[&task.item, &task.lot])?;
    Ok(Stop {
        task: task.task,
        location: task.location.clone(),
        check_digits: location(view, &task.location)?.check_digits,
        item: task.item.clone(),
        name: item.name,
        uom: item.uom,
        tracking: item.tracking,
        lot: task.lot.clone(),
        expiry: lot.and_then(|lot| lot.expiry),
        serial: task.serial.clone(),
        qty: task.qty,
        left: task.left(),
    })
}

/// Returns what the books know of another lot in the bin of a task.
fn other_lot(view: &dyn View, task: i64, lot: &LotCode, context: &Context) -> Result<Told, Fault> {
    let task: Option<Task> = view.find(&[&task])?;
    let task = task.ok_or_else(|| Fault::new("the task is missing"))?;
    let known: Option<Lot> = view.find(&[&task.item, lot])?;
    let (serial, lpn) = (Serial::default(), Lpn::default());
    let here: Option<Balance> =
        view.find(&[&task.item, lot, &serial, &task.location, &Status::Available, &lpn])?;
    let free = here.map_or(Qty::ZERO, |here| here.free());
    // That none is free is no figure of a bin: the promises of others may hold all of it.
    let free = if free.is_zero() {
        free.into()
    } else {
        Blindness::of(view, &context.operator)?.state(&task.location, free)
    };
    let line: Option<OrderLine> = view.find(&[&OrderKind::Sales, &task.order_no, &task.order_line])?;
    let insisted = line.is_some_and(|line| line.lot.is_some());
    let policies = view.policies()?;
    let shelf_life = ShelfLife::of(&policies, context.today)?;
    let unusable = known.as_ref().and_then(|lot| shelf_life.check(lot, 0).err());
    Ok(Told::Lot {
        lot: lot.clone(),
        expiry: known.and_then(|lot| lot.expiry),
        free,
        any: !insisted && policies.fefo()? == Fefo::None,
        obstacle: unusable.map(|it| it.refusal(task.item.to_string(), lot.to_string(), 0)),
    })
}
