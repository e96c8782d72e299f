//! What an upgrade leaves behind: a backup under a name of its own, and the checkpoint that its digest proves.

use super::{copy, digest, place};
use crate::domain::log::Checkpoint;
use crate::domain::record::{Fault, Record};
use crate::operations::log::checkpoint_link;
use rusqlite::{Connection, OpenFlags, OptionalExtension};
use std::fs;
use std::path::{Path, PathBuf};

/// Returns the checkpoint of a store that was just copied to `backup`, before its `layout` is changed. `rules` is the
/// version of the rule book that decides from now on.
pub(super) fn of(
    connection: &Connection,
    backup: &Path,
    (layout, rules): (i64, i64),
) -> Result<Checkpoint, Fault> {
    let wrong = |e| Fault::caused("the checkpoint of the upgrade can't be made", e);
    let last = "SELECT seq, hash FROM operations ORDER BY seq DESC LIMIT 1";
    let last = connection.query_row(last, (), |row| Ok((row.get(0)?, row.get(1)?)));
    let (operation, log) = last.optional().map_err(wrong)?.unwrap_or_default();
    let (before, previous) = newest(connection).map_err(wrong)?.unwrap_or_default();
    let name = backup.file_name().and_then(|name| name.to_str());
    let mut made = Checkpoint {
        checkpoint: before + 1,
        operation,
        log,
        rules,
        layout,
        backup: name
            .ok_or_else(|| Fault::new("the backup's name is not text"))?
            .to_owned(),
        digest: digest::of(&read_only(backup)?)?,
        hash: String::new(),
    };
    made.hash = checkpoint_link(&previous, &made);
    Ok(made)
}

/// Number and hash of the newest checkpoint.
fn newest(connection: &Connection) -> rusqlite::Result<Option<(i64, String)>> {
    if !copy::has_table(connection, Checkpoint::TABLE.name)? {
        return Ok(None);
    }
    let newest = "SELECT checkpoint, hash FROM checkpoints ORDER BY checkpoint DESC LIMIT 1";
    let newest = connection.query_row(newest, (), |row| Ok((row.get(0)?, row.get(1)?)));
    newest.optional()
}

/// Opens a file without ever changing it.
pub(super) fn read_only(file: &Path) -> Result<Connection, Fault> {
    let wrong = |e| Fault::caused(format!("{} can't be opened", file.display()), e);
    Connection::open_with_flags(file, OpenFlags::SQLITE_OPEN_READ_ONLY).map_err(wrong)
}

/// Returns a sound copy, beside the store at `store`, of the store before its layout is taken to a version: the one that
/// an interrupted upgrade left if nothing was changed since, else a new one. No file that is there is overwritten. The
/// caller holds the turn to write.
///
/// # Errors
/// A [`Fault`] where the copy can't be made or does not prove sound; nothing of it is left then.
pub(super) fn backup(connection: &Connection, store: &Path, version: usize) -> Result<PathBuf, Fault> {
    let made = place::name_beside(store, &format!("before-{version}.part"));
    // Left by an upgrade that was killed while it made it.
    let _ = fs::remove_file(&made);
    let mut names = (1..).map(|nth| name(store, version, nth));
    let name = names.find(|name| !name.exists() || is_copy(connection, name));
    let name = name.ok_or_else(|| Fault::new("there is no name left for the backup"))?;
    if name.exists() {
        return Ok(name);
    }
    let kept = copy::backup_to(connection, &made).and_then(|()| {
        let wrong = |e| Fault::caused(format!("the backup {} failed", name.display()), e);
        place::settle(&made, &name).map_err(wrong)
    });
    if kept.is_err() {
        let _ = fs::remove_file(&made);
    }
    kept.map(|()| name)
}

/// Returns the names of the backups of an upgrade to a version: the first one's, and of those after it.
fn name(store: &Path, version: usize, nth: usize) -> PathBuf {
    let nth = if nth == 1 {
        String::new()
    } else {
        format!("-{nth}")
    };
    place::name_beside(store, &format!("before-{version}{nth}.backup"))
}

/// Returns whether a file is a copy of the store as it is now; one that can't be read is none.
fn is_copy(connection: &Connection, file: &Path) -> bool {
    let kept = read_only(file).and_then(|copy| Ok((copy::layout(&copy)?, digest::of(&copy)?)));
    let now = copy::layout(connection).and_then(|layout| Ok((layout, digest::of(connection)?)));
    matches!((kept, now), (Ok(kept), Ok(now)) if kept == now)
}
