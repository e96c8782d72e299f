//! Why a log can't be applied further, in words.

use crate::cli::failure::{Failure, LOG_NOT_NEXT, OUTCOME_DIFFERS};
use crate::domain::log::{Logged, Restoration};
use crate::domain::record::Record;
use crate::operations::carried::Differs;
use crate::store::{Store, StoreError};

/// What a log is applied to.
pub struct Onto<'a> {
    /// What it is, in words.
    pub what: &'a str,
    /// The command line that means the store.
    pub program: &'a str,
}

/// Returns the failure of a log that can't be applied further, with what to do.
///
/// # Errors
/// [`StoreError`] where the store can't be read.
pub(super) fn differing(
    store: &dyn Store,
    log: &str,
    differs: &Differs,
    onto: &Onto<'_>,
) -> Result<Failure, StoreError> {
    let (last, restored) = store.read(|view| {
        let restored: Option<Restoration> = view.find(&[&view.last(Restoration::TABLE)?])?;
        Ok((view.last(Logged::TABLE)?, restored))
    })?;
    let Onto { what, program } = onto;
    if let Differs::Outcome { .. } = differs {
        return Ok(Failure::coded(
            OUTCOME_DIFFERS,
            format!(
                "{log}: {differs}. Use the program that wrote the log, or say --until {last} to do without what came then."
            ),
        ));
    }
    let advice = match (differs, restored) {
        (Differs::Forked { number, .. }, Some(restored)) if restored.operation < *number => format!(
            "A restore behind operation {} began another history. Put the backup back once more, with the log: \
             `{program} restore BACKUP --log FILE`.",
            restored.operation
        ),
        (Differs::Forked { .. }, _) => format!(
            "They are of different times: name a log that begins with {what}, or a backup that the log goes on from."
        ),
        _ => "Name the log that comes before it first, or export one that begins earlier.".to_owned(),
    };
    Ok(Failure::coded(
        LOG_NOT_NEXT,
        format!("{log} does not go on where {what} ends, with operation {last}: {differs}. {advice}"),
    ))
}
