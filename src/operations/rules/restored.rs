//! A store that was restored from a backup begins another history, in which no ledger batch has a number that others may
//! know from the one before.

use super::books::Books;
use crate::domain::log::{Logged, Restoration};
use crate::domain::record::Record;
use crate::domain::refusal::Refusal;
use crate::operations::change::Halt;
use crate::operations::pending::next_batch;
use crate::operations::request::Restored;

/// Notes what was restored, and how far numbers of ledger batches skip ahead: never less than by a restoration before.
pub(super) fn note(books: &mut Books<'_, '_>, asked: &Restored) -> Result<Option<String>, Halt> {
    let request = books.request;
    let is_own = request.requester.is_document() && request.key.as_str().starts_with(Restored::KEY);
    if !is_own {
        let (need, found) = ("the command restore".into(), "a document".into());
        return Err(Refusal::Unfit { need, found }.into());
    }
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
