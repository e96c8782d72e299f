//! The pending entries of a posting day and site become a numbered ledger batch, chained to the one before.

use super::books::Books;
use crate::domain::company::Account;
use crate::domain::entry::{BatchedEntry, LedgerBatch};
use crate::domain::refusal::Refusal;
use crate::domain::user::Role;
use crate::ledger::batch::{freeze, sealed_text, summarise};
use crate::operations::change::Halt;
use crate::operations::decide::chained;
use crate::operations::pending;
use crate::operations::request::Seal;

/// Seals what is pending. What comes later goes into a supplementary batch of the same day.
pub(super) fn seal(books: &mut Books<'_, '_>, asked: &Seal) -> Result<Option<String>, Halt> {
    books.need(&[Role::Controller])?;
    let view = books.view();
    let posted = pending::pending_of(view, asked.day, &asked.at)?;
    if posted.is_empty() {
        let (day, site) = (asked.day.to_string(), asked.at.to_string());
        return Err(Refusal::NothingToSeal { day, site }.into());
    }
    let batch = view.next::<LedgerBatch>()?;
    let before: Option<LedgerBatch> = view.find(&[&(batch - 1)])?;
    let previous = before.map(|head| head.hash).unwrap_or_default();
    let sums = summarise(&posted, pending::summary(view)?);
    let lines = freeze(batch, &sums, &view.all::<Account>(&[])?);
    let head = LedgerBatch {
        batch,
        day: asked.day,
        site: asked.at.clone(),
        reverses: None,
        sealed_at: books.request.at,
        sealed_by: books.operator().clone(),
        currency: books.policy("currency")?,
        entries: posted.len().try_into().unwrap_or(i64::MAX),
        previous: String::new(),
        hash: String::new(),
    };
    let hash = chained(&previous, &sealed_text(&head, &lines));
    books.draft.put(&LedgerBatch {
        previous,
        hash,
        ..head
    });
    for line in &lines {
        books.draft.put(line);
    }
    for posted in &posted {
        let entry = posted.entry.entry;
        books.draft.put(&BatchedEntry { entry, batch });
    }
    Ok(Some(format!("ledger batch {batch}")))
}
