//! Who may work: the first administrator, sign in, locked badges, badges unlocked.

use super::books::Books;
use super::define::codes::no_barcode;
use super::define::user;
use super::described::{coded, shown};
use crate::domain::record::Range;
use crate::domain::refusal::Refusal;
use crate::domain::user::{Role, User};
use crate::operations::change::Halt;
use crate::operations::log::{NAMED, PRICED};
use crate::operations::request::{FirstUser, SetPin, SignIn};

/// Notes a sign-in. A wrong PIN is counted and, after too many in a row, locks the badge; the note says so.
pub(super) fn sign_in(books: &mut Books<'_, '_>, asked: &SignIn) -> Result<Option<String>, Halt> {
    let badge = &asked.badge;
    let user: Option<User> = books.view().find(&[badge])?;
    let user = user.ok_or_else(|| Refusal::UnknownBadge {
        badge: badge.to_string(),
    })?;
    if user.locked {
        return Err(Refusal::LockedBadge {
            badge: badge.to_string(),
        }
        .into());
    }
    if asked.pin_right {
        books.draft.put(&User { failures: 0, ..user });
        return Ok(None);
    }
    let failures = user.failures + 1;
    let left = i64::from(books.policies()?.pin_attempts()?) - failures;
    books.draft.put(&User {
        failures,
        locked: left <= 0,
        ..user
    });
    let told = Refusal::WrongPin {
        badge: badge.to_string(),
        left: left.max(0),
    };
    Ok(Some(told.to_string()))
}

/// Gives the first administrator a badge, while nobody has one.
pub(super) fn first(books: &mut Books<'_, '_>, asked: &FirstUser) -> Result<Option<String>, Halt> {
    if let Some(badge) = books.request.requester.badge() {
        let badge = badge.to_string();
        return Err(Refusal::UnknownBadge { badge }.into());
    }
    coded(books, asked.badge.as_str())?;
    no_barcode(books, asked.badge.as_str(), None)?;
    if asked.name.trim().is_empty() {
        let (need, found) = ("a name".into(), "an empty one".into());
        return Err(Refusal::Unfit { need, found }.into());
    }
    let known: Vec<User> = books.view().list(&Range::of::<User>(&[]).first(1))?;
    if !known.is_empty() {
        let (what, state) = ("the first administrator".into(), "known already".into());
        let need = "Sign in with your own badge".into();
        return Err(Refusal::WrongState { what, state, need }.into());
    }
    let user = asked.user(books.site.clone());
    if books.is_of(NAMED) {
        shown(books, &user.name)?;
        user::checked(books, &user, None)?;
    }
    books.draft.put(&user);
    Ok(None)
}

/// Sets the PIN of a badge that has none, if a supervisor vouches for it; whoever proved the present PIN needs no
/// supervisor.
pub(super) fn set_pin(books: &mut Books<'_, '_>, asked: &SetPin) -> Result<Option<String>, Halt> {
    let badge = asked.badge.to_string();
    let user: Option<User> = books.view().find(&[&asked.badge])?;
    let user = user.ok_or_else(|| Refusal::UnknownBadge { badge: badge.clone() })?;
    if user.locked {
        return Err(Refusal::LockedBadge { badge }.into());
    }
    let has_proved = user.pin_hash.is_some() && asked.proved == Some(true);
    if !has_proved {
        vouched(books, &user)?;
    }
    let chosen = User {
        pin_hash: Some(asked.pin_hash.clone()),
        ..user.clone()
    };
    if books.is_of(PRICED) {
        user::checked(books, &chosen, Some(&user))?;
    }
    books.draft.put(&chosen);
    Ok(None)
}

/// Refuses a badge that has a PIN already, or for which no supervisor vouches.
fn vouched(books: &Books<'_, '_>, user: &User) -> Result<(), Halt> {
    let badge = user.badge.to_string();
    if user.pin_hash.is_some() {
        let (what, state, need) = (format!("badge {badge}"), "with a PIN already", "one without");
        let (state, need) = (state.to_owned(), need.to_owned());
        return Err(Refusal::WrongState { what, state, need }.into());
    }
    // A supervisor who has no PIN can't vouch for anybody, least of all for themselves.
    if !books.is_approved()? || books.request.approved_by.as_ref() == Some(&user.badge) {
        let need = "supervisor".to_owned();
        return Err(Refusal::RoleNeeded { need, badge }.into());
    }
    Ok(())
}

/// Unlocks a badge on behalf of a supervisor or an administrator.
pub(super) fn unlock(
    books: &mut Books<'_, '_>,
    badge: &crate::domain::code::Badge,
) -> Result<Option<String>, Halt> {
    books.need(&[Role::Supervisor, Role::Administrator])?;
    let user: Option<User> = books.view().find(&[badge])?;
    let user = user.ok_or_else(|| Refusal::UnknownBadge {
        badge: badge.to_string(),
    })?;
    books.draft.put(&User {
        failures: 0,
        locked: false,
        ..user
    });
    Ok(None)
}
