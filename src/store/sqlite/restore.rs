//! A store that is put back to what a backup holds.
//!
//! The copy is made, brought up to date and proved in a folder of its own beside the store, while the store is held for
//! this process alone. Then the two files change their names in one step, so that there is a whole store under the name at
//! every moment, and the one that was replaced stays beside it. A restore that is killed leaves the store as it was or
//! as it should be.

use super::backup::{alone, copy};
use super::copy::check_pages;
use super::queue::Queue;
use super::upgrade::read_only;
use super::{Sqlite, StoreError, WhenHeld, commit, force, made_whole, migrations, place, settled};
use crate::domain::log::Restoration;
use crate::domain::record::{Fault, Record};
use rusqlite::{Connection, ErrorCode, OpenFlags, OptionalExtension};
use rustix::fs::{CWD, RenameFlags, renameat_with};
use std::fs::{self, File};
use std::io;
use std::os::unix::fs::{MetadataExt, fchown};
use std::path::{Path, PathBuf};
use std::time::Duration;

/// The store that is replaced, held so that nobody else opens it.
pub struct Replaced {
    /// `None` where there is none, or none that can be read.
    held: Option<Connection>,
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
}

/// What a restore began.
pub type Begin<'b> = dyn FnMut(&mut Sqlite, &Replaced) -> Result<(), StoreError> + 'b;

impl Replaced {
    /// Holds the store that is there, once nobody doubts it. One that can't be read is not held.
    fn of(store: &Path, queue: &Queue) -> Result<Self, StoreError> {
        if !store.exists() || made_whole(queue, store, settled).is_err() {
            return Ok(Self { held: None });
        }
        Self::hold(store)
    }

    /// Takes the store for this process alone; one that can't be read is not held.
    fn hold(store: &Path) -> Result<Self, StoreError> {
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
        match hold() {
            Ok(connection) => Ok(Self {
                held: Some(connection),
            }),
            Err(e)
                if matches!(
                    e.sqlite_error_code(),
                    Some(ErrorCode::DatabaseBusy | ErrorCode::DatabaseLocked)
                ) =>
            {
                let why = "another process has the store open".to_owned();
                Err(StoreError::Busy { why })
            }
            Err(e)
                if matches!(
                    e.sqlite_error_code(),
                    Some(ErrorCode::NotADatabase | ErrorCode::DatabaseCorrupt)
                ) =>
            {
                Ok(Self { held: None })
            }
            Err(e) => {
                let why = format!("{} can't be held", store.display());
                Err(commit::said(store, Fault::caused(why, e)))
            }
        }
    }

    /// Returns the highest number in a column of a table; `None` where that can't be read.
    fn highest(&self, column: &str, table: &str) -> Option<i64> {
        let sql = format!("SELECT ifnull(max({column}), 0) FROM {table}");
        let found = self.held.as_ref()?.query_row(&sql, (), |row| row.get(0));
        found.ok()
    }

    /// Returns its last operation, and the highest number of a ledger batch that anybody may know of it; `None` where
    /// they can't be read.
    pub fn newest(&self) -> Option<(i64, i64)> {
        let operation = self.highest("seq", "operations")?;
        let sealed = self.highest("batch", "ledger_batches")?;
        // An older store has no such table.
        let is_table = format!("sqlite_schema WHERE name = '{}'", Restoration::TABLE.name);
        let known = match self.highest("1", &is_table)? {
            0 => 0,
            _ => self.highest("batch", Restoration::TABLE.name)?,
        };
        Some((operation, sealed.max(known)))
    }

    /// Returns whether an operation has such a hash here.
    pub fn has(&self, operation: i64, hash: &str) -> bool {
        let sql = "SELECT hash FROM operations WHERE seq = ?";
        let found = self.held.as_ref().and_then(|held| {
            let row = held.query_row(sql, [operation], |row| row.get::<_, String>(0));
            row.optional().ok()?
        });
        operation == 0 || found.is_some_and(|found| found == hash)
    }

    /// Returns what came after an operation and a ledger batch, in order.
    ///
    /// # Errors
    /// A [`Fault`] where it can't be read.
    pub fn behind(&self, operation: i64, batch: i64) -> Result<Vec<Lost>, Fault> {
        let Some(held) = &self.held else {
            return Ok(Vec::new());
        };
        let listed = |what, sql: &str, behind: i64| -> rusqlite::Result<Vec<Lost>> {
            let mut statement = held.prepare(sql)?;
            let rows = statement.query_map([behind], |row| {
                Ok(Lost {
                    what,
                    number: row.get(0)?,
                    kind: row.get(1)?,
                    key: row.get(2)?,
                })
            })?;
            rows.collect()
        };
        let operations = "SELECT seq, op, key FROM operations WHERE ? < seq ORDER BY seq";
        let batches = "SELECT batch, site, day FROM ledger_batches WHERE ? < batch ORDER BY batch";
        let wrong = |e| Fault::caused("what is lost can't be read", e);
        let mut lost = listed("operation", operations, operation).map_err(wrong)?;
        lost.extend(listed("ledger batch", batches, batch).map_err(wrong)?);
        Ok(lost)
    }
}

/// Puts what a backup holds in the place of a store, once it was proved and `begin` did its work in it. What was there
/// is kept beside it under a name with `time`, which is returned.
///
/// # Errors
/// [`StoreError::Busy`] where the store is in use; [`StoreError`] where the backup is none or not sound. Nothing was
/// replaced then.
pub fn restore(
    store: &Path,
    from: &Path,
    time: &str,
    begin: &mut Begin<'_>,
) -> Result<Option<PathBuf>, StoreError> {
    let failed = |e: io::Error| place::failed(store, &e);
    place::make_directory(store)?;
    let queue = Queue::open(store, WhenHeld::GiveUp).map_err(failed)?;
    let turn = queue.turn();
    let turn = turn.map_err(|e| commit::said(store, Fault::caused("the turn to write does not come", e)))?;
    let folder = place::name_beside(store, "restoring");
    let _ = fs::remove_dir_all(&folder);
    place::new_folder(&folder).map_err(failed)?;
    // What is no sound backup changes nothing at the store.
    let restored = prepare(store, from, &folder).and_then(|made| {
        let replaced = Replaced::of(store, turn.queue())?;
        let mut sqlite = Sqlite::open(&made)?;
        begin(&mut sqlite, &replaced)?;
        drop(sqlite);
        settle(store, &made)?;
        exchange(store, &made, time, &replaced).map_err(failed)
    });
    let _ = fs::remove_dir_all(&folder);
    if restored.is_ok() {
        queue.doubt(false).map_err(failed)?;
    }
    restored
}

/// Copies a backup into a folder, under the store's own name, and proves its pages.
fn prepare(store: &Path, from: &Path, folder: &Path) -> Result<PathBuf, StoreError> {
    let failed = |e: io::Error| place::failed(store, &e);
    let made = folder.join(store.file_name().unwrap_or(store.as_os_str()));
    let source = read_only(from)?;
    migrations::check(&source, from, migrations::STEPS)?;
    let file = place::new_file(&made).map_err(failed)?;
    copy(&source, &made, &file)?;
    let copied = alone(&made)?;
    check_pages(&copied)?.map_err(|why| {
        let from = from.display();
        Fault::new(format!("{from} is not sound, and nothing was replaced: {why}"))
    })?;
    // An upgrade of the copy makes a backup, whose name must be free beside the store.
    for known in fs::read_dir(place::directory(store)).map_err(failed)?.flatten() {
        let own = made
            .file_name()
            .unwrap_or_default()
            .to_string_lossy()
            .into_owned();
        let is_of_upgrade = known
            .file_name()
            .to_string_lossy()
            .strip_prefix(own.as_str())
            .is_some_and(|rest| rest.starts_with(".before-"));
        if is_of_upgrade && let Ok(path) = known.path().canonicalize() {
            std::os::unix::fs::symlink(path, folder.join(known.file_name())).map_err(failed)?;
        }
    }
    Ok(made)
}

/// Makes one forced file of the copy, and puts the backup of its upgrade beside the store.
fn settle(store: &Path, made: &Path) -> Result<(), StoreError> {
    drop(alone(made)?);
    let failed = |e: io::Error| place::failed(store, &e);
    let file = File::open(made).map_err(failed)?;
    if let Ok(kept) = fs::metadata(store) {
        let _ = fchown(&file, None, Some(kept.gid()));
    }
    file.sync_all().map_err(failed)?;
    for file in fs::read_dir(place::directory(made)).map_err(failed)?.flatten() {
        let is_backup = file.file_name().to_string_lossy().contains(".before-");
        if is_backup && file.file_type().is_ok_and(|kind| kind.is_file()) {
            let name = place::directory(store).join(file.file_name());
            place::settle_new(&file.path(), &name).map_err(failed)?;
        }
    }
    Ok(())
}

/// Returns the names for what was replaced at a time: the first one's, and of those within the same second.
fn kept_name(store: &Path, time: &str, nth: usize) -> PathBuf {
    let nth = if nth == 1 {
        String::new()
    } else {
        format!("-{nth}")
    };
    place::name_beside(store, &format!("replaced-{time}{nth}"))
}

/// Gives a forced file the name of the store, and the store that was there another one.
fn exchange(store: &Path, made: &Path, time: &str, replaced: &Replaced) -> io::Result<Option<PathBuf>> {
    let mut names = (1..).map(|nth| kept_name(store, time, nth));
    let is_free = |name: &PathBuf| !name.exists() && !place::of_sqlite(name, "wal").exists();
    let kept = names.find(is_free).ok_or(io::ErrorKind::AlreadyExists)?;
    if replaced.held.is_none() {
        // A log without a store, or of one that can't be read, is kept with it, and is none of the new one's.
        for what in ["wal", "shm", "journal"] {
            let log = place::of_sqlite(store, what);
            if log.exists() {
                fs::rename(log, place::of_sqlite(&kept, what))?;
            }
        }
    }
    File::open(place::directory(store))?.sync_all()?;
    force::forget(store)?;
    if !store.exists() {
        place::settle_new(made, store)?;
        return Ok(None);
    }
    place::settle_new(made, &kept)?;
    if renameat_with(CWD, &kept, CWD, store, RenameFlags::EXCHANGE).is_err() {
        // Where the file system can't exchange names, there is no store for a moment.
        let new = made.with_extension("new");
        fs::rename(&kept, &new)?;
        fs::rename(store, &kept)?;
        fs::rename(&new, store)?;
    }
    File::open(place::directory(store))?.sync_all()?;
    Ok(Some(kept))
}
