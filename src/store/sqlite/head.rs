//! Where the log of a store stands that is not in use: of a backup.

use super::upgrade::read_only;
use crate::domain::record::Fault;
use rusqlite::OptionalExtension;
use std::path::Path;

/// Returns number and hash of the last operation of the store in a file, which is only read; `None` if there is none.
///
/// # Errors
/// A [`Fault`] where the file can't be read as a store.
pub fn of(file: &Path) -> Result<Option<(i64, String)>, Fault> {
    let wrong = |e| Fault::caused(format!("{} can't be read as a store", file.display()), e);
    let last = "SELECT seq, hash FROM operations ORDER BY seq DESC LIMIT 1";
    let store = read_only(file)?;
    let last = store.query_row(last, (), |row| Ok((row.get(0)?, row.get(1)?)));
    last.optional().map_err(wrong)
}
