//! What unlocking asks: the locked badges of the site.

use crate::domain::record::Fault;
use crate::domain::user::User;
use crate::flows::event::Context;
use crate::flows::question::unlock::{Locked, Question, Told};
use crate::operations::view::View;

/// Answers a question of unlocking.
///
/// # Errors
/// A [`Fault`] if the store can't answer.
pub fn answer(view: &dyn View, question: &Question, context: &Context) -> Result<Told, Fault> {
    let Question::Locked = question;
    let mut users: Vec<User> = view.all(&[])?;
    users.retain(|user| user.locked && (user.site.is_empty() || user.site == context.site));
    users.sort_by(|one, other| one.name.cmp(&other.name));
    Ok(Told::Locked(users.iter().map(Locked::of).collect()))
}
