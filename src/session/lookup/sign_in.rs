//! What signing in asks: whether a PIN belongs to a badge, and what is kept of a new one.

use crate::domain::code::Badge;
use crate::domain::record::Fault;
use crate::domain::user::User;
use crate::flows::question::sign_in::{Question, Told};
use crate::operations::pins::Chosen;
use crate::operations::view::View;
use crate::session::pin::{Compared, Pins};

/// Answers a question of signing in.
///
/// # Errors
/// A [`Fault`] if the store can't answer, or the system gives no random salt.
pub fn answer(view: &dyn View, question: &Question, pins: &Pins) -> Result<Told, Fault> {
    match question {
        Question::Hash { badge, pin } => {
            let chosen = Chosen::of(view.policies()?.pin_digits()?, badge, pin);
            let hashed = chosen.map(|pin| pins.hash(&pin));
            Ok(Told::Hash(match hashed {
                Ok(hash) => Ok(hash?),
                Err(refusal) => Err(refusal),
            }))
        }
        Question::Again { hash, pin } => Ok(Told::Again(pins.compare(pin, hash) == Compared::Right)),
        Question::Pin { badge, pin } => compared(view, badge, pin, pins),
    }
}

/// Compares the PIN of a badge. A locked badge's PIN is never right: another terminal may have locked the badge meanwhile.
fn compared(view: &dyn View, badge: &Badge, typed: &str, pins: &Pins) -> Result<Told, Fault> {
    let policies = view.policies()?;
    let user: Option<User> = view.find(&[badge])?;
    let attempts = i64::from(policies.pin_attempts()?);
    let left = user
        .as_ref()
        .map_or(0, |user| attempts - user.failures - 1)
        .max(0);
    let hash = user.filter(|user| !user.locked).and_then(|user| user.pin_hash);
    let known = hash.map(|hash| (pins.compare(typed, &hash), hash));
    let (weak, renewed) = match &known {
        Some((Compared::NoKey, _)) => return Ok(Told::NoKey),
        Some((Compared::Right, hash)) => {
            let weak = Chosen::of(policies.pin_digits()?, badge, typed).err();
            (weak, pins.renewed(typed, hash)?)
        }
        _ => (None, None),
    };
    Ok(Told::Pin {
        right: known.is_some_and(|(compared, _)| compared == Compared::Right),
        left,
        weak,
        renewed,
    })
}
