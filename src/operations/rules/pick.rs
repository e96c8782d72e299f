//! Goods from a bin into a tote.

use super::books::Books;
use super::goods::{may_leave, positive};
use super::plates::{named, new_tote};
use super::post::Step;
use super::stock::{Goods, Place, name_of};
use super::{allocate, stated, tasks, weighed};
use crate::domain::amount::Qty;
use crate::domain::catalog::Purpose;
use crate::domain::code::{LocationCode, Lpn, OrderNo};
use crate::domain::movement::MovementKind;
use crate::domain::order::{Order, OrderKind, OrderLine, OrderState};
use crate::domain::policy::Fefo;
use crate::domain::refusal::Refusal;
use crate::domain::stock::{LpnKind, LpnState, Plate, Status};
use crate::domain::task::{Task, TaskKind, TaskState};
use crate::domain::user::Role;
use crate::domain::weight::is_weight;
use crate::operations::change::Halt;
use crate::operations::holds;
use crate::operations::log::PROMISED;
use crate::operations::request::Pick;

/// Picks goods for a task, or for all open tasks of an order.
pub(super) fn pick(books: &mut Books<'_, '_>, asked: &Pick) -> Result<Option<String>, Halt> {
    books.need(&[Role::Picker, Role::Supervisor])?;
    let tasks = match (asked.task, &asked.order) {
        (Some(number), _) => vec![open_task(books, number)?],
        (None, Some(order)) => tasks::open_tasks(books, order)?,
        (None, None) => Vec::new(),
    };
    let Some(first) = tasks.first() else {
        return Err(Refusal::NoWork {
            what: "open pick for it".into(),
        }
        .into());
    };
    let order = first.order_no.clone();
    match (asked.task, &asked.order) {
        (Some(number), Some(named)) if *named != order => {
            let why = format!("task {number} is of {order}");
            stated::nothing(books, &[("order", true)], &why)?;
        }
        (None, _) if 1 < tasks.len() => {
            let said = [
                ("qty", asked.qty.is_some()),
                ("lot", asked.lot.is_some()),
                ("serial", asked.serial.is_some()),
                ("piece", asked.piece.is_some()),
            ];
            stated::nothing(
                books,
                &said,
                "several tasks of the order are picked, each in full",
            )?;
        }
        _ => {}
    }
    for task in tasks {
        one(books, asked, task)?;
    }
    picked_when_done(books, &order)?;
    Ok(None)
}

fn one(books: &mut Books<'_, '_>, asked: &Pick, task: Task) -> Result<(), Halt> {
    tasks::check_claim(books, &task)?;
    let qty = asked.qty.unwrap_or_else(|| task.left());
    positive(qty)?;
    let task = weighed::widened(books, task, qty)?;
    if task.left() < qty {
        return Err(Refusal::OverPick {
            item: task.item.to_string(),
            need: task.left(),
            found: qty,
        }
        .into());
    }
    let item = books.item(&task.item)?;
    if !is_weight(&item.uom) {
        let why = format!("{} is not kept by weight", item.item);
        stated::nothing(books, &[("piece", asked.piece.is_some())], &why)?;
    }
    let serial = asked.serial.clone().unwrap_or_else(|| task.serial.clone());
    let lot = asked.lot.clone().unwrap_or_else(|| task.lot.clone());
    let goods = books.goods(item, Some(&lot), Some(&serial), qty)?;
    let head = allocate::sales_order(books, &task.order_no)?;
    let life = allocate::customer_life(books, &head)?;
    may_leave(books, &goods, life)?;
    if (&lot, &serial) != (&task.lot, &task.serial) {
        picked_once(books, &goods)?;
        swap_promise(books, &task, &goods, qty)?;
    }
    let location = books.location(&task.location)?;
    let source = Place {
        status: Status::Available,
        ..Place::at(&location)
    };
    books.site = task.site.clone();
    let bench = books.location_or(None, Purpose::Packing)?;
    let target = Place {
        location: tote(books, &asked.tote, &task, &bench.location)?,
        status: Status::Available,
        ..Place::at(&bench)
    }
    .on(Some(&asked.tote));
    books.take_out(&goods, &source, qty, qty)?;
    books.put_in(&goods, &target, qty)?;
    let step = Step::new(MovementKind::Pick, &goods, qty, Some(&source), Some(&target));
    books.movement(&step.for_line(task.order_no.as_str(), task.order_line))?;
    let line = tasks::order_line(books, &task)?;
    books.draft.put(&OrderLine {
        allocated: line.allocated - qty,
        picked: line.picked + qty,
        ..line
    });
    let done = task.done + qty;
    let task = Task { done, ..task };
    let last = asked.piece.unwrap_or(qty).min(qty);
    let state = if weighed::is_done(books, &task, last)? {
        TaskState::Done
    } else {
        TaskState::Open
    };
    books.draft.put(&Task { state, ..task });
    Ok(())
}

/// Refuses a piece that lies in a tote already.
fn picked_once(books: &Books<'_, '_>, goods: &Goods) -> Result<(), Halt> {
    if goods.serial.is_empty() {
        return Ok(());
    }
    let there = books.whereabouts(&goods.item.item, &goods.serial)?;
    let Some(there) = there.filter(|there| !there.lpn.is_empty()) else {
        return Ok(());
    };
    let plate: Option<Plate> = books.view().find(&[&there.lpn])?;
    if plate.is_none_or(|plate| plate.kind != LpnKind::Tote) {
        return Ok(());
    }
    let (item, serial) = (there.item.to_string(), there.serial.to_string());
    let at = format!("in {}", there.lpn);
    Err(Refusal::SerialCounted { item, serial, at }.into())
}

/// Accepts a lot or piece other than the promised one: allowed, warned about or forbidden by the policy `fefo`.
fn swap_promise(books: &mut Books<'_, '_>, task: &Task, goods: &Goods, qty: Qty) -> Result<(), Halt> {
    let location = books.location(&task.location)?;
    let place = Place {
        status: Status::Available,
        ..Place::at(&location)
    };
    let taken = books.balance(goods, &place)?;
    if taken.free() < qty {
        let free = books.stated(&task.location, taken.free())?;
        let (item, at) = (name_of(goods), task.location.to_string());
        return Err(Refusal::Promised {
            item,
            at,
            need: qty,
            free,
        }
        .into());
    }
    if goods.serial.is_empty() {
        in_turn(books, task, goods)?;
    }
    let probe = if task.serial.is_empty() {
        task.left()
    } else {
        Qty::ONE
    };
    let promised = books.goods(goods.item.clone(), Some(&task.lot), Some(&task.serial), probe)?;
    let old = books.balance(&promised, &place)?;
    books.promise(old, -qty);
    let new = books.balance(goods, &place)?;
    books.promise(new, qty);
    Ok(())
}

/// Refuses a lot other than the promised one, unless that is allowed, confirmed or accepted.
fn in_turn(books: &Books<'_, '_>, task: &Task, goods: &Goods) -> Result<(), Halt> {
    let fefo = books.policies()?.fefo()?;
    let wants_lot = tasks::order_line(books, task)?.lot.is_some();
    let need = if task.serial.is_empty() {
        task.lot.to_string()
    } else {
        task.serial.to_string()
    };
    let (found, expiry) = (goods.lot.to_string(), goods.expiry);
    let hint = expiry.map_or_else(String::new, |expiry| format!(" (expires {expiry})"));
    let refusal = if wants_lot || fefo == Fefo::Force {
        let need = format!("Scan {need}, or a supervisor accepts it");
        Refusal::ForcedLot { need, found, hint }
    } else {
        Refusal::WrongLot { need, found, hint }
    };
    let is_allowed = match fefo {
        Fefo::None => !wants_lot,
        Fefo::Warn => !wants_lot && books.is_insisted(&refusal),
        Fefo::Force => false,
    };
    if is_allowed || books.is_accepted(&refusal)? {
        return Ok(());
    }
    Err(refusal.into())
}

/// Notes the tote; refuses one that holds another order's goods. Returns where it stands: at the bench, unless it was
/// moved with goods in it.
fn tote(
    books: &mut Books<'_, '_>,
    lpn: &Lpn,
    task: &Task,
    bench: &LocationCode,
) -> Result<LocationCode, Halt> {
    named(lpn, "Name a tote")?;
    let known: Option<Plate> = books.view().find(&[lpn])?;
    let mut stands = bench.clone();
    if let Some(known) = known {
        let in_use = !books.load(lpn)?.is_empty();
        if let Some(refusal) = known.no_tote_for(&task.order_no, in_use) {
            return Err(refusal.into());
        }
        if in_use {
            stands = known.location;
        }
    } else {
        new_tote(books, lpn)?;
    }
    books.draft.put(&Plate {
        lpn: lpn.clone(),
        kind: LpnKind::Tote,
        order_kind: Some(OrderKind::Sales),
        order_no: Some(task.order_no.clone()),
        state: LpnState::Open,
        location: stands.clone(),
        weight: None,
        carton: None,
    });
    Ok(stands)
}

/// Returns the task, which must be an open pick.
pub(super) fn open_task(books: &Books<'_, '_>, number: i64) -> Result<Task, Halt> {
    let task: Option<Task> = books.view().find(&[&number])?;
    let task = task.ok_or(Refusal::UnknownTask { task: number })?;
    if task.state == TaskState::Open && task.kind == TaskKind::Pick {
        return Ok(task);
    }
    if task.state == TaskState::Cancelled
        && let Some(why) = holds::why(books.view(), &task.item, &task.lot, &task.serial)?
    {
        let named = if task.serial.is_empty() {
            task.lot.to_string()
        } else {
            task.serial.to_string()
        };
        let (item, lot) = (task.item.to_string(), named);
        return Err(Refusal::OnHold { item, lot, why }.into());
    }
    let (what, state) = (
        format!("Task {number}"),
        format!("{}, a {}", task.state, task.kind),
    );
    Err(Refusal::WrongState {
        what,
        state,
        need: "Get work again".into(),
    }
    .into())
}

/// Lets an order without open tasks go on: to packing with what was picked of it, to the others that wait where nothing
/// was; one for which nothing will come is closed.
pub(super) fn picked_when_done(books: &mut Books<'_, '_>, order: &OrderNo) -> Result<(), Halt> {
    let head = allocate::sales_order(books, order)?;
    if head.state != OrderState::Allocated || !tasks::open_tasks(books, order)?.is_empty() {
        return Ok(());
    }
    let lines = allocate::lines_of(books, order)?;
    let in_vain = lines.iter().all(|line| line.short == line.qty);
    let is_begun = |line: &OrderLine| Qty::ZERO < line.picked || Qty::ZERO < line.done;
    let state = if in_vain {
        OrderState::Closed
    } else if books.is_of(PROMISED) && !lines.iter().any(is_begun) {
        OrderState::Open
    } else {
        OrderState::Picked
    };
    books.draft.put(&Order { state, ..head });
    Ok(())
}
