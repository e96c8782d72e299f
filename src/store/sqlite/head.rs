//! The ends of the chains of a store that is not in use, such as a backup.

use super::copy::has_table;
use super::upgrade::read_only;
use crate::domain::log::{ReadLink, Restoration};
use crate::domain::record::{Fault, Record};
use crate::operations::anchor::{Anchor, Link};
use rusqlite::{Connection, OptionalExtension};
use std::path::Path;

/// Returns the last operation and the newest read link of the store in a file, which is only read. `None` if nothing
/// was logged there.
///
/// # Errors
/// A [`Fault`] where the file can't be read as a store.
pub fn of(file: &Path) -> Result<Option<Anchor>, Fault> {
    let store = read_only(file)?;
    let found = anchor(&store);
    found.map_err(|e| Fault::caused(format!("{} can't be read as a store", file.display()), e))
}

fn anchor(store: &Connection) -> rusqlite::Result<Option<Anchor>> {
    let last = "SELECT seq, hash FROM operations ORDER BY seq DESC LIMIT 1";
    let Some(operation) = newest(store, last)? else {
        return Ok(None);
    };
    // A backup of an older program has fewer tables.
    let mut reads = None;
    if has_table(store, ReadLink::TABLE.name)? {
        reads = newest(
            store,
            "SELECT link, hash FROM read_links ORDER BY link DESC LIMIT 1",
        )?;
    }
    let mut generation = 0;
    if has_table(store, Restoration::TABLE.name)? {
        let newest = "SELECT ifnull(max(restoration), 0) FROM restorations";
        generation = store.query_row(newest, (), |row| row.get(0))?;
    }
    Ok(Some(Anchor {
        operation,
        generation,
        reads,
        signature: None,
    }))
}

fn newest(store: &Connection, sql: &str) -> rusqlite::Result<Option<Link>> {
    let newest = store.query_row(sql, (), |row| Ok((row.get(0)?, row.get(1)?)));
    newest.optional()
}
