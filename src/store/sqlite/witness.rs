//! The newest operation that somebody may have been told of, noted outside the database.
//!
//! A file of a store is sound although it is one of yesterday, or although its log was lost. So whoever has forced a commit
//! notes its last operation beside the store, after the force and with the numbers that forces are saved by;
//! what is noted may be too low, never too high. A store without that operation is not the one
//! that was worked on, and is not opened.

use super::presence::Gone;
use crate::domain::log::Logged;
use crate::domain::record::{Fault, Record, Value};
use crate::operations::change::Write;
use rusqlite::{Connection, OptionalExtension};
use std::io;

/// The bits of a mark that are those of the hash; the others are the operation's number.
const OF_HASH: u32 = 24;

/// The number of an operation with the beginning of its hash, in one number that is written at once; 0 for none.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Mark(pub(super) u64);

impl Mark {
    /// Returns the mark of a row that is written to the log of operations.
    pub(super) fn of(write: &Write) -> Option<Self> {
        let Write::Put { table, row, .. } = write else {
            return None;
        };
        if *table != Logged::TABLE {
            return None;
        }
        let hash = table.columns.iter().position(|column| *column == "hash")?;
        match (row.first()?, row.get(hash)?) {
            (Value::Int(operation), Value::Text(hash)) => Self::made(*operation, hash),
            _ => None,
        }
    }

    /// Returns the mark of an operation with a hash.
    pub(super) fn made(operation: i64, hash: &str) -> Option<Self> {
        let begin = u64::from_str_radix(hash.get(..OF_HASH as usize / 4)?, 16).ok()?;
        let operation = u64::try_from(operation).ok()?;
        Some(Self(operation.checked_mul(1 << OF_HASH)? | begin))
    }

    /// Returns the number of the operation; 0 for none.
    pub(super) const fn operation(self) -> u64 {
        self.0 >> OF_HASH
    }
}

/// Returns the number of a marked operation, and the hash that a store has of it.
fn found(connection: &Connection, mark: Mark) -> Result<(i64, Option<String>), Fault> {
    let wrong = |e| Fault::caused("the newest operation can't be read", e);
    let of = "SELECT hash FROM operations WHERE seq = ?";
    let number = i64::try_from(mark.operation()).unwrap_or(i64::MAX);
    let hash = connection.query_row(of, [number], |row| row.get(0));
    Ok((number, hash.optional().map_err(wrong)?))
}

/// Returns whether this is the store of a restore that was interrupted after it had been put in place: it holds the
/// last operation that was expected.
///
/// # Errors
/// A [`Fault`] where that can't be read.
pub(super) fn is_restored(connection: &Connection, expected: io::Result<Mark>) -> Result<bool, Fault> {
    let expected = expected.map_err(|e| Fault::caused("what was restored can't be read", e))?;
    if expected == Mark::default() {
        return Ok(false);
    }
    let (number, hash) = found(connection, expected)?;
    Ok(hash.is_some_and(|hash| Mark::made(number, &hash) == Some(expected)))
}

/// Proves that a store holds the newest operation that was noted beside it before this is asked.
///
/// # Errors
/// A [`Fault`] caused by [`Gone`] where it does not.
pub(super) fn check(connection: &Connection, noted: io::Result<Mark>) -> Result<(), Fault> {
    let noted = noted.map_err(|e| Fault::caused("what was forced can't be read", e))?;
    if noted == Mark::default() {
        return Ok(());
    }
    let wrong = |e| Fault::caused("the newest operation can't be read", e);
    let (number, hash) = found(connection, noted)?;
    let operation = noted.operation();
    let found = match hash {
        Some(hash) if Mark::made(number, &hash) == Some(noted) => return Ok(()),
        Some(_) => format!("its operation {operation} is not the one that was acknowledged"),
        None => {
            let newest = "SELECT ifnull(max(seq), 0) FROM operations";
            let newest: i64 = connection
                .query_row(newest, (), |row| row.get(0))
                .map_err(wrong)?;
            match newest + 1 {
                first if first == number => {
                    format!("operation {operation} was acknowledged and is not in it")
                }
                first => format!("operations {first} to {operation} were acknowledged and are not in it"),
            }
        }
    };
    Err(Gone(format!(
        "{found}. An older file was put in its place, or its log is gone. Put the newer one back with its log, or move \
         this file elsewhere and restore from it or from a backup (binledger restore FILE)"
    ))
    .into())
}
