//! The pending entries of a posting day and site become a numbered ledger batch, chained to the one before; and a
//! ledger batch is negated by another one.

use super::books::{Books, period_of};
use crate::domain::company::Account;
use crate::domain::entry::{BatchedEntry, LedgerBatch, LedgerBatchLine};
use crate::domain::export::ResealedEntry;
use crate::domain::log::Logged;
use crate::domain::record::{Fault, Record};
use crate::domain::refusal::Refusal;
use crate::domain::user::Role;
use crate::ledger::batch::{fitting, freeze, negated, sealed_text, summarise};
use crate::operations::change::Halt;
use crate::operations::closed;
use crate::operations::log::{CITING, chained};
use crate::operations::pending::{self, Reversals};
use crate::operations::request::Seal;

/// Seals what is pending, as much as one ledger batch can hold. What is left, and what comes later, goes into a
/// supplementary one of the same day.
pub(super) fn seal(books: &mut Books<'_, '_>, asked: &Seal) -> Result<Option<String>, Halt> {
    books.need(&[Role::Controller])?;
    let view = books.view();
    let mut posted = pending::pending_of(view, asked.day, &asked.at)?;
    let summary = books.policies()?.summary()?;
    posted.truncate(fitting(&posted, summary));
    if posted.is_empty() {
        let (day, site) = (asked.day.to_string(), asked.at.to_string());
        return Err(Refusal::NothingToSeal { day, site }.into());
    }
    let batch = pending::next_batch(view)?;
    let sums = summarise(&posted, summary);
    let lines = freeze(batch, &sums, &view.all::<Account>(&[])?);
    let lines = lines.ok_or_else(|| Fault::new("a ledger batch has more than it can hold"))?;
    let head = LedgerBatch {
        batch,
        day: asked.day,
        site: asked.at.clone(),
        reverses: None,
        sealed_at: books.request.at,
        sealed_by: books.operator().clone(),
        currency: books.policies()?.currency()?.into(),
        entries: posted.len().try_into().unwrap_or(i64::MAX),
        previous: String::new(),
        hash: String::new(),
        operation: None,
        log: None,
    };
    for posted in &posted {
        let entry = posted.entry.entry;
        if books.view().find::<BatchedEntry>(&[&entry])?.is_some() {
            books.draft.put(&ResealedEntry { entry, batch });
        } else {
            books.draft.put(&BatchedEntry { entry, batch });
        }
    }
    chain(books, head, &lines)
}

/// Writes the exact negation of a ledger batch as the next one. The entries behind it are pending again.
pub(super) fn reverse(books: &mut Books<'_, '_>, of: i64) -> Result<Option<String>, Halt> {
    books.need(&[Role::Controller])?;
    let view = books.view();
    let known: Option<LedgerBatch> = view.find(&[&of])?;
    let known = known.ok_or(Refusal::UnknownBatch { batch: of })?;
    if let Some(other) = known.reverses {
        return Err(Refusal::ReversesAnother { batch: of, of: other }.into());
    }
    if let Some(by) = Reversals::of(view)?.by(of) {
        return Err(Refusal::BatchReversed { batch: of, by }.into());
    }
    let period = period_of(known.day);
    if closed::is_closed_at(view, &known.site, &period)? {
        return Err(Refusal::PeriodClosed { period }.into());
    }
    let batch = pending::next_batch(view)?;
    let lines = negated(batch, &view.all::<LedgerBatchLine>(&[&of])?);
    let head = LedgerBatch {
        batch,
        reverses: Some(of),
        sealed_at: books.request.at,
        sealed_by: books.operator().clone(),
        ..known
    };
    chain(books, head, &lines)
}

/// Notes the end of the log in a ledger batch, so that whoever knows the batch can prove the log before it.
fn cited(books: &Books<'_, '_>, head: LedgerBatch) -> Result<LedgerBatch, Fault> {
    if !books.is_of(CITING) {
        return Ok(LedgerBatch {
            operation: None,
            log: None,
            ..head
        });
    }
    let last = books.operation - 1;
    let logged: Option<Logged> = books.view().find(&[&last])?;
    Ok(LedgerBatch {
        operation: Some(last),
        log: Some(logged.map_or_else(String::new, |logged| logged.hash)),
        ..head
    })
}

/// Links the ledger batch to the one before and writes it.
fn chain(
    books: &mut Books<'_, '_>,
    head: LedgerBatch,
    lines: &[LedgerBatchLine],
) -> Result<Option<String>, Halt> {
    let batch = head.batch;
    let newest = books.view().last(LedgerBatch::TABLE)?;
    let before: Option<LedgerBatch> = books.view().find(&[&newest])?;
    let previous = before.map(|head| head.hash).unwrap_or_default();
    let head = cited(books, head)?;
    let hash = chained(&previous, &sealed_text(&head, lines));
    books.draft.put(&LedgerBatch {
        previous,
        hash,
        ..head
    });
    for line in lines {
        books.draft.put(line);
    }
    Ok(Some(format!("ledger batch {batch}")))
}
