//! The store in one SQLite file that many processes of one host share.

mod backup;
pub mod checkpoint;
mod commit;
mod connection;
mod copy;
mod digest;
mod door;
mod force;
pub mod head;
mod held;
pub mod intake;
mod kept;
mod layout;
mod left;
mod locks;
mod merging;
mod migrations;
mod opening;
mod place;
mod presence;
mod pulse;
mod queue;
mod replaced;
mod restore;
mod snapshot;
mod sound;
mod sql;
mod statements;
#[cfg(test)]
mod tests;
mod upgrade;
mod waiter;
mod whole;
mod witness;

pub use self::backup::{NotMade, Proof, Standing};
pub use self::held::{Fate, Held, Holder, holder};
pub use self::kept::{SEAT, is_live, is_of, leads_into_store, remove};
pub use self::place::room::{of as room, why_not};
pub use self::place::{beside, name_beside};
pub use self::queue::WhenHeld;
pub use self::replaced::{Kin, Lost, Replaced};
pub use self::restore::{Begin, NotRestored, restore};
use super::engine::{Engine, Failed, Force, Transaction};
use super::keeper::Keeper;
use super::{StoreError, unit};
use crate::domain::record::Fault;
use crate::operations::change::Write;
use crate::operations::view::View;
use connection::{connection, settle, settled};
use force::Forcing;
use merging::Merging;
use opening::{forced, made_whole, restored_whole};
use presence::Presence;
use queue::{Queue, Turn};
use rusqlite::config::DbConfig;
use snapshot::Unwritable;
use statements::Statements;
use std::path::{Path, PathBuf};
use witness::Mark;

/// The version of the layout that this program makes of every store it opens.
pub const LAYOUT: usize = migrations::STEPS.len();

/// A handle on a store in a file.
pub type Sqlite = Keeper<File>;

/// The engine: one connection to the file, one place in the queue of writers.
pub struct File {
    path: PathBuf,
    presence: Presence,
    queue: Queue,
    forcing: Forcing,
    statements: Statements,
    merging: Merging,
    commit: commit::Commit,
    warnings: Vec<String>,
    /// Why the store can only be read. `None` if it can be written.
    unwritable: Option<Unwritable>,
    /// Whether there may be something of this handle in the log.
    has_begun: bool,
}

/// A transaction while it is this process's turn to write.
pub struct Writing<'f> {
    statements: &'f Statements,
    commit: &'f commit::Commit,
    /// Who forces the commit afterwards; `None` where it need not be.
    forcing: Option<&'f Forcing>,
    turn: Turn<'f>,
    /// The last operation that it wrote.
    newest: Option<Mark>,
}

impl Sqlite {
    /// Creates the store at `path`, or takes the one that is there; sets up its directory if missing, its file's mode,
    /// and its layout.
    ///
    /// # Errors
    /// [`StoreError`] as [`Sqlite::open`], and if the place can't be made.
    pub fn create(path: &Path) -> Result<Self, StoreError> {
        let is_new = std::fs::metadata(path).map_or(true, |found| found.len() == 0);
        place::prepare(path)?;
        if is_new {
            force::forget(path).map_err(|e| place::failed(path, &e))?;
        }
        Self::connect(path, WhenHeld::Tell(log))
    }

    /// Opens the store at `path`; one of an older program is brought up to date, after a backup.
    ///
    /// # Errors
    /// [`StoreError`]: nothing there, a place unfit for a store, no right to write, a newer or a damaged store.
    pub fn open(path: &Path) -> Result<Self, StoreError> {
        Self::open_by(path, WhenHeld::Tell(log))
    }

    /// Opens the store as [`Sqlite::open`] does, and says what is done where one process holds the turn to write for longer
    /// than a second.
    ///
    /// # Errors
    /// As [`Sqlite::open`], and [`StoreError::Busy`] where nothing is waited for.
    pub fn open_by(path: &Path, when_held: WhenHeld) -> Result<Self, StoreError> {
        if std::fs::metadata(path).is_ok_and(|found| found.is_file() && found.len() == 0) {
            return Err(StoreError::Missing { at: path.into() });
        }
        Self::connect(path, when_held)
    }

    /// Does another thing from now on where one process holds the turn to write for longer than a second.
    pub const fn when_held(&mut self, when_held: WhenHeld) {
        self.engine.queue.when_held = when_held;
    }

    /// Returns what is not as it should be, although the store can be used: modes, room on the disk.
    pub fn warnings(&self) -> &[String] {
        &self.engine.warnings
    }

    fn connect(path: &Path, when_held: WhenHeld) -> Result<Self, StoreError> {
        let mut warnings = place::check(path)?;
        warnings.extend(place::room::make(path)?);
        let found = presence::identity(path).map_err(|e| place::failed(path, &e))?;
        let queue = Queue::open(path, when_held).map_err(|e| place::failed(path, &e))?;
        let mut connection = connection(path).map_err(|fault| commit::said(path, fault))?;
        let done = migrations::check(&connection, path, migrations::STEPS)
            .map_err(|error| commit::said_of(path, error))?;
        let is_old = done < migrations::STEPS.len();
        if 0 < done {
            whole::check_length(&connection, path)
                .and_then(|()| restored_whole(&connection, &queue, path))
                .and_then(|()| witness::check(&connection, force::noted(path)))
                .map_err(|fault| commit::said(path, fault))?;
        }
        if is_old || queue.is_in_doubt().map_err(|e| place::failed(path, &e))? {
            let turn = queue.turn().map_err(|e| commit::said(path, broken(e)))?;
            let whole = made_whole(turn.queue(), path, self::connection);
            connection = whole
                .map_err(|fault| commit::said(path, fault))?
                .unwrap_or(connection);
            if is_old {
                let old = Statements::new(connection);
                if 0 < done {
                    // The upgrade proves the books, and tells amounts where they are not sound.
                    unit::agree(&old).map_err(|fault| commit::said(path, fault))?;
                }
                let found = migrations::run(&old, path, migrations::STEPS).map_err(|error| {
                    if commit::failed_to_force(&error) {
                        let _ = queue.doubt(true);
                    }
                    commit::said_of(path, error)
                })?;
                warnings.extend(found.map(|found| {
                    format!(
                        "the store was not sound when it was brought up to date: {found}. `binledger audit` goes on to say \
                         so; compare with an older backup"
                    )
                }));
                connection = old.connection;
            }
        }
        settle(&connection).map_err(|fault| commit::said(path, fault))?;
        let merging = Merging::default();
        merging
            .watch(&mut connection)
            .map_err(|fault| commit::said(path, fault))?;
        let statements = Statements::new(connection);
        let forcing = forced(path, &queue, &statements)?;
        Ok(Self::over(File {
            path: path.to_owned(),
            presence: Presence::of(path, found).map_err(|fault| commit::said(path, fault))?,
            queue,
            forcing,
            statements,
            merging,
            commit: commit::real(),
            warnings,
            unwritable: None,
            has_begun: is_old,
        }))
    }
}

impl File {
    /// Makes this copy stand for the store at `path`, which can't be written. The files of the copy no longer need
    /// names.
    fn only_read(&mut self, path: &Path, why: Unwritable) {
        path.clone_into(&mut self.path);
        self.presence = Presence::default();
        self.unwritable = Some(why);
    }
}

impl Drop for File {
    /// Copies what this handle wrote from the log into the file, and says where that fails. SQLite copies by itself when
    /// the last connection is closed, but also what is in doubt, and keeps silent about a force that fails.
    fn drop(&mut self) {
        let connection = &self.statements.connection;
        let copy = || connection.query_row("PRAGMA wal_checkpoint(PASSIVE)", (), |_| Ok(()));
        let is_believed = || !self.queue.is_in_doubt().unwrap_or(true);
        if self.has_begun && is_believed() && copy().is_err_and(|e| commit::is_of_force(&e)) {
            let _ = self.queue.doubt(true);
        }
        if !self.has_begun || !is_believed() {
            let _ = connection.set_db_config(DbConfig::SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, true);
        }
    }
}

impl Engine for File {
    type Transaction<'e> = Writing<'e>;

    fn begin(&mut self, force: Force) -> Result<Writing<'_>, Fault> {
        if let Some(why) = &self.unwritable {
            return Err(Fault::caused("nothing can be changed", why.clone()));
        }
        let turn = self.queue.turn();
        let turn = turn.map_err(broken)?;
        self.presence.check()?;
        if let Some(mut fresh) = made_whole(&self.queue, &self.path, settled)? {
            self.merging.watch(&mut fresh)?;
            self.statements = Statements::new(fresh);
            self.forcing.catch_up().map_err(unnumbered)?;
        }
        self.has_begun = true;
        let writing = Writing {
            statements: &self.statements,
            commit: &self.commit,
            forcing: (force == Force::Now).then_some(&self.forcing),
            turn,
            newest: None,
        };
        let begun = self.statements.run("BEGIN IMMEDIATE");
        begun.map_err(|e| Fault::caused("no change can be begun", e))?;
        Ok(writing)
    }

    fn renew(&mut self) -> Result<(), Fault> {
        self.presence.check()?;
        let mut fresh = settled(&self.path)?;
        self.merging.watch(&mut fresh)?;
        self.statements = Statements::new(fresh);
        Ok(())
    }

    fn peek(&self, look: &mut dyn FnMut(&dyn View) -> Result<(), Fault>) -> Result<(), Fault> {
        let wrong = |e| Fault::caused("the store can't be read", e);
        if !self.statements.connection.is_autocommit() {
            return look(&self.statements);
        }
        self.statements.run("BEGIN").map_err(wrong)?;
        let looked = look(&self.statements);
        self.statements.run("ROLLBACK").map_err(wrong)?;
        looked
    }

    fn look(&self, look: &mut dyn FnMut(&dyn View) -> Result<(), Fault>) -> Result<(), Fault> {
        self.peek(&mut |view| {
            // Nothing that is committed from now on is seen.
            self.statements.begin_to_read()?;
            self.force()?;
            look(view)
        })
    }

    fn force(&self) -> Result<(), Fault> {
        self.presence.check()?;
        let forced = self.forcing.wait(&self.queue);
        forced.map_err(|e| Fault::caused("what was written can't be forced to the disk", e))
    }

    fn tidy(&self) {
        self.merging.merge(&self.statements.connection, &self.queue);
    }

    fn version(&self) -> Result<i64, Fault> {
        self.presence.check()?;
        let wrong = |e| Fault::caused("the store can't be read", e);
        let connection = &self.statements.connection;
        let mut statement = connection.prepare_cached("PRAGMA data_version").map_err(wrong)?;
        statement.query_row((), |row| row.get(0)).map_err(wrong)
    }

    fn explain(&self, fault: Fault) -> StoreError {
        commit::said(&self.path, fault)
    }
}

impl Writing<'_> {
    /// Ends a transaction that is still open.
    fn end(&self) -> Result<(), Fault> {
        // SQLite may have rolled back by itself already, for example on a full disk.
        if !self.statements.connection.is_autocommit() {
            self.statements
                .run("ROLLBACK")
                .map_err(|e| Fault::caused("a change can't be taken back", e))?;
        }
        Ok(())
    }
}

impl Transaction for Writing<'_> {
    fn view(&self) -> &dyn View {
        self.statements
    }

    fn write(&mut self, write: &Write) -> Result<(), Fault> {
        self.newest = Mark::of(write).or(self.newest);
        self.statements.write(write)
    }

    fn commit(self) -> Result<(), Failed> {
        if let Err(error) = self.forcing.map_or(Ok(()), Forcing::begin) {
            self.end().map_err(Failed::Unknown)?;
            return Err(Failed::Clean(unnumbered(error)));
        }
        let committed = (self.commit)(self.statements).map_err(commit::failed);
        if let Err(Failed::Unknown(_)) = committed {
            // Where not even that can be written, this handle looks into it alone.
            let _ = self.turn.queue().doubt(true);
        }
        self.end().map_err(Failed::Unknown)?;
        if let Some(forcing) = self.forcing {
            forcing.end(self.newest.filter(|_| committed.is_ok()));
        }
        committed
    }

    fn roll_back(self) -> Result<(), Fault> {
        self.end()
    }
}

fn log(held: &Held) {
    tracing::warn!("{held}");
}

/// Returns the fault of a queue whose turn does not come.
fn broken(error: std::io::Error) -> Fault {
    Fault::caused("the queue of writers is broken", error)
}

/// Returns the fault of a number that can't be written.
fn unnumbered(error: std::io::Error) -> Fault {
    Fault::caused("the change can't be numbered", error)
}
