//! What signing in asks: whether a PIN belongs to a badge, and what is kept of a new one.

use crate::domain::record::Fault;
use crate::domain::user::User;
use crate::flows::question::sign_in::{Question, Told};
use crate::operations::view::View;
use crate::session::pin;

/// Answers a question of signing in.
///
/// # Errors
/// A [`Fault`] if the store can't answer, or the system gives no random salt.
pub fn answer(view: &dyn View, question: &Question) -> Result<Told, Fault> {
    let (badge, typed) = match question {
        Question::Hash { pin } => return Ok(Told::Hash(pin::hashed(pin, None)?)),
        Question::Again { hash, pin } => return Ok(Told::Again(pin::is_right(pin, hash))),
        Question::Pin { badge, pin } => (badge, pin),
    };
    let user: Option<User> = view.find(&[badge])?;
    let attempts = i64::from(view.policies()?.pin_attempts()?);
    let left = user
        .as_ref()
        .map_or(0, |user| attempts - user.failures - 1)
        .max(0);
    // A locked badge's PIN is never right: another terminal may have locked the badge meanwhile.
    let right = user
        .filter(|user| !user.locked)
        .and_then(|user| user.pin_hash)
        .is_some_and(|hash| pin::is_right(typed, &hash));
    Ok(Told::Pin { right, left })
}
