//! What signing in asks: whether a PIN belongs to a badge.

use crate::domain::record::Fault;
use crate::domain::user::User;
use crate::flows::question::sign_in::{Question, Told};
use crate::operations::view::View;
use argon2::{Argon2, PasswordHash, PasswordVerifier};

/// Answers a question of signing in.
///
/// # Errors
/// A [`Fault`] if the store can't answer.
pub fn answer(view: &dyn View, question: &Question) -> Result<Told, Fault> {
    let Question::Pin { badge, pin } = question;
    let user: Option<User> = view.find(&[badge])?;
    let attempts = i64::from(view.policies()?.pin_attempts()?);
    let left = user
        .as_ref()
        .map_or(0, |user| attempts - user.failures - 1)
        .max(0);
    let right = user
        .and_then(|user| user.pin_hash)
        .is_some_and(|hash| is_right(pin, &hash));
    Ok(Told::Pin { right, left })
}

/// Compares a PIN with its argon2 hash; a hash that can't be read belongs to no PIN.
fn is_right(pin: &str, hash: &str) -> bool {
    PasswordHash::new(hash).is_ok_and(|hash| Argon2::default().verify_password(pin.as_bytes(), &hash).is_ok())
}
