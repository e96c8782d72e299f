//! What is behind a ledger batch.

use crate::domain::entry::{Entry, LedgerBatch};
use crate::domain::record::Fault;
use crate::ledger::export::Sealed;
use crate::operations::pending::{self, HandedOver, Reversals};
use crate::operations::view::View;

/// A ledger batch with all that is behind it, and what became of it.
#[derive(Clone, Debug)]
pub struct BatchWhy {
    /// Its head and lines.
    pub sealed: Sealed,
    /// The batch that negates it.
    pub reversed_by: Option<i64>,
    /// Its exports, and what the accounting system called it.
    pub handed: HandedOver,
    /// How many entries it covers.
    pub count: usize,
    /// The last of them.
    pub entries: Vec<Entry>,
}

/// Returns a ledger batch and its last `most` entries; `None` if no batch has that number.
///
/// # Errors
/// A [`Fault`] if the store can't be read.
pub fn of_batch(view: &dyn View, number: i64, most: usize) -> Result<Option<BatchWhy>, Fault> {
    let Some(head) = view.find::<LedgerBatch>(&[&number])? else {
        return Ok(None);
    };
    let numbers = pending::entries_of(view, &head)?;
    let mut entries = Vec::new();
    for entry in &numbers[numbers.len().saturating_sub(most)..] {
        entries.extend(view.find::<Entry>(&[entry])?);
    }
    Ok(Some(BatchWhy {
        sealed: pending::sealed(view, head)?,
        reversed_by: Reversals::of(view)?.by(number),
        handed: pending::handed_over(view, number)?,
        count: numbers.len(),
        entries,
    }))
}
