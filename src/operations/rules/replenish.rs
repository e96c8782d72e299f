//! Pick faces and the work of refilling them: one task a face and item, leased like any work.

use super::books::Books;
use super::here;
use super::tasks::{held_by, lease};
use crate::domain::amount::Qty;
use crate::domain::catalog::{PickFace, Purpose};
use crate::domain::code::{ItemCode, LocationCode, LotCode, OrderNo, Serial};
use crate::domain::record::Range;
use crate::domain::refusal::Refusal;
use crate::domain::task::{Task, TaskKind, TaskState};
use crate::operations::change::Halt;
use crate::operations::replenish::{self, Need};

/// Notes how much of an item a face should hold.
pub(super) fn define(books: &mut Books<'_, '_>, face: &PickFace) -> Result<(), Halt> {
    let location = books.location(&face.location)?;
    books.stock_item(&face.item)?;
    if location.purpose != Purpose::Pick {
        let need = "a location of purpose pick".into();
        let found = format!("{}, which is for {}", face.location, location.purpose);
        return Err(Refusal::Unfit { need, found }.into());
    }
    if !PickFace::is_range(face.min, face.max) {
        let need = "a minimum from zero and a maximum above zero, not below it".into();
        let found = format!("{} to {}", face.min, face.max);
        return Err(Refusal::Unfit { need, found }.into());
    }
    if let Some(capacity) = location.capacity.filter(|capacity| *capacity < face.max) {
        return Err(Refusal::LocationFull {
            location: face.location.to_string(),
            capacity,
            found: face.max.into(),
        }
        .into());
    }
    books.draft.put(face);
    Ok(())
}

/// Claims the most urgent face that nobody else refills, or the one named. The note is the task's number.
pub(super) fn claim(
    books: &mut Books<'_, '_>,
    location: Option<&LocationCode>,
) -> Result<Option<String>, Halt> {
    let needs = match location {
        None => replenish::due(books.view(), &books.site, books.request.date)?,
        Some(location) => at_face(books, location)?,
    };
    let open = open_tasks(books)?;
    let now = books.request.at;
    if location.is_none() {
        tidy(books, &open, &needs)?;
    }
    let mut held = None;
    for need in needs.iter().filter(|need| need.is_workable()) {
        let task = open.iter().find(|task| is_for(task, need));
        match task {
            Some(task) if task.is_held_from(books.operator(), now) => {
                held.get_or_insert(task);
            }
            Some(task) => return lease_for(books, need, task.clone()),
            None => {
                let task = fresh(books, need)?;
                return lease_for(books, need, task);
            }
        }
    }
    if let Some(task) = held {
        return Err(held_by(books, task)?);
    }
    Err(no_work(&needs).into())
}

/// Returns why nothing that is needed can be brought.
fn no_work(needs: &[Need]) -> Refusal {
    let with_room = needs.iter().find(|need| !need.room().is_zero());
    let what = match (with_room, needs.first()) {
        (Some(need), _) => format!("reserve of {} for {}", need.face.item, need.face.location),
        (None, Some(full)) => format!("room at {}", full.face.location),
        (None, None) => "replenishment".to_owned(),
    };
    Refusal::NoWork { what }
}

/// Gives back tasks that are no longer due, unless somebody else holds them.
fn tidy(books: &mut Books<'_, '_>, open: &[Task], needs: &[Need]) -> Result<(), Halt> {
    for task in open {
        let is_due = needs.iter().any(|need| is_for(task, need));
        if !is_due && !task.is_held_from(books.operator(), books.request.at) {
            give_back(books, task.clone())?;
        }
    }
    Ok(())
}

/// Takes the refilling of a face over from its holder; if several items are refilled there, from the holder a claim
/// names.
pub(super) fn take_over(
    books: &mut Books<'_, '_>,
    location: Option<&LocationCode>,
) -> Result<Option<String>, Halt> {
    let Some(location) = location else {
        let (need, found) = ("the location of a pick face".into(), "none".into());
        return Err(Refusal::Unfit { need, found }.into());
    };
    let needs = at_face(books, location)?;
    let (open, now) = (open_tasks(books)?, books.request.at);
    let workable = needs.iter().filter(|need| need.is_workable());
    let known: Vec<(&Need, &Task)> = workable
        .filter_map(|need| Some((need, open.iter().find(|task| is_for(task, need))?)))
        .collect();
    let held = known
        .iter()
        .find(|(_, task)| task.is_held_from(books.operator(), now));
    let missing = || Refusal::NoWork {
        what: format!("replenishment of {location}"),
    };
    let (need, task) = *held.or_else(|| known.first()).ok_or_else(missing)?;
    lease_for(books, need, task.clone())
}

/// Gives a task back: it is done if its face is no longer due, and otherwise open for the next operator.
pub(super) fn give_back(books: &mut Books<'_, '_>, task: Task) -> Result<(), Halt> {
    let need = replenish::held(books.view(), (&task.location, &task.item), books.request.date)?;
    let (state, done) = match &need {
        Some(need) if need.is_due() => (TaskState::Open, task.done),
        Some(need) => (TaskState::Done, (task.qty - need.room()).max(Qty::ZERO)),
        None => (TaskState::Cancelled, task.done),
    };
    books.draft.put(&Task { state, done, ..task }.unclaimed());
    Ok(())
}

/// Returns the needs of the items at a named face: first those that are due, then the others.
fn at_face(books: &Books<'_, '_>, location: &LocationCode) -> Result<Vec<Need>, Halt> {
    let place = books.location(location)?;
    here::bin(books, &place)?;
    let mut needs = replenish::at(books.view(), location, books.request.date)?;
    if needs.is_empty() || place.site != books.site {
        let need = "Scan a pick face that has a minimum".to_owned();
        let found = format!("{location} is not a pick face of {} with a minimum", books.site);
        return Err(Refusal::NotExpected { need, found }.into());
    }
    needs.sort_by_key(|need| !need.is_due());
    Ok(needs)
}

fn open_tasks(books: &Books<'_, '_>) -> Result<Vec<Task>, Halt> {
    let range = Range::by(
        Task::BY_URGENCY,
        &[&TaskKind::Replenish, &TaskState::Open, &books.site],
    );
    Ok(books.view().list(&range)?)
}

fn is_for(task: &Task, need: &Need) -> bool {
    let face: (&LocationCode, &ItemCode) = (&need.face.location, &need.face.item);
    (&task.location, &task.item) == face
}

fn fresh(books: &Books<'_, '_>, need: &Need) -> Result<Task, Halt> {
    Ok(Task {
        task: books.view().next::<Task>()?,
        kind: TaskKind::Replenish,
        state: TaskState::Open,
        site: books.site.clone(),
        priority: 0,
        due: books.request.date,
        sequence: need.sequence,
        location: need.face.location.clone(),
        item: need.face.item.clone(),
        order_no: OrderNo::default(),
        order_line: 0,
        lot: LotCode::default(),
        serial: Serial::default(),
        qty: Qty::ZERO,
        done: Qty::ZERO,
        owner: None,
        terminal: None,
        since: None,
        until: None,
        reason: None,
    })
}

fn lease_for(books: &mut Books<'_, '_>, need: &Need, task: Task) -> Result<Option<String>, Halt> {
    let number = task.task;
    let priority = if need.is_urgent() { 1 } else { 5 };
    let qty = need.room();
    lease(
        books,
        Task {
            priority,
            qty,
            ..task
        },
    )?;
    Ok(Some(number.to_string()))
}
