//! A copy of a store, proved by reading it back, and the version of its layout.

use super::place;
use crate::domain::record::Fault;
use rusqlite::backup::{Backup, StepResult};
use rusqlite::{Connection, ErrorCode};
use std::fs::File;
use std::path::Path;

/// The number of bytes that are copied between two forces.
const STEP: i64 = 2 * 1024 * 1024;

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

/// Returns whether a store has a table: an older one lacks those that came later.
pub(super) fn has_table(connection: &Connection, table: &str) -> rusqlite::Result<bool> {
    let known = "SELECT count(*) FROM sqlite_schema WHERE type = 'table' AND name = ?";
    connection.query_row(known, [table], |row| row.get::<_, i64>(0).map(|found| 0 < found))
}

/// Why pages were not copied.
#[derive(Debug)]
pub(super) enum NotCopied {
    /// The copy can't be written.
    To(String),
    /// What is copied can't be read.
    From(Fault),
}

impl NotCopied {
    fn of(error: rusqlite::Error) -> Self {
        match error.sqlite_error_code() {
            // Nothing is written but the copy.
            Some(ErrorCode::DiskFull | ErrorCode::CannotOpen | ErrorCode::ReadOnly) => {
                Self::To(error.to_string())
            }
            _ => Self::From(Fault::caused("its pages can't be copied", error)),
        }
    }
}

/// Copies every page that an open read transaction sees into an empty file, forcing it as it goes.
pub(super) fn copy(from: &Connection, made: &Path, file: &File) -> Result<(), NotCopied> {
    let wrong = NotCopied::of;
    let page: i64 = from
        .query_row("PRAGMA page_size", (), |row| row.get(0))
        .map_err(wrong)?;
    let mut copy = Connection::open(made).map_err(wrong)?;
    copy.execute_batch("PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF;")
        .map_err(wrong)?;
    let copying = Backup::new(from, &mut copy).map_err(wrong)?;
    let pages = i32::try_from(STEP / page.max(1)).unwrap_or(1);
    while copying.step(pages).map_err(wrong)? != StepResult::Done {
        file.sync_data().map_err(|why| NotCopied::To(why.to_string()))?;
    }
    Ok(())
}

/// Opens a file that nobody else has open, and turns it into one that needs no other file beside it.
pub(super) fn alone(file: &Path) -> Result<Connection, Fault> {
    let wrong = |e: rusqlite::Error| Fault::caused(format!("{} can't be read", file.display()), e);
    let connection = Connection::open(file).map_err(wrong)?;
    connection
        .execute_batch("PRAGMA locking_mode = EXCLUSIVE; PRAGMA journal_mode = DELETE;")
        .map_err(wrong)?;
    version(&connection).map_err(wrong)?;
    Ok(connection)
}
