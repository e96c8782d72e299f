//! Where the log of a store stands that is not in use: of a backup.

use super::copy::has_table;
use super::upgrade::read_only;
use crate::domain::log::Restoration;
use crate::domain::record::{Fault, Record};
use rusqlite::{Connection, OptionalExtension};
use std::path::Path;

/// The last operation of a store.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Head {
    /// Its number.
    pub operation: i64,
    /// Its hash.
    pub hash: String,
    /// How often the store had been restored by then.
    pub generation: i64,
}

/// Returns the last operation of the store in a file, which is only read; `None` if there is none.
///
/// # Errors
/// A [`Fault`] where the file can't be read as a store.
pub fn of(file: &Path) -> Result<Option<Head>, Fault> {
    let wrong = |e| Fault::caused(format!("{} can't be read as a store", file.display()), e);
    let last = "SELECT seq, hash FROM operations ORDER BY seq DESC LIMIT 1";
    let store = read_only(file)?;
    let last = store.query_row(last, (), |row| Ok((row.get(0)?, row.get(1)?)));
    let generation = restorations(&store).map_err(wrong)?;
    let last = last.optional().map_err(wrong)?;
    Ok(last.map(|(operation, hash)| Head {
        operation,
        hash,
        generation,
    }))
}

/// Returns how often a store was restored; an older one has no such table.
fn restorations(store: &Connection) -> rusqlite::Result<i64> {
    let table = Restoration::TABLE.name;
    if !has_table(store, table)? {
        return Ok(0);
    }
    let newest = format!("SELECT ifnull(max(restoration), 0) FROM {table}");
    store.query_row(&newest, (), |row| row.get(0))
}
