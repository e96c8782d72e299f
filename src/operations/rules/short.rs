//! Work that can't be done in full: what a task lacks is promised from another bin, or is missing; and a report taken
//! back.

use super::books::Books;
use super::pick::{open_task, picked_when_done};
use super::tasks::{self, order_line, promised, wish_count};
use super::{allocate, promises, short_bins, stated};
use crate::domain::amount::Qty;
use crate::domain::catalog::Purpose;
use crate::domain::code::{LotCode, OrderNo};
use crate::domain::order::{Order, OrderLine, OrderState};
use crate::domain::record::Range;
use crate::domain::refusal::Refusal;
use crate::domain::task::{Denial, Task, TaskKind, TaskState};
use crate::operations::change::Halt;
use crate::operations::log::{NOTED, PROMISED};
use crate::operations::request::Short;

/// Reports a task short, whatever it was for.
pub(super) fn short(books: &mut Books<'_, '_>, asked: &Short) -> Result<Option<String>, Halt> {
    let known: Option<Task> = books.view().find(&[&asked.task])?;
    match known.filter(|task| task.kind == TaskKind::Replenish) {
        Some(task) => reserve(books, &task, asked),
        None => pick(books, asked),
    }
}

/// Reports that a pick can't be done in full: the bin is offered to nobody until it is counted; other stock is allocated as
/// far as nobody more urgent is promised it, and the rest waits or is given up.
fn pick(books: &mut Books<'_, '_>, asked: &Short) -> Result<Option<String>, Halt> {
    books.need(tasks::roles(TaskKind::Pick))?;
    let task = open_task(books, asked.task)?;
    let why = "a pick is short at the bin of its task";
    stated::nothing(books, &[("location", asked.location.is_some())], why)?;
    tasks::check_claim(books, &task)?;
    let left = task.left();
    let balance = promised(books, &task)?;
    books.promise(balance, -left);
    let line = order_line(books, &task)?;
    let line = OrderLine {
        allocated: line.allocated - left,
        ..line
    };
    books.draft.put(&line);
    if books.is_of(PROMISED) {
        short_bins::note(books, &task, &asked.code)?;
    } else {
        books.draft.put(&denial(&task, asked));
    }
    books.draft.put(&Task {
        state: TaskState::Short,
        reason: Some(asked.code.clone()),
        ..task.clone()
    });
    let why = if books.is_of(NOTED) {
        count_reason(&task, &asked.code)
    } else {
        format!("short pick: {}", asked.code)
    };
    wish_count(books, &task, why)?;
    let head = allocate::sales_order(books, &task.order_no)?;
    let known = tasks::open_tasks(books, &task.order_no)?;
    let part = promises::room_for(books, &line, left)?;
    let promised = allocate::line_from_stock(books, &head, line, part)?;
    claim_again(books, &task, &known)?;
    let missing = left - promised;
    let waits = books.keeps_promises()?;
    if Qty::ZERO < missing && !waits {
        let line = order_line(books, &task)?;
        books.draft.put(&OrderLine {
            short: line.short + missing,
            ..line
        });
    }
    picked_when_done(books, &task.order_no)?;
    let what = if waits { "waiting for stock" } else { "short" };
    Ok(Some(format!(
        "{promised} promised from another bin, {missing} {what}"
    )))
}

/// Reports a reserve bin that has less than the books say: it is queued for a count, and no reserve of the item until
/// then.
fn reserve(books: &mut Books<'_, '_>, task: &Task, asked: &Short) -> Result<Option<String>, Halt> {
    books.need(tasks::roles(TaskKind::Replenish))?;
    if task.state != TaskState::Open {
        let (what, state) = (format!("Task {}", task.task), task.state.to_string());
        let need = "Get work again".to_owned();
        return Err(Refusal::WrongState { what, state, need }.into());
    }
    tasks::check_claim(books, task)?;
    let Some(location) = &asked.location else {
        let (need, found) = ("the location that was found short".into(), "none".into());
        return Err(Refusal::Unfit { need, found }.into());
    };
    let bin = books.location(location)?;
    if bin.site != task.site || bin.purpose != Purpose::Storage {
        let need = format!("a location of {} of purpose storage", task.site);
        let found = format!("{location}, which is for {} at {}", bin.purpose, bin.site);
        return Err(Refusal::Unfit { need, found }.into());
    }
    books.draft.put(&denial(task, asked));
    let (location, sequence) = (location.clone(), bin.sequence);
    let there = Task {
        location,
        sequence,
        ..task.clone()
    };
    let why = if books.is_of(NOTED) {
        count_reason(&there, &asked.code)
    } else {
        format!("short reserve: {}", asked.code)
    };
    wish_count(books, &there, why)?;
    Ok(None)
}

/// Takes a report back: the bin owes the goods to the task again, and what was promised or given up instead no longer
/// is. Returns what to tell.
///
/// # Errors
/// The reason why it can't be, in words, or a fault.
pub(super) fn take_back(books: &mut Books<'_, '_>, asked: &Short) -> Result<Result<String, String>, Halt> {
    let known: Option<Task> = books.view().find(&[&asked.task])?;
    let Some(task) = known else {
        return Ok(Err(format!("task {} is unknown", asked.task)));
    };
    if task.kind == TaskKind::Replenish {
        let location = asked.location.clone().unwrap_or_default();
        let told = format!("{location} is a reserve of {} again", task.item);
        books.draft.remove(&denial(&task, asked));
        let there = Task { location, ..task };
        unwish_count(books, &there, &count_reason(&there, &asked.code))?;
        return Ok(Ok(told));
    }
    if task.state != TaskState::Short {
        return Ok(Err("work on it went on since".into()));
    }
    let (left, balance) = (task.left(), promised(books, &task)?);
    if balance.free() < left {
        let at = &task.location;
        let found = books.stated(at, balance.free())?.known();
        let few = found.map_or_else(|| "too little".to_owned(), |found| format!("only {found}"));
        return Ok(Err(format!("{few} of it is free in {at} by now")));
    }
    let instead = instead_of(books, &task)?;
    let is_begun = |task: &Task| task.state != TaskState::Open || Qty::ZERO < task.done;
    if let Some(begun) = instead.iter().find(|task| is_begun(task)) {
        let at = &begun.location;
        return Ok(Err(format!(
            "{at} gave goods instead since; take that back first"
        )));
    }
    let given: Qty = instead.iter().map(|task| task.qty).sum();
    let line = order_line(books, &task)?;
    let missing = left - given;
    let Some(short) = given_up_before(books, &line, missing)? else {
        return Ok(Err("the line was planned anew since".into()));
    };
    books.promise(balance, left);
    for task in instead {
        let balance = promised(books, &task)?;
        books.promise(balance, -task.qty);
        let state = TaskState::Cancelled;
        books.draft.put(&Task { state, ..task }.unclaimed());
    }
    let allocated = line.allocated + left - given;
    books.draft.put(&OrderLine {
        allocated,
        short,
        ..line
    });
    books.draft.remove(&denial(&task, asked));
    short_bins::counted(books, &task.location, Some(&task.item))?;
    unwish_count(books, &task, &count_reason(&task, &asked.code))?;
    let told = format!("{left} {} at {} still to be picked", task.item, task.location);
    let (order_no, state) = (task.order_no.clone(), TaskState::Open);
    let task = Task {
        state,
        reason: None,
        ..task
    };
    if task.owner.as_ref() == Some(books.operator()) {
        tasks::lease(books, task)?;
    } else {
        books.draft.put(&task.unclaimed());
    }
    let head = allocate::sales_order(books, &order_no)?;
    let state = OrderState::Allocated;
    books.draft.put(&Order { state, ..head });
    Ok(Ok(told))
}

/// Returns what of a line stays given up when `missing` of it is found after all: it waited where promises are kept by item,
/// and was given up where they are not. `None` if it is neither by now.
fn given_up_before(books: &Books<'_, '_>, line: &OrderLine, missing: Qty) -> Result<Option<Qty>, Halt> {
    let (short, is_there) = if books.keeps_promises()? {
        (line.short, missing <= line.unallocated())
    } else {
        (line.short - missing, missing <= line.short)
    };
    Ok(is_there.then_some(short))
}

/// Returns the note that a bin is not offered again for what was reported short.
fn denial(task: &Task, asked: &Short) -> Denial {
    let reason = asked.code.clone();
    match (&asked.location, task.kind) {
        (Some(location), TaskKind::Replenish) => Denial {
            order_no: OrderNo::default(),
            order_line: task.task,
            location: location.clone(),
            lot: LotCode::default(),
            reason,
        },
        _ => Denial {
            order_no: task.order_no.clone(),
            order_line: task.order_line,
            location: task.location.clone(),
            lot: task.lot.clone(),
            reason,
        },
    }
}

/// Returns why a bin is counted after a report, which names its task, so that it is known whose wish it was.
fn count_reason(task: &Task, code: &str) -> String {
    let what = match task.kind {
        TaskKind::Replenish => "reserve",
        TaskKind::Pick | TaskKind::Count => "pick",
    };
    format!("short {what}, task {}: {}", task.task, code.replace('_', " "))
}

/// Takes the wish for a count of a bin back, unless somebody has taken the work or another report asked for it.
fn unwish_count(books: &mut Books<'_, '_>, there: &Task, why: &str) -> Result<(), Halt> {
    let now = books.request.at;
    for wish in tasks::open_at(books, &there.location, TaskKind::Count)? {
        if wish.reason.as_deref() == Some(why) && wish.holder(now).is_none() {
            let state = TaskState::Cancelled;
            books.draft.put(&Task { state, ..wish }.unclaimed());
        }
    }
    Ok(())
}

/// Returns the reason of a task that was made because another one is short.
fn instead(of: &Task) -> String {
    format!("instead of task {}", of.task)
}

/// Returns the tasks that were made because one is short.
fn instead_of(books: &Books<'_, '_>, task: &Task) -> Result<Vec<Task>, Halt> {
    let range = Range::by(Task::BY_ORDER, &[&task.order_no, &task.order_line]);
    let mut made: Vec<Task> = books.view().list(&range)?;
    let why = instead(task);
    // One that was taken back is open again without what was promised instead of it.
    made.retain(|task| task.reason.as_ref() == Some(&why) && task.state != TaskState::Cancelled);
    Ok(made)
}

/// Keeps what is newly promised to the order with the picker who works on it, and notes instead of what it is.
pub(super) fn claim_again(books: &mut Books<'_, '_>, task: &Task, known: &[Task]) -> Result<(), Halt> {
    let (is_noted, is_held) = (books.is_of(NOTED), task.owner.is_some());
    for open in tasks::open_tasks(books, &task.order_no)? {
        let is_new = is_noted && known.iter().all(|known| known.task != open.task);
        let is_free = is_held && open.owner.is_none();
        if !is_new && !is_free {
            continue;
        }
        let reason = if is_new {
            Some(instead(task))
        } else {
            open.reason.clone()
        };
        let open = Task { reason, ..open };
        let claimed = |open: Task| Task {
            owner: task.owner.clone(),
            terminal: task.terminal.clone(),
            since: task.since,
            until: task.until,
            ..open
        };
        books.draft.put(&if is_free { claimed(open) } else { open });
    }
    Ok(())
}
