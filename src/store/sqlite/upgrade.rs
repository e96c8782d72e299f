//! What an upgrade leaves behind: a backup under a name of its own, and the checkpoint that its digest proves.

use super::{digest, place};
use crate::domain::log::Checkpoint;
use crate::domain::record::Fault;
use crate::operations::log::checkpoint_link;
use rusqlite::{Connection, OpenFlags, OptionalExtension};
use std::path::Path;

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
    let known = "SELECT count(*) FROM sqlite_schema WHERE type = 'table' AND name = 'checkpoints'";
    if connection.query_row::<i64, _, _>(known, (), |row| row.get(0))? == 0 {
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

/// Returns the name of a backup that an upgrade to a version of the layout makes.
pub(super) fn name(store: &Path, version: usize) -> std::path::PathBuf {
    place::name_beside(store, &format!("before-{version}.backup"))
}
