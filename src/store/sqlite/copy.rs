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
    let unsound = |why: &str| Fault::new(format!("the backup {} is not sound: {why}", to.display()));
    check_pages(&copy)?.map_err(|why| unsound(&why))?;
    if version(&copy).map_err(wrong)? == version(connection).map_err(wrong)? {
        Ok(())
    } else {
        Err(unsound("it has another version"))
    }
}

/// Reads every page; the inner error says what SQLite finds wrong.
pub(super) fn check_pages(connection: &Connection) -> Result<Result<(), String>, Fault> {
    let wrong = |e: rusqlite::Error| Fault::caused("the file can't be checked", e);
    let found: String = connection
        .query_row("PRAGMA integrity_check(1)", (), |row| row.get(0))
        .map_err(wrong)?;
    Ok(if found == "ok" { Ok(()) } else { Err(found) })
}
