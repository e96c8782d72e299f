//! A copy of a store, proved by reading it back, and the version of its layout.

use super::place;
use crate::domain::record::Fault;
use rusqlite::Connection;
use std::path::Path;

/// Returns the version of the store behind a connection; 0 for one that was never laid out.
pub(super) fn version(connection: &Connection) -> rusqlite::Result<i64> {
    connection.query_row("PRAGMA user_version", (), |row| row.get(0))
}

/// Returns the same, as the store's own fault.
pub(super) fn layout(connection: &Connection) -> Result<i64, Fault> {
    version(connection).map_err(|e| Fault::caused("the version of the store's layout can't be read", e))
}

/// Writes a copy of the store to a new file and proves it by reading all of it back.
///
/// # Errors
/// A [`Fault`] where the file exists, can't be written or does not prove sound.
pub(super) fn backup_to(connection: &Connection, to: &Path) -> Result<(), Fault> {
    let wrong = |e: rusqlite::Error| Fault::caused(format!("the backup {} failed", to.display()), e);
    place::new_file(to).map_err(|e| Fault::caused(format!("the backup {} failed", to.display()), e))?;
    let name = to
        .to_str()
        .ok_or_else(|| Fault::new("the backup's path is not text"))?;
    connection.execute("VACUUM INTO ?", [name]).map_err(wrong)?;
    let copy = Connection::open_with_flags(to, rusqlite::OpenFlags::SQLITE_OPEN_READ_ONLY).map_err(wrong)?;
    let found: String = copy
        .query_row("PRAGMA integrity_check", (), |row| row.get(0))
        .map_err(wrong)?;
    let same = version(&copy).map_err(wrong)? == version(connection).map_err(wrong)?;
    if found == "ok" && same {
        Ok(())
    } else {
        Err(Fault::new(format!(
            "the backup {} is not sound: {found}",
            to.display()
        )))
    }
}
