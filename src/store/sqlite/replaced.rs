//! The store that a restore replaces: what it has in common with the backup, and what is lost with it.

use super::copy::has_table;
use super::queue::Queue;
use super::witness::Mark;
use super::{StoreError, commit, force, made_whole, place, settled};
use crate::domain::entry::LedgerBatch;
use crate::domain::export::Exported;
use crate::domain::log::{Logged, Restoration};
use crate::domain::record::{Fault, Record};
use crate::operations::pages::Pages;
use crate::operations::view::View;
use rusqlite::{Connection, ErrorCode, OpenFlags, OptionalExtension};
use std::collections::BTreeSet;
use std::path::Path;
use std::time::Duration;

/// The store that is replaced, held so that nobody else opens it.
pub struct Replaced {
    /// `None` if there is no store, or none that can be read.
    held: Option<Connection>,
    /// The newest operation that somebody is known to have been told of.
    noted: Mark,
}

/// How a backup belongs to the store that it replaces.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kin {
    /// It is of the same store: the last operation that both have.
    Same(i64),
    /// It is of another one.
    Other,
    /// The store is gone or can't be read, and nothing that is noted says otherwise.
    Unknown,
}

/// An operation or a ledger batch of a store that is replaced, which the backup does not hold.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize)]
pub struct Lost {
    /// Operation or ledger batch.
    pub what: &'static str,
    /// Its number.
    pub number: i64,
    /// The kind of the operation, or the site of the batch.
    pub kind: String,
    /// The key of the operation, or the day of the batch.
    pub key: String,
    /// The accounting systems that a batch was exported for, apart by commas.
    pub exported: Option<String>,
}

impl Lost {
    /// What is said of operations and of ledger batches.
    pub const OPERATION: &str = "operation";
    /// The other word.
    pub const BATCH: &str = "ledger batch";
}

impl Replaced {
    /// Holds the store that is there once it is not in doubt. One that can't be read is not held.
    pub(super) fn of(store: &Path, queue: &Queue) -> Result<Self, StoreError> {
        let noted = force::noted(store).map_err(|e| place::failed(store, &e))?;
        let held = if !store.exists() || made_whole(queue, store, settled).is_err() {
            None
        } else {
            hold(store)?
        };
        Ok(Self { held, noted })
    }

    /// Returns whether there is a store that can be read.
    pub(super) const fn is_held(&self) -> bool {
        self.held.is_some()
    }

    /// Returns the highest number in a column of a table. `None` if it can't be read.
    fn highest(&self, column: &str, table: &str) -> Option<i64> {
        let held = self.held.as_ref()?;
        if !has_table(held, table).ok()? {
            return Some(0);
        }
        let sql = format!("SELECT ifnull(max({column}), 0) FROM {table}");
        held.query_row(&sql, (), |row| row.get(0)).ok()
    }

    /// Returns its last operation, and the highest number of a ledger batch that anybody may know. `None` if they can't
    /// be read.
    pub fn newest(&self) -> Option<(i64, i64)> {
        let operation = self.highest("seq", Logged::TABLE.name)?;
        let sealed = self.highest("batch", LedgerBatch::TABLE.name)?;
        let known = self.highest("batch", Restoration::TABLE.name)?;
        Some((operation, sealed.max(known)))
    }

    /// Returns the newest operation that somebody is known to have been told of; 0 if nothing is known.
    pub fn acknowledged(&self) -> i64 {
        let noted = i64::try_from(self.noted.operation()).unwrap_or(i64::MAX);
        self.newest().map_or(noted, |(operation, _)| operation)
    }

    /// Returns how a backup belongs to it.
    ///
    /// # Errors
    /// A [`Fault`] where the backup can't be read.
    pub fn kin(&self, backup: &dyn View) -> Result<Kin, Fault> {
        let hash = |operation: i64| -> Result<Option<String>, Fault> {
            let logged: Option<Logged> = backup.find(&[&operation])?;
            Ok(logged.map(|logged| logged.hash))
        };
        let Some((newest, _)) = self.newest() else {
            let noted = i64::try_from(self.noted.operation()).unwrap_or(i64::MAX);
            let found = hash(noted)?.and_then(|hash| Mark::made(noted, &hash));
            return Ok(match found {
                Some(mark) if mark != self.noted => Kin::Other,
                _ => Kin::Unknown,
            });
        };
        // All that is before an operation with the same hash is the same.
        let (mut common, mut behind) = (0, newest.min(backup.last(Logged::TABLE)?) + 1);
        while common + 1 < behind {
            let middle = common + (behind - common) / 2;
            if hash(middle)?.is_some_and(|hash| self.has(middle, &hash)) {
                common = middle;
            } else {
                behind = middle;
            }
        }
        Ok(if common == 0 && 0 < newest {
            Kin::Other
        } else {
            Kin::Same(common)
        })
    }

    /// Returns whether an operation has such a hash here.
    fn has(&self, operation: i64, hash: &str) -> bool {
        let sql = "SELECT hash FROM operations WHERE seq = ?";
        let found = self.held.as_ref().and_then(|held| {
            let row = held.query_row(sql, [operation], |row| row.get::<_, String>(0));
            row.optional().ok()?
        });
        found.is_some_and(|found| found == hash)
    }

    /// Returns what came after an operation, and the ledger batches that a backup does not hold, in order.
    ///
    /// # Errors
    /// A [`Fault`] where it can't be read.
    pub fn behind(&self, operation: i64, backup: &dyn View) -> Result<Vec<Lost>, Fault> {
        let Some(held) = &self.held else {
            return Ok(Vec::new());
        };
        let mut sealed = BTreeSet::new();
        for batch in Pages::<LedgerBatch>::of(backup) {
            sealed.insert(batch?.hash);
        }
        let wrong = |e| Fault::caused("what is lost can't be read", e);
        let mut lost = operations(held, operation).map_err(wrong)?;
        for (batch, hash) in batches(held).map_err(wrong)? {
            if !sealed.contains(&hash) {
                lost.push(batch);
            }
        }
        Ok(lost)
    }
}

/// Takes a store for this process alone; `None` for one that can't be read.
fn hold(store: &Path) -> Result<Option<Connection>, StoreError> {
    let flags = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let hold = || -> rusqlite::Result<Connection> {
        let connection = Connection::open_with_flags(store, flags)?;
        connection.busy_timeout(Duration::ZERO)?;
        // Nobody else can have a log open that is copied into the file and removed.
        connection.execute_batch(
            "PRAGMA locking_mode = EXCLUSIVE; PRAGMA journal_mode = DELETE; BEGIN EXCLUSIVE; COMMIT;",
        )?;
        Ok(connection)
    };
    let error = match hold() {
        Ok(connection) => return Ok(Some(connection)),
        Err(error) => error,
    };
    match error.sqlite_error_code() {
        Some(ErrorCode::DatabaseBusy | ErrorCode::DatabaseLocked) => Err(StoreError::Busy {
            why: "another process has the store open".to_owned(),
        }),
        Some(ErrorCode::NotADatabase | ErrorCode::DatabaseCorrupt) => Ok(None),
        _ => {
            let why = format!("{} can't be held", store.display());
            Err(commit::said(store, Fault::caused(why, error)))
        }
    }
}

fn operations(held: &Connection, behind: i64) -> rusqlite::Result<Vec<Lost>> {
    // The note of a backup need not be repeated.
    let sql = "SELECT seq, op, key FROM operations WHERE ? < seq AND op <> 'backed_up' ORDER BY seq";
    let mut statement = held.prepare(sql)?;
    let rows = statement.query_map([behind], |row| {
        Ok(Lost {
            what: Lost::OPERATION,
            number: row.get(0)?,
            kind: row.get(1)?,
            key: row.get(2)?,
            exported: None,
        })
    })?;
    rows.collect()
}

/// Returns every ledger batch with its hash.
fn batches(held: &Connection) -> rusqlite::Result<Vec<(Lost, String)>> {
    let exported = if has_table(held, Exported::TABLE.name)? {
        "(SELECT group_concat(DISTINCT target) FROM exports WHERE exports.batch = ledger_batches.batch)"
    } else {
        "NULL"
    };
    let sql = format!("SELECT batch, site, day, {exported}, hash FROM ledger_batches ORDER BY batch");
    let mut statement = held.prepare(&sql)?;
    let rows = statement.query_map((), |row| {
        let lost = Lost {
            what: Lost::BATCH,
            number: row.get(0)?,
            kind: row.get(1)?,
            key: row.get(2)?,
            exported: row.get(3)?,
        };
        Ok((lost, row.get(4)?))
    })?;
    rows.collect()
}
