//! What picking asks: the stops of an order, and another lot in a bin.

use super::known::instead_of_lot;
use super::{gather_items, is_in_use, item, location};
use crate::domain::amount::Qty;
use crate::domain::catalog::{Item, Location, Lot, Party, PartyKind, Uom};
use crate::domain::code::{LotCode, Lpn, OrderNo, Serial, Terminal};
use crate::domain::order::{Order, OrderKind, OrderLine};
use crate::domain::policy::Fefo;
use crate::domain::record::{CellRef, Fault, Range};
use crate::domain::refusal::Refusal;
use crate::domain::shelf_life::{ShelfLife, Unusable};
use crate::domain::stock::{Balance, LpnKind, Plate, Status};
use crate::domain::task::{Task, TaskKind, TaskState};
use crate::domain::weight::{Tolerance, is_weight};
use crate::flows::event::Context;
use crate::flows::question::pick::{Question, Stop, Told};
use crate::operations::blindness::Blindness;
use crate::operations::view::View;
use crate::operations::{holds, known, waiting};

/// Answers a question of a pick.
///
/// # Errors
/// A [`Fault`] if the store can't answer.
pub fn answer(view: &dyn View, question: &Question, context: &Context) -> Result<Told, Fault> {
    match question {
        Question::Work { order, wants_tote } => {
            let tote = if *wants_tote {
                example_tote(view, context)?
            } else {
                None
            };
            work(view, order, tote, context)
        }
        Question::Claimed { order } => Ok(Told::Claimed {
            order: order.clone(),
            terminal: claimed(view, order, context)?,
        }),
        Question::Lot { task, lot } => lot_here(view, *task, lot, context),
        Question::Serial { task, serial } => Ok(Told::Serial {
            serial: serial.clone(),
            is_free: is_free(view, *task, serial)?,
            obstacle: piece_held(view, *task, serial)?,
        }),
        Question::Tote { task, tote, is_put } => fitness(view, *task, (tote, *is_put), context),
    }
}

/// Returns the open stops of the operator, in walk order.
fn work(view: &dyn View, order: &OrderNo, tote: Option<Lpn>, context: &Context) -> Result<Told, Fault> {
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
    let stops = mine.into_iter().map(|task| stop(view, task, context));
    let stops: Vec<Stop> = stops.collect::<Result<_, _>>()?;
    let (waiting, totes) = if stops.is_empty() {
        (waiting::lines(view, order)?, filled(view, order)?)
    } else {
        (0, Vec::new())
    };
    let is_open = |task: &&Task| task.kind == TaskKind::Pick && task.state == TaskState::Open;
    let others = tasks.iter().filter(is_open).count() - stops.len();
    Ok(Told::Work {
        tote,
        order: order.clone(),
        stops,
        totes,
        waiting,
        others,
    })
}

/// Returns the totes with goods of an order.
fn filled(view: &dyn View, order: &OrderNo) -> Result<Vec<Lpn>, Fault> {
    let plates: Vec<Plate> = view.list(&Range::by(Plate::BY_ORDER, &[&OrderKind::Sales, order]))?;
    let mut totes = Vec::new();
    for plate in plates.into_iter().filter(|plate| plate.kind == LpnKind::Tote) {
        if is_in_use(view, &plate.lpn)? {
            totes.push(plate.lpn);
        }
    }
    Ok(totes)
}

/// Returns the other terminal at which the operator has work of an order.
fn claimed(view: &dyn View, order: &OrderNo, context: &Context) -> Result<Option<Terminal>, Fault> {
    let tasks: Vec<Task> = view.list(&Range::by(Task::BY_ORDER, &[order]))?;
    let is_open = |task: &Task| task.kind == TaskKind::Pick && task.state == TaskState::Open;
    let is_mine = |task: &Task| task.holder(context.now) == Some(&context.operator.badge);
    let mut mine = tasks
        .into_iter()
        .filter(|task| is_open(task) && is_mine(task))
        .filter_map(|task| task.terminal);
    Ok(mine.find(|terminal| *terminal != *context.terminal))
}

fn stop(view: &dyn View, task: &Task, context: &Context) -> Result<Stop, Fault> {
    let item = item(view, &task.item)?;
    let lot: Option<Lot> = view.find(&[&task.item, &task.lot])?;
    let uom = item.uom.clone();
    let tolerance = tolerance(view, task, &item, context)?;
    Ok(Stop {
        task: task.task,
        location: task.location.clone(),
        check_digits: location(view, &task.location)?.check_digits,
        item: task.item.clone(),
        name: item.name,
        uom: uom.clone(),
        tracking: item.tracking,
        lot: task.lot.clone(),
        expiry: lot.and_then(|lot| lot.expiry),
        serial: task.serial.clone(),
        qty: task.qty,
        left: task.left(),
        decimals: view.find::<Uom>(&[&uom])?.map(|unit| unit.decimals),
        tolerance,
    })
}

/// Returns by how much a pick may miss its line. What is counted misses it by nothing, and nothing is read for it.
fn tolerance(view: &dyn View, task: &Task, item: &Item, context: &Context) -> Result<Tolerance, Fault> {
    if !is_weight(&item.uom) {
        return Ok(Tolerance::default());
    }
    let line: Option<OrderLine> = view.find(&[&OrderKind::Sales, &task.order_no, &task.order_line])?;
    let percent = view.policies()?.weight_tolerance_percent()?;
    let tolerance = line.map(|line| Tolerance::of(item, &line, percent));
    let tolerance = tolerance.transpose()?.unwrap_or_default();
    let (status, lpn) = (Status::Available, Lpn::default());
    let here: Option<Balance> =
        view.find(&[&task.item, &task.lot, &task.serial, &task.location, &status, &lpn])?;
    let free = here.map_or(Qty::ZERO, |here| here.free().max(Qty::ZERO));
    if tolerance.more <= free {
        return Ok(tolerance);
    }
    // What is free bounds the tolerance; where the bin is counted blind that bound would tell it, so there is none.
    let told = Blindness::among(view, &context.operator, [&task.location])?.state(&task.location, free);
    let more = told.known().unwrap_or(Qty::ZERO);
    Ok(Tolerance { more, ..tolerance })
}

/// Returns what the books know of a lot in the bin of a task.
fn lot_here(view: &dyn View, task: i64, lot: &LotCode, context: &Context) -> Result<Told, Fault> {
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
        Blindness::among(view, &context.operator, [&task.location])?.state(&task.location, free)
    };
    let line: Option<OrderLine> = view.find(&[&OrderKind::Sales, &task.order_no, &task.order_line])?;
    let insisted = line.is_some_and(|line| line.lot.is_some());
    let policies = view.policies()?;
    let (shelf_life, wanted) = (
        ShelfLife::of(&policies, context.today)?,
        wanted_life(view, &task)?,
    );
    let unusable = known.as_ref().and_then(|lot| shelf_life.check(lot, wanted).err());
    let (life, unusable) = match unusable {
        Some(Unusable::Short { days }) => (Some((days, wanted)), None),
        other => (None, other),
    };
    let otherwise = match known {
        Some(_) => None,
        None => instead_of_lot(view, &task.item, lot)?,
    };
    Ok(Told::Lot {
        lot: lot.clone(),
        is_known: known.is_some(),
        otherwise,
        expiry: known.and_then(|lot| lot.expiry),
        free,
        any: !insisted && policies.fefo()? == Fefo::None,
        forced: insisted || policies.fefo()? == Fefo::Force,
        life,
        obstacle: unusable.map(|it| it.refusal(task.item.to_string(), lot.to_string(), 0)),
    })
}

/// Returns why a piece may not leave, if it is on hold.
fn piece_held(view: &dyn View, task: i64, serial: &Serial) -> Result<Option<Refusal>, Fault> {
    let Some(task) = view.find::<Task>(&[&task])? else {
        return Ok(None);
    };
    let why = holds::of_piece(view, &task.item, serial)?;
    Ok(why.map(|why| Refusal::OnHold {
        item: task.item.to_string(),
        lot: serial.to_string(),
        why,
    }))
}

/// Returns whether a piece lies in the bin of a task and is promised to nobody.
fn is_free(view: &dyn View, task: i64, serial: &Serial) -> Result<bool, Fault> {
    let task: Option<Task> = view.find(&[&task])?;
    let task = task.ok_or_else(|| Fault::new("the task is missing"))?;
    let (lot, lpn) = (LotCode::default(), Lpn::default());
    let here: Option<Balance> =
        view.find(&[&task.item, &lot, serial, &task.location, &Status::Available, &lpn])?;
    Ok(here.is_some_and(|here| Qty::ZERO < here.free()))
}

/// Returns the days of life that the customer of a task's order wants.
fn wanted_life(view: &dyn View, task: &Task) -> Result<i64, Fault> {
    let order: Option<Order> = view.find(&[&OrderKind::Sales, &task.order_no])?;
    let party = match order {
        Some(order) => view.find::<Party>(&[&PartyKind::Customer, &order.party])?,
        None => None,
    };
    Ok(party.and_then(|party| party.min_life_days).unwrap_or(0))
}

/// Returns whether the rules let goods of a task go into a tote, and what else the code means.
fn fitness(
    view: &dyn View,
    task: i64,
    (tote, is_put): (&Lpn, bool),
    context: &Context,
) -> Result<Told, Fault> {
    let known: Option<Plate> = view.find(&[tote])?;
    let is_new = known.is_none() && !context.tote_pattern.fit(tote.as_str());
    let told = |otherwise, is_piece, unfit| Told::Tote {
        tote: tote.clone(),
        is_new,
        otherwise,
        is_piece,
        unfit,
    };
    if known.is_none() && is_put && !is_new {
        return Ok(told(None, false, None));
    }
    let task: Option<Task> = view.find(&[&task])?;
    let task = task.ok_or_else(|| Fault::new("the task is missing"))?;
    if let Some(plate) = known {
        let is_in_use = is_in_use(view, &plate.lpn)?;
        return Ok(told(None, false, plate.no_tote_for(&task.order_no, is_in_use)));
    }
    let Some(known) = known::instead_of_tote(view, tote.as_str(), &context.tote_pattern)? else {
        return Ok(told(None, false, None));
    };
    let is_piece = known::is_piece(view, &task.item, &Serial::from(tote.as_str()))?;
    let otherwise = if is_piece {
        format!("{tote} is a serial of {}", task.item)
    } else {
        format!("{tote} is {known}")
    };
    Ok(told(Some(otherwise), is_piece, None))
}

/// Returns a tote that may take goods of any order, by the numbers on the company's labels.
fn example_tote(view: &dyn View, context: &Context) -> Result<Option<Lpn>, Fault> {
    for code in context.tote_pattern.examples() {
        let code = Lpn::from(code);
        let known: Option<Plate> = view.find(&[&code])?;
        let is_free = match known {
            Some(plate) => plate.kind == LpnKind::Tote && !is_in_use(view, &code)?,
            None => true,
        };
        if is_free {
            return Ok(Some(code));
        }
    }
    Ok(None)
}
