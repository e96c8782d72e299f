//! A copy of a store while all work goes on.
//!
//! The pages are copied as they are, a few at a time, and forced to the disk as they come: thousands of them written at
//! once would hold up the forces of those who work. All of it is one reading of the store. SQLite's copying begins anew
//! where another process writes between two steps of different readings, and would never end in a busy house; the price is
//! that the log grows meanwhile by what is written. The copy has its name only once it was read back, proved and forced.

use super::copy::{check_pages, version};
use super::queue::is_locked;
use super::statements::Statements;
use super::{Sqlite, StoreError, place};
use crate::domain::log::Logged;
use crate::domain::record::{Fault, Range};
use crate::domain::time::Time;
use crate::operations::view::View;
use crate::store::engine::Engine;
use rusqlite::Connection;
use rusqlite::backup::{Backup, StepResult};
use std::fs::{self, File};
use std::io;
use std::path::{Path, PathBuf};

/// The bytes that are copied before they are forced.
const STEP: i64 = 2 * 1024 * 1024;

/// What stands before and behind the number of a process in the name of a copy while it is made.
const HIDDEN: &str = ".binledger-";
const PART: &str = ".part";

/// Where a log stands: the operation that was logged last.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Standing {
    /// Its number; 0 where nothing was logged.
    pub operation: i64,
    /// Its hash; empty where nothing was logged.
    pub hash: String,
    /// When it was asked for.
    pub at: Time,
}

impl Standing {
    /// Returns where the log of a store stands.
    ///
    /// # Errors
    /// A [`Fault`] where it can't be read.
    pub fn of(view: &dyn View) -> Result<Self, Fault> {
        let last = view.list::<Logged>(&Range::of::<Logged>(&[]).backwards().first(1))?;
        let Some(last) = last.into_iter().next() else {
            return Ok(Self::default());
        };
        let asked = serde_json::from_str::<Asked>(&last.request);
        let asked = asked.map_err(|e| Fault::caused("the newest operation can't be read", e))?;
        Ok(Self {
            operation: last.seq,
            hash: last.hash,
            at: asked.at,
        })
    }
}

/// The one field of a logged request that is of interest here.
#[derive(serde::Deserialize)]
struct Asked {
    at: Time,
}

/// What a copy has to prove besides that its pages are sound.
pub type Proof<'p> = dyn FnMut(&dyn View) -> Result<(), Fault> + 'p;

impl Sqlite {
    /// Writes a copy of the store to a new file while others work, and proves it: by reading all of it back, by its newest
    /// operation, and by `proof`. Returns where its log stands.
    ///
    /// # Errors
    /// A [`Fault`] where the file exists, can't be written or does not prove sound; nothing of it is left then.
    pub fn backup(&self, to: &Path, proof: &mut Proof<'_>) -> Result<Standing, StoreError> {
        let failed = |e: io::Error| Fault::caused(format!("the backup {} can't be made", to.display()), e);
        let made = part_of(to);
        clear_away(place::directory(to));
        let mut copied = || -> Result<Standing, Fault> {
            if to.symlink_metadata().is_ok() {
                return Err(failed(io::ErrorKind::AlreadyExists.into()));
            }
            let needed = fs::metadata(&self.engine.path).map_or(0, |found| found.len());
            if let Some(room) = place::room(to).filter(|room| *room < needed) {
                let why = format!("{needed} bytes are needed, and its disk has {room}");
                return Err(failed(io::Error::other(why)));
            }
            let file = place::new_file(&made).map_err(failed)?;
            // Whoever finds it unlocked later knows that its process is gone.
            if !is_locked(&file).map_err(failed)? {
                return Err(failed(io::Error::other(
                    "another backup holds its file. Try again",
                )));
            }
            let standing = self.copied(&made, &file).and_then(|standing| {
                prove(&made, &standing, proof)?;
                Ok(standing)
            });
            let kept = standing.and_then(|standing| {
                place::settle_new(&made, to).map_err(failed)?;
                Ok(standing)
            });
            kept.inspect_err(|_| drop(fs::remove_file(&made)))
        };
        copied().map_err(|fault| self.engine.explain(fault))
    }

    /// Copies what can be read now, all of which survives a power cut.
    fn copied(&self, made: &Path, file: &File) -> Result<Standing, Fault> {
        let mut standing = Standing::default();
        self.engine.look(&mut |view| {
            standing = Standing::of(view)?;
            copy(&self.engine.statements.connection, made, file)
        })?;
        Ok(standing)
    }
}

/// Copies every page that an open reading sees into an empty file.
pub(super) fn copy(from: &Connection, made: &Path, file: &File) -> Result<(), Fault> {
    // Not caused by what SQLite says: a disk that is full is not that of the store.
    let wrong = |e: rusqlite::Error| Fault::new(format!("{} can't be written: {e}", made.display()));
    let page: i64 = from
        .query_row("PRAGMA page_size", (), |row| row.get(0))
        .map_err(wrong)?;
    let mut copy = Connection::open(made).map_err(wrong)?;
    copy.execute_batch("PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF;")
        .map_err(wrong)?;
    let copying = Backup::new(from, &mut copy).map_err(wrong)?;
    let pages = i32::try_from(STEP / page.max(1)).unwrap_or(1);
    while copying.step(pages).map_err(wrong)? != StepResult::Done {
        file.sync_data()
            .map_err(|e| Fault::caused(format!("{} can't be forced", made.display()), e))?;
    }
    Ok(())
}

/// Proves a copy that nobody else knows of yet, which becomes one file without a log.
fn prove(made: &Path, standing: &Standing, proof: &mut Proof<'_>) -> Result<(), Fault> {
    let unsound = |why: &str| Fault::new(format!("the backup is not sound, and was not kept: {why}"));
    let copy = alone(made)?;
    check_pages(&copy)?.map_err(|why| unsound(&why))?;
    let copy = Statements::new(copy);
    if Standing::of(&copy)? != *standing {
        return Err(unsound(
            "it ends with another operation than the store that was read",
        ));
    }
    proof(&copy)
}

/// Opens a file that nobody else has open, and makes it one that needs no other beside it.
pub(super) fn alone(file: &Path) -> Result<Connection, Fault> {
    let wrong = |e: rusqlite::Error| Fault::caused(format!("{} can't be read", file.display()), e);
    let connection = Connection::open(file).map_err(wrong)?;
    connection
        .execute_batch("PRAGMA locking_mode = EXCLUSIVE; PRAGMA journal_mode = DELETE;")
        .map_err(wrong)?;
    version(&connection).map_err(wrong)?;
    Ok(connection)
}

/// Returns the name that a copy has while this process makes it.
fn part_of(name: &Path) -> PathBuf {
    place::directory(name).join(format!("{HIDDEN}{}{PART}", std::process::id()))
}

/// Removes what processes that are gone left of their copies in a folder.
fn clear_away(folder: &Path) {
    let Ok(files) = fs::read_dir(folder) else {
        return;
    };
    for file in files.flatten() {
        let name = file.file_name();
        let is_part = name
            .to_str()
            .is_some_and(|name| name.starts_with(HIDDEN) && name.contains(PART));
        let is_left = || File::open(file.path()).and_then(|file| is_locked(&file));
        if is_part && is_left().unwrap_or(false) {
            let _ = fs::remove_file(file.path());
        }
    }
}
