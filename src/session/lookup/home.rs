//! What the home screen asks: work left at another terminal.

use crate::domain::catalog::Item;
use crate::domain::log::SavedSession;
use crate::domain::record::{Fault, Range};
use crate::domain::time::Time;
use crate::domain::user::Role;
use crate::flows::event::Context;
use crate::flows::question::home::{Concerns, Elsewhere, Question, Told};
use crate::flows::work::Work;
use crate::operations::care::Care;
use crate::operations::view::View;
use crate::session::notes::Saved;

/// Answers a question of the home screen.
///
/// # Errors
/// A [`Fault`] if the store can't answer.
pub fn answer(view: &dyn View, question: &Question, context: &Context) -> Result<Told, Fault> {
    let concerns = concerns(view, context)?;
    if matches!(question, Question::Concerns) {
        return Ok(Told::Concerns(concerns));
    }
    let range = Range::by(SavedSession::BY_OPERATOR, &[&context.operator.badge]);
    let mut left: Vec<SavedSession> = view.list(&range)?;
    left.retain(|saved| saved.terminal != *context.terminal);
    left.sort_by_key(|saved| std::cmp::Reverse(saved.saved_at));
    let found = left.iter().find_map(elsewhere);
    if found.is_none() && context.operator.has(Role::Administrator) && is_empty(view)? {
        return Ok(Told::Empty);
    }
    Ok(Told::Elsewhere(found, concerns))
}

/// Returns what the operator has to know of the store. Empty unless the operator answers for it.
fn concerns(view: &dyn View, context: &Context) -> Result<Concerns, Fault> {
    if !context.operator.has(Role::Supervisor) && !context.operator.has(Role::Administrator) {
        return Ok(Concerns::default());
    }
    let care = Care::of(view, context.now)?;
    let restored = care.restored.as_ref();
    Ok(Concerns {
        told: care.told(),
        restored: restored.map(|it| (it.restoration, it.at.to_minute())),
        unkept: care.unkept_since.map(Time::to_minute),
    })
}

/// Returns whether there is no item yet.
fn is_empty(view: &dyn View) -> Result<bool, Fault> {
    Ok(view.list::<Item>(&Range::of::<Item>(&[]).first(1))?.is_empty())
}

/// Returns the work of a saved session; `None` if the operator was between jobs.
fn elsewhere(saved: &SavedSession) -> Option<Elsewhere> {
    let Saved { flow, .. } = serde_json::from_str(&saved.state).ok()?;
    if matches!(flow.work(), Work::Home(_) | Work::SignIn(_)) {
        return None;
    }
    let since = saved.saved_at.to_minute();
    Some(Elsewhere {
        terminal: saved.terminal.clone(),
        prompt: flow.prompt(),
        since,
    })
}
