//! A store that was restored from a backup begins another history, in which no ledger batch has a number that others may
//! know from the one before.

use super::books::Books;
use crate::domain::entry::LedgerBatch;
use crate::domain::log::{Logged, Restoration};
use crate::domain::record::Record;
use crate::domain::user::Role;
use crate::operations::change::Halt;
use crate::operations::request::Restored;

/// The highest number of a batch that is skipped.
const MOST: i64 = 1_000_000_000_000;

/// Notes what was restored, and how far numbers of ledger batches skip ahead.
pub(super) fn note(books: &mut Books<'_, '_>, asked: &Restored) -> Result<Option<String>, Halt> {
    books.need(&[Role::Administrator])?;
    let view = books.view();
    let newest = view.last(LedgerBatch::TABLE)?;
    let noted = Restoration {
        restoration: view.next::<Restoration>()?,
        operation: view.last(Logged::TABLE)?,
        at: books.request.at,
        backup: asked.backup.clone(),
        lost: asked.lost.max(0),
        batch: asked.batch.min(MOST).max(newest),
    };
    books.draft.put(&noted);
    Ok(Some(format!("ledger batches go on behind {}", noted.batch)))
}
