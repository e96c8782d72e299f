//! People: a badge that means nothing else, roles that exist, a PIN that was hashed.

use super::codes::{free_as_code, no_barcode};
use crate::domain::catalog::Site;
use crate::domain::refusal::Refusal;
use crate::domain::user::{Role, User, is_like_a_pin};
use crate::operations::change::Halt;
use crate::operations::log::{NAMED, PRICED};
use crate::operations::pins::is_within_bounds;
use crate::operations::rules::books::Books;
use argon2::password_hash::PasswordHash;

/// Creates an operator, or changes one.
pub(super) fn define(books: &mut Books<'_, '_>, user: &User) -> Result<(), Halt> {
    for word in user
        .roles
        .split(';')
        .map(str::trim)
        .filter(|word| !word.is_empty())
    {
        word.parse::<Role>().map_err(|why| Refusal::Unfit {
            need: "roles".into(),
            found: why,
        })?;
    }
    let site: Option<Site> = books.view().find(&[&user.site])?;
    site.ok_or_else(|| Refusal::UnknownSite {
        site: user.site.to_string(),
    })?;
    let known: Option<User> = books.view().find(&[&user.badge])?;
    if books.is_bounded() {
        checked(books, user, known.as_ref())?;
    }
    if known.is_none() {
        no_barcode(books, user.badge.as_str(), None)?;
        free_as_code::<User>(books, user.badge.as_str())?;
    }
    if books.is_of(NAMED) && known.as_ref().is_some_and(administers) && !administers(user) {
        remains(books, user)?;
    }
    books.draft.put(user);
    Ok(())
}

/// Returns whether somebody can change master data: an administrator whose badge is not locked.
fn administers(user: &User) -> bool {
    user.has(Role::Administrator) && !user.locked
}

/// Refuses to take the last administrator's right, after which nobody at a terminal could give it to anybody.
fn remains(books: &Books<'_, '_>, user: &User) -> Result<(), Halt> {
    let people: Vec<User> = books.view().all(&[])?;
    let badge = user.badge.to_string();
    let mut others = people.iter().filter(|other| other.badge != user.badge);
    if others.any(administers) {
        return Ok(());
    }
    Err(Refusal::LastAdministrator { badge }.into())
}

/// Refuses a PIN that was not hashed, with which nobody could sign in, a negative count of wrong PINs, and a name that may be
/// somebody's PIN, which every screen would show; what is known stays.
pub(in crate::operations::rules) fn checked(
    books: &Books<'_, '_>,
    user: &User,
    known: Option<&User>,
) -> Result<(), Halt> {
    let is_hash = |text: &String| {
        PasswordHash::new(text)
            .is_ok_and(|hash| hash.algorithm.as_str().starts_with("argon2") && hash.hash.is_some())
    };
    let is_payable = |text: &String| PasswordHash::new(text).is_ok_and(|hash| is_within_bounds(&hash));
    let is_kept = known.is_some_and(|known| known.pin_hash == user.pin_hash);
    if !is_kept && !user.pin_hash.as_ref().is_none_or(is_hash) {
        let (need, found) = ("an argon2 hash of the PIN as pin_hash", "another text");
        let (need, found) = (need.to_owned(), found.to_owned());
        return Err(Refusal::Unfit { need, found }.into());
    }
    if books.is_of(PRICED) && !is_kept && !user.pin_hash.as_ref().is_none_or(is_payable) {
        let need =
            "an argon2 hash as pin_hash of at most 256 MiB, and memory times passes of at most 7000 MiB";
        let (need, found) = (need.to_owned(), "another one".to_owned());
        return Err(Refusal::Unfit { need, found }.into());
    }
    if user.failures < 0 && known.is_none_or(|known| known.failures != user.failures) {
        let (need, found) = ("failures from 0".to_owned(), user.failures.to_string());
        return Err(Refusal::Unfit { need, found }.into());
    }
    let is_new = known.is_none_or(|known| known.name != user.name);
    if books.is_of(NAMED) && is_new && is_like_a_pin(user.name.trim()) {
        let (need, found) = (
            "a person's name".to_owned(),
            "digits that may be a PIN".to_owned(),
        );
        return Err(Refusal::Unfit { need, found }.into());
    }
    Ok(())
}
