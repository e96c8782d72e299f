//! A store that was restored from a backup begins another history, in which no ledger batch has a number that others may
//! know from the one before.

use super::books::Books;
use crate::domain::log::{Logged, Restoration, SeenRestoration};
use crate::domain::record::Record;
use crate::domain::refusal::Refusal;
use crate::domain::user::Role;
use crate::operations::change::Halt;
use crate::operations::pending::next_batch;
use crate::operations::request::{Restored, SeeRestoration};

/// Notes what was restored, and how far numbers of ledger batches skip ahead: never less than by a restoration before.
pub(super) fn note(books: &mut Books<'_, '_>, asked: &Restored) -> Result<Option<String>, Halt> {
    let request = books.request;
    by_the_program(books, Restored::KEY, "the command restore")?;
    bounded("a ledger batch", asked.batch, Restored::MOST)?;
    bounded("an operation", asked.lost, i64::MAX)?;
    let view = books.view();
    let noted = Restoration {
        restoration: view.next::<Restoration>()?,
        operation: view.last(Logged::TABLE)?,
        at: request.at,
        backup: asked.backup.clone(),
        lost: asked.lost,
        batch: asked.batch.max(next_batch(view)? - 1),
    };
    books.draft.put(&noted);
    Ok(Some(format!("the next ledger batch is {}", noted.batch + 1)))
}

/// Takes note of a restoration, once, on behalf of a supervisor or an administrator.
pub(super) fn see(books: &mut Books<'_, '_>, asked: &SeeRestoration) -> Result<Option<String>, Halt> {
    books.need(&[Role::Supervisor, Role::Administrator])?;
    let known: Option<Restoration> = books.view().find(&[&asked.restoration])?;
    let seen: Option<SeenRestoration> = books.view().find(&[&asked.restoration])?;
    let state = match (known, seen) {
        (Some(_), None) => {
            let (at, by) = (books.request.at, books.operator().clone());
            books.draft.put(&SeenRestoration {
                restoration: asked.restoration,
                at,
                by,
            });
            return Ok(None);
        }
        (None, _) => "unknown",
        (Some(_), Some(_)) => "noted already",
    };
    let what = format!("restoration {}", asked.restoration);
    let (state, need) = (state.to_owned(), "Nothing has to be done".to_owned());
    Err(Refusal::WrongState { what, state, need }.into())
}

/// Refuses a document that asks for what only a command of the program may ask.
pub(super) fn by_the_program(books: &Books<'_, '_>, key: &str, command: &str) -> Result<(), Halt> {
    let request = books.request;
    if request.requester.is_document() && request.key.as_str().starts_with(key) {
        return Ok(());
    }
    let (need, found) = (command.to_owned(), "a document".to_owned());
    Err(Refusal::Unfit { need, found }.into())
}

/// Refuses a number that is none of what it should be.
fn bounded(what: &str, number: i64, most: i64) -> Result<(), Halt> {
    if (0..=most).contains(&number) {
        return Ok(());
    }
    let need = if most < i64::MAX {
        format!("the number of {what} from 0 to {most}")
    } else {
        format!("the number of {what}")
    };
    let found = number.to_string();
    Err(Refusal::Unfit { need, found }.into())
}
