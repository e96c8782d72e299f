//! From any older store to the newest: numbered steps, each in a transaction of its own, a backup first.

use super::StoreError;
use super::place;
use crate::domain::record::Fault;
use rusqlite::Connection;
use std::path::Path;

/// The steps; a store of version `n` has gone through the first `n`.
pub(super) const STEPS: &[&str] = &[include_str!("001_first.sql")];

/// Marks the file as a binledger store (`PRAGMA application_id`): "BNLG".
pub(super) const APPLICATION: i64 = 0x424e_4c47;

/// The version of the store behind a connection; 0 for one that was never laid out.
pub(super) fn version(connection: &Connection) -> rusqlite::Result<i64> {
    connection.query_row("PRAGMA user_version", (), |row| row.get(0))
}

/// Refuses what is not ours or newer than this program.
pub(super) fn check(connection: &Connection, path: &Path, steps: &[&str]) -> Result<i64, StoreError> {
    let read = |e| Fault::caused(format!("{} can't be read as a store", path.display()), e);
    let foreign = || StoreError::Unfit {
        path: path.display().to_string(),
        why: "it is a file of another program. Name another place".to_owned(),
    };
    let found = match version(connection) {
        Err(e) if e.sqlite_error_code() == Some(rusqlite::ErrorCode::NotADatabase) => return Err(foreign()),
        found => found.map_err(read)?,
    };
    let pages: i64 = connection
        .query_row("PRAGMA page_count", (), |row| row.get(0))
        .map_err(read)?;
    let application: i64 = connection
        .query_row("PRAGMA application_id", (), |row| row.get(0))
        .map_err(read)?;
    let expected = steps.len() as i64;
    if pages > 0 && application != APPLICATION {
        return Err(foreign());
    }
    if found > expected {
        return Err(StoreError::Newer {
            path: path.display().to_string(),
            found,
            expected,
        });
    }
    Ok(found)
}

/// Takes the store to the newest version. The caller holds the turn to write.
///
/// # Errors
/// [`StoreError::Newer`] or [`StoreError::Unfit`] as [`check`] says; a [`Fault`] where a step or the backup fails,
/// after which the store is as it was before that step.
pub(super) fn run(connection: &Connection, path: &Path, steps: &[&str]) -> Result<(), StoreError> {
    let found = check(connection, path, steps)?;
    let done = usize::try_from(found).unwrap_or(0);
    if 0 < done && done < steps.len() {
        let backup = place::name_beside(path, &format!("before-{}.backup", steps.len()));
        backup_to(connection, &backup)?;
    }
    for (at, step) in steps.iter().enumerate().skip(done) {
        let wrong = |e| Fault::caused(format!("step {} of the store's layout fails", at + 1), e);
        let text = format!(
            "BEGIN IMMEDIATE;\n{step}\nPRAGMA application_id = {APPLICATION};\nPRAGMA user_version = {};\nCOMMIT;",
            at + 1
        );
        connection.execute_batch(&text).map_err(|e| {
            if !connection.is_autocommit() {
                let _ = connection.execute_batch("ROLLBACK");
            }
            wrong(e)
        })?;
    }
    Ok(())
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
