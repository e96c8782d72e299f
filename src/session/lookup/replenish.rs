//! What refilling asks: the faces that are due, and the one that the operator refills.

use super::{item, location};
use crate::domain::record::{Fault, Range};
use crate::domain::task::{Task, TaskKind, TaskState};
use crate::domain::user::User;
use crate::flows::event::Context;
use crate::flows::question::replenish::{Due, Question, Refill, Source, Told};
use crate::operations::blindness::Blindness;
use crate::operations::replenish::{self, Need};
use crate::operations::view::View;

/// Answers a question of refilling.
///
/// # Errors
/// A [`Fault`] if the store can't answer.
pub fn answer(view: &dyn View, question: &Question, context: &Context) -> Result<Told, Fault> {
    Ok(match question {
        Question::Due => Told::Due(due(view, context)?),
        Question::Work(task) => Told::Work(work(view, *task, context)?.map(Box::new)),
    })
}

fn due(view: &dyn View, context: &Context) -> Result<Vec<Due>, Fault> {
    let range = Range::by(
        Task::BY_URGENCY,
        &[&TaskKind::Replenish, &TaskState::Open, &context.site],
    );
    let tasks: Vec<Task> = view.list(&range)?;
    let needs = replenish::due(view, &context.site, context.today)?;
    let faces = needs.iter().map(|need| &need.face.location);
    let blindness = Blindness::among(view, &context.operator, faces)?;
    let row = |need: Need| {
        let item = item(view, &need.face.item)?;
        let of_face = |task: &&Task| task.location == need.face.location && task.item == need.face.item;
        let task = tasks.iter().find(of_face);
        Ok(Due {
            by: task.map(|task| owner(view, task, context)).transpose()?.flatten(),
            urgent: need.is_urgent(),
            has_room: !need.room().is_zero(),
            in_reserve: !need.sources.is_empty(),
            usable: blindness.state(&need.face.location, need.usable),
            max: need.face.max,
            face: need.face.location,
            item: item.item,
            name: item.name,
            uom: item.uom,
        })
    };
    needs.into_iter().map(row).collect()
}

/// Returns who holds a task, by name.
fn owner(view: &dyn View, task: &Task, context: &Context) -> Result<Option<String>, Fault> {
    let Some(badge) = task.holder(context.now) else {
        return Ok(None);
    };
    let user: Option<User> = view.find(&[badge])?;
    Ok(Some(user.map_or_else(|| badge.to_string(), |user| user.name)))
}

/// Returns the task; `None` if the operator does not hold it.
fn work(view: &dyn View, task: i64, context: &Context) -> Result<Option<Refill>, Fault> {
    let found: Option<Task> = view.find(&[&task])?;
    let mine = |task: &Task| {
        let is_open = task.kind == TaskKind::Replenish && task.state == TaskState::Open;
        is_open && task.owner.as_ref() == Some(&context.operator.badge)
    };
    let Some(found) = found.filter(mine) else {
        return Ok(None);
    };
    let needs = replenish::at(view, &found.location, context.today)?;
    let Some(need) = needs.into_iter().find(|need| need.face.item == found.item) else {
        return Ok(None);
    };
    let (item, place) = (item(view, &found.item)?, location(view, &found.location)?);
    let urgent = need.is_urgent();
    let bins = need
        .sources
        .iter()
        .map(|it| &it.location)
        .chain([&found.location]);
    let blindness = Blindness::among(view, &context.operator, bins)?;
    let source = |it: replenish::Source| Source {
        free: blindness.state(&it.location, it.free),
        location: it.location,
        lpn: it.lpn,
        lot: it.lot,
        serial: it.serial,
        expiry: it.expiry,
    };
    Ok(Some(Refill {
        task,
        there: blindness.state(&found.location, need.there),
        face: found.location,
        check_digits: place.check_digits,
        item: item.item,
        name: item.name,
        uom: item.uom,
        max: need.face.max,
        urgent,
        sources: need.sources.into_iter().map(source).collect(),
    }))
}
